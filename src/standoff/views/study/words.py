"""A study in sentences: what was asked, what came of it, what it is owed to. From the summary's plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.views.wording import count, listing, percent

Summary = Mapping[str, Any]

# What the outcomes are called; `fired.X` and `leakers.X` are made up of their place.
_METRICS: Final = {
    "threats": "missiles fired",
    "intercepted": "missiles shot down",
    "leakers": "missiles that get through",
    "failed": "missiles that fail under thrust",
    "interceptors_fired": "interceptors fired",
    "leak_free": "runs in which none gets through",
    "leak_rate": "share that gets through",
}
_DESIGNS: Final = {
    "lhs": "Latin hypercube",
    "sobol": "scrambled Sobol sequence",
    "grid": "grid of equal steps",
    "saltelli": "Saltelli design",
}
# Shown in sentences; the tables show all.
_MOVERS: Final = 3
# Loeppky, Sacks & Welch, "Choosing the sample size of a computer experiment", Technometrics 51 (2009): ten of them.
POINTS_A_PARAMETER: Final = 10
SHARES: Final = ("leak_free", "leak_rate")


@dataclass(frozen=True)
class Mover:
    """A parameter and its influence on an outcome: label, index, direction (-1, 0, +1), whether clear of noise."""

    label: str
    index: float
    direction: int
    clear: bool
    detail: Mapping[str, Any]


def metric_name(metric: str) -> str:
    """An outcome in words."""
    if metric in _METRICS:
        return _METRICS[metric]
    head, _, where = metric.partition(".")
    return {"fired": f"fired by {where}", "leakers": f"that get through to {where}"}.get(head, metric)


def amount(metric: str, value: float | None) -> str:
    """An outcome's value: a share as a percentage, else a number to two digits after the point."""
    if value is None:
        return "-"
    if metric in SHARES:
        return percent(round(value, 4))
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 1000 else f"{value:,.0f}"


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
    """The mean number of leakers with its interval."""
    threats, leakers = (summary["metrics"][name] for name in ("threats", "leakers"))
    mean, of = amount("leakers", leakers["mean"]), amount("threats", threats["mean"])
    if threats["mean"] == 0.0:
        return "No missile is fired"
    if of == "1":
        return f"The missile gets through in {amount('leak_rate', leakers['mean'])} of runs"
    return f"On average {mean} of {of} missiles {'gets' if mean == '1' else 'get'} through"


def account(summary: Summary) -> list[str]:
    """The main results, a sentence each."""
    metrics = summary["metrics"]
    lines = [_interval(metrics["leakers"]), _leak_free(metrics["leak_free"]), *_split(summary), *_moved(summary)]
    if summary["failed"]:
        lines.append(f"{count(summary['failed'], 'run')} of {summary['runs']:,} failed and are not counted.")
    return lines


def _interval(leakers: Mapping[str, Any]) -> str:
    low, high = (amount("leakers", leakers[level]) for level in ("p05", "p95"))
    spread = f"Single runs give {low} to {high} leakers (5 % to 95 % of runs)."
    if leakers["ci95"][0] is None:
        return spread
    ends = " and ".join(amount("leakers", end) for end in leakers["ci95"])
    return f"The mean lies between {ends} (95 % interval). {spread}"


def _leak_free(share: Mapping[str, Any]) -> str:
    ends = " to ".join(amount("leak_free", end) for end in share["ci95"])
    return f"Nothing gets through in {amount('leak_free', share['mean'])} of runs (95 % interval {ends})."


def _split(summary: Summary) -> list[str]:
    leakers = summary["metrics"]["leakers"]
    share, world = leakers["share_world"], leakers["world"]
    if share is None or (not leakers["sd_chance"] and not leakers["sd_world"]):
        return []
    low, high = (amount("leakers", world[level]) for level in ("p05", "p95"))
    return [
        f"From world to world the mean number of leakers goes from {low} to {high} (5 % to 95 % of worlds). Not knowing"
        f" the world makes {percent(round(share, 3))} of the variance between runs, chance the rest."
    ]


def _moved(summary: Summary) -> list[str]:
    found = movers(summary, "leakers")
    if not found:
        return []
    clear = [mover for mover in found if mover.clear][:_MOVERS]
    if not clear:
        return [
            "No single parameter stands clear of noise in what it does to the number of leakers.",
            *_few_points(summary),
        ]
    lines = [f"The number of leakers depends most clearly on {listing([_said(mover) for mover in clear])}."]
    return [*lines, *_few_points(summary)]


def _few_points(summary: Summary) -> list[str]:
    points, parameters = summary["points"], len(summary["parameters"])
    if points >= POINTS_A_PARAMETER * parameters:
        return []
    return [
        f"{points:,} points for {parameters:,} parameters show strong influences only: more --points, or fewer"
        " parameters by --vary, show more."
    ]


def _said(mover: Mover) -> str:
    way = {1: " (more of it: more leakers)", -1: " (more of it: fewer leakers)"}.get(mover.direction, "")
    return mover.label + way


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


def numbers(summary: Summary) -> list[tuple[str, str]]:
    """Key numbers with what they count."""
    metrics = summary["metrics"]
    shown = [
        (f"{summary['runs']:,}", "runs"),
        (f"{summary['points']:,}", "points of the design"),
        (amount("leakers", metrics["leakers"]["mean"]), "missiles get through, mean"),
        (amount("leak_free", metrics["leak_free"]["mean"]), "of runs: nothing gets through"),
        (amount("interceptors_fired", metrics["interceptors_fired"]["mean"]), "interceptors fired, mean"),
    ]
    share = metrics["leakers"]["share_world"]
    if share is not None:
        shown.append((percent(round(share, 3)), "of the variance is the world's, the rest chance"))
    if summary["failed"]:
        shown.append((f"{summary['failed']:,}", "runs failed"))
    return shown
