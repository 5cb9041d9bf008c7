"""What a run comes to: one column a metric, one row a run. Both engines give it, studies use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.engine.crisis_outcomes import crisis_metrics, is_crisis, measure_crisis
from standoff.engine.metric import Column, Metric
from standoff.engine.raid_outcomes import TOTALS, count_raid, count_totals, raid_metrics
from standoff.engine.state import State
from standoff.scenario.world import World


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Outcomes of n runs: `run` (n,) their indices, `values` metric -> (n,) of the metric's kind (`metric.DTYPES`)."""

    run: NDArray[np.int64]
    values: Mapping[str, Column]


def metrics_of(world: World) -> tuple[Metric, ...]:
    """The metrics of a world's runs, in their order; the same at every design point of a scenario.

    Those of a crisis are its own and the sums of the missiles that may fly in it; those of a raid are its counts.
    """
    if is_crisis(world):
        return (*crisis_metrics(world), *map(Metric, TOTALS))
    return raid_metrics(world)


def measure(world: World, state: State) -> Mapping[str, float | None]:
    """The metrics of one run from the state at its end, in the order of `metrics_of`."""
    if is_crisis(world):
        return {**measure_crisis(world, state), **count_totals(state)}
    return count_raid(world, state)


def outcomes_of(metrics: Sequence[Metric], runs: Sequence[int], rows: Sequence[Mapping[str, float | None]]) -> Outcomes:
    """Outcomes of runs from the metrics of each."""
    values = {metric.name: metric.column([row[metric.name] for row in rows]) for metric in metrics}
    return Outcomes(np.array(runs, dtype=np.int64), values)
