"""Cities inside a footprint: each city's own coordinates are screened as an aim point, whatever the polygons say.

Populations are those of the gazetteer, of the city proper. The cities of the country from which the missile is launched
do not count, unless asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.scenario.gazetteer import Entry, entries, nearest_entry
from standoff.studies.footprint_area import Nominal
from standoff.studies.footprint_ask import Ask
from standoff.studies.footprint_samples import Bands, Samples, screen, taken
from standoff.studies.grid import Grid, every, some

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cities:
    """Cities in and about a footprint.

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
    """Screen the cities that lie in the grids, at nominal values and in each sample.

    Where no node about a city is defended, in no sample, the city is not screened and counts as not defended.
    """
    launched_from = {nearest_entry(launch.place)[0].country for launch in ask.launches}
    grid = around.grid if found is None else found.grid
    wanted = [
        entry
        for entry in entries()
        if entry.kind == "city" and (entry.country in countries if countries else entry.country not in launched_from)
    ]
    row, column = grid.index_of([entry.lat_deg for entry in wanted], [entry.lon_deg for entry in wanted])
    here = (row >= -1.0) & (row <= grid.rows) & (column >= -1.0) & (column <= grid.columns)
    kept = tuple(entry for entry, inside in zip(wanted, here, strict=True) if inside)
    lat, lon = (np.array([getattr(entry, name) for entry in kept], dtype=float) for name in ("lat_deg", "lon_deg"))
    near = _near(around.grid, some(around.shots >= ask.shots, 0), lat, lon)
    if found is not None:
        near |= _near(found.grid, some(found.defended, (0, 1)), lat, lon)
    flights = ask.fly(lat, lon)
    defended = np.zeros(len(kept), dtype=bool)
    defended[near] = every(ask.count([taken(paths, near) for paths in flights], ask.shots) >= ask.shots, 0)
    by_sample = np.zeros((len(samples), len(kept)), dtype=bool)
    by_sample[:, near] = every(screen(ask, samples, [taken(paths, near) for paths in flights]), 1)
    return Cities(kept, every(np.stack([paths.flown for paths in flights]), 0), defended, by_sample)


def _near(grid: Grid, held: Mask, lat_deg: Array, lon_deg: Array) -> Mask:
    """Places with a held node no farther than two steps away, along rows and columns."""
    from scipy.ndimage import maximum_filter

    around = maximum_filter(np.pad(held, 3), size=5)
    at_row, at_column = grid.index_of(lat_deg, lon_deg)
    row = np.clip(np.round(at_row), -3, grid.rows + 2).astype(int) + 3
    column = np.clip(np.round(at_column), -3, grid.columns + 2).astype(int) + 3
    near: Mask = around[row, column]
    return near
