"""The reciprocal policy: answers the tone that it receives, as Richardson's equation says, with moves of a menu.

With s the tone that the actor sends and r the tone that it receives, both as everybody sees them, the policy steers

    ds/dt = k r(t - delay) - a s + g + noise

(`standoff.crisis.richardson`). Sent tone fades by itself at the rate d = ln 2 / half-life, whatever the actor does, so
a counts all of the fatigue: a policy with a = d, k = 0 and g = 0 makes no move at all, one with a > d makes up for what
it did, one with a < d keeps a grudge warm. At each deliberation, dt before the next, it wants a move of the Goldstein
weight

    w = (s exp(-a dt) + (k r + g) (1 - exp(-a dt)) / a + noise) exp(d dt) - s

after which the sent tone stands, one period later, where the equation puts it with r held as it is (an exponential
Euler step: where a dyad rests, and whether it settles, does not depend on dt). The menu has only so many weights: the
policy takes one of the two neighbors of w (no move counts as weight 0), by chance, so that the mean is w. Beyond the
ends of the menu it can only take the end: a dyad that runs away runs to the worst move there is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from statistics import NormalDist
from typing import Any

from standoff.base.time import DAY_S
from standoff.crisis.policy import Drawer, Memory, Option, View, Wish, moment

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Answer:
    """A move of a menu with its Goldstein weight."""

    option: Option
    weight: float


@dataclass(frozen=True)
class Reaction:
    """How an actor reacts.

    Attributes:
        reaction: k, tone sent per tone received, 1/s.
        fatigue: a, rate at which sent tone wears off, its forgetting included, 1/s; positive.
        grievance: g, tone per second; below zero it is hostile whatever the other does.
        delay_s: age of the received tone to which it reacts, s.
        noise: standard deviation of what chance adds to the sent tone in a day.
        decay_per_s: d, rate at which tone is forgotten, 1/s.
    """

    reaction: float
    fatigue: float
    grievance: float
    delay_s: float
    noise: float
    decay_per_s: float

    def wanted(self, received: float, sent: float, dt_s: float, deviate: float = 0.0) -> float:
        """The Goldstein weight of a move that puts the sent tone where the equation wants it after `dt_s` seconds.

        Args:
            received: tone received, as old as the delay says.
            sent: tone sent, at present.
            dt_s: seconds until the next deliberation.
            deviate: a standard normal number.
        """
        kept = math.exp(-self.fatigue * dt_s)
        answered = (self.reaction * received + self.grievance) * (1.0 - kept) / self.fatigue
        chance = self.noise * math.sqrt(dt_s / DAY_S) * deviate
        return (sent * kept + answered + chance) * math.exp(self.decay_per_s * dt_s) - sent


@dataclass(frozen=True)
class Menu:
    """The moves that a policy may answer with. Of several of one weight the first stands for all."""

    answers: tuple[Answer, ...]

    def chosen(self, wanted: float, uniform: float) -> Answer | None:
        """The answer to a wanted weight, or None for no move; its mean weight over `uniform` in [0, 1) is `wanted`.

        Between two neighboring weights, that of no move (0) among them, chance decides; outside the menu its end is
        taken. A move of weight 0 is never taken.
        """
        weights = self._weights
        if wanted <= weights[0] or wanted >= weights[-1]:
            return self._by_weight[weights[0] if wanted <= weights[0] else weights[-1]]
        above = bisect_right(weights, wanted)
        low, high = weights[above - 1], weights[above]
        return self._by_weight[high if uniform < (wanted - low) / (high - low) else low]

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        return tuple(sorted(self._by_weight))

    @cached_property
    def _by_weight(self) -> dict[float, Answer | None]:
        found: dict[float, Answer | None] = {0.0: None}
        for answer in self.answers:
            found.setdefault(answer.weight, answer)
        return found


@dataclass(frozen=True)
class ReciprocalPolicy:
    """Plays `actor` toward `other`. It remembers the tone that it received, back to the delay: [[when, tone], ...]."""

    name: str
    actor: str
    every_s: float
    other: str
    reaction: Reaction
    menu: Menu

    def decide(self, view: View, memory: Memory, now_s: float, dt_s: float, draw: Drawer) -> tuple[Memory, list[Wish]]:
        """At most one move toward the other."""
        tones = view["tone"]
        heard = [*memory.get(self.name, ()), [now_s, float(tones[self.other][self.actor])]]
        start = _heard_before(heard, now_s - self.reaction.delay_s)
        received, sent = heard[start][1], float(tones[self.actor][self.other])
        wanted = self.reaction.wanted(received, sent, dt_s, self._deviate(now_s, draw))
        answer = self.menu.chosen(wanted, draw(self.name, moment(now_s), "choice"))
        wishes = [] if answer is None else [answer.option.wish(self.other, _why(received, sent, wanted))]
        return {**memory, self.name: heard[start:]}, wishes

    def _deviate(self, now_s: float, draw: Drawer) -> float:
        if self.reaction.noise == 0.0:
            return 0.0
        return _NORMAL.inv_cdf(max(draw(self.name, moment(now_s), "noise"), 2.0**-54))


def _heard_before(heard: list[list[Any]], moment_s: float) -> int:
    """Index of the latest reading not after a moment; the oldest, if all are younger."""
    return max(bisect_right(heard, moment_s, key=itemgetter(0)) - 1, 0)


def _why(received: float, sent: float, wanted: float) -> str:
    return f"received tone {received:.1f}, sent {sent:.1f}, wants to add {wanted:.1f}"
