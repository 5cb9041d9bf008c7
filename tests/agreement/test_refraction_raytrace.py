"""The four-thirds Earth against rays traced through an exponential atmosphere: how far the simple model may be trusted.

Atmosphere: refractive index 1 + 315e-6 exp(-h / 7.35 km), the global average of Recommendation ITU-R P.453. A ray over
a sphere keeps n r cos(elevation) (Bouguer's rule), which gives its ground distance as an integral over height.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from standoff.base.constants import WGS84_A_M
from standoff.base.geodesy import Place
from standoff.sensing.visibility import lowest_visible_altitude_m


def traced_distance_m(altitude_m: float) -> float:
    """Ground distance at which a ray that leaves the ground level reaches an altitude."""
    invariant = WGS84_A_M * (1.0 + 315e-6)

    def slope(root: float) -> float:
        # Height is the square of `root`, which takes away the singularity at the ground.
        radius = WGS84_A_M + root**2
        index = 1.0 + 315e-6 * np.exp(-(root**2) / 7_350.0)
        return float(2.0 * root * invariant / (radius * np.sqrt((index * radius) ** 2 - invariant**2)))

    return WGS84_A_M * float(quad(slope, 1e-6, np.sqrt(altitude_m), limit=500)[0])


@pytest.mark.parametrize(
    ("distance_km", "traced_km", "four_thirds_km", "straight_km"),
    # The table in docs/models/sensing.md.
    [(300.0, 5.3, 5.3, 7.1), (743.0, 36.2, 32.6, 43.5), (1239.0, 108.0, 91.0, 122.3), (2000.0, 301.0, 240.7, 326.9)],
)
def test_table_of_lowest_visible_altitudes(
    distance_km: float, traced_km: float, four_thirds_km: float, straight_km: float
) -> None:
    distance_m = distance_km * 1000.0
    traced_m = brentq(lambda altitude: traced_distance_m(altitude) - distance_m, 100.0, 2e6)
    site, lon_deg = Place(0.0, 0.0), np.degrees(distance_m / WGS84_A_M)
    bent_m, straight_m = (float(lowest_visible_altitude_m(site, 0.0, lon_deg, k)) for k in (4.0 / 3.0, 1.0))
    found = [round(value / 1000.0, 1) for value in (traced_m, bent_m, straight_m)]
    assert found == pytest.approx([traced_km, four_thirds_km, straight_km], abs=0.2)
    assert bent_m <= traced_m * 1.01
    assert traced_m < straight_m
