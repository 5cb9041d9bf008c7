"""The state of a crisis between two steps: immutable, one field a concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from standoff.base.evolve import evolve
from standoff.crisis.agreements.state import AgreementState
from standoff.crisis.commitments import CommitmentState
from standoff.crisis.council import CouncilState
from standoff.crisis.drills import Standing
from standoff.crisis.ladder import Rung
from standoff.crisis.policy import Memory
from standoff.crisis.sanctions.state import SanctionsState
from standoff.crisis.talks import Pair
from standoff.crisis.tone import Tones


@dataclass(frozen=True)
class Stock:
    """What measures came to when that was last looked at: those in force, and the share of income lost by target.

    `taken`: whether it was looked at yet. `next_s`: when it is looked at again, since time alone may change it.
    """

    taken: bool = False
    in_force: frozenset[str] = frozenset()
    lost: Mapping[str, float] = field(default_factory=dict)
    next_s: float | None = None


@dataclass(frozen=True)
class CrisisState:
    """Everything of a crisis that changes during a run. Times are seconds after STARTEX.

    Attributes:
        tones: ordered pair -> reading.
        rungs: actor -> place on the ladder.
        alerts: actor -> level, 1 to 5.
        sheltered: actors whose people were told to take cover.
        threats: threat -> status.
        talks: pair in alphabetical order -> status; `talked` is whether any were open so far.
        drills: drill -> where it stands.
        units: unit -> station, or empty.
        bound: unit on its way -> station and when it arrives; until then it counts where it stood.
        values: the author's own variables.
        done: actor -> move -> how often it took effect.
        last_s: actor -> move -> when it last took effect.
        tests: missiles and devices tested so far.
        fired: missiles launched in anger so far, those of a scenario's `timeline` among them.
        council: drafts before the Security Council.
        sanctions: resolutions adopted, measures eased, and how far states carry them out.
        stock: which measures were in force when that was last looked at.
        agreements, commitments: id -> where it stands; `deadlines` is when an agreement is next looked at.
        agreed: whether any agreement came into force since STARTEX.
        memories: actor -> what its policies remember; `ordered` is how many orders they have given so far.
    """

    tones: Tones = field(default_factory=dict)
    rungs: Mapping[str, Rung] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)
    sheltered: frozenset[str] = frozenset()
    threats: Mapping[str, str] = field(default_factory=dict)
    talks: Mapping[Pair, str] = field(default_factory=dict)
    talked: bool = False
    drills: Mapping[str, Standing] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    bound: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    done: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    last_s: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    tests: int = 0
    fired: int = 0
    council: CouncilState = field(default_factory=CouncilState)
    sanctions: SanctionsState = field(default_factory=SanctionsState)
    stock: Stock = field(default_factory=Stock)
    agreements: Mapping[str, AgreementState] = field(default_factory=dict)
    deadlines: Mapping[str, float] = field(default_factory=dict)
    agreed: bool = False
    commitments: Mapping[str, CommitmentState] = field(default_factory=dict)
    memories: Mapping[str, Memory] = field(default_factory=dict)
    ordered: Mapping[str, int] = field(default_factory=dict)

    def took(self, actor: str, move: str, now_s: float, **changes: Any) -> CrisisState:
        """The state after an actor took a move, with what else that changed."""
        counts, times = self.done.get(actor, {}), self.last_s.get(actor, {})
        return evolve(
            self,
            done={**self.done, actor: {**counts, move: counts.get(move, 0) + 1}},
            last_s={**self.last_s, actor: {**times, move: now_s}},
            **changes,
        )
