"""A clause: who owes what to whom, what must come first, when it is due, and who checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff.crisis.condition import Condition


class ClauseKind(StrEnum):
    """What performing a clause is."""

    DECLARATORY = "declaratory"
    MATERIAL = "material"
    PROCEDURAL = "procedural"
    REVERSIBLE_ASSET = "reversible-asset"


class ClauseStatus(StrEnum):
    """How far a clause has come."""

    OFFERED = "offered"
    AGREED = "agreed"
    PERFORMED = "performed"
    VERIFIED = "verified"
    BREACHED = "breached"
    SUSPENDED = "suspended"


DONE = frozenset({ClauseStatus.PERFORMED, ClauseStatus.VERIFIED})


class Due(StrEnum):
    """From when the time for a clause runs."""

    AGREED = "agreed"
    PRECONDITION = "precondition"


@dataclass(frozen=True)
class Need:
    """Another clause of the package that must have come so far: performed, or verified too."""

    clause: str
    status: ClauseStatus = ClauseStatus.PERFORMED

    def met_by(self, status: ClauseStatus) -> bool:
        """Whether a clause of this status is far enough."""
        return status is ClauseStatus.VERIFIED or (
            self.status is ClauseStatus.PERFORMED and status is ClauseStatus.PERFORMED
        )


@dataclass(frozen=True)
class Precondition:
    """What must come first: other clauses, and a condition on the state of the world."""

    needs: tuple[Need, ...] = ()
    condition: Condition | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing must come first."""
        return not self.needs and self.condition is None


@dataclass(frozen=True)
class Clause:
    """One obligation. With several obligors it is performed when all of them have done their part.

    `due_s`: seconds after agreement, or after the precondition is met (`due_after`); None is "at an early date". If the
    precondition is met only when that day is over, the time runs from then: nobody is late before his turn.
    `detection`: the probability that the verifier finds out a performance that fell short. `reversal_s`,
    `reversal_usd`: what it takes the obligor to undo a performance.
    """

    id: str
    action: str
    obligors: tuple[str, ...]
    beneficiaries: tuple[str, ...] = ()
    kind: ClauseKind = ClauseKind.MATERIAL
    precondition: Precondition = Precondition()
    due_s: float | None = None
    due_after: Due = Due.PRECONDITION
    verifier: str | None = None
    verifier_title: str = ""
    detection: float = 0.0
    reversal_s: float = 0.0
    reversal_usd: float = 0.0
    linked: tuple[str, ...] = ()
    phase: int = 1

    @property
    def said_by_signing(self) -> bool:
        """Whether the signature itself performs it: an affirmation that waits for nothing."""
        return self.kind is ClauseKind.DECLARATORY and self.precondition.empty
