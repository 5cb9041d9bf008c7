"""Who calls: the dependencies that every route of the API rests on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Request
from starlette.requests import HTTPConnection

from standoff.base.errors import InputError
from standoff.exercise.desk import Request as Asked
from standoff.exercise.errors import ForbiddenError
from standoff.exercise.web.bodies import Numbered
from standoff.exercise.web.house import Caller, House


def house_of(request: Request) -> House:
    """What this server holds."""
    house: House = request.app.state.house
    return house


async def caller_of(request: Request, authorization: Annotated[str | None, Header(max_length=400)] = None) -> Caller:
    """The seat that calls, by its bearer token."""
    scheme, _, token = (authorization or "").partition(" ")
    return await house_of(request).caller(token if scheme.lower() == "bearer" else None, address_of(request))


def address_of(asking: HTTPConnection) -> str:
    """Where a request or a line comes from."""
    return asking.client.host if asking.client else ""


async def control_of(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """The same, if it is control."""
    if not caller.is_control:
        raise ForbiddenError("only control may do this")
    return caller


async def watcher_of(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """The same, if nothing is hidden from it: control, or an observer of everything."""
    if not caller.seat.sees_all:
        raise ForbiddenError("only control and observers may see this")
    return caller


AnyCaller = Annotated[Caller, Depends(caller_of)]
ControlCaller = Annotated[Caller, Depends(control_of)]
WatchingCaller = Annotated[Caller, Depends(watcher_of)]
TheHouse = Annotated[House, Depends(house_of)]


async def hand_in(caller: Caller, kind: str, data: dict[str, Any], body: Numbered) -> dict[str, Any]:
    """Hand something in for the caller; the answer, once it is on disk."""
    answer = await caller.hub.submit(Asked(caller.seat, kind, data, body.tab, body.message))
    if isinstance(answer, Exception):
        raise answer
    return answer


def cell_of(caller: Caller, named: str | None) -> str:
    """The cell that a body is about: the caller's own unless it names one."""
    cell = named or caller.seat.cell
    if cell is None:
        raise InputError("is missing", field="cell", allowed="the cell for which control acts")
    return cell
