"""The one door for orders: recorded when they arrive, checked, queued for their lead time, carried out or refused."""

from __future__ import annotations

from standoff.base.errors import InputError, nearest
from standoff.base.evolve import evolve
from standoff.crisis.move import unknown_move
from standoff.engine.actions import Submit, TakeEffect
from standoff.engine.moves import Move, move_of, names_of
from standoff.engine.queue import Priority
from standoff.engine.state import Given
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order

CARRIED_OUT = "carried out"
REFUSED = "refused"


def submit(turn: Turn, action: Submit) -> None:
    """An order arrives by itself, at its time."""
    take_in(turn, action.order, turn.cause)


def take_in(turn: Turn, order: Order, cause: int | None) -> None:
    """Record an order; refuse it with the reason, carry it out, or make it due after its move's lead time."""
    event = turn.emit("order", actor=order.actor, data=order.to_json, cause=cause, visible_to=(order.actor,))
    if order.id in turn.state.orders:
        _refused(turn, order, event, f"an order {order.id!r} was given before")
        return
    if _refuse(turn, order, event):
        return
    move = move_of(turn.world, order.move)
    assert move is not None
    due_s = turn.now_s + move.lead_time_s if order.due_s is None else order.due_s
    if due_s <= turn.now_s:
        _carry_out(turn, order, move, event)
        return
    _note(turn, order, due_s)
    data = {"order": order.id, "takes_effect_s": round(due_s, 3)}
    turn.emit("order_accepted", actor=order.actor, data=data, cause=event, visible_to=(order.actor,))
    turn.schedule(due_s, TakeEffect(order), cause=event, priority=Priority.INPUT)


def take_effect(turn: Turn, action: TakeEffect) -> None:
    """Carry out an order whose lead time is over, if it was not taken back and what it needs still holds."""
    order = action.order
    given = turn.state.orders.get(order.id)
    if given is None or not given.pending or turn.cause is None or _refuse(turn, order, turn.cause):
        return
    move = move_of(turn.world, order.move)
    assert move is not None
    _carry_out(turn, order, move, turn.cause)


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
