"""Agreements and commitments of the block `crisis` as the domain's own objects, at a level or a design point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from standoff.crisis.agreements import course
from standoff.crisis.agreements.agreement import (
    Agreement,
    Ambiguity,
    BreachPolicy,
    OnDispute,
    Reading,
    Status,
    Suspends,
)
from standoff.crisis.agreements.clause import Clause, ClauseKind, ClauseStatus, Due, Need, Precondition
from standoff.crisis.agreements.sequence import Sequencing
from standoff.crisis.agreements.state import AgreementState
from standoff.crisis.commitments import Commitment, Promise, Signal, Steps
from standoff.crisis.condition import Vocabulary
from standoff.scenario.schema.agreements import (
    AgreementBlock,
    AmbiguityBlock,
    BreachBlock,
    ClauseBlock,
    CommitmentBlock,
    NeedEntry,
    StepsBlock,
)
from standoff.scenario.values import Values

Seconds = Callable[[str], float]
"""Seconds after STARTEX of a time or a duration as written in the file."""

_SIGNALS: Final = {
    Signal.STATEMENT: "statement",
    Signal.DOUBT: "doubt",
    Signal.DEPLOYMENT: "deployment",
    Signal.WITHDRAWAL: "withdrawal",
    Signal.DRILL_HELD: "drill_held",
    Signal.DRILL_SHELVED: "drill_shelved",
}


def build_agreements(
    blocks: Mapping[str, AgreementBlock], values: Values, words: Vocabulary, seconds: Seconds
) -> dict[str, Agreement]:
    """Id -> agreement; `values` stands at the block `crisis`."""
    at = values.under("agreements")
    return {name: _agreement(name, block, at.under(name), words, seconds) for name, block in blocks.items()}


def begin_agreements(
    blocks: Mapping[str, AgreementBlock], agreements: Mapping[str, Agreement], seconds: Seconds
) -> dict[str, AgreementState]:
    """Id -> where the agreement stands at STARTEX."""
    return {name: _begin(blocks[name], agreement, seconds) for name, agreement in agreements.items()}


def build_commitments(
    blocks: Mapping[str, CommitmentBlock], values: Values, words: Vocabulary
) -> dict[str, Commitment]:
    """Id -> commitment; `values` stands at the block `crisis`."""
    at = values.under("commitments")
    return {name: _commitment(name, block, at.under(name), words) for name, block in blocks.items()}


def names_of(
    agreements: Mapping[str, AgreementBlock], commitments: Mapping[str, CommitmentBlock]
) -> dict[str, tuple[str, ...]]:
    """What orders and conditions may name, by kind: clauses as `AGREEMENT/CLAUSE`, readings by their own ids."""
    return {
        "agreement": tuple(agreements),
        "clause": tuple(f"{name}/{clause}" for name, block in agreements.items() for clause in block.clauses),
        "reading": tuple(
            reading
            for block in agreements.values()
            for ambiguity in block.ambiguities.values()
            for reading in ambiguity.readings
        ),
        "commitment": tuple(commitments),
    }


def needs_of(entries: tuple[NeedEntry, ...]) -> tuple[Need, ...]:
    """Clauses that must come first, as written."""
    return tuple(Need(clause, ClauseStatus(status)) for entry in entries for clause, status in entry.items())


def _agreement(name: str, block: AgreementBlock, at: Values, words: Vocabulary, seconds: Seconds) -> Agreement:
    return Agreement(
        id=name,
        title=block.title,
        signatories=block.signatories,
        clauses=tuple(_clause(block, clause, at.under("clauses", clause), words) for clause in block.clauses),
        sequencing=Sequencing(block.sequencing),
        bearer=block.bearer,
        ambiguities=tuple(_ambiguity(key, ambiguity, seconds) for key, ambiguity in block.ambiguities.items()),
        policy=_policy(block.breach, at.under("breach")),
    )


def _clause(agreement: AgreementBlock, name: str, at: Values, words: Vocabulary) -> Clause:
    block = agreement.clauses[name]
    verifier, due, reversal = block.verifier, block.due, block.reversal
    others = tuple(actor for actor in agreement.signatories if actor not in block.obligor)
    return Clause(
        id=name,
        action=block.action,
        obligors=block.obligor,
        beneficiaries=block.beneficiary or others,
        kind=ClauseKind(block.type),
        precondition=_precondition(block, words),
        due_s=None if due is None else at.under("due").si(due.within, "within"),
        due_after=Due.PRECONDITION if due is None else Due(due.after),
        verifier=None if verifier is None else verifier.actor,
        verifier_title="" if verifier is None or verifier.body is None else verifier.body,
        detection=0.0 if verifier is None else at.under("verifier").si(verifier.detection, "detection"),
        reversal_s=0.0 if reversal is None else at.under("reversal").si_or(reversal.time, "time", 0.0),
        reversal_usd=0.0 if reversal is None else at.under("reversal").si_or(reversal.cost, "cost", 0.0),
        linked=block.linked,
        phase=block.phase,
    )


def _precondition(block: ClauseBlock, words: Vocabulary) -> Precondition:
    before = block.precondition
    if before is None:
        return Precondition()
    condition = None if before.condition is None else words.condition(before.condition)
    return Precondition(needs_of(before.clauses), condition)


def _ambiguity(name: str, block: AmbiguityBlock, seconds: Seconds) -> Ambiguity:
    readings = tuple(
        Reading(
            id=key,
            text=reading.text,
            actors=reading.actors,
            from_s=None if reading.start is None else seconds(reading.start),
            binds=reading.binds or (block.clause,),
            needs=needs_of(reading.first),
        )
        for key, reading in block.readings.items()
    )
    return Ambiguity(name, block.clause, block.question, readings)


def _policy(block: BreachBlock | None, at: Values) -> BreachPolicy:
    if block is None:
        return BreachPolicy()
    return BreachPolicy(
        suspends=Suspends(block.suspends),
        collapse_after=block.collapse_after,
        fatal=block.fatal,
        on_dispute=OnDispute(block.dispute),
        grace_s=at.si_or(block.grace, "grace", 0.0),
        lapse_s=None if block.lapse is None else at.si(block.lapse, "lapse"),
    )


def _begin(block: AgreementBlock, agreement: Agreement, seconds: Seconds) -> AgreementState:
    begins = block.begins
    if begins is None:
        return course.begin(agreement)
    return course.begin(
        agreement,
        status=Status(begins.status),
        reason=begins.reason,
        since_s=0.0 if begins.since is None else seconds(begins.since),
        agreed_s=None if begins.agreed is None else seconds(begins.agreed),
        offered_by=begins.offered_by,
        clauses={name: (ClauseStatus(stand.status), stand.reason) for name, stand in begins.clauses.items()},
        breaches=begins.breaches,
    )


def _commitment(name: str, block: CommitmentBlock, at: Values, words: Vocabulary) -> Commitment:
    return Commitment(
        id=name,
        title=block.title,
        guarantor=block.guarantor,
        beneficiary=block.beneficiary,
        trigger=words.condition(block.trigger),
        responses=tuple(Promise(promise.move, promise.target, promise.parameters) for promise in block.responses),
        within_s=at.si(block.within, "within"),
        credibility=at.si(block.credibility, "credibility"),
        steps=_steps(block.steps, at.under("steps")),
        needed=block.needed,
        units=block.units,
        drills=block.drills,
    )


def _steps(block: StepsBlock, at: Values) -> Steps:
    signals = {signal: at.si_or(getattr(block, field), field, 0.0) for signal, field in _SIGNALS.items()}
    return Steps(
        signals=signals,
        honored=at.si_or(block.honored, "honored", 0.0),
        failed=at.si_or(block.failed, "failed", 0.0),
        ties=at.si_or(block.ties, "ties", 0.0),
    )
