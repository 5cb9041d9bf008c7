"""Why something happened: the chain of events behind an event, down to the order, inject or chance that began it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Event = Mapping[str, Any]

# What an order's origin means for whoever asks who began it.
_ORDERS: Final = {"input": "order of people", "policy": "history", "inject": "inject"}
_KINDS: Final = {"inject": "inject", "inject_put": "inject", "decision": "policy"}


def chain(events: Sequence[Event], event: int) -> list[Event]:
    """The event and all behind it, the last first: each event's cause is the next one. Draws and overrides come along.

    Args:
        events: the record's events from 1 on, as JSON.
        event: the id.
    """
    found: list[Event] = []
    at: int | None = event
    while at is not None and 1 <= at <= len(events):
        found.append(events[at - 1])
        at = events[at - 1]["cause"]
        if at is not None and at >= found[-1]["id"]:
            break  # a cause lies in the past; a damaged record ends here
    return found


def root(events: Sequence[Event], event: int) -> str:
    """What began it, in a word.

    `order of people`, `inject`, `policy`, `history`, `scenario`, `people` (what they did beside ordering) or `world`.
    An order of an inject is the inject's, whatever stands behind it.
    """
    first = chain(events, event)[-1]
    if first["kind"] == "order":
        return _ORDERS.get(first["data"].get("origin", ""), "scenario")
    return _KINDS.get(first["kind"]) or ("people" if "by" in first["data"] else "world")
