"""A play with the bargain: deeds one after the other, and how it then stands."""

from typing import Any

from crisis.bargain import DAY_S, bargain
from standoff.crisis.agreements.agreement import Agreement, Status
from standoff.crisis.agreements.clause import ClauseStatus
from standoff.crisis.agreements.course import begin, refresh
from standoff.crisis.agreements.deed import Deed
from standoff.crisis.agreements.deeds import apply
from standoff.crisis.agreements.state import AgreementState
from standoff.crisis.change import Change

NOTHING: dict[str, Any] = {}


class Play:
    """An agreement in play: deeds and days one after another, with all changes told."""

    def __init__(self, agreement: Agreement, state: AgreementState | None = None) -> None:
        self.agreement = agreement
        self.state = state or begin(agreement)
        self.told: list[Change] = []
        self.now_s = 0.0
        self.view: dict[str, Any] = NOTHING

    def does(self, actor: str, verb: str, clause: str | None = None, **more: Any) -> "Play":
        """A deed, after which preconditions are looked at."""
        self.state, changes = apply(self.agreement, self.state, Deed(verb, actor, clause, **more), self.now_s)
        self.told += changes
        return self.day(self.now_s / DAY_S)

    def day(self, day: float) -> "Play":
        """Time goes on."""
        self.now_s = day * DAY_S
        self.state, changes = refresh(self.agreement, self.state, self.now_s, self.view)
        self.told += changes
        return self

    def status(self, clause: str) -> ClauseStatus:
        """Where a clause stands."""
        return self.state.clauses[clause].status

    def stands(self) -> Status:
        """Where the package stands."""
        return self.state.status

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The data of all changes of a kind."""
        return [dict(change.data) for change in self.told if change.kind == kind]


def agreed(agreement: Agreement | None = None) -> Play:
    """The bargain offered by AAA and accepted by BBB on day 0."""
    return Play(agreement or bargain()).does("AAA", "offer").does("BBB", "accept")
