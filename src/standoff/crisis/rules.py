"""The policy `rules`: moves that an author's conditions set off, surely or at a rate.

A rule with a rate r acts, while its condition holds, as a Poisson process: at a look that stands for a span dt it acts
with probability 1 - exp(-r dt). That is the same as a process of rate r that runs all the time, whose arrivals count
only while the condition holds (thinning; P. A. W. Lewis and G. S. Shedler, Naval Research Logistics 26, 1979).
So the next arrival is drawn ahead, and until then the rule neither draws nor looks.
"""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from standoff.crisis.condition import Condition
from standoff.crisis.policy import Drawer, Memory, Option, View, Wish


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        id: names it in the memory, in the record and in its random numbers.
        option: the move that it takes, with parameters.
        target: toward whom, if toward anybody.
        when: what must hold; always, if there is no condition.
        rate_per_s: while it holds, the move comes as a Poisson process of this rate; None: at once when looked at.
        at_most: how often in a run; None: any number.
        gap_s: least time between two moves of the rule, s.
    """

    id: str
    option: Option
    target: str | None = None
    when: Condition | None = None
    rate_per_s: float | None = None
    at_most: int | None = None
    gap_s: float = 0.0

    def free(self, taken: int, last_s: float, now_s: float) -> bool:
        """Whether its number and its gap leave it free to act, after `taken` moves, the last one at `last_s`."""
        return (self.at_most is None or taken < self.at_most) and (not taken or now_s >= last_s + self.gap_s)

    def holds(self, view: View) -> bool:
        """Whether its condition holds; `target` in it is the rule's own."""
        if self.when is None:
            return True
        if self.target is not None and "target" in self.when.text and view.get("target") != self.target:
            return self.when.holds(ChainMap({"target": self.target}, view))  # type: ignore[arg-type]  # it is read only
        return self.when.holds(view)

    def wait_s(self, uniform: float) -> float:
        """Time to the next arrival of its process, for a number in [0, 1); never, at a rate of 0."""
        return math.inf if not self.rate_per_s else -math.log1p(-uniform) / self.rate_per_s

    @property
    def why(self) -> str:
        """The reason of its moves, for the record."""
        return f"rule {self.id}" if self.when is None else f"rule {self.id}: {self.when.text}"


class Course(NamedTuple):
    """What a rule remembers: its moves so far, when the last was, its arrivals so far, and when the next will be."""

    taken: int = 0
    last_s: float = 0.0
    arrivals: int = 0
    next_s: float | None = None


@dataclass(frozen=True)
class RulesPolicy:
    """Plays `actor` by rules, each by itself, in their order. It remembers rule -> `Course`, as a list."""

    name: str
    actor: str
    every_s: float
    rules: tuple[Rule, ...]

    def decide(self, view: View, memory: Memory, now_s: float, dt_s: float, draw: Drawer) -> tuple[Memory, list[Wish]]:
        """The moves of all rules that fire now."""
        courses: Mapping[str, Any] = memory.get(self.name, {})
        wishes: list[Wish] = []
        changed: dict[str, list[Any]] = {}
        end_s = now_s + dt_s
        for rule in self.rules:
            held = courses.get(rule.id)
            if held is not None and _waits(rule, held, end_s):
                continue
            course, arrived = Course() if held is None else Course(*held), True
            if rule.rate_per_s is not None:
                course, arrived = self._run_on(rule, course, now_s, end_s, draw)
            if arrived and rule.free(course.taken, course.last_s, now_s) and rule.holds(view):
                wishes.append(rule.option.wish(rule.target, rule.why))
                course = course._replace(taken=course.taken + 1, last_s=now_s)
            if held is None or list(course) != held:
                changed[rule.id] = list(course)
        return ({**memory, self.name: {**courses, **changed}} if changed else memory), wishes

    def _run_on(self, rule: Rule, course: Course, now_s: float, end_s: float, draw: Drawer) -> tuple[Course, bool]:
        """The course with its next arrival after the span of this look, and whether one falls into the span."""
        arrived = False
        at_s = now_s if course.next_s is None else course.next_s
        arrivals, first = course.arrivals, course.next_s is None
        while first or at_s < end_s:
            arrived = arrived or not first
            # The process forgets: after the span, waiting begins anew at its end, so one draw a look is enough.
            at_s = (now_s if first else end_s) + rule.wait_s(draw(self.name, rule.id, str(arrivals)))
            arrivals, first = arrivals + 1, False
        return course._replace(arrivals=arrivals, next_s=at_s), arrived


def _waits(rule: Rule, held: list[Any], end_s: float) -> bool:
    """Whether a rule has nothing to do in this look: its next arrival is later, or it has acted as often as it may."""
    taken, _, _, next_s = held
    return (next_s is not None and next_s >= end_s) or (rule.at_most is not None and taken >= rule.at_most)
