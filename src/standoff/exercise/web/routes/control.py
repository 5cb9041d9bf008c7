"""Routes of the white cell: clock, injects, adjudication, seats, other views, branches, notes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from standoff.base.errors import InputError
from standoff.engine.inputs import CONTROL
from standoff.exercise.desk import INJECTS, Desk
from standoff.exercise.msel.board import board, changed, sheet_of, taken_over
from standoff.exercise.seats import Role, Seat
from standoff.exercise.web.bodies import (
    AdjudicationBody,
    ClockBody,
    EndBody,
    InjectBody,
    NoteBody,
    Numbered,
    ReasonBody,
    RulingBody,
    SeatBody,
    data_of,
)
from standoff.exercise.web.calls import AnyCaller, ControlCaller, TheHouse, WatchingCaller, hand_in
from standoff.exercise.web.house import Caller

router = APIRouter(prefix="/api/control", tags=["control"])

Json = dict[str, Any]
InjectName = Annotated[str, Path(min_length=1, max_length=100)]
SeatName = Annotated[str, Path(min_length=1, max_length=40)]
CellName = Annotated[str, Path(min_length=1, max_length=20)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post("/clock")
async def clock(body: ClockBody, caller: ControlCaller) -> Json:
    """STARTEX, PAUSEX, resume, another rate, a step, or on to the next event."""
    answer = await hand_in(caller, "clock", data_of(body), body)
    return {**answer, "clock": caller.hub.clock(CONTROL)}


@router.post("/endex")
async def endex(body: EndBody, caller: ControlCaller) -> Json:
    """End the exercise now."""
    answer = await hand_in(caller, "endex", data_of(body), body)
    return {**answer, "clock": caller.hub.clock(CONTROL)}


@router.get("/msel")
async def msel(caller: WatchingCaller) -> Json:
    """The master scenario events list as it stands."""
    return {"injects": await caller.hub.ask(lambda desk: board(desk.session))}


@router.put("/msel/{name}")
async def put_inject(name: InjectName, body: InjectBody, caller: ControlCaller) -> Json:
    """Write an inject, new or anew. One that was fired stays as it was."""
    if body.inject.get("id") != name:
        raise InputError("is another than in the address", field="id", value=body.inject.get("id"), allowed=name)
    block = await caller.hub.ask(lambda desk: changed(desk.session, body.inject))
    return await hand_in(caller, "inject_put", {"inject": block}, body)


@router.post("/msel/{name}/fire")
async def fire(name: InjectName, body: ReasonBody, caller: ControlCaller) -> Json:
    """Fire an inject now."""
    return await hand_in(caller, "inject", {**data_of(body), "inject": name}, body)


@router.post("/msel/{name}/skip")
async def skip(name: InjectName, body: ReasonBody, caller: ControlCaller) -> Json:
    """An inject is not to come."""
    return await hand_in(caller, "inject_skipped", {**data_of(body), "inject": name}, body)


@router.get("/msel.xlsx")
async def export_msel(caller: WatchingCaller) -> Response:
    """The list as a workbook."""
    content = await caller.hub.ask(lambda desk: sheet_of(desk.session))
    return Response(content, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="msel.xlsx"'})


@router.post("/msel.xlsx")
async def import_msel(request: Request, caller: ControlCaller) -> Json:
    """Take a workbook over: every inject of it that differs is written anew, all of them or none."""
    content = await request.body()
    blocks, left_out = await caller.hub.ask(lambda desk: taken_over(desk.session, content))
    if blocks:
        await hand_in(caller, INJECTS, {"injects": blocks}, Numbered(tab=None, message=None))
    return {"changed": [block["id"] for block in blocks], "left_out": left_out}


@router.get("/cases")
async def cases(caller: WatchingCaller) -> Json:
    """The adjudication queue: what is to come, with the computer's proposal, its odds and draws."""
    return await caller.hub.ask(_cases)


@router.post("/rulings")
async def rule(body: RulingBody, caller: ControlCaller) -> Json:
    """Decide a case, with the reason."""
    return await hand_in(caller, "ruling", data_of(body), body)


@router.post("/adjudication")
async def adjudicate(body: AdjudicationBody, caller: ControlCaller) -> Json:
    """Say what control wants to rule on: kinds for which the clock waits, and moves that wait for a word."""
    return await hand_in(caller, "adjudication", data_of(body), body)


@router.post("/notes")
async def note(body: NoteBody, caller: AnyCaller) -> Json:
    """An observation or a lesson for the review, of control or an observer."""
    return await hand_in(caller, "note", data_of(body), body)


@router.post("/objectives/{name}/met")
async def judge(name: InjectName, body: ReasonBody, caller: ControlCaller) -> Json:
    """Judge that an objective is met which no condition tells of."""
    return await hand_in(caller, "objective", {**data_of(body), "objective": name}, body)


@router.get("/seats")
async def seats(caller: ControlCaller, house: TheHouse, request: Request) -> Json:
    """All seats with their links, who is there, and who plays each cell."""
    present, opening = caller.hub.present, caller.hub.desk.opening
    rows = await house.do(lambda: house.roster.rows(opening.id))
    base = str(request.base_url)
    told = [
        {
            "seat": row.id,
            "role": row.role,
            "cell": row.cell,
            "title": row.title,
            "link": None if row.revoked else f"{base}join#{house.roster.link(opening, row)}",
            "passphrase": row.passphrase_hash is not None,
            "expires_at": row.expires_at,
            "revoked": row.revoked,
            "present": present.get(row.id, 0),
        }
        for row in rows
    ]
    return {"seats": told, "people": await caller.hub.ask(lambda desk: sorted(desk.session.people))}


@router.post("/seats/{name}")
async def add_seat(name: SeatName, body: SeatBody, caller: ControlCaller, house: TheHouse) -> Json:
    """A new seat."""
    role, cells = Role(body.role), caller.hub.desk.session.cells
    if (role is Role.PLAYER) != (body.cell is not None) or (body.cell is not None and body.cell not in cells):
        raise InputError("does not fit the role", field="cell", value=body.cell, allowed="a cell for a player, or none")
    seat = Seat(name, role, body.cell, body.title)
    await house.do(lambda: house.roster.add(caller.sat.exercise, seat, body.passphrase, body.expires_at))
    return {"seat": name}


@router.post("/seats/{name}/revoke")
async def revoke(name: SeatName, caller: ControlCaller, house: TheHouse) -> Json:
    """The seat's link opens nothing any more, and who sits there is out."""
    await _require_another(name, caller)
    await house.do(lambda: house.roster.revoke(caller.sat.exercise, name))
    house.forget(caller.sat.exercise, name)
    return {"revoked": name}


@router.post("/seats/{name}/renew")
async def renew(name: SeatName, caller: ControlCaller, house: TheHouse) -> Json:
    """A new link for a seat; who came by the old one is out."""
    await _require_another(name, caller)
    await house.do(lambda: house.roster.renew(caller.sat.exercise, name))
    house.forget(caller.sat.exercise, name)
    return {"renewed": name}


@router.get("/views/{cell}")
async def view(cell: CellName, caller: WatchingCaller, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0) -> Json:
    """What a cell sees: its events, situation, trails and forces, exactly as its seats get them."""

    def told(desk: Desk) -> Json:
        session = desk.session
        if cell not in session.cells:
            raise InputError("is not a cell", field="cell", value=cell, allowed=", ".join(session.cells))
        return {
            "events": desk.seen(cell, after, 5000),
            "board": session.board(cell),
            "pending": session.pending(cell),
            "trails": session.trails(cell),
            "forces": session.forces(cell),
        }

    return await caller.hub.ask(told)


async def _require_another(name: str, caller: Caller) -> None:
    if name == caller.seat.id:
        raise InputError("is your own seat", field="seat", value=name, allowed="another seat")


def _cases(desk: Desk) -> Json:
    session, held = desk.session, desk.session.held_case()
    outside = session.play.state.outside
    return {
        "cases": [
            {**case._asdict(), "held": case.on == held, "ruled": _ruled(outside.rulings.get(case.on))}
            for case in session.cases()
        ],
        "hold": sorted(outside.hold),
        "moves": sorted(outside.moves),
    }


def _ruled(ruling: Any) -> Json | None:
    return None if ruling is None else {"outcome": ruling.outcome, "reason": ruling.reason, "by": ruling.by}
