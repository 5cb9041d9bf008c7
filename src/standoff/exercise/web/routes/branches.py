"""Routes of what might have been and what may come: branches, and the exercise run on many times."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from standoff.base.errors import InputError
from standoff.exercise.branch import relatives
from standoff.exercise.serving import Invitation, invitations
from standoff.exercise.web.bodies import BranchBody, ContinueBody
from standoff.exercise.web.calls import ControlCaller, TheHouse, WatchingCaller
from standoff.exercise.web.kept import AHEAD

router = APIRouter(prefix="/api/control", tags=["control"])

Json = dict[str, Any]
ExerciseName = Annotated[str, Path(min_length=1, max_length=200)]


@router.post("/branches")
async def branch(body: BranchBody, caller: ControlCaller, house: TheHouse, request: Request) -> Json:
    """Branch off at an event: another exercise with the same past and the same seats; the links to them."""
    invited = await house.branch(caller.hub, body.event, body.title)
    return {"exercise": invited[0].exercise, "links": _links(request, invited)}


@router.get("/branches/{name}")
async def links_of_branch(name: ExerciseName, caller: ControlCaller, house: TheHouse, request: Request) -> Json:
    """The links to an exercise that branched off from this one."""
    hub = house.hubs.get(name)
    if hub is None or hub.desk.opening.parent != caller.sat.exercise:
        raise InputError("is no branch of this exercise", field="exercise", value=name, allowed="a branch of this one")
    invited = await house.do(lambda: invitations(house.store, hub.desk))
    return {"exercise": name, "links": _links(request, invited)}


@router.get("/exercises")
async def exercises(caller: ControlCaller, house: TheHouse) -> Json:
    """This exercise and its relatives in the database."""
    headings = relatives(await house.do(house.store.exercises), caller.sat.exercise)
    told = [
        {
            "exercise": one.id, "title": one.title, "parent": one.parent, "parent_event": one.parent_event,
            "this": one.id == caller.sat.exercise,
        }
        for one in headings
    ]  # fmt: skip
    return {"exercises": told}


@router.post("/ahead")
async def look_ahead(body: ContinueBody, caller: ControlCaller, house: TheHouse) -> Json:
    """Run the exercise on many times without people, from now or from a moment before; ask for the outcome with GET."""
    return {"started": await house.look_ahead(caller.hub, body.runs, body.from_s)}


@router.get("/ahead")
async def ahead(caller: WatchingCaller, house: TheHouse) -> Json:
    """What may come, as it was last looked at: lines so far and bands from then on; and whether a look is under way."""
    exercise = caller.sat.exercise
    found = await house.do(lambda: house.store.kept(exercise, AHEAD))
    return {"running": house.looks_ahead(exercise), "trouble": house.trouble_ahead(exercise), "ahead": found}


def _links(request: Request, invited: list[Invitation]) -> list[Json]:
    base = str(request.base_url).rstrip("/")
    return [{"seat": one.seat, "role": one.role, "title": one.title, "link": f"{base}{one.path}"} for one in invited]
