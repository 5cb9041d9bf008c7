"""Routes of players: the menu, orders, messages, requests, and who plays the cell."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from standoff.engine.inputs import CONTROL
from standoff.exercise.desk import Desk
from standoff.exercise.errors import ForbiddenError
from standoff.exercise.web.bodies import (
    CancelBody,
    MessageBody,
    OrderBody,
    PlayedByBody,
    RequestBody,
    data_of,
)
from standoff.exercise.web.calls import AnyCaller, cell_of, hand_in

router = APIRouter(prefix="/api", tags=["players"])

Json = dict[str, Any]


@router.get("/menu")
async def menu(caller: AnyCaller, cell: Annotated[str | None, Query(max_length=20)] = None) -> Json:
    """What the cell could order now: each move with lead time, authority, and what it does."""
    wanted = cell_of(caller, cell)
    if not caller.is_control and wanted != caller.seat.cell:
        raise ForbiddenError("a seat sees the menu of its own cell alone")

    def told(desk: Desk) -> Json:
        offered = desk.session.menu(wanted)
        return {"cell": wanted, "menu": offered, "names": desk.session.called_on(offered)}

    return await caller.hub.ask(told)


@router.post("/orders")
async def order(body: OrderBody, caller: AnyCaller) -> Json:
    """Give an order; whether it is carried out, accepted for later, or refused and why."""
    data = {**data_of(body), "cell": cell_of(caller, body.cell)}
    return await hand_in(caller, "order", data, body)


@router.post("/orders/cancel")
async def cancel(body: CancelBody, caller: AnyCaller) -> Json:
    """Take an order back that has not taken effect."""
    data = {"cell": cell_of(caller, body.cell), "move": "cancel", "order": body.order}
    return await hand_in(caller, "order", data, body)


@router.post("/messages")
async def message(body: MessageBody, caller: AnyCaller) -> Json:
    """Write to other cells or to one's own."""
    cell = CONTROL if body.cell is None and caller.is_control else cell_of(caller, body.cell)
    return await hand_in(caller, "message", {**data_of(body), "cell": cell}, body)


@router.post("/requests")
async def request(body: RequestBody, caller: AnyCaller) -> Json:
    """Ask control for something that no move does."""
    return await hand_in(caller, "request", {**data_of(body), "cell": cell_of(caller, body.cell)}, body)


@router.post("/played-by")
async def played_by(body: PlayedByBody, caller: AnyCaller) -> Json:
    """Hand the cell to the policies of the scenario, or take it back."""
    return await hand_in(caller, "seat", {**data_of(body), "cell": cell_of(caller, body.cell)}, body)
