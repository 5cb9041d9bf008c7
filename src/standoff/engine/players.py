"""Who plays: scripted history, and policies that deliberate at their rhythm. What they want is handed in as orders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from standoff.base.evolve import evolve
from standoff.base.streams import Draw
from standoff.crisis.policy import Policy, Wish
from standoff.engine.actions import Deliberate, Submit
from standoff.engine.intake import take_in
from standoff.engine.moves import move_of
from standoff.engine.queue import Priority
from standoff.engine.statecraft.happen import crisis_of, drawing, state_of, view_of
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order


def start(turn: Turn) -> None:
    """Hand in the script, and let all policies deliberate for the first time, those of one rhythm together."""
    for order in turn.world.script:
        _hand_in(turn, order)
    if turn.world.crisis is not None:
        rounds: dict[float, list[Policy]] = {}
        for policies in turn.world.crisis.policies.values():
            for policy in policies:
                rounds.setdefault(policy.every_s, []).append(policy)
        for together in rounds.values():
            turn.schedule(turn.now_s, Deliberate(tuple(together)), priority=Priority.RESPONSE)


def deliberate(turn: Turn, action: Deliberate) -> None:
    """Policies of one rhythm look at the crisis, all at the same state, and order what they want; then again.

    Those whose actor still plays by a script wait for its end, those whose actor people play rest.
    """
    memories, begins_s = dict(state_of(turn).memories), crisis_of(turn.world).begins_s
    every_s = action.policies[0].every_s
    wanted: list[_Wanted] = []
    for policy in action.policies:
        if turn.now_s < begins_s.get(policy.actor, 0.0) or policy.actor in turn.state.outside.people:
            continue
        used: list[Draw] = []
        view, memory = view_of(turn, policy.actor), memories.get(policy.actor, {})
        memories[policy.actor], wishes = policy.decide(view, memory, turn.now_s, every_s, drawing(turn, used))
        for wish in wishes:
            wanted.append(_Wanted(policy, wish, used))
            used = []
    names, ordered = _names(turn, [one for one in wanted if not one.wish.holds_back])
    turn.crisis = evolve(state_of(turn), memories=memories, ordered=ordered)
    named = iter(names)
    for one in wanted:
        _decide(turn, one, named)
    turn.schedule(turn.now_s + every_s, action, priority=Priority.RESPONSE)


class _Wanted(NamedTuple):
    """A wish of a policy; with the first of a look come the numbers that were drawn in it."""

    policy: Policy
    wish: Wish
    used: list[Draw]


def _names(turn: Turn, wanted: Sequence[_Wanted]) -> tuple[Collection[str], Mapping[str, int]]:
    """Names that no order has, `prk-test-missile-3`, the actor's third by policy; and how many each has given then.

    Names of missiles begin with them, and their random streams hang on those: so each counts the actor's own orders
    alone, and nobody else's move moves what chance brings this one.
    """
    ordered, names = dict(state_of(turn).ordered), dict[str, None]()
    for policy, wish, _ in wanted:
        actor = policy.actor
        count = ordered.get(actor, 0) + 1
        while (name := f"{actor.lower()}-{wish.move}-{count}") in names or _is_taken(turn, name):
            count += 1
        names[name], ordered[actor] = None, count
    return names, ordered


def _is_taken(turn: Turn, name: str) -> bool:
    return name in turn.state.orders or name in turn.plans.written


def _decide(turn: Turn, wanted: _Wanted, names: Iterator[str]) -> None:
    """For the record what was decided and why; the wish for a move becomes an order of the next name."""
    policy, wish, used = wanted
    why = _why(policy, wish)
    event = turn.emit("decision", actor=policy.actor, data=why, draws=used, visible_to=(policy.actor,))
    if wish.holds_back:
        return
    parameters: dict[str, Any] = {}
    if wish.target:
        parameters["target"] = wish.target
    if wish.says:
        parameters["says"] = wish.says
    if wish.parameters:
        parameters["with"] = dict(wish.parameters)
    take_in(turn, Order(next(names), policy.actor, wish.move, turn.now_s, parameters, "policy"), event)


def _why(policy: Policy, wish: Wish) -> Callable[[], dict[str, Any]]:
    return lambda: {"policy": policy.name, "move": wish.move or None, "target": wish.target, "why": wish.why}


def _hand_in(turn: Turn, order: Order) -> None:
    """History shows when it takes effect; what prepared it was ordered its lead time before."""
    move = move_of(turn.world, order.move)
    assert move is not None and order.due_s is not None
    issued_s = max(order.due_s - move.lead_time_s, 0.0)
    ordered = Order(order.id, order.actor, order.move, issued_s, order.parameters, "policy", order.due_s)
    turn.schedule(issued_s, Submit(ordered), priority=Priority.INPUT)
