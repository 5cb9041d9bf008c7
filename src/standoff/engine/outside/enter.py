"""The door for what people do beside ordering: one handler a kind. A handler raises `InputError` for what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.evolve import evolve
from standoff.engine.actions import Enter
from standoff.engine.event import EVERYONE
from standoff.engine.inputs import CONTROL, KINDS, Input
from standoff.engine.outside import injects, objectives, rulings
from standoff.engine.outside.standing import Request
from standoff.engine.turn import Turn

COMMANDS: Final = ("startex", "pausex", "resumex", "rate", "step", "jump")
PLAYERS: Final = ("people", "policy")
NOTES: Final = ("observation", "lesson")


def enter(turn: Turn, action: Enter) -> None:
    """Let something in that a person did."""
    if action.input.kind not in KINDS:
        raise InputError("is not a kind of input", field="kind", value=action.input.kind, allowed=", ".join(KINDS))
    HANDLERS[action.input.kind](turn, action.input)


def write(turn: Turn, given: Input, *, actor: str | None = None, seen_by: tuple[str, ...] = ()) -> int:
    """The event of an input, by default for control alone; its id."""
    return turn.emit(given.kind, actor=actor, data={"by": given.by, **given.data}, visible_to=seen_by)


def cell_of(turn: Turn, given: Input, name: str = "cell", control: bool = False) -> str:
    """The cell that an input names."""
    cell: str = given.told(name)
    allowed = [*turn.world.actors, *((CONTROL,) if control else ())]
    if cell not in allowed:
        raise InputError("is not a cell of this exercise", field=name, value=cell, allowed=nearest(cell, allowed))
    return cell


def _message(turn: Turn, given: Input) -> None:
    """Words from a cell to others, or to itself alone. Control reads all of them."""
    sender = cell_of(turn, given, control=True)
    given.told("text")
    receivers = given.told("to", list)
    for one in receivers:
        cell_of(turn, given._replace(data={"to": one}), "to", control=True)
    everyone = (*turn.world.actors, CONTROL)
    seen_by = tuple(one for one in turn.world.actors if one in (sender, *receivers))
    if set(everyone) <= {sender, *receivers}:
        seen_by = EVERYONE
    write(turn, given, actor=None if sender == CONTROL else sender, seen_by=seen_by)


def _request(turn: Turn, given: Input) -> None:
    """A cell asks control for something that no move of the catalogue does."""
    cell = cell_of(turn, given)
    given.told("text")
    event = write(turn, given, actor=cell, seen_by=(cell,))
    outside = turn.state.outside
    name = given.told("request")
    if name in outside.requests:
        raise InputError("was made before", field="request", value=name, allowed="a name of its own")
    requests = {**outside.requests, name: Request(cell, event)}
    turn.state = evolve(turn.state, outside=evolve(outside, requests=requests))


def _clock(turn: Turn, given: Input) -> None:
    """STARTEX, PAUSEX and the rest, as they were given. How fast time passes is not the engine's affair."""
    command = given.told("command")
    if command not in COMMANDS:
        raise InputError("is not a command", field="command", value=command, allowed=", ".join(COMMANDS))
    write(turn, given, seen_by=EVERYONE)


def _seat(turn: Turn, given: Input) -> None:
    """People take a cell over, or hand it to the policies and the history that the scenario has for it."""
    cell, player = cell_of(turn, given), given.told("played_by")
    if player not in PLAYERS:
        raise InputError("plays no cell", field="played_by", value=player, allowed=", ".join(PLAYERS))
    write(turn, given, actor=cell, seen_by=(cell,))
    people = turn.state.outside.people
    now = people | {cell} if player == "people" else people - {cell}
    turn.state = evolve(turn.state, outside=evolve(turn.state.outside, people=now))


def _note(turn: Turn, given: Input) -> None:
    """An observation for the review."""
    given.told("text")
    kind = given.data.get("note", "observation")
    if kind not in NOTES:
        raise InputError("is not a kind of note", field="note", value=kind, allowed=", ".join(NOTES))
    about = given.data.get("about")
    if about is not None and not (isinstance(about, int) and 0 < about < turn.next_event):
        raise InputError("is no event", field="about", value=about, allowed=f"1 to {turn.next_event - 1}")
    write(turn, given)


def _endex(turn: Turn, given: Input) -> None:
    """The exercise ends before its time."""
    turn.emit("endex", data={"events": turn.next_event, "by": given.by, **given.data})
    turn.state = evolve(turn.state, ended=True)


Handler = Callable[[Turn, Input], Any]

HANDLERS: Final[Mapping[str, Handler]] = {
    "message": _message,
    "request": _request,
    "clock": _clock,
    "seat": _seat,
    "inject_put": injects.put,
    "inject_skipped": injects.skip,
    "inject": injects.fire_by_hand,
    "objective_put": objectives.put,
    "objective": objectives.judge,
    "ruling": rulings.rule,
    "adjudication": rulings.ask_for,
    "note": _note,
    "endex": _endex,
}
