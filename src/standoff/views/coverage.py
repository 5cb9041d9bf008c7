"""What a radar can see, as lines: the edges of its sector at its detection range, and their shadow on the ground.

The range holds for the cross-section that the caller states, in vacuum geometry on WGS-84: rays are straight, so the
lowest ray leaves the Earth's surface a little sooner than with refraction, which the sensing models do take into
account. For orientation on a map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import ecef_from_geodetic, enu_axes, geodetic_from_ecef

Array = NDArray[np.float64]
_STEP_DEG = 3.0


@dataclass(frozen=True)
class Coverage:
    """Lines (n, 3) of longitude (deg), latitude (deg) and altitude (m), and the ground outline (n, 2), closed."""

    ground: Array
    edges: tuple[Array, ...]


def radar_coverage(
    lat_deg: float,
    lon_deg: float,
    range_m: float,
    boresight_deg: float = 0.0,
    halfwidth_deg: float = 180.0,
    elevation_deg: tuple[float, float] = (0.0, 90.0),
) -> Coverage:
    """The sector of a radar out to a slant range: its low and side edges in space, and its outline on the ground."""
    low_deg, high_deg = elevation_deg
    full = halfwidth_deg >= 180.0
    count = int(np.ceil(2.0 * halfwidth_deg / _STEP_DEG)) + 1
    azimuths = boresight_deg + np.linspace(-halfwidth_deg, halfwidth_deg, count)
    rising = np.linspace(low_deg, high_deg, max(int((high_deg - low_deg) / _STEP_DEG) + 1, 2))
    sides = boresight_deg + np.array([0.0, 90.0, 180.0, 270.0] if full else [-halfwidth_deg, 0.0, halfwidth_deg])
    low = _points(lat_deg, lon_deg, range_m, azimuths, np.full(count, low_deg))
    edges = [low]
    edges += [_points(lat_deg, lon_deg, range_m, np.full(len(rising), side), rising) for side in sides]
    here = np.array([[lon_deg, lat_deg, 0.0]])
    if not full:
        edges += [np.vstack([here, low[:1]]), np.vstack([here, low[-1:]])]
    ground = low[:, :2] if full else np.vstack([here[:, :2], low[:, :2], here[:, :2]])
    return Coverage(ground, tuple(edges))


def _points(lat_deg: float, lon_deg: float, range_m: float, azimuth_deg: Array, elevation_deg: Array) -> Array:
    """Longitude, latitude, altitude (n, 3) at one slant range in the given directions; longitudes run on evenly."""
    azimuth, elevation = np.radians(azimuth_deg), np.radians(elevation_deg)
    level = np.cos(elevation)
    rays = np.stack([level * np.sin(azimuth), level * np.cos(azimuth), np.sin(elevation)], axis=-1)
    site = ecef_from_geodetic(lat_deg, lon_deg)
    lat, lon, altitude = geodetic_from_ecef(site + range_m * rays @ enu_axes(lat_deg, lon_deg))
    lon = lon_deg + (lon - lon_deg + 180.0) % 360.0 - 180.0
    return np.stack([lon, lat, altitude], axis=-1)
