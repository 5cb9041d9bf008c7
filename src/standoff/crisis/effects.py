"""What the effects of a move change: one small function an effect, each from state to state with what happened.

Launches and raids are not here: they need the missile defense, which the engine joins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from standoff.crisis import deployments, drills, talks, threats
from standoff.crisis.change import Change
from standoff.crisis.crisis import HIGHEST_ALERT, LOWEST_ALERT, Crisis
from standoff.crisis.due import Due
from standoff.crisis.state import CrisisState


@dataclass(frozen=True)
class Act:
    """A move that takes effect: who does what to whom, and when. `draw` gives a named uniform number."""

    actor: str
    target: str | None
    move: str
    now_s: float
    draw: Callable[..., float]
    parameters: Mapping[str, Any] = field(default_factory=dict)


class Result(NamedTuple):
    """The new state, what happened, and what is due later."""

    state: CrisisState
    changes: tuple[Change, ...] = ()
    dues: tuple[Due, ...] = ()


def alert(crisis: Crisis, state: CrisisState, act: Act, verb: Any) -> Result:
    """Raise, lower or set the actor's alert."""
    before = state.alerts[act.actor]
    wanted = int(verb["set"]) if isinstance(verb, Mapping) else before + int(verb)
    level = min(max(wanted, LOWEST_ALERT), HIGHEST_ALERT)
    if level == before:
        return Result(state)
    names = crisis.alert_names.get(act.actor, ())
    data = {"from": before, "to": level, "name": names[level - 1] if names else None}
    return Result(replace(state, alerts={**state.alerts, act.actor: level}), (Change("alert", data, act.actor),))


def shelter(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Tell people to take cover, or that it is over."""
    on = verb == "on"
    sheltered = state.sheltered | {act.actor} if on else state.sheltered - {act.actor}
    return Result(replace(state, sheltered=sheltered), (Change("civil_protection", {"on": on}, act.actor),))


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
    return Result(replace(state, threats={**state.threats, name: status}), (change,))


def talk(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Offer, accept, refuse, open, halt or end talks with the target."""
    if act.target is None:
        return Result(state)
    both = talks.pair(act.actor, act.target)
    before, status = state.talks.get(both, talks.NONE), talks.after(verb)
    data = {"with": act.target, "from": before, "to": status}
    return Result(replace(state, talks={**state.talks, both: status}), (Change("talks", data, act.actor, act.target),))


def drill(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Announce, begin, end, postpone or shelve a drill, or call for it to be shelved."""
    name = act.parameters.get("drill")
    if name is None:
        return Result(state)
    if verb == "call-to-shelve":
        return call_to_shelve(crisis, state, act.actor, name)
    return hold_drill(crisis, state, act.actor, name, verb)


def call_to_shelve(crisis: Crisis, state: CrisisState, actor: str, name: str) -> Result:
    """Somebody wants a drill shelved; whether that is heeded shows when it is shelved or begins."""
    standing = drills.called(state.drills[name], actor)
    data = {"drill": name, "title": crisis.drills[name].title, "status": standing.status}
    change = Change("drill_call", data, actor, crisis.drills[name].actors[0])
    return Result(replace(state, drills={**state.drills, name: standing}), (change,))


def hold_drill(crisis: Crisis, state: CrisisState, actor: str, name: str, verb: str) -> Result:
    """Begin, end, postpone or shelve a drill; says whether calls to shelve it were heeded."""
    before = state.drills[name]
    standing = drills.after(before, verb)
    if standing == before:
        return Result(state)
    calls = list(before.called_by)
    data = {
        **crisis.drills[name].data(),
        "from": before.status,
        "to": standing.status,
        "heeded": calls if standing.status in (drills.SHELVED, drills.POSTPONED) else [],
        "unheeded": calls if standing.status == drills.RUNNING else [],
    }
    change = Change("drill", data, actor)
    return Result(replace(state, drills={**state.drills, name: standing}), (change,))


def deploy(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Send a unit to a station, where it arrives after its travel, or withdraw it; a move may name no unit."""
    name = act.parameters.get("unit")
    if name is None:
        return Result(state)
    unit = crisis.deployments[name]
    if verb == "withdraw":
        return stand(crisis, state, name, deployments.AWAY)
    station = act.parameters.get("station", unit.first_station)
    data = {"unit": name, "title": unit.title, "station": station, "travel_s": unit.travel_s}
    due = Due(act.now_s + unit.travel_s, "arrival", act.actor, {"unit": name, "station": station})
    return Result(state, (Change("unit_sent", data, unit.actor),), (due,))


def stand(crisis: Crisis, state: CrisisState, name: str, station: str) -> Result:
    """A unit stands at a station from now on, or leaves."""
    unit, before = crisis.deployments[name], state.units[name]
    if station == before:
        return Result(state)
    place = dict(unit.stations[station]) if station else None
    data = {
        "unit": name, "title": unit.title, "battery": unit.battery, "from": before or None,
        "station": station or None, "place": place,
    }  # fmt: skip
    return Result(replace(state, units={**state.units, name: station}), (Change("deployment", data, unit.actor),))


def put(crisis: Crisis, state: CrisisState, act: Act, verb: Mapping[str, float]) -> Result:
    """Set variables of the author."""
    return _vary(state, act, {name: float(value) for name, value in verb.items()})


def add(crisis: Crisis, state: CrisisState, act: Act, verb: Mapping[str, float]) -> Result:
    """Add to variables of the author."""
    return _vary(state, act, {name: state.values[name] + float(value) for name, value in verb.items()})


def _vary(state: CrisisState, act: Act, values: Mapping[str, float]) -> Result:
    return Result(replace(state, values={**state.values, **values}), (Change("value", dict(values), act.actor),))


Handler = Callable[[Crisis, CrisisState, Act, Any], Result]

EFFECTS: Final[Mapping[str, Handler]] = {
    "alert": alert,
    "civil-protection": shelter,
    "threat": threat,
    "talks": talk,
    "drill": drill,
    "deploy": deploy,
    "set": put,
    "add": add,
}
