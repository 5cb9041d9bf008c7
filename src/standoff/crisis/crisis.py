"""A crisis as it is described: everything that a run reads and nothing that changes in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from standoff.crisis import commitments, council
from standoff.crisis.agreements.agreement import Agreement
from standoff.crisis.agreements.state import AgreementState
from standoff.crisis.cameo import Cameo
from standoff.crisis.commitments import Commitment
from standoff.crisis.condition import Vocabulary
from standoff.crisis.council import Council
from standoff.crisis.deployments import Deployment
from standoff.crisis.drills import Drill, Standing
from standoff.crisis.ladder import Ladder, Rung
from standoff.crisis.move import Move
from standoff.crisis.policy import Policy
from standoff.crisis.sanctions.state import Sanctions, SanctionsState
from standoff.crisis.state import CrisisState
from standoff.crisis.threats import Threat
from standoff.crisis.tone import Tone

LOWEST_ALERT = 1
HIGHEST_ALERT = 5


@dataclass(frozen=True, eq=False)
class Crisis:
    """Actors, the moves that they may take, and what stands between them at STARTEX.

    Attributes:
        actors: codes, in the scenario's order.
        alliances: the members of each.
        cameo: event codes.
        vocabulary: what conditions may name.
        tone, ladder: how both fade.
        moves: id -> move.
        alerts: actor -> level at STARTEX.
        alert_names: actor -> its own names of the five levels.
        threats, drills, deployments: id -> description.
        values: the author's variables at STARTEX.
        council, sanctions: the Security Council, measures and trade; `adopted` is where they stand at STARTEX.
        agreements: id -> package; `concluded` is where each stands at STARTEX.
        commitments: id -> promise to an ally.
        policies: actor -> what plays it.
        planners: plan held ready -> whose it is.
        begins_s: actor -> when its policies begin, s after STARTEX, for those that wait for the end of a script.
    """

    actors: tuple[str, ...]
    cameo: Cameo
    vocabulary: Vocabulary
    tone: Tone
    ladder: Ladder
    moves: Mapping[str, Move]
    alliances: tuple[frozenset[str], ...] = ()
    alerts: Mapping[str, int] = field(default_factory=dict)
    alert_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threats: Mapping[str, Threat] = field(default_factory=dict)
    drills: Mapping[str, Drill] = field(default_factory=dict)
    deployments: Mapping[str, Deployment] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    council: Council = field(default_factory=Council)
    sanctions: Sanctions = field(default_factory=Sanctions)
    adopted: SanctionsState = field(default_factory=SanctionsState)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    concluded: Mapping[str, AgreementState] = field(default_factory=dict)
    commitments: Mapping[str, Commitment] = field(default_factory=dict)
    policies: Mapping[str, tuple[Policy, ...]] = field(default_factory=dict)
    planners: Mapping[str, str] = field(default_factory=dict)
    begins_s: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def traders(self) -> tuple[str, ...]:
        """Whose trade is known: the targets of measures."""
        return tuple(dict.fromkeys(trade.target for trade in self.sanctions.trade))

    @cached_property
    def names(self) -> dict[str, Collection[str]]:
        """What there is to name, by kind of parameter (`parameters.require_parameters`)."""
        return {
            "threat": self.threats,
            "drill": self.drills,
            "unit": self.deployments,
            "actor": self.actors,
            "draft": self.council.drafts,
            "measure": [measure.id for measure in self.sanctions.measures],
            "agreement": self.agreements,
            "clause": [f"{name}/{clause.id}" for name, one in self.agreements.items() for clause in one.clauses],
            "commitment": self.commitments,
        }

    @cached_property
    def start(self) -> CrisisState:
        """The state at STARTEX."""
        return CrisisState(
            rungs={actor: Rung() for actor in self.actors},
            alerts={actor: self.alerts.get(actor, LOWEST_ALERT) for actor in self.actors},
            threats={name: threat.status for name, threat in self.threats.items()},
            drills={name: Standing() for name in self.drills},
            units={name: unit.home for name, unit in self.deployments.items()},
            values=dict(self.values),
            council=council.start(self.council),
            sanctions=self.adopted,
            agreements=dict(self.concluded),
            commitments={name: commitments.begin(one) for name, one in self.commitments.items()},
        )

    def allies(self, actor: str) -> frozenset[str]:
        """The actor and all who share an alliance with it."""
        return frozenset({actor}).union(*(members for members in self.alliances if actor in members))

    def seen_by(self, move: Move, actor: str, target: str | None) -> tuple[str, ...]:
        """Who sees that an actor takes a move; `*` for everyone."""
        if move.seen_by == "everyone":
            return ("*",)
        parties = {actor} if target is None or move.seen_by == "actor" else {actor, target}
        seen = self.allies(actor) | parties if move.seen_by == "allies" else parties
        return tuple(one for one in self.actors if one in seen)
