"""What time and the world do to an agreement: clauses fall due, readings come out, patience ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from standoff.crisis.agreements import disputes
from standoff.crisis.agreements.agreement import Agreement, Status
from standoff.crisis.agreements.bench import Bench, Result
from standoff.crisis.agreements.clause import DONE, Clause, ClauseStatus, Due
from standoff.crisis.agreements.package_deeds import conclude
from standoff.crisis.agreements.readiness import is_ready, own_reading_waits
from standoff.crisis.agreements.state import AgreementState, ClauseState


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
    _call_in(bench)
    bench.settle()
    _lapse(bench)
    return bench.result


def next_deadline(agreement: Agreement, state: AgreementState) -> float | None:
    """When `refresh` must be called though nothing happens: seconds after STARTEX, or None."""
    if not state.in_force:
        return None
    times = [clause.due_s for clause in state.clauses.values() if _runs(clause) and clause.due_s is not None]
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
        due_s = _due_s(bench, clause, ready_s) if now.status is ClauseStatus.AGREED else None
        bench.clause(clause.id, "", ready_s=ready_s, due_s=due_s)
        if now.status is ClauseStatus.AGREED and not bench.agreement.preconditions[clause.id].empty:
            data = {"clause": clause.id, "action": clause.action, "ready": ready, "due_s": due_s}
            bench.tell("clause_ready", data)


def _due_s(bench: Bench, clause: Clause, ready_s: float | None) -> float | None:
    if clause.due_s is None or ready_s is None:
        return None
    agreed_s = bench.state.agreed_s
    if clause.due_after is Due.AGREED and agreed_s is not None and ready_s <= agreed_s + clause.due_s:
        return agreed_s + clause.due_s
    return ready_s + clause.due_s


def _runs(clause: ClauseState) -> bool:
    return clause.status is ClauseStatus.AGREED and clause.due_s is not None and not clause.told_late


def _call_in(bench: Bench) -> None:
    """Clauses whose time is over. All are found before any is called in, so that none is favored by its place."""
    late = [
        name
        for name, clause in bench.state.clauses.items()
        if _runs(clause) and clause.due_s is not None and clause.due_s <= bench.now_s
    ]
    for name in late:
        if bench.state.in_force:
            _call_in_one(bench, name)
    for name, clause in bench.state.clauses.items():
        if clause.told_late and clause.status is ClauseStatus.AGREED and not any(_excuses(bench, name).values()):
            # What its obligor waited for has come: its time runs once more.
            due_s = _due_s(bench, bench.agreement.by_id[name], bench.now_s)
            bench.clause(name, "", told_late=False, due_s=due_s)


def _call_in_one(bench: Bench, name: str) -> None:
    action, excuses = bench.agreement.by_id[name].action, _excuses(bench, name)
    late = tuple(actor for actor, words in excuses.items() if words is None)
    if late:
        bench.breach(name, late, f"not performed in time by {', '.join(late)} ({action})")
        return
    bench.clause(name, "", told_late=True)
    reason = f"late by its words, but {'; '.join(words for words in excuses.values() if words is not None)}"
    bench.tell("clause_late_by_the_text", {"clause": name, "action": action, "reason": reason})


def _excuses(bench: Bench, name: str) -> dict[str, str | None]:
    """Obligor that has not done its part -> what its own reading of the text waits for, or None."""
    done_by = bench.state.clauses[name].done_by
    missing = [actor for actor in bench.agreement.by_id[name].obligors if actor not in done_by]
    return {actor: own_reading_waits(bench.agreement, bench.state, actor, name) for actor in missing}


def _lapse(bench: Bench) -> None:
    lapse, state = bench.agreement.policy.lapse_s, bench.state
    if lapse is not None and state.status is Status.SUSPENDED and state.since_s + lapse <= bench.now_s:
        days = lapse / 86400.0
        bench.package(Status.COLLAPSED, f"suspended for {days:g} days without a way back: {state.reason}")
