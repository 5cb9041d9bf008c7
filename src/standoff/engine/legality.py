"""What could be ordered now: the needs of many options at once, each condition looked at no oftener than it must be."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.base.errors import InputError, nearest
from standoff.crisis.condition import Condition
from standoff.crisis.effects import OBSTACLES
from standoff.crisis.move import Move
from standoff.engine import statecraft
from standoff.engine.intake import unmet_need
from standoff.engine.moves import move_of, names_of
from standoff.engine.options import Option
from standoff.engine.play import Play
from standoff.engine.queue import Item
from standoff.engine.statecraft.happen import crisis_of, view_of
from standoff.engine.turn import Turn
from standoff.scenario.orders import Order
from standoff.scenario.world import World


def refusal(playing: Play, order: Order) -> str | None:
    """Why an order would be refused if it were given now; None if it would not."""
    return unmet_need(_turn(playing), order)


def require_possible(world: World, order: Order) -> None:
    """Raise `InputError` for an order that could never be carried out: an unknown move, a parameter that is missing."""
    move = move_of(world, order.move)
    if move is None:
        allowed = nearest(order.move, names_of(world))
        raise InputError("is not a known move", field="move", value=order.move, allowed=allowed)
    move.require(world, order)


def legal(playing: Play, actor: str, options: Sequence[Option]) -> list[bool]:
    """Which options of an actor's menu could be ordered now; the same as to ask `refusal` of each."""
    return _Bench(playing, actor).legal(options)


class _Bench:
    """Remembers what conditions came to at this moment: most options differ in parameters, which no need looks at."""

    def __init__(self, playing: Play, actor: str) -> None:
        self._turn, self._actor = _turn(playing), actor
        self._held: dict[tuple[str, str | None], bool] = {}
        self._met: dict[tuple[str, str | None], bool] = {}

    def legal(self, options: Sequence[Option]) -> list[bool]:
        moves = crisis_of(self._turn.world).moves
        hindering = {name for name, move in moves.items() if any(one.kind in OBSTACLES for one in move.effects)}
        return [
            self._needs_met(moves[option.move], option.target)
            and (option.move not in hindering or self._unhindered(moves[option.move], option))
            for option in options
        ]

    def _needs_met(self, move: Move, target: str | None) -> bool:
        key = move.id, target
        if key not in self._met:
            self._met[key] = all(self._holds(need.condition, target) for need in move.needs)
        return self._met[key]

    def _unhindered(self, move: Move, option: Option) -> bool:
        ask = statecraft.Ask(option.target, parameters=option.parameters)
        return statecraft.hindrance(self._turn, self._actor, move, ask) is None

    def _holds(self, condition: Condition, target: str | None) -> bool:
        key = condition.text, target if "target" in condition.text else None
        if key not in self._held:
            self._held[key] = condition.holds(view_of(self._turn, self._actor, target))
        return self._held[key]


def _turn(playing: Play) -> Turn:
    return Turn(playing.plans, playing.streams, playing.state, Item(playing.now_s, None))
