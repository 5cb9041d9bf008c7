"""What a cell gets to see: the one place where events leave the record for a seat.

A cell gets the events that name it as a witness, numbered for itself, so that no gap tells of others. Of what it sees
it gets what a witness could know: no random draws, no overrides, no names of others' orders, no aim of others'
missiles. Missiles of others are called `track-1`, `track-2` in the order in which the cell first saw them: their own
names begin with the order behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from standoff.base.time import after, format_utc
from standoff.crisis.crisis import Crisis
from standoff.engine.event import Event
from standoff.engine.known import may_see
from standoff.views.names import Names
from standoff.views.story import sentence

Json = dict[str, Any]

# What the record says for analysis, and nobody in the world could know.
_ANALYSIS: Final = frozenset({"not_detected"})
# What only the one who did it knows of it.
_OWN: Final = ("order", "authority", "by", "issued_s", "origin", "aim_miss_km", "failed", "due_s")
# Of what control does in sight of cells, what is its own affair: how its list calls an inject, why it was fired by
# hand, and how many events there are in all.
_OF_CONTROL: Final[Mapping[str, frozenset[str]]] = {
    "inject": frozenset({"inject", "by", "reason"}),
    "endex": frozenset({"events", "by"}),
    "clock": frozenset({"by"}),
}
# Parameters of moves that name something all know of; missiles, places and numbers are the actor's own affair.
_PUBLIC_KINDS: Final = frozenset(
    {
        "threat", "drill", "unit", "station", "draft", "vote", "measure", "agreement", "clause", "reading",
        "commitment", "actor",
    }
)  # fmt: skip


class Sight:
    """One cell's part of a record; it grows with the record.

    What was seen is made anew from the record whenever it is asked for: kept is only which events were seen, so a
    record of weeks takes no more room than it must.
    """

    def __init__(self, cell: str, crisis: Crisis, startex: datetime, names: Names) -> None:
        self.cell, self._words = cell, names
        self._crisis, self._startex = crisis, startex
        self._seen: list[Event] = []
        # Event of the record -> what the cell calls the last thing behind it, itself included, that it saw; 0: nothing.
        self._numbers: list[int] = [0]
        self._names: dict[str, str] = {}
        self._detected: dict[str, float] = {}
        self._foreign: list[str] = []

    def see(self, events: Sequence[Event]) -> list[Json]:
        """Go on with the record; what is new to the cell."""
        first = len(self._seen)
        for event in events:
            self._see(event)
        return self.events(first)

    def events(self, after: int = 0, limit: int | None = None) -> list[Json]:
        """What the cell has seen, as it sees it, in order: `n` counts from 1."""
        last = len(self._seen) if limit is None else min(len(self._seen), after + limit)
        return [self._shown(number) for number in range(after + 1, last + 1)]

    def name_of(self, missile: str) -> str:
        """What the cell calls a missile."""
        return self._names.get(missile, missile)

    def detected_s(self, missile: str) -> float | None:
        """When a sensor of the cell first detected a missile of others; None if none has."""
        return self._detected.get(missile)

    def _see(self, event: Event) -> None:
        if event.kind == "launch" and event.actor != self.cell and event.target is not None:
            self._foreign.append(event.target)
        # What is not seen hands on what lies behind it: what follows from it and is seen hangs on that.
        behind = 0 if event.cause is None else self._numbers[event.cause]
        if not self._reaches(event):
            self._numbers.append(behind)
            return
        if event.target in self._foreign:
            self._names.setdefault(event.target, f"track-{len(self._names) + 1}")
        if event.kind == "detection" and event.target is not None:
            self._detected.setdefault(event.target, event.time_s)
        self._seen.append(event)
        self._numbers.append(len(self._seen))

    def _shown(self, number: int) -> Json:
        event = self._seen[number - 1]
        seen: Json = {
            "n": number,
            "t_s": round(event.time_s, 3),
            "time": format_utc(after(self._startex, event.time_s)),
            "kind": event.kind,
            "actor": event.actor,
            "target": self._told(event.target),
            "cause": None if event.cause is None else self._numbers[event.cause] or None,
            "data": self._told(self._data(event)),
            "cameo": event.cameo,
        }
        return seen | {"sentence": sentence(seen, self._words)}

    def _reaches(self, event: Event) -> bool:
        if not may_see(self.cell, event) or event.kind in _ANALYSIS:
            return False
        # Why a battery did not shoot is known of what was tracked.
        return event.kind != "no_engagement" or event.target not in self._foreign or event.target in self._names

    def _data(self, event: Event) -> Json:
        data = dict(event.data)
        if event.kind in _OF_CONTROL:
            return {name: value for name, value in data.items() if name not in _OF_CONTROL[event.kind]}
        if event.actor == self.cell:
            return data
        data = {name: value for name, value in data.items() if name not in _OWN}
        if event.kind == "move":
            data["with"] = self._public(data["move"], data.get("with") or {})
            if data.get("tone"):
                data["tone"] = {"weight": data["tone"]["weight"]}
            data["ladder"] = {"category": data["ladder"]["category"]}
        return data

    def _public(self, move: str, parameters: Mapping[str, Any]) -> Json:
        takes = self._crisis.moves[move].takes or {}
        return {
            name: value for name, value in parameters.items() if takes.get(name, "").removesuffix("?") in _PUBLIC_KINDS
        }

    def _told(self, value: Any) -> Any:
        """The same with the cell's own names of missiles."""
        if isinstance(value, str):
            for missile in self._foreign:
                if missile in value:
                    name = self._names.setdefault(missile, f"track-{len(self._names) + 1}")
                    value = _replaced(value, missile, name)
            return value
        if isinstance(value, Mapping):
            return {name: self._told(one) for name, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._told(one) for one in value]
        return value


def of_control(event: Event, startex: datetime, names: Names) -> Json:
    """An event as control sees it: all of it, in the shape that cells get theirs in."""
    whole = event.to_json(startex)
    return {"n": event.id, **whole, "sentence": sentence(whole, names)}


def _replaced(text: str, missile: str, name: str) -> str:
    """The text with a missile's name replaced where it stands whole: `salvo/1` is no part of `salvo/12`."""
    found, parts = text.find(missile), []
    while found >= 0:
        end = found + len(missile)
        whole = not text[end : end + 1].isdigit()
        parts += [text[:found], name if whole else missile]
        text = text[end:]
        found = text.find(missile)
    return "".join([*parts, text])
