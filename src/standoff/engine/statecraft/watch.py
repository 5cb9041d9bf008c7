"""What the world makes of a change: agreements whose clauses become ready or late, commitments that are called upon.

After every move and everything that falls due, preconditions and triggers are looked at anew. What hangs on time alone
is made due. Who sees the move that caused it sees what comes of it: `seen_by` goes all the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from standoff.base.evolve import evolve
from standoff.crisis import commitments
from standoff.crisis.agreements import course
from standoff.crisis.change import EVERYONE, Change
from standoff.crisis.commitments import Commitment, CommitmentState, Signal, Standing
from standoff.crisis.due import Due
from standoff.crisis.effects import Result
from standoff.crisis.view import View
from standoff.engine.statecraft.happen import crisis_of, schedule, state_of, take, view_of
from standoff.engine.turn import Turn

SeenBy = tuple[str, ...]

STARTEX: Final = "startex"
"""In place of a move: everything is looked at for the first time."""

# What becomes of a drill -> what that says of a commitment that rests on it.
_DRILL_SIGNALS: Final = {
    "running": Signal.DRILL_HELD,
    "postponed": Signal.DRILL_SHELVED,
    "shelved": Signal.DRILL_SHELVED,
}


def watch(
    turn: Turn,
    cause: int | None,
    changes: Iterable[Change] = (),
    move: str | None = None,
    seen_by: SeenBy = EVERYONE,
) -> None:
    """Look at agreements and commitments after something changed: a move, if there was one, or what fell due."""
    for change in changes:
        _signal(turn, change, cause, seen_by)
    _look_at_agreements(turn, cause, seen_by)
    _look_at_commitments(turn, cause, move, seen_by)


def heed(
    turn: Turn,
    actor: str,
    move: str,
    target: str | None,
    parameters: Mapping[str, Any],
    cause: int | None,
    seen_by: SeenBy,
) -> None:
    """A move may be what a commitment promised."""
    for one in crisis_of(turn.world).commitments.values():
        if _standing(turn, one).standing is Standing.TRIGGERED:
            result = commitments.moved(one, _standing(turn, one), actor, move, target, parameters)
            _settle(turn, one, result, cause, seen_by)


def call_in(turn: Turn, name: str, cause: int | None, seen_by: SeenBy) -> None:
    """The time to respond to a call upon a commitment is over."""
    one = crisis_of(turn.world).commitments[name]
    _settle(turn, one, commitments.overdue(one, _standing(turn, one), turn.now_s), cause, seen_by)


def _look_at_agreements(turn: Turn, cause: int | None, seen_by: SeenBy) -> None:
    for name, agreement in crisis_of(turn.world).agreements.items():
        state = state_of(turn)
        before = state.agreements[name]
        if not before.in_force:
            continue
        after, changes = course.refresh(agreement, before, turn.now_s, view_of(turn, agreement.signatories[0]))
        if after != before:
            result = Result(evolve(state, agreements={**state.agreements, name: after}), tuple(changes))
            take(turn, result, cause, seen_by=seen_by)
        deadline_s = course.next_deadline(agreement, after)
        if deadline_s is not None and state.deadlines.get(name) != deadline_s:
            _set_deadline(turn, name, deadline_s, cause)


def _set_deadline(turn: Turn, name: str, deadline_s: float, cause: int | None) -> None:
    # Deadlines stand in the text that the parties agreed on: what time alone brings, everyone sees.
    state = state_of(turn)
    turn.crisis = evolve(state, deadlines={**state.deadlines, name: deadline_s})
    schedule(turn, Due(max(deadline_s, turn.now_s), "deadline", data={"agreement": name}), cause)


def _look_at_commitments(turn: Turn, cause: int | None, move: str | None, seen_by: SeenBy) -> None:
    seen: View | None = None
    for one in crisis_of(turn.world).commitments.values():
        before = _standing(turn, one)
        if one.awaits is not None and move not in one.awaits and move != STARTEX:
            continue
        if seen is None or seen["self"] != one.guarantor:
            seen = view_of(turn, one.guarantor)
        result = commitments.look(one, before, turn.now_s, seen)
        if result[0] is before:
            continue
        _settle(turn, one, result, cause, seen_by)
        seen, deadline_s = None, result[0].deadline_s
        if deadline_s is not None and deadline_s != before.deadline_s:
            schedule(turn, Due(deadline_s, "response", one.guarantor, {"commitment": one.id}, seen_by), cause)


def _signal(turn: Turn, change: Change, cause: int | None, seen_by: SeenBy) -> None:
    """A drill held or shelved, a unit that came or left: what it says of a commitment that rests on it."""
    for one in crisis_of(turn.world).commitments.values():
        kind = _kind(one, change)
        if kind is not None:
            actor = change.actor or one.guarantor
            _settle(turn, one, commitments.signal(one, _standing(turn, one), kind, actor), cause, seen_by)


def _kind(one: Commitment, change: Change) -> Signal | None:
    if change.kind == "drill" and change.data["drill"] in one.drills:
        return _DRILL_SIGNALS.get(change.data["to"])
    if change.kind == "deployment" and change.data["unit"] in one.units:
        return Signal.DEPLOYMENT if change.data["station"] else Signal.WITHDRAWAL
    return None


def _settle(turn: Turn, one: Commitment, result: commitments.Result, cause: int | None, seen_by: SeenBy) -> None:
    after, changes = result
    state = state_of(turn)
    if after != state.commitments[one.id]:
        told = Result(evolve(state, commitments={**state.commitments, one.id: after}), tuple(changes))
        take(turn, told, cause, seen_by=seen_by)


def _standing(turn: Turn, one: Commitment) -> CommitmentState:
    return state_of(turn).commitments[one.id]
