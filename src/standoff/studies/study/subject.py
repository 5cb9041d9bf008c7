"""What a study is about: a raid, of which missiles get through or not, or a crisis, which has outcomes of its own.

It says which metrics a table of runs has, what follows from them, and which of all that a reader is shown first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from standoff.engine.crisis_outcomes import is_crisis
from standoff.engine.metric import Metric
from standoff.engine.outcomes import metrics_of
from standoff.scenario.loading import Scenario
from standoff.scenario.world import build_world

Kind = Literal["raid", "crisis"]

LEAKERS: Final = "leakers"
LEAK_FREE: Final = "leak_free"
LEAK_RATE: Final = "leak_rate"
# Follow from the columns of a raid (`tally`).
_DERIVED: Final = (Metric(LEAK_FREE, "yes-no", most=1.0), Metric(LEAK_RATE, "real", most=1.0))
# Of a raid the sensitivity of its sums is asked for, not that of each battery.
_ASKED: Final = (LEAKERS, LEAK_FREE, LEAK_RATE, "intercepted", "interceptors_fired")


@dataclass(frozen=True)
class Subject:
    """The metrics of a study.

    Attributes:
        kind: `raid` or `crisis`.
        metrics: the columns of its table of runs.
        derived: what follows from them, no columns.
        asked: names of the metrics whose sensitivity is asked for.
        shown: names of those whose whole distribution is shown.
    """

    kind: Kind
    metrics: tuple[Metric, ...]
    derived: tuple[Metric, ...]
    asked: tuple[str, ...]
    shown: tuple[str, ...]

    @cached_property
    def every(self) -> dict[str, Metric]:
        """Name -> metric, derived ones last."""
        return {metric.name: metric for metric in (*self.metrics, *self.derived)}

    def whole(self, name: str) -> bool:
        """Whether a metric takes whole numbers alone, so that each value can be shown by itself."""
        return self.every[name].kind != "real"


def subject_of(scenario: Scenario) -> Subject:
    """What a study of a scenario is about."""
    world = build_world(scenario)
    metrics = metrics_of(world)
    return crisis_subject(metrics) if is_crisis(world) else raid_subject(metrics)


def raid_subject(metrics: Sequence[Metric]) -> Subject:
    """The subject of a study of a raid with these columns."""
    return Subject("raid", tuple(metrics), _DERIVED, _ASKED, (LEAKERS,))


def crisis_subject(metrics: Sequence[Metric]) -> Subject:
    """The subject of a study of a crisis with these columns: what leads is shown and asked for."""
    leading = tuple(metric.name for metric in metrics if metric.leading)
    return Subject("crisis", tuple(metrics), (), leading, leading)
