"""The house: the store of a server and all exercises that are open in it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any, Final, NamedTuple, TypeVar

from standoff.base.collector import collector_at_rest
from standoff.engine.play import Play
from standoff.engine.run import Run, finished
from standoff.exercise.access import Link
from standoff.exercise.ahead import end_with_parent, look_ahead
from standoff.exercise.branch import cut_off, grown, planted
from standoff.exercise.desk import Desk
from standoff.exercise.review.odds import odds_of
from standoff.exercise.review.review import Review
from standoff.exercise.roster import Roster, Sat, WrongLinkError, expired, require_passphrase
from standoff.exercise.seats import Role, Seat
from standoff.exercise.serving import Invitation, invitations
from standoff.exercise.status import Status
from standoff.exercise.store import Store, StoreUnavailableError
from standoff.exercise.web.allowances import Allowances
from standoff.exercise.web.hub import Hub, utc_now
from standoff.exercise.web.kept import AHEAD, LATER_NOTES
from standoff.scenario.loading import Scenario

Result = TypeVar("Result")
_log = logging.getLogger(__name__)

# What a seat may send: so much at once, and so much a second in the long run.
BURST: Final = 40.0
PER_S: Final = 10.0
# Tries at links and passphrases from one address.
JOIN_BURST: Final = 60.0
JOIN_PER_S: Final = 1.0
# Passphrases that are tried at one seat, from wherever.
PASSPHRASE_BURST: Final = 10.0
PASSPHRASE_PER_S: Final = 0.2
# Tokens from one address that are looked up: all of a class after a restart, and no flood.
STRANGER_BURST: Final = 400.0
STRANGER_PER_S: Final = 20.0
_MOST_KEPT: Final = 10_000
# Reviews that are kept, those asked for last: one of a long exercise takes hundreds of megabytes.
MOST_REVIEWS: Final = 2


class Caller(NamedTuple):
    """Who asks: the seat, and the exercise that it sits in."""

    sat: Sat
    hub: Hub

    @property
    def seat(self) -> Seat:
        """The seat."""
        return self.sat.seat

    @property
    def is_control(self) -> bool:
        """Whether it is of the white cell."""
        return self.seat.role is Role.CONTROL


class House:
    """What one server holds. All work on the store and the sessions is done in one worker thread."""

    def __init__(self, store: Store, desks: list[Desk]) -> None:
        self.store, self.roster = store, Roster(store)
        self._executor = ThreadPoolExecutor(1, "desk")
        self._reviewers = ThreadPoolExecutor(1, "review")
        self._others: ProcessPoolExecutor | None = None
        self._reviews: dict[str, tuple[Any, Review]] = {}
        self._making: dict[str, asyncio.Lock] = {}
        self._branching = asyncio.Lock()
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._troubles: dict[str, str] = {}
        self.hubs = {desk.id: Hub(desk, self._executor) for desk in desks}
        self._callers: dict[str, Sat] = {}
        self._seats = Allowances(BURST, PER_S)
        self._doors = Allowances(JOIN_BURST, JOIN_PER_S)
        self._passphrases = Allowances(PASSPHRASE_BURST, PASSPHRASE_PER_S)
        self.strangers = 0  # open lines that have not said hello
        self._strangers = Allowances(STRANGER_BURST, STRANGER_PER_S)

    async def start(self) -> None:
        """Begin to work."""
        for hub in self.hubs.values():
            hub.start()

    async def stop(self) -> None:
        """End all work; what was answered is on disk."""
        for look in self._looks.values():
            look.cancel()
        for hub in self.hubs.values():
            await hub.stop()
        if self._others is not None:
            self._others.shutdown(wait=False, cancel_futures=True)
        self._reviewers.shutdown(wait=True, cancel_futures=True)
        self._executor.shutdown(wait=True)

    async def do(self, work: Callable[[], Result]) -> Result:
        """Do something with the store, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def work(self, work: Callable[[], Result]) -> Result:
        """Do something that takes long and needs nothing of the desk, beside it."""
        return await asyncio.get_running_loop().run_in_executor(self._reviewers, work)

    async def review(self, hub: Hub) -> Review:
        """The review of an exercise as it stands; made anew when more has happened, once for all who ask."""
        desk = hub.desk
        async with self._making.setdefault(desk.id, asyncio.Lock()):
            closed, ended = await hub.ask(lambda one: (one.session.closed(), one.session.status is Status.ENDED))
            kept = await self.do(lambda: [self.store.kept(desk.id, name) for name in (LATER_NOTES, AHEAD)])
            made = self._reviews.get(desk.id)
            key = (len(closed.events), ended, kept[0], kept[1])
            if made is None or made[0] != key:
                scenario, title, before = desk.session.scenario, desk.opening.title, made

                def make() -> Review:
                    # A note more or another look ahead leaves the record as it was.
                    same = before is not None and before[0][0] == len(closed.events) and before[1].ended == ended
                    run = before[1].run if same and before else _whole(scenario, closed)
                    odds = odds_of(closed.plans.world)
                    return Review(title, run, ended, kept[0] or (), kept[1], odds)

                made = (key, await self.work(make))
            self._reviews.pop(desk.id, None)
            self._reviews[desk.id] = made
            while len(self._reviews) > MOST_REVIEWS:
                del self._reviews[next(iter(self._reviews))]
            return made[1]

    async def branch(self, hub: Hub, event: int, title: str) -> list[Invitation]:
        """Branch off at an event; the links to the branch. Raises `InputError`.

        The past is played again beside the desk, so that other exercises go on meanwhile; one branch at a time.
        """
        async with self._branching:
            cut = await hub.ask(lambda desk: cut_off(self.store, desk, event, title, utc_now()))
            session = await self.work(lambda: grown(cut, hub.desk.session))
            desk = await self.do(lambda: planted(self.store, cut, session, time.monotonic(), utc_now()))
        self.hubs[desk.id] = Hub(desk, self._executor)
        self.hubs[desk.id].start()
        return await self.do(lambda: invitations(self.store, desk))

    async def look_ahead(self, hub: Hub, runs: int, from_s: float | None = None) -> bool:
        """Begin to run an exercise on, in another process; False if that is under way already."""
        exercise = hub.desk.id
        if self.looks_ahead(exercise):
            return False
        opening = hub.desk.opening
        now_s, inputs = await hub.ask(lambda desk: (desk.session.now_s, desk.store.inputs(desk.id)))
        self._troubles.pop(exercise, None)
        wanted = (opening.document, opening.library, opening.seed, opening.run, inputs, now_s, runs, from_s)
        try:
            future = self._pool().submit(look_ahead, *wanted)
        except BrokenProcessPool:
            # Its process was ended from outside while nothing was asked of it; such a pool takes nothing more.
            self._others = None
            future = self._pool().submit(look_ahead, *wanted)
        self._looks[exercise] = asyncio.create_task(self._keep_look(exercise, future))
        return True

    def _pool(self) -> ProcessPoolExecutor:
        if self._others is None:
            self._others = ProcessPoolExecutor(1, get_context("spawn"), end_with_parent)
        return self._others

    def looks_ahead(self, exercise: str) -> bool:
        """Whether an exercise is being run on."""
        look = self._looks.get(exercise)
        return look is not None and not look.done()

    def trouble_ahead(self, exercise: str) -> str | None:
        """Why the last look ahead came to nothing, if it did."""
        return self._troubles.get(exercise)

    async def _keep_look(self, exercise: str, future: Future[dict[str, Any]]) -> None:
        try:
            found = await asyncio.wrap_future(future)
            await self.do(lambda: self.store.keep(exercise, AHEAD, found))
        except BrokenProcessPool:
            self._others = None
            self._troubles[exercise] = "its process was ended from outside; try again"
        except Exception as error:
            if not isinstance(error, StoreUnavailableError):
                _log.exception("a look ahead failed")
            self._troubles[exercise] = str(error) or type(error).__name__

    async def join(self, link: str, passphrase: str | None, address: str) -> tuple[str, Sat]:
        """Sit down by a link. Raises `WrongLinkError` and `TooFastError`."""
        self._doors.spend(address)
        found = Link.of(link)
        if found is None:
            raise WrongLinkError("this link opens no seat; ask control for a new one")
        row = await self.do(lambda: self.roster.knock(found, datetime.now(UTC)))
        if row.passphrase_hash is not None:
            door = f"{found.exercise}/{found.seat}"
            if passphrase:
                self._passphrases.spend(door)
            # It takes its time, which is not the desk's.
            await asyncio.to_thread(require_passphrase, row, passphrase)
            self._passphrases.forget(door)
        return await self.do(lambda: self.roster.enter(found.exercise, row, datetime.now(UTC)))

    async def caller(self, token: str | None, address: str) -> Caller:
        """Who holds a token. Raises `WrongLinkError` and `TooFastError`."""
        if not token or len(token) > 200 or not token.isascii():
            raise WrongLinkError("nobody sits here by this token; join by the link again")
        sat = self._callers.get(token)
        if sat is None:
            self._strangers.spend(address)
            sat = await self.do(lambda: self.roster.find(token, datetime.now(UTC)))
            if len(self._callers) >= _MOST_KEPT:
                self._callers.clear()
            self._callers[token] = sat
        if expired(sat, datetime.now(UTC)):
            raise WrongLinkError("this seat's time is over; ask control for a new link")
        self._seats.spend(f"{sat.exercise}/{sat.seat.id}")
        return Caller(sat, self.hubs[sat.exercise])

    async def check(self, token: str) -> None:
        """Raise `WrongLinkError` if a token is void by now."""
        await self.do(lambda: self.roster.find(token, datetime.now(UTC)))

    def forget(self, exercise: str, seat: str) -> None:
        """Nobody is taken for this seat any more without a look at the store; its open lines end."""
        self._callers = {
            token: sat for token, sat in self._callers.items() if (sat.exercise, sat.seat.id) != (exercise, seat)
        }
        self.hubs[exercise].dismiss(seat)


def _whole(scenario: Scenario, closed: Play) -> Run:
    # A long record is millions of small objects, all of which stay.
    with collector_at_rest():
        return finished(scenario, closed, settings=scenario.settings)
