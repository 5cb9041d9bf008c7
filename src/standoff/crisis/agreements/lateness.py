"""Clauses whose time is over: late, excused by the obligor's own reading, or in breach when the others' grace ends."""

from __future__ import annotations

from standoff.crisis.agreements.agreement import Agreement
from standoff.crisis.agreements.bench import Bench
from standoff.crisis.agreements.clause import Clause, ClauseStatus, Due
from standoff.crisis.agreements.readiness import own_reading_waits
from standoff.crisis.agreements.state import ClauseState, Lateness


def due_s(bench: Bench, clause: Clause, ready_s: float | None) -> float | None:
    """When a clause is due that is ready since `ready_s`."""
    if clause.due_s is None or ready_s is None:
        return None
    agreed_s = bench.state.agreed_s
    if clause.due_after is Due.AGREED and agreed_s is not None and ready_s <= agreed_s + clause.due_s:
        return agreed_s + clause.due_s
    return ready_s + clause.due_s


def next_look(agreement: Agreement, clause: ClauseState) -> float | None:
    """When time alone will change where a clause stands."""
    if clause.status is not ClauseStatus.AGREED or clause.due_s is None or clause.lateness is Lateness.EXCUSED:
        return None
    return clause.due_s + (agreement.policy.grace_s if clause.lateness is Lateness.LATE else 0.0)


def call_in(bench: Bench) -> None:
    """Judge all clauses whose time is over, each as it stood before any was judged: none is favored by its place."""
    for name, clause in bench.state.clauses.items():
        agreed = clause.status is ClauseStatus.AGREED
        if agreed and clause.due_s is not None and clause.due_s <= bench.now_s and bench.state.in_force:
            _call_in(bench, name, clause, clause.due_s)


def _call_in(bench: Bench, name: str, clause: ClauseState, over_s: float) -> None:
    excuses = _excuses(bench, name)
    late = tuple(actor for actor, excuse in excuses.items() if excuse is None)
    if not late:
        words = "; ".join(excuse for excuse in excuses.values() if excuse is not None)
        _tell(bench, name, Lateness.EXCUSED, f"late by its words, but {words}")
    elif clause.lateness is Lateness.EXCUSED:
        # What its obligor waited for has come: its time runs once more.
        again_s = due_s(bench, bench.agreement.by_id[name], bench.now_s)
        bench.clause(name, "", lateness=Lateness.ON_TIME, due_s=again_s)
    else:
        words = f"not performed in time by {', '.join(late)} ({bench.agreement.by_id[name].action})"
        if over_s + bench.agreement.policy.grace_s <= bench.now_s:
            bench.breach(name, late, words)
        else:
            _tell(bench, name, Lateness.LATE, words)


def _tell(bench: Bench, name: str, lateness: Lateness, reason: str) -> None:
    if bench.state.clauses[name].lateness is not lateness:
        bench.clause(name, "", lateness=lateness)
        excused = lateness is Lateness.EXCUSED
        data = {"clause": name, "action": bench.agreement.by_id[name].action, "excused": excused, "reason": reason}
        bench.tell("clause_late", data)


def _excuses(bench: Bench, name: str) -> dict[str, str | None]:
    """Obligor that has not done its part -> what its own reading of the text waits for, or None."""
    done_by = bench.state.clauses[name].done_by
    missing = [actor for actor in bench.agreement.by_id[name].obligors if actor not in done_by]
    return {actor: own_reading_waits(bench.agreement, bench.state, actor, name) for actor in missing}
