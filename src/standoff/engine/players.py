"""Who plays: scripted history, and policies that deliberate at their rhythm. What they want is handed in as orders."""

from __future__ import annotations

from standoff.engine.actions import Deliberate, Submit
from standoff.engine.moves import move_of
from standoff.engine.queue import Priority
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order


def start(turn: Turn) -> None:
    """Hand in the script, and let every policy deliberate for the first time."""
    for order in turn.world.script:
        _hand_in(turn, order)


def deliberate(turn: Turn, action: Deliberate) -> None:
    """A policy looks at the crisis and orders what it wants."""


def _hand_in(turn: Turn, order: Order) -> None:
    """History shows when it takes effect; what prepared it was ordered its lead time before."""
    move = move_of(turn.world, order.move)
    assert move is not None and order.due_s is not None
    issued_s = max(order.due_s - move.lead_time_s, 0.0)
    ordered = Order(order.id, order.actor, order.move, issued_s, order.parameters, "policy", order.due_s)
    turn.schedule(issued_s, Submit(ordered), priority=Priority.INPUT)
