from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensing_paths import ARAYA
from standoff.base.constants import WGS84_A_M, WGS84_B_M
from standoff.base.geodesy import Place, ecef_from_geodetic, look
from standoff.sensing.visibility import (
    Window,
    curvature_radius_m,
    lowest_visible_altitude_m,
    sight,
    sustained,
    windows,
)

EQUATOR = Place(0.0, 0.0)
ground = st.tuples(st.floats(-60.0, 60.0), st.floats(-30.0, 30.0))


def test_curvature_at_equator_and_pole() -> None:
    assert curvature_radius_m(0.0, 90.0) == pytest.approx(WGS84_A_M, abs=1e-6)
    assert curvature_radius_m(0.0, 0.0) == pytest.approx(WGS84_B_M**2 / WGS84_A_M, abs=1e-6)
    assert curvature_radius_m(90.0, [0.0, 57.0]) == pytest.approx(WGS84_A_M**2 / WGS84_B_M, abs=1e-6)


@pytest.mark.parametrize("refraction", [1.0, 4.0 / 3.0])
@pytest.mark.parametrize("lon_deg", [2.0, 11.0, -25.0, 60.0])
def test_lowest_visible_altitude_along_the_equator_is_that_of_a_circle(refraction: float, lon_deg: float) -> None:
    # The equator is a circle, so the tangent ray has a closed form: k a (sec(angle / k) - 1).
    effective = refraction * WGS84_A_M
    expected = effective * (1.0 / np.cos(np.radians(lon_deg) / refraction) - 1.0)
    assert lowest_visible_altitude_m(EQUATOR, 0.0, lon_deg, refraction) == pytest.approx(expected, abs=0.01)


def test_nothing_is_seen_a_quarter_of_the_earth_away() -> None:
    assert np.isinf(lowest_visible_altitude_m(EQUATOR, 0.0, 91.0, refraction=1.0))
    assert np.isfinite(lowest_visible_altitude_m(EQUATOR, 0.0, 89.0, refraction=1.0))


def test_ship_antenna_sees_the_sea_out_to_the_radio_horizon() -> None:
    # The textbook rule for the four-thirds Earth: 4.12 km times the root of the antenna height in meters.
    mast = Place(0.0, 0.0, 100.0)
    horizon_deg = np.degrees(41.2e3 / WGS84_A_M)
    near, far = lowest_visible_altitude_m(mast, 0.0, [0.99 * horizon_deg, 1.05 * horizon_deg])
    assert near == 0.0
    assert far > 0.1


@pytest.mark.parametrize("elevation_min_deg", [-90.0, 0.0, 3.0])
def test_a_target_at_the_lowest_visible_altitude_stands_on_the_limit(elevation_min_deg: float) -> None:
    lat, lon = np.array([41.0, 36.0, 39.2]), np.array([132.0, 139.0, 125.673])
    altitude = lowest_visible_altitude_m(ARAYA, lat, lon, elevation_min_deg=elevation_min_deg)
    seen = sight(ARAYA, ecef_from_geodetic(lat, lon, altitude))
    assert seen.elevation_deg == pytest.approx(np.maximum(seen.horizon_deg, elevation_min_deg), abs=1e-6)


@given(ground, st.floats(0.0, 2e6), st.floats(0.0, 500.0))
def test_without_refraction_the_elevation_is_the_geometric_one(
    point: tuple[float, float], altitude_m: float, mast_m: float
) -> None:
    site = Place(35.0, 0.0, mast_m)
    target = ecef_from_geodetic(point[0], point[1], altitude_m)
    assert sight(site, target, refraction=1.0).elevation_deg == pytest.approx(look(site, target)[2], abs=1e-7)


@given(ground, st.floats(0.0, 2e6), st.floats(1e3, 1e6))
def test_a_higher_target_is_never_less_visible(point: tuple[float, float], altitude_m: float, more_m: float) -> None:
    low, high = (sight(ARAYA, ecef_from_geodetic(*point, altitude)) for altitude in (altitude_m, altitude_m + more_m))
    assert high.above_horizon or not low.above_horizon


@given(ground, st.floats(0.0, 2e6))
def test_refraction_only_lifts(point: tuple[float, float], altitude_m: float) -> None:
    target = ecef_from_geodetic(*point, altitude_m)
    assert sight(ARAYA, target).elevation_deg >= sight(ARAYA, target, refraction=1.0).elevation_deg - 1e-9


def test_windows_are_the_runs_of_a_mask() -> None:
    time = np.arange(8.0) * 2.0
    assert windows([0, 1, 1, 0, 1, 0, 1, 1], time) == (Window(2.0, 4.0), Window(8.0, 8.0), Window(12.0, 14.0))
    assert windows(np.zeros(8), time) == ()
    assert Window(2.0, 5.0).duration_s == 3.0


def test_sustained_starts_each_window_anew() -> None:
    mask = [1, 1, 1, 0, 1, 1, 1, 1]
    assert sustained(mask, np.arange(8.0), 2.0).tolist() == [False, False, True, False, False, False, True, True]
    assert sustained(mask, np.arange(8.0), 0.0).tolist() == [bool(value) for value in mask]
