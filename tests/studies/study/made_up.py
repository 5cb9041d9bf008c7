"""Made-up outcomes of a crisis, a function of the design point and of the run alone, for studies without an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from standoff.engine.metric import Metric
from standoff.engine.outcomes import Outcomes, outcomes_of
from standoff.scenario.values import Point

KILL: Final = "library.thaad.kill_probability"
"""Stands for a quantity of a crisis: it moves the tone and nothing else."""

METRICS: Final = (
    Metric("highest_rung", most=4.0, title="highest rung reached", leading=True),
    Metric("tone", "real", 1, "tone at the end", None, None, None, leading=True),
    Metric("income_lost", "real", 2, "export income lost", "USD million", leading=True),
    Metric("raid", "yes-no", title="missiles launched in anger", most=1.0, leading=True),
    Metric("first_test", "real", 1, "day of the first test", "d"),
    Metric("tests", title="missile tests"),
)


def rows_of(point: Point, seed: int, runs: Sequence[int]) -> list[dict[str, float | None]]:
    """The metrics of each run."""
    rows: list[dict[str, float | None]] = []
    for run in runs:
        chance = np.random.default_rng([seed, run])
        tests = int(chance.poisson(2.0))
        rows.append(
            {
                "highest_rung": int(chance.integers(1, 5)),
                "tone": -20.0 * point.get(KILL, 0.7) + float(chance.normal()),
                "income_lost": float(chance.gamma(2.0, 150.0)),
                "raid": bool(chance.random() < 0.03),
                "first_test": float(chance.uniform(0.0, 30.0)) if tests else None,
                "tests": tests,
            }
        )
    return rows


def play_many(_scenario: Any, point: Point, seed: int, runs: Sequence[int], **_engine: Any) -> Outcomes:
    """In the place of `standoff.engine.many.play_many`."""
    return outcomes_of(METRICS, runs, rows_of(point, seed, runs))
