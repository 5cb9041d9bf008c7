"""Routes of the after-action review. Control and observers always, players once it is open to them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from standoff.base.errors import InputError
from standoff.exercise.errors import ForbiddenError
from standoff.exercise.review import html, pdf, xlsx
from standoff.exercise.review.review import Review, written
from standoff.exercise.status import Status
from standoff.exercise.web.bodies import NoteBody, OpenBody, data_of
from standoff.exercise.web.calls import AnyCaller, ControlCaller, TheHouse, WatchingCaller, hand_in
from standoff.exercise.web.house import Caller, House
from standoff.exercise.web.hub import dumps, utc_now
from standoff.exercise.web.kept import LATER_NOTES, OPEN

router = APIRouter(prefix="/api/review", tags=["review"])

Json = dict[str, Any]
MOST_IDS: Final = 300
JSON: Final = "application/json"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def review_of(caller: AnyCaller, house: TheHouse) -> Review:
    """The review, for whoever may see it."""
    if not caller.seat.sees_all and not await may_see(caller, house):
        raise ForbiddenError("the review opens after ENDEX, when control says so")
    return await house.review(caller.hub)


async def may_see(caller: Caller, house: House) -> bool:
    """Whether players may see the review: it shows everything, so only after ENDEX and by control's word."""
    if caller.hub.desk.standing.status is not Status.ENDED:
        return False
    return bool(await house.do(lambda: house.store.kept(caller.sat.exercise, OPEN)))


TheReview = Annotated[Review, Depends(review_of)]


@router.get("")
async def overview(review: TheReview, caller: AnyCaller, house: TheHouse) -> Response:
    """Objectives, scorecards, injects, notes, and what might have come."""
    opened = bool(await house.do(lambda: house.store.kept(caller.sat.exercise, OPEN)))
    return _json(await house.work(lambda: dumps({**review.overview, "open": opened})))


@router.get("/timeline")
async def timeline(review: TheReview, house: TheHouse) -> Response:
    """All events in columns."""
    return _json(await house.work(lambda: review.timeline))


@router.get("/events")
async def events(
    review: TheReview,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=2000)] = 500,
    ids: Annotated[str | None, Query(max_length=4000, description="numbers with commas: these instead")] = None,
) -> Response:
    """Events in full, with a sentence each."""
    told = review.told(after, limit) if ids is None else review.told_of(_numbers(ids))
    return _json(dumps({"events": told}))


@router.get("/find")
async def find(review: TheReview, house: TheHouse, words: Annotated[str, Query(min_length=1, max_length=200)]) -> Json:
    """The numbers of the events whose sentence holds all of these words."""
    return {"events": await house.work(lambda: review.find(words))}


@router.get("/chain/{event}")
async def cause_chain(review: TheReview, event: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> Json:
    """Why an event happened: it and all behind it, with draws, odds and overrides."""
    return review.chain(event)


@router.get("/scene.czml")
async def scene(review: TheReview, house: TheHouse) -> Response:
    """The scene for a globe."""
    return _json(await house.work(lambda: review.scene))


@router.get("/record.jsonl")
async def record(review: TheReview, house: TheHouse) -> Response:
    """The record itself; `standoff replay` runs its inputs again."""
    content = await house.work(lambda: review.run.record.content)
    return Response(content, media_type="application/jsonl", headers=_as_file("record.jsonl"))


@router.get("/export.html")
async def export_html(review: TheReview, house: TheHouse) -> Response:
    """The review as one page without scripts, complete in itself."""
    content = await house.work(lambda: html.render(review).encode())
    return Response(content, media_type="text/html; charset=utf-8", headers=_as_file("review.html"))


@router.get("/export.pdf")
async def export_pdf(review: TheReview, house: TheHouse) -> Response:
    """The same for print."""
    content = await house.work(lambda: pdf.render(review))
    return Response(content, media_type="application/pdf", headers=_as_file("review.pdf"))


@router.get("/export.xlsx")
async def export_xlsx(review: TheReview, house: TheHouse) -> Response:
    """The tables of the review with every event, as a workbook."""
    content = await house.work(lambda: xlsx.render(review))
    return Response(content, media_type=XLSX, headers=_as_file("review.xlsx"))


@router.post("/notes")
async def note(body: NoteBody, caller: WatchingCaller, house: TheHouse) -> Json:
    """An observation or a lesson: on the record while the exercise goes on, beside it afterwards."""
    await caller.hub.ask(lambda desk: desk.session.require_note(data_of(body)))
    if caller.hub.desk.standing.status is not Status.ENDED:
        return await hand_in(caller, "note", data_of(body), body)
    exercise, sent = caller.sat.exercise, [caller.seat.id, body.tab, body.message]
    given = {**data_of(body), "by": caller.seat.id, "written_at": utc_now(), "sent": sent}

    def keep() -> Json:
        notes = house.store.kept(exercise, LATER_NOTES) or []
        again = [one for one in notes if one.get("sent") == sent and body.message is not None]
        if again:
            return dict(again[0])
        house.store.keep(exercise, LATER_NOTES, [*notes, given])
        return given

    return {"note": written(await house.do(keep))}


@router.post("/open")
async def open_review(body: OpenBody, caller: ControlCaller, house: TheHouse) -> Json:
    """Open the review to players, or close it."""
    await house.do(lambda: house.store.keep(caller.sat.exercise, OPEN, body.open))
    return {"open": body.open}


def _numbers(ids: str) -> list[int]:
    parts = ids.split(",")
    if len(parts) > MOST_IDS or not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts):
        raise InputError("is no list of events", field="ids", value=ids, allowed=f"at most {MOST_IDS} numbers, commas")
    return [int(part) for part in parts]


def _json(content: str | bytes) -> Response:
    """JSON that is written already: the framework would look at each number of it once more."""
    return Response(content, media_type=JSON)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
