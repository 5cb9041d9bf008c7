"""An agreement as plain JSON: for a run's summary, and as names and words that conditions read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.crisis.agreements.agreement import Agreement
from standoff.crisis.agreements.state import AgreementState


def to_json(agreement: Agreement, state: AgreementState) -> dict[str, Any]:
    """Where an agreement and each of its clauses stand, and why. Times are seconds after STARTEX."""
    readings: dict[str, dict[str, str]] = {}
    for (ambiguity, actor), reading in sorted(state.claims.items()):
        readings.setdefault(ambiguity, {})[actor] = reading
    return {
        "title": agreement.title,
        "status": state.status.value,
        "since_s": state.since_s,
        "reason": state.reason,
        "signatories": list(agreement.signatories),
        "accepted": list(state.accepted),
        "breaches": state.breaches,
        "clauses": {clause.id: _clause(state, clause.id, clause.obligors) for clause in agreement.clauses},
        "readings": readings,
        "disputes": dict(state.disputes),
    }


def statuses(states: Mapping[str, AgreementState]) -> tuple[dict[str, str], dict[str, str]]:
    """What conditions read: `agreement[...]`, and `clause["AGREEMENT/CLAUSE"]`."""
    packages = {name: state.status.value for name, state in states.items()}
    clauses = {
        f"{name}/{clause}": now.status.value for name, state in states.items() for clause, now in state.clauses.items()
    }
    return packages, clauses


def _clause(state: AgreementState, name: str, obligors: tuple[str, ...]) -> dict[str, Any]:
    now = state.clauses[name]
    return {
        "obligors": list(obligors),
        "status": now.status.value,
        "since_s": now.since_s,
        "reason": now.reason,
        "done_by": list(now.done_by),
        "due_s": now.due_s,
    }
