"""An azimuthal equidistant projection, and clipping to a window.

Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, chapter 25. On the sphere of the mean
radius: right for drawing, not for measuring. Plane coordinates are km, x east and y north.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius (2a + b)/3 of WGS-84


@dataclass(frozen=True)
class Window:
    """The rectangle of the plane that is shown, km."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Projection:
    """Azimuthal equidistant about a center, degrees."""

    lat_deg: float
    lon_deg: float

    @classmethod
    def about(cls, lat_deg: ArrayLike, lon_deg: ArrayLike) -> Projection:
        """Centered on the middle of points (n,), also across the antimeridian."""
        lat, lon = np.radians(lat_deg), np.radians(lon_deg)
        x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
        return cls(
            float(np.degrees(np.arctan2(z.mean(), np.hypot(x.mean(), y.mean())))),
            float(np.degrees(np.arctan2(y.mean(), x.mean()))),
        )

    def forward(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[Array, Array]:
        """Plane coordinates (km) of points."""
        lat, lon0, lat0 = np.radians(lat_deg), np.radians(self.lon_deg), np.radians(self.lat_deg)
        turn = np.radians(lon_deg) - lon0
        cosine = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(turn)
        angle = np.arccos(np.clip(cosine, -1.0, 1.0))
        scale = EARTH_RADIUS_KM / np.sinc(np.minimum(angle, 3.13) / np.pi)
        x = scale * np.cos(lat) * np.sin(turn)
        y = scale * (np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(turn))
        return x, y

    def inverse(self, x_km: ArrayLike, y_km: ArrayLike) -> tuple[Array, Array]:
        """Latitude and longitude (deg) of plane points."""
        x, y, lat0 = np.asarray(x_km, dtype=float), np.asarray(y_km, dtype=float), np.radians(self.lat_deg)
        rho = np.hypot(x, y)
        angle = rho / EARTH_RADIUS_KM
        ratio = np.sinc(angle / np.pi) / EARTH_RADIUS_KM  # sin(angle) / rho
        lat = np.arcsin(np.clip(np.cos(angle) * np.sin(lat0) + y * ratio * np.cos(lat0), -1.0, 1.0))
        turn = np.arctan2(x * np.sin(angle), rho * np.cos(lat0) * np.cos(angle) - y * np.sin(lat0) * np.sin(angle))
        lon = (self.lon_deg + np.degrees(turn) + 180.0) % 360.0 - 180.0
        return np.degrees(lat), np.where(rho == 0.0, self.lon_deg, lon)


def sector(lat_deg: float, lon_deg: float, radius_km: float, boresight_deg: float, halfwidth_deg: float) -> Array:
    """Outline (n, 2) of latitude and longitude of a circle, or of a sector with its corner at the center."""
    whole = halfwidth_deg >= 180.0
    steps = max(int(halfwidth_deg / 2.0), 12)
    azimuth = np.radians(boresight_deg + np.linspace(-halfwidth_deg, halfwidth_deg, steps))
    lat0, angle = np.radians(lat_deg), radius_km / EARTH_RADIUS_KM
    lat = np.arcsin(np.sin(lat0) * np.cos(angle) + np.cos(lat0) * np.sin(angle) * np.cos(azimuth))
    turn = np.arctan2(np.sin(azimuth) * np.sin(angle) * np.cos(lat0), np.cos(angle) - np.sin(lat0) * np.sin(lat))
    arc = np.column_stack([np.degrees(lat), lon_deg + np.degrees(turn)])
    corner = np.array([[lat_deg, lon_deg]])
    return arc if whole else np.concatenate([corner, arc, corner])


def clipped_ring(ring: Array, window: Window) -> Array:
    """A polygon ring (n, 2) cut to the window (Sutherland and Hodgman, Comm. ACM 17, 1974); may come out empty."""
    for axis, sign, limit in ((0, 1, window.left), (0, -1, window.right), (1, 1, window.bottom), (1, -1, window.top)):
        if len(ring) == 0:
            break
        ring = _cut(ring, sign * (ring[:, axis] - limit))
    return ring


def clipped_line(line: Array, window: Window) -> list[Array]:
    """The pieces of a line (n, 2) with at least one end in the window."""
    x, y = line[:, 0], line[:, 1]
    inside = (x >= window.left) & (x <= window.right) & (y >= window.bottom) & (y <= window.top)
    if inside.all():
        return [line]
    kept = inside.copy()
    kept[1:] |= inside[:-1]
    kept[:-1] |= inside[1:]
    edges = np.flatnonzero(np.diff(kept.astype(np.int8))) + 1
    return [piece for piece, keep in zip(np.split(line, edges), np.split(kept, edges), strict=True) if keep[0]]


def thinned_line(line: Array, step_km: float) -> Array:
    """A line (n, 2) without the points that fall on the same grid cell of `step_km` as the one before."""
    if len(line) < 3:
        return line
    cell = np.round(line / step_km)
    kept = np.concatenate([[True], (np.diff(cell, axis=0) != 0.0).any(axis=1)])
    kept[-1] = True
    thin: Array = line[kept]
    return thin


def _cut(ring: Array, distance: Array) -> Array:
    """Keep what has a positive distance to an edge, with the crossing points between."""
    after, after_distance = np.roll(ring, -1, axis=0), np.roll(distance, -1)
    inside = distance >= 0.0
    crossing = inside != (after_distance >= 0.0)
    gap = np.where(crossing, distance - after_distance, 1.0)
    points = np.empty((len(ring), 2, 2))
    points[:, 0] = ring
    points[:, 1] = ring + (distance / gap)[:, None] * (after - ring)
    cut: Array = points[np.column_stack([inside, crossing])]
    return cut
