"""The situation as a cell knows it: tone, ladder, threats, talks, drills, forces, agreements, sanctions.

It is made of the events that the cell has seen, and of what stood at STARTEX, never of the state itself: so it holds
nothing that the cell was not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from standoff.crisis.crisis import Crisis
from standoff.crisis.effects.pressure import take_stock
from standoff.crisis.ladder import NAMES
from standoff.crisis.threats import NONE
from standoff.crisis.view import Views
from standoff.engine.event import Event
from standoff.engine.known import may_see

Json = dict[str, Any]


class Board:
    """One cell's situation; it grows with what the cell sees. `cell` None is control, which sees all."""

    def __init__(self, crisis: Crisis, cell: str | None) -> None:
        start = crisis.start
        self._crisis, self._cell = crisis, cell
        self._tones, self._rungs = dict(start.tones), dict(start.rungs)
        self._kept: dict[str, dict[str, Any]] = _start(crisis)
        if cell is not None:
            self._leave_out_what_nobody_told(cell)

    def hear(self, event: Event) -> None:
        """Go on with an event of the record, if the cell may see it."""
        if self._cell is not None and not may_see(self._cell, event):
            return
        if event.kind == "move":
            self._move(event)
        elif event.kind in _TELLS:
            part, values = _TELLS[event.kind](event)
            self._kept[part].update(values)

    def told(self, now_s: float) -> Json:
        """The situation at a moment, plain JSON."""
        crisis = self._crisis
        tones = [
            {"from": one, "to": other, "tone": round(crisis.tone.at(self._tones, (one, other), now_s), 2)}
            for one, other in sorted(self._tones)
        ]
        ladder = {}
        for actor, place in self._rungs.items():
            stands = crisis.ladder.at(place, now_s)
            ladder[actor] = {"rung": stands.rung, "name": NAMES[stands.rung], "highest": stands.highest}
        kept = {name: dict(values) for name, values in self._kept.items()}
        return {"tone": tones, "ladder": ladder, **kept}

    def _leave_out_what_nobody_told(self, cell: str) -> None:
        """Threats that others may come to make, drafts that may be tabled and measures to come are not known yet."""
        threats, kept = self._crisis.threats, self._kept
        own = {name for name, threat in threats.items() if threat.actor == cell}
        for part, unsaid in (("threat", NONE), ("draft", NONE), ("measure", False)):
            kept[part] = {name: status for name, status in kept[part].items() if status != unsaid or name in own}

    def _move(self, event: Event) -> None:
        move, actor = self._crisis.moves[event.data["move"]], event.actor
        assert actor is not None
        self._rungs[actor] = self._crisis.ladder.after(self._rungs[actor], move.category, event.time_s, move.score)
        if event.target is not None:
            self._tones = self._crisis.tone.after(self._tones, (actor, event.target), move.weight, event.time_s)


Told = tuple[str, Mapping[str, Any]]
"""A part of the situation, and what becomes of some of its entries."""

_TELLS: Final[Mapping[str, Callable[[Event], Told]]] = {
    "alert": lambda event: ("alert", {event.actor or "": event.data["to"]}),
    "threat": lambda event: ("threat", {event.data["threat"]: event.data["to"]}),
    "talks": lambda event: ("talks", {_pair(event.actor or "", event.data["with"]): event.data["to"]}),
    "drill": lambda event: ("drill", {event.data["drill"]: event.data["to"]}),
    "deployment": lambda event: ("unit", {event.data["unit"]: event.data["station"] or ""}),
    "draft": lambda event: ("draft", {event.data["draft"]: event.data["status"]}),
    "measure_in_force": lambda event: ("measure", {event.data["measure"]: True}),
    "measure_ceased": lambda event: ("measure", {event.data["measure"]: False}),
    "income": lambda event: ("income", {event.actor or "": event.data["lost"]}),
    "agreement_status": lambda event: ("agreement", {event.data["agreement"]: event.data["status"]}),
    "clause_status": lambda event: (
        "clause",
        {f"{event.data['agreement']}/{event.data['clause']}": event.data["status"]},
    ),
    "credibility": lambda event: ("credibility", {event.data["commitment"]: event.data["after"]}),
    "value": lambda event: ("value", event.data),
}


_PARTS: Final = (
    "alert", "threat", "drill", "unit", "draft", "measure", "income", "agreement", "clause", "credibility", "value",
)  # fmt: skip


def _start(crisis: Crisis) -> dict[str, dict[str, Any]]:
    """How everything stood at STARTEX, which all know."""
    view = Views(crisis).of(take_stock(crisis, crisis.start, 0.0).state, 0.0, "").whole()
    kept = {name: dict(view[name]) for name in _PARTS}
    kept["talks"] = {_pair(*pair): status for pair, status in crisis.start.talks.items()}
    return kept


def _pair(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))
