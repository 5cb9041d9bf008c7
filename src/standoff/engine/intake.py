"""The one door for orders: recorded when they arrive, checked, queued for their lead time, carried out or refused."""

from __future__ import annotations

from standoff.base.errors import InputError, nearest
from standoff.engine.actions import Submit, TakeEffect
from standoff.engine.moves import MOVES
from standoff.engine.queue import Priority
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order


def submit(turn: Turn, action: Submit) -> None:
    """Record an order; refuse it with the reason, or make it due after its move's lead time."""
    order = action.order
    event = turn.emit("order", actor=order.actor, data=order.to_json(), visible_to=(order.actor,))
    if refuse(turn, order, event):
        return
    lead_time_s = MOVES[order.move].lead_time_s
    turn.schedule(turn.now_s + lead_time_s, TakeEffect(order), cause=event, priority=Priority.INPUT)


def take_effect(turn: Turn, action: TakeEffect) -> None:
    """Carry out an order whose lead time is over, if what it needs still holds."""
    order = action.order
    if turn.cause is not None and not refuse(turn, order, turn.cause):
        MOVES[order.move].take_effect(turn, order)


def refuse(turn: Turn, order: Order, cause: int) -> bool:
    """Whether the order cannot be carried out; if so the record says why."""
    reason = _unmet_need(turn, order)
    if reason is None:
        return False
    data = {"order": order.id, "reason": reason}
    turn.emit("order_refused", actor=order.actor, data=data, cause=cause, visible_to=(order.actor,))
    return True


def _unmet_need(turn: Turn, order: Order) -> str | None:
    if order.move not in MOVES:
        return f"{order.move!r} is not a known move: {nearest(order.move, MOVES)}"
    if order.actor not in turn.world.actors:
        return f"{order.actor!r} takes no part: {nearest(order.actor, turn.world.actors)}"
    try:
        MOVES[order.move].require(turn.world, order)
    except InputError as error:
        return str(error)
    return None
