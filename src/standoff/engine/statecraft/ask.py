"""What an order of the catalogue asks for, and whether it may be had: for good, and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from standoff.base.errors import InputError, nearest
from standoff.crisis.effects import OBSTACLES, Act
from standoff.crisis.move import OFFICES, Move
from standoff.crisis.parameters import LAUNCH, require_parameters
from standoff.engine import launch
from standoff.engine.liftoff import LiftOff
from standoff.engine.statecraft.happen import crisis_of, state_of, view_of
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World

_FIELDS: Final = ("target", "says", "with", "by")


class Ask(NamedTuple):
    """What an order of the catalogue asks for: to whom, in what words, with which parameters, by which office."""

    target: str | None = None
    says: str | None = None
    parameters: Mapping[str, Any] = MappingProxyType({})
    by: str | None = None

    @staticmethod
    def of(order: Order) -> Ask:
        """Read an order's fields. Raises `InputError` for one that is not known."""
        for name in order.parameters:
            if name not in _FIELDS:
                raise InputError("is not a known field", field=name, allowed=nearest(name, _FIELDS))
        told = order.parameters
        return Ask(told.get("target"), told.get("says"), told.get("with") or {}, told.get("by"))

    @property
    def launch(self) -> dict[str, Any]:
        """The parameters that are those of an order `launch`."""
        return {name: value for name, value in self.parameters.items() if name not in ("threat", "plan")}


def require(world: World, order: Order) -> None:
    """Raise `InputError` for an order that can never be carried out: who, to whom, with what, by whose authority."""
    crisis, ask = crisis_of(world), Ask.of(order)
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
        require_parameters(move, ask.parameters, {**crisis.names, "plan": world.plans})
        for lift_offs in _launches(world, order, move, ask):
            launch.require_flights(world, lift_offs)
    except InputError as error:
        error.field = f"with.{error.field}" if error.field else "with"
        raise


def unmet(turn: Turn, order: Order) -> str | None:
    """The first need of the move that does not hold now, or what stands in the way of an effect."""
    move, ask = crisis_of(turn.world).moves[order.move], Ask.of(order)
    if move.needs:
        reason = move.unmet(view_of(turn, order.actor, ask.target))
        if reason is not None:
            return reason
    return hindrance(turn, order.actor, move, ask)


def hindrance(turn: Turn, actor: str, move: Move, ask: Ask) -> str | None:
    """What stands in the way of an effect of the move now, beside the move's own needs."""
    for effect in move.effects:
        if effect.kind in OBSTACLES:
            act = Act(actor, ask.target, move.id, turn.now_s, _no_draw, ask.parameters)
            reason = OBSTACLES[effect.kind](crisis_of(turn.world), state_of(turn), act, effect.verb)
            if reason is not None:
                return reason
    return None


def _no_draw(*name: str) -> float:  # noqa: ARG001  (nothing hangs on chance before it happens)
    return 0.0


def _launches(world: World, order: Order, move: Move, ask: Ask) -> Iterator[Iterator[tuple[float, LiftOff]]]:
    """Everything that the order would launch."""
    for effect in move.effects:
        if effect.kind == LAUNCH:
            yield launch.lift_offs(world, order.id, order.actor, ask.launch)
