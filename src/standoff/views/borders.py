"""Coasts and borders for maps: Natural Earth 1:50 million, held in the package (see `data/borders/README.md`).

Longitude and latitude in degrees, WGS-84, on the source's grid of 200 to 400 m. Longitudes run on without a jump along
every line and ring, so some leave -180..180; what straddles the antimeridian comes twice, 360 degrees apart, so that a
plot needs no more than its axis limits. A box from 110 to 250 degrees gives a map of the Pacific.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees, west < east."""

WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)
FILE = Path(__file__).resolve().parents[1] / "data" / "borders" / "world-50m.json"


class _World(NamedTuple):
    arcs: list[Array]
    boxes: Array
    uses: NDArray[np.int64]
    pieces: list[tuple[str, list[list[int]]]]


def lines(kind: Literal["all", "coast", "border"] = "all", bounds: Bounds = WORLD) -> list[Array]:
    """Lines to draw inside a box, each an (n, 2) array of longitude and latitude in degrees.

    Args:
        kind: `coast` (land against water), `border` (land against land) or both; no line comes twice.
        bounds: only lines whose own box touches this one are given (they are not cut at it).
    """
    world = _load()
    wanted = np.ones(len(world.arcs), dtype=bool) if kind == "all" else (world.uses > 1) == (kind == "border")
    found: list[Array] = []
    for turn_deg in (-360.0, 0.0, 360.0):
        inside = wanted & _touching(world.boxes + np.array([turn_deg, 0.0, turn_deg, 0.0]), bounds)
        shift = np.array([turn_deg, 0.0])
        found.extend(world.arcs[i] + shift if turn_deg else world.arcs[i] for i in np.flatnonzero(inside))
    return found


def polygons(bounds: Bounds = WORLD) -> list[tuple[str, list[Array]]]:
    """Land to fill inside a box: the country's name and the rings (n, 2) of one piece of it, the outer ring first."""
    found: list[tuple[str, list[Array]]] = []
    for name, rings in _land():
        low, high = rings[0].min(axis=0), rings[0].max(axis=0)
        for turn_deg in (-360.0, 0.0, 360.0):
            box = np.array([[low[0] + turn_deg, low[1], high[0] + turn_deg, high[1]]])
            if _touching(box, bounds)[0]:
                shift = np.array([turn_deg, 0.0])
                found.append((name, [ring + shift for ring in rings] if turn_deg else rings))
    return found


@lru_cache(maxsize=1)
def _load() -> _World:
    document = json.loads(FILE.read_bytes())
    lengths = np.array(document["lengths"])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    # The steps of an arc add up from its own first point: take the running total before it off again.
    totals = np.cumsum(np.array(document["steps"]).reshape(-1, 2), axis=0)
    grid = totals - np.repeat(np.vstack([[[0, 0]], totals])[starts], lengths, axis=0)
    points = grid * np.array(document["scale"]) + np.array(document["translate"])
    jumps = np.abs(np.diff(points[:, 0])) > 180.0
    jumps[starts[1:] - 1] = False
    for arc in sorted(set(np.searchsorted(ends, np.flatnonzero(jumps), side="right").tolist())):
        points[starts[arc] : ends[arc], 0] = np.unwrap(points[starts[arc] : ends[arc], 0], period=360.0)
    boxes = np.hstack([np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)])
    points.setflags(write=False)
    arcs = [points[start:end] for start, end in zip(starts, ends, strict=True)]
    pieces = [(country["name"], piece) for country in document["countries"] for piece in country["polygons"]]
    used = np.fromiter(chain.from_iterable(ring for _, piece in pieces for ring in piece), dtype=np.int64)
    return _World(arcs, boxes, np.bincount(np.where(used < 0, ~used, used), minlength=len(arcs)), pieces)


@lru_cache(maxsize=1)
def _land() -> list[tuple[str, list[Array]]]:
    world = _load()
    return [(name, [_ring(world.arcs, indices) for indices in piece]) for name, piece in world.pieces]


def _ring(arcs: list[Array], indices: list[int]) -> Array:
    """Join arcs head to tail (a joint is held once); close by way of the pole what runs around it."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    ring = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    if np.ptp(ring[:, 0]) > 180.0:
        ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
    if abs(ring[-1, 0] - ring[0, 0]) > 180.0:
        pole_deg = np.copysign(90.0, ring[0, 1])
        ring = np.vstack([ring, [ring[-1, 0], pole_deg], [ring[0, 0], pole_deg], ring[0]])
    return ring


def _touching(boxes: Array, bounds: Bounds) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
