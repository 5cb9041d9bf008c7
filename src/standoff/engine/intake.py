"""The one door for orders: recorded when they arrive, checked, queued for their lead time, carried out or refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.base.evolve import evolve
from standoff.crisis.move import unknown_move
from standoff.engine.actions import Submit, TakeEffect
from standoff.engine.moves import Move, move_of, names_of
from standoff.engine.outside.standing import Awaiting
from standoff.engine.queue import Priority
from standoff.engine.state import Given
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order

CARRIED_OUT = "carried out"
REFUSED = "refused"


def submit(turn: Turn, action: Submit) -> None:
    """An order arrives by itself, at its time; one of a script does not while people play its actor."""
    order = action.order
    if order.origin != "policy" or order.actor not in turn.state.outside.people:
        take_in(turn, order, turn.cause)


def take_in(turn: Turn, order: Order, cause: int | None) -> None:
    """Record an order; refuse it with the reason, carry it out, or make it due after its move's lead time."""
    event = turn.emit("order", actor=order.actor, data=order.to_json, cause=cause, visible_to=(order.actor,))
    if order.id in turn.state.orders:
        _refused(turn, order, event, f"an order {order.id!r} was given before")
        return
    waits = order.origin == "input" and order.move in turn.state.outside.moves
    if not waits and _refuse(turn, order, event):
        return
    move = move_of(turn.world, order.move)
    assert move is not None
    due_s = turn.now_s + move.lead_time_s if order.due_s is None else order.due_s
    if waits:
        _await(turn, Awaiting(order, event, due_s))
    elif due_s <= turn.now_s:
        _carry_out(turn, order, move, event)
    else:
        _note(turn, order, due_s)
        _accepted(turn, order, event, {"takes_effect_s": round(due_s, 3)})
        turn.schedule(due_s, TakeEffect(order), cause=event, priority=Priority.INPUT)


def _await(turn: Turn, awaiting: Awaiting) -> None:
    """The order waits for control's ruling."""
    order, outside = awaiting.order, turn.state.outside
    _note(turn, order, math.inf)
    waiting = {**outside.awaiting, order.id: awaiting}
    turn.state = evolve(turn.state, outside=evolve(outside, awaiting=waiting))
    _accepted(turn, order, awaiting.event, {"takes_effect_s": None, "awaits": "control"})


def ruled(turn: Turn, name: str, refused: bool, reason: str, ruling: int) -> None:
    """Control has ruled on an order that is still to take effect."""
    outside = turn.state.outside
    awaiting = outside.awaiting.get(name)
    if awaiting is not None:
        left = {one: other for one, other in outside.awaiting.items() if one != name}
        turn.state = evolve(turn.state, outside=evolve(outside, awaiting=left))
    if refused:
        by = turn.state.orders[name].by
        turn.state = evolve(turn.state, orders={**turn.state.orders, name: Given(by, REFUSED)})
        data = {"order": name, "reason": reason}
        turn.emit("order_refused", actor=by, data=data, cause=ruling, visible_to=(by,))
    elif awaiting is not None:
        order, due_s = awaiting.order, max(awaiting.due_s, turn.now_s)
        _note(turn, order, due_s)
        _accepted(turn, order, awaiting.event, {"takes_effect_s": round(due_s, 3)})
        turn.schedule(due_s, TakeEffect(order), cause=awaiting.event, priority=Priority.INPUT)


def _accepted(turn: Turn, order: Order, cause: int, when: Mapping[str, Any]) -> None:
    data = {"order": order.id, **when}
    turn.emit("order_accepted", actor=order.actor, data=data, cause=cause, visible_to=(order.actor,))


def take_effect(turn: Turn, action: TakeEffect) -> None:
    """Carry out an order whose lead time is over, if it was not taken back and what it needs still holds."""
    order = action.order
    given = turn.state.orders.get(order.id)
    if given is None or not given.pending or turn.cause is None:
        return
    cause = _overridden(turn, order, turn.cause)
    if cause == turn.cause and _refuse(turn, order, cause):
        return
    move = move_of(turn.world, order.move)
    assert move is not None
    _carry_out(turn, order, move, cause)


def _overridden(turn: Turn, order: Order, cause: int) -> int:
    """If control lets an order through whose needs do not hold: the event that says so. The cause, otherwise."""
    ruling = turn.state.outside.rulings.get(f"order/{order.id}")
    if ruling is None:
        return cause
    proposed = unmet_need(turn, order)
    if proposed is None:
        return cause
    override = ruling.override(f"refused: {proposed}")
    return turn.emit("order_let_through", data={"order": order.id}, cause=cause, visible_to=(), override=override)


def _carry_out(turn: Turn, order: Order, move: Move, cause: int) -> None:
    _note(turn, order, CARRIED_OUT)
    # What happens meanwhile is caused by an event of this step, not by the item's.
    before, turn.cause = turn.cause, cause
    move.take_effect(turn, order)
    turn.cause = before


def _refuse(turn: Turn, order: Order, cause: int) -> bool:
    """Whether the order cannot be carried out; if so the record says why."""
    reason = unmet_need(turn, order)
    if reason is None:
        return False
    _note(turn, order, REFUSED)
    _refused(turn, order, cause, reason)
    return True


def _refused(turn: Turn, order: Order, cause: int, reason: str) -> None:
    data = {"order": order.id, "reason": reason}
    turn.emit("order_refused", actor=order.actor, data=data, cause=cause, visible_to=(order.actor,))


def _note(turn: Turn, order: Order, stands: float | str) -> None:
    turn.state = evolve(turn.state, orders={**turn.state.orders, order.id: Given(order.actor, stands)})


def unmet_need(turn: Turn, order: Order) -> str | None:
    """Why an order cannot be carried out: an unknown move or actor, a parameter, a need; None if it can."""
    move = move_of(turn.world, order.move)
    if move is None:
        return unknown_move(order.move, names_of(turn.world))
    if order.actor not in turn.world.actors:
        return f"{order.actor!r} takes no part: {nearest(order.actor, turn.world.actors)}"
    if order.origin == "input":
        # What the scenario orders, by its timeline, its history or its policies, was checked before the run.
        try:
            move.require(turn.world, order)
        except InputError as error:
            return str(error)
    return move.unmet(turn, order)
