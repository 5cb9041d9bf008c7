from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sensing_paths import ALL_ROUND, flight_after_burnout
from standoff.base.geodesy import Place, ecef_from_geodetic, look
from standoff.sensing.detection import Detection, NotDetected, Unseen, detect, explain
from standoff.sensing.radar import Radar

PATH = flight_after_burnout()


def outcome(radar: Radar, rcs_m2: float = 1.0) -> Detection | NotDetected:
    return detect(radar, PATH.time_s, PATH.position_m, rcs_m2)


def missed(radar: Radar, rcs_m2: float = 1.0) -> NotDetected:
    found = outcome(radar, rcs_m2)
    assert isinstance(found, NotDetected)
    return found


def test_detection_comes_a_search_delay_after_first_sight() -> None:
    # Straight up over the radar at 1 km/s: 100 km range is passed at 100 s, seen from there on downward in time.
    site = Place(40.0, 140.0)
    time = np.arange(0.0, 201.0)
    position = ecef_from_geodetic(40.0, 140.0, 200e3 - 1e3 * time)
    radar = replace(ALL_ROUND, place=site, reference_range_m=100e3, search_delay_s=15.5)
    found = detect(radar, time, position, 1.0)
    assert isinstance(found, Detection)
    assert found.time_s == pytest.approx(115.5, abs=1.0)
    assert found.range_m == pytest.approx(200e3 - 1e3 * found.time_s, abs=1.0)
    assert found.elevation_deg == pytest.approx(90.0, abs=1e-6)
    assert found.windows[0].start_s == pytest.approx(100.0, abs=1.0)
    assert not found.measured[: int(found.time_s) + 1].any()
    assert found.measured[int(found.time_s) + 1 : 200].all()


def test_detection_gives_the_geometry_at_its_time() -> None:
    found = outcome(ALL_ROUND)
    assert isinstance(found, Detection)
    at = round(found.time_s)
    distance, azimuth, elevation = look(ALL_ROUND.place, PATH.position_m[at])
    assert found.range_m == pytest.approx(distance, rel=5e-3)
    assert found.azimuth_deg == pytest.approx(azimuth, abs=0.1)
    # Refraction lifts it, by less than two degrees.
    assert elevation < found.elevation_deg < elevation + 2.0


def test_azimuth_through_north_is_not_averaged_to_the_south() -> None:
    time = np.array([0.0, 1.0])
    position = ecef_from_geodetic([42.0, 42.0], [139.99, 140.01], 300e3)
    found = detect(replace(ALL_ROUND, place=Place(40.0, 140.0), search_delay_s=0.5), time, position, 1.0)
    assert isinstance(found, Detection)
    assert min(found.azimuth_deg, 360.0 - found.azimuth_deg) < 0.5


def test_out_of_range_names_the_closest_approach() -> None:
    radar = replace(ALL_ROUND, reference_range_m=640e3)
    miss = missed(radar, 0.0016)
    # The fourth root of 0.0016 is 0.2.
    assert miss.reason is Unseen.RANGE
    assert miss.limit == pytest.approx(128e3)
    distance, _, elevation = look(radar.place, PATH.position_m)
    # Refraction brings it above the horizon a little nearer than geometry does.
    assert miss.value == pytest.approx(distance[elevation > 0.0].min(), rel=1e-2)
    assert "detection range 128 km" in explain(miss)


def test_below_the_horizon() -> None:
    miss = missed(replace(ALL_ROUND, place=Place(-35.0, -60.0)))
    assert miss.reason is Unseen.HORIZON
    assert miss.value < -20.0
    assert miss.limit == 0.0
    assert "below the horizon: highest apparent elevation -" in explain(miss)


def test_outside_the_sector() -> None:
    miss = missed(replace(ALL_ROUND, boresight_deg=90.0, azimuth_halfwidth_deg=60.0))
    assert (miss.reason, miss.limit) == (Unseen.AZIMUTH, 60.0)
    assert 120.0 < miss.value <= 180.0
    assert "sector 60 deg" in explain(miss)


def test_outside_the_elevation_limits() -> None:
    miss = missed(replace(ALL_ROUND, elevation_min_deg=88.0, refraction=1.0))
    assert (miss.reason, miss.limit) == (Unseen.ELEVATION, 88.0)
    assert miss.value == pytest.approx(look(ALL_ROUND.place, PATH.position_m)[2].max(), abs=1e-6)
    assert "limit 88.0 deg" in explain(miss)


def test_seen_too_briefly() -> None:
    miss = missed(replace(ALL_ROUND, search_delay_s=10_000.0))
    assert (miss.reason, miss.limit) == (Unseen.TOO_SHORT, 10_000.0)
    assert 100.0 < miss.value < 600.0
    assert "the search takes 10000 s" in explain(miss)


def test_a_target_without_cross_section_is_out_of_range() -> None:
    assert missed(ALL_ROUND, 0.0).reason is Unseen.RANGE
