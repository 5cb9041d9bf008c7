"""Effects on what was promised: agreements and their clauses, and commitments to an ally."""

from __future__ import annotations

from standoff.base.evolve import evolve
from standoff.crisis import commitments
from standoff.crisis.agreements import deeds
from standoff.crisis.agreements.deed import Deed
from standoff.crisis.crisis import Crisis
from standoff.crisis.effects.act import Act, Result
from standoff.crisis.state import CrisisState


def agreement(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Offer, accept, reject or leave an agreement, or declare that it has collapsed."""
    return _do(crisis, state, act, verb)


def clause(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Perform, verify, breach, suspend or resume a clause, or claim a reading of it."""
    return _do(crisis, state, act, verb)


def hindered(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why this cannot be done about the agreement now."""
    if not act.parameters.get("clause") and not act.parameters.get("agreement"):
        return "no agreement is named"
    name, deed = _deed(act, verb)
    return deeds.obstacle(crisis.agreements[name], state.agreements[name], deed)


def commitment(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """A statement that affirms a commitment, or casts doubt on it."""
    name = act.parameters.get("commitment")
    if name is None:
        return Result(state)
    change = commitments.affirm if verb == "affirm" else commitments.weaken
    after, changes = change(crisis.commitments[name], state.commitments[name], act.actor, act.says)
    return Result(evolve(state, commitments={**state.commitments, name: after}), tuple(changes))


def no_party(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why an actor has no word in a commitment: the two whom it concerns have."""
    name = act.parameters.get("commitment")
    if name is None:
        return None
    one = crisis.commitments[name]
    if act.actor in (one.guarantor, one.beneficiary):
        return None
    return f"{name} is between {one.guarantor} and {one.beneficiary}; {act.actor} has no word in it"


def _do(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    name, deed = _deed(act, verb)
    after, changes = deeds.apply(crisis.agreements[name], state.agreements[name], deed, act.now_s)
    return Result(evolve(state, agreements={**state.agreements, name: after}), tuple(changes))


def _deed(act: Act, verb: str) -> tuple[str, Deed]:
    """The agreement and the deed; a clause is named `AGREEMENT/CLAUSE`."""
    name, _, part = str(act.parameters.get("clause", "")).partition("/")
    chance = act.draw("verification", name, part, f"{act.now_s:.0f}") if verb == "verify" else 0.0
    deed = Deed(
        verb,
        act.actor,
        clause=part or None,
        reading=act.parameters.get("reading"),
        in_full=bool(act.parameters.get("in_full", True)),
        says=act.says,
        chance=chance,
    )
    return name or str(act.parameters["agreement"]), deed
