"""The horizon and radar-equation yardsticks (Y8 to Y10)."""

from __future__ import annotations

import numpy as np
import pytest

from sensing_paths import ALL_ROUND, ARAYA, SUNAN
from standoff.base.geodesy import Place, destination, geodesic
from standoff.sensing.radar import detection_range_m
from standoff.sensing.visibility import lowest_visible_altitude_m

MUTSUMI = Place(34.51, 131.58)

# Y8 by geometry, Y9 with the four-thirds Earth (Skolnik): distance as stated, lowest visible altitude.
HORIZON = [
    (ARAYA, 1239.0, 1.0, 122.4),
    (MUTSUMI, 743.0, 1.0, 43.6),
    (ARAYA, 1239.0, 4.0 / 3.0, 91.2),
    (MUTSUMI, 743.0, 4.0 / 3.0, 32.6),
]


@pytest.mark.parametrize(("site", "distance_km", "refraction", "altitude_km"), HORIZON)
def test_lowest_visible_altitude_at_the_stated_distance(
    site: Place, distance_km: float, refraction: float, altitude_km: float
) -> None:
    ground = destination(site, geodesic(site, SUNAN).azimuth_deg, distance_km * 1000.0)
    found_km = lowest_visible_altitude_m(site, ground.lat_deg, ground.lon_deg, refraction) / 1000.0
    assert found_km == pytest.approx(altitude_km, rel=5e-3)


def test_double_range_needs_sixteen_times_the_cross_section() -> None:
    near, far = detection_range_m(ALL_ROUND, [0.05, 16.0 * 0.05])
    assert far / near == pytest.approx(2.0, rel=1e-9)
    assert (2.0 * near / near) ** 4 == pytest.approx(16.0, rel=1e-9)
    assert np.isclose(detection_range_m(ALL_ROUND, 1.0), 2_000e3)
