"""What moves an outcome of a study, strongest first, with what can be told from noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.views.study.metrics import Summary, way

# Loeppky, Sacks & Welch, "Choosing the sample size of a computer experiment", Technometrics 51 (2009): ten of them.
POINTS_A_PARAMETER: Final = 10


@dataclass(frozen=True)
class Mover:
    """A parameter and its influence on an outcome: label, index, direction (-1, 0, +1), whether clear of noise."""

    label: str
    index: float
    direction: int
    clear: bool
    detail: Mapping[str, Any]


def sensitivity_of(summary: Summary, metric: str) -> Mapping[str, Any]:
    """The sensitivity of one outcome."""
    return next(entry for entry in summary["sensitivity"] if entry["metric"] == metric)


def movers(summary: Summary, metric: str) -> list[Mover]:
    """What moves an outcome, strongest first; none if it was left out."""
    entry = sensitivity_of(summary, metric)
    labels = {one["path"]: one["label"] for one in summary["parameters"]}
    found = []
    for one in entry["parameters"]:
        clear = one["index"] > entry["floor"]
        found.append(Mover(labels[one["path"]], one["index"], one.get("direction", 0) if clear else 0, clear, one))
    return found


def said(summary: Summary, metric: str, mover: Mover) -> str:
    """A mover with what more of it does."""
    told = way(summary, metric, mover.direction)
    return f"{mover.label} (more of it: {told})" if told else mover.label


def few_points(summary: Summary) -> list[str]:
    """A warning of a study that has too few points for its parameters."""
    points, parameters = summary["points"], len(summary["parameters"])
    if points >= POINTS_A_PARAMETER * parameters:
        return []
    return [
        f"{points:,} points for {parameters:,} parameters show strong influences only: more --points, or fewer"
        " parameters by --vary, show more."
    ]
