"""Random numbers of many runs drawn ahead, all at once: those whose streams are known before a run begins.

A stream's number depends on its name, the seed and the run alone, so it is the same whenever it is drawn. Most of what
policies draw is known by name beforehand; the kernel draws it for all runs of a design point in the time in which
Python draws some dozens.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from standoff.base.streams import Draw, Streams
from standoff.crisis.policy import moment
from standoff.crisis.reciprocal import ReciprocalPolicy
from standoff.crisis.rules import RulesPolicy
from standoff.scenario.world import World

# Arrivals of a rule that are drawn ahead: as many as are to be expected and some more; the rest are drawn when wanted.
_SPARE: Final = 2
_MOST: Final = 40


@dataclass(frozen=True)
class DrawnAhead(Streams):
    """The streams of one run, some of them drawn already: `known` maps their names to their numbers."""

    known: Mapping[str, float] = field(default_factory=dict)

    def uniform(self, *name: str) -> Draw:
        """The number of the stream of this name, as `Streams` gives it."""
        stream = "/".join(name)
        value = self.known.get(stream)
        return super().uniform(stream) if value is None else Draw(stream, value)

    def number(self, *name: str) -> float:
        """The same number by itself."""
        value = self.known.get("/".join(name))
        return super().uniform(*name).value if value is None else value


def streams_of(world: World, seed: int, runs: Sequence[int]) -> Iterator[Streams]:
    """The streams of each run of a world."""
    names = tuple(_names(world))
    if not names:
        yield from (Streams(seed, run) for run in runs)
        return
    from standoff.engine.kernel import uniforms

    digests = np.array([_digest(name) for name in names], dtype=np.uint64)
    for run, row in zip(runs, uniforms(np.uint64(seed), digests, np.array(runs, dtype=np.uint64)), strict=True):
        yield DrawnAhead(seed, run, dict(zip(names, row.tolist(), strict=True)))


def _names(world: World) -> Iterator[str]:
    if world.crisis is None:
        return
    for policies in world.crisis.policies.values():
        for policy in policies:
            if isinstance(policy, RulesPolicy):
                yield from _arrivals(policy, world.end_s)
            elif isinstance(policy, ReciprocalPolicy):
                yield from _answers(policy, world.end_s)


def _arrivals(policy: RulesPolicy, end_s: float) -> Iterator[str]:
    for rule in policy.rules:
        if rule.rate_per_s:
            expected = math.ceil(rule.rate_per_s * end_s)
            for arrival in range(min(expected + _SPARE, _MOST)):
                yield f"{policy.name}/{rule.id}/{arrival}"


def _answers(policy: ReciprocalPolicy, end_s: float) -> Iterator[str]:
    for look in range(math.floor(end_s / policy.every_s) + 1):
        now = moment(look * policy.every_s)
        yield f"{policy.name}/{now}/choice"
        if policy.reaction.noise:
            yield f"{policy.name}/{now}/noise"


@lru_cache(maxsize=65_536)
def _digest(name: str) -> int:
    return Streams.digest(name)
