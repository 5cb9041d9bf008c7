"""The footprint over the ranges of its parameters: the same aim points screened at many points of a Latin hypercube.

A band is a share of the samples, not of chance: a place inside the band p05 is defended in at least 95 % of the
samples, inside p50 in at least half, inside p95 in at least 5 %. So p05 is the smallest area and p95 the largest. Areas
and populations are percentiles over the samples: 5 % of the samples defend less than p05.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.engine.screen import Case, ThreatPaths, count_shots_each
from standoff.scenario.values import Point
from standoff.studies.designs import make_design
from standoff.studies.footprint.area import Box, Nominal, step_of
from standoff.studies.footprint.grid import Grid, every, some, spread
from standoff.studies.footprint.polygons import outline
from standoff.studies.footprint.question import Ask
from standoff.studies.limits import require_consistent
from standoff.studies.parameters import Parameter, chosen, default_parameters

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

SHARES: Final[Mapping[str, float]] = {"p05": 0.95, "p50": 0.50, "p95": 0.05}
"""Band -> the share of samples in which all of it is defended, at least."""
QUANTILES: Final[Mapping[str, float]] = {"p05": 0.05, "p50": 0.50, "p95": 0.95}
CONFIDENCE: Final = 0.95
MOST_SAMPLES: Final = 10_000

# What of an interceptor decides where it can be; the rest of its values are about kills and cost.
_OF_INTERCEPTORS: Final = ("burnout_speed", "minimum_altitude", "maximum_altitude", "maximum_range", "divert")
_GROWN: Final = 0.12
# Rounds of refinement along the edge of a band; each asks every sample.
ROUNDS: Final = 1


@dataclass(frozen=True)
class Failure:
    """A sample that describes nothing that can be built, and why."""

    sample: int
    reason: str


@dataclass(frozen=True, eq=False)
class Samples:
    """The parameters' points and the questions at them. `numbers` are the indices in the design of those that stand."""

    parameters: tuple[Parameter, ...]
    points: tuple[Point, ...]
    asks: tuple[Ask, ...]
    numbers: tuple[int, ...]
    failed: tuple[Failure, ...]

    def __len__(self) -> int:
        return len(self.asks)


@dataclass(frozen=True, eq=False)
class Bands:
    """`defended` (samples, launches, rows, columns) on a grid of its own; `share` (rows, columns) for all launches."""

    grid: Grid
    defended: Mask
    share: Array
    areas: Mapping[str, Any]

    @property
    def area_m2(self) -> Array:
        """Area (samples,) defended against all launch places, each node standing for its cell."""
        counts: Array = self.defended.all(axis=1).sum(axis=(1, 2)) * self.grid.cell_m2
        return counts

    @property
    def alone_m2(self) -> Array:
        """Area (launches, samples) defended against each launch place."""
        counts: Array = self.defended.sum(axis=(2, 3)).T * self.grid.cell_m2
        return counts


def parameters_of(ask: Ask, vary: Sequence[str]) -> tuple[Parameter, ...]:
    """What is varied: what was asked for, else every range that moves where this battery can engage this missile."""
    if vary:
        return chosen(ask.scenario, vary)
    sensors = {block.id: block.type for block in ask.scenario.model.sensors}
    interceptor = ask.block.interceptor
    within = (
        f"batteries.{ask.battery.id}",
        *(f"library.{interceptor}.{name}" for name in _OF_INTERCEPTORS),
        *dict.fromkeys(f"library.{sensors[sensor]}" for sensor in ask.sensors),
        f"library.{ask.missile.name}.radar_cross_section",
    )
    return default_parameters(ask.scenario, within)


def draw(ask: Ask, parameters: Sequence[Parameter], count: int, seed: int) -> Samples:
    """Questions at the points of a Latin hypercube; points at which nothing can be built are left out and named."""
    if not parameters or count == 0:
        return Samples(tuple(parameters), (), (), (), ())
    design = make_design("lhs", parameters, count, runs=count, seed=seed)
    points: list[Point] = []
    asks: list[Ask] = []
    numbers: list[int] = []
    failed: list[Failure] = []
    for index in range(len(design)):
        point = design.point(index)
        try:
            require_consistent(ask.scenario, point)
            asks.append(ask.at(point))
        except InputError as error:
            failed.append(Failure(index, str(error)))
            continue
        points.append(point)
        numbers.append(index)
    if not asks:
        raise InputError(f"no sample can be built; the first: {failed[0].reason}", field="--vary")
    return Samples(tuple(parameters), tuple(points), tuple(asks), tuple(numbers), tuple(failed))


def screen(ask: Ask, samples: Samples, flights: Sequence[ThreatPaths]) -> Mask:
    """Whether each sample defends each aim point of the flights, one set a launch place: (samples, launches, n).

    Where a sample's missile is another one than was flown, it is flown again.
    """
    found = np.zeros((len(samples), len(flights), len(flights[0])), dtype=bool)
    same = [sample.missile.vehicle == ask.missile.vehicle for sample in samples.asks]
    cases = [Case(sample.world, sample.battery, sample.missile) for sample in samples.asks]
    for number, paths in enumerate(flights):
        together = [case for case, shared in zip(cases, same, strict=True) if shared]
        if together:
            found[same, number] = count_shots_each(together, paths, ask.shots) >= ask.shots
    for index in np.flatnonzero(~np.array(same, dtype=bool)):
        sample = samples.asks[index]
        found[index] = sample.count(sample.fly(flights[0].lat_deg, flights[0].lon_deg), ask.shots) >= ask.shots
    return found


def taken(paths: ThreatPaths, which: Mask) -> ThreatPaths:
    """Some of the flights."""
    arrays: dict[str, Any] = {
        name: value[which] for name, value in vars(paths).items() if isinstance(value, np.ndarray)
    }
    return replace(paths, **arrays)


def bands(ask: Ask, samples: Samples, around: Nominal, nodes: int) -> Bands:
    """Screen all samples on a grid that holds what any of them defends."""
    box = _grown(around.grid.box_of(some(around.shots >= ask.shots, 0)))
    step_m = step_of(box, nodes, None)
    limit = Grid.around(around.grid.projection, around.limit_m, step_m)
    grid, defended = spread(
        Grid.around(around.grid.projection, box, step_m), limit,
        lambda lat, lon: screen(ask, samples, ask.fly(lat, lon)),
        lambda found: some(found, (0, 1)),
    )  # fmt: skip
    counts = defended.all(axis=1).sum(axis=0)
    areas = {name: _outline(ask, samples, grid, counts, share) for name, share in SHARES.items()}
    return Bands(grid, defended, counts / len(samples), areas)


def _outline(ask: Ask, samples: Samples, grid: Grid, counts: Array, share: float) -> Any:
    least = least_count(len(samples), share)

    def inside(lat_deg: Array, lon_deg: Array) -> Mask:
        held: Mask = every(screen(ask, samples, ask.fly(lat_deg, lon_deg)), 1).sum(axis=0) >= least
        return held

    return outline(grid, counts >= least, inside, ROUNDS)


def least_count(samples: int, share: float) -> int:
    """In how many samples a place must be defended to be defended in at least a share of them; 1 or more."""
    return max(ceil(share * samples - 1e-9), 1)


def percentiles(values: Array) -> dict[str, float]:
    """p05, p50 and p95 of values (samples,), interpolated between samples."""
    return {name: float(np.quantile(values, q)) for name, q in QUANTILES.items()}


def intervals(values: Array, confidence: float = CONFIDENCE) -> dict[str, tuple[float | None, float | None]]:
    """Between which values each percentile would lie, had one drawn without end, whatever the distribution.

    How many of n independent samples fall below a quantile is binomial, so two order statistics enclose it with at
    least the confidence (David and Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1). None where the samples are
    too few for an end. The samples of a Latin hypercube are spread more evenly than independent ones, so this errs on
    the wide side.
    """
    from scipy.stats import binom

    ordered, tail = np.sort(values), (1.0 - confidence) / 2.0
    found: dict[str, tuple[float | None, float | None]] = {}
    for name, q in QUANTILES.items():
        # P(X_(r) <= quantile) = P(at least r samples below it); ranks count from 1.
        low = int(binom.ppf(tail, len(ordered), q))
        high = int(binom.ppf(1.0 - tail, len(ordered), q)) + 1
        found[name] = (
            float(ordered[low - 1]) if low >= 1 else None,
            float(ordered[high - 1]) if high <= len(ordered) else None,
        )
    return found


def _grown(box: Box) -> Box:
    west, south, east, north = box
    wide, high = _GROWN * (east - west) + 1.0, _GROWN * (north - south) + 1.0
    return west - wide, south - high, east + wide, north + high
