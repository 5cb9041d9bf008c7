"""Deeds about a clause: perform, verify, breach, suspend, resume, and claim a reading of it."""

from __future__ import annotations

from standoff.base.errors import nearest
from standoff.crisis.agreements import disputes
from standoff.crisis.agreements.agreement import Agreement
from standoff.crisis.agreements.bench import Bench
from standoff.crisis.agreements.clause import DONE, Clause, ClauseStatus
from standoff.crisis.agreements.deed import Deed, no_signatory
from standoff.crisis.agreements.readiness import unmet_words
from standoff.crisis.agreements.state import AgreementState


def _no_clause(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    if deed.clause not in agreement.by_id:
        return f"{deed.clause!r} is not a clause of {agreement.id}: {nearest(str(deed.clause), agreement.by_id)}"
    if not state.in_force:
        return f"{agreement.id} is {state.status.value}, not in force"
    return None


def _no_obligation(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    problem = _no_clause(agreement, state, deed)
    if problem is None and deed.actor not in _clause(agreement, deed).obligors:
        owed_by = ", ".join(_clause(agreement, deed).obligors)
        return f"{deed.actor} does not owe {deed.clause}; {owed_by} does"
    return problem


def _clause(agreement: Agreement, deed: Deed) -> Clause:
    assert deed.clause is not None
    return agreement.by_id[deed.clause]


def no_performance(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why the clause cannot be performed."""
    problem = _no_obligation(agreement, state, deed)
    if problem is not None or deed.clause is None:
        return problem
    clause = state.clauses[deed.clause]
    if deed.actor in clause.done_by:
        return f"{deed.actor} has done its part of {deed.clause} already"
    if clause.status is ClauseStatus.SUSPENDED:
        return f"{deed.clause} is suspended: {clause.reason}"
    return None


def perform(bench: Bench, deed: Deed) -> None:
    """Do the actor's part; the last part makes the clause performed, and a breach good."""
    clause = _clause(bench.agreement, deed)
    before = bench.state.clauses[clause.id]
    done_by = (*before.done_by, deed.actor)
    if not deed.in_full:
        short = (*before.short, deed.actor)
        bench.clause(clause.id, "", short=short)
        bench.tell("performed_short", {"clause": clause.id}, deed.actor, visible_to=(deed.actor,))
    missing = [one for one in clause.obligors if one not in done_by]
    if missing:
        bench.clause(clause.id, "", done_by=done_by)
        data = {"clause": clause.id, "action": clause.action, "missing": missing}
        bench.tell("clause_part_performed", data, deed.actor)
        return
    cured = before.status is ClauseStatus.BREACHED
    words = deed.because(f"{deed.actor} {'makes it good' if cured else 'performs it'}")
    bench.clause(clause.id, words, deed.actor, status=ClauseStatus.PERFORMED, done_by=done_by, due_s=None)
    if cured:
        bench.lift(clause.id, deed.actor)


def no_verification(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why it cannot be verified."""
    problem = _no_clause(agreement, state, deed)
    if problem is not None or deed.clause is None:
        return problem
    clause, now = _clause(agreement, deed), state.clauses[deed.clause]
    if clause.verifier is None:
        return f"{clause.id} has no verifier"
    if deed.actor != clause.verifier:
        return f"{clause.verifier} verifies {clause.id}, not {deed.actor}"
    if now.status is not ClauseStatus.PERFORMED:
        return f"{clause.id} is {now.status.value}, not performed"
    return None


def verify(bench: Bench, deed: Deed) -> None:
    """Look whether a performance was in full: verified, or found short, which is a breach."""
    clause = _clause(bench.agreement, deed)
    now = bench.state.clauses[clause.id]
    by = clause.verifier_title or deed.actor
    if now.short and deed.chance < clause.detection:
        _fall_short(bench, clause, now.short, deed.because(f"{by} finds that {', '.join(now.short)} fell short of it"))
        return
    bench.clause(clause.id, deed.because(f"verified by {by}"), deed.actor, status=ClauseStatus.VERIFIED)


def no_breach(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why acting against the clause is no breach of it."""
    problem = _no_obligation(agreement, state, deed)
    if problem is not None or deed.clause is None:
        return problem
    clause = state.clauses[deed.clause]
    if clause.status is ClauseStatus.SUSPENDED:
        return f"{deed.clause} is suspended and binds nobody now: {clause.reason}"
    if clause.status is ClauseStatus.BREACHED and deed.actor not in clause.done_by:
        return f"{deed.clause} is in breach already: {clause.reason}"
    if clause.ready_s is None and clause.status not in DONE:
        return f"{deed.clause} does not bind yet: it waits for {unmet_words(agreement, state, deed.clause)}"
    return None


def breach(bench: Bench, deed: Deed) -> None:
    """Act against the clause, or undo what was performed."""
    clause = _clause(bench.agreement, deed)
    now = bench.state.clauses[clause.id]
    undone = now.status in DONE
    words = deed.because(f"{deed.actor} {'undoes what it performed' if undone else 'acts against it'}")
    _fall_short(bench, clause, (deed.actor,), words)


def _fall_short(bench: Bench, clause: Clause, actors: tuple[str, ...], words: str) -> None:
    now = bench.state.clauses[clause.id]
    if now.ready_s is not None:
        bench.breach(clause.id, actors, words)
        return
    # Done before its turn and undone before its turn: nothing that was owed is broken.
    done_by = tuple(one for one in now.done_by if one not in actors)
    short = tuple(one for one in now.short if one not in actors)
    reason, agreed = f"{words}, before it was owed", ClauseStatus.AGREED
    bench.clause(clause.id, reason, actors[0], status=agreed, done_by=done_by, short=short)


def no_suspension(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why it cannot be suspended."""
    problem = _no_obligation(agreement, state, deed)
    if problem is not None or deed.clause is None:
        return problem
    status = state.clauses[deed.clause].status
    if status is not ClauseStatus.AGREED:
        return f"{deed.clause} is {status.value}, not under way"
    return None


def suspend(bench: Bench, deed: Deed) -> None:
    """Stop the actor's own performance."""
    clause = _clause(bench.agreement, deed)
    bench.suspend(clause.id, deed.because(f"{deed.actor} suspends it"), deed.actor)


def no_resumption(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why it cannot be resumed."""
    problem = _no_obligation(agreement, state, deed)
    if problem is not None or deed.clause is None:
        return problem
    status = state.clauses[deed.clause].status
    stopped = status in (ClauseStatus.SUSPENDED, ClauseStatus.BREACHED)
    return None if stopped else f"{deed.clause} is {status.value}, neither suspended nor breached"


def resume(bench: Bench, deed: Deed) -> None:
    """Take the actor's own obligation up again, after a suspension or a breach; what hung on the breach binds again."""
    clause = _clause(bench.agreement, deed)
    breached = bench.state.clauses[clause.id].status is ClauseStatus.BREACHED
    words = deed.because(f"{deed.actor} takes it up again")
    bench.clause(clause.id, words, deed.actor, status=ClauseStatus.AGREED, held_for=None, ready_s=None)
    if breached:
        bench.lift(clause.id, deed.actor)


def no_claim(agreement: Agreement, state: AgreementState, deed: Deed) -> str | None:
    """Why the reading cannot be claimed."""
    if deed.reading not in agreement.readings:
        known = nearest(str(deed.reading), agreement.readings)
        return f"{deed.reading!r} is not a reading of {agreement.id}: {known}"
    if not state.in_force:
        return f"{agreement.id} is {state.status.value}, not in force"
    ambiguity, reading = agreement.readings[deed.reading]
    if state.claims.get((ambiguity.id, deed.actor)) == reading.id:
        return f"{deed.actor} claims that reading already"
    return no_signatory(agreement, deed)


def claim(bench: Bench, deed: Deed) -> None:
    """State how the actor reads what the text leaves open."""
    assert deed.reading is not None
    disputes.claim(bench, deed.actor, deed.reading)
