"""A look at the conditions that are watched: what holds comes about."""

from __future__ import annotations

from standoff.base.evolve import evolve
from standoff.engine.actions import Look
from standoff.engine.outside import injects, objectives
from standoff.engine.outside.watching import EVERY_S, forget, holds
from standoff.engine.queue import Priority
from standoff.engine.turn import Turn


def look_for_time(turn: Turn, action: Look) -> None:
    """A look for the sake of time; and again, as long as anything is watched."""
    look(turn, turn.cause)
    if not action.again:
        return
    if turn.state.outside.watched:
        turn.schedule(turn.now_s + EVERY_S, action, priority=Priority.RESPONSE)
    else:
        turn.state = evolve(turn.state, outside=evolve(turn.state.outside, looking=False))


def look(turn: Turn, cause: int | None) -> None:
    """Let everything come about whose condition holds now, in the order in which it came to be watched."""
    for what in turn.state.outside.watched:
        kind, name = what
        outside = turn.state.outside
        block = (outside.injects if kind == "inject" else outside.objectives)[name].block
        # What came about a moment ago may have ended the watch for this.
        if what in outside.watched and holds(turn, block):
            forget(turn, what)
            if kind == "inject":
                injects.come_due(turn, name, cause)
            else:
                objectives.meet(turn, name, cause)
