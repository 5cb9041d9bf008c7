"""A study of a crisis in sentences and key numbers: what came of it how often, and what that is owed to."""

from __future__ import annotations

from typing import Final

from standoff.views.study.metrics import (
    Summary,
    amount,
    is_rung,
    is_share,
    leading,
    measured,
    metric_name,
    rung_name,
    rungs,
)
from standoff.views.study.movers import few_points, movers, said, sensitivity_of
from standoff.views.wording import listing, percent, sentence_case

# Shown in sentences; the tables show all.
_MOVERS: Final = 2
_NUMBERS: Final = 4


def headline(summary: Summary) -> str:
    """The outcome that leads."""
    known = _known(summary)
    if not known:
        return "Nothing of this crisis was measured"
    return sentence_case(_mean(summary, known[0]))


def account(summary: Summary) -> list[str]:
    """What each leading outcome came to, a sentence each, then what moves them and how far the world is to blame."""
    known = _known(summary)
    return [
        *_outcomes(summary, known),
        *_split(summary, known),
        *_moved(summary, known),
        "All this is what the model's rules and ranges come to: it explores, it does not predict.",
    ]


def _outcomes(summary: Summary, known: list[str]) -> list[str]:
    """A sentence an outcome, but none that says the headline again."""
    told = [_told(summary, name) for name in known]
    return told[1:] if told and told[0] == f"{headline(summary)}." else told


def numbers(summary: Summary) -> list[tuple[str, str]]:
    """Key numbers with what they count."""
    return [
        _rung(summary, name) if is_rung(name) else (_amount(summary, name), _counted(summary, name))
        for name in _known(summary)[:_NUMBERS]
    ]


def _rung(summary: Summary, name: str) -> tuple[str, str]:
    """The most frequent rung: its share of runs, and that it is the highest of so many."""
    rung, part = max(rungs(summary, name), key=lambda one: one[1], default=("", 0.0))
    return percent(round(part, 4)), f"of runs: {metric_name(summary, name)} is {rung}"


def _known(summary: Summary) -> list[str]:
    """The leading outcomes that some run has."""
    return [name for name in leading(summary) if name in summary["metrics"]]


def _amount(summary: Summary, name: str) -> str:
    return measured(summary, name, summary["metrics"][name]["mean"])


def _counted(summary: Summary, name: str) -> str:
    title = metric_name(summary, name)
    return f"of runs: {title}" if is_share(summary, name) else f"{title}, mean"


def _mean(summary: Summary, name: str) -> str:
    """An outcome's mean, of a rung its shares, to stand at the beginning of a sentence or behind a colon."""
    title, mean = metric_name(summary, name), _amount(summary, name)
    if is_rung(name) and rungs(summary, name):
        return f"{title}: {', '.join(f'{rung} {percent(round(part, 4))}' for rung, part in rungs(summary, name))}"
    return f"{title} in {mean} of runs" if is_share(summary, name) else f"{title}: {mean} on average"


def _told(summary: Summary, name: str) -> str:
    found = summary["metrics"][name]
    if not is_share(summary, name) and found["sd_chance"] == found["sd_world"] == 0.0:
        always = rung_name(found["mean"]) if is_rung(name) else _amount(summary, name)
        return f"{sentence_case(metric_name(summary, name))}: {always} in every run."
    if is_rung(name):
        return f"{sentence_case(_mean(summary, name))}."
    more = []
    if found["ci95"][0] is not None:
        more.append(f"95 % interval {' to '.join(amount(summary, name, end) for end in found['ci95'])}")
    if not is_share(summary, name):
        low, high = (amount(summary, name, found[level]) for level in ("p05", "p95"))
        more.append(f"single runs {low} to {high}")
    return sentence_case(_mean(summary, name)) + (f" ({'; '.join(more)})." if more else ".")


def _split(summary: Summary, names: list[str]) -> list[str]:
    """How much of the variance of each outcome is owed to the world."""
    owed = {name: summary["metrics"][name]["share_world"] for name in names if _varies(summary, name)}
    told = [f"{percent(round(part, 3))} of {metric_name(summary, name)}" for name, part in owed.items() if part]
    if not told:
        return []
    return [f"Of the variance between runs, not knowing the world makes {listing(told)}; chance makes the rest."]


def _varies(summary: Summary, name: str) -> bool:
    found = summary["metrics"][name]
    return found["share_world"] is not None and bool(found["sd_chance"] or found["sd_world"])


def _moved(summary: Summary, names: list[str]) -> list[str]:
    lines, asked = [], [name for name in names if sensitivity_of(summary, name)["left_out"] is None]
    for name in asked:
        clear = [mover for mover in movers(summary, name) if mover.clear][:_MOVERS]
        if clear:
            listed = listing([said(summary, name, mover) for mover in clear])
            lines.append(f"{sentence_case(metric_name(summary, name))}: most clearly moved by {listed}.")
    if asked and not lines:
        lines.append("No single parameter stands clear of noise in what it does to any of these outcomes.")
    return [*lines, *few_points(summary)] if asked else []
