"""Tone: what one actor did toward another of late, as an exponentially decaying sum of Goldstein weights.

Every move that an actor directs at another carries the Goldstein weight of its CAMEO code, from -10 (attack) to +10
(J. S. Goldstein, "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36, 1992). The
tone of the ordered pair is the sum of the weights, each halved with every half-life since. Tone is kept apart from the
ladder (`standoff.crisis.ladder`): the weights saturate at -10, rifle fire and nuclear use alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

Pair = tuple[str, str]
"""Ordered: the actor who acts, the actor toward whom."""


class Reading(NamedTuple):
    """The tone of a pair just after the last move that changed it: the decayed sum, and when (s after STARTEX)."""

    value: float
    at_s: float


Tones = Mapping[Pair, Reading]
"""The state: pairs that it lacks have tone 0."""


@dataclass(frozen=True)
class Tone:
    """How tone fades: by half in every `half_life_s` seconds. The state itself is a plain mapping, `Tones`."""

    half_life_s: float

    def __post_init__(self) -> None:
        if not 0.0 < self.half_life_s < math.inf:
            raise ValueError("the half-life of tone must be positive and finite")

    @property
    def decay_per_s(self) -> float:
        """The rate of decay, ln 2 / half-life, 1/s."""
        return math.log(2.0) / self.half_life_s

    def faded(self, reading: Reading, now_s: float) -> float:
        """The value of a reading at a later moment. Exact: fading in two steps equals fading in one."""
        if now_s < reading.at_s:
            raise ValueError("tone is asked for at a moment before its last change")
        return reading.value * math.exp2(-(now_s - reading.at_s) / self.half_life_s)

    def at(self, tones: Tones, pair: Pair, now_s: float) -> float:
        """The tone of a pair at a moment not before its last change."""
        reading = tones.get(pair)
        return 0.0 if reading is None else self.faded(reading, now_s)

    def after(self, tones: Tones, pair: Pair, weight: float, now_s: float) -> dict[Pair, Reading]:
        """The state after a move of Goldstein weight `weight` within the pair. The given state stays as it is."""
        return {**tones, pair: Reading(self.at(tones, pair, now_s) + weight, now_s)}
