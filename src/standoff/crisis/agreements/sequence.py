"""In which order clauses are to be performed: what sequencing adds to their own preconditions, and circles in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from standoff.crisis.agreements.clause import Clause, Need


class Sequencing(StrEnum):
    """In which order the two sides of a bargain are to move.

    `parallel` ("action for action") adds nothing to the clauses' own preconditions. `phased`: a phase begins when the
    one before is performed. `front-loaded`: the clauses of the bearer come before what others owe for them;
    `back-loaded`: after.
    """

    PARALLEL = "parallel"
    PHASED = "phased"
    FRONT_LOADED = "front-loaded"
    BACK_LOADED = "back-loaded"


def implied_needs(clauses: Iterable[Clause], sequencing: Sequencing, bearer: str | None, clause: Clause) -> list[Need]:
    """The clauses that must come before `clause` by the sequencing of the package."""
    others = [other for other in clauses if other.id != clause.id]
    if sequencing is Sequencing.PHASED:
        return [Need(other.id) for other in others if other.phase < clause.phase]
    if sequencing is Sequencing.PARALLEL or bearer is None:
        return []
    # Links go both ways: a quid and its quo.
    counterparts = [other for other in others if other.id in clause.linked or clause.id in other.linked]
    borne, first = bearer in clause.obligors, sequencing is Sequencing.FRONT_LOADED
    if borne == first:
        return []
    return [Need(other.id) for other in counterparts if (bearer in other.obligors) != borne]


def circle(waits: Mapping[str, Iterable[str]]) -> list[str]:
    """A circle in "waits for", as names of which the last is the first again; empty if there is none."""
    finished: set[str] = set()
    for start in waits:
        found = _circle_from(start, waits, [], finished)
        if found:
            return found
    return []


def _circle_from(name: str, waits: Mapping[str, Iterable[str]], path: list[str], finished: set[str]) -> list[str]:
    if name in path:
        return [*path[path.index(name) :], name]
    if name in finished:
        return []
    for other in waits.get(name, ()):
        found = _circle_from(other, waits, [*path, name], finished)
        if found:
            return found
    finished.add(name)
    return []
