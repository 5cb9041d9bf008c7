"""Line of sight over the ellipsoid with refraction, and windows in time.

Refraction follows the effective-Earth-radius construction (Skolnik, Introduction to Radar Systems, 3rd ed., chapter
8): a ray that bends in a standard troposphere is straight over an Earth `k` times as large. The large Earth is the
sphere that osculates the ellipsoid at the site in the direction of the target (Euler's radius of curvature), so with
`k = 1` the elevation is the exact geometric one on WGS-84. Derivation in `docs/models/sensing.md`.

Frame: ECEF positions (..., 3) in meters. Angles are degrees, azimuths run clockwise from north, elevations up from the
local horizontal plane. Functions take scalars and arrays alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import REFRACTION_FACTOR, WGS84_A_M, WGS84_E2
from standoff.base.geodesy import Array, Place, ecef_from_geodetic, look

Mask = NDArray[np.bool_]

# Each round of the search for a height shrinks its error by about the angle between two verticals (below 1e-2).
_ROUNDS = 6


class Sight(NamedTuple):
    """Where targets stand as a site sees them; every field has shape (...)."""

    range_m: Array
    azimuth_deg: Array
    elevation_deg: Array
    horizon_deg: Array

    @property
    def above_horizon(self) -> Mask:
        """Whether the ray to the target clears the ground."""
        return self.elevation_deg >= self.horizon_deg


class Window(NamedTuple):
    """A closed interval of time, in seconds."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Length of the interval."""
        return self.end_s - self.start_s


def curvature_radius_m(lat_deg: ArrayLike, azimuth_deg: ArrayLike) -> Array:
    """Radius of curvature of the ellipsoid along an azimuth (Euler's theorem), in meters."""
    sin_lat, azimuth = np.sin(np.radians(lat_deg)), np.radians(azimuth_deg)
    w2 = 1.0 - WGS84_E2 * sin_lat**2
    meridian = WGS84_A_M * (1.0 - WGS84_E2) / w2**1.5
    prime_vertical = WGS84_A_M / np.sqrt(w2)
    return np.asarray(1.0 / (np.cos(azimuth) ** 2 / meridian + np.sin(azimuth) ** 2 / prime_vertical))


def sight(site: Place, position_m: ArrayLike, refraction: float = REFRACTION_FACTOR) -> Sight:
    """Slant range, azimuth, apparent elevation and horizon of targets (..., 3) seen from a site.

    `refraction` is the effective-Earth factor `k`; 1 means straight rays. The 4/3 value is that of the lower
    troposphere. Rays run straight above it, so far targets near the horizon come out too high: at 1,239 km the lowest
    visible altitude is 91 km with 4/3, 108 km in an exponential atmosphere and 122 km without refraction.
    """
    distance, azimuth, geometric = look(site, position_m)
    radius = curvature_radius_m(site.lat_deg, azimuth)
    angle, height = _over_sphere(site, distance, geometric, radius)
    effective = refraction * radius
    reach = effective + height
    elevation = np.arctan2(
        reach * np.cos(angle / refraction) - (effective + site.altitude_m), reach * np.sin(angle / refraction)
    )
    return Sight(distance, azimuth, np.degrees(elevation), np.degrees(_dip_rad(site, effective)))


def lowest_visible_altitude_m(
    site: Place,
    lat_deg: ArrayLike,
    lon_deg: ArrayLike,
    refraction: float = REFRACTION_FACTOR,
    elevation_min_deg: float = -90.0,
) -> Array:
    """Lowest altitude (m, above the ellipsoid) over ground points (...) that a site sees.

    The ray leaves the site at the horizon, or at `elevation_min_deg` if that is higher. Zero where the ground itself is
    in sight, infinity where no altitude is.
    """
    altitude = np.zeros(np.broadcast_shapes(np.shape(lat_deg), np.shape(lon_deg)))
    for _ in range(_ROUNDS):
        distance, azimuth, geometric = look(site, ecef_from_geodetic(lat_deg, lon_deg, altitude))
        radius = curvature_radius_m(site.lat_deg, azimuth)
        angle, height = _over_sphere(site, distance, geometric, radius)
        wanted = _ray_height_m(site, angle, radius, refraction, np.radians(elevation_min_deg))
        hidden = ~np.isfinite(wanted)
        altitude = np.maximum(altitude + np.where(hidden, 0.0, wanted - height), 0.0)
    return np.asarray(np.where(hidden, np.inf, altitude))


def windows(visible: ArrayLike, time_s: ArrayLike) -> tuple[Window, ...]:
    """Intervals in which a mask (n,) stays true, from its first to its last true sample.

    The ends are samples: they lie inside the true interval by less than one sampling step.
    """
    time = np.asarray(time_s, dtype=float)
    return tuple(Window(float(time[first]), float(time[last])) for first, last in _runs(visible))


def sustained(visible: ArrayLike, time_s: ArrayLike, delay_s: float) -> Mask:
    """The samples (n,) at which a mask has been true without a break for at least `delay_s`."""
    time = np.asarray(time_s, dtype=float)
    kept = np.zeros(time.shape, dtype=bool)
    for first, last in _runs(visible):
        kept[first : last + 1] = time[first : last + 1] - time[first] >= delay_s
    return kept


def _runs(mask: ArrayLike) -> list[tuple[int, int]]:
    """First and last index of each run of true samples."""
    padded = np.concatenate(([False], np.asarray(mask, dtype=bool), [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(first), int(after) - 1) for first, after in zip(edges[::2], edges[1::2], strict=True)]


def _over_sphere(site: Place, distance: Array, elevation_deg: Array, radius: Array) -> tuple[Array, Array]:
    """Central angle (rad) and height (m) of targets over the sphere that osculates the ellipsoid at the site."""
    elevation = np.radians(elevation_deg)
    across, up = distance * np.cos(elevation), radius + site.altitude_m + distance * np.sin(elevation)
    return np.arctan2(across, up), np.hypot(across, up) - radius


def _dip_rad(site: Place, effective_radius: Array) -> Array:
    """Elevation of the horizon (rad, not above zero) from a site at its height over the ground."""
    height = max(site.altitude_m, 0.0)
    return -np.arccos(effective_radius / (effective_radius + height))


def _ray_height_m(site: Place, angle: Array, radius: Array, refraction: float, elevation_min: float) -> Array:
    """Height at a central angle of the lowest ray from the site: at the horizon or `elevation_min` (rad) if higher."""
    effective = refraction * radius
    dip = _dip_rad(site, effective)
    start = np.maximum(dip, elevation_min)
    turned = start + angle / refraction
    inside = turned < 0.5 * np.pi
    height = (effective + site.altitude_m) * np.cos(start) / np.cos(np.where(inside, turned, 0.0)) - effective
    # Nearer than the tangent point of the horizon ray, everything down to the ground is in sight.
    height = np.where((start <= dip) & (turned < 0.0), 0.0, height)
    return np.asarray(np.where(inside, height, np.inf))
