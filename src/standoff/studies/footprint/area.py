"""Where a battery defends at nominal values: the extent is searched, then a fine grid is screened, then edges refined.

The search looks at all that the missile reaches on a wide grid and around the battery on a narrow one, bounds what it
found, and screens a fine grid there, which grows until nothing is defended at its edge. A part of the footprint that is
farther from the battery than its interceptors fly and smaller than a step of the wide grid can be missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.studies.footprint.grid import EqualArea, Grid, disk_radius_m, every, some, spread, whole_earth_m
from standoff.studies.footprint.polygons import edge_error_m, outline
from standoff.studies.footprint.question import Ask

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Box = tuple[float, float, float, float]

# The table tells shots up to this number, or up to those asked for.
MOST_COUNTED: Final = 8
# Nodes of the three searches before the fine grid.
_WIDE, _NEAR, _BOUND = 600, 400, 900
_NEAR_SHARE: Final = 1.15
# A third search is spared if the steps of the first two are no larger than this share of what they found.
_CLOSE: Final = 0.12
# Rounds of refinement along the edge.
ROUNDS: Final = 2
_UNREACHED: Final = -1
# The range differs a little between the directions in which it is flown.
_MARGIN: Final = 1.02


@dataclass(frozen=True, eq=False)
class Nominal:
    """The footprint at nominal values.

    `shots` (launches, rows, columns) counts up to a limit, -1 where the missile does not get. `alone` are the areas of
    each launch place as plane MultiPolygons, `area` that of all of them at once. Edges are right to `edge_m`; `limit_m`
    is the box of all that the missile reaches.
    """

    grid: Grid
    shots: Counts
    defended: Mask
    area: Any
    alone: tuple[Any, ...]
    edge_m: float
    limit_m: Box


def nominal(ask: Ask, nodes: int, step_km: float | None) -> Nominal:
    """Find and screen the footprint. Raises `InputError` if nothing is defended: says what fails first."""
    projection = EqualArea(ask.battery.place.lat_deg, ask.battery.place.lon_deg)
    limit_m = _limit(ask, projection)
    box = _extent(ask, projection, limit_m)
    if box is None:
        raise nothing_defended(ask, projection, limit_m)
    step_m = step_of(box, nodes, step_km)
    fine, limit = (Grid.around(projection, edges, step_m) for edges in (box, limit_m))
    most = max(MOST_COUNTED, ask.shots)
    grid, stored = spread(fine, limit, lambda lat, lon: _stored(ask, lat, lon, most), _any_defended(ask))
    shots = stored + _UNREACHED
    enough = shots >= ask.shots
    area = _outline(ask, grid, every(enough, 0))
    alone = (area,)
    if len(ask.launches) > 1:
        alone = tuple(
            _outline(replace(ask, launches=(launch,)), grid, mask)
            for launch, mask in zip(ask.launches, enough, strict=True)
        )
    return Nominal(grid, shots, every(enough, 0), area, alone, edge_error_m(step_m, ROUNDS), limit_m)


def step_of(box: Box, nodes: int, step_km: float | None) -> float:
    """The step of a grid of about so many nodes over a box, or the step asked for."""
    if step_km is not None:
        return step_km * 1e3
    west, south, east, north = box
    return sqrt(max(east - west, 1.0) * max(north - south, 1.0) / nodes)


def nothing_defended(ask: Ask, projection: EqualArea, limit_m: Box) -> InputError:
    """Why no aim point is defended: what fails first on the flight that comes nearest to a shot."""
    from standoff.engine.screen import explain

    who, what = ask.battery.id, ask.missile.name
    for launch, paths in zip(ask.launches, ask.fly(*_searched(ask, projection, limit_m)), strict=True):
        if not paths.flown.any():
            far_km = ask.range_from_m(launch) / 1e3
            return InputError(
                f"no aim point is in reach: the {what} flies {far_km:,.0f} km from there",
                field="--from", value=launch.name, allowed="a launch place nearer to the battery",
            )  # fmt: skip
        why = explain(ask.world, ask.battery, ask.missile, paths)
        if why is not None:
            return InputError(
                f"{who} cannot engage the {what} from {launch.name} anywhere; what fails first: {why.sentence}",
                field="--battery", allowed="a battery that sees and reaches the missile",
            )  # fmt: skip
    most = int(ask.count(ask.fly(*_searched(ask, projection, limit_m)), ask.shots).min(axis=0).max())
    return InputError(
        f"{who} defends no aim point with {ask.shots} shots against the {what} from "
        f"{' and '.join(launch.name for launch in ask.launches)}",
        field="--shots", value=ask.shots,
        allowed=f"at most {most} fit" if most else "fewer launch places: no aim point is defended against all of them",
    )  # fmt: skip


def _outline(ask: Ask, grid: Grid, held: Mask) -> Any:
    def inside(lat_deg: Array, lon_deg: Array) -> Mask:
        return every(ask.count(ask.fly(lat_deg, lon_deg), ask.shots) >= ask.shots, 0)

    return outline(grid, held, inside, ROUNDS)


def _stored(ask: Ask, lat_deg: Array, lon_deg: Array, most: int) -> Counts:
    """Shots and one more, so that a grid's zero means that the missile does not get there."""
    flights = ask.fly(lat_deg, lon_deg)
    flown = np.stack([paths.flown for paths in flights])
    return np.where(flown, ask.count(flights, most) - _UNREACHED, 0)


def _any_defended(ask: Ask) -> Any:
    return lambda stored: some(stored + _UNREACHED >= ask.shots, 0)


def _limit(ask: Ask, projection: EqualArea) -> Box:
    """The box of all that the missile reaches from any launch place."""
    edges = []
    for launch in ask.launches:
        x, y = (float(part) for part in projection.forward(launch.place.lat_deg, launch.place.lon_deg))
        # Away from the center shapes are drawn out across, by 1 / cos(half the angle), which is largest at the far end.
        away, reach = hypot(x, y) / whole_earth_m(), disk_radius_m(min(ask.range_from_m(launch), 2e7))
        farthest = min(away + reach / whole_earth_m(), 1.0)
        radius = _MARGIN * reach / sqrt(max(1.0 - farthest**2, 1e-3))
        edges.append((x - radius, y - radius, x + radius, y + radius))
    west, south, east, north = np.array(edges).T
    most = whole_earth_m()
    return max(west.min(), -most), max(south.min(), -most), min(east.max(), most), min(north.max(), most)


def _near(ask: Ask, limit: Box) -> Box:
    """The box around the battery out to what its interceptors reach."""
    reach = min(ask.battery.interceptor.maximum_range_m * _NEAR_SHARE, whole_earth_m())
    west, south, east, north = limit
    return max(-reach, west), max(-reach, south), min(reach, east), min(reach, north)


def _extent(ask: Ask, projection: EqualArea, limit: Box) -> Box | None:
    """The box of what is defended against any launch place, as far as the searches see it; None if that is nothing."""
    searches = [_search(projection, limit, _WIDE), _search(projection, _near(ask, limit), _NEAR)]
    box, step_m = _found(ask, [grid for grid in searches if grid is not None])
    if box is None or step_m <= _CLOSE * min(box[2] - box[0], box[3] - box[1]):
        return box
    closer = _search(projection, box, _BOUND)
    return box if closer is None else _found(ask, [closer])[0] or box


def _search(projection: EqualArea, box: Box, nodes: int) -> Grid | None:
    """A grid over a box, None if the box is empty."""
    if box[0] >= box[2] or box[1] >= box[3]:
        return None
    return Grid.around(projection, box, step_of(box, nodes, None))


def _found(ask: Ask, grids: Sequence[Grid]) -> tuple[Box | None, float]:
    """The box of what grids find defended, each part wider by its own step, and the largest of those steps."""
    places = [grid.places() for grid in grids]
    held = [np.zeros(grid.shape, dtype=bool) for grid in grids]
    on_earth = [np.isfinite(lat) for lat, _ in places]
    lat, lon = (np.concatenate([p[axis][on] for p, on in zip(places, on_earth, strict=True)]) for axis in (0, 1))
    # One batch of flights: what they share is computed once.
    answers = some(ask.count(ask.fly(lat, lon), ask.shots) >= ask.shots, 0)
    ends = np.cumsum([on.sum() for on in on_earth])
    boxes, steps = [], [0.0]
    for grid, mask, on, part in zip(grids, held, on_earth, np.split(answers, ends[:-1]), strict=True):
        mask[on] = part
        if mask.any():
            west, south, east, north = grid.box_of(mask)
            boxes.append((west - grid.step_m, south - grid.step_m, east + grid.step_m, north + grid.step_m))
            steps.append(grid.step_m)
    return (_union(boxes) if boxes else None), max(steps)


def _searched(ask: Ask, projection: EqualArea, limit: Box) -> tuple[Array, Array]:
    """The places of both searches."""
    parts = []
    for box, nodes in ((limit, _WIDE), (_near(ask, limit), _NEAR)):
        if box[0] < box[2] and box[1] < box[3]:
            lat, lon = Grid.around(projection, box, step_of(box, nodes, None)).places()
            parts.append(np.stack([lat[np.isfinite(lat)], lon[np.isfinite(lat)]]))
    lat, lon = np.concatenate(parts, axis=1)
    return lat, lon


def _union(boxes: list[Box]) -> Box:
    west, south, east, north = np.array(boxes).T
    return float(west.min()), float(south.min()), float(east.max()), float(north.max())
