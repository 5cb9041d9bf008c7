"""What an order may do. One `Move` each: what it needs, how long it takes, what it sets going.

`launch` and `cancel` are known everywhere; a crisis brings the moves of its catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from standoff.crisis.move import Move as Described
from standoff.engine import cancel, launch, statecraft
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World


def _nothing_unmet(turn: Turn, order: Order) -> str | None:  # noqa: ARG001  (the shape of a need)
    return None


@dataclass(frozen=True)
class Move:
    """A kind of action.

    `require` raises `InputError` for an order that can never be carried out; `unmet` says which need does not hold now.
    """

    require: Callable[[World, Order], None]
    take_effect: Callable[[Turn, Order], None]
    unmet: Callable[[Turn, Order], str | None] = _nothing_unmet
    lead_time_s: float = 0.0


MOVES: Final[Mapping[str, Move]] = {
    "launch": Move(require=launch.require, take_effect=launch.take_effect),
    "cancel": Move(require=cancel.require, take_effect=cancel.take_effect, unmet=cancel.unmet),
}


def move_of(world: World, name: str) -> Move | None:
    """The move of this name in this world, if there is one."""
    if name in MOVES:
        return MOVES[name]
    return None if world.crisis is None or name not in world.crisis.moves else _of_catalogue(world.crisis.moves[name])


@lru_cache(maxsize=1024)
def _of_catalogue(move: Described) -> Move:
    return Move(statecraft.require, statecraft.take_effect, statecraft.unmet, move.lead_time_s)


def names_of(world: World) -> list[str]:
    """The moves of a world."""
    return [*MOVES, *(() if world.crisis is None else world.crisis.moves)]
