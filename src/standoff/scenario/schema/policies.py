"""The blocks `crisis.policies` and `crisis.games`: who plays whom, and the games that deterrence policies play."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import Quantity
from standoff.scenario.schema.common import Actor, Block, Count, Id, MomentOrDuration, Text, YesNo
from standoff.scenario.schema.quantity import ChosenTime, Delay, Probability, QuantityField

# A quarter of an hour keeps a run of months to some ten thousand deliberations.
Rhythm = Annotated[Quantity, QuantityField("time", minimum=0.25, unit="h", sourced=False)]
Rate = Annotated[Quantity, QuantityField("rate", minimum=0)]
Fatigue = Annotated[Quantity, QuantityField("rate", above=0)]
Drift = Annotated[Quantity, QuantityField("rate")]
Spread = Annotated[Quantity, QuantityField("ratio", minimum=0)]
Payoff = Annotated[Quantity, QuantityField("ratio")]


class OptionBlock(Block):
    """A move with its parameters."""

    move: Id = Field(description="id of a move of the catalogue")
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with", description="the move's parameters")


class ScriptedPolicyBlock(Block):
    """The actor's orders of `crisis.history`, as it went."""

    kind: Literal["scripted"] = Field(description="kind of policy")
    until: MomentOrDuration | None = Field(
        None,
        description="when the script ends and the actor's other policies begin; if absent, all its history is played, "
        "and others act beside it from STARTEX on",
    )


class RuleBlock(Block):
    """A move that a condition sets off."""

    id: Id = Field(description="name of the rule, one of its kind among the actor's rules")
    condition: Text | None = Field(
        None, alias="if", description="CEL expression over the state of the crisis; always if absent"
    )
    rate: Rate | None = Field(
        None, description="while the condition holds the move comes at this rate, by chance; at once if absent"
    )
    once: YesNo = Field(False, description="whether the rule acts only once in a run")
    at_most: Count | None = Field(None, description="how often it acts in a run; any number if absent")
    gap: ChosenTime | None = Field(None, description="least time between two of its moves")
    move: Id = Field(description="id of a move of the catalogue")
    target: Actor | None = Field(None, description="to whom it is done")
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with", description="the move's parameters")
    says: Text | None = Field(None, description="what is said with it, in the project's own words")
    note: Text | None = Field(None, description="what the rule rests on")


class RulesPolicyBlock(Block):
    """Rules, each of which acts by itself."""

    kind: Literal["rules"] = Field(description="kind of policy")
    every: Rhythm = Field(description="time between two looks at the crisis")
    rules: tuple[RuleBlock, ...] = Field(min_length=1, description="the rules, in the order in which they act")


class ReciprocalPolicyBlock(Block):
    """Answers the tone that it receives, as Richardson's equation says."""

    kind: Literal["reciprocal"] = Field(description="kind of policy")
    toward: Actor = Field(description="whose tone it answers")
    every: Rhythm = Field(description="time between two moves at least")
    reaction: Rate = Field(description="k: tone that it sends per tone that it receives, per time")
    fatigue: Fatigue | None = Field(
        None, description="a: rate at which the tone that it sends wears off, forgetting included; forgetting if absent"
    )
    grievance: Drift | None = Field(
        None, description="g: tone that it sends per time whatever it receives, hostile below 0; none if absent"
    )
    delay: Delay | None = Field(None, description="age of the received tone that it answers; none if absent")
    noise: Spread | None = Field(
        None, description="standard deviation of what chance adds to the sent tone in a day; none if absent"
    )
    menu: tuple[OptionBlock, ...] = Field(
        min_length=1, description="moves from which it chooses by their Goldstein weights; no move is always a choice"
    )
    note: Text | None = Field(None, description="what it rests on")


class DeterrencePolicyBlock(Block):
    """Plays the actor's side of a game of `crisis.games`."""

    kind: Literal["deterrence"] = Field(description="kind of policy")
    game: Id = Field(description="id of the game; the actor is its challenger or its defender")
    every: Rhythm = Field(description="time between two looks at the crisis")


class ExternalPolicyBlock(Block):
    """Played by a program through the Python interface; without one the actor does nothing."""

    kind: Literal["external"] = Field(description="kind of policy")
    every: Rhythm | None = Field(None, description="time between two of its turns; the environment's if absent")


_KINDS: Final = ("scripted", "rules", "reciprocal", "deterrence", "external")


def _known_kind(data: Any) -> Any:
    if isinstance(data, dict):
        kind = data.get("kind")
        if kind is None:
            raise InputError("has no kind", allowed=", ".join(_KINDS))
        if kind not in _KINDS:
            raise InputError("is not a kind of policy", field="kind", value=kind, allowed=nearest(str(kind), _KINDS))
    return data


def _tag(data: Any) -> str:
    # The tilde tells a tag from a field where a validator names both in one location.
    return f"~{data.get('kind') if isinstance(data, dict) else getattr(data, 'kind', None)}"


PolicyBlock = Annotated[
    Annotated[ScriptedPolicyBlock, Tag("~scripted")]
    | Annotated[RulesPolicyBlock, Tag("~rules")]
    | Annotated[ReciprocalPolicyBlock, Tag("~reciprocal")]
    | Annotated[DeterrencePolicyBlock, Tag("~deterrence")]
    | Annotated[ExternalPolicyBlock, Tag("~external")],
    Discriminator(_tag),
    BeforeValidator(_known_kind),
]
Policies = dict[Actor, tuple[PolicyBlock, ...]]
"""Actor -> its policies, all of which act."""


class PayoffsBlock(Block):
    """What the outcomes of a deterrence game are worth to one side, in any unit: ratios of differences matter."""

    status_quo: Payoff = Field(description="nobody moves")
    concession: Payoff = Field(description="the defender concedes")
    back_down: Payoff = Field(alias="back-down", description="the challenger backs down from a defended challenge")
    conflict_hard: Payoff = Field(alias="conflict-hard", description="conflict, if this side is hard")
    conflict_soft: Payoff = Field(alias="conflict-soft", description="conflict, if this side is soft")


class SideBlock(Block):
    """One side of a deterrence game."""

    actor: Actor = Field(description="who plays it")
    hard: Probability = Field(description="probability that it is hard: prefers conflict to giving in at the end")
    payoffs: PayoffsBlock = Field(description="what the outcomes are worth to it")


class GameMovesBlock(Block):
    """The moves that stand for the choices of the game."""

    challenge: OptionBlock = Field(description="the challenger challenges the status quo")
    defend: OptionBlock = Field(description="the challenged defender defends")
    press: OptionBlock = Field(description="the challenger, defended against, presses on to conflict")
    concede: OptionBlock | None = Field(None, description="the challenged defender concedes; in silence if absent")
    back_down: OptionBlock | None = Field(
        None, alias="back-down", description="the challenger backs down; in silence if absent"
    )


class GameBlock(Block):
    """A deterrence game with private information, played once a run by the two actors' `deterrence` policies."""

    title: Text | None = Field(None, description="the game in words")
    challenger: SideBlock = Field(description="who may challenge the status quo")
    defender: SideBlock = Field(description="who may concede or defend")
    opens: Text | None = Field(
        None, description="CEL expression: when the challenger considers a challenge; at once if absent"
    )
    moves: GameMovesBlock = Field(description="the moves that stand for the choices")
    note: Text | None = Field(None, description="what it rests on")
