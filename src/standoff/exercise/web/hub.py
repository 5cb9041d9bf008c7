"""The hub: lets everybody speak to a desk, one batch at a time, and tells everybody what became known.

The desk runs in one worker thread. Whatever arrives while it is at work makes the next batch, so a disk that takes its
time makes batches larger and not the line longer.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from standoff.engine.inputs import CONTROL
from standoff.exercise.desk import Answer, Desk, Request
from standoff.exercise.seats import Seat
from standoff.exercise.session import News
from standoff.exercise.status import Status
from standoff.exercise.store import StoreUnavailableError

_log = logging.getLogger(__name__)

TICK_S: Final = 0.1
CLOCK_S: Final = 1.0
# A reader that falls so far behind is let go, and comes back for what it missed.
MOST_WAITING: Final = 2_000
MOST_IN_A_BATCH: Final = 200
MOST_MISSED: Final = 1_000_000
PAGE: Final = 2_000
TROUBLE: Final = "the server cannot use its database"

Result = TypeVar("Result")


def utc_now() -> str:
    """The time of day, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def dumps(content: Any) -> str:
    """JSON without waste, refusing NaN."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Listener:
    """One open line to a browser: what it is still to be told, as texts."""

    def __init__(self, seat: str, view: str) -> None:
        self.seat, self.view = seat, view
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)

    def tell(self, text: str) -> bool:
        """Add to what it is told; False if it is too far behind."""
        try:
            self.queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    def end(self) -> None:
        """Tell it that nothing more comes."""
        while self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """One exercise, open to many."""

    def __init__(self, desk: Desk, executor: Executor) -> None:
        self.desk, self._executor = desk, executor
        self._waiting: asyncio.Queue[tuple[Request, asyncio.Future[Answer]]] = asyncio.Queue()
        self._listeners: set[Listener] = set()
        self._told_at_s, self._trails_s = 0.0, desk.session.now_s
        self._task: asyncio.Task[None] | None = None
        self._quiet = asyncio.Lock()

    def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """End the work, and every line."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for listener in list(self._listeners):
            listener.end()

    async def submit(self, request: Request) -> Answer:
        """Hand a request in; the answer. Raises `StoreUnavailableError`."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((request, future))
        return await future

    async def ask(self, question: Callable[[Desk], Result]) -> Result:
        """Look at the desk from its own thread, between two batches."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, question, self.desk)

    async def begin(self, listener: Listener, after: int) -> AsyncIterator[list[dict[str, Any]]]:
        """What a listener missed since an event that it knows, page by page; from then on it is told everything.

        Between two pages others are heard. Between the last page and the rest nothing falls: a batch that is at work
        is told first.
        """
        while len(page := await self.seen(listener.view, after, PAGE)) == PAGE:
            yield page
            after = page[-1]["n"]
        async with self._quiet:
            page = await self.seen(listener.view, after, MOST_MISSED)
            self._listeners.add(listener)
        if page:
            yield page

    async def seen(self, view: str, after: int, limit: int) -> list[dict[str, Any]]:
        """What a cell or control has been told, after an event that it knows."""
        return await self.ask(lambda desk: desk.seen(view, after, limit))

    async def welcome(self, seat: Seat) -> None:
        """Somebody sat down: before STARTEX that makes people play the cell."""
        if seat.cell is None or self.desk.standing.status is not Status.PLANNED:
            return
        if seat.cell not in self.desk.session.people:
            data = {"cell": seat.cell, "played_by": "people"}
            await self.submit(Request(seat, "seat", data))

    def leave(self, listener: Listener) -> None:
        """Tell it no more."""
        self._listeners.discard(listener)

    def dismiss(self, seat: str) -> None:
        """End all lines of a seat."""
        for listener in [one for one in self._listeners if one.seat == seat]:
            self.leave(listener)
            listener.end()

    @property
    def present(self) -> dict[str, int]:
        """Seat -> how many lines it has open."""
        counts: dict[str, int] = {}
        for listener in self._listeners:
            counts[listener.seat] = counts.get(listener.seat, 0) + 1
        return counts

    def clock(self, view: str) -> dict[str, Any]:
        """Where exercise time stands. That it waits for a ruling is control's affair: cells see it standing."""
        t_s, time_, status, rate, trouble = self.desk.standing
        if status is Status.HELD and view != CONTROL:
            status = Status.PAUSED
        clock = {"t_s": t_s, "time": time_, "status": status.value, "rate": rate}
        # What the database says may name its host: that is for the white cell.
        return clock | ({"trouble": trouble if view == CONTROL else TROUBLE} if trouble else {})

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = await self._batch()
            requests = [request for request, _ in batch]
            try:
                async with self._quiet:
                    answers, news = await loop.run_in_executor(self._executor, self._handle, requests)
                    _answer(batch, answers)
                    await self._spread(news)
            except StoreUnavailableError as error:
                _fail(batch, error)
                self._tell_clock()
                await asyncio.sleep(TICK_S)
                continue
            except Exception as error:
                # A fault of the program in one batch must not end the exercise.
                _log.exception("a batch of %d requests failed", len(requests))
                _fail(batch, error)

    async def _batch(self) -> list[tuple[Request, asyncio.Future[Answer]]]:
        """What has arrived, or nothing when it is time to let time pass."""
        batch: list[tuple[Request, asyncio.Future[Answer]]] = []
        with contextlib.suppress(TimeoutError):
            batch.append(await asyncio.wait_for(self._waiting.get(), TICK_S))
        while not self._waiting.empty() and len(batch) < MOST_IN_A_BATCH:
            batch.append(self._waiting.get_nowait())
        return batch

    def _handle(self, requests: list[Request]) -> tuple[list[Answer], News]:
        return self.desk.hand_in(requests, time.monotonic(), utc_now())

    async def _spread(self, news: News) -> None:
        """Tell everybody what became known. Whatever goes wrong with that, it is on disk: all lines begin anew."""
        try:
            due = time.monotonic() - self._told_at_s >= CLOCK_S
            self._tell_events(news)
            if due and self._listeners:
                trails = await self.ask(self._trails)
                self._send({view: dumps({"type": "trails", "trails": one}) for view, one in trails.items() if one})
            # At its own pace, or when all saw a command: a word at any other moment would tell of what is hidden.
            if due or any(event["kind"] in ("clock", "endex") for event in news.control):
                self._tell_clock()
        except Exception:
            _log.exception("what became known could not be told")
            for listener in list(self._listeners):
                self.leave(listener)
                listener.end()

    def _trails(self, desk: Desk) -> dict[str, list[Any]]:
        """What flew since the last time, for every view that somebody has."""
        since_s, self._trails_s = self._trails_s, desk.session.now_s
        if not desk.session.play.state.threats or self._trails_s <= since_s:
            return {}
        views = {listener.view for listener in list(self._listeners)}
        return {view: desk.session.trails(view, since_s) for view in views}

    def _tell_events(self, news: News) -> None:
        texts = {view: dumps({"type": "events", "events": events}) for view, events in news.cells.items()}
        if news.control:
            texts[CONTROL] = dumps({"type": "events", "events": news.control})
        self._send(texts)

    def _tell_clock(self) -> None:
        self._told_at_s = time.monotonic()
        views = {listener.view for listener in self._listeners}
        self._send({view: dumps({"type": "clock", **self.clock(view)}) for view in views})

    def tell_seat(self, seat: str, told: dict[str, Any]) -> None:
        """Tell something to the windows of one seat alone."""
        text = dumps(told)
        for listener in [one for one in self._listeners if one.seat == seat]:
            self._pass(listener, text)

    def _send(self, texts: dict[str, str]) -> None:
        for listener in list(self._listeners):
            if (text := texts.get(listener.view)) is not None:
                self._pass(listener, text)

    def _pass(self, listener: Listener, text: str) -> None:
        if not listener.tell(text):
            self.leave(listener)
            listener.end()


def _answer(batch: list[tuple[Request, asyncio.Future[Answer]]], answers: list[Answer]) -> None:
    """Who asked is answered before others are told: it is on disk."""
    for (_, future), answer in zip(batch, answers, strict=True):
        if not future.done():
            future.set_result(answer)


def _fail(batch: list[tuple[Request, asyncio.Future[Answer]]], error: BaseException) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
