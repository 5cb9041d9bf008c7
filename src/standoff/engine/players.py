"""Who plays: scripted history, and policies that deliberate at their rhythm. What they want is handed in as orders."""

from __future__ import annotations

from dataclasses import replace

from standoff.base.streams import Draw
from standoff.crisis.policy import Policy, Wish
from standoff.engine.actions import Deliberate, Submit
from standoff.engine.moves import move_of
from standoff.engine.queue import Priority
from standoff.engine.statecraft.happen import crisis_of, drawing, state_of, view_of
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order


def start(turn: Turn) -> None:
    """Hand in the script, and let every policy deliberate for the first time."""
    for order in turn.world.script:
        _hand_in(turn, order)
    if turn.world.crisis is not None:
        for actor, policies in turn.world.crisis.policies.items():
            for place in range(len(policies)):
                turn.schedule(turn.now_s, Deliberate(actor, place), priority=Priority.RESPONSE)


def deliberate(turn: Turn, action: Deliberate) -> None:
    """A policy looks at the crisis and orders what it wants; then it is due again."""
    policy = crisis_of(turn.world).policies[action.actor][action.policy]
    state, used = state_of(turn), list[Draw]()
    view, memory = view_of(turn, action.actor), state.memories.get(action.actor, {})
    kept, wishes = policy.decide(view, memory, turn.now_s, policy.every_s, drawing(turn, used))
    if kept is not memory:
        turn.state = replace(turn.state, crisis=replace(state, memories={**state.memories, action.actor: kept}))
    if wishes:
        _order(turn, policy, wishes, used)
    turn.schedule(turn.now_s + policy.every_s, action, priority=Priority.RESPONSE)


def _order(turn: Turn, policy: Policy, wishes: list[Wish], used: list[Draw]) -> None:
    """The wishes as orders, and for the record why."""
    for place, wish in enumerate(wishes, start=len(turn.state.orders) + 1):
        data = {"policy": policy.name, "move": wish.move, "target": wish.target, "why": wish.why}
        event = turn.emit("decision", actor=policy.actor, data=data, draws=used, visible_to=(policy.actor,))
        used = []
        parameters = {"target": wish.target, "with": dict(wish.parameters)}
        order = Order(
            f"{policy.actor.lower()}-{wish.move}-{place}",
            policy.actor,
            wish.move,
            turn.now_s,
            {name: value for name, value in parameters.items() if value},
            "policy",
        )
        turn.schedule(turn.now_s, Submit(order), cause=event, priority=Priority.INPUT)


def _hand_in(turn: Turn, order: Order) -> None:
    """History shows when it takes effect; what prepared it was ordered its lead time before."""
    move = move_of(turn.world, order.move)
    assert move is not None and order.due_s is not None
    issued_s = max(order.due_s - move.lead_time_s, 0.0)
    ordered = Order(order.id, order.actor, order.move, issued_s, order.parameters, "policy", order.due_s)
    turn.schedule(issued_s, Submit(ordered), priority=Priority.INPUT)
