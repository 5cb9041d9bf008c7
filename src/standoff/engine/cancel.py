"""The move `cancel`: an actor takes back an order of its own that has not taken effect yet."""

from __future__ import annotations

from standoff.base.errors import InputError
from standoff.base.evolve import evolve
from standoff.engine.state import Given
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World

CANCELLED = "cancelled"


def require(world: World, order: Order) -> None:  # noqa: ARG001  (the shape of every move)
    """Raise `InputError` unless the order names another one."""
    name = order.parameters.get("order")
    if not isinstance(name, str) or set(order.parameters) != {"order"}:
        raise InputError("names no order", field="order", value=name, allowed="order: ID of an order of your own")


def unmet(turn: Turn, order: Order) -> str | None:
    """Why the other order cannot be taken back."""
    name = order.parameters["order"]
    given = turn.state.orders.get(name)
    if given is None or given.by != order.actor:
        return f"{order.actor} has given no order {name!r}"
    return None if given.pending else f"order {name!r} is {given.stands} already"


def take_effect(turn: Turn, order: Order) -> None:
    """Take the other order back."""
    name = order.parameters["order"]
    turn.state = evolve(turn.state, orders={**turn.state.orders, name: Given(order.actor, CANCELLED)})
    turn.emit("order_cancelled", actor=order.actor, data={"order": name}, visible_to=(order.actor,))
