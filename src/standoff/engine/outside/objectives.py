"""Objectives: what an exercise is to show, as conditions on the state; the record says when each first holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.base.evolve import evolve
from standoff.engine.inputs import Input
from standoff.engine.outside import watching
from standoff.engine.outside.standing import Objective
from standoff.engine.turn import Turn


def put(turn: Turn, given: Input) -> None:
    """An objective is written or written anew; one that was met stays as it was."""
    block = given.told("objective", dict)
    name, outside = block["id"], turn.state.outside
    before = outside.objectives.get(name)
    if before is not None and before.event is not None:
        raise InputError("was met and cannot be changed", field="objective", value=name, allowed="one not met yet")
    turn.emit("objective_put", data={"by": given.by, **given.data}, visible_to=())
    objectives = {**outside.objectives, name: Objective(block)}
    turn.state = evolve(turn.state, outside=evolve(outside, objectives=objectives))
    watching.forget(turn, ("objective", name))
    if block.get("when") is not None:
        watching.watch(turn, ("objective", name), block["when"])


def judge(turn: Turn, given: Input) -> None:
    """Control judges that an objective is met which no condition tells of, or before one does."""
    name = given.told("objective")
    known = turn.state.outside.objectives
    if name not in known or known[name].event is not None:
        still = [one for one, objective in known.items() if objective.event is None]
        raise InputError("is no objective to judge", field="objective", value=name, allowed=nearest(name, still))
    watching.forget(turn, ("objective", name))
    meet(turn, name, turn.cause, {"by": given.by, **given.data})


def meet(turn: Turn, name: str, cause: int | None, by: Mapping[str, Any] | None = None) -> None:
    """An objective holds for the first time, or is judged to."""
    outside = turn.state.outside
    block = outside.objectives[name].block
    limit = block.get("by")
    data = {
        "objective": name,
        "title": block["title"],
        "cell": block.get("cell"),
        "late": limit is not None and turn.now_s > watching.seconds(turn, limit),
        "fails": bool(block.get("fails", False)),
        **(by or {}),
    }
    event = turn.emit("objective", data=data, cause=cause, visible_to=())
    met = {**outside.objectives, name: outside.objectives[name]._replace(event=event)}
    turn.state = evolve(turn.state, outside=evolve(outside, objectives=met))
