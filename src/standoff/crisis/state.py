"""The state of a crisis between two steps: immutable, one field a concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from standoff.crisis.drills import Standing
from standoff.crisis.ladder import Rung
from standoff.crisis.talks import Pair
from standoff.crisis.tone import Tones


@dataclass(frozen=True)
class CrisisState:
    """Everything of a crisis that changes during a run. Times are seconds after STARTEX.

    Attributes:
        tones: ordered pair -> reading.
        rungs: actor -> place on the ladder.
        alerts: actor -> level, 1 to 5.
        sheltered: actors whose people were told to take cover.
        threats: threat -> status.
        talks: pair in alphabetical order -> status.
        drills: drill -> where it stands.
        units: unit -> station, or empty.
        values: the author's own variables.
        done: actor -> move -> how often it took effect.
        last_s: actor -> move -> when it last took effect.
        tests: missiles and devices tested so far.
        fired: missiles launched in anger so far.
        memories: (actor, policy) -> what the policy keeps.
    """

    tones: Tones = field(default_factory=dict)
    rungs: Mapping[str, Rung] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)
    sheltered: frozenset[str] = frozenset()
    threats: Mapping[str, str] = field(default_factory=dict)
    talks: Mapping[Pair, str] = field(default_factory=dict)
    drills: Mapping[str, Standing] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    done: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    last_s: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    tests: int = 0
    fired: int = 0
    memories: Mapping[tuple[str, int], Any] = field(default_factory=dict)

    def took(self, actor: str, move: str, now_s: float) -> CrisisState:
        """The state after an actor took a move."""
        counts, times = self.done.get(actor, {}), self.last_s.get(actor, {})
        return replace(
            self,
            done={**self.done, actor: {**counts, move: counts.get(move, 0) + 1}},
            last_s={**self.last_s, actor: {**times, move: now_s}},
        )
