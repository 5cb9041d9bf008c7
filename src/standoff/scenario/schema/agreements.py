"""The blocks `crisis.agreements` and `crisis.commitments`: who owes what to whom, and who stands by whom."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from standoff.base.errors import InputError
from standoff.scenario.schema.common import Actor, Block, Count, CountOrNone, Id, MomentOrDuration, Text
from standoff.scenario.schema.quantity import ChosenDelay, ChosenTime, Delay, Money, Probability, Time


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _need(value: Any) -> Any:
    """`k1` is short for `{k1: performed}`."""
    if isinstance(value, str):
        return {value: "performed"}
    if isinstance(value, dict) and len(value) != 1:
        raise InputError(
            "is not one clause", value=value, allowed="CLAUSE, or {CLAUSE: performed} or {CLAUSE: verified}"
        )
    return value


Actors = Annotated[
    tuple[Actor, ...],
    BeforeValidator(_one_or_many),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]
ClauseNames = Annotated[
    tuple[Id, ...],
    BeforeValidator(_one_or_many),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
NeedEntry = Annotated[
    dict[Id, Literal["performed", "verified"]],
    BeforeValidator(_need),
    WithJsonSchema({"type": ["string", "object"]}),
]


class PreconditionBlock(Block):
    """What must come before a clause."""

    clauses: tuple[NeedEntry, ...] = Field(
        (), description="clauses of the same agreement that must be performed (`k1`) or verified (`{k1: verified}`)"
    )
    condition: Text | None = Field(None, alias="if", description="CEL expression over the state of the crisis")


class DueBlock(Block):
    """When a clause is due."""

    within: ChosenTime = Field(description="time for it")
    after: Literal["agreed", "precondition"] = Field(
        "precondition",
        description="from when the time runs; from the precondition on if that is met later than the day",
    )


class VerifierBlock(Block):
    """Who finds out whether a clause was performed in full."""

    actor: Actor = Field(description="the actor that gives the order to verify")
    body: Text | None = Field(None, description="the body that does it, if it is no actor")
    detection: Probability = Field(description="probability that it finds out a performance that fell short")


class ReversalBlock(Block):
    """What it takes to undo a performance."""

    time: Delay | None = Field(None, description="time to undo it")
    cost: Money | None = Field(None, description="cost of undoing it")


class ClauseBlock(Block):
    """One obligation of an agreement."""

    action: Text = Field(description="what is to be done, in the project's own words")
    obligor: Actors = Field(description="who owes it; all of several must do their part")
    beneficiary: tuple[Actor, ...] = Field((), description="to whom it is owed; all signatories if empty")
    type: Literal["declaratory", "material", "procedural", "reversible-asset"] = Field(
        description="what performing it is; a declaratory clause without precondition is performed by signing"
    )
    precondition: PreconditionBlock | None = Field(None, description="what must come first; nothing if absent")
    due: DueBlock | None = Field(None, description="when it is due; at an early date if absent")
    verifier: VerifierBlock | None = Field(None, description="who verifies it; nobody if absent")
    reversal: ReversalBlock | None = Field(None, description="what it takes to undo it")
    linked: tuple[Id, ...] = Field((), description="clauses owed in return, its quid pro quo")
    phase: Count = Field(1, description="phase of an agreement that is phased")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class ReadingBlock(Block):
    """One way to read what a clause leaves open."""

    text: Text = Field(description="the reading in words")
    actors: tuple[Actor, ...] = Field((), description="who holds it")
    start: MomentOrDuration | None = Field(
        None, alias="from", description="since when they hold it; if absent, it must be claimed by an order"
    )
    binds: ClauseNames = Field((), description="the clauses that it makes wait; that of the ambiguity if absent")
    first: tuple[NeedEntry, ...] = Field((), description="the clauses that would come first")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class AmbiguityBlock(Block):
    """What the text of a clause leaves open."""

    clause: Id = Field(description="the clause")
    question: Text = Field(description="what is left open")
    readings: dict[Id, ReadingBlock] = Field(min_length=2, description="id -> reading; ids are unique in the agreement")


class BreachBlock(Block):
    """What a breach does."""

    suspends: Literal["linked", "all", "nothing"] = Field(
        "linked", description="of what the others owe and have not done: what is linked, all, or nothing"
    )
    collapse_after: Count | None = Field(
        None, description="number of breaches with which all collapses; never if absent"
    )
    fatal: tuple[Id, ...] = Field((), description="clauses whose breach alone makes all collapse")
    dispute: Literal["noted", "suspends", "collapses"] = Field(
        "noted", description="what it does that two sides read an ambiguity differently"
    )
    grace: ChosenDelay | None = Field(
        None, description="how long the others wait after a due date before they call it a breach; not at all if absent"
    )
    lapse: ChosenTime | None = Field(None, description="time suspended after which all collapses; never if absent")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class ClauseStandingBlock(Block):
    """Where a clause stands at STARTEX."""

    status: Literal["agreed", "performed", "verified", "breached", "suspended"] = Field(description="its status")
    reason: Text = Field(description="why")
    source: Text | None = Field(None, description="citation, or `assumption`")


class AgreementStandingBlock(Block):
    """Where an agreement stands at STARTEX."""

    status: Literal["none", "offered", "agreed", "holding", "suspended", "collapsed", "fulfilled", "rejected"] = Field(
        description="its status"
    )
    reason: Text = Field(description="why")
    since: MomentOrDuration | None = Field(None, description="since when; STARTEX if absent")
    agreed: MomentOrDuration | None = Field(None, description="when it was agreed, if it was; `since` if absent")
    offered_by: Actor | None = Field(None, description="who offers it, if it is offered; the first signatory if absent")
    breaches: CountOrNone = Field(0, description="breaches so far")
    clauses: dict[Id, ClauseStandingBlock] = Field(default_factory=dict, description="clause -> where it stands")
    source: Text | None = Field(None, description="citation, or `assumption`")


class AgreementBlock(Block):
    """An agreement: a package of clauses."""

    title: Text = Field(description="its name")
    signatories: Actors = Field(description="who must accept it")
    sequencing: Literal["parallel", "phased", "front-loaded", "back-loaded"] = Field(
        "parallel",
        description="parallel: action for action, the clauses' own preconditions alone; phased: phase after phase; "
        "front-loaded, back-loaded: what the bearer owes comes before or after what is owed in return",
    )
    bearer: Actor | None = Field(None, description="whose clauses come first or last, if front- or back-loaded")
    clauses: dict[Id, ClauseBlock] = Field(min_length=1, description="id -> clause")
    ambiguities: dict[Id, AmbiguityBlock] = Field(default_factory=dict, description="id -> what the text leaves open")
    breach: BreachBlock | None = Field(None, description="what a breach does; suspends what is linked if absent")
    begins: AgreementStandingBlock | None = Field(None, description="where it stands at STARTEX; not offered if absent")
    source: Text = Field(description="citation")
    note: Text | None = Field(None, description="what it rests on")


class PromiseBlock(Block):
    """A move that the guarantor has promised."""

    move: Id = Field(description="id of a move of the catalogue")
    target: Actor | None = Field(None, description="against or for whom; anyone if absent")
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with", description="parameters that must agree")
    source: Text | None = Field(None, description="citation, or `assumption`")


class StepsBlock(Block):
    """How far each kind of signal moves credibility: shares, from 0 to 1, of the way that is left."""

    statement: Probability | None = Field(None, description="a statement that affirms it: up")
    ties: Probability | None = Field(
        None, description="how far such a statement ties hands: a later failure costs more"
    )
    doubt: Probability | None = Field(None, description="a statement that casts doubt on it: down")
    deployment: Probability | None = Field(None, description="one of the units arrives: up")
    withdrawal: Probability | None = Field(None, description="one of the units leaves: down")
    drill_held: Probability | None = Field(None, description="one of the drills is held: up")
    drill_shelved: Probability | None = Field(None, description="one of the drills is shelved: down")
    honored: Probability | None = Field(None, description="the promised response is given: up")
    failed: Probability | None = Field(None, description="it is not given in time: down")


class CommitmentBlock(Block):
    """Extended deterrence: a guarantor's promise to stand by an ally."""

    title: Text = Field(description="its name")
    guarantor: Actor = Field(description="who promises")
    beneficiary: Actor = Field(description="to whom")
    trigger: Text = Field(description="CEL expression; the promise is called upon when it comes to hold")
    responses: tuple[PromiseBlock, ...] = Field(min_length=1, description="moves that answer the call")
    needed: Count | None = Field(None, description="how many of them honor the promise; all if absent")
    within: Time = Field(description="time in which they must be made")
    credibility: Probability = Field(description="share of the promise that others expect to be kept, at STARTEX")
    steps: StepsBlock = Field(default_factory=lambda: StepsBlock.model_validate({}), description="what moves it")
    units: tuple[Id, ...] = Field((), description="deployments whose coming and going bears on it")
    drills: tuple[Id, ...] = Field((), description="drills whose being held or shelved bears on it")
    source: Text = Field(description="citation, such as the article of a treaty")
    note: Text | None = Field(None, description="what it rests on")
