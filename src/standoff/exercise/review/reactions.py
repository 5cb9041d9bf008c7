"""Injects of an exercise: when each was fed, to whom, and what each cell did first after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Json = dict[str, Any]
Event = Mapping[str, Any]

_WORDS: Final = ("message", "request")


def reactions(events: Iterable[Event], cells: Sequence[str]) -> list[Json]:
    """Every inject of the list, those that were fed first, in the order in which they were.

    Returns:
        For each: `inject`, `number`, `title`, `event`, `time` and `t_s` of its firing (None if it was not fed), `seen`
        (cells), `state` (`fired`, `skipped`, `not fired`), and `first`: what each cell of people did first after it, as
        `cell`, `event`, `after_s`.
    """
    listed: dict[str, Json] = {}
    fed: list[Json] = []
    waiting: dict[str, list[Json]] = {cell: [] for cell in cells}
    for event in events:
        kind = event["kind"]
        if kind == "inject":
            fed.append(_fed(event, listed, cells))
            for cell in fed[-1]["seen"]:
                waiting[cell].append(fed[-1])
        elif kind == "inject_put":
            listed[event["data"]["inject"]["id"]] = _planned(event["data"]["inject"])
        elif kind == "inject_skipped" and event["data"]["inject"] in listed:
            listed[event["data"]["inject"]]["state"] = "skipped"
        elif event["actor"] in waiting and waiting[event["actor"]] and _acts(event):
            _answer(waiting[event["actor"]], event)
    done = {one["inject"] for one in fed}
    return [*fed, *(one for name, one in listed.items() if name not in done)]


def _acts(event: Event) -> bool:
    return event["kind"] in _WORDS or (event["kind"] == "order" and event["data"].get("origin") == "input")


def _answer(waiting: list[Json], event: Event) -> None:
    for inject in waiting:
        after_s = round(event["t_s"] - inject["t_s"], 3)
        inject["first"].append({"cell": event["actor"], "event": event["id"], "after_s": after_s})
    waiting.clear()


def _planned(block: Mapping[str, Any]) -> Json:
    return {
        "inject": block["id"],
        "number": block.get("number"),
        "title": block["title"],
        "event": None,
        "time": None,
        "t_s": None,
        "seen": [],
        "state": "not fired",
        "first": [],
    }


def _fed(event: Event, listed: Mapping[str, Json], cells: Sequence[str]) -> Json:
    name, visible = event["data"]["inject"], event["visible_to"]
    known = listed.get(name, {})
    return {
        "inject": name,
        "number": known.get("number"),
        "title": event["data"]["title"],
        "event": event["id"],
        "time": event["time"],
        "t_s": event["t_s"],
        "seen": [cell for cell in cells if visible == ["*"] or cell in visible],
        "state": "fired",
        "first": [],
    }
