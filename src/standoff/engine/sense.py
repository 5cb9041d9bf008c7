"""What sensors tell: detections, and tracks good enough to commit on."""

from __future__ import annotations

from dataclasses import replace

from standoff.base.evolve import evolve
from standoff.engine.actions import Decide, Detect, Hold
from standoff.engine.numbers import km
from standoff.engine.queue import Priority
from standoff.engine.turn import Turn


def detect(turn: Turn, action: Detect) -> None:
    """A sensor reports a threat for the first time, if it still flies."""
    threat, sighting = turn.state.threats[action.threat], action.sighting
    if not threat.flying:
        return
    actor = turn.world.sensors[sighting.sensor].actor
    event = turn.emit(
        "detection",
        actor=actor,
        target=threat.id,
        data={"threat": threat.id, "sensor": sighting.sensor, **sighting.data},
        cause=threat.launch_event,
        visible_to=(actor,),
    )
    seen = {**threat.detected_by, sighting.sensor: event}
    turn.state = turn.state.with_threat(replace(threat, detected_by=seen))


def hold_track(turn: Turn, action: Hold) -> None:
    """A battery gets a track whose predicted intercept fits its divert basket; it decides at once."""
    threat = turn.state.threats[action.threat]
    if not threat.flying:
        return
    battery, plan = turn.world.batteries[action.battery], threat.plan.engagement(action.battery)
    assert plan.track is not None
    event = turn.emit(
        "track",
        actor=battery.actor,
        target=threat.id,
        data={
            "threat": threat.id,
            "battery": battery.id,
            "sensor": plan.track.sensor,
            "error_km": km(plan.track.error_m),
            "basket_km": km(plan.track.basket_m),
        },
        cause=threat.detected_by.get(plan.track.sensor, threat.launch_event),
        visible_to=(battery.actor,),
    )
    turn.state = evolve(turn.state, tracks={**turn.state.tracks, (battery.id, threat.id): event})
    turn.schedule(turn.now_s, Decide(), cause=event, priority=Priority.RESPONSE)
