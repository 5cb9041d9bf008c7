"""Routes of everybody: to sit down, to see what one's seat may see, to keep drafts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from standoff.base.errors import InputError
from standoff.exercise.desk import Desk
from standoff.exercise.errors import OutOfOrderError
from standoff.exercise.seats import Role
from standoff.exercise.store import Draft, StaleDraft
from standoff.exercise.web.bodies import DraftBody, Join
from standoff.exercise.web.briefing import briefing
from standoff.exercise.web.calls import AnyCaller, TheHouse, address_of
from standoff.exercise.web.house import Caller
from standoff.exercise.web.hub import dumps

router = APIRouter(prefix="/api", tags=["every seat"])

Json = dict[str, Any]
# Drafts of one seat, and their size together in characters.
MOST_DRAFTS, MOST_OF_DRAFTS = 200, 1_000_000
DraftName = Annotated[str, Path(min_length=1, max_length=60)]


@router.post("/join")
async def join(body: Join, request: Request, house: TheHouse) -> Json:
    """Sit down by a link: the token to send as `Authorization: Bearer`, and the seat."""
    token, sat = await house.join(body.link, body.passphrase, address_of(request))
    hub = house.hubs[sat.exercise]
    if sat.seat.role is Role.PLAYER:
        await hub.welcome(sat.seat)
    return {"token": token, "seat": sat.seat.id, "role": sat.seat.role.value, "cell": sat.seat.cell}


@router.post("/leave")
async def leave(caller: AnyCaller, house: TheHouse) -> Json:
    """Leave: the token is void."""
    await house.do(lambda: house.roster.leave(caller.sat))
    house.forget(caller.sat.exercise, caller.seat.id)
    return {"left": True}


@router.get("/me")
async def me(caller: AnyCaller) -> Json:
    """The seat, the exercise, and what one has to know of it."""
    return await caller.hub.ask(lambda desk: briefing(desk, caller.seat))


@router.get("/events")
async def events(
    caller: AnyCaller,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> Json:
    """What the seat has seen, in order, after an event that it knows."""
    return {"events": await caller.hub.seen(caller.seat.view, after, limit)}


@router.get("/situation")
async def situation(caller: AnyCaller) -> Json:
    """Clock, situation, own orders to come, and who plays."""

    def told(desk: Desk) -> Json:
        session, view, cell = desk.session, caller.seat.view, caller.seat.cell
        return {
            "board": session.board(view),
            "pending": [] if cell is None else session.pending(cell),
            "people": sorted(session.people) if cell is None else [cell] if cell in session.people else [],
        }

    return {"clock": caller.hub.clock(caller.seat.view), **await caller.hub.ask(told)}


@router.get("/trails")
async def trails(caller: AnyCaller, since_s: Annotated[float, Query(ge=0, le=1e12)] = 0.0) -> Json:
    """Trails of what flies, as far as the seat may know them: [t_s, lat_deg, lon_deg, altitude_m]."""
    return {"trails": await caller.hub.ask(lambda desk: desk.session.trails(caller.seat.view, since_s))}


@router.get("/forces")
async def forces(caller: AnyCaller) -> Json:
    """The seat's own sensors and batteries where they stand now, with what they cover and hold."""
    return {"forces": await caller.hub.ask(lambda desk: desk.session.forces(caller.seat.view))}


@router.get("/drafts")
async def drafts(caller: AnyCaller, house: TheHouse) -> Json:
    """What the seat has written and not sent."""
    found = await house.do(lambda: house.store.drafts(caller.sat.exercise, caller.seat.id))
    return {"drafts": [{"name": one.name, "content": one.content, "version": one.version} for one in found]}


@router.put("/drafts/{name}")
async def put_draft(name: DraftName, body: DraftBody, caller: AnyCaller, house: TheHouse) -> Json:
    """Keep a draft, unless another window changed it meanwhile."""
    sat = caller.sat

    def keep() -> Draft | StaleDraft:
        others = [one for one in house.store.drafts(sat.exercise, sat.seat.id) if one.name != name]
        size = sum(len(dumps(one.content)) for one in others)
        if len(others) >= MOST_DRAFTS or size > MOST_OF_DRAFTS:
            raise InputError(
                "is one too many", field="draft", value=name, allowed="drafts that are sent or thrown away"
            )
        return house.store.put_draft(sat.exercise, sat.seat.id, name, body.content, body.version)

    kept = await house.do(keep)
    if isinstance(kept, StaleDraft):
        stands = 0 if kept.stands is None else kept.stands.version
        raise OutOfOrderError("another window of this seat has changed the draft", stands)
    _tell_of_draft(caller, name, kept.version)
    return {"version": kept.version}


@router.delete("/drafts/{name}")
async def delete_draft(name: DraftName, caller: AnyCaller, house: TheHouse) -> Json:
    """Throw a draft away."""
    await house.do(lambda: house.store.delete_draft(caller.sat.exercise, caller.seat.id, name))
    _tell_of_draft(caller, name, 0)
    return {"deleted": name}


def _tell_of_draft(caller: Caller, name: str, version: int) -> None:
    """The other windows of the seat then ask for it."""
    caller.hub.tell_seat(caller.seat.id, {"type": "draft", "name": name, "version": version})
