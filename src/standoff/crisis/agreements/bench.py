"""What a verb works with: the state to leave and the changes to tell. It lives inside the pure functions alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from standoff.crisis.agreements.agreement import Agreement, Status, Suspends
from standoff.crisis.agreements.clause import DONE, ClauseKind, ClauseStatus
from standoff.crisis.agreements.state import AgreementState, ClauseState
from standoff.crisis.change import EVERYONE, Change

Result = tuple[AgreementState, list[Change]]


class Bench:
    """State and changes of one agreement while a verb is carried out. Once it has collapsed nothing moves any more."""

    def __init__(self, agreement: Agreement, state: AgreementState, now_s: float) -> None:
        self.agreement = agreement
        self.state = state
        self.now_s = now_s
        self.changes: list[Change] = []

    @property
    def result(self) -> Result:
        """What the verb leaves behind."""
        return self.state, self.changes

    def tell(
        self,
        kind: str,
        data: Mapping[str, Any],
        actor: str | None = None,
        visible_to: tuple[str, ...] = EVERYONE,
    ) -> None:
        """Say that something changed."""
        whole = {"agreement": self.agreement.id, **data}
        self.changes.append(Change(kind, whole, actor=actor, visible_to=visible_to))

    def package(self, status: Status, reason: str, actor: str | None = None) -> None:
        """Give the package a status, with the reason."""
        before = self.state.status
        if before in (status, Status.COLLAPSED):
            return
        self.state = replace(self.state, status=status, since_s=self.now_s, reason=reason)
        data = {"title": self.agreement.title, "status": status.value, "before": before.value, "reason": reason}
        self.tell("agreement_status", data, actor)

    def clause(self, name: str, reason: str, actor: str | None = None, **changes: Any) -> None:
        """Change a clause's state; tell it if the status is another one."""
        if self.state.status is Status.COLLAPSED:
            return
        before = self.state.clauses[name]
        moved = changes.get("status", before.status) is not before.status
        after = replace(before, **changes)
        if moved:
            after = replace(after, since_s=self.now_s, reason=reason)
        self.state = self.state.with_clause(name, after)
        if moved:
            self._tell_clause(name, before, after, actor)

    def breach(self, name: str, actors: tuple[str, ...], reason: str) -> None:
        """Obligors break a clause that binds them: what others owe in return is suspended, or all collapses."""
        if self.state.status is Status.COLLAPSED:
            return
        clause = self.state.clauses[name]
        done_by = tuple(one for one in clause.done_by if one not in actors)
        short = tuple(one for one in clause.short if one not in actors)
        broken = ClauseStatus.BREACHED
        self.clause(name, reason, actors[0], status=broken, done_by=done_by, short=short, due_s=None, held_for=None)
        self.state = replace(self.state, breaches=self.state.breaches + 1)
        self._suspend_in_return(name, actors, reason)
        policy = self.agreement.policy
        if name in policy.fatal:
            self.package(Status.COLLAPSED, f"collapses with the breach of {name}: {reason}", actors[0])
        elif policy.collapse_after is not None and self.state.breaches >= policy.collapse_after:
            self.package(Status.COLLAPSED, f"collapses with breach number {self.state.breaches}: {reason}", actors[0])

    def suspend(self, name: str, reason: str, actor: str | None = None, held_for: str | None = None) -> None:
        """A clause binds nobody until it is resumed; its time will run anew."""
        status = ClauseStatus.SUSPENDED
        self.clause(name, reason, actor, status=status, held_for=held_for, ready_s=None, due_s=None)

    def lift(self, cured: str, actor: str) -> None:
        """A breach is made good: what was suspended for it binds again."""
        for name, clause in self.state.clauses.items():
            if clause.status is ClauseStatus.SUSPENDED and clause.held_for == cured:
                words = f"{actor} has made good {cured}"
                self.clause(name, words, actor, status=ClauseStatus.AGREED, held_for=None)

    def settle(self) -> None:
        """The package's status as its clauses stand now."""
        if not self.state.in_force:
            return
        clauses = self.state.clauses
        stopped = {
            name: clause
            for name, clause in clauses.items()
            if clause.status in (ClauseStatus.BREACHED, ClauseStatus.SUSPENDED)
        }
        if stopped:
            # The breach first: suspensions mostly follow from one.
            name, clause = min(stopped.items(), key=lambda item: item[1].status is not ClauseStatus.BREACHED)
            self.package(Status.SUSPENDED, f"{name} is {clause.status.value}: {clause.reason}")
        elif all(self._finished(name) for name in clauses):
            self.package(Status.FULFILLED, "every clause is performed, and verified where it has a verifier")
        elif done := [name for name in clauses if self._something_done(name)]:
            self.package(Status.HOLDING, f"performed, in part at least: {', '.join(done)}")
        else:
            self.package(Status.AGREED, "nothing is performed yet that was not said by signing")

    def _finished(self, name: str) -> bool:
        status = self.state.clauses[name].status
        verifier = self.agreement.by_id[name].verifier
        return status is ClauseStatus.VERIFIED or (status is ClauseStatus.PERFORMED and verifier is None)

    def _something_done(self, name: str) -> bool:
        clause = self.state.clauses[name]
        declared = self.agreement.by_id[name].kind is ClauseKind.DECLARATORY
        return not declared and (clause.status in DONE or bool(clause.done_by))

    def _suspend_in_return(self, name: str, actors: tuple[str, ...], reason: str) -> None:
        suspends = self.agreement.policy.suspends
        if suspends is Suspends.NOTHING:
            return
        names = self.agreement.counterparts(name) if suspends is Suspends.LINKED else tuple(self.state.clauses)
        for other in names:
            owed_by = self.agreement.by_id[other].obligors
            if set(actors).isdisjoint(owed_by) and self.state.clauses[other].status is ClauseStatus.AGREED:
                self.suspend(other, f"{', '.join(actors)} in breach of {name}: {reason}", held_for=name)

    def _tell_clause(self, name: str, before: ClauseState, after: ClauseState, actor: str | None) -> None:
        clause = self.agreement.by_id[name]
        data: dict[str, Any] = {
            "clause": name,
            "action": clause.action,
            "status": after.status.value,
            "before": before.status.value,
            "reason": after.reason,
        }
        if after.status is ClauseStatus.BREACHED and before.status in DONE:
            data |= {"reversal_s": clause.reversal_s, "reversal_usd": clause.reversal_usd}
        self.tell("clause_status", data, actor)
