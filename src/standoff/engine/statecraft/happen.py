"""How a crisis function's result becomes state, events and items of the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from standoff.base.evolve import evolve
from standoff.base.streams import Draw
from standoff.crisis.agreements.agreement import IN_FORCE
from standoff.crisis.change import EVERYONE, Change
from standoff.crisis.crisis import Crisis
from standoff.crisis.due import Due
from standoff.crisis.effects import Act, Result
from standoff.crisis.state import CrisisState
from standoff.crisis.view import View
from standoff.engine.actions import Fall
from standoff.engine.turn import Turn
from standoff.scenario.world import World

PUBLIC: Final = frozenset({"income"})
"""Changes that everyone sees, whoever saw the move behind them: figures of trade are published."""

PUBLIC_DUES: Final = frozenset({"vote", "stock"})
"""What falls due in public, however it came about: votes of the Council, and dates that resolutions set."""


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
    after = result.state
    if not after.agreed and _came_into_force(state_of(turn), after):
        after = evolve(after, agreed=True)
    turn.crisis = after
    for change in result.changes:
        _emit(turn, change, cause, seen_by, draws)
    for due in result.dues:
        schedule(turn, due if due.kind in PUBLIC_DUES else due._replace(seen_by=seen_by), cause)


def schedule(turn: Turn, due: Due, cause: int | None = None) -> None:
    """Make something of the crisis fall due."""
    turn.schedule(due.time_s, Fall(due), cause=cause)


def acting(turn: Turn, actor: str, move: str, used: list[Draw]) -> Act:
    """An act of the world's own, such as a vote whose time has come."""
    return Act(actor, None, move, turn.now_s, drawing(turn, used))


def drawing(turn: Turn, used: list[Draw]) -> Callable[..., float]:
    """Draws from the stream that the arguments name; what is drawn is kept in `used`, if there is a record for it."""
    if not turn.recorded:
        return turn.streams.number

    def draw(*name: str) -> float:
        drawn = turn.streams.uniform(*name)
        used.append(drawn)
        return drawn.value

    return draw


def view_of(turn: Turn, actor: str, target: str | None = None) -> View:
    """What an actor sees now."""
    views = turn.plans.views
    assert views is not None
    return views.of(state_of(turn), turn.now_s, actor, target)


def crisis_of(world: World) -> Crisis:
    """The crisis of a world that has one."""
    assert world.crisis is not None
    return world.crisis


def state_of(turn: Turn) -> CrisisState:
    """The state of the crisis."""
    assert turn.crisis is not None
    return turn.crisis


def _came_into_force(before: CrisisState, after: CrisisState) -> bool:
    """Whether an agreement is in force that was not."""
    if after.agreements is before.agreements:
        return False
    return any(
        one.status in IN_FORCE and before.agreements[name].status not in IN_FORCE
        for name, one in after.agreements.items()
    )


def _emit(turn: Turn, change: Change, cause: int | None, seen_by: tuple[str, ...], draws: list[Draw] | None) -> None:
    taken = tuple(draws or ())
    if draws:
        draws.clear()
    visible_to = change.visible_to
    if visible_to == EVERYONE and change.kind not in PUBLIC:
        visible_to = seen_by
    turn.emit(
        change.kind,
        actor=change.actor,
        target=change.target,
        data=change.data,
        cause=cause,
        visible_to=visible_to,
        cameo=change.cameo,
        draws=taken,
    )
