"""Shooting: who commits on what, interceptors under way, what they did, and whether to shoot again.

A decision looks at all batteries and threats at once, lets the allocator choose, and commits. One tier (a family of
interceptors) gives a threat one round at a time; another tier holds back as long as it can still shoot after the
result of that round is known. Assessments are taken to be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from standoff.base.evolve import evolve
from standoff.base.geodesy import geodetic_from_ecef
from standoff.base.streams import Draw
from standoff.engagement import doctrine
from standoff.engagement.allocation import ALLOCATORS, Assignment, Capacity, Option
from standoff.engagement.battery import Battery, readiness
from standoff.engagement.kill import Cause, Link, Outcome, common_mode_fails, outcome
from standoff.engagement.rules import may_fire, weapons_free_from
from standoff.engagement.window import Shot as PlannedShot
from standoff.engagement.window import Window
from standoff.engine.actions import Assess, Decide, Meet, Shoot
from standoff.engine.numbers import km, rounded
from standoff.engine.queue import Priority
from standoff.engine.settle import settle
from standoff.engine.state import Fate, Round, Shot, State, Threat
from standoff.engine.turn import Turn


def decide(turn: Turn, _: Decide) -> None:
    """Offer every possible engagement to the allocator and commit to what it chooses."""
    options = list(_options(turn))
    capacity = {name: _capacity(turn.state, turn.world.batteries[name]) for name in {o.battery for o in options}}
    for assignment in ALLOCATORS[turn.world.allocation](options, capacity):
        _commit(turn, assignment)


def shoot(turn: Turn, action: Shoot) -> None:
    """An interceptor leaves, unless its threat is gone; then it stays loaded."""
    shot = turn.state.shots[action.shot]
    battery, threat = turn.world.batteries[shot.battery], turn.state.threats[shot.threat]
    names = {"threat": threat.id, "battery": battery.id, "interceptor": shot.id}
    if not threat.flying:
        turn.emit(
            "shot_cancelled", actor=battery.actor, target=threat.id,
            data={**names, "reason": "the threat is already destroyed"}, visible_to=(battery.actor,),
        )  # fmt: skip
        turn.state = _restock(turn.state.with_shot(replace(shot, spent=True, fired=False)), battery.id)
        return
    event = turn.emit(
        "shot",
        actor=battery.actor,
        target=threat.id,
        data={
            **names,
            "planned_intercept": {"t_s": rounded(shot.plan.intercept_s), **_where(shot.plan)},
            "flyout_s": rounded(shot.plan.flyout_s),
        },
        visible_to=(battery.actor,),
    )
    turn.state = turn.state.with_shot(replace(shot, fired=True))
    turn.schedule(shot.plan.intercept_s, Meet(shot.id), cause=event)


def meet(turn: Turn, action: Meet) -> None:
    """An interceptor meets its threat: the kill chain is drawn link by link."""
    shot = turn.state.shots[action.shot]
    battery, threat = turn.world.batteries[shot.battery], turn.state.threats[shot.threat]
    met = _met(shot, threat)
    data: dict[str, Any] = {"threat": threat.id, "interceptor": shot.id, "battery": battery.id, **_where(met)}
    if not threat.flying:
        data |= {"result": "spent", "cause_of_miss": "already-destroyed"}
        turn.emit("intercept", actor=battery.actor, target=threat.id, data=data, visible_to=(battery.actor,))
        turn.state = turn.state.with_shot(replace(shot, plan=met, spent=True))
        return
    chain = battery.interceptor.chain
    common = turn.streams.uniform("common-mode", battery.interceptor.family)
    links = tuple(turn.streams.uniform("kill", shot.id, link.name.lower()) for link in Link)
    result = outcome(chain, (links[0].value, links[1].value, links[2].value), common_mode_fails(chain, common.value))
    result, override = _ruled(turn, shot, result)
    data |= {"result": "hit" if result.hit else "miss", "cause_of_miss": result.cause_of_miss}
    used: tuple[Draw, ...] = (common, *links)
    event = turn.emit(
        "intercept", actor=battery.actor, target=threat.id, data=data, draws=used, visible_to=(battery.actor,),
        override=override,
    )  # fmt: skip
    turn.state = turn.state.with_shot(replace(shot, plan=met, spent=True, hit=result.hit))
    if result.hit:
        settle(turn, replace(threat, fate=Fate.INTERCEPTED), event)


def _ruled(turn: Turn, shot: Shot, drawn: Outcome) -> tuple[Outcome, dict[str, Any] | None]:
    """What became of a shot by control's ruling, if there is one, with what the record tells of it."""
    ruling = turn.state.outside.rulings.get(f"intercept/{shot.id}")
    if ruling is None:
        return drawn, None
    hit = ruling.outcome == "hit"
    ruled = drawn if hit == drawn.hit else Outcome(hit, None if hit else Cause.MISSED)
    return ruled, ruling.override("hit" if drawn.hit else "miss")


def assess(turn: Turn, action: Assess) -> None:
    """A battery learns what its round did; if the threat still flies, everybody decides anew."""
    threat, battery = turn.state.threats[action.threat], turn.world.batteries[action.battery]
    turn.state = turn.state.with_rounds(
        battery.id, threat.id, [replace(r, assessed=True) for r in turn.state.rounds_at(threat.id, battery.id)]
    )
    event = turn.emit(
        "kill_assessment",
        actor=battery.actor,
        target=threat.id,
        data={
            "threat": threat.id,
            "battery": battery.id,
            "assessed": "leaking" if threat.fate is not Fate.INTERCEPTED else "killed",
        },
        visible_to=(battery.actor,),
    )
    turn.schedule(turn.now_s, Decide(), cause=event, priority=Priority.RESPONSE)


def _options(turn: Turn) -> Iterator[Option]:
    state = turn.state
    for battery_id, threat_id in state.tracks:
        battery, threat = turn.world.batteries[battery_id], state.threats[threat_id]
        possible = threat.plan.engagement(battery_id).window
        if not threat.flying or possible is None or _must_wait(turn, battery, threat, possible):
            continue
        left = state.inventory[battery_id]
        fired = [r.shots for r in state.rounds_at(threat_id, battery_id)]
        now_s = _earliest_launch_s(turn, battery)
        if readiness(battery, left, _under_way(state, battery_id)) is not None:
            continue
        first = doctrine.next_round(battery.doctrine, possible, fired, now_s, left)
        if first and all(may_fire(battery.rules, shot.launch_s) for shot in first):
            rounds = doctrine.plan(battery.doctrine, possible, now_s, left)
            yield Option(
                threat_id,
                battery_id,
                deadline_s=possible.latest_launch_s,
                earliest_intercept_s=first[0].intercept_s,
                shots=max(len(first), sum(len(r) for r in rounds)),
                single_shot=battery.interceptor.chain.single_shot,
                round_size=battery.doctrine.round_size,
            )


def _must_wait(turn: Turn, battery: Battery, threat: Threat, possible: Window) -> bool:
    """Whether a shot now would be too early or one too many.

    A battery waits for its own round, and for another battery's with interceptors of the same family: one tier gives a
    threat one round at a time. Another tier waits only as long as it can still shoot after that result.
    """
    for other, rounds in turn.state.rounds.get(threat.id, {}).items():
        same_tier = turn.world.batteries[other].interceptor.family == battery.interceptor.family
        for fired in rounds:
            if not fired.assessed and (same_tier or fired.assessed_s <= possible.latest_launch_s):
                return True
    return False


def _commit(turn: Turn, assignment: Assignment) -> None:
    battery, threat = turn.world.batteries[assignment.battery], turn.state.threats[assignment.threat]
    plan = threat.plan.engagement(battery.id)
    assert plan.window is not None and plan.track is not None
    fired = turn.state.rounds_at(threat.id, battery.id)
    now_s = _earliest_launch_s(turn, battery)
    shots = doctrine.next_round(battery.doctrine, plan.window, [r.shots for r in fired], now_s, assignment.interceptors)
    if not shots:
        return
    event = turn.emit(
        "commit",
        actor=battery.actor,
        target=threat.id,
        data={
            "threat": threat.id,
            "battery": battery.id,
            "sensor": plan.track.sensor,
            "mode": str(battery.network.mode),
            "round": len(fired) + 1,
            "shots": len(shots),
            "earliest_intercept_s": rounded(plan.window.earliest_intercept_s),
            "latest_intercept_s": rounded(plan.window.latest_intercept_s),
        },
        cause=turn.state.tracks[battery.id, threat.id] if not fired else None,
        visible_to=(battery.actor,),
    )
    assessed_s = doctrine.assessed_at_s(battery.doctrine, shots)
    turn.state = _book(turn.state, battery, threat, Round(shots, assessed_s))
    for number, planned in enumerate(shots, start=len(turn.state.shots_at(threat.id, battery.id)) + 1):
        shot = Shot(f"{battery.id}>{threat.id}#{number}", battery.id, threat.id, planned)
        turn.state = turn.state.with_shot(shot)
        turn.schedule(planned.launch_s, Shoot(shot.id), cause=event)
    turn.schedule(assessed_s, Assess(threat.id, battery.id), cause=event)


def _book(state: State, battery: Battery, threat: Threat, fired: Round) -> State:
    last_s = max(shot.launch_s for shot in fired.shots)
    state = state.with_rounds(battery.id, threat.id, [*state.rounds_at(threat.id, battery.id), fired])
    return evolve(
        state,
        inventory={**state.inventory, battery.id: state.inventory[battery.id] - len(fired.shots)},
        ready_s={**state.ready_s, battery.id: last_s + battery.doctrine.launch_interval_s},
    )


def _restock(state: State, battery: str) -> State:
    return evolve(state, inventory={**state.inventory, battery: state.inventory[battery] + 1})


def _earliest_launch_s(turn: Turn, battery: Battery) -> float:
    """When the battery's launcher is ready again and its weapons are free; infinite if they stay held."""
    return weapons_free_from(battery.rules, max(turn.now_s, turn.state.ready_s.get(battery.id, 0.0)))


def _capacity(state: State, battery: Battery) -> Capacity:
    return Capacity(state.inventory[battery.id], battery.simultaneous - _under_way(state, battery.id))


def _under_way(state: State, battery: str) -> int:
    """Threats that the battery is engaging now: with a round that is not assessed yet."""
    return sum(any(not fired.assessed for fired in by_battery.get(battery, ())) for by_battery in state.rounds.values())


def _met(shot: Shot, threat: Threat) -> PlannedShot:
    """The shot as planned, but where the threat really is: its errors put it a little beside the plan."""
    if threat.flown is None:
        return shot.plan
    x, y, z = threat.flown.path.at(shot.plan.intercept_s).tolist()
    return shot.plan._replace(position_m=(x, y, z))


def _where(shot: PlannedShot) -> Mapping[str, Any]:
    lat_deg, lon_deg, altitude_m = (float(value) for value in geodetic_from_ecef(shot.position_m))
    return {"lat_deg": round(lat_deg, 5), "lon_deg": round(lon_deg, 5), "altitude_km": km(altitude_m)}
