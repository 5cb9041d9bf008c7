"""Effects on forces: drills, calls to shelve them, and units that are sent."""

from __future__ import annotations

from standoff.base.evolve import evolve
from standoff.base.time import DAY_S
from standoff.crisis import deployments, drills
from standoff.crisis.change import Change
from standoff.crisis.crisis import Crisis
from standoff.crisis.due import Due
from standoff.crisis.effects.act import Act, Result
from standoff.crisis.state import CrisisState


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
    return Result(evolve(state, drills={**state.drills, name: standing}), (change,))


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
    return Result(evolve(state, drills={**state.drills, name: standing}), (change,))


def deploy(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Send a unit to a station, where it arrives after its travel, or withdraw it; a move may name no unit.

    The last word counts: a unit on its way that is sent elsewhere, or withdrawn, does not arrive where it was bound;
    sent there once more, it sails on.
    """
    name = act.parameters.get("unit")
    if name is None:
        return Result(state)
    unit = crisis.deployments[name]
    if verb == "withdraw":
        return _withdraw(crisis, state, name)
    station, arrives_s = act.parameters.get("station", unit.first_station), act.now_s + unit.travel_s
    if name in state.bound and state.bound[name][0] == station:
        return Result(state)
    data = {"unit": name, "title": unit.title, "station": station, "travel_s": unit.travel_s}
    due = Due(arrives_s, "arrival", act.actor, {"unit": name, "station": station})
    on_its_way = evolve(state, bound={**state.bound, name: (station, arrives_s)})
    return Result(on_its_way, (Change("unit_sent", data, unit.actor),), (due,))


def _withdraw(crisis: Crisis, state: CrisisState, name: str) -> Result:
    unit = crisis.deployments[name]
    recalled: tuple[Change, ...] = ()
    if name in state.bound:
        data = {"unit": name, "title": unit.title, "station": state.bound[name][0]}
        recalled = (Change("unit_recalled", data, unit.actor),)
    left = stand(crisis, _without(state, name), name, deployments.AWAY)
    return Result(left.state, (*recalled, *left.changes))


def arrive(crisis: Crisis, state: CrisisState, name: str, station: str, at_s: float) -> Result:
    """A unit that was sent is there, unless it was sent elsewhere or withdrawn since."""
    if state.bound.get(name) != (station, at_s):
        return Result(state)
    return stand(crisis, _without(state, name), name, station)


def _without(state: CrisisState, name: str) -> CrisisState:
    """The state with a unit on its way no more."""
    return evolve(state, bound={unit: way for unit, way in state.bound.items() if unit != name})


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
    return Result(evolve(state, units={**state.units, name: station}), (Change("deployment", data, unit.actor),))


def test_device(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """A nuclear device goes off under ground: a test, which no missile defense sees."""
    change = Change("nuclear_test", {"place": act.parameters.get("place")}, act.actor, act.target)
    return Result(evolve(state, tests=state.tests + 1), (change,))


def no_drill(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why an actor has no say in a drill, or comes too late; anybody may call for it to be shelved."""
    name = act.parameters.get("drill")
    if name is None or verb == "call-to-shelve":
        return None
    drill = crisis.drills[name]
    if act.actor not in drill.actors:
        return f"{act.actor} takes no part in {name}: {', '.join(drill.actors)}"
    if verb == "announce" and drill.automatic and act.now_s > drill.start_s:
        return f"{name} was to begin {(act.now_s - drill.start_s) / DAY_S:.1f} days ago: its date is past"
    return None


def no_unit(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why a unit cannot be sent or withdrawn: whose it is, and where it can stand."""
    name = act.parameters.get("unit")
    if name is None:
        return None
    unit, station = crisis.deployments[name], act.parameters.get("station")
    if unit.actor != act.actor:
        return f"{name} is a unit of {unit.actor}, not of {act.actor}"
    if station is not None and station not in unit.stations:
        return f"{name} has no station {station!r}: {', '.join(unit.stations)}"
    return None


def no_plan(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why a plan cannot be carried out: whose it is."""
    owner = crisis.planners.get(str(act.parameters.get("plan")))
    return None if owner in (None, act.actor) else f"{act.parameters['plan']} is a plan of {owner}, not of {act.actor}"
