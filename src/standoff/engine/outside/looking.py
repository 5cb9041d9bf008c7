"""A look at the conditions that are watched: what holds comes about."""

from __future__ import annotations

from standoff.base.evolve import evolve
from standoff.engine.actions import Look
from standoff.engine.outside import injects, objectives
from standoff.engine.outside.watching import EVERY_S, forget, holds
from standoff.engine.queue import Priority
from standoff.engine.turn import Turn


def look_for_time(turn: Turn, action: Look) -> None:
    """A look for the sake of time, and again as long as anything is watched; or one for what has come to be watched."""
    if not action.again:
        turn.state = evolve(turn.state, outside=evolve(turn.state.outside, look_due=False))
        look(turn, turn.cause)
        return
    look(turn, turn.cause)
    if turn.state.outside.watched:
        turn.schedule(turn.now_s + EVERY_S, action, priority=Priority.RESPONSE)
    else:
        turn.state = evolve(turn.state, outside=evolve(turn.state.outside, looking=False))


def look(turn: Turn, cause: int | None) -> None:
    """Let everything come about whose condition holds now, in the order in which it came to be watched."""
    watched, crisis = turn.state.outside.watched, turn.crisis
    told: dict[str, bool] = {}
    for what in watched:
        kind, name = what
        outside = turn.state.outside
        block = (outside.injects if kind == "inject" else outside.objectives)[name].block
        if turn.crisis is not crisis:
            crisis, told = turn.crisis, {}
        # What came about a moment ago may have ended the watch for this.
        still = outside.watched is watched or what in outside.watched
        if still and holds(turn, block, told):
            forget(turn, what)
            if kind == "inject":
                injects.come_due(turn, name, cause)
            else:
                objectives.meet(turn, name, cause)
