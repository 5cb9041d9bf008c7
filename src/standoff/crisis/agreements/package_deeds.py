"""Deeds about a package as a whole: offer, accept, reject, withdraw, declare its collapse."""

from __future__ import annotations

from dataclasses import replace

from standoff.crisis.agreements.agreement import Agreement, Status
from standoff.crisis.agreements.bench import Bench
from standoff.crisis.agreements.clause import ClauseStatus
from standoff.crisis.agreements.deed import Deed, no_signatory
from standoff.crisis.agreements.state import AgreementState, ClauseState, Lateness


def no_offer(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why it cannot be offered."""
    if state.status not in (Status.NONE, Status.REJECTED):
        return f"{agreement.id} is {state.status.value} already"
    return no_signatory(agreement, deed)


def offer(bench: Bench, deed: Deed) -> None:
    """Put it on the table: all clauses are offered, the one who offers has accepted."""
    clauses = {clause.id: ClauseState(since_s=bench.now_s) for clause in bench.agreement.clauses}
    bench.state = replace(bench.state, clauses=clauses, accepted=(deed.actor,), claims={}, disputes={})
    bench.package(Status.OFFERED, deed.because(f"{deed.actor} offers it"), deed.actor)


def no_acceptance(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why it cannot be accepted."""
    if state.status is not Status.OFFERED:
        return f"{agreement.id} is {state.status.value}, not offered"
    if deed.actor in state.accepted:
        return f"{deed.actor} has accepted {agreement.id} already"
    return no_signatory(agreement, deed)


def accept(bench: Bench, deed: Deed) -> None:
    """Accept it; the last of the signatories to do so makes it agreed."""
    accepted = (*bench.state.accepted, deed.actor)
    bench.state = replace(bench.state, accepted=accepted)
    missing = [one for one in bench.agreement.signatories if one not in accepted]
    bench.tell("agreement_accepted", {"accepted": list(accepted), "missing": missing}, deed.actor)
    if not missing:
        conclude(bench, deed.actor)


def conclude(bench: Bench, actor: str | None) -> None:
    """All have accepted: the clauses bind, and what is said by signing is performed."""
    bench.state = replace(bench.state, agreed_s=bench.now_s)
    bench.package(Status.AGREED, f"accepted by {', '.join(bench.agreement.signatories)}", actor)
    for clause in bench.agreement.clauses:
        bench.clause(clause.id, "agreed by all signatories", status=ClauseStatus.AGREED)
        if clause.said_by_signing:
            status = ClauseStatus.PERFORMED
            bench.clause(clause.id, "said by signing", status=status, done_by=clause.obligors, ready_s=bench.now_s)


def no_rejection(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why it cannot be rejected."""
    if state.status is not Status.OFFERED:
        return f"{agreement.id} is {state.status.value}, not offered"
    return no_signatory(agreement, deed)


def reject(bench: Bench, deed: Deed) -> None:
    """Turn the offer down."""
    bench.state = replace(bench.state, accepted=())
    bench.package(Status.REJECTED, deed.because(f"{deed.actor} rejects it"), deed.actor)


def no_withdrawal(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why there is nothing to withdraw from."""
    if not state.in_force and (state.status is not Status.OFFERED or deed.actor not in state.accepted):
        return f"{deed.actor} has nothing to withdraw from: {agreement.id} is {state.status.value}"
    return no_signatory(agreement, deed)


def withdraw(bench: Bench, deed: Deed) -> None:
    """Take back an offer or an acceptance; or leave what is in force, which ends it."""
    state = bench.state
    if state.in_force:
        bench.package(Status.COLLAPSED, _parting(bench, deed, f"{deed.actor} withdraws from it"), deed.actor)
        return
    accepted = tuple(one for one in state.accepted if one != deed.actor)
    bench.state = replace(state, accepted=accepted)
    if accepted:
        bench.tell("agreement_accepted", {"accepted": list(accepted), "withdrawn": deed.actor}, deed.actor)
    else:
        bench.package(Status.NONE, deed.because(f"{deed.actor} takes the offer back"), deed.actor)


def no_declaration(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why its collapse cannot be declared."""
    if not state.in_force:
        return f"{agreement.id} is {state.status.value}, not in force"
    return no_signatory(agreement, deed)


def declare_collapse(bench: Bench, deed: Deed) -> None:
    """Declare it dead."""
    bench.package(Status.COLLAPSED, _parting(bench, deed, f"{deed.actor} declares it dead"), deed.actor)


def _parting(bench: Bench, deed: Deed, text: str) -> str:
    """The reason of who ends it; of one who gives none, what stood between the sides."""
    if deed.says:
        return deed.because(text)
    state = bench.state
    open_points = [
        f"{name} is {clause.status.value} ({clause.reason})"
        for name, clause in state.clauses.items()
        if clause.status in (ClauseStatus.BREACHED, ClauseStatus.SUSPENDED)
    ]
    open_points += [f"{name} is late" for name, clause in state.clauses.items() if clause.lateness is Lateness.LATE]
    open_points += [f"{name} is read in two ways ({reason})" for name, reason in state.disputes.items()]
    return f"{text} without a word; open between the sides: {'; '.join(open_points) or 'nothing'}"
