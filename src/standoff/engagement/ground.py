"""Where a path lies as a battery sees it: ground range and altitude, for whole arrays at once.

Frame: positions are ECEF (n, 3) in meters; ground range runs along the ellipsoid, altitude above it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import WGS84_A_M, WGS84_F
from standoff.base.geodesy import Place, geodetic_from_ecef

Array = NDArray[np.float64]


def range_and_altitude_m(place: Place, position_m: ArrayLike) -> tuple[Array, Array]:
    """Ground range (m) from `place` and altitude (m) of ECEF positions (n, 3)."""
    lat_deg, lon_deg, altitude_m = geodetic_from_ecef(position_m)
    return ground_range_m(place, lat_deg, lon_deg), altitude_m


def ground_range_m(place: Place, lat_deg: ArrayLike, lon_deg: ArrayLike) -> Array:
    """Length of the geodesic from `place` to points, to first order in the flattening.

    Lambert's formula for long lines on the spheroid (W. D. Lambert, Journal of the Washington Academy of Sciences
    32, 1942): the great circle between reduced latitudes and a correction linear in the flattening. Within
    30 m over 5,000 km (tested); not for points near the antipode.
    """
    start = np.arctan((1.0 - WGS84_F) * np.tan(np.radians(place.lat_deg)))
    end = np.arctan((1.0 - WGS84_F) * np.tan(np.radians(lat_deg)))
    half_lon = np.radians(np.asarray(lon_deg, dtype=float) - place.lon_deg) / 2.0
    mean, half = (start + end) / 2.0, (end - start) / 2.0
    haversine = np.sin(half) ** 2 + np.cos(start) * np.cos(end) * np.sin(half_lon) ** 2
    angle = 2.0 * np.arcsin(np.sqrt(np.clip(haversine, 0.0, 1.0)))
    sin = np.sin(angle)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (angle - sin) * (np.sin(mean) * np.cos(half) / np.cos(angle / 2.0)) ** 2
        second = (angle + sin) * (np.cos(mean) * np.sin(half) / np.sin(angle / 2.0)) ** 2
    correction = np.where(angle > 0.0, first + second, 0.0)
    result: Array = WGS84_A_M * (angle - WGS84_F / 2.0 * correction)
    return result
