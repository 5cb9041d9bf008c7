"""What falls due in a crisis: arrivals, drills, quiet spells, votes, measures that begin or end, deadlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from standoff.base.evolve import evolve
from standoff.base.streams import Draw
from standoff.crisis import council, drills
from standoff.crisis.change import Change
from standoff.crisis.due import Due
from standoff.crisis.effects import Result, forces, pressure
from standoff.crisis.ladder import NAMES
from standoff.engine.actions import Fall
from standoff.engine.statecraft.happen import acting, crisis_of, schedule, state_of, take
from standoff.engine.statecraft.watch import STARTEX, call_in, watch
from standoff.engine.turn import Turn

Changes = tuple[Change, ...]


def start(turn: Turn) -> None:
    """The crisis as it stands at STARTEX, with its drills on their dates."""
    crisis = turn.world.crisis
    if crisis is None:
        return
    turn.crisis = crisis.start
    for drill in crisis.drills.values():
        if drill.automatic and drill.end_s > 0.0:
            schedule(turn, Due(drill.start_s, "drill", drill.actors[0], {"drill": drill.id, "verb": "begin"}))
            schedule(turn, Due(drill.end_s, "drill", drill.actors[0], {"drill": drill.id, "verb": "end"}))
    take(turn, pressure.take_stock(crisis, crisis.start, turn.now_s), None)
    watch(turn, None, move=STARTEX)


def fall(turn: Turn, action: Fall) -> None:
    """Something of the crisis falls due."""
    due = action.due
    changes = DUES[due.kind](turn, due)
    watch(turn, turn.cause, changes, seen_by=due.seen_by)


def _settle(turn: Turn, due: Due) -> Changes:
    """A quiet spell is over, if it was one: the actor stands one rung lower."""
    crisis, state = crisis_of(turn.world), state_of(turn)
    assert due.actor is not None
    stood = state.rungs[due.actor]
    place = crisis.ladder.at(stood, turn.now_s)
    if place.rung == stood.rung:
        return ()
    change = Change("rung", {"before": stood.rung, "rung": place.rung, "name": NAMES[place.rung]}, due.actor)
    later = (Due(crisis.ladder.settles_at(place), "settle", due.actor),) if place.rung else ()
    return _take(turn, due, Result(evolve(state, rungs={**state.rungs, due.actor: place}), (change,), later))


def _arrive(turn: Turn, due: Due) -> Changes:
    """A unit that was sent is there."""
    unit, station = due.data["unit"], due.data["station"]
    return _take(turn, due, forces.arrive(crisis_of(turn.world), state_of(turn), unit, station, due.time_s))


def _drill(turn: Turn, due: Due) -> Changes:
    """A drill begins or ends on its date, unless it was postponed, shelved or begun already."""
    crisis, state = crisis_of(turn.world), state_of(turn)
    name, verb = due.data["drill"], due.data["verb"]
    waits = drills.PLANNED if verb == "begin" else drills.RUNNING
    assert due.actor is not None
    if state.drills[name].status != waits:
        return ()
    return _take(turn, due, forces.hold_drill(crisis, state, due.actor, name, verb))


def _vote(turn: Turn, due: Due) -> Changes:
    """The Council votes on a draft whose time has come, unless it has voted already."""
    crisis, state, name = crisis_of(turn.world), state_of(turn), due.data["draft"]
    if name not in council.due(state.council, turn.now_s):
        return ()
    used: list[Draw] = []
    act = acting(turn, due.actor or "", "vote", used)
    result = pressure.hold(crisis, state, name, act)
    take(turn, result, turn.cause, draws=used)
    return result.changes


def _stock(turn: Turn, due: Due) -> Changes:
    """Measures begin, bind or end by themselves."""
    return _take(turn, due, pressure.take_stock(crisis_of(turn.world), state_of(turn), turn.now_s))


def _response(turn: Turn, due: Due) -> Changes:
    """The time to keep a promise is over."""
    call_in(turn, due.data["commitment"], turn.cause, due.seen_by)
    return ()


def _deadline(turn: Turn, due: Due) -> Changes:  # noqa: ARG001  (the shape of a row)
    """A clause may be late: `watch` looks."""
    return ()


def _over(turn: Turn, due: Due) -> Changes:
    turn.emit("move_over", actor=due.actor, data=dict(due.data), visible_to=due.seen_by)
    return ()


def _take(turn: Turn, due: Due, result: Result) -> Changes:
    take(turn, result, turn.cause, seen_by=due.seen_by)
    return result.changes


DUES: Final[Mapping[str, Callable[[Turn, Due], Changes]]] = {
    "arrival": _arrive,
    "drill": _drill,
    "settle": _settle,
    "vote": _vote,
    "stock": _stock,
    "response": _response,
    "deadline": _deadline,
    "move-over": _over,
}
