"""What time and the world do to an agreement: clauses fall due, readings come out, patience ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from standoff.base.time import DAY_S
from standoff.crisis.agreements import disputes, lateness
from standoff.crisis.agreements.agreement import Agreement, Status
from standoff.crisis.agreements.bench import Bench, Result
from standoff.crisis.agreements.clause import DONE, ClauseStatus
from standoff.crisis.agreements.package_deeds import conclude
from standoff.crisis.agreements.readiness import is_ready
from standoff.crisis.agreements.state import AgreementState, ClauseState, Lateness


def begin(
    agreement: Agreement,
    status: Status = Status.NONE,
    reason: str = "",
    since_s: float = 0.0,
    agreed_s: float | None = None,
    offered_by: str | None = None,
    clauses: Mapping[str, tuple[ClauseStatus, str]] | None = None,
    breaches: int = 0,
) -> AgreementState:
    """An agreement as it stands when a run begins: at `status` since `since_s`, agreed at `agreed_s`.

    Both are seconds after STARTEX, negative before it. `offered_by`: who offers it, if that is where it stands.
    `clauses` are those that stand elsewhere than agreement alone puts them, each with its reason.
    """
    everyone = agreement.signatories
    offered = {clause.id: ClauseState(since_s=since_s) for clause in agreement.clauses}
    state = AgreementState(since_s=since_s, reason=reason, clauses=offered)
    if status in (Status.NONE, Status.OFFERED, Status.REJECTED):
        return replace(state, status=status, accepted=(offered_by or everyone[0],) if status is Status.OFFERED else ())
    offered_state = replace(state, status=Status.OFFERED, accepted=everyone)
    bench = Bench(agreement, offered_state, since_s if agreed_s is None else agreed_s)
    conclude(bench, None)
    for name, (stands, why) in (clauses or {}).items():
        obligors = agreement.by_id[name].obligors if stands in DONE else ()
        bench.clause(name, why, status=stands, done_by=obligors)
    bench.now_s = max(bench.now_s, since_s)
    _read(bench)
    return replace(bench.state, status=status, since_s=since_s, breaches=breaches, reason=reason or bench.state.reason)


def refresh(agreement: Agreement, state: AgreementState, now_s: float, view: Mapping[str, Any]) -> Result:
    """What has come due by `now_s`. Call it after every event that may bear on a precondition; it repeats nothing.

    `view` is what conditions read.
    """
    bench = Bench(agreement, state, now_s)
    if not state.in_force:
        return bench.result
    _read(bench)
    _look_at_preconditions(bench, view)
    lateness.call_in(bench)
    bench.settle()
    _lapse(bench)
    return bench.result


def next_deadline(agreement: Agreement, state: AgreementState) -> float | None:
    """When `refresh` must be called though nothing happens: seconds after STARTEX, or None."""
    if not state.in_force:
        return None
    times = [time for clause in state.clauses.values() if (time := lateness.next_look(agreement, clause)) is not None]
    times += [from_s for _, _, from_s in _unread(agreement, state)]
    lapse = agreement.policy.lapse_s
    if lapse is not None and state.status is Status.SUSPENDED:
        times.append(state.since_s + lapse)
    return min(times, default=None)


def _read(bench: Bench) -> None:
    """Readings that actors are known to hold from now on."""
    for actor, name, from_s in sorted(_unread(bench.agreement, bench.state), key=lambda item: item[2]):
        if from_s <= bench.now_s:
            disputes.claim(bench, actor, name)


def _unread(agreement: Agreement, state: AgreementState) -> list[tuple[str, str, float]]:
    """(actor, reading, from when) of readings that are held without being claimed, and not yet on record."""
    return [
        (actor, name, reading.from_s)
        for name, (ambiguity, reading) in agreement.readings.items()
        if reading.from_s is not None
        for actor in reading.actors
        if (ambiguity.id, actor) not in state.claims
    ]


def _look_at_preconditions(bench: Bench, view: Mapping[str, Any]) -> None:
    for clause in bench.agreement.clauses:
        now = bench.state.clauses[clause.id]
        if now.status in (ClauseStatus.SUSPENDED, ClauseStatus.BREACHED):
            continue
        ready = is_ready(bench.agreement, bench.state, clause.id, view)
        if ready == (now.ready_s is not None):
            continue
        if not ready and now.status in DONE:
            # It was owed when it was done; that what it waited for is gone does not undo that.
            continue
        ready_s = bench.now_s if ready else None
        due_s = lateness.due_s(bench, clause, ready_s) if now.status is ClauseStatus.AGREED else None
        bench.clause(clause.id, "", ready_s=ready_s, due_s=due_s, lateness=Lateness.ON_TIME)
        if now.status is ClauseStatus.AGREED and not bench.agreement.preconditions[clause.id].empty:
            data = {"clause": clause.id, "action": clause.action, "ready": ready, "due_s": due_s}
            bench.tell("clause_ready", data)


def _lapse(bench: Bench) -> None:
    lapse, state = bench.agreement.policy.lapse_s, bench.state
    if lapse is not None and state.status is Status.SUSPENDED and state.since_s + lapse <= bench.now_s:
        days = lapse / DAY_S
        bench.package(Status.COLLAPSED, f"suspended for {days:g} days without a way back: {state.reason}")
