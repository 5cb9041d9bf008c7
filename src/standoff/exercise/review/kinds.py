"""Which kinds of events a review tells first, and which it leaves to the full list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Event = Mapping[str, Any]

# Words and bookkeeping of people: they change nothing in the world, and there may be very many of them.
WORDS: Final = frozenset({
    "message", "request", "answer", "note", "seat", "clock", "ruling", "adjudication", "inject", "inject_put",
    "inject_due", "inject_skipped", "objective", "objective_put",
})  # fmt: skip

# What an account of the exercise tells, with its weight: what has more is kept longer where there is no room for all.
WEIGHTS: Final[Mapping[str, int]] = {
    "startex": 9, "endex": 9, "launch": 9, "launch_failure": 9, "intercept": 9, "impact": 9, "nuclear_test": 9,
    "objective": 8, "threat": 8, "vote": 8, "agreement_status": 8, "rung": 7, "measure_in_force": 7,
    "measure_ceased": 7, "commitment_triggered": 7, "commitment_response": 7, "inject": 6, "alert": 6, "talks": 6,
    "agreement_disputed": 6, "order_let_through": 6, "move": 5, "drill": 5, "deployment": 5, "civil_protection": 5,
    "draft": 5, "agreement_accepted": 5, "agreement_refused": 5, "clause_status": 4, "clause_late": 4,
    "unit_sent": 4, "unit_recalled": 4, "credibility": 3, "answer": 3, "order_refused": 3, "seat": 2,
}  # fmt: skip
_OVERRIDDEN: Final = 10

# Groups of events on which an exercise turns, in the order in which they are told.
DECISIVE: Final[Mapping[str, str]] = {
    "launch": "Launches",
    "launch_failure": "Launches",
    "nuclear_test": "Launches",
    "intercept": "Intercepts",
    "threat": "Threats carried out",
    "agreement_status": "Agreements",
    "vote": "Votes",
}
_OVERRIDES: Final = "Other rulings of control"
_CARRIED_OUT: Final = "carried-out"


def weight(event: Event) -> int:
    """How much an event weighs in an account; 0 for what is left out."""
    return _OVERRIDDEN if event.get("override") else WEIGHTS.get(event["kind"], 0)


def chosen(events: Iterable[Event], most: int) -> list[Event]:
    """Events for an account, in order: at most so many; the weightiest, and of equal weight the first."""
    told = [event for event in events if weight(event)]
    if len(told) <= most:
        return told
    first = sorted(told, key=lambda event: (-weight(event), event["id"]))[:most]
    return sorted(first, key=lambda event: int(event["id"]))


def decisive(events: Iterable[Event]) -> dict[str, list[Event]]:
    """The events on which it turned, by group; groups without any are left out."""
    titles = (*dict.fromkeys(DECISIVE.values()), _OVERRIDES)
    found: dict[str, list[Event]] = {title: [] for title in titles}
    for event in events:
        title = group_of(event)
        if title is not None:
            found[title].append(event)
    return {title: some for title, some in found.items() if some}


def group_of(event: Event) -> str | None:
    """The group of a decisive event; None for any other."""
    title = DECISIVE.get(event["kind"])
    if title is None:
        return _OVERRIDES if event.get("override") else None
    if event["kind"] == "threat" and event["data"].get("to") != _CARRIED_OUT:
        return None
    return title


def left_out(events: Sequence[Event], told: Iterable[Event]) -> dict[str, int]:
    """Kind -> how many of its events an account does not tell, the most first."""
    kept = {event["id"] for event in told}
    counts: dict[str, int] = {}
    for event in events:
        if event["id"] not in kept:
            counts[event["kind"]] = counts.get(event["kind"], 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
