"""What changes of an agreement in play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from standoff.crisis.agreements.agreement import IN_FORCE, Status
from standoff.crisis.agreements.clause import ClauseStatus


class Lateness(StrEnum):
    """Whether a clause's time is over, and whether its obligors' own reading excuses them."""

    ON_TIME = "on-time"
    LATE = "late"
    EXCUSED = "excused"


@dataclass(frozen=True)
class ClauseState:
    """Where a clause stands, and why.

    `done_by`: obligors that have done their part; `short`: those of them that did it short of what they promised, which
    the umpire alone knows. `ready_s`: since when its precondition is met. `due_s`: when it is late. `held_for`: the
    breached clause for which it is suspended, if it is for one. `lateness`: what the record has said of its time.
    """

    status: ClauseStatus = ClauseStatus.OFFERED
    since_s: float = 0.0
    reason: str = ""
    done_by: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    ready_s: float | None = None
    due_s: float | None = None
    held_for: str | None = None
    lateness: Lateness = Lateness.ON_TIME


@dataclass(frozen=True)
class AgreementState:
    """Where an agreement stands, and why.

    `claims`: (ambiguity, actor) -> the reading that it claims. `disputes`: the reasons for which two sides differ.
    """

    status: Status = Status.NONE
    since_s: float = 0.0
    reason: str = ""
    accepted: tuple[str, ...] = ()
    agreed_s: float | None = None
    breaches: int = 0
    clauses: Mapping[str, ClauseState] = field(default_factory=dict)
    claims: Mapping[tuple[str, str], str] = field(default_factory=dict)
    disputes: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_force(self) -> bool:
        """Whether it binds."""
        return self.status in IN_FORCE

    def with_clause(self, name: str, clause: ClauseState) -> AgreementState:
        """The state with one clause changed."""
        return replace(self, clauses={**self.clauses, name: clause})
