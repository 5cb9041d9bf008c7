"""A study in sentences: what was asked, what came of it, what it is owed to. From the summary's plain data."""

from __future__ import annotations

from typing import Final

from standoff.views.study import crisis, raid
from standoff.views.study.metrics import Summary, is_crisis
from standoff.views.wording import count

_DESIGNS: Final = {
    "lhs": "Latin hypercube",
    "sobol": "scrambled Sobol sequence",
    "grid": "grid of equal steps",
    "saltelli": "Saltelli design",
}


def asked(summary: Summary) -> str:
    """What was asked, in a sentence."""
    runs, points = summary["runs"], summary["points"]
    if points == 1:
        return f"{runs:,} runs at one point, the nominal one: chance alone is at play."
    what = count(len(summary["parameters"]), "parameter")
    kind = design_name(summary)
    return f"{runs:,} runs over {points:,} points: a {kind} of {what}, each point a world as it might be."


def design_name(summary: Summary) -> str:
    """The kind of design in words."""
    return _DESIGNS[summary["design"]["kind"]]


def headline(summary: Summary) -> str:
    """The main result in one line."""
    return crisis.headline(summary) if is_crisis(summary) else raid.headline(summary)


def account(summary: Summary) -> list[str]:
    """The main results, a sentence each."""
    lines = crisis.account(summary) if is_crisis(summary) else raid.account(summary)
    if summary["failed"]:
        lines.append(f"{count(summary['failed'], 'run')} of {summary['runs']:,} failed and are not counted.")
    return lines


def numbers(summary: Summary) -> list[tuple[str, str]]:
    """Key numbers with what they count."""
    shown = [(f"{summary['runs']:,}", "runs"), (f"{summary['points']:,}", "points of the design")]
    shown += crisis.numbers(summary) if is_crisis(summary) else raid.numbers(summary)
    if summary["failed"]:
        shown.append((f"{summary['failed']:,}", "runs failed"))
    return shown
