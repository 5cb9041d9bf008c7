"""The crisis joined to the engine: an order of the catalogue takes effect, and what follows from it falls due.

A move emits one event of kind `move` with what it did to tone and ladder; each effect emits what it changed, caused by
that event. Launches and raids go through the same door as every lift-off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.streams import Draw
from standoff.crisis import drills, effects
from standoff.crisis.change import EVERYONE, Change
from standoff.crisis.crisis import Crisis
from standoff.crisis.due import Due
from standoff.crisis.effects import Act, Result
from standoff.crisis.ladder import NAMES
from standoff.crisis.move import OFFICES, Move
from standoff.crisis.parameters import LAUNCH, require_parameters
from standoff.crisis.state import CrisisState
from standoff.engine import launch
from standoff.engine.actions import Fall
from standoff.engine.liftoff import LiftOff
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World

_FIELDS: Final = ("target", "says", "with", "by")


@dataclass(frozen=True)
class Ask:
    """What an order of the catalogue asks for: to whom, in what words, with which parameters, by which office."""

    target: str | None = None
    says: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None

    @staticmethod
    def of(order: Order) -> Ask:
        """Read an order's fields. Raises `InputError` for one that is not known."""
        for name in order.parameters:
            if name not in _FIELDS:
                raise InputError("is not a known field", field=name, allowed=nearest(name, _FIELDS))
        told = order.parameters
        return Ask(told.get("target"), told.get("says"), told.get("with") or {}, told.get("by"))


def start(turn: Turn) -> None:
    """The crisis as it stands at STARTEX, with its drills on their dates."""
    crisis = turn.world.crisis
    if crisis is None:
        return
    turn.state = replace(turn.state, crisis=crisis.start)
    for drill in crisis.drills.values():
        if drill.automatic and drill.end_s > 0.0:
            _schedule(turn, Due(drill.start_s, "drill", drill.actors[0], {"drill": drill.id, "verb": "begin"}))
            _schedule(turn, Due(drill.end_s, "drill", drill.actors[0], {"drill": drill.id, "verb": "end"}))


def require(world: World, order: Order) -> None:
    """Raise `InputError` for an order that can never be carried out: who, to whom, with what, by whose authority."""
    crisis, ask = _crisis(world), Ask.of(order)
    move = crisis.moves[order.move]
    if ask.target is not None and ask.target not in crisis.actors:
        allowed = nearest(str(ask.target), crisis.actors)
        raise InputError("is not an actor of this scenario", field="target", value=ask.target, allowed=allowed)
    if ask.by is not None and ask.by not in OFFICES:
        raise InputError("is not an office", field="by", value=ask.by, allowed=", ".join(OFFICES))
    if not isinstance(ask.parameters, Mapping):
        raise InputError("is not a mapping", field="with", value=ask.parameters, allowed="parameter: value")
    misfit = move.misfit(order.actor, ask.target, ask.by)
    if misfit is not None:
        raise InputError(misfit, field="move", value=order.move)
    try:
        require_parameters(move, ask.parameters, _names(world, crisis))
        for lift_offs in _launches(world, order, move, ask):
            launch.require_flights(world, lift_offs)
    except InputError as error:
        error.field = f"with.{error.field}" if error.field else "with"
        raise


def unmet(turn: Turn, order: Order) -> str | None:
    """The first need of the move that does not hold now, with the present values."""
    crisis, state = _crisis(turn.world), _state(turn)
    move, ask = crisis.moves[order.move], Ask.of(order)
    if not move.needs:
        return None
    views = turn.plans.views
    assert views is not None
    return move.unmet(views.of(state, turn.now_s, order.actor, ask.target))


def take_effect(turn: Turn, order: Order) -> None:
    """A move happens: tone, ladder, its own effects, and what they make due."""
    crisis, ask = _crisis(turn.world), Ask.of(order)
    move = crisis.moves[order.move]
    event = _tell(turn, order, crisis, move, ask)
    turn.state = replace(turn.state, crisis=_state(turn).took(order.actor, move.id, turn.now_s))
    used: list[Draw] = []
    act = Act(order.actor, ask.target, move.id, turn.now_s, _drawing(turn, order, used), ask.parameters)
    for effect in move.effects:
        if effect.kind in ENGINE_EFFECTS:
            ENGINE_EFFECTS[effect.kind](turn, order, ask, effect.verb, event)
        else:
            result = effects.EFFECTS[effect.kind](crisis, _state(turn), act, effect.verb)
            take(turn, result, event, seen_by=crisis.seen_by(move, order.actor, ask.target), draws=used)
        if effect.kind == "threat" and effect.verb == "carry-out":
            carry_out_threat(turn, order, ask, event)
    if move.duration_s > 0.0:
        over = {"order": order.id, "move": move.id}
        seen_by = crisis.seen_by(move, order.actor, ask.target)
        _schedule(turn, Due(turn.now_s + move.duration_s, "move-over", order.actor, over, seen_by), event)


def fall(turn: Turn, action: Fall) -> None:
    """Something of the crisis falls due."""
    due = action.due
    DUES[due.kind](turn, due)


def take(
    turn: Turn,
    result: Result,
    cause: int | None,
    *,
    seen_by: tuple[str, ...] = EVERYONE,
    draws: list[Draw] | None = None,
) -> None:
    """Put a result into the state, write what changed, and schedule what is due.

    Who sees a move sees what comes of it, at once or later; `draws` go into the first event and are gone.
    """
    turn.state = replace(turn.state, crisis=result.state)
    for change in result.changes:
        _emit(turn, change, cause, seen_by, draws)
    for due in result.dues:
        _schedule(turn, replace(due, seen_by=seen_by), cause)


def carry_out_threat(turn: Turn, order: Order, ask: Ask, event: int) -> None:
    """A threat with a plan behind it becomes its launches."""
    name = ask.parameters.get("threat")
    threat = None if name is None else _crisis(turn.world).threats[name]
    if threat is not None and threat.plan is not None:
        _raid(turn, order, threat.plan, event)


def _tell(turn: Turn, order: Order, crisis: Crisis, move: Move, ask: Ask) -> int:
    state, now_s, actor = _state(turn), turn.now_s, order.actor
    before = crisis.ladder.at(state.rungs[actor], now_s)
    place = crisis.ladder.after(state.rungs[actor], move.category, now_s, move.score)
    tone = None
    tones = state.tones
    if ask.target is not None:
        pair = (actor, ask.target)
        tones = crisis.tone.after(tones, pair, move.weight, now_s)
        felt = crisis.tone.at(state.tones, pair, now_s)
        tone = {"weight": move.weight, "before": round(felt, 3), "after": round(tones[pair].value, 3)}
    turn.state = replace(turn.state, crisis=replace(state, tones=tones, rungs={**state.rungs, actor: place}))
    event = turn.emit(
        "move",
        actor=actor,
        target=ask.target,
        data={
            "order": order.id,
            "move": move.id,
            "title": move.title,
            "says": ask.says,
            "with": dict(ask.parameters),
            "authority": ask.by or move.authority,
            "tone": tone,
            "ladder": {
                "category": move.category, "before": before.rung, "rung": place.rung, "score": place.score,
            },
        },
        visible_to=crisis.seen_by(move, actor, ask.target),
        cameo=move.cameo,
    )  # fmt: skip
    if place.rung and place != before:
        _schedule(turn, Due(crisis.ladder.settles_at(place), "settle", actor), event)
    return event


def _settle(turn: Turn, due: Due) -> None:
    """A quiet spell is over, if it was one: the actor stands one rung lower."""
    crisis, state = _crisis(turn.world), _state(turn)
    assert due.actor is not None
    stood = state.rungs[due.actor]
    place = crisis.ladder.at(stood, turn.now_s)
    if place.rung == stood.rung:
        return
    change = Change("rung", {"before": stood.rung, "rung": place.rung, "name": NAMES[place.rung]}, due.actor)
    later = (Due(crisis.ladder.settles_at(place), "settle", due.actor),) if place.rung else ()
    take(turn, Result(replace(state, rungs={**state.rungs, due.actor: place}), (change,), later), turn.cause)


def _arrive(turn: Turn, due: Due) -> None:
    data = due.data
    result = effects.stand(_crisis(turn.world), _state(turn), data["unit"], data["station"])
    take(turn, result, turn.cause, seen_by=due.seen_by)


def _drill(turn: Turn, due: Due) -> None:
    """A drill begins or ends on its date, unless it was postponed, shelved or begun already."""
    crisis, state = _crisis(turn.world), _state(turn)
    name, verb = due.data["drill"], due.data["verb"]
    waits = drills.PLANNED if verb == "begin" else drills.RUNNING
    assert due.actor is not None
    if state.drills[name].status == waits:
        take(turn, effects.hold_drill(crisis, state, due.actor, name, verb), turn.cause)


def _over(turn: Turn, due: Due) -> None:
    turn.emit("move_over", actor=due.actor, data=dict(due.data), visible_to=due.seen_by)


DUES: Final[Mapping[str, Callable[[Turn, Due], None]]] = {
    "arrival": _arrive,
    "drill": _drill,
    "settle": _settle,
    "move-over": _over,
}


def _launch(turn: Turn, order: Order, ask: Ask, verb: str, event: int) -> None:
    """Missiles leave: a test, or a strike."""
    test = verb == "test"
    for delay_s, lift_off in launch.lift_offs(turn.world, order.id, order.actor, _launch_fields(ask), test=test):
        _lift_off(turn, delay_s, lift_off, event)


def _raid(turn: Turn, order: Order, plan: str, event: int) -> None:
    """The launches of a plan, each at its time."""
    for name, (after_s, parameters) in turn.world.plans[plan].launches.items():
        for delay_s, lift_off in launch.lift_offs(turn.world, f"{order.id}/{name}", order.actor, parameters):
            _lift_off(turn, after_s + delay_s, lift_off, event)


def _lift_off(turn: Turn, delay_s: float, lift_off: LiftOff, event: int) -> None:
    state = _state(turn)
    counted = replace(state, tests=state.tests + 1) if lift_off.test else replace(state, fired=state.fired + 1)
    turn.state = replace(turn.state, crisis=counted)
    turn.schedule(turn.now_s + delay_s, lift_off, cause=event)


def _carry_out_plan(turn: Turn, order: Order, ask: Ask, verb: str, event: int) -> None:  # noqa: ARG001  (a row's shape)
    _raid(turn, order, ask.parameters["plan"], event)


EngineEffect = Callable[[Turn, Order, Ask, Any, int], None]

ENGINE_EFFECTS: Final[Mapping[str, EngineEffect]] = {"launch": _launch, "raid": _carry_out_plan}


def _launches(world: World, order: Order, move: Move, ask: Ask) -> Iterator[Iterator[tuple[float, LiftOff]]]:
    """Everything that the order would launch."""
    for effect in move.effects:
        if effect.kind == LAUNCH:
            yield launch.lift_offs(world, order.id, order.actor, _launch_fields(ask))


def _launch_fields(ask: Ask) -> dict[str, Any]:
    return {name: value for name, value in ask.parameters.items() if name not in ("threat", "plan")}


def _names(world: World, crisis: Crisis) -> dict[str, Any]:
    return {
        "threat": crisis.threats,
        "drill": crisis.drills,
        "unit": crisis.deployments,
        "plan": world.plans,
        "actor": crisis.actors,
    }


def _drawing(turn: Turn, order: Order, used: list[Draw]) -> Callable[..., float]:
    def draw(*name: str) -> float:
        drawn = turn.streams.uniform(*name, order.id)
        used.append(drawn)
        return drawn.value

    return draw


def _emit(turn: Turn, change: Change, cause: int | None, seen_by: tuple[str, ...], draws: list[Draw] | None) -> None:
    taken = tuple(draws or ())
    if draws:
        draws.clear()
    turn.emit(
        change.kind,
        actor=change.actor,
        target=change.target,
        data=change.data,
        cause=cause,
        visible_to=seen_by if change.visible_to == EVERYONE else change.visible_to,
        cameo=change.cameo,
        draws=taken,
    )


def _schedule(turn: Turn, due: Due, cause: int | None = None) -> None:
    turn.schedule(due.time_s, Fall(due), cause=cause)


def _crisis(world: World) -> Crisis:
    assert world.crisis is not None
    return world.crisis


def _state(turn: Turn) -> CrisisState:
    assert turn.state.crisis is not None
    return turn.state.crisis
