"""What an agent observes as numbers: a fixed list of named places, each read from the view of a crisis.

Names are those of conditions with dots: `tone.USA.PRK` is what the United States did toward North Korea. What has one
of several statuses takes a place for each, one of them 1: `threat.guam-salvo=announced`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.time import DAY_S
from standoff.crisis import drills, talks, threats
from standoff.crisis.agreements.agreement import Status
from standoff.crisis.agreements.clause import ClauseStatus
from standoff.crisis.crisis import HIGHEST_ALERT, LOWEST_ALERT, Crisis
from standoff.crisis.deployments import AWAY
from standoff.crisis.ladder import NAMES
from standoff.engine.session import Observation

Read = Callable[[Observation], float]

_THREATS: Final = (threats.NONE, threats.ANNOUNCED, threats.SUSPENDED, threats.CARRIED_OUT, threats.WITHDRAWN)
_TALKS: Final = (talks.NONE, "offered", talks.OPEN, "refused", "halted")
_DRILLS: Final = (drills.PLANNED, drills.RUNNING, drills.ENDED, drills.POSTPONED, drills.SHELVED)
_DRAFTS: Final = ("none", "tabled", "adopted", "vetoed", "failed", "withdrawn")


@dataclass(frozen=True)
class Place:
    """One number of an observation: its name, bounds, and how it is read."""

    name: str
    low: float
    high: float
    read: Read


class Layout:
    """The places of one agent's observation, in order; those of the whole state if there is no agent."""

    def __init__(self, crisis: Crisis, end_s: float, agent: str | None = None) -> None:
        self.places = tuple(_places(crisis, end_s, agent))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the places."""
        return tuple(place.name for place in self.places)

    @property
    def low(self) -> NDArray[np.float32]:
        """Lower bounds (n,)."""
        return np.array([place.low for place in self.places], dtype=np.float32)

    @property
    def high(self) -> NDArray[np.float32]:
        """Upper bounds (n,)."""
        return np.array([place.high for place in self.places], dtype=np.float32)

    def read(self, seen: Observation) -> NDArray[np.float32]:
        """The numbers (n,) of what was observed."""
        return np.array([place.read(seen) for place in self.places], dtype=np.float32)


def _places(crisis: Crisis, end_s: float, agent: str | None) -> Iterator[Place]:
    actors = crisis.actors
    yield Place("day", 0.0, end_s / DAY_S, lambda seen: seen.now_s / DAY_S)
    yield Place("days_left", 0.0, end_s / DAY_S, lambda seen: (end_s - seen.now_s) / DAY_S)
    if agent is not None:
        yield Place("pending", 0.0, math.inf, lambda seen: float(len(seen.pending)))
    # The agent's own first: what it sends and receives.
    for one, other in sorted(permutations(actors, 2), key=lambda pair: agent not in pair):
        yield _number(-math.inf, math.inf, "tone", one, other)
    for actor in actors:
        yield _number(0.0, len(NAMES) - 1.0, "rung", actor)
        yield _number(-math.inf, math.inf, "score", actor)
        yield _number(LOWEST_ALERT, HIGHEST_ALERT, "alert", actor)
    yield _number(0.0, math.inf, "raid")
    yield _number(0.0, math.inf, "tests")
    for name in crisis.values:
        yield _number(-math.inf, math.inf, "value", name)
    yield from _between(crisis)
    for target in crisis.traders:
        yield _number(0.0, 1.0, "income", target)
    for name in crisis.commitments:
        yield _number(0.0, 1.0, "credibility", name)


def _between(crisis: Crisis) -> Iterator[Place]:
    """What has a status."""
    for name in crisis.threats:
        yield from _one_of(_THREATS, "threat", name)
    for one, other in combinations(crisis.actors, 2):
        yield from _one_of(_TALKS, "talks", one, other)
    for name in crisis.drills:
        yield from _one_of(_DRILLS, "drill", name)
    for name, unit in crisis.deployments.items():
        yield from _one_of((AWAY, *unit.stations), "unit", name)
    for measure in crisis.sanctions.measures:
        yield _number(0.0, 1.0, "measure", measure.id)
    for name in crisis.council.drafts:
        yield from _one_of(_DRAFTS, "draft", name)
    for name, agreement in crisis.agreements.items():
        yield from _one_of(tuple(Status), "agreement", name)
        for clause in agreement.clauses:
            yield from _one_of(tuple(ClauseStatus), "clause", f"{name}/{clause.id}")


def _number(low: float, high: float, *path: str) -> Place:
    def read(seen: Observation) -> float:
        return float(_at(seen.view, path))

    return Place(".".join(path), low, high, read)


def _one_of(statuses: tuple[str, ...], *path: str) -> Iterator[Place]:
    for status in statuses:

        def read(seen: Observation, status: str = status) -> float:
            return float(_at(seen.view, path) == status)

        yield Place(f"{'.'.join(path)}={status or 'away'}", 0.0, 1.0, read)


def _at(view: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = view
    for step in path:
        value = value[step]
    return value
