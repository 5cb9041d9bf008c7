"""A move of the catalogue takes effect: tone, ladder, its own effects, and what they make due.

A move emits one event of kind `move` with what it did to tone and ladder; each effect emits what it changed, caused by
that event. Launches and raids go through the same door as every lift-off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from standoff.base.streams import Draw
from standoff.crisis.change import Change
from standoff.crisis.crisis import Crisis
from standoff.crisis.due import Due
from standoff.crisis.effects import EFFECTS, Act
from standoff.crisis.move import Move
from standoff.crisis.state import CrisisState
from standoff.crisis.threats import CARRIED_OUT
from standoff.engine import launch
from standoff.engine.statecraft.ask import Ask
from standoff.engine.statecraft.happen import crisis_of, drawing, schedule, state_of, take
from standoff.engine.statecraft.watch import heed, watch
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order


def take_effect(turn: Turn, order: Order) -> None:
    """A move happens: tone, ladder, its own effects, and what they make due."""
    crisis, ask = crisis_of(turn.world), Ask.of(order)
    move = crisis.moves[order.move]
    seen_by = crisis.seen_by(move, order.actor, ask.target)
    event = _tell(turn, order, crisis, move, ask, seen_by)
    used: list[Draw] = []
    act = Act(order.actor, ask.target, move.id, turn.now_s, drawing(turn, used), ask.parameters, ask.says or "")
    changes: list[Change] = []
    for effect in move.effects:
        threats = state_of(turn).threats
        if effect.kind in ENGINE_EFFECTS:
            ENGINE_EFFECTS[effect.kind](turn, order, ask, effect.verb, event)
        else:
            result = EFFECTS[effect.kind](crisis, state_of(turn), act, effect.verb)
            take(turn, result, event, seen_by=seen_by, draws=used)
            changes += result.changes
        if effect.kind == "threat" and effect.verb == "carry-out":
            _carry_out_threat(turn, order, threats, event)
    if move.duration_s > 0.0:
        over = {"order": order.id, "move": move.id}
        schedule(turn, Due(turn.now_s + move.duration_s, "move-over", order.actor, over, seen_by), event)
    heed(turn, order.actor, move.id, ask.target, ask.parameters, event, seen_by)
    watch(turn, event, changes, move.id, seen_by)


def _tell(turn: Turn, order: Order, crisis: Crisis, move: Move, ask: Ask, seen_by: tuple[str, ...]) -> int:
    """Tone, ladder and the count of moves change, and the record says so: the id of its event."""
    state, now_s, actor = state_of(turn), turn.now_s, order.actor
    place = crisis.ladder.after(state.rungs[actor], move.category, now_s, move.score)
    tones = state.tones
    if ask.target is not None:
        tones = crisis.tone.after(tones, (actor, ask.target), move.weight, now_s)
    after = state.took(actor, move.id, now_s, tones=tones, rungs={**state.rungs, actor: place})
    turn.crisis = after
    event = turn.emit(
        "move",
        actor=actor,
        target=ask.target,
        data=lambda: _told(crisis, order, move, ask, state, after, now_s),
        visible_to=seen_by,
        cameo=move.cameo,
    )
    if place.rung and place is not state.rungs[actor]:
        schedule(turn, Due(crisis.ladder.settles_at(place), "settle", actor), event)
    return event


def _told(
    crisis: Crisis, order: Order, move: Move, ask: Ask, before: CrisisState, after: CrisisState, now_s: float
) -> dict[str, Any]:
    """A move in the record: what was done in which words, and what it did to tone and ladder."""
    place, tone = after.rungs[order.actor], None
    if ask.target is not None:
        pair = (order.actor, ask.target)
        felt, feels = (round(crisis.tone.at(state.tones, pair, now_s), 3) for state in (before, after))
        tone = {"weight": move.weight, "before": felt, "after": feels}
    stood = crisis.ladder.at(before.rungs[order.actor], now_s).rung
    return {
        "order": order.id,
        "move": move.id,
        "title": move.title,
        "says": ask.says,
        "with": dict(ask.parameters),
        "authority": ask.by or move.authority,
        "tone": tone,
        "ladder": {"category": move.category, "before": stood, "rung": place.rung, "score": place.score},
    }


def _carry_out_threat(turn: Turn, order: Order, before: Mapping[str, str], event: int) -> None:
    """A threat with a plan behind it becomes its launches, if it was just now carried out.

    One that was never announced, or was carried out before, stands where it stood.
    """
    for name, status in state_of(turn).threats.items():
        plan = crisis_of(turn.world).threats[name].plan
        if status == CARRIED_OUT and before[name] != CARRIED_OUT and plan is not None:
            _raid(turn, order, plan, event)


def _launch(turn: Turn, order: Order, ask: Ask, verb: str, event: int) -> None:
    """Missiles leave: a test, or a strike."""
    test = verb == "test"
    for delay_s, lift_off in launch.lift_offs(turn.world, order.id, order.actor, ask.launch, test=test):
        turn.schedule(turn.now_s + delay_s, lift_off, cause=event)


def _raid(turn: Turn, order: Order, plan: str, event: int) -> None:
    """The launches of a plan, each at its time."""
    for name, (after_s, parameters) in turn.world.plans[plan].launches.items():
        for delay_s, lift_off in launch.lift_offs(turn.world, f"{order.id}/{name}", order.actor, parameters):
            turn.schedule(turn.now_s + after_s + delay_s, lift_off, cause=event)


def _carry_out_plan(turn: Turn, order: Order, ask: Ask, verb: str, event: int) -> None:  # noqa: ARG001  (a row's shape)
    _raid(turn, order, ask.parameters["plan"], event)


EngineEffect = Callable[[Turn, Order, Ask, Any, int], None]

ENGINE_EFFECTS: Final[Mapping[str, EngineEffect]] = {"launch": _launch, "raid": _carry_out_plan}
