"""Why the footprint ends where it ends: what fails first just outside its edge, all around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.engine.screen import ThreatPaths, explain
from standoff.studies.footprint.area import Nominal
from standoff.studies.footprint.question import Ask

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

BEYOND: Final = "beyond-the-missile"
FEWER: Final = "fewer-shots"
DIRECTIONS: Final = (
    "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest",
)  # fmt: skip
_ASKED: Final = 48


@dataclass(frozen=True)
class Outside:
    """A place just outside the edge: its direction from the middle of the footprint, and what fails there first.

    `reason` is a code of `engagement.refusal.Reason`, `beyond-the-missile` or `fewer-shots`; `sentence` has the number.
    """

    lat_deg: float
    lon_deg: float
    direction: str
    reason: str
    sentence: str


def edge(ask: Ask, found: Nominal) -> tuple[Outside, ...]:
    """What fails first at up to 48 places spread along the outside of the edge."""
    rows, columns = np.nonzero(_outside(found.defended))
    if len(rows) == 0:
        return ()
    middle_row, middle_column = (part.mean() for part in np.nonzero(found.defended))
    bearing = np.degrees(np.arctan2(columns - middle_column, rows - middle_row)) % 360.0
    order = np.argsort(bearing, kind="stable")
    some = order[np.unique(np.linspace(0, len(order) - 1, min(len(order), _ASKED)).round().astype(int))]
    lat, lon = found.grid.places()
    some = some[np.isfinite(lat[rows[some], columns[some]])]
    at_lat, at_lon = lat[rows[some], columns[some]], lon[rows[some], columns[some]]
    flights = ask.fly(at_lat, at_lon)
    return tuple(
        _why(ask, [paths.one(n) for paths in flights], float(at_lat[n]), float(at_lon[n]), float(bearing[i]))
        for n, i in enumerate(some)
    )


def by_direction(places: tuple[Outside, ...]) -> dict[str, Outside]:
    """Direction -> a place with the reason that is most frequent there."""
    found = {}
    for direction in DIRECTIONS:
        here = [place for place in places if place.direction == direction]
        if here:
            reason = Counter(place.reason for place in here).most_common(1)[0][0]
            alike = [place for place in here if place.reason == reason]
            found[direction] = alike[len(alike) // 2]
    return found


def _outside(held: Mask) -> Mask:
    """Nodes that are not held and touch one that is, along a row or a column."""
    frame = np.pad(held, 1)
    touched = frame[2:, 1:-1] | frame[:-2, 1:-1] | frame[1:-1, 2:] | frame[1:-1, :-2]
    result: Mask = touched & ~held
    return result


def _why(ask: Ask, flights: Sequence[ThreatPaths], lat_deg: float, lon_deg: float, bearing_deg: float) -> Outside:
    direction = DIRECTIONS[round(bearing_deg / 45.0) % 8]
    for launch, paths in zip(ask.launches, flights, strict=True):
        if not paths.flown[0]:
            far_km = ask.range_from_m(launch) / 1e3
            sentence = f"out of reach of the missile, which flies {far_km:,.0f} km at most"
            return Outside(lat_deg, lon_deg, direction, BEYOND, sentence)
        fit = int(ask.count([paths], ask.shots)[0, 0])
        if 0 < fit < ask.shots:
            sentence = f"only {fit} of {ask.shots} shots fit in the time"
            return Outside(lat_deg, lon_deg, direction, FEWER, sentence)
        why = None if fit else explain(ask.world, ask.battery, ask.missile, paths)
        if why is not None:
            return Outside(lat_deg, lon_deg, direction, str(why.refusal.reason), why.sentence)
    return Outside(lat_deg, lon_deg, direction, FEWER, "defended at nominal values, by less than a step of the grid")
