"""The conditions that are looked at while a run goes on: of injects that wait for one, and of objectives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.base.evolve import evolve
from standoff.base.time import parse_utc
from standoff.engine.actions import Look
from standoff.engine.queue import Priority
from standoff.engine.statecraft.happen import view_of
from standoff.engine.turn import Turn
from standoff.scenario.schema.common import parse_duration

EVERY_S: Final = 600.0
"""What time alone brings is seen so often; every change of the crisis is looked at as it comes."""

Watched = tuple[str, str]
"""("inject" or "objective", id)."""


def watch(turn: Turn, what: Watched, condition: str) -> None:
    """Look at a condition from now on. Raises `InputError` if it is none."""
    crisis = turn.world.crisis
    if crisis is None:
        raise InputError("has no crisis whose state a condition could look at", value=condition)
    crisis.vocabulary.condition(condition)
    outside = turn.state.outside
    if not outside.looking:
        turn.schedule(turn.now_s + EVERY_S, Look(again=True), priority=Priority.RESPONSE)
    # One look at all of them does for whatever else comes to be watched at this instant.
    if not outside.look_due:
        turn.schedule(turn.now_s, Look(), priority=Priority.RESPONSE)
    watched = (*outside.watched, what)
    turn.state = evolve(turn.state, outside=evolve(outside, watched=watched, looking=True, look_due=True))


def forget(turn: Turn, what: Watched) -> None:
    """Look at it no more."""
    outside = turn.state.outside
    if what in outside.watched:
        left = tuple(one for one in outside.watched if one != what)
        turn.state = evolve(turn.state, outside=evolve(outside, watched=left))


def holds(turn: Turn, block: Mapping[str, Any], told: dict[str, bool]) -> bool:
    """Whether the condition of a block holds now, and now is in its window.

    `told` are conditions that were asked for in this look already; it is theirs as long as the crisis stands as it is.
    """
    crisis = turn.world.crisis
    assert crisis is not None
    after, until = block.get("after"), block.get("until")
    if after is not None and turn.now_s < seconds(turn, after):
        return False
    if until is not None and turn.now_s > seconds(turn, until):
        return False
    text = block["when"]
    if text not in told:
        told[text] = crisis.vocabulary.condition(text).holds(view_of(turn, ""))
    return told[text]


def seconds(turn: Turn, moment: str) -> float:
    """Seconds after STARTEX of a UTC time or an ISO 8601 duration."""
    if moment.startswith("P"):
        return parse_duration(moment)
    return (parse_utc(moment) - turn.world.startex).total_seconds()
