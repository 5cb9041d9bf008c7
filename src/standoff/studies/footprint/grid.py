"""A lattice of aim points in an equal-area plane, and how far to spread it.

The plane is Lambert's azimuthal equal-area projection of the authalic sphere: the sphere with the area of the WGS-84
ellipsoid, latitudes moved so that every zone keeps its own (Snyder, Map Projections: A Working Manual, USGS
Professional Paper 1395, 1987, equations 3-11 to 3-18 and 24-2 to 24-14). Areas in the plane are areas on the ellipsoid;
shapes are bent away from the center. Plane coordinates are m, x east and y north; latitudes and longitudes are degrees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import atanh, cos, pi, sin, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import WGS84_A_M, WGS84_E2

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Shares of a box's width and height by which it grows on a side where something is found at its edge.
_GROWTH: Final = 0.35


def _zone(sine: ArrayLike) -> Array:
    """Area between the equator and a latitude over 2 pi b^2 / (1 - e^2), times 2: q of Snyder's equation 3-12."""
    e, s = sqrt(WGS84_E2), np.asarray(sine, dtype=float)
    result: Array = (1.0 - WGS84_E2) * (s / (1.0 - WGS84_E2 * s * s) + np.arctanh(e * s) / e)
    return result


_POLE: Final = (1.0 - WGS84_E2) * (1.0 / (1.0 - WGS84_E2) + atanh(sqrt(WGS84_E2)) / sqrt(WGS84_E2))

AUTHALIC_RADIUS_M: Final = WGS84_A_M * sqrt(_POLE / 2.0)
"""Radius of the sphere with the area of the ellipsoid (Snyder 3-13)."""


def authalic_rad(lat_deg: ArrayLike) -> Array:
    """Latitude on the authalic sphere, radians (Snyder 3-11)."""
    return np.arcsin(np.clip(_zone(np.sin(np.radians(lat_deg))) / _POLE, -1.0, 1.0))


def geodetic_deg(authalic: ArrayLike) -> Array:
    """Geodetic latitude of an authalic one in radians: the inverse of `authalic_rad`, to 1e-12 degrees.

    Newton's method in the sine: dq/ds = 2 (1 - e^2) / (1 - e^2 s^2)^2.
    """
    wanted = _POLE * np.sin(authalic)
    sine = np.sin(np.asarray(authalic, dtype=float))
    for _ in range(4):
        slope = 2.0 * (1.0 - WGS84_E2) / (1.0 - WGS84_E2 * sine * sine) ** 2
        sine = np.clip(sine - (_zone(sine) - wanted) / slope, -1.0, 1.0)
    result: Array = np.degrees(np.arcsin(sine))
    return result


@dataclass(frozen=True)
class EqualArea:
    """The projection about a center, degrees."""

    lat_deg: float
    lon_deg: float

    def forward(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[Array, Array]:
        """Plane coordinates (m) of places. The point opposite the center has none and comes out on the rim."""
        lat, lat0 = authalic_rad(lat_deg), float(authalic_rad(self.lat_deg))
        turn = np.radians(np.asarray(lon_deg, dtype=float) - self.lon_deg)
        cosine = sin(lat0) * np.sin(lat) + cos(lat0) * np.cos(lat) * np.cos(turn)
        scale = AUTHALIC_RADIUS_M * np.sqrt(2.0 / np.maximum(1.0 + cosine, 1e-12))
        x = scale * np.cos(lat) * np.sin(turn)
        y = scale * (cos(lat0) * np.sin(lat) - sin(lat0) * np.cos(lat) * np.cos(turn))
        return x, y

    def inverse(self, x_m: ArrayLike, y_m: ArrayLike) -> tuple[Array, Array]:
        """Latitude and longitude (-180 to 180) of plane points; NaN for points that lie off the Earth."""
        x, y, lat0 = np.asarray(x_m, dtype=float), np.asarray(y_m, dtype=float), float(authalic_rad(self.lat_deg))
        half = np.hypot(x, y) / (2.0 * AUTHALIC_RADIUS_M)
        half = np.where(half <= 1.0, half, np.nan)
        # rho and the angle c from the center: sin c / rho and cos c without a division by zero.
        cosine, ratio = 1.0 - 2.0 * half * half, np.sqrt(1.0 - half * half) / AUTHALIC_RADIUS_M
        lat = np.arcsin(np.clip(cosine * sin(lat0) + y * ratio * cos(lat0), -1.0, 1.0))
        turn = np.arctan2(x * ratio, cosine * cos(lat0) - y * ratio * sin(lat0))
        lon = (self.lon_deg + np.degrees(turn) + 180.0) % 360.0 - 180.0
        return geodetic_deg(lat), lon


@dataclass(frozen=True)
class Grid:
    """Nodes of a square lattice of the plane: node (row, column) lies at ((left + column) step, (bottom + row) step).

    `left` and `bottom` count steps from the projection's center, so that a grown grid keeps its nodes.
    """

    projection: EqualArea
    step_m: float
    left: int
    bottom: int
    columns: int
    rows: int

    @classmethod
    def around(cls, projection: EqualArea, box_m: tuple[float, float, float, float], step_m: float) -> Grid:
        """The smallest grid of a step that holds a box (west, south, east, north in m of the plane)."""
        west, south, east, north = (edge / step_m for edge in box_m)
        left, bottom = int(np.floor(west)), int(np.floor(south))
        return cls(projection, step_m, left, bottom, int(np.ceil(east)) - left + 1, int(np.ceil(north)) - bottom + 1)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def cell_m2(self) -> float:
        """The area for which one node stands."""
        return self.step_m**2

    @property
    def x_m(self) -> Array:
        """Plane coordinates (columns,) toward the east."""
        return self.step_m * np.arange(self.left, self.left + self.columns, dtype=np.float64)

    @property
    def y_m(self) -> Array:
        """Plane coordinates (rows,) toward the north."""
        return self.step_m * np.arange(self.bottom, self.bottom + self.rows, dtype=np.float64)

    def places(self) -> tuple[Array, Array]:
        """Latitude and longitude (rows, columns) of the nodes; NaN off the Earth."""
        x, y = np.meshgrid(self.x_m, self.y_m)
        return self.projection.inverse(x, y)

    def grown(self, west: int, south: int, east: int, north: int) -> Grid:
        """The grid with as many more columns and rows on each side (fewer, if negative)."""
        return replace(
            self, left=self.left - west, bottom=self.bottom - south,
            columns=self.columns + west + east, rows=self.rows + south + north,
        )  # fmt: skip

    def box_of(self, mask: Mask) -> tuple[float, float, float, float]:
        """West, south, east and north (m of the plane) of the nodes (rows, columns) that a mask holds."""
        columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        x, y = self.x_m, self.y_m
        return float(x[columns[0]]), float(y[rows[0]]), float(x[columns[-1]]), float(y[rows[-1]])

    def index_of(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[Array, Array]:
        """Row and column, as fractions, of places."""
        x, y = self.projection.forward(lat_deg, lon_deg)
        return y / self.step_m - self.bottom, x / self.step_m - self.left


Values = NDArray[Any]
"""What is found at nodes, of any kind of number."""

Evaluate = Callable[[Array, Array], Values]
"""Values (..., n) at latitudes and longitudes (n,), degrees."""


def spread(grid: Grid, limit: Grid, evaluate: Evaluate, found: Callable[[Values], Mask]) -> tuple[Grid, Values]:
    """Grow a grid until nothing is found at its edge, or it is the limit; each node is evaluated once.

    Args:
        grid: where to begin.
        limit: a grid of the same lattice that the result does not leave.
        evaluate: values (..., n) at places (n,); not asked off the Earth, where values are zero.
        found: which nodes count, from values (..., n): a mask (n,).

    Returns:
        The grid and the values (..., rows, columns).
    """
    grid = _within(grid, limit)
    values = _evaluated(grid, np.ones(grid.shape, dtype=bool), evaluate)
    while True:
        held = found(values.reshape(*values.shape[:-2], -1)).reshape(grid.shape)
        larger = _within(grid.grown(*_growth(grid, held)), limit)
        if larger == grid:
            return grid, values
        new = np.ones(larger.shape, dtype=bool)
        row, column = grid.bottom - larger.bottom, grid.left - larger.left
        block = np.s_[..., row : row + grid.rows, column : column + grid.columns]
        new[block] = False
        more = _evaluated(larger, new, evaluate)
        more[block] = values
        grid, values = larger, more


def _evaluated(grid: Grid, wanted: Mask, evaluate: Evaluate) -> Values:
    """Values (..., rows, columns), zero where not wanted or off the Earth."""
    lat, lon = grid.places()
    asked = wanted & np.isfinite(lat)
    values = evaluate(lat[asked], lon[asked])
    whole = np.zeros((*values.shape[:-1], *grid.shape), dtype=values.dtype)
    whole[..., asked] = values
    return whole


def _growth(grid: Grid, held: Mask) -> tuple[int, int, int, int]:
    """Columns and rows to add in the west, south, east and north; on all sides if nothing is held."""
    wide, high = max(int(_GROWTH * grid.columns), 2), max(int(_GROWTH * grid.rows), 2)
    if not held.any():
        return wide, high, wide, high
    touched = (held[:, 0].any(), held[0].any(), held[:, -1].any(), held[-1].any())
    west, south, east, north = (size if touch else 0 for touch, size in zip(touched, (wide, high) * 2, strict=True))
    return west, south, east, north


def _within(grid: Grid, limit: Grid) -> Grid:
    left, bottom = max(grid.left, limit.left), max(grid.bottom, limit.bottom)
    right = min(grid.left + grid.columns, limit.left + limit.columns)
    top = min(grid.bottom + grid.rows, limit.bottom + limit.rows)
    return replace(grid, left=left, bottom=bottom, columns=max(right - left, 1), rows=max(top - bottom, 1))


def every(mask: Mask, axis: int | tuple[int, ...]) -> Mask:
    """Where all of a mask's entries along axes hold."""
    return np.asarray(mask.all(axis=axis))


def some(mask: Mask, axis: int | tuple[int, ...]) -> Mask:
    """Where some of a mask's entries along axes hold."""
    return np.asarray(mask.any(axis=axis))


def whole_earth_m() -> float:
    """Half the width of the plane that holds the whole Earth."""
    return 2.0 * AUTHALIC_RADIUS_M


def disk_radius_m(arc_m: float) -> float:
    """The plane radius of what lies within a distance along the ground of the center."""
    return 2.0 * AUTHALIC_RADIUS_M * sin(min(arc_m / AUTHALIC_RADIUS_M, pi) / 2.0)
