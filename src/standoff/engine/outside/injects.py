"""Injects: events of the master scenario events list, fed to cells at their time, on their condition or by hand.

What cells read is the text. What an inject sets going in the world are orders in the name of actors; they go through
the same door as every order and may be refused there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.evolve import evolve
from standoff.engine.actions import FallDue
from standoff.engine.event import EVERYONE
from standoff.engine.inputs import Input
from standoff.engine.intake import take_in
from standoff.engine.outside import watching
from standoff.engine.outside.standing import DUE, FIRED, PLANNED, SKIPPED, Inject
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order

APPROVED: Final = "approved"
# What cells read of an inject, with what stands for a field that is left out.
_READ: Final[Mapping[str, str]] = {"from": "Exercise control", "method": "other", "title": "", "text": ""}
_ORDERED: Final = ("target", "says", "with")


def put(turn: Turn, given: Input) -> None:
    """An inject is written or written anew. One that was fired stays as it was."""
    block = given.told("inject", dict)
    name = block["id"]
    before = turn.state.outside.injects.get(name)
    if before is not None and before.status == FIRED:
        raise InputError("was fired and cannot be changed", field="inject", value=name, allowed="an inject to come")
    due_s = None if block.get("at") is None else watching.seconds(turn, block["at"])
    # What is written after its own time waits for control's hand.
    status = DUE if due_s is not None and due_s < turn.now_s else PLANNED
    inject = Inject(block, status, 1 if before is None else before.revision + 1)
    event = turn.emit("inject_put", data={"by": given.by, **given.data}, visible_to=())
    watching.forget(turn, ("inject", name))
    _stand(turn, name, inject)
    if due_s is not None:
        if status == PLANNED:
            turn.schedule(due_s, FallDue(name, inject.revision), cause=event)
    elif block.get("when") is not None and block.get("state") == APPROVED:
        watching.watch(turn, ("inject", name), block["when"])


def skip(turn: Turn, given: Input) -> None:
    """An inject is not to come."""
    name, inject = _planned(turn, given)
    turn.emit("inject_skipped", data={"by": given.by, **given.data}, visible_to=())
    watching.forget(turn, ("inject", name))
    _stand(turn, name, inject._replace(status=SKIPPED))


def fire_by_hand(turn: Turn, given: Input) -> None:
    """Control fires an inject now, whatever its time, condition or approval."""
    name, _ = _planned(turn, given)
    reason = given.data.get("reason")
    fire(turn, name, turn.cause, {"by": given.by, **({} if reason is None else {"reason": reason})})


def fall_due(turn: Turn, action: FallDue) -> None:
    """The time of an inject has come: it fires if it is approved and fires by itself, or waits for control."""
    inject = turn.state.outside.injects[action.inject]
    if inject.status == PLANNED and inject.revision == action.revision:
        come_due(turn, action.inject, turn.cause)


def come_due(turn: Turn, name: str, cause: int | None) -> None:
    """An inject whose time or condition has come."""
    block = turn.state.outside.injects[name].block
    if block.get("state") == APPROVED and block.get("automatic", True):
        fire(turn, name, cause)
    else:
        _stand(turn, name, turn.state.outside.injects[name]._replace(status=DUE))
        turn.emit("inject_due", data={"inject": name, "title": block["title"]}, cause=cause, visible_to=())


def fire(turn: Turn, name: str, cause: int | None, by: Mapping[str, Any] | None = None) -> None:
    """Feed an inject to its cells, and hand in its orders."""
    inject = turn.state.outside.injects[name]
    block = inject.block
    data = {"inject": name, **{field: block.get(field, other) for field, other in _READ.items()}, **(by or {})}
    event = turn.emit("inject", data=data, cause=cause, visible_to=tuple(block.get("to") or EVERYONE))
    watching.forget(turn, ("inject", name))
    _stand(turn, name, inject._replace(status=FIRED, event=event))
    for ordered in block.get("orders") or ():
        fields = {field: ordered[field] for field in _ORDERED if ordered.get(field)}
        named = _order_name(turn, ordered["actor"])
        take_in(turn, Order(named, ordered["actor"], ordered["move"], turn.now_s, fields, "inject"), event)


def _order_name(turn: Turn, actor: str) -> str:
    """`prk-control-2`: the actor's second order by control. The name tells nothing of other cells or of the list."""
    begin = f"{actor.lower()}-control-"
    return f"{begin}{1 + sum(name.startswith(begin) for name in turn.state.orders)}"


def _planned(turn: Turn, given: Input) -> tuple[str, Inject]:
    name = given.told("inject")
    known = turn.state.outside.injects
    if name not in known:
        raise InputError("is not an inject of this exercise", field="inject", value=name, allowed=nearest(name, known))
    if known[name].status == FIRED:
        raise InputError("was fired already", field="inject", value=name, allowed="an inject to come")
    return name, known[name]


def _stand(turn: Turn, name: str, inject: Inject) -> None:
    outside = turn.state.outside
    turn.state = evolve(turn.state, outside=evolve(outside, injects={**outside.injects, name: inject}))
