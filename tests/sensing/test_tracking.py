from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from sensing_paths import ALL_ROUND, Path, flight_after_burnout, gravity_field
from standoff.base.geodesy import Place, ecef_from_geodetic
from standoff.sensing.radar import Radar
from standoff.sensing.tracking import Track, gravity_gradient, predicted_error_m, track, transition_matrices
from standoff.sensing.visibility import Mask

PATH = flight_after_burnout()
KYOGAMISAKI = replace(ALL_ROUND, name="second", place=Place(35.77, 135.19), range_sigma_m=50.0, angle_sigma_rad=5e-4)


def tracked(radars: list[Radar], masks: list[Mask], path: Path = PATH) -> Track:
    found = track(radars, masks, path.time_s, path.position_m, path.phase)
    assert found is not None
    return found


def between(start_s: float, end_s: float) -> Mask:
    return (PATH.time_s >= start_s) & (PATH.time_s <= end_s)


@pytest.mark.parametrize(("step_s", "worst"), [(1.0, 2e-7), (10.0, 5e-5)])
def test_transition_matches_differences_of_a_tight_integration(step_s: float, worst: float) -> None:
    path = flight_after_burnout(step_s=step_s)
    found = transition_matrices(path.time_s, gravity_gradient(path.inertial[:, :3]))[-1]
    # Central differences with steps small enough for the field to be linear and large enough for the digits.
    steps = np.diag([100.0] * 3 + [0.1] * 3)
    ends = [
        solve_ivp(gravity_field, (0.0, 600.0), path.inertial[0] + sign * step, "DOP853", rtol=1e-13, atol=1e-7).y[:, -1]
        for step in steps
        for sign in (1.0, -1.0)
    ]
    expected = np.array([(ends[2 * i] - ends[2 * i + 1]) / (2.0 * steps[i, i]) for i in range(6)]).T
    size = np.kron([[1.0, 600.0], [1.0 / 600.0, 1.0]], np.ones((3, 3)))
    assert np.abs((found - expected) / size).max() < worst + 1e-6


def test_prediction_follows_the_least_squares_line() -> None:
    # A target that stands over the radar, seen n times over a span T with an error s across the line of sight: a line
    # fitted by least squares is off by s sqrt((1 + 12 (tau / T)^2) / n) at tau from the middle. The gravity gradient
    # pulls neighboring paths together by a few per cent here.
    site = Place(0.0, 0.0)
    time = np.arange(0.0, 301.0)
    position = np.broadcast_to(ecef_from_geodetic(0.0, 0.0, 1_000e3), (time.size, 3))
    radar = replace(ALL_ROUND, place=site, range_sigma_m=1.0, angle_sigma_rad=1e-3, update_s=1.0)
    found = predicted_error_m([radar], [time <= 100.0], time, position, np.full(time.size, 2), 150.0)
    expected = 1e3 * np.sqrt((1.0 + 12.0 * (100.0 / 100.0) ** 2) / 101.0)
    assert found[-1] == pytest.approx(expected, rel=0.02)


def test_ten_times_the_updates_are_worth_ten_times_the_information() -> None:
    # Short by a little: the first sample of a window holds one update at either rate.
    slow, fast = (
        tracked([replace(ALL_ROUND, update_s=update_s)], [between(100.0, 200.0)]).error_m(200.0, 400.0)
        for update_s in (1.0, 0.1)
    )
    assert slow / fast == pytest.approx(np.sqrt(10.0), rel=0.02)


def test_sampling_step_does_not_matter() -> None:
    errors = []
    for step_s in (0.5, 1.0, 5.0):
        path = flight_after_burnout(step_s=step_s)
        mask = (path.time_s >= 100.0) & (path.time_s <= 300.0)
        radar = replace(ALL_ROUND, update_s=0.1)
        errors.append(float(tracked([radar], [mask], path).error_m(300.0, 500.0)))
    assert errors == pytest.approx([errors[0]] * 3, rel=0.02)


def test_nothing_counts_while_the_missile_burns() -> None:
    path = flight_after_burnout(burn_s=120.0)
    everything = np.ones(path.time_s.size, dtype=bool)
    assert track([ALL_ROUND], [path.time_s < 120.0], path.time_s, path.position_m, path.phase) is None
    found = tracked([ALL_ROUND], [everything], path)
    assert found.time_s[0] == 120.0
    after = tracked([ALL_ROUND], [path.time_s >= 120.0], PATH)
    assert found.error_m(200.0, 400.0) == pytest.approx(after.error_m(200.0, 400.0), rel=1e-12)


def test_there_is_no_error_before_there_is_a_track() -> None:
    errors = predicted_error_m([ALL_ROUND], [between(100.0, 200.0)], PATH.time_s, PATH.position_m, PATH.phase, 400.0)
    assert np.isinf(errors[:100]).all()
    assert np.isfinite(errors[100:]).all()
    nothing = predicted_error_m([ALL_ROUND], [between(-2.0, -1.0)], PATH.time_s, PATH.position_m, PATH.phase, 400.0)
    assert np.isinf(nothing).all()


def test_first_fit_is_the_first_sample_that_fits() -> None:
    found = tracked([ALL_ROUND], [between(100.0, 300.0)])
    intercepts = np.array([250.0, 350.0, 450.0, 590.0])
    for basket_m in (300.0, 1_000.0, 5_000.0):
        first = found.first_fit_s(intercepts, basket_m)
        for intercept_s, first_s in zip(intercepts, first, strict=True):
            fits = found.time_s[(found.error_m(found.time_s, intercept_s) <= basket_m) & (found.time_s <= intercept_s)]
            assert first_s == (fits[0] if fits.size else np.inf)


def test_largest_eigenvalue_is_the_error() -> None:
    found = tracked([ALL_ROUND], [between(100.0, 300.0)])
    covariance = found.covariance_m2(300.0, 450.0)
    assert found.error_m(300.0, 450.0) == pytest.approx(np.sqrt(np.linalg.eigvalsh(covariance)[-1]), rel=1e-9)
    assert covariance == pytest.approx(covariance.T)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 500), st.integers(20, 100), st.floats(1e-4, 5e-3), st.floats(5.0, 500.0))
def test_information_never_falls_and_errors_never_rise(
    start: int, length: int, angle_sigma_rad: float, range_sigma_m: float
) -> None:
    radar = replace(ALL_ROUND, angle_sigma_rad=angle_sigma_rad, range_sigma_m=range_sigma_m)
    found = tracked([radar], [between(start, start + length)])
    gained = np.diff(found.information, axis=0)
    size = np.sqrt(np.diagonal(found.information[-1]))
    assert np.linalg.eigvalsh(gained / np.outer(size, size)).min() > -1e-9
    errors = found.error_m(found.time_s, 600.0)
    assert (np.diff(errors) <= 1e-6 * errors[:-1]).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(100, 400), st.integers(5, 100), st.integers(100, 400), st.integers(5, 100))
def test_a_second_radar_never_hurts(first: int, first_length: int, second: int, second_length: int) -> None:
    masks = [between(first, first + first_length), between(second, second + second_length)]
    fused = tracked([ALL_ROUND, KYOGAMISAKI], masks)
    for radar, mask in zip((ALL_ROUND, KYOGAMISAKI), masks, strict=True):
        alone = tracked([radar], [mask])
        assert fused.error_m(500.0, 600.0) <= alone.error_m(500.0, 600.0) * (1.0 + 1e-6)
