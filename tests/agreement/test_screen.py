"""The compiled screen against the readable plan of each flight: the same conditions, one path at a time.

On the same flights both must say the same at every aim point, stage by stage. With flights aimed one by one by
`aim_at` they may differ next to an edge of the count: that search leaves the kick angle open by two parts in a
thousand, which moves a path by some kilometers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement import kernel as engagement_kernel
from standoff.engagement.battery import Battery
from standoff.engagement.doctrine import Doctrine, Kind, shots_that_fit
from standoff.engagement.ground import range_and_altitude_m
from standoff.engagement.network import Mode, Network
from standoff.engagement.reach import reach_of
from standoff.engagement.rules import Rules
from standoff.engine import screen, screen_kernel
from standoff.engine.plan import EngagementPlan, FlightPlan
from standoff.engine.screen import Case, ThreatPaths, count_shots, count_shots_each, explain, fly_to
from standoff.flight.aiming import aim_at
from standoff.flight.flight import fly, trajectory
from standoff.flight.results import Flight, Phase, Trajectory
from standoff.scenario.construct import build_interceptor
from standoff.scenario.library import load
from standoff.scenario.loading import load_scenario
from standoff.scenario.schema import Interceptor
from standoff.scenario.values import Values
from standoff.scenario.world import Missile, World, build_world
from standoff.sensing import kernel as sensing_kernel
from standoff.sensing.detection import Detection, detect
from standoff.sensing.radar import Radar, cross_section_m2
from standoff.sensing.tracking import track

Array = NDArray[np.float64]

HWANGJU, WONSAN, SUNAN = Place(38.67, 125.776), Place(39.168, 127.482), Place(39.2, 125.67)


@cache
def world(name: str) -> World:
    return build_world(load_scenario(name))


def engagement(world: World, battery: Battery, missile: Missile, flight: Flight) -> EngagementPlan:
    """The readable plan of one battery against one flight: the only place that knows how it is asked."""
    return FlightPlan(replace(world, batteries={battery.id: battery}), missile, flight).engagements[battery.id]


def reference(world: World, battery: Battery, missile: Missile, flight: Flight) -> tuple[int, list[float]]:
    """Shots that fit, and the times that the kernel gives: track, first and last intercept, last launch."""
    plan = engagement(world, battery, missile, flight)
    track_s = np.nan if plan.track is None else plan.track.time_s
    if plan.window is None:
        return 0, [track_s, np.nan, np.nan, np.nan]
    shots = int(shots_that_fit(battery.doctrine, plan.window, -np.inf, min(8, battery.inventory)))
    window = plan.window
    return shots, [track_s, window.earliest_intercept_s, window.latest_intercept_s, window.latest_launch_s]


def flown(missile: Missile, paths: ThreatPaths, i: int) -> Flight:
    """The flight of one aim point, by itself."""
    steering = (float(values[i]) for values in (paths.azimuth_deg, paths.kick_deg, paths.cutoff_s))
    return fly(missile.vehicle, paths.launch, missile.vehicle.ascent(*steering))


def with_interceptor(battery: Battery, name: str) -> Battery:
    item = load(name)
    assert isinstance(item, Interceptor)
    return replace(battery, interceptor=build_interceptor(item, Values()))


def on_remote(battery: Battery) -> Battery:
    return replace(battery, network=replace(battery.network, mode=Mode.ENGAGE_ON_REMOTE))


def looking(battery: Battery) -> Battery:
    doctrine = Doctrine(Kind.SHOOT_LOOK_SHOOT, assessment_delay_s=10.0)
    return replace(battery, doctrine=doctrine, network=Network(Mode.ORGANIC, battery.network.organic))


Change = Callable[[Battery], Battery]

# Scenario, missile, launch place, battery, what is changed of it, and the box of aim points (south, north, west, east).
CASES: dict[str, tuple[str, str, Place, str, Change, tuple[float, float, float, float]]] = {
    "sm-3-ia launch-on-remote, nodong": (
        "japan-2017", "nodong", HWANGJU, "destroyer-middle", lambda b: b, (32.0, 43.0, 130.0, 142.0),
    ),
    "sm-3-ia engage-on-remote, nodong": (
        "japan-2017", "nodong", HWANGJU, "us-destroyer", on_remote, (33.0, 43.0, 132.0, 142.0),
    ),
    "sm-3-iia organic shoot-look-shoot, scud-er": (
        "japan-2017", "scud-er", WONSAN, "destroyer-west", lambda b: looking(with_interceptor(b, "sm-3-iia")),
        (32.0, 38.0, 128.0, 136.0),
    ),
    "pac-3 salvo, nodong": (
        "japan-2017", "nodong", HWANGJU, "pac3-fukuoka", lambda b: b, (33.2, 34.0, 130.0, 130.9),
    ),
    "pac-3 salvo, scud-er": (
        "japan-2017", "scud-er", WONSAN, "pac3-iwakuni", lambda b: b, (33.8, 34.5, 131.8, 132.7),
    ),
    "thaad, hwasong-12": (
        "guam-2017", "hwasong-12", SUNAN, "thaad-guam", lambda b: b, (11.6, 15.6, 142.9, 147.0),
    ),
    "thaad anyone, hwasong-12": (
        "guam-2017", "hwasong-12", SUNAN, "thaad-guam", lambda b: replace(b, rules=Rules()), (11.6, 15.6, 142.9, 147.0),
    ),
}  # fmt: skip


@lru_cache(maxsize=16)
def grid(name: str, size: int = 13) -> tuple[World, Battery, Missile, ThreatPaths]:
    scenario, missile_name, launch, battery_id, change, (south, north, west, east) = CASES[name]
    here = world(scenario)
    lat, lon = np.meshgrid(np.linspace(south, north, size), np.linspace(west, east, size), indexing="ij")
    missile = here.missiles[missile_name]
    return here, change(here.batteries[battery_id]), missile, fly_to(missile, launch, lat.ravel(), lon.ravel())


@pytest.mark.parametrize("name", CASES)
def test_the_same_flights_give_the_same_counts_and_times(name: str) -> None:
    """Counts are equal, times too but for rounding: a microsecond."""
    here, battery, missile, paths = grid(name)
    results = screen._results([Case(here, battery, missile)], paths, 8)[0]
    counts = count_shots(here, battery, missile, paths)
    assert len(set(counts.tolist())) > 1, "the grid crosses no edge of the footprint"
    for i in np.flatnonzero(paths.flown):
        shots, times = reference(here, battery, missile, flown(missile, paths, int(i)))
        assert counts[i] == shots
        if np.isfinite(times[1]):
            assert results[i, 1:] == pytest.approx(times, abs=1e-6)
        elif np.isfinite(results[i, 1]):
            assert results[i, 1] == pytest.approx(times[0], abs=1e-6)
    assert not counts[~paths.flown].any()


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_flights_aimed_one_by_one_give_the_same_footprint(name: str) -> None:
    """At most one aim point in twenty differs, and each of those lies beside another count."""
    here, battery, missile, paths = grid(name)
    counts = count_shots(here, battery, missile, paths)
    exact = np.zeros_like(counts)
    for i, aim in enumerate(map(Place, paths.lat_deg.tolist(), paths.lon_deg.tolist())):
        try:
            flight = aim_at(missile.vehicle, paths.launch, aim)
        except InputError:
            assert not paths.flown[i]
            continue
        assert paths.flown[i]
        exact[i] = reference(here, battery, missile, flight)[0]
    side = int(np.sqrt(counts.size))
    wrong = np.argwhere((counts != exact).reshape(side, side))
    assert len(wrong) <= 0.05 * counts.size
    for row, column in wrong:
        around = exact.reshape(side, side)[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        assert len(set(around.ravel().tolist())) > 1


def sample_path(name: str, which: float = 0.5) -> tuple[World, Battery, Missile, Trajectory]:
    here, battery, missile, paths = grid(name)
    some = np.flatnonzero(paths.flown)
    flight = flown(missile, paths, int(some[int(which * (len(some) - 1))]))
    return here, battery, missile, trajectory(flight.vehicle, flight.launch, flight.ascent)


@pytest.mark.parametrize("which", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("name", list(CASES)[:4])
def test_radars_hold_the_same_samples(name: str, which: float) -> None:
    here, _, missile, path = sample_path(name, which)
    cross_section = cross_section_m2(path.phase, missile.boosting_rcs_m2, missile.warhead_rcs_m2)
    seen = 0
    for sensor in here.sensors.values():
        if not isinstance(radar := sensor.model, Radar):
            continue
        outcome = detect(radar, path.time_s, path.position_m, cross_section)
        expected = outcome.measured if isinstance(outcome, Detection) else np.zeros(path.time_s.shape, dtype=bool)
        row = sensing_kernel.pack_radar(radar, missile.boosting_rcs_m2, missile.warhead_rcs_m2)
        held = np.empty(path.time_s.shape, dtype=bool)
        sensing_kernel.hold(row, path.time_s, path.position_m, path.phase.astype(float), path.time_s.size, held)
        assert np.array_equal(held, expected)
        seen += expected.sum()
    assert seen > 0


def test_predicted_errors_are_those_of_the_track() -> None:
    here, _, missile, path = sample_path("sm-3-ia launch-on-remote, nodong")
    radar = here.sensors["destroyer-middle-radar"].model
    assert isinstance(radar, Radar)
    outcome = detect(radar, path.time_s, path.position_m, missile.warhead_rcs_m2)
    assert isinstance(outcome, Detection)
    known = track([radar], [outcome.measured], path.time_s, path.position_m, path.phase)
    assert known is not None
    first, last = int(np.searchsorted(path.time_s, known.time_s[0])), path.time_s.size - 1
    transition, information = np.empty((2, last - first + 1, 6, 6))
    row = sensing_kernel.pack_radar(radar, missile.boosting_rcs_m2, missile.warhead_rcs_m2)
    sensing_kernel.follow(
        row, outcome.measured, path.time_s, path.position_m, first, last, last, transition, information
    )
    assert transition == pytest.approx(known.transition, rel=1e-9, abs=1e-9)
    for ahead in (10.5, 60.0, 150.25):
        intercept_s = float(path.time_s[first] + ahead)
        carried, root, solved = np.empty((6, 6)), np.empty((6, 6)), np.empty((6, 3))
        sensing_kernel.project(
            path.time_s, path.position_m, first, last, transition, intercept_s, np.empty((3, 3)), carried
        )
        for k in (3, 10, 40):
            found = sensing_kernel.error(information[k], carried, root, solved)
            assert found == pytest.approx(float(known.error_m(known.time_s[k], intercept_s)), rel=1e-6)


@given(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0), st.floats(-1.0, 1.0), st.floats(-3.0, 3.0), st.floats(-9.0, 9.0))
def test_largest_eigenvalue(xy: float, xz: float, yz: float, xx: float, zz: float) -> None:
    matrix = np.array([[xx, xy, xz], [xy, 0.5, yz], [xz, yz, zz]])
    expected = float(np.linalg.eigvalsh(matrix)[-1])
    assert sensing_kernel.largest_eigenvalue(xx, 0.5, zz, xy, xz, yz) == pytest.approx(expected, rel=1e-7, abs=1e-7)


def test_places_and_flyouts_are_those_of_the_readable_ones() -> None:
    _, battery, _, path = sample_path("sm-3-ia launch-on-remote, nodong")
    ground_range, altitude = range_and_altitude_m(battery.place, path.position_m)
    reach = reach_of(battery.interceptor)
    flyout_s, site = reach.nearest_flyout_time_s(ground_range, altitude), engagement_kernel.pack_site(battery.place)
    limits = engagement_kernel.pack_limits(reach)
    for i, position in enumerate(path.position_m):
        x, h = engagement_kernel.stand(site, *position)
        assert (x, h) == pytest.approx((ground_range[i], altitude[i]), abs=1e-2)
        found = engagement_kernel.flyout(limits, reach.altitude_m, reach.limit_m2, reach.speed_m_s, x, h)
        assert found == pytest.approx(flyout_s[i], abs=1e-5)
        limit = engagement_kernel.range_limit(reach.altitude_m, reach.limit_m2, h)
        assert limit == pytest.approx(float(reach.range_limit_m(h)), abs=1e-3)


def test_weapons_free_counts_from_lift_off() -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    at_once = count_shots(here, battery, missile, paths)
    timed = [
        replace(battery, rules=Rules(weapons_free_s=intervals)) for intervals in (((0.0, 900.0),), ((280.0, 900.0),))
    ]
    always, late = count_shots_each([Case(here, other, missile) for other in timed], paths)
    assert np.array_equal(always, at_once)
    assert (late <= at_once).all()
    assert (late < at_once).any()
    for i in np.flatnonzero(paths.flown)[::7]:
        assert late[i] == reference(here, timed[1], missile, flown(missile, paths, int(i)))[0]
    over = replace(battery, rules=Rules(weapons_free_s=((0.0, 60.0),)))
    assert not count_shots(here, over, missile, paths).any()


def test_many_cases_at_once_are_the_cases_one_by_one() -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    cases = [Case(here, replace(battery, reaction_s=seconds), missile) for seconds in (0.0, 30.0, 90.0)]
    together = count_shots_each(cases, paths)
    assert np.array_equal(together, np.stack([count_shots(*case, paths) for case in cases]))
    assert not np.array_equal(together[0], together[2])


def test_paths_are_those_of_the_vehicle_flown() -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    heavier = replace(missile, vehicle=replace(missile.vehicle, payload_kg=2.0 * missile.vehicle.payload_kg))
    assert np.array_equal(count_shots(here, battery, heavier, paths), count_shots(here, battery, missile, paths))


def test_no_interceptor_no_shot_and_no_sensor_no_shot() -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    assert not count_shots(here, replace(battery, inventory=0), missile, paths).any()
    assert count_shots(here, replace(battery, inventory=3), missile, paths).max() == 3
    nobody = replace(battery, network=Network(Mode.ENGAGE_ON_REMOTE, None, ()))
    assert not count_shots(here, nobody, missile, paths).any()


def test_an_aim_point_does_not_depend_on_the_others() -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    counts = count_shots(here, battery, missile, paths)
    some = np.arange(0, len(paths), 3)
    arrays = [getattr(paths, name)[some] for name in list(ThreatPaths.__dataclass_fields__)[3:]]
    assert np.array_equal(
        count_shots(here, battery, missile, ThreatPaths(paths.missile, paths.vehicle, paths.launch, *arrays)),
        counts[some],
    )


def radar_of_range(here: World, sensor: str, factor: float) -> World:
    radar = here.sensors[sensor].model
    assert isinstance(radar, Radar)
    longer = replace(radar, reference_range_m=factor * radar.reference_range_m)
    return replace(here, sensors={**here.sensors, sensor: replace(here.sensors[sensor], model=longer)})


@settings(max_examples=25, deadline=None)
@given(st.floats(0.2, 2.0), st.floats(1.0, 3.0))
def test_a_longer_radar_range_never_loses_shots(factor: float, more: float) -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    own = "destroyer-middle-radar"
    cases = [Case(radar_of_range(here, own, reach), battery, missile) for reach in (factor, factor * more)]
    shorter, longer = count_shots_each(cases, paths)
    assert (longer >= shorter).all()


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 200.0), st.floats(0.0, 100.0))
def test_more_reaction_time_never_gains_shots(reaction_s: float, more_s: float) -> None:
    here, battery, missile, paths = grid("sm-3-ia engage-on-remote, nodong")
    cases = [Case(here, replace(battery, reaction_s=seconds), missile) for seconds in (reaction_s, reaction_s + more_s)]
    quick, slow = count_shots_each(cases, paths)
    assert (slow <= quick).all()


@given(st.integers(1, 8))
@settings(max_examples=8, deadline=None)
def test_counting_stops_where_it_is_told(most: int) -> None:
    here, battery, missile, paths = grid("sm-3-iia organic shoot-look-shoot, scud-er")
    all_of_them = count_shots(here, battery, missile, paths, 8)
    assert np.array_equal(count_shots(here, battery, missile, paths, most), np.minimum(all_of_them, most))


def test_explanations_name_the_condition_that_fails() -> None:
    here, battery, missile, paths = grid("sm-3-ia launch-on-remote, nodong")
    assert explain(here, battery, missile, paths) is None
    west = fly_to(missile, HWANGJU, [37.5], [127.0])
    far = explain(here, here.batteries["pac3-misawa"], missile, west)
    assert far is not None
    assert far.sentence.endswith("km away at its nearest; reach is 20 km")
    blind = replace(battery, network=Network(Mode.ORGANIC, "misawa-radar"))
    unseen = explain(here, blind, missile, fly_to(missile, HWANGJU, [35.5], [135.0]))
    assert unseen is not None
    assert unseen.sentence.startswith("no sensor that this battery may use holds a track")
    assert "misawa-radar out of range" in unseen.sentence
    empty = explain(here, replace(battery, inventory=0), missile, paths)
    assert empty is not None
    assert empty.sentence == "no interceptor is left (0 were loaded)"
    with pytest.raises(InputError, match="no aim point is within reach of nodong"):
        explain(here, battery, missile, fly_to(missile, HWANGJU, [0.0], [0.0]))


def test_phases_are_those_of_the_flight_kernel() -> None:
    assert int(Phase.BOOST) == screen_kernel._BOOST == sensing_kernel._BOOST
