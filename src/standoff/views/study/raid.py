"""A study of a raid in sentences and key numbers: how many missiles get through, and what that is owed to."""

from __future__ import annotations

from typing import Final

from standoff.views.study.metrics import Summary, amount, share
from standoff.views.study.movers import few_points, movers, said
from standoff.views.wording import listing, percent

# Shown in sentences; the tables show all.
_MOVERS: Final = 3
_LEAKERS: Final = "leakers"


def headline(summary: Summary) -> str:
    """The mean number of leakers."""
    threats, leakers = (summary["metrics"][name] for name in ("threats", _LEAKERS))
    mean, of = amount(summary, _LEAKERS, leakers["mean"]), amount(summary, "threats", threats["mean"])
    if threats["mean"] == 0.0:
        return "No missile is fired"
    if of == "1":
        return f"The missile gets through in {share(leakers['mean'])} of runs"
    return f"On average {mean} of {of} missiles {'gets' if mean == '1' else 'get'} through"


def account(summary: Summary) -> list[str]:
    """The main results, a sentence each."""
    return [_interval(summary), _leak_free(summary), *_split(summary), *_moved(summary)]


def numbers(summary: Summary) -> list[tuple[str, str]]:
    """Key numbers with what they count."""
    metrics = summary["metrics"]
    shown = [
        (amount(summary, _LEAKERS, metrics[_LEAKERS]["mean"]), "missiles get through, mean"),
        (share(metrics["leak_free"]["mean"]), "of runs: nothing gets through"),
        (amount(summary, "interceptors_fired", metrics["interceptors_fired"]["mean"]), "interceptors fired, mean"),
    ]
    owed = metrics[_LEAKERS]["share_world"]
    if owed is not None:
        shown.append((percent(round(owed, 3)), "of the variance is the world's, the rest chance"))
    return shown


def _interval(summary: Summary) -> str:
    leakers = summary["metrics"][_LEAKERS]
    low, high = (amount(summary, _LEAKERS, leakers[level]) for level in ("p05", "p95"))
    spread = f"Single runs give {low} to {high} leakers (5 % to 95 % of runs)."
    if leakers["ci95"][0] is None:
        return spread
    ends = " and ".join(amount(summary, _LEAKERS, end) for end in leakers["ci95"])
    return f"The mean lies between {ends} (95 % interval). {spread}"


def _leak_free(summary: Summary) -> str:
    found = summary["metrics"]["leak_free"]
    ends = " to ".join(share(end) for end in found["ci95"])
    return f"Nothing gets through in {share(found['mean'])} of runs (95 % interval {ends})."


def _split(summary: Summary) -> list[str]:
    leakers = summary["metrics"][_LEAKERS]
    owed, world = leakers["share_world"], leakers["world"]
    if owed is None or (not leakers["sd_chance"] and not leakers["sd_world"]):
        return []
    low, high = (amount(summary, _LEAKERS, world[level]) for level in ("p05", "p95"))
    return [
        f"From world to world the mean number of leakers goes from {low} to {high} (5 % to 95 % of worlds). Not knowing"
        f" the world makes {percent(round(owed, 3))} of the variance between runs, chance the rest."
    ]


def _moved(summary: Summary) -> list[str]:
    found = movers(summary, _LEAKERS)
    if not found:
        return []
    clear = [mover for mover in found if mover.clear][:_MOVERS]
    if not clear:
        line = "No single parameter stands clear of noise in what it does to the number of leakers."
    else:
        listed = listing([said(summary, _LEAKERS, mover) for mover in clear])
        line = f"The number of leakers depends most clearly on {listed}."
    return [line, *few_points(summary)]
