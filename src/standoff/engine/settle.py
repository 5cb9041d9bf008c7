"""The end of a threat: its fate, and for the record why sensors did not see it and batteries did not shoot at it."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.engagement.battery import Battery, readiness
from standoff.engagement.refusal import Reason, Refusal
from standoff.engagement.rules import may_fire
from standoff.engine.state import Fate, Threat
from standoff.engine.turn import Turn


def settle(turn: Turn, threat: Threat, cause: int) -> None:
    """Put the threat's fate into the state and write what did not happen to it, with reasons."""
    turn.state = turn.state.with_threat(threat)
    if not turn.recorded:
        return
    for missed in threat.plan.unseen:
        actor = turn.world.sensors[missed.sensor].actor
        data = {
            "threat": threat.id,
            "sensor": missed.sensor,
            "reason": missed.reason,
            "detail": missed.detail,
            "numbers": dict(missed.numbers),
        }
        turn.emit("not_detected", actor=actor, target=threat.id, data=data, cause=cause, visible_to=(actor,))
    for battery, refusal in _why_not(turn, threat):
        data = {
            "threat": threat.id,
            "battery": battery.id,
            "reason": str(refusal.reason),
            "detail": refusal.sentence,
            "numbers": refusal.numbers,
        }
        turn.emit(
            "no_engagement", actor=battery.actor, target=threat.id, data=data, cause=cause, visible_to=(battery.actor,)
        )


def _why_not(turn: Turn, threat: Threat) -> Iterator[tuple[Battery, Refusal]]:
    """Each battery that did not shoot at the threat, with the condition that failed."""
    for name in threat.plan.engagements:
        battery = turn.world.batteries[name]
        if any(shot.fired for shot in turn.state.shots_at(threat.id, battery.id)):
            continue
        refusal = threat.plan.engagements[battery.id].refusal
        if refusal is None and threat.fate is Fate.INTERCEPTED:
            refusal = Refusal(Reason.NOT_NEEDED)
        if refusal is None:
            refusal = readiness(battery, turn.state.inventory[battery.id], 0)
        yield battery, refusal or _held_or_busy(turn, threat, battery)


def _held_or_busy(turn: Turn, threat: Threat, battery: Battery) -> Refusal:
    """A battery that could have engaged, and had interceptors: held by its rules, by others' shots, or busy."""
    possible, free_s = threat.plan.engagements[battery.id].window, battery.rules.weapons_free_s
    if possible is not None and free_s and not may_fire(battery.rules, possible.latest_launch_s):
        return Refusal(Reason.WEAPONS_HOLD, possible.latest_launch_s, max(end for _, end in free_s))
    if turn.state.rounds.get(threat.id):
        return Refusal(Reason.LEFT_TO_ANOTHER)
    return Refusal(Reason.NO_CHANNEL, limit=float(battery.simultaneous))
