"""Objectives against the record: when each first held, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]
Event = Mapping[str, Any]


def judged(events: Iterable[Event], ended: bool) -> list[Json]:
    """Every objective with `result`: met, late, failed, missed or unjudged (at the end), or open (before the end).

    An objective that `fails` is met if it never holds; one that is to be reached by a moment is late after it. One
    without a condition is judged by hand: nothing measured it, so without a judgment it is neither met nor missed.
    """
    blocks: dict[str, Mapping[str, Any]] = {}
    first: dict[str, Event] = {}
    for event in events:
        if event["kind"] == "objective_put":
            block = event["data"]["objective"]
            blocks[block["id"]] = block
        elif event["kind"] == "objective":
            first.setdefault(event["data"]["objective"], event)
    return [_judged(block, first.get(name), ended) for name, block in blocks.items()]


def _judged(block: Mapping[str, Any], event: Event | None, ended: bool) -> Json:
    fails = bool(block.get("fails", False))
    if event is not None:
        result = "failed" if fails else "late" if event["data"]["late"] else "met"
    elif not ended:
        result = "open"
    elif block.get("when") is None:
        result = "unjudged"
    else:
        result = "met" if fails else "missed"
    return {
        "id": block["id"],
        "title": block["title"],
        "cell": block.get("cell"),
        "when": block.get("when"),
        "by": block.get("by"),
        "fails": fails,
        "result": result,
        "event": None if event is None else event["id"],
        "time": None if event is None else event["time"],
        "t_s": None if event is None else event["t_s"],
    }
