"""Outcomes in words: what each is called, its values with their units, and which way is more of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from standoff.crisis.ladder import NAMES
from standoff.views.wording import percent, true_minus

Summary = Mapping[str, Any]

# What the outcomes of a raid are called; `fired.X` and `leakers.X` are made up of their place.
_RAID: Final = {
    "threats": "missiles fired",
    "intercepted": "missiles shot down",
    "leakers": "missiles that get through",
    "failed": "missiles that fail under thrust",
    "interceptors_fired": "interceptors fired",
    "leak_free": "runs in which none gets through",
    "leak_rate": "share that gets through",
}
_SHARES: Final = ("leak_free", "leak_rate")
_TONE: Final = "tone."
_RUNG: Final = "highest_rung"
_LEAKERS: Final = "leakers"
_HUNDREDS: Final = 100.0
# Of a raid these are printed; the rest is in the files.
_RAID_PRINTED: Final = (_LEAKERS, "leak_free", "leak_rate", "intercepted", "failed", "interceptors_fired")


def is_crisis(summary: Summary) -> bool:
    """Whether a study is about a crisis; else it is about a raid."""
    return bool(summary.get("subject") == "crisis")


def leading(summary: Summary) -> tuple[str, ...]:
    """The outcomes that a study tells of first."""
    if not is_crisis(summary):
        return (_LEAKERS,)
    return tuple(name for name, one in summary["outcomes"].items() if one["leading"] and not unmoved(summary, name))


def unmoved(summary: Summary, metric: str) -> bool:
    """Whether an outcome is a tone that stayed at 0 in every run: there is nothing to tell of it."""
    found = summary["metrics"].get(metric)
    if found is None or not metric.startswith(_TONE):
        return False
    return not any(found[name] for name in ("mean", "p05", "p95", "sd_world", "sd_chance"))


def is_rung(metric: str) -> bool:
    """Whether an outcome is a rung of the ladder: a name, not a number that means of runs say anything about."""
    return metric.partition(".")[0] == _RUNG


def rung_number(value: float) -> str:
    """A rung by its place on the ladder."""
    return f"{value:.0f}"


def rung_name(value: float) -> str:
    """A rung by its name."""
    return NAMES[round(value)]


def rungs(summary: Summary, metric: str) -> list[tuple[str, float]]:
    """The rungs that runs came to and their shares of all runs, from the lowest up; empty if that is not known."""
    rows = summary["distributions"].get(metric) or ()
    return [(rung_name(row["low"]), row["share"]) for row in rows if row["share"] > 0.0]


def printed(summary: Summary) -> tuple[str, ...]:
    """The outcomes that a summary on a terminal shows."""
    return leading(summary) if is_crisis(summary) else _RAID_PRINTED


def metric_name(summary: Summary, metric: str) -> str:
    """An outcome in words."""
    told = summary.get("outcomes", {}).get(metric)
    if told is not None and told["title"] != metric:
        return str(told["title"])
    if metric in _RAID:
        return _RAID[metric]
    head, _, where = metric.partition(".")
    return {"fired": f"fired by {where}", "leakers": f"that get through to {where}"}.get(head, metric)


def heading(summary: Summary, metric: str) -> str:
    """An outcome in words with its unit, at the head of a row of numbers."""
    unit = summary.get("outcomes", {}).get(metric, {}).get("unit")
    name = metric_name(summary, metric)
    if is_rung(metric):
        return f"{name}, 0 to {len(NAMES) - 1}"
    return name if unit is None else f"{name}, {unit}"


def is_share(summary: Summary, metric: str) -> bool:
    """Whether the mean of an outcome is a share: of runs, or of missiles."""
    told = summary.get("outcomes", {}).get(metric)
    return metric in _SHARES if told is None else bool(told["kind"] == "yes-no")


def amount(summary: Summary, metric: str, value: float | None) -> str:
    """An outcome's value: a share as a percentage, else a number to two digits after the point."""
    if value is None:
        return "-"
    if is_share(summary, metric):
        return share(value)
    # Of money and the like, unlike missiles, hundreds are told without their digits after the point.
    return true_minus(f"{value:,.0f}") if is_crisis(summary) and abs(value) >= _HUNDREDS else number(value)


def measured(summary: Summary, metric: str, value: float | None) -> str:
    """The same with the unit behind it, if it has one."""
    told = summary.get("outcomes", {}).get(metric)
    text = amount(summary, metric, value)
    return text if told is None or told["unit"] is None or value is None else f"{text} {told['unit']}"


def share(value: float | None) -> str:
    """A share as a percentage."""
    return "-" if value is None else percent(round(value, 4))


def number(value: float) -> str:
    """A number to two digits after the point, without needless zeros; with a true minus."""
    if abs(value) >= 1000:
        return true_minus(f"{value:,.0f}")
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else true_minus(text)


def way(summary: Summary, metric: str, direction: int) -> str:
    """What more of a parameter does to an outcome: `fewer leakers`, `more often`, `lower`."""
    if not is_crisis(summary):
        return {1: "more leakers", -1: "fewer leakers"}.get(direction, "")
    words = ("more often", "less often") if is_share(summary, metric) else ("higher", "lower")
    return {1: words[0], -1: words[1]}.get(direction, "")
