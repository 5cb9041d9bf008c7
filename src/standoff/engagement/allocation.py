"""Which battery takes which threat, when several can.

An option is one battery's possible engagement of one threat, with the window already found; options that no battery
could fire are not offered. A battery takes as many threats as it has free channels and interceptors for. Each threat
goes to one battery a call; the caller asks again for a second layer with the options that remain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


@dataclass(frozen=True)
class Option:
    """A battery may engage a threat: SI seconds on the exercise clock.

    `shots` is how many would be fired if all missed, `round_size` how many must be in hand to begin; `single_shot` the
    kill probability of one; `value` weighs the threat (its aim, for instance).
    """

    threat: str
    battery: str
    deadline_s: float
    earliest_intercept_s: float
    shots: int
    single_shot: float
    round_size: int = 1
    value: float = 1.0

    @property
    def first_round(self) -> int:
        """Interceptors that the engagement takes at once."""
        return min(self.round_size, self.shots)

    @property
    def expected_kills(self) -> float:
        """Weighted probability that the threat is killed by all shots that fit: value (1 - (1 - p)^shots)."""
        return self.value * (1.0 - (1.0 - self.single_shot) ** self.shots)


class Capacity(NamedTuple):
    """What a battery has free."""

    interceptors: int
    channels: int


class Assignment(NamedTuple):
    """This battery takes this threat and may use so many interceptors on it."""

    threat: str
    battery: str
    interceptors: int


Allocator = Callable[[Sequence[Option], Mapping[str, Capacity]], tuple[Assignment, ...]]


def earliest_deadline_first(options: Sequence[Option], capacity: Mapping[str, Capacity]) -> tuple[Assignment, ...]:
    """The threat whose last launch comes first is served first, by the battery that best kills it, then soonest.

    Ties are decided by the names, so the result does not depend on the order of the options.
    """
    free = dict(capacity)
    chosen: list[Option] = []
    for threat in _by_deadline(options):
        able = [option for option in options if option.threat == threat and _can_take(option, free[option.battery])]
        if able:
            best = min(able, key=lambda o: (-o.expected_kills, o.earliest_intercept_s, o.battery))
            free[best.battery] = _less(free[best.battery], best.first_round, channels=1)
            chosen.append(best)
    return _share_follow_ups(chosen, capacity)


def most_expected_kills(options: Sequence[Option], capacity: Mapping[str, Capacity]) -> tuple[Assignment, ...]:
    """The assignment with the greatest sum of expected kills, as a linear assignment problem over channels.

    Each battery offers one column for each threat that it could begin on. Solved by SciPy's `linear_sum_assignment`
    (Crouse, IEEE Transactions on Aerospace and Electronic Systems 52, 2016). Follow-up rounds share what is left in the
    order of deadlines.
    """
    from scipy.optimize import linear_sum_assignment  # a second of import, wanted only here

    able = [option for option in options if _can_take(option, capacity[option.battery])]
    if not able:
        return ()
    threats = _by_deadline(able)
    slots = [name for name in sorted({o.battery for o in able}) for _ in range(_slots(name, able, capacity[name]))]
    worth = np.zeros((len(threats), len(slots)))
    best = {(option.threat, option.battery): option for option in able}
    for row, threat in enumerate(threats):
        for column, battery in enumerate(slots):
            if (threat, battery) in best:
                worth[row, column] = best[threat, battery].expected_kills
    rows, columns = linear_sum_assignment(worth, maximize=True)
    chosen = [(threats[row], slots[column]) for row, column in zip(rows, columns, strict=True)]
    return _share_follow_ups([best[pair] for pair in chosen if pair in best], capacity)


ALLOCATORS: dict[str, Allocator] = {
    "earliest-deadline-first": earliest_deadline_first,
    "assignment": most_expected_kills,
}


def _by_deadline(options: Sequence[Option]) -> list[str]:
    deadline: dict[str, float] = {}
    for option in options:
        deadline[option.threat] = max(option.deadline_s, deadline.get(option.threat, -np.inf))
    return sorted(deadline, key=lambda threat: (deadline[threat], threat))


def _slots(battery: str, able: Sequence[Option], free: Capacity) -> int:
    """Threats that a battery can begin on; rounds of unequal size count as the largest, one is always possible."""
    rounds = [option.first_round for option in able if option.battery == battery]
    return min(free.channels, max(1, free.interceptors // max(rounds)), len(rounds))


def _can_take(option: Option, free: Capacity) -> bool:
    return option.shots > 0 and free.channels > 0 and free.interceptors >= option.first_round


def _less(free: Capacity, interceptors: int, channels: int = 0) -> Capacity:
    return Capacity(free.interceptors - interceptors, free.channels - channels)


def _share_follow_ups(chosen: Sequence[Option], capacity: Mapping[str, Capacity]) -> tuple[Assignment, ...]:
    """Every choice keeps its first round; what is left after all of them goes to follow-up rounds, in order."""
    free = dict(capacity)
    for option in chosen:
        free[option.battery] = _less(free[option.battery], option.first_round, channels=1)
    shared = []
    for option in chosen:
        extra = min(option.shots - option.first_round, free[option.battery].interceptors)
        free[option.battery] = _less(free[option.battery], extra)
        shared.append(Assignment(option.threat, option.battery, option.first_round + extra))
    return tuple(shared)
