"""Effects on how an actor stands: alert, civil protection, threats, talks, and the author's own variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.base.evolve import evolve
from standoff.crisis import talks, threats
from standoff.crisis.change import Change
from standoff.crisis.crisis import HIGHEST_ALERT, LOWEST_ALERT, Crisis
from standoff.crisis.effects.act import Act, Result
from standoff.crisis.state import CrisisState


def alert(crisis: Crisis, state: CrisisState, act: Act, verb: Any) -> Result:
    """Raise, lower or set the actor's alert."""
    before = state.alerts[act.actor]
    wanted = int(verb["set"]) if isinstance(verb, Mapping) else before + int(verb)
    level = min(max(wanted, LOWEST_ALERT), HIGHEST_ALERT)
    if level == before:
        return Result(state)
    names = crisis.alert_names.get(act.actor, ())
    data = {"from": before, "to": level, "name": names[level - 1] if names else None}
    return Result(evolve(state, alerts={**state.alerts, act.actor: level}), (Change("alert", data, act.actor),))


def shelter(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Tell people to take cover, or that it is over."""
    on = verb == "on"
    sheltered = state.sheltered | {act.actor} if on else state.sheltered - {act.actor}
    return Result(evolve(state, sheltered=sheltered), (Change("civil_protection", {"on": on}, act.actor),))


def threat(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Announce, suspend, resume, carry out or withdraw a threat; a move that names none changes none."""
    name = act.parameters.get("threat")
    if name is None:
        return Result(state)
    before = state.threats[name]
    status = threats.after(before, verb)
    if status == before:
        return Result(state)
    data = {"threat": name, "title": crisis.threats[name].title, "from": before, "to": status}
    change = Change("threat", data, act.actor, crisis.threats[name].target)
    return Result(evolve(state, threats={**state.threats, name: status}), (change,))


def no_threat(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why a threat cannot be announced, put off or carried out: whose it is, against whom, and where it stands."""
    name = act.parameters.get("threat")
    if name is None:
        return None
    threat, status = crisis.threats[name], state.threats[name]
    if threat.actor != act.actor:
        return f"{name} is a threat of {threat.actor}, not of {act.actor}"
    if act.target not in (None, threat.target):
        return f"{name} is a threat to {threat.target}, not to {act.target}"
    if threats.after(status, verb) == status and verb != "announce":
        return f"{name} cannot be {_DONE[verb]}: it is {status}"
    return None


_DONE = {"suspend": "put off", "resume": "resumed", "carry-out": "carried out", "withdraw": "withdrawn"}


def talk(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Offer, accept, refuse, open, halt or end talks with the target."""
    if act.target is None:
        return Result(state)
    both = talks.pair(act.actor, act.target)
    before, status = state.talks.get(both, talks.NONE), talks.after(verb)
    data = {"with": act.target, "from": before, "to": status}
    return Result(
        evolve(state, talks={**state.talks, both: status}, talked=state.talked or status == talks.OPEN),
        (Change("talks", data, act.actor, act.target),),
    )


def put(crisis: Crisis, state: CrisisState, act: Act, verb: Mapping[str, float]) -> Result:
    """Set variables of the author."""
    return _vary(state, act, {name: float(value) for name, value in verb.items()})


def add(crisis: Crisis, state: CrisisState, act: Act, verb: Mapping[str, float]) -> Result:
    """Add to variables of the author."""
    return _vary(state, act, {name: state.values[name] + float(value) for name, value in verb.items()})


def _vary(state: CrisisState, act: Act, values: Mapping[str, float]) -> Result:
    return Result(evolve(state, values={**state.values, **values}), (Change("value", dict(values), act.actor),))
