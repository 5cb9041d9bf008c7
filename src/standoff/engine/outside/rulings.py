"""Adjudication: what control decides in place of the computer, before it comes about, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from standoff.base.errors import InputError, nearest
from standoff.base.evolve import evolve
from standoff.engine import intake
from standoff.engine.inputs import Input
from standoff.engine.outside.standing import Ruling
from standoff.engine.turn import Turn

OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "intercept": ("hit", "miss"),
    "launch": ("flies", "fails"),
    "order": ("carried out", "refused"),
    "request": ("granted", "denied"),
}
"""Kind of what is ruled on -> what control may say."""

HELD: Final = ("intercept", "launch")
"""Kinds for which the clock can be made to wait."""


def ask_for(turn: Turn, given: Input) -> None:
    """Say what control wants to rule on: kinds of outcome for which the clock waits, and moves that wait for a word."""
    hold, moves = given.told("hold", list), given.told("moves", list)
    for name in hold:
        if name not in HELD:
            raise InputError("is nothing to wait for", field="hold", value=name, allowed=", ".join(HELD))
    known = () if turn.world.crisis is None else turn.world.crisis.moves
    for name in moves:
        if name not in known:
            raise InputError("is not a known move", field="moves", value=name, allowed=nearest(str(name), known))
    turn.emit("adjudication", data={"by": given.by, **given.data}, visible_to=())
    outside = evolve(turn.state.outside, hold=frozenset(hold), moves=frozenset(moves))
    turn.state = evolve(turn.state, outside=outside)


def rule(turn: Turn, given: Input) -> None:
    """Decide what becomes of something that is still to come."""
    on, outcome, reason = given.told("on"), given.told("outcome"), given.told("reason")
    kind, _, name = on.partition("/")
    if kind not in OUTCOMES:
        raise InputError("is nothing to rule on", field="on", value=on, allowed=", ".join(f"{k}/ID" for k in OUTCOMES))
    if outcome not in OUTCOMES[kind]:
        raise InputError("is no outcome", field="outcome", value=outcome, allowed=", ".join(OUTCOMES[kind]))
    _require_open(turn, kind, name)
    event = turn.emit("ruling", data={"by": given.by, **given.data}, visible_to=())
    outside = turn.state.outside
    rulings = {**outside.rulings, on: Ruling(outcome, reason, given.by, event)}
    turn.state = evolve(turn.state, outside=evolve(outside, rulings=rulings))
    if kind == "order":
        intake.ruled(turn, name, outcome == "refused", reason, event)
    elif kind == "request":
        _answer(turn, name, outcome, reason, event)


def _require_open(turn: Turn, kind: str, name: str) -> None:
    state = turn.state
    match kind:
        case "intercept":
            open_ = name in state.shots and not state.shots[name].spent
        case "launch":
            open_ = name not in state.threats
        case "order":
            open_ = name in state.orders and state.orders[name].pending
        case _:
            open_ = name in state.outside.requests
    if not open_:
        raise InputError("is over or unknown", field="on", value=f"{kind}/{name}", allowed="something to come")


def _answer(turn: Turn, name: str, outcome: str, reason: str, cause: int) -> None:
    """The cell that asked hears what control says."""
    outside = turn.state.outside
    asked = outside.requests[name]
    left = {one: request for one, request in outside.requests.items() if one != name}
    turn.state = evolve(turn.state, outside=evolve(outside, requests=left))
    data = {"request": name, "outcome": outcome, "reason": reason}
    turn.emit("answer", actor=asked.cell, data=data, cause=cause, visible_to=(asked.cell,))
