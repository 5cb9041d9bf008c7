"""The policy `rules`: moves that an author's conditions set off, surely or at a rate.

A rule with a rate r acts, while its condition holds, as a Poisson process: at a look that stands for a span dt it acts
with probability 1 - exp(-r dt). That is the same as a process of rate r that runs all the time, whose arrivals count
only while the condition holds (thinning; P. A. W. Lewis and G. S. Shedler, Naval Research Logistics 26, 1979).
So the next arrival is drawn ahead, and until then the rule neither draws nor looks.
"""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

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

    def rests(self, taken: int, last_s: float, now_s: float) -> bool:
        """Whether its gap keeps it from acting, after `taken` moves, the last one at `last_s`."""
        return taken > 0 and now_s < last_s + self.gap_s

    def spent(self, taken: int) -> bool:
        """Whether it has acted as often as it may."""
        return self.at_most is not None and taken >= self.at_most

    @cached_property
    def holds(self) -> Callable[[View], bool]:
        """Whether its condition holds in a view; `target` in it is the rule's own."""
        when, target = self.when, self.target
        if when is None:
            return lambda _: True
        if target is None or "target" not in when.names:
            return when.holds
        return lambda view: when.holds(ChainMap({"target": target}, view))  # type: ignore[arg-type]  # it is not written to

    def wait_s(self, uniform: float) -> float:
        """Time to the next arrival of its process, for a number in [0, 1); never, at a rate of 0."""
        return math.inf if not self.rate_per_s else -math.log1p(-uniform) / self.rate_per_s

    @cached_property
    def why(self) -> str:
        """The reason of its moves, for the record."""
        return f"rule {self.id}" if self.when is None else f"rule {self.id}: {self.when.text}"


class Course(NamedTuple):
    """What has become of a rule: its moves so far, when the last was, and how many arrivals were drawn for it."""

    taken: int = 0
    last_s: float = 0.0
    drawn: int = 0


class Calendar(NamedTuple):
    """What a policy remembers, rule by rule in their order; a look costs no more than the rules that are due in it.

    Attributes:
        courses: what has become of each.
        next_s: when the next arrival of each is, s after STARTEX; infinite for rules without a rate.
        open: places of the rules without a rate that may still act.
    """

    courses: tuple[Course, ...]
    next_s: tuple[float, ...]
    open: tuple[int, ...]


@dataclass(frozen=True)
class RulesPolicy:
    """Plays `actor` by rules, each by itself, in their order. It remembers a `Calendar`."""

    name: str
    actor: str
    every_s: float
    rules: tuple[Rule, ...]

    def decide(self, view: View, memory: Memory, now_s: float, dt_s: float, draw: Drawer) -> tuple[Memory, list[Wish]]:
        """The moves of all rules that fire now."""
        calendar: Calendar = memory.get(self.name) or self._first(now_s, draw)
        end_s = now_s + dt_s
        due = [place for place, at_s in enumerate(calendar.next_s) if at_s < end_s]
        looked = sorted((*due, *calendar.open)) if due else calendar.open
        courses, next_s, wishes = list(calendar.courses), list(calendar.next_s), list[Wish]()
        for place in looked:
            rule, (taken, last_s, drawn) = self.rules[place], courses[place]
            acts = not rule.rests(taken, last_s, now_s) and rule.holds(view)
            if acts:
                wishes.append(rule.option.wish(rule.target, rule.why))
                taken, last_s = taken + 1, now_s
            if rule.rate_per_s is not None:
                # The process forgets: waiting begins anew when it may act again, so one draw a look is enough.
                again_s = max(end_s, last_s + rule.gap_s) if acts else end_s
                spent = acts and rule.spent(taken)
                next_s[place] = math.inf if spent else again_s + rule.wait_s(draw(self.name, rule.id, str(drawn)))
                courses[place] = Course(taken, last_s, drawn + 1)
            elif acts:
                courses[place] = Course(taken, last_s, drawn)
        still = calendar.open
        if wishes:
            still = tuple(place for place in still if not self.rules[place].spent(courses[place].taken))
        return {**memory, self.name: Calendar(tuple(courses), tuple(next_s), still)}, wishes

    def _first(self, now_s: float, draw: Drawer) -> Calendar:
        """The calendar at the first look: each process is begun."""
        next_s, still = [math.inf] * len(self.rules), list[int]()
        for place, rule in enumerate(self.rules):
            if rule.spent(0):
                continue
            if rule.rate_per_s is None:
                still.append(place)
            else:
                next_s[place] = now_s + rule.wait_s(draw(self.name, rule.id, "0"))
        courses = tuple(Course(drawn=int(rule.rate_per_s is not None)) for rule in self.rules)
        return Calendar(courses, tuple(next_s), tuple(still))
