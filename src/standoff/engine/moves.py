"""What an order may do. One `Move` each: what it needs, how long it takes, what it sets going."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from standoff.engine import launch
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World


@dataclass(frozen=True)
class Move:
    """A kind of action. `require` raises `InputError` with the need that fails and its present value."""

    require: Callable[[World, Order], None]
    take_effect: Callable[[Turn, Order], None]
    lead_time_s: float = 0.0


MOVES: Final[Mapping[str, Move]] = {
    "launch": Move(require=launch.require, take_effect=launch.take_effect),
}
