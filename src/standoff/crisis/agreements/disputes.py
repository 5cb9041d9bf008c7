"""Readings of what a text leaves open, and what it does that two sides read it differently."""

from __future__ import annotations

from dataclasses import replace

from standoff.crisis.agreements.agreement import Agreement, Ambiguity, OnDispute, Status
from standoff.crisis.agreements.bench import Bench
from standoff.crisis.agreements.clause import ClauseStatus
from standoff.crisis.agreements.sequence import circle
from standoff.crisis.agreements.state import AgreementState


def claim(bench: Bench, actor: str, name: str) -> None:
    """An actor states how it reads an ambiguity; if another reads it differently, the record says so and why."""
    ambiguity, reading = bench.agreement.readings[name]
    before = bench.state.claims.get((ambiguity.id, actor))
    if before == name:
        return
    claims = {**bench.state.claims, (ambiguity.id, actor): name}
    bench.state = replace(bench.state, claims=claims)
    data = {"ambiguity": ambiguity.id, "clause": ambiguity.clause, "reading": name, "before": before}
    bench.tell("reading_claimed", {**data, "text": reading.text}, actor)
    _dispute(bench, ambiguity, actor)


def deadlock(agreement: Agreement, state: AgreementState) -> list[str]:
    """A circle of clauses that wait for each other once every side's reading is taken at its word; empty if none."""
    waits = {name: list(before) for name, before in agreement.waits.items()}
    for name in state.claims.values():
        reading = agreement.readings[name][1]
        for clause in reading.binds:
            waits[clause] += [need.clause for need in reading.needs]
    return circle(waits)


def _dispute(bench: Bench, ambiguity: Ambiguity, actor: str) -> None:
    reason = _difference(bench, ambiguity)
    if reason is None or bench.state.disputes.get(ambiguity.id) == reason:
        return
    bench.state = replace(bench.state, disputes={**bench.state.disputes, ambiguity.id: reason})
    data = {"ambiguity": ambiguity.id, "clause": ambiguity.clause, "question": ambiguity.question, "reason": reason}
    bench.tell("agreement_disputed", data, actor)
    on_dispute = bench.agreement.policy.on_dispute
    if on_dispute is OnDispute.COLLAPSES:
        bench.package(Status.COLLAPSED, f"{ambiguity.clause} is read in two ways: {reason}", actor)
        return
    agreed = bench.state.clauses[ambiguity.clause].status is ClauseStatus.AGREED
    if on_dispute is OnDispute.SUSPENDS and agreed:
        bench.suspend(ambiguity.clause, f"read in two ways: {reason}", actor)


def _difference(bench: Bench, ambiguity: Ambiguity) -> str | None:
    """How the sides read it, if they differ."""
    held: dict[str, list[str]] = {}
    for (name, who), reading in sorted(bench.state.claims.items()):
        if name == ambiguity.id:
            held.setdefault(reading, []).append(who)
    if len(held) < 2:
        return None
    texts = bench.agreement.readings
    words = "; ".join(f"{', '.join(actors)}: {texts[reading][1].text}" for reading, actors in sorted(held.items()))
    waits = deadlock(bench.agreement, bench.state)
    return f"{words}; so each waits for the other ({' -> '.join(waits)})" if waits else words
