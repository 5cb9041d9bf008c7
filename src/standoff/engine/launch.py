"""The move `launch`: an actor fires one or several ballistic missiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from standoff.engine.aim import aimed_flight
from standoff.engine.liftoff import LiftOff
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World


def require(world: World, order: Order) -> None:
    """Raise `InputError` for an unknown missile or place, and for an aim point out of range."""
    require_flights(world, salvo(world, order))


def take_effect(turn: Turn, order: Order) -> None:
    """Make each missile's lift-off due."""
    for delay_s, lift_off in salvo(turn.world, order):
        turn.schedule(turn.now_s + delay_s, lift_off)


def require_flights(world: World, lift_offs: Iterable[tuple[float, LiftOff]]) -> None:
    """Raise `InputError` for an aim point out of range."""
    for _, lift_off in lift_offs:
        aimed_flight(world.missiles[lift_off.missile], lift_off)


def salvo(world: World, order: Order) -> Iterator[tuple[float, LiftOff]]:
    """Each missile of the order, with its delay after the order takes effect."""
    return lift_offs(world, order.id, order.actor, order.parameters)


def lift_offs(
    world: World, name: str, actor: str, parameters: Mapping[str, Any], *, test: bool = False
) -> Iterator[tuple[float, LiftOff]]:
    """Each missile of a launch, named `name/1` and so on, with its delay. Raises `InputError` as `require` does."""
    ask = world.launch_parameters(parameters)
    for index in range(ask.count):
        yield (
            index * ask.interval_s,
            LiftOff(
                threat=f"{name}/{index + 1}",
                actor=actor,
                missile=ask.missile,
                launch=ask.origin,
                aim=ask.targets[index % len(ask.targets)],
                trajectory=ask.trajectory,
                apogee_m=ask.apogee_m,
                may_fail=ask.may_fail,
                fails=ask.fails,
                test=test,
            ),
        )
