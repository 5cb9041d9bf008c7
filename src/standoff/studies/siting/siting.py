"""Siting: which sites to build, within a budget, so that the most people are defended, and what they cost.

    import standoff
    found = standoff.site("japan-2017", budget="400 billion")
    [site["title"] for site in found.sites], found.population_defended, found.optimal

A city is defended if every missile and launch place of the scenario that reaches it is met by a battery that gets at
least so many shots by itself: one of the scenario's own, or one of the sites chosen. The choice is a maximal covering
problem (`maximal_covering`), the bill that of `cost`. See docs/models/siting-and-cost.md.
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
    from standoff.studies.siting.cost import Costs

DEFAULT_POPULATION: Final = 100_000
DEFAULT_SAMPLES: Final = 20
DEFAULT_SEED: Final = 1
MOST_SITES: Final = 100
MOST_SHOTS: Final = 1000
MOST_SAMPLES: Final = 1000
TABLES: Final = ("cities", "candidates", "costs")

Progress = Callable[[str], None]
"""Told what is being done, in a few words."""


@dataclass(frozen=True, eq=False)
class Siting:
    """Sites chosen, what they defend and what they cost. `summary` is plain data; `costs` the bill with its bands.

    `tables` maps `cities`, `candidates` and `costs` to columns.
    """

    summary: Mapping[str, Any]
    tables: Mapping[str, Mapping[str, Any]] = field(repr=False)
    costs: Costs = field(repr=False)
    out: Path | None = None

    @property
    def sites(self) -> Sequence[Mapping[str, Any]]:
        """The sites chosen, in the order of the candidates."""
        found: Sequence[Mapping[str, Any]] = self.summary["sites"]
        return found

    @property
    def cost(self) -> Mapping[str, Any]:
        """What they cost: the sum that counts against the budget, and bands by part."""
        found: Mapping[str, Any] = self.summary["cost"]
        return found

    @property
    def cities_defended(self) -> Sequence[Mapping[str, Any]]:
        """The cities defended, the largest first."""
        found: Sequence[Mapping[str, Any]] = self.summary["cities_defended"]
        return found

    @property
    def population_defended(self) -> int:
        """People in the cities defended."""
        return int(self.summary["population_defended"])

    @property
    def optimal(self) -> bool:
        """Whether it is proved that no choice defends more people."""
        return bool(self.summary["optimal"])

    @property
    def gap(self) -> float | None:
        """How far the bound is above what was found, as a share of it; 0 when optimal."""
        found: float | None = self.summary["gap"]
        return found

    def to_json(self) -> dict[str, Any]:
        """What `standoff site --json` prints."""
        return {**self.summary, "out": None if self.out is None else readable(self.out)}

    def to_pandas(self, table: str = "cities") -> pd.DataFrame:
        """A table as a pandas frame: `cities`, `candidates` or `costs` (by fiscal year and part)."""
        import pandas as pd

        return pd.DataFrame(dict(self._table(table)))

    def to_polars(self, table: str = "cities") -> pl.DataFrame:
        """The same as a polars frame."""
        import polars as pl

        return pl.DataFrame(dict(self._table(table)))

    def _table(self, name: str) -> Mapping[str, Any]:
        if name not in TABLES:
            raise InputError("is not a table of a siting", value=name, allowed=", ".join(TABLES))
        return self.tables[name]


def site(
    scenario: str | Path | Scenario,
    *,
    budget: str | float,
    currency: str = "JPY",
    options: Sequence[str] = (),
    sites: Sequence[str] = (),
    grid_km: float | None = None,
    count: int | None = None,
    must: Sequence[str] = (),
    without: Sequence[str] = (),
    actor: str | None = None,
    min_population: int = DEFAULT_POPULATION,
    shots: int | None = None,
    share: float | None = None,
    samples: int = DEFAULT_SAMPLES,
    horizon: int | None = None,
    seed: int = DEFAULT_SEED,
    time_limit_s: float | None = None,
    settings: Sequence[str] = (),
    out: Path | None = None,
    progress: Progress | None = None,
) -> Siting:
    """Choose sites.

    Args:
        scenario: name, file or loaded scenario; its batteries are there already, its timeline says what threatens.
        budget: an amount: `300e9`, `"300 billion"`, or a plain number below a million: billions of yen, millions of
            dollars.
        currency: of the budget and of all sums, `JPY` or `USD`.
        options: sites on offer, `SITE` or `SITE:INTERCEPTOR`; those of the scenario if none.
        sites: candidates `NAME=LAT,LON` or places by name; those of the scenario if neither these nor a grid.
        grid_km: candidates on a grid of this step on the actor's land.
        count: most sites.
        must: cities that must be defended.
        without: batteries of the scenario that do not count, by id; `all` for every one.
        actor: who builds, and whose cities count; that of the scenario's block `siting` if absent.
        min_population: people in the smallest city that counts.
        shots: how many shots of one battery must fit; by default so many that the site on offer can fire again after
            a look: three if it fires pairs.
        share: of samples of the parameter ranges in which a battery must get its shots; nominal values if absent.
        samples: points of a Latin hypercube, for `share`.
        horizon: years of operation that count against the budget; absent: acquisition alone.
        seed: of the samples and of the draws of costs.
        time_limit_s: after which the best choice so far is given with its gap.
        settings: `PATH=VALUE`, as in a run.
        out: folder for summary, map, tables and report.
        progress: told what is being done.

    Raises:
        InputError: anything wrong with the above; a budget that buys nothing; a city that no candidate can defend.
    """
    _require(count, min_population, shots, share, samples, horizon, time_limit_s)
    with nullcontext() if out is None else OutputFolder(Path(out)) as folder:
        from standoff.studies.siting.question import Wish, ask, choose
        from standoff.studies.siting.summary import summarize

        wish = Wish(
            budget, currency, tuple(options), tuple(sites), grid_km, count, tuple(must), tuple(without), actor,
            min_population, shots, share, samples, horizon, seed, time_limit_s, tuple(settings),
        )  # fmt: skip
        choice = choose(ask(scenario, wish, progress), wish)
        result = summarize(choice, None if out is None else Path(out))
        if folder is not None:
            from standoff.views.siting.folder import site_files

            folder.write(site_files(result.to_json(), result.tables))
    return result


def _require(
    count: int | None, min_population: int, shots: int | None, share: float | None, samples: int, horizon: int | None,
    time_limit_s: float | None,
) -> None:  # fmt: skip
    """Refuse numbers that nobody can want, before anything is looked up."""
    if count is not None:
        require_within("--count", count, 1, MOST_SITES)
    require_within("--min-population", min_population, 0, 1e9)
    if shots is not None:
        require_within("--shots", shots, 1, MOST_SHOTS)
    require_within("--samples", samples, 1, MOST_SAMPLES)
    if share is not None:
        require_within("--share", share, 0.0, 1.0, open_below=True)
    if horizon is not None:
        require_within("--horizon", horizon, 0, 100)
    if time_limit_s is not None:
        require_within("--time-limit", time_limit_s, 0.0, 1e6, open_below=True)
