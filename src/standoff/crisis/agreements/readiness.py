"""Whether what must come before a clause has come, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from standoff.crisis.agreements.agreement import Agreement
from standoff.crisis.agreements.clause import Need
from standoff.crisis.agreements.state import AgreementState


def needs_met(state: AgreementState, needs: Iterable[Need]) -> bool:
    """Whether the needed clauses have all come so far."""
    return all(need.met_by(state.clauses[need.clause].status) for need in needs)


def is_ready(agreement: Agreement, state: AgreementState, clause: str, view: Mapping[str, Any]) -> bool:
    """Whether the precondition of a clause is met, by the words of the text."""
    before = agreement.preconditions[clause]
    return needs_met(state, before.needs) and (before.condition is None or before.condition.holds(view))


def own_reading_waits(agreement: Agreement, state: AgreementState, actor: str, clause: str) -> str | None:
    """What an obligor's own readings still wait for at a clause, in words; None if nothing."""
    for (_, who), name in state.claims.items():
        reading = agreement.readings[name][1]
        if who == actor and clause in reading.binds and not needs_met(state, reading.needs):
            return f"{actor} reads it so that it waits for {words(state, reading.needs)}: {reading.text}"
    return None


def unmet_words(agreement: Agreement, state: AgreementState, clause: str) -> str:
    """What a clause waits for, in words."""
    before = agreement.preconditions[clause]
    parts = [words(state, before.needs)] if not needs_met(state, before.needs) else []
    if before.condition is not None:
        parts.append(f"the condition {before.condition.text}")
    return " and ".join(parts) or "the next look at its precondition"


def words(state: AgreementState, needs: Iterable[Need]) -> str:
    """The needed clauses that have not come so far, with their present status."""
    missing = [need for need in needs if not need.met_by(state.clauses[need.clause].status)]
    return " and ".join(
        f"{need.clause} to be {need.status.value} (it is {state.clauses[need.clause].status.value})" for need in missing
    )
