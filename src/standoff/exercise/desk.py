"""The desk: one live exercise with its store. What it has answered is on disk.

Requests are applied in memory, stored with the events that followed, and only then answered and told to others. If the
store cannot be used, memory goes back to where it was and time stands still. One thread at a time; no web, no clock of
its own: the moment is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from standoff.base.errors import InputError
from standoff.engine.event import Event
from standoff.engine.inputs import CONTROL, Input
from standoff.engine.record import dump_line
from standoff.exercise.clock import Clock
from standoff.exercise.errors import ForbiddenError, OutOfOrderError
from standoff.exercise.seats import SERVER, Role, Seat
from standoff.exercise.session import Exercise, Given, News
from standoff.exercise.status import Status
from standoff.exercise.store import Batch, Entry, EventLine, Opening, SeatRow, Store, StoreUnavailableError
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order

Json = dict[str, Any]

# Exercise time is put on disk at least so often, seconds of the day, so that a restart does not go back further.
MARK_EVERY_S: Final = 1.0
INJECTS: Final = "injects"
"""A kind of request: `data` holds injects, all of which are written, or none."""
# Windows whose last message is kept in mind; of others the store is asked.
_MOST_WINDOWS: Final = 10_000
_FAULT: Final = "a fault of the program, told in the log of the server"

# Kinds of request -> the roles that may make them for themselves. Control may make all of them for anybody.
_ALLOWED: Final[Mapping[str, tuple[Role, ...]]] = {
    "order": (Role.PLAYER,),
    "message": (Role.PLAYER,),
    "request": (Role.PLAYER,),
    "seat": (Role.PLAYER,),
    "note": (Role.OBSERVER,),
}


class Request(NamedTuple):
    """What a seat wants done.

    Attributes:
        seat: who.
        kind: `order`, `INJECTS`, or a kind of input.
        data: of an order: cell, move, target, with, says; of an input: its data.
        tab: the window of the browser that it comes from.
        message: the tab's own count of what it sent, from 1.
    """

    seat: Seat
    kind: str
    data: Mapping[str, Any]
    tab: str | None = None
    message: int | None = None


class Standing(NamedTuple):
    """Where exercise time stands, as far as it is on disk. `trouble`: why nothing more can be done, if so."""

    t_s: float
    time: str
    status: Status
    rate: float
    trouble: str | None = None


Answer = Json | Exception
"""What a request came to: what is told to whoever made it, or why it cannot be (`InputError`, `ForbiddenError`,
`OutOfOrderError`; anything else is a fault of the program, which must not end the exercise)."""


class Desk:
    """One live exercise."""

    def __init__(self, store: Store, opening: Opening, session: Exercise, wall_s: float) -> None:
        """For `opened` and `begun`: a session and what is stored of it."""
        self.store, self.opening, self.session = store, opening, session
        self.clock = Clock(session.now_s, wall_s, session.rate)
        counts = store.counts(opening.id)
        self._inputs, self._events = counts.inputs, counts.events
        self._marked_s, self._marked_at_s = counts.marked_s, wall_s
        # What each window sent last: of batches that are on disk, and of the one that is at work.
        self._messages: dict[tuple[str, str], int] = {}
        self._fresh: dict[tuple[str, str], int] = {}
        self.standing = self._stands()

    @property
    def stored_events(self) -> int:
        """How many events are on disk: what may be told."""
        return self._events

    @property
    def id(self) -> str:
        """The exercise's name in the store."""
        return self.opening.id

    @classmethod
    def begun(
        cls,
        store: Store,
        opening: Opening,
        scenario: Scenario,
        wall_s: float,
        received_at: str,
        seats: Sequence[SeatRow] = (),
    ) -> Desk:
        """A new exercise, with the objectives and injects of its scenario taken over. Raises `InputError`."""
        session = Exercise(scenario, opening.seed, opening.run)
        given = session.set_up()
        entries = [entry_of(one, number, {}, received_at) for number, one in enumerate(given, start=1)]
        store.create_exercise(opening, Batch(0.0, entries, lines_of(session, session.events)), seats)
        session.publish()
        return cls(store, opening, session, wall_s)

    @classmethod
    def opened(cls, store: Store, exercise: str, wall_s: float, received_at: str) -> Desk:
        """An exercise of the store, as it stood when the last server ended. One that was running is paused.

        Raises:
            InputError: what is stored comes out otherwise with this version of the software.
        """
        opening, counts = store.opening(exercise), store.counts(exercise)
        scenario = Scenario.from_documents(opening.document, opening.library)
        inputs = [given_of(entry) for entry in store.inputs(exercise)]
        session = Exercise.replayed(scenario, inputs, counts.marked_s, opening.seed, opening.run)
        _require_same(store, exercise, session, counts.events)
        session.publish()
        desk = cls(store, opening, session, wall_s)
        if session.status in (Status.RUNNING, Status.HELD):
            desk.hand_in([Request(SERVER, "clock", {"command": "pausex"})], wall_s, received_at)
        return desk

    def hand_in(self, requests: Sequence[Request], wall_s: float, received_at: str) -> tuple[list[Answer], News]:
        """Apply requests in their order, store what came of them, and answer each.

        Args:
            requests: what seats want done.
            wall_s: the moment on a clock that never goes back, seconds.
            received_at: the time of day, UTC, for the store.

        Raises:
            StoreUnavailableError: nothing was done, and may be asked again.
        """
        before, clock = self.session.moment(), self.clock
        self._fresh = {}
        try:
            self._let_pass(wall_s)
            entries: list[Entry] = []
            answers = [self._apply(request, wall_s, received_at, entries) for request in requests]
            self._store(entries, wall_s)
        except Exception as error:
            # Whatever went wrong, nothing of this batch is on disk: so nothing of it may stay in memory.
            self.session.go_back(before)
            self.clock = clock.set(self.session.now_s, wall_s)
            reason = _FAULT if not isinstance(error, StoreUnavailableError) else error.reason
            self.standing = self.standing._replace(trouble=reason)
            raise
        self._remember()
        news = self.session.publish()
        self.standing = self._stands()
        return answers, news

    def seen(self, view: str, after: int, limit: int) -> list[Json]:
        """What a cell or control has been told, after an event that it knows."""
        session = self.session
        if view != CONTROL:
            return session.sights[view].events(after, limit)
        # What is not published yet is not on disk.
        last = min(self._events, after + limit)
        return [session.whole(event) for event in session.events[after:last]]

    def tick(self, wall_s: float, received_at: str) -> News:
        """Let time pass to a moment; what became known. It is on disk. Raises `StoreUnavailableError`."""
        return self.hand_in([], wall_s, received_at)[1]

    def _stands(self) -> Standing:
        session = self.session
        return Standing(session.now_s, session.time, session.status, session.rate)

    def _remember(self) -> None:
        """What windows sent is on disk. Only so many are kept in mind; of others the store knows."""
        for key, message in self._fresh.items():
            self._messages.pop(key, None)
            self._messages[key] = message
        while len(self._messages) > _MOST_WINDOWS:
            del self._messages[next(iter(self._messages))]

    def _let_pass(self, wall_s: float) -> None:
        if self.clock.running:
            self.session.advance_to(max(self.clock.now_s(wall_s), self.session.now_s))
            if self.session.status is not Status.RUNNING:
                over = self.session.status is Status.ENDED
                self.clock = self.clock.set(self.session.now_s, wall_s, running=not over)

    def _apply(self, request: Request, wall_s: float, received_at: str, entries: list[Entry]) -> Answer:
        before, clock = self.session.moment(), self.clock
        try:
            _require_allowed(request)
            known = self._known(request)
            if known is not None:
                return known
            made = [self._take(given, wall_s) for given in self._given(request)]
        except StoreUnavailableError:
            raise
        except Exception as error:
            self.session.go_back(before)
            self.clock = clock
            return error
        first = self._inputs + len(entries) + 1
        stored = [entry_of(given, number, answer, received_at) for number, (given, answer) in enumerate(made, first)]
        if request.tab is not None and request.message is not None:
            stored[-1] = replace(stored[-1], tab=request.tab, message=request.message)
            self._fresh[request.seat.id, request.tab] = request.message
        entries += stored
        return made[-1][1]

    def _take(self, given: Given, wall_s: float) -> tuple[Given, Json]:
        answer = self._answer(given, self.session.take(given))
        self._keep_time(given, wall_s)
        return given, answer

    def _known(self, request: Request) -> Json | None:
        """The answer to a message that came before. Raises `OutOfOrderError` for one that came too early."""
        if request.tab is None or request.message is None:
            return None
        key = request.seat.id, request.tab
        last = self._fresh.get(key, self._messages.get(key))
        if last is None:
            last = self._messages[key] = self.store.last_message(self.id, *key) or 0
        if request.message == last + 1:
            return None
        if request.message > last + 1:
            raise OutOfOrderError(f"message {request.message} came before message {last + 1}", last + 1)
        answer = self.store.receipt(self.id, *key, request.message)
        if answer is None:
            raise OutOfOrderError(f"message {request.message} is of this moment or was never answered", last + 1)
        return {**answer, "repeated": True}

    def _given(self, request: Request) -> list[Given]:
        data, by = dict(request.data), request.seat.id
        if request.kind == "order":
            cell, move = str(data.pop("cell")), str(data.pop("move"))
            fields = {name: one for name, one in data.items() if one}
            if request.seat.role is Role.PLAYER:
                self.session.require_known(cell, move, fields)
            return [self.session.order(by, cell, move, fields)]
        if request.kind == INJECTS:
            return [self.session.input(by, "inject_put", {"inject": block}) for block in data["injects"]]
        return [self.session.input(by, request.kind, data)]

    def _answer(self, given: Given, events: Sequence[Event]) -> Json:
        """What whoever asked is told at once."""
        answer: Json = {"time": self.session.time, "t_s": self.session.now_s}
        if isinstance(given, Input):
            return answer | ({"request": given.data["request"]} if given.kind == "request" else {})
        stands: Json = {"order": given.id, "stands": "carried out"}
        for event in events:
            if event.kind == "order_refused" and event.data["order"] == given.id:
                stands |= {"stands": "refused", "reason": event.data["reason"]}
            elif event.kind == "order_accepted" and event.data["order"] == given.id:
                stands |= {"stands": "accepted", "takes_effect_s": event.data["takes_effect_s"]}
        return answer | stands

    def _keep_time(self, given: Given, wall_s: float) -> None:
        """The clock follows the session, and a command that moves time moves it."""
        if not isinstance(given, Input) or given.kind not in ("clock", "endex"):
            return
        command = given.data.get("command")
        if command == "step":
            self.session.advance_to(self.session.now_s + float(given.data["seconds"]))
        elif command == "jump":
            self.session.advance_to_next()
        running = self.session.status in (Status.RUNNING, Status.HELD)
        self.clock = self.clock.set(self.session.now_s, wall_s, rate=self.session.rate, running=running)

    def _store(self, entries: Sequence[Entry], wall_s: float) -> None:
        events, now_s = self.session.events[self._events :], self.session.now_s
        due = now_s > self._marked_s and wall_s - self._marked_at_s >= MARK_EVERY_S
        if not entries and not events and not due:
            return
        self.store.append(self.id, Batch(now_s, entries, lines_of(self.session, events)))
        self._inputs += len(entries)
        self._events += len(events)
        self._marked_s, self._marked_at_s = now_s, wall_s


def entry_of(given: Given, number: int, answer: Json, received_at: str) -> Entry:
    """What is stored of an input."""
    if isinstance(given, Order):
        data = {"actor": given.actor, **given.to_json()}
        return Entry(number, given.issued_s, "order", given.by or "", data, answer, received_at)
    return Entry(number, given.time_s, given.kind, given.by, given.data, answer, received_at)


def given_of(entry: Entry) -> Given:
    """The input of which this is stored."""
    if entry.kind == "order":
        return Order.from_json(entry.data["actor"], entry.data)
    return Input(entry.kind, entry.time_s, entry.by, entry.data)


def _require_allowed(request: Request) -> None:
    """Players act for their own cell, observers take notes, control does everything."""
    seat, kind = request.seat, request.kind
    if seat.role is Role.CONTROL:
        return
    if seat.role not in _ALLOWED.get(kind, ()):
        raise ForbiddenError(f"a seat of {seat.role.value} may not do this: {kind}")
    if kind != "note" and request.data.get("cell") != seat.cell:
        raise ForbiddenError(f"seat {seat.id} acts for {seat.cell} alone, not for {request.data.get('cell')}")


def lines_of(session: Exercise, events: Sequence[Event]) -> list[EventLine]:
    """Events as the store keeps them."""
    startex = session.world.startex
    return [
        EventLine(event.id, event.time_s, event.kind, dump_line(event.to_json(startex)).decode().rstrip("\n"))
        for event in events
    ]


def _require_same(store: Store, exercise: str, session: Exercise, count: int) -> None:
    """What was stored and what the inputs lead to must be one record, or the past would change."""
    made = [line.line for line in lines_of(session, session.events)]
    stored = list(store.events(exercise))
    if made != stored:
        first = next((n for n, (one, other) in enumerate(zip(made, stored, strict=False)) if one != other), len(made))
        raise InputError(
            "was played with another version of this software: its inputs lead to another record now",
            field=f"exercise {exercise}", value=f"event {first + 1} of {count}",
            allowed="the version that it was played with; --new begins another exercise beside it",
        )  # fmt: skip
