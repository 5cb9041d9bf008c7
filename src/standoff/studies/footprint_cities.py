"""Cities inside a footprint: each city's own coordinates are screened as an aim point, whatever the polygons say.

Populations are those of the gazetteer, of the city proper. Unless countries are named, the cities of the scenario's
actors count, but for the country from which the missile is launched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.engine.screen import ThreatPaths
from standoff.scenario.gazetteer import Entry, entries, nearest_entry
from standoff.studies.footprint_area import Nominal
from standoff.studies.footprint_ask import Ask
from standoff.studies.footprint_samples import Bands, Samples, one_of, screen, taken
from standoff.studies.grid import Grid, every

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Actors are named by ISO 3166 alpha-3, cities by alpha-2; Guam and the Northern Marianas have codes of their own.
COUNTRIES: Final[Mapping[str, tuple[str, ...]]] = {
    "AUS": ("AU",), "CHN": ("CN",), "DEU": ("DE",), "FRA": ("FR",), "GBR": ("GB",), "IND": ("IN",), "IRN": ("IR",),
    "ISR": ("IL",), "JPN": ("JP",), "KOR": ("KR",), "PAK": ("PK",), "POL": ("PL",), "PRK": ("KP",), "ROU": ("RO",),
    "RUS": ("RU",), "SAU": ("SA",), "TUR": ("TR",), "TWN": ("TW",), "UKR": ("UA",), "USA": ("US", "GU", "MP"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cities:
    """The cities that the missile may reach.

    `reached` (n,) says which the missile reaches from every launch place, `defended` (n,) which are defended against
    all launch places at nominal values, `by_sample` (samples, n) the same in each sample.
    """

    entries: tuple[Entry, ...]
    reached: Mask
    defended: Mask
    by_sample: Mask

    @property
    def population(self) -> Array:
        """People (n,) in each."""
        return np.array([entry.population for entry in self.entries], dtype=np.float64)

    @property
    def share(self) -> Array | None:
        """Share (n,) of samples in which each is defended; None without samples."""
        return self.by_sample.mean(axis=0) if len(self.by_sample) else None


def require_countries(countries: Sequence[str]) -> tuple[str, ...]:
    """Countries as ISO 3166 alpha-2. Raises `InputError` for one that has no city in the gazetteer."""
    known = {entry.country for entry in entries() if entry.kind == "city"}
    wanted = tuple(country.strip().upper() for country in countries)
    for country in wanted:
        if country not in known:
            allowed = "two letters of ISO 3166, such as JP"
            raise InputError("has no city in the gazetteer", field="--country", value=country, allowed=allowed)
    return wanted


def cities(ask: Ask, samples: Samples, around: Nominal, found: Bands | None, countries: Sequence[str]) -> Cities:
    """Screen the cities that the missile may reach, at nominal values and in each sample.

    A city is not screened in a sample where the 25 nodes about it all say the same: they speak for it. So it is at
    nominal values where they all say that they are not defended.
    """
    kept = _in_reach(around, _of_countries(countries))
    lat, lon = (np.array([getattr(entry, name) for entry in kept], dtype=float) for name in ("lat_deg", "lon_deg"))
    flights = ask.fly(lat, lon)
    defended = np.zeros(len(kept), dtype=bool)
    near = _about(around.grid, around.defended, lat, lon)[0]
    defended[near] = every(ask.count([taken(paths, near) for paths in flights], ask.shots) >= ask.shots, 0)
    by_sample = np.zeros((0, len(kept)), dtype=bool)
    if found is not None:
        by_sample = np.stack(
            [_in_sample(ask, one_of(samples, i), found.grid, found.defended[i], flights) for i in range(len(samples))]
        )
    return Cities(kept, every(np.stack([paths.flown for paths in flights]), 0), defended, by_sample)


def countries_of(ask: Ask) -> tuple[str, ...]:
    """Whose cities count by default: those of the scenario's actors but the ones launched from; empty: everybody's."""
    launched_from = {nearest_entry(launch.place)[0].country for launch in ask.launches}
    known = [code for actor in ask.scenario.model.actors for code in COUNTRIES.get(actor, ())]
    return tuple(dict.fromkeys(code for code in known if code not in launched_from))


def _of_countries(countries: Sequence[str]) -> list[Entry]:
    return [entry for entry in entries() if entry.kind == "city" and (not countries or entry.country in countries)]


def _in_reach(around: Nominal, wanted: Sequence[Entry]) -> tuple[Entry, ...]:
    """Those in the box of all that the missile reaches."""
    west, south, east, north = around.limit_m
    x, y = around.grid.projection.forward([row.lat_deg for row in wanted], [row.lon_deg for row in wanted])
    here = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return tuple(entry for entry, inside in zip(wanted, here, strict=True) if inside)


def _in_sample(ask: Ask, sample: Samples, grid: Grid, defended: Mask, flights: Sequence[ThreatPaths]) -> Mask:
    """Which aim points of the flights one sample defends against all launch places."""
    some_node, every_node = _about(grid, every(defended, 0), flights[0].lat_deg, flights[0].lon_deg)
    open_ = some_node & ~every_node
    found = every_node.copy()
    found[open_] = every(screen(ask, sample, [taken(paths, open_) for paths in flights])[0], 0)
    return found


def _about(grid: Grid, held: Mask, lat_deg: Array, lon_deg: Array) -> tuple[Mask, Mask]:
    """Whether some, and whether every, of the 25 nodes about each place is held; what is off the grid is not."""
    from scipy.ndimage import maximum_filter, minimum_filter

    at_row, at_column = grid.index_of(lat_deg, lon_deg)
    row = np.clip(np.round(at_row), -3, grid.rows + 2).astype(int) + 3
    column = np.clip(np.round(at_column), -3, grid.columns + 2).astype(int) + 3
    frame = np.pad(held, 3)
    return maximum_filter(frame, size=5)[row, column], minimum_filter(frame, size=5)[row, column]
