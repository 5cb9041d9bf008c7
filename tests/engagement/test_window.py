"""Windows against cases that are solved by hand: straight lines, constant speeds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.straight import StraightReach, flat_path
from standoff.base.geodesy import Place, destination, ecef_from_geodetic
from standoff.engagement.refusal import Reason, Refusal
from standoff.engagement.window import (
    Window,
    launch_and_intercept_s,
    may_be_in_reach,
    next_shot,
    path_from,
    window,
)

TIME = np.arange(0.0, 101.0)
# Falls straight onto the battery from 200 km at 2 km/s.
FALLING = flat_path(TIME, 0.0, 200_000.0 - 2_000.0 * TIME)


def opened(result: Window | Refusal) -> Window:
    assert isinstance(result, Window)
    return result


def refused(result: Window | Refusal) -> Refusal:
    assert isinstance(result, Refusal)
    return result


def test_head_on_meeting_is_where_both_covered_the_distance() -> None:
    """Commit at 20 s: 160 km apart, closing at 2 + 2 km/s, so they meet 40 s later at 80 km."""
    found = opened(window(StraightReach(), FALLING, 20.0))
    assert found.earliest_launch_s == pytest.approx(20.0)
    assert found.earliest_intercept_s == pytest.approx(60.0, abs=1e-9)
    assert found.position_m[0] == pytest.approx((0.0, 0.0, 80_000.0))


def test_floor_sets_the_last_intercept_and_the_deadline() -> None:
    """Floor 33 km: reached at 83.5 s, between samples; the interceptor needs 16.5 s to it."""
    found = opened(window(StraightReach(minimum_altitude_m=33_000.0), FALLING, 20.0))
    assert found.latest_intercept_s == pytest.approx(83.5, abs=1e-9)
    assert found.latest_launch_s == pytest.approx(67.0, abs=1e-9)


def test_ceiling_makes_the_launch_wait() -> None:
    """Ceiling 61 km is reached at 69.5 s; an interceptor that meets it there leaves at 39 s, not at the commit."""
    found = opened(window(StraightReach(maximum_altitude_m=61_000.0), FALLING, 0.0))
    assert found.earliest_intercept_s == pytest.approx(69.5)
    assert found.earliest_launch_s == pytest.approx(39.0)


def test_crossing_target_at_constant_altitude() -> None:
    """Passes overhead at 30 km and 1 km/s; reach 50 km slant opens at 40 km of ground range on both sides."""
    time = np.arange(0.0, 201.0)
    path = flat_path(time, -100_000.0 + 1_000.0 * time, 30_000.0)
    found = opened(window(StraightReach(slant_m=50_000.0), path, 0.0))
    assert found.earliest_intercept_s == pytest.approx(60.0)
    assert found.latest_intercept_s == pytest.approx(140.0)
    assert found.joined.sum() == len(found.joined) - 1


@given(st.floats(500.0, 6_000.0), st.floats(0.0, 60.0))
def test_meeting_time_for_any_speed_and_commit(speed: float, commit: float) -> None:
    found = opened(window(StraightReach(speed_m_s=speed), FALLING, commit))
    exact = (200_000.0 + speed * commit) / (2_000.0 + speed)
    assert found.earliest_intercept_s == pytest.approx(exact, abs=1e-6)


def test_off_axis_meeting_solves_the_triangle() -> None:
    """Vertical fall 90 km away: 2000 (t - c) = hypot(90 km, 200 km - 2000 t), solved with c = 10 s."""
    path = flat_path(TIME, 90_000.0, 200_000.0 - 2_000.0 * TIME)
    found = opened(window(StraightReach(), path, 10.0))
    # In km and 2 km/s: (t-10)^2 = 45^2 + (100-t)^2 gives t = (45^2 + 100^2 - 10^2) / 180.
    assert found.earliest_intercept_s == pytest.approx((2025 + 10_000 - 100) / 180, abs=2e-3)


def test_only_where_a_sensor_guides() -> None:
    guided = (TIME >= 70.0) & (TIME <= 80.0)
    found = opened(window(StraightReach(), FALLING, 0.0, guided=guided))
    assert (found.earliest_intercept_s, found.latest_intercept_s) == (70.0, 80.0)


def test_a_gap_in_coverage_is_not_bridged() -> None:
    guided = (TIME <= 70.0) | (TIME >= 80.0)
    found = opened(window(StraightReach(), FALLING, 0.0, guided=guided))
    # An intercept at 70 s (60 km) leaves at 40 s, at 80 s (40 km) at 60 s: a launch at 50 s has to wait for the latter.
    shot = next_shot(found, 50.0)
    assert shot is not None
    assert (shot.launch_s, shot.intercept_s) == (60.0, 80.0)
    assert next_shot(found, 39.0).intercept_s == pytest.approx(69.5)  # type: ignore[union-attr]


def test_a_dip_out_of_the_ceiling_between_samples_is_not_bridged() -> None:
    """Above the ceiling near one sample only: two stretches, with edges a fraction of a second apart from it."""
    path = flat_path([0.0, 1.0, 2.0, 3.0, 4.0], 0.0, [10_000.0, 10_000.0, 10_400.0, 10_000.0, 10_000.0])
    found = opened(window(StraightReach(maximum_altitude_m=10_360.0), path, -100.0))
    assert found.intercept_s == pytest.approx([0.0, 1.0, 1.9, 2.1, 3.0, 4.0])
    assert found.joined.tolist() == [False, True, True, False, True, True]


def test_not_while_boosting() -> None:
    found = opened(window(StraightReach(), FALLING, 0.0, boosting=TIME < 60.0))
    assert found.earliest_intercept_s == 60.0


@pytest.mark.parametrize(
    ("reach", "commit", "reason", "value", "sentence"),
    [
        (StraightReach(maximum_range_m=250_000.0), 0.0, Reason.OUT_OF_RANGE, 412_000.0,
         "passes 412 km away at its nearest; reach is 250 km"),
        (StraightReach(maximum_altitude_m=150_000.0), 0.0, Reason.TOO_HIGH, 310_000.0,
         "lowest altitude in range is 310 km; the interceptor's ceiling is 150 km"),
        (StraightReach(minimum_altitude_m=400_000.0), 0.0, Reason.TOO_LOW, 310_000.0,
         "highest altitude in range is 310 km; the interceptor's floor is 400 km"),
        (StraightReach(slant_m=400_000.0), 0.0, Reason.OUT_OF_ENERGY, 159_215.5,
         "lies 159 km beyond what the interceptor's speed can reach at that altitude"),
        (StraightReach(), math.inf, Reason.NO_TRACK, math.nan,
         "no sensor that this battery may use holds a track good enough to commit"),
    ],
)  # fmt: skip
def test_refusal_names_the_first_condition_that_fails(
    reach: StraightReach, commit: float, reason: Reason, value: float, sentence: str
) -> None:
    """A flat pass at 310 km altitude, 412 km away at its nearest. Energy: sqrt(400^2 - 310^2) = 252.7845 km."""
    path = flat_path(TIME, 412_000.0 + 1_000.0 * TIME, 310_000.0)
    found = refused(window(reach, path, commit))
    assert found.reason is reason
    assert found.value == pytest.approx(value, abs=1.0, nan_ok=True)
    assert found.sentence == sentence


def test_refused_for_coming_too_late_by_the_time_that_is_missing() -> None:
    """Floor 40 km: last point at 80 s, 20 s of flight, so a commit at 101 s is 41 s too late."""
    found = refused(window(StraightReach(minimum_altitude_m=40_000.0), FALLING, 101.0))
    assert found.reason is Reason.TOO_LATE
    assert found.value == pytest.approx(41.0)
    assert found.sentence == "the interceptor would reach the path 41 s too late"


def test_refused_for_lack_of_guidance_or_for_thrust() -> None:
    nowhere, everywhere = np.zeros(len(TIME), dtype=bool), np.ones(len(TIME), dtype=bool)
    assert refused(window(StraightReach(), FALLING, 0.0, guided=nowhere)).reason is Reason.NO_GUIDANCE
    assert refused(window(StraightReach(), FALLING, 0.0, boosting=everywhere)).reason is Reason.STILL_BOOSTING


def test_refused_when_altitudes_in_reach_are_only_out_of_range() -> None:
    """In range it is above the ceiling, then below the floor; between them it is 30 km too far."""
    path = flat_path([0.0, 1.0, 2.0], [0.0, 130_000.0, 0.0], [90_000.0, 60_000.0, 20_000.0])
    reach = StraightReach(minimum_altitude_m=50_000.0, maximum_altitude_m=70_000.0, maximum_range_m=100_000.0)
    found = refused(window(reach, path, 0.0))
    assert (found.reason, found.value) == (Reason.OUT_OF_ALTITUDE, 30_000.0)


@given(st.floats(0.0, 90.0), st.floats(0.0, 10.0))
def test_waiting_never_brings_an_earlier_intercept(moment: float, wait: float) -> None:
    path = flat_path(TIME, -60_000.0 + 1_500.0 * TIME, 120_000.0 - 800.0 * TIME)
    found = opened(window(StraightReach(speed_m_s=1_200.0, minimum_altitude_m=45_000.0), path, 0.0))
    launch, intercept = launch_and_intercept_s(found, np.array([moment, moment + wait]))
    assert intercept[1] >= intercept[0]
    assert (launch >= np.array([moment, moment + wait]) - 1e-9).all()


def test_every_planned_shot_meets_the_threat() -> None:
    """The flight of the shot takes exactly the time that the stand-in needs to the place of meeting."""
    path = flat_path(TIME, -60_000.0 + 1_500.0 * TIME, 120_000.0 - 800.0 * TIME)
    reach = StraightReach(speed_m_s=1_200.0, minimum_altitude_m=45_000.0)
    found = opened(window(reach, path, 0.0))
    for moment in np.linspace(0.0, found.latest_launch_s, 23):
        shot = next_shot(found, float(moment))
        assert shot is not None
        assert shot.flyout_s == pytest.approx(math.hypot(*shot.position_m) / 1_200.0, abs=5e-3)
        assert shot.position_m[0] == pytest.approx(-60_000.0 + 1_500.0 * shot.intercept_s)
    assert next_shot(found, found.latest_launch_s + 1e-6) is None


def test_path_from_a_real_place() -> None:
    place = Place(37.3, 133.5)
    path = path_from(place, [0.0, 1.0], ecef_from_geodetic([37.3, 38.3], 133.5, 100_000.0))
    assert path.altitude_m == pytest.approx([1e5, 1e5], abs=1e-3)
    assert path.ground_range_m[1] == pytest.approx(110_990.0, abs=60.0)  # a degree of latitude near 38 N


@given(st.floats(-80.0, 80.0), st.floats(0.0, 6e5), st.floats(0.0, 3e5), st.floats(0.0, 360.0))
def test_the_quick_look_lets_everything_pass_that_is_within_the_limits(
    lat_deg: float, range_m: float, altitude_m: float, azimuth_deg: float
) -> None:
    reach = StraightReach(maximum_range_m=6e5, maximum_altitude_m=3e5)
    place = Place(lat_deg, 133.5)
    under = destination(place, azimuth_deg, range_m)
    assert may_be_in_reach(reach, place, ecef_from_geodetic(under.lat_deg, under.lon_deg, altitude_m)[None])


def test_the_quick_look_rules_out_what_is_far_away() -> None:
    reach = StraightReach(maximum_range_m=3e4, maximum_altitude_m=2e4)
    assert not may_be_in_reach(reach, Place(35.0, 139.0), ecef_from_geodetic(36.0, 139.0, [0.0, 1e5]))
