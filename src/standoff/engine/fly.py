"""A missile's flight as events: lift-off, burnout, apogee, overflight, impact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from standoff.base.evolve import evolve
from standoff.base.geodesy import Place, geodesic
from standoff.engagement.ground import ground_range_m
from standoff.engine.actions import Arrive, Detect, Hold, LiftOff, Pass
from standoff.engine.aim import Flown, draw_luck, fly_with_luck
from standoff.engine.numbers import km, rounded, spot
from standoff.engine.settle import settle
from standoff.engine.state import Fate, Threat
from standoff.engine.statecraft.watch import watch
from standoff.engine.turn import Turn
from standoff.flight.results import Flight, Trajectory
from standoff.scenario.world import Force

# A place counts as overflown when the ground track passes this near: about the reach of what people below would see.
OVERFLIGHT_M: Final = 100_000.0


def lift_off(turn: Turn, action: LiftOff) -> None:
    """Fly the missile, write its launch, and make due what its flight and the sensors will bring."""
    missile = turn.world.missiles[action.missile]
    action, override = _ruled(turn, action)
    luck = draw_luck(missile, action, turn.streams, errors=turn.recorded)
    plan = turn.plans.of(action, luck.failure, turn.now_s, force_of(turn))
    flown = fly_with_luck(plan.flight, missile, luck, turn.now_s) if turn.recorded else None
    event = turn.emit(
        "launch",
        actor=action.actor,
        target=action.threat,
        data=lambda: _launched(turn, action, plan.flight if flown is None else flown.flight),
        visible_to=(action.actor,),
        draws=luck.draws,
        override=override,
    )
    failed = luck.failure is not None
    threat = Threat(action.threat, action.actor, action.aim, plan, flown, event, failed, action.test)
    turn.state = turn.state.with_threat(threat)
    for time_s, due in _what_follows(turn, threat):
        turn.schedule(time_s, due, cause=event)
    _count(turn, action, event)


def _ruled(turn: Turn, action: LiftOff) -> tuple[LiftOff, dict[str, Any] | None]:
    """The launch as control has ruled, if it has, with what the record tells of that."""
    ruling = turn.state.outside.rulings.get(f"launch/{action.threat}")
    if ruling is None:
        return action, None
    drawn = draw_luck(turn.world.missiles[action.missile], action, turn.streams, errors=False)
    fails = ruling.outcome == "fails"
    proposed = drawn.failure is not None
    if fails != proposed:
        action = replace(action, fails=fails, may_fail=fails)
    return action, ruling.override("fails" if proposed else "flies")


def pass_point(turn: Turn, action: Pass) -> None:
    """Write that a threat passes a named point of its flight, if it still flies."""
    threat = turn.state.threats[action.threat]
    if threat.flying:
        turn.emit(action.kind, target=threat.id, data={"threat": threat.id, **action.data}, visible_to=(threat.actor,))


def arrive(turn: Turn, action: Arrive) -> None:
    """A threat that nobody stopped comes down."""
    threat = turn.state.threats[action.threat]
    if not threat.flying:
        return
    event = turn.emit("impact", target=threat.id, data=lambda: _came_down(turn, threat), cause=threat.launch_event)
    settle(turn, replace(threat, fate=Fate.FAILED if threat.failed else Fate.ARRIVED), event)


def force_of(turn: Turn) -> Force:
    """Where the units that can be sent stand now, those that the missile defense knows."""
    if turn.crisis is None or turn.world.crisis is None:
        return ()
    units, stations = turn.world.crisis.deployments, turn.crisis.units
    return tuple((name, stations[name]) for name, unit in units.items() if unit.battery or unit.sensors)


def _count(turn: Turn, action: LiftOff, event: int) -> None:
    """In a crisis a missile that left is one more test, or one more launched in anger; that is no secret."""
    crisis = turn.crisis
    if crisis is None:
        return
    turn.crisis = evolve(crisis, tests=crisis.tests + 1) if action.test else evolve(crisis, fired=crisis.fired + 1)
    watch(turn, event)


def _launched(turn: Turn, action: LiftOff, flight: Flight) -> dict[str, Any]:
    return {
        "threat": action.threat,
        "missile": action.missile,
        "from": spot(action.launch, turn.world.name_of(action.launch)),
        "aim": spot(action.aim, turn.world.name_of(action.aim)),
        "azimuth_deg": rounded(flight.ascent.azimuth_deg),
        "trajectory": action.trajectory,
        "range_km": km(flight.range_m),
        "apogee_km": km(flight.apogee_m),
        "flight_time_s": rounded(flight.flight_time_s),
        **({"test": True} if action.test else {}),
    }


def _came_down(turn: Turn, threat: Threat) -> dict[str, Any]:
    impact = (threat.plan if threat.flown is None else threat.flown).flight.impact
    name, distance_m = turn.world.nearest_place(impact)
    return {
        "threat": threat.id,
        **spot(impact),
        "nearest_place": name,
        "distance_km": km(distance_m),
        "aim_miss_km": km(geodesic(threat.aim, impact).distance_m),
        "failed": threat.failed,
    }


def _what_follows(turn: Turn, threat: Threat) -> Iterator[tuple[float, Any]]:
    plan = threat.plan
    if threat.flown is not None:
        yield from _points(turn, threat, threat.flown)
        # Who sees it decides nothing but the tracks of batteries, which the plan holds: reports are for the record.
        for sighting in plan.sightings:
            yield sighting.time_s, Detect(threat.id, sighting)
    for battery, engagement in plan.possible.items():
        assert engagement.track is not None
        yield engagement.track.time_s, Hold(threat.id, battery)
    yield plan.arrival_s, Arrive(threat.id)


def _points(turn: Turn, threat: Threat, flown: Flown) -> Iterator[tuple[float, Pass]]:
    flight, path = flown
    burnout = {
        **spot(flight.burnout), "altitude_km": km(flight.burnout_altitude_m),
        "speed_km_s": km(flight.burnout_speed_m_s),
    }  # fmt: skip
    yield turn.now_s + flight.burnout_time_s, Pass(threat.id, "launch_failure" if threat.failed else "burnout", burnout)
    apogee_s = turn.now_s + flight.apogee_time_s
    lat_deg, lon_deg = (float(np.interp(apogee_s, path.time_s, values)) for values in (path.lat_deg, path.lon_deg))
    yield apogee_s, Pass(threat.id, "apogee", {**spot(Place(lat_deg, lon_deg)), "altitude_km": km(flight.apogee_m)})
    for place in turn.world.watched:
        time_s, data = _nearest_pass(turn, place, path)
        if data["distance_km"] * 1000.0 <= OVERFLIGHT_M:
            yield time_s, Pass(threat.id, "overflight", data)


def _nearest_pass(turn: Turn, name: str, path: Trajectory) -> tuple[float, dict[str, Any]]:
    """When the ground track is nearest to a watched place, and how near and how high it passes."""
    place = turn.world.watched[name]
    distance_m = ground_range_m(place, path.lat_deg, path.lon_deg)
    at = int(np.argmin(distance_m))
    data = {
        "place": name,
        **spot(Place(float(path.lat_deg[at]), float(path.lon_deg[at]))),
        "altitude_km": km(float(path.altitude_m[at])),
        "distance_km": km(float(distance_m[at])),
    }
    return float(path.time_s[at]), data
