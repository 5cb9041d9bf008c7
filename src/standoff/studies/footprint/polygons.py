"""Areas of a grid as polygons: contours with holes and islands, in plane coordinates and in longitude and latitude.

The plane is that of `grid`; its areas are areas on the ellipsoid. Rings for the outside follow RFC 7946: outer
rings counterclockwise, holes clockwise, cut at the antimeridian.

An edge lies somewhere between a node that is in and its neighbor that is out. By itself a field of in and out puts it
half-way, wrong by up to half a step. `outline` asks where it is: contourpy finds which nodes the edge passes between,
and each point of the outline is moved along its lattice edge to where the answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import shapely
from contourpy import LineType, contour_generator
from numpy.typing import NDArray

from standoff.studies.footprint.grid import EqualArea, Grid

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Coordinates for the outside: a ten thousandth of a degree is 11 m, less than any edge here is worth.
_DIGITS: Final = 4
# Into how many parts each round cuts what is left of a step.
PARTS: Final = 4
# A side of a ring in the plane is a straight line; on the ground it is followed by points no farther apart than this.
_LONGEST_SIDE_M: Final = 50e3


def outline(grid: Grid, held: Mask, inside: Callable[[Array, Array], Mask], rounds: int) -> Any:
    """The area of the nodes that are held, as a shapely MultiPolygon in plane meters.

    Args:
        grid: the lattice.
        held: (rows, columns), which nodes are in. What is held at the rim of the grid ends there.
        inside: whether places (n,) of latitude and longitude are in; asked once a round, along the edge.
        rounds: how often a step is cut in four; each point of the outline is right to `edge_error_m`.
    """
    rings = list(_rings(grid, held.astype(float), 0.5))
    if not rings:
        return shapely.MultiPolygon()
    moved = _refined(grid, held, np.vstack(rings), inside, rounds)
    return area_of(np.split(moved, np.cumsum([len(ring) for ring in rings])[:-1]))


def edge_error_m(step_m: float, rounds: int) -> float:
    """How far a point of an outline may lie from where the answer changes, along its lattice edge."""
    return 0.5 * step_m * float(PARTS) ** -rounds


def contour(grid: Grid, field: Array, level: float) -> Any:
    """The area where a field (rows, columns) exceeds a level, interpolated linearly, as a MultiPolygon in plane meters.

    The edge is right to one step; what is smaller than a step may be missed.
    """
    return area_of(list(_rings(grid, np.asarray(field, dtype=float), level)))


def area_of(rings: list[Array]) -> Any:
    """Rings (n, 2) that do not cross as polygons with holes: what an odd number of rings encloses is in."""
    area: Any = shapely.MultiPolygon()
    for ring in sorted((shapely.Polygon(ring) for ring in rings if len(ring) > 3), key=_size, reverse=True):
        # Moved points may meet in one place, which leaves a ring that touches itself there.
        area = area.symmetric_difference(ring if ring.is_valid else ring.buffer(0.0))
    return multipolygon(area)


def multipolygon(area: Any) -> Any:
    """The areal part of a geometry as a MultiPolygon."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type in ("Polygon", "MultiPolygon")]
    flat = [piece for part in parts for piece in shapely.get_parts(part) if piece.area > 0.0]
    return shapely.MultiPolygon(flat)


def to_geojson(area: Any, projection: EqualArea) -> dict[str, Any]:
    """A plane area as a GeoJSON MultiPolygon of longitude and latitude (RFC 7946).

    Longitudes lie within -180 to 180: pieces are cut at the antimeridian, and what holds a pole is closed along it.
    """
    pieces: list[Any] = []
    for polygon in shapely.get_parts(area):
        pieces.extend(shapely.get_parts(multipolygon(_on_the_globe(polygon, projection))))
    rounded = (shapely.set_precision(piece, 10.0**-_DIGITS) for piece in pieces)
    kept = [part for piece in rounded for part in shapely.get_parts(multipolygon(piece))]
    kept.sort(key=_size, reverse=True)
    return {"type": "MultiPolygon", "coordinates": [_coordinates(polygon) for polygon in kept]}


def _size(area: Any) -> float:
    return float(area.area)


def _rings(grid: Grid, field: Array, level: float) -> Iterator[Array]:
    """Closed rings (n, 2) in plane meters around what exceeds a level; the rim of the grid counts as outside."""
    # A frame of lowest values closes what runs off the grid, so near the rim that no area is added.
    low = min(float(field.min()), level) - 1.0
    framed = np.pad(field, 1, constant_values=low)
    generator = contour_generator(
        x=_framed(grid.x_m, grid.step_m), y=_framed(grid.y_m, grid.step_m), z=framed, line_type=LineType.Separate
    )
    for line in generator.lines(level):
        yield np.asarray(line, dtype=float)


def _framed(axis: Array, step_m: float) -> Array:
    return np.concatenate([[axis[0] - 1e-6 * step_m], axis, [axis[-1] + 1e-6 * step_m]])


def _refined(grid: Grid, held: Mask, points: Array, inside: Callable[[Array, Array], Mask], rounds: int) -> Array:
    """Move each point of the outline along its lattice edge to where the answer changes."""
    column, row = points[:, 0] / grid.step_m - grid.left, points[:, 1] / grid.step_m - grid.bottom
    first = np.column_stack([_floor(row), _floor(column)])
    last = np.column_stack([np.ceil(row - 1e-3), np.ceil(column - 1e-3)]).astype(int)
    limit = np.array(grid.shape) - 1
    off = (first < 0).any(axis=1) | (last > limit).any(axis=1) | (first == last).all(axis=1)
    move = np.flatnonzero(~off)
    ends = np.stack([first[move], last[move]])
    first_in = held[ends[0, :, 0], ends[0, :, 1]]
    within = np.where(first_in[:, None], ends[0], ends[1]).astype(float)
    without = np.where(first_in[:, None], ends[1], ends[0]).astype(float)
    _, same, back = np.unique(np.hstack([within, without]), axis=0, return_index=True, return_inverse=True)
    within, without = within[same], without[same]
    for _ in range(rounds):
        cuts = within + (np.arange(1, PARTS) / PARTS)[:, None, None] * (without - within)
        lat, lon = grid.projection.inverse(
            (grid.left + cuts[..., 1].ravel()) * grid.step_m, (grid.bottom + cuts[..., 0].ravel()) * grid.step_m
        )
        # How many cuts in a row, counted from inside, are in.
        steps = np.cumprod(inside(lat, lon).reshape(cuts.shape[:2]), axis=0).sum(axis=0)[:, None]
        within, without = (within + (steps + k) / PARTS * (without - within) for k in (0, 1))
    edge = ((within + without) / 2.0)[back.ravel()]
    moved = points.copy()
    moved[move] = np.column_stack([grid.left + edge[:, 1], grid.bottom + edge[:, 0]]) * grid.step_m
    return moved


def _floor(index: Array) -> NDArray[np.int64]:
    result: NDArray[np.int64] = np.floor(index + 1e-3).astype(np.int64)
    return result


def _on_the_globe(polygon: Any, projection: EqualArea) -> Any:
    """A plane polygon in degrees, within -180 to 180."""
    dense = shapely.segmentize(polygon, _LONGEST_SIDE_M)
    rings = [_unrolled(np.asarray(ring.coords), projection) for ring in (dense.exterior, *dense.interiors)]
    shape: Any = shapely.make_valid(shapely.Polygon(rings[0]))
    for hole in rings[1:]:
        # A hole is brought to the turn of the world on which its outer ring lies.
        turns = round(float(shape.centroid.x - hole[:, 0].mean()) / 360.0)
        shape = shape.difference(shapely.make_valid(shapely.Polygon(hole + np.array([360.0 * turns, 0.0]))))
    west, _, east, _ = shape.bounds
    pieces = []
    for turn in range(int(np.floor((west + 180.0) / 360.0)), int(np.ceil((east - 180.0) / 360.0)) + 1):
        world = shapely.box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0)
        pieces.append(shapely.transform(shape.intersection(world), lambda xy, by=turn: xy - (360.0 * by, 0.0)))
    return shapely.union_all(pieces)


def _unrolled(ring: Array, projection: EqualArea) -> Array:
    """A plane ring as longitude and latitude that run on without a jump; around a pole it is closed along the pole."""
    lat, lon = projection.inverse(ring[:, 0], ring[:, 1])
    line = np.column_stack([np.unwrap(lon, period=360.0), lat])
    if abs(line[-1, 0] - line[0, 0]) > 180.0:
        pole = np.copysign(90.0, line[:, 1].mean())
        line = np.vstack([line, [line[-1, 0], pole], [line[0, 0], pole], line[:1]])
    return line


def _coordinates(polygon: Any) -> list[list[list[float]]]:
    return [_ring(polygon.exterior, True), *(_ring(hole, False) for hole in polygon.interiors)]


def _ring(ring: Any, counterclockwise: bool) -> list[list[float]]:
    points = np.round(np.asarray(ring.coords)[:, :2], _DIGITS) + 0.0
    if shapely.is_ccw(ring) != counterclockwise:
        points = points[::-1]
    return [[float(lon), float(lat)] for lon, lat in points]
