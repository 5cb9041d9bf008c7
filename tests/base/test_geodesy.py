"""Geodesy against published values and its own inverses."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from standoff.base.constants import OMEGA_RAD_S
from standoff.base.geodesy import (
    Place,
    azimuth_deg,
    destination,
    ecef_from_eci,
    ecef_from_geodetic,
    eci_from_ecef,
    geodesic,
    geodetic_from_ecef,
    look,
)

LATITUDES = st.floats(-90.0, 90.0)
LONGITUDES = st.floats(-179.999, 179.999)


def test_equator_and_pole_lie_on_the_axes_of_wgs84() -> None:
    # NGA.STND.0036: semi-major axis 6378137.0 m, derived semi-minor axis 6356752.3142 m.
    np.testing.assert_allclose(ecef_from_geodetic(0.0, 0.0), [6378137.0, 0.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(ecef_from_geodetic(90.0, 0.0), [0.0, 0.0, 6356752.3142], atol=1e-4)


def test_geodesic_of_karneys_worked_example() -> None:
    # C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), the sample inverse problem of short length.
    path = geodesic(Place(-30.12345, 0.0), Place(-30.12344, 0.00005))
    assert path.distance_m == pytest.approx(4.944208, abs=1e-6)
    assert path.azimuth_deg == pytest.approx(77.043533542, abs=1e-6)


def test_a_quarter_meridian_is_the_metre_bar() -> None:
    # Length of the WGS-84 meridian quadrant: 10 001 965.729 m (Karney 2013, section 2; NIMA TR8350.2 gives the same).
    assert geodesic(Place(0.0, 10.0), Place(90.0, 10.0)).distance_m == pytest.approx(10001965.729, abs=1e-3)


@given(LATITUDES, LONGITUDES, st.floats(-1e4, 4.5e7))
def test_geodetic_and_ecef_are_inverse(lat: float, lon: float, altitude: float) -> None:
    position = ecef_from_geodetic(lat, lon, altitude)
    back = ecef_from_geodetic(*geodetic_from_ecef(position))
    np.testing.assert_allclose(back, position, atol=1e-6)
    assert geodetic_from_ecef(position)[2] == pytest.approx(altitude, abs=1e-6)


@given(LATITUDES.filter(lambda lat: abs(lat) < 89.0), LONGITUDES, st.floats(0.0, 360.0), st.floats(1.0, 5e6))
def test_destination_lies_at_the_distance_it_was_asked_for(lat: float, lon: float, azimuth: float, far: float) -> None:
    start = Place(lat, lon)
    assert geodesic(start, destination(start, azimuth, far)).distance_m == pytest.approx(far, abs=1e-6)


@given(st.floats(0.0, 1e5))
def test_frames_rotate_by_the_earths_rate_and_back(time_s: float) -> None:
    vector = np.array([7e6, 1e6, -2e6])
    inertial = eci_from_ecef(vector, time_s)
    angle = np.arctan2(inertial[1], inertial[0]) - np.arctan2(vector[1], vector[0])
    assert np.exp(1j * angle) == pytest.approx(np.exp(1j * OMEGA_RAD_S * time_s), abs=1e-9)
    np.testing.assert_allclose(ecef_from_eci(inertial, time_s), vector, atol=1e-6)


def test_look_straight_up_and_to_the_east() -> None:
    site = Place(40.0, 130.0)
    up, east = ecef_from_geodetic(40.0, 130.0, 1000.0), ecef_from_geodetic(40.0, 130.001)
    distance, azimuth, elevation = look(site, np.array([up, east]))
    assert distance[0] == pytest.approx(1000.0)
    assert elevation[0] == pytest.approx(90.0, abs=1e-4)
    assert azimuth[1] == pytest.approx(90.0, abs=1e-2)
    assert elevation[1] < 0.0


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_quick_azimuth_is_that_of_the_geodesic(lat: float, lon: float, to_lat: float, to_lon: float) -> None:
    start, end = Place(lat, lon), Place(to_lat, to_lon)
    path = geodesic(start, end)
    # Where the direction is no direction: at a pole, from a place to itself, and between antipodes.
    assume(abs(lat) < 89.99)
    assume(1_000.0 < path.distance_m < 19_700e3)
    off_deg = (azimuth_deg(start, end) - path.azimuth_deg + 180.0) % 360.0 - 180.0
    # Across the line, a millimeter at the farthest.
    assert abs(np.radians(off_deg)) * min(path.distance_m, 1e7) < 2e-3
