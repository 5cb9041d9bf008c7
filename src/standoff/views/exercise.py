"""Events of an exercise as plain sentences: what people did beside ordering. One short function a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from standoff.views.handles import case_of, order_of
from standoff.views.told import Told
from standoff.views.wording import figure, listing, plain, quoted

_CONTROL: Final = "CONTROL"
_COMMANDS: Final[Mapping[str, str]] = {
    "startex": "The exercise starts (STARTEX)",
    "pausex": "The exercise pauses (PAUSEX)",
    "resumex": "The exercise goes on",
    "step": "The exercise takes a step",
    "jump": "The exercise jumps to the next event",
    "rate": "Exercise time changes its pace",
}


def _cell(it: Told, code: Any) -> str:
    return "control" if code == _CONTROL else it.names.actor(str(code))


def _who(it: Told) -> str:
    return it.who if it.event["actor"] else "Control"


def _message(it: Told) -> str:
    others = [_cell(it, one) for one in it.data.get("to") or () if one != it.event["actor"]]
    return f"{_who(it)} to {listing(others) if others else 'its own cell'}: {it.data['text']}"


def _request(it: Told) -> str:
    return f"{it.who} asks control: {it.data['text']}"


def _answer(it: Told) -> str:
    return f"Control on the request of {it.who}: {it.data['outcome']}; {it.data['reason']}"


def _clock(it: Told) -> str:
    told = _COMMANDS[str(it.data["command"])]
    rate = it.data.get("rate")
    return f"{told}, at {figure(float(rate))} seconds a second" if rate is not None else told


def _seat(it: Told) -> str:
    by = "people" if it.data["played_by"] == "people" else "its policies"
    return f"{it.who} is played by {by} from now on"


def _inject(it: Told) -> str:
    return f"{it.data['from']} ({plain(str(it.data['method']))}): {it.data['title']}. {it.data['text']}"


def _inject_put(it: Told) -> str:
    inject = it.data["inject"]
    when = inject.get("at") or inject.get("when") or "by hand"
    return f"On the list: inject {inject['id']}, {inject['title']} ({inject.get('state', 'draft')}; {when})"


def _inject_skipped(it: Told) -> str:
    return f"Inject {it.data['inject']} is skipped{_because(it)}"


def _inject_due(it: Told) -> str:
    return f"Inject {it.data['inject']}, {it.data['title']}, is due and waits for control"


def _objective_put(it: Told) -> str:
    objective = it.data["objective"]
    return f"The objective {quoted(objective['title'])} is set"


def _objective(it: Told) -> str:
    told = "has come about, which is a failure" if it.data["fails"] else "is met"
    late = ", late" if it.data["late"] else ""
    return f"The objective {quoted(it.data['title'])} {told}{late}"


def _ruling(it: Told) -> str:
    return f"Control rules on {case_of(it.names, str(it.data['on']))}: {it.data['outcome']}; {it.data['reason']}"


def _adjudication(it: Told) -> str:
    kinds = [*(f"every {plain(str(one))}" for one in it.data["hold"]), *(plain(str(one)) for one in it.data["moves"])]
    return f"Control wants to rule on {listing(kinds)}" if kinds else "Control leaves everything to the computer"


def _note(it: Told) -> str:
    return f"{str(it.data.get('note', 'observation')).capitalize()}: {it.data['text']}"


def _order_let_through(it: Told) -> str:
    return f"{order_of(it.names, str(it.data['order']))} goes through by control's ruling"


def _because(it: Told) -> str:
    return f": {it.data['reason']}" if it.data.get("reason") else ""


def override(given: Mapping[str, Any]) -> str:
    """What an event says of control's ruling on it."""
    return f"ruled by control: {given['reason']}; the computer proposed {given['proposal']}"


TELLERS: Final[dict[str, Callable[[Told], str]]] = {
    "message": _message,
    "request": _request,
    "answer": _answer,
    "clock": _clock,
    "seat": _seat,
    "inject": _inject,
    "inject_put": _inject_put,
    "inject_skipped": _inject_skipped,
    "inject_due": _inject_due,
    "objective_put": _objective_put,
    "objective": _objective,
    "ruling": _ruling,
    "adjudication": _adjudication,
    "note": _note,
    "order_let_through": _order_let_through,
}
"""Kind of event -> its teller."""
