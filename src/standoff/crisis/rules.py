"""The policy `rules`: moves that an author's conditions set off, surely or at a rate."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.crisis.condition import Condition
from standoff.crisis.policy import Drawer, Memory, Option, View, Wish, moment


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

    def probability(self, dt_s: float) -> float:
        """That the move comes within a span while the condition holds: 1 - exp(-rate dt), or 1 without a rate."""
        return 1.0 if self.rate_per_s is None else -math.expm1(-self.rate_per_s * dt_s)

    def free(self, taken: int, last_s: float, now_s: float) -> bool:
        """Whether its number and its gap leave it free to act, after `taken` moves, the last one at `last_s`."""
        return (self.at_most is None or taken < self.at_most) and (not taken or now_s >= last_s + self.gap_s)

    def holds(self, view: View) -> bool:
        """Whether its condition holds; `target` in it is the rule's own."""
        if self.when is None:
            return True
        if self.target is not None and view.get("target") != self.target and "target" in self.when.text:
            return self.when.holds(ChainMap({"target": self.target}, view))  # type: ignore[arg-type]  # it is read only
        return self.when.holds(view)

    @property
    def why(self) -> str:
        """The reason of its moves, for the record."""
        return f"rule {self.id}" if self.when is None else f"rule {self.id}: {self.when.text}"


@dataclass(frozen=True)
class RulesPolicy:
    """Plays `actor` by rules, each by itself, in their order. It remembers rule -> [moves so far, time of the last].

    A rule's random numbers are named by actor and rule, so the ids of all rules of an actor must differ.
    """

    name: str
    actor: str
    every_s: float
    rules: tuple[Rule, ...]

    def decide(self, view: View, memory: Memory, now_s: float, dt_s: float, draw: Drawer) -> tuple[Memory, list[Wish]]:
        """The moves of all rules that fire now."""
        taken: Mapping[str, Any] = memory.get(self.name, {})
        wishes, after = [], dict(taken)
        for rule in self.rules:
            count, last_s = taken.get(rule.id, (0, 0.0))
            if rule.free(count, last_s, now_s) and rule.holds(view) and self._fires(rule, now_s, dt_s, draw):
                after[rule.id] = [count + 1, now_s]
                wishes.append(rule.option.wish(rule.target, rule.why))
        return ({**memory, self.name: after} if wishes else memory), wishes

    def _fires(self, rule: Rule, now_s: float, dt_s: float, draw: Drawer) -> bool:
        chance = rule.probability(dt_s)
        return chance >= 1.0 or draw(self.actor, "rule", rule.id, moment(now_s)) < chance
