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
from standoff.studies.footprint.area import Nominal
from standoff.studies.footprint.grid import Grid, every, some
from standoff.studies.footprint.question import Ask
from standoff.studies.footprint.samples import Bands, Samples, screen, taken

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

    Where the nine nodes of the bands' grid about a city say the same in every sample, they speak for it in the samples;
    where those of the fine grid all say that it is not defended, they do so at nominal values.
    """
    kept = _in_reach(around, _of_countries(countries))
    lat, lon = (np.array([getattr(entry, name) for entry in kept], dtype=float) for name in ("lat_deg", "lon_deg"))
    flights = ask.fly(lat, lon)
    defended = np.zeros(len(kept), dtype=bool)
    near = _about(around.grid, around.defended, lat, lon)[0]
    defended[near] = every(ask.count([taken(paths, near) for paths in flights], ask.shots) >= ask.shots, 0)
    by_sample = np.zeros((0, len(kept)), dtype=bool)
    if found is not None:
        by_sample = _in_samples(ask, samples, found, flights)
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


def _in_samples(ask: Ask, samples: Samples, found: Bands, flights: Sequence[ThreatPaths]) -> Mask:
    """Which aim points (samples, n) of the flights each sample defends against all launch places."""
    lat, lon = flights[0].lat_deg, flights[0].lon_deg
    said = [_about(found.grid, mask, lat, lon) for mask in every(found.defended, 1)]
    some_node, every_node = (np.stack(part) for part in zip(*said, strict=True))
    open_ = some(some_node & ~every_node, 0)
    by_sample: Mask = every_node.copy()
    by_sample[:, open_] = every(screen(ask, samples, [taken(paths, open_) for paths in flights]), 1)
    return by_sample


def _about(grid: Grid, held: Mask, lat_deg: Array, lon_deg: Array) -> tuple[Mask, Mask]:
    """Whether some, and whether every, of the nine nodes about each place is held; what is off the grid is not."""
    from scipy.ndimage import maximum_filter, minimum_filter

    at_row, at_column = grid.index_of(lat_deg, lon_deg)
    row = np.clip(np.round(at_row), -2, grid.rows + 1).astype(int) + 2
    column = np.clip(np.round(at_column), -2, grid.columns + 1).astype(int) + 2
    frame = np.pad(held, 2)
    return maximum_filter(frame, size=3)[row, column], minimum_filter(frame, size=3)[row, column]
