"""Extended deterrence: a guarantor promises to respond if an ally is attacked; how far is he believed?

Credibility is a number from 0 to 1, the share of its promise that others expect a guarantor to keep. It moves by
bounded steps, `c + g (1 - c)` up and `c (1 - l)` down (the linear operator of R. R. Bush and F. Mosteller, Stochastic
Models for Learning, 1955), so it stays in its bounds whatever the order of events. Which way each kind of signal goes
follows J. D. Fearon, Journal of Conflict Resolution 41 (1997) 68-90: forces sent and drills held are sunk costs, which
convince because they cost something now; words cost nothing now but tie hands, so they add little and make a failure
dearer: the step down after a failure grows from `failed` toward 1 with the hands tied before. The sizes of the steps
are parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from standoff.crisis.change import Change

if TYPE_CHECKING:
    from standoff.crisis.condition import Condition

Result = tuple["CommitmentState", list[Change]]


class Standing(StrEnum):
    """Where a commitment stands: not called upon, called upon, or what came of the last call."""

    STANDING = "standing"
    TRIGGERED = "triggered"
    HONORED = "honored"
    FAILED = "failed"


class Signal(StrEnum):
    """What bears on credibility."""

    STATEMENT = "statement"
    DOUBT = "doubt"
    DEPLOYMENT = "deployment"
    WITHDRAWAL = "withdrawal"
    DRILL_HELD = "drill-held"
    DRILL_SHELVED = "drill-shelved"


RAISES: Final = frozenset({Signal.STATEMENT, Signal.DEPLOYMENT, Signal.DRILL_HELD})


@dataclass(frozen=True)
class Promise:
    """A move that the guarantor should make once triggered; `parameters` are those that must agree."""

    move: str
    target: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def kept_by(self, move: str, target: str | None, parameters: Mapping[str, Any]) -> bool:
        """Whether a move is the promised one."""
        if move != self.move or self.target not in (None, target):
            return False
        return all(parameters.get(name) == value for name, value in self.parameters.items())


@dataclass(frozen=True)
class Steps:
    """Sizes of the steps, each a share from 0 to 1 of the way that is left: up for `RAISES` and `honored`, else down.

    `ties`: how far one statement ties hands, as a share of what is loose still.
    """

    signals: Mapping[Signal, float] = field(default_factory=dict)
    honored: float = 0.0
    failed: float = 0.0
    ties: float = 0.0


@dataclass(frozen=True)
class Commitment:
    """A promise of protection.

    Triggered when `trigger` comes to hold; honored when `needed` of the `responses` are made within `within_s` (the
    number of all of them if None), else failed. `units` and `drills`: whose coming and going bears on it.
    """

    id: str
    title: str
    guarantor: str
    beneficiary: str
    trigger: Condition
    responses: tuple[Promise, ...]
    within_s: float
    credibility: float
    steps: Steps = Steps()
    needed: int | None = None
    units: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()

    @cached_property
    def awaits(self) -> frozenset[str] | None:
        """The moves on whose counts alone the trigger hangs; None if it hangs on anything else."""
        moves = [one.keys[-1].literal for one in self.trigger.references if one.name == "done" and len(one.keys) == 2]
        named = frozenset(move for move in moves if move is not None)
        return named if len(named) and len(moves) == len(self.trigger.references) and None not in moves else None


@dataclass(frozen=True)
class CommitmentState:
    """Where a commitment stands. `tied`: how far statements have tied the guarantor's hands, 0 to 1.

    `held`: whether the trigger held at the last look, so that it triggers when it comes to hold and not while it does.
    `kept`: which responses have been made since the call, by their place in the list.
    """

    credibility: float
    tied: float = 0.0
    standing: Standing = Standing.STANDING
    held: bool = False
    triggered_s: float | None = None
    deadline_s: float | None = None
    kept: tuple[int, ...] = ()


def begin(commitment: Commitment) -> CommitmentState:
    """A commitment at STARTEX."""
    return CommitmentState(commitment.credibility)


def signal(commitment: Commitment, state: CommitmentState, kind: Signal, actor: str, says: str = "") -> Result:
    """Something was said or done that bears on how far the guarantor is believed."""
    step = commitment.steps.signals.get(kind, 0.0)
    credibility = _up(state.credibility, step) if kind in RAISES else _down(state.credibility, step)
    tied = _up(state.tied, commitment.steps.ties) if kind is Signal.STATEMENT else state.tied
    after = replace(state, credibility=credibility, tied=tied)
    if after == state:
        return state, []
    reason = f"{kind.value.replace('-', ' ')} by {actor}" + (f": {says}" if says else "")
    return after, [_credibility(commitment, state, after, reason, actor)]


def affirm(commitment: Commitment, state: CommitmentState, actor: str, says: str = "") -> Result:
    """A statement that affirms it: it adds a little, and ties hands."""
    return signal(commitment, state, Signal.STATEMENT, actor, says)


def weaken(commitment: Commitment, state: CommitmentState, actor: str, says: str = "") -> Result:
    """A statement that casts doubt on it."""
    return signal(commitment, state, Signal.DOUBT, actor, says)


def look(commitment: Commitment, state: CommitmentState, now_s: float, view: Mapping[str, Any]) -> Result:
    """Whether the trigger has come to hold. Call it after every event."""
    holds = commitment.trigger.holds(view)
    if holds == state.held:
        return state, []
    state = replace(state, held=holds)
    if not holds or state.standing is Standing.TRIGGERED:
        return state, []
    deadline_s = now_s + commitment.within_s
    after = replace(state, standing=Standing.TRIGGERED, triggered_s=now_s, deadline_s=deadline_s, kept=())
    data = {
        "commitment": commitment.id,
        "title": commitment.title,
        "reason": f"{commitment.trigger.text} holds",
        "responses": [promise.move for promise in commitment.responses],
        "within_s": commitment.within_s,
        "credibility": after.credibility,
    }
    return after, [Change("commitment_triggered", data, actor=commitment.guarantor, target=commitment.beneficiary)]


def moved(
    commitment: Commitment,
    state: CommitmentState,
    actor: str,
    move: str,
    target: str | None,
    parameters: Mapping[str, Any],
) -> Result:
    """A move was made: if it is one of the promised responses it counts, and enough of them honor the commitment."""
    if state.standing is not Standing.TRIGGERED or actor != commitment.guarantor:
        return state, []
    kept = [
        index
        for index, promise in enumerate(commitment.responses)
        if index not in state.kept and promise.kept_by(move, target, parameters)
    ]
    if not kept:
        return state, []
    after = replace(state, kept=(*state.kept, kept[0]))
    needed = len(commitment.responses) if commitment.needed is None else commitment.needed
    data = {"commitment": commitment.id, "move": move, "kept": len(after.kept), "needed": needed}
    changes = [Change("commitment_response", data, actor=actor, target=commitment.beneficiary)]
    if len(after.kept) < needed:
        return after, changes
    credibility = _up(after.credibility, commitment.steps.honored)
    done = replace(after, credibility=credibility, standing=Standing.HONORED, deadline_s=None)
    reason = f"{actor} responded as promised"
    return done, [*changes, _credibility(commitment, state, done, reason, actor)]


def overdue(commitment: Commitment, state: CommitmentState, now_s: float) -> Result:
    """The time to respond is over: a guarantor who has not is believed less, the more his hands were tied."""
    if state.standing is not Standing.TRIGGERED or state.deadline_s is None or now_s < state.deadline_s:
        return state, []
    loss = _up(commitment.steps.failed, state.tied)
    after = replace(state, credibility=_down(state.credibility, loss), standing=Standing.FAILED, deadline_s=None)
    missing = [promise.move for index, promise in enumerate(commitment.responses) if index not in state.kept]
    reason = f"{commitment.guarantor} has not responded in time; missing: {', '.join(missing)}"
    return after, [_credibility(commitment, state, after, reason, commitment.guarantor)]


def to_json(commitment: Commitment, state: CommitmentState) -> dict[str, Any]:
    """Where a commitment stands, as plain JSON."""
    return {
        "title": commitment.title,
        "guarantor": commitment.guarantor,
        "beneficiary": commitment.beneficiary,
        "standing": state.standing.value,
        "credibility": state.credibility,
        "tied": state.tied,
        "triggered_s": state.triggered_s,
        "deadline_s": state.deadline_s,
        "kept": [commitment.responses[index].move for index in state.kept],
    }


def _up(value: float, step: float) -> float:
    return value + step * (1.0 - value)


def _down(value: float, step: float) -> float:
    return value * (1.0 - step)


def _credibility(
    commitment: Commitment, before: CommitmentState, after: CommitmentState, reason: str, actor: str
) -> Change:
    data = {
        "commitment": commitment.id,
        "title": commitment.title,
        "standing": after.standing.value,
        "before": before.credibility,
        "after": after.credibility,
        "tied": after.tied,
        "reason": reason,
    }
    return Change("credibility", data, actor=actor, target=commitment.beneficiary)
