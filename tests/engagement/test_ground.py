"""Ground range for whole arrays against Karney's geodesic."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.geodesy import Place, destination, ecef_from_geodetic, geodesic
from standoff.engagement.ground import ground_range_m, range_and_altitude_m

latitude = st.floats(-85.0, 85.0)
longitude = st.floats(-180.0, 180.0)


@given(latitude, longitude, st.floats(0.0, 360.0), st.floats(1.0, 5_000_000.0))
def test_within_thirty_meters_over_five_thousand_kilometers(
    lat: float, lon: float, azimuth: float, distance: float
) -> None:
    start = Place(lat, lon)
    end = destination(start, azimuth, distance)
    assert abs(ground_range_m(start, end.lat_deg, end.lon_deg) - geodesic(start, end).distance_m) < 30.0


def test_zero_range_at_the_place_itself() -> None:
    place = Place(37.3, 133.5)
    ground_range, altitude = range_and_altitude_m(place, ecef_from_geodetic(37.3, 133.5, [0.0, 1e5]))
    np.testing.assert_allclose(ground_range, 0.0, atol=1e-3)
    np.testing.assert_allclose(altitude, [0.0, 1e5], atol=1e-3)
