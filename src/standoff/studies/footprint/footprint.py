"""Footprints: the aim points at which a battery gets at least so many shots at a missile, as areas with bands.

    import standoff
    found = standoff.footprint("japan-2017:two-sites", battery="aegis-ashore-araya", threat="nodong", start="hwangju")
    found.area_km2["nominal"], found.population_defended["p05"]

A footprint is never a circle: it is bounded by what sensors see, by the time that is left, by floor, ceiling and speed
of the interceptor, and by the range of the missile. See docs/models/footprint.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from standoff.base.bounds import require_within
from standoff.base.errors import InputError
from standoff.base.files import OutputFolder, readable

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from standoff.scenario.loading import Scenario
    from standoff.studies.footprint.area import Nominal
    from standoff.studies.footprint.question import Ask, Options
    from standoff.studies.footprint.samples import Bands, Samples
    from standoff.studies.footprint.summary import Parts

DEFAULT_SAMPLES: Final = 60
DEFAULT_GRID: Final = 10_000
DEFAULT_SEED: Final = 1
LEAST_GRID, MOST_GRID = 100, 1_000_000
# One node of the bands' grid for so many of the fine one, and never fewer than this.
_BAND_SHARE: Final = 16
_LEAST_BAND_GRID: Final = 150

Progress = Callable[[str], None]
"""Told what is being done, in a few words."""


@dataclass(frozen=True, eq=False)
class Footprint:
    """One battery's footprint against one missile.

    Areas are km2 and populations people, as `nominal`, `p05`, `p50` and `p95` (None without samples). `polygons` maps
    the same names to GeoJSON MultiPolygons: p05 is what is defended in at least 95 % of the samples, p50 in at least
    half, p95 in at least 5 %. `table` has one row a grid node.
    """

    summary: Mapping[str, Any]
    table: Mapping[str, Any] = field(repr=False)
    out: Path | None = None

    @property
    def area_km2(self) -> Mapping[str, float | None]:
        """Area that is defended against all launch places."""
        return self._mapping("area_km2")

    @property
    def population_defended(self) -> Mapping[str, int | None]:
        """People in the cities that are defended."""
        return self._mapping("population_defended")

    @property
    def cities_defended(self) -> Sequence[Mapping[str, Any]]:
        """The cities defended at nominal values, the largest first, each with its share of samples."""
        found: Sequence[Mapping[str, Any]] = self.summary["cities_defended"]
        return found

    @property
    def polygons(self) -> Mapping[str, Any]:
        """Name -> GeoJSON MultiPolygon."""
        return self._mapping("polygons")

    def to_json(self) -> dict[str, Any]:
        """What `standoff footprint --json` prints."""
        return {**self.summary, "out": None if self.out is None else readable(self.out)}

    def to_pandas(self) -> pd.DataFrame:
        """The grid as a pandas frame: lat_deg, lon_deg, shots (a column a launch place), defended, share."""
        import pandas as pd

        return pd.DataFrame(dict(self.table))

    def to_polars(self) -> pl.DataFrame:
        """The grid as a polars frame."""
        import polars as pl

        return pl.DataFrame(dict(self.table))

    def _mapping(self, key: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.summary[key]
        return found


def footprint(
    scenario: str | Path | Scenario,
    *,
    battery: str,
    threat: str,
    start: str | Sequence[str],
    shots: int = 1,
    trajectory: str = "minimum-energy",
    samples: int = DEFAULT_SAMPLES,
    vary: Sequence[str] = (),
    settings: Sequence[str] = (),
    countries: Sequence[str] = (),
    grid: int = DEFAULT_GRID,
    step_km: float | None = None,
    seed: int = DEFAULT_SEED,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Footprint:
    """The area that a battery of a scenario defends against a missile.

    Args:
        scenario: name, file or loaded scenario.
        battery: its id in the scenario.
        threat: a missile of the library, used by the scenario or not.
        start: one launch place or several; several are taken each by itself and all at once.
        shots: how many must fit at an aim point if all miss.
        trajectory: `minimum-energy`, `lofted` or `depressed`.
        samples: points of a Latin hypercube over the ranges, for the bands; 0 for nominal values alone.
        vary: what is varied, as in a study; by default all that moves where the battery can engage.
        settings: `PATH=VALUE`, as in a run.
        countries: whose cities count (ISO 3166 alpha-2); by default the actors', without the one launched from.
        grid: about how many aim points the nominal footprint is made of.
        step_km: the grid's step, in place of `grid`.
        seed: of the hypercube.
        out: a folder for summary, polygons, scene, table and report.
        progress: told what is being done.

    Raises:
        InputError: an unknown name, a number out of bounds, a folder that cannot be written, or a battery that defends
            nothing (says which condition fails first, with its number).
    """
    from standoff.studies.footprint.cities import countries_of, require_countries
    from standoff.studies.footprint.question import Options
    from standoff.studies.footprint.question import ask as look_up

    _require_numbers(samples, grid, step_km, seed)
    places = (start,) if isinstance(start, str) else tuple(start)
    wanted = require_countries(countries)
    with nullcontext() if out is None else OutputFolder(Path(out)) as folder:
        asked = look_up(scenario, battery, threat, places, shots=shots, trajectory=trajectory, settings=settings)
        counted = wanted or countries_of(asked)
        options = Options(samples, tuple(vary), counted, grid, step_km, seed)
        parts = _find(asked, options, progress or _quiet)
        found = _result(parts, None if out is None else Path(out))
        if folder is not None:
            (progress or _quiet)("drawing and writing")
            folder.write(_files(found))
    return found


def write_report(folder: Path) -> Path:
    """Write a footprint's `report.html` again from its `summary.json`. Raises `InputError` if that is not there."""
    from standoff.views.footprint.report import write_report as write

    return write(folder)


def _find(asked: Ask, options: Options, progress: Progress) -> Parts:
    from standoff.studies.footprint.area import nominal
    from standoff.studies.footprint.cities import cities
    from standoff.studies.footprint.edge import edge
    from standoff.studies.footprint.samples import draw, parameters_of
    from standoff.studies.footprint.summary import Parts

    samples = draw(asked, parameters_of(asked, options.vary), options.samples, options.seed)
    progress("nominal values")
    found = nominal(asked, options.nodes, options.step_km)
    bands = _bands(asked, samples, found, options.nodes, progress)
    progress("cities")
    inside = cities(asked, samples, found, bands, options.countries)
    progress("reasons along the edge")
    return Parts(asked, samples, found, bands, inside, edge(asked, found), options)


def _bands(asked: Ask, samples: Samples, found: Nominal, grid: int, progress: Progress) -> Bands | None:
    from standoff.studies.footprint.samples import bands

    if len(samples) == 0:
        return None
    progress(f"{len(samples)} samples")
    return bands(asked, samples, found, max(grid // _BAND_SHARE, _LEAST_BAND_GRID))


def _result(parts: Parts, out: Path | None) -> Footprint:
    from standoff.studies.footprint.summary import summary
    from standoff.studies.footprint.table import table

    return Footprint(summary(parts), table(parts), out)


def _files(found: Footprint) -> dict[str, bytes]:
    from standoff.studies.footprint.table import to_parquet
    from standoff.views.footprint.folder import footprint_files

    return {**footprint_files(found.to_json()), "grid.parquet": to_parquet(found.table)}


def _require_numbers(samples: int, grid: int, step_km: float | None, seed: int) -> None:
    from standoff.studies.footprint.samples import MOST_SAMPLES

    require_within("--samples", samples, 0, MOST_SAMPLES)
    require_within("--grid", grid, LEAST_GRID, MOST_GRID)
    if step_km is not None:
        require_within("--step-km", step_km, 0.1, 1000.0)
    if seed < 0:
        raise InputError("is negative", field="--seed", value=seed, allowed="0 or more")


def _quiet(_: str) -> None:
    return None
