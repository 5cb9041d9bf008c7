"""A run under way: queue, state, and what has happened so far. It can be stopped, looked at, and given orders."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from standoff.base.errors import InputError
from standoff.base.streams import Streams
from standoff.engine import actions
from standoff.engine.coming import require_to_come
from standoff.engine.event import Event
from standoff.engine.inputs import Input
from standoff.engine.plan import Plans
from standoff.engine.queue import Item, Priority, Queue
from standoff.engine.state import State
from standoff.engine.step import step
from standoff.scenario.orders import Order

TICKS_PER_S: Final = 1000
"""Times of the record go to the millisecond: what people do at one comes before everything else of it."""

Waits = Callable[[Item], bool]

# A run that schedules work without end is a fault; no scenario of people's size comes near.
MOST_STEPS: Final = 10_000_000


class Mark(NamedTuple):
    """Where a run stood at a moment."""

    now_s: float
    state: State
    events: int
    queue: Queue
    steps: int
    held: Item | None


class Play:
    """One execution, step by step.

    Attributes:
        now_s: seconds after STARTEX up to which everything has happened.
        state: where everything stands.
        events: what has happened, in order.
        held: the item before which time stands still, if it does.
    """

    def __init__(
        self, plans: Plans, streams: Streams, stop_s: float, inputs: Sequence[Order | Input] = (), recorded: bool = True
    ) -> None:
        """Make everything due that is known beforehand.

        Args:
            plans: the world with its plans.
            streams: the random numbers.
            stop_s: ENDEX.
            inputs: orders from outside, each due at its `issued_s`, and what else people did.
            recorded: whether to keep the events; a study wants the state at the end alone.
        """
        self._recorded = recorded
        self.plans, self.streams, self.stop_s = plans, streams, stop_s
        self.now_s = 0.0
        self.state = State()
        self.events: list[Event] = []
        self.held: Item | None = None
        self._queue = Queue()
        self._steps = 0
        self._queue.push(
            [Item(0.0, actions.Start(), priority=Priority.OUTSIDE), Item(stop_s, actions.End(), priority=Priority.LAST)]
        )
        for order in (*plans.world.orders, *inputs):
            self.submit(order)

    def submit(self, given: Order | Input) -> None:
        """Make an order or another input due at its time, which must not lie in the past."""
        if isinstance(given, Input):
            item = Item(given.time_s, actions.Enter(given), priority=Priority.OUTSIDE)
        else:
            priority = Priority.OUTSIDE if given.origin == "input" else Priority.INPUT
            item = Item(given.issued_s, actions.Submit(given), priority=priority)
        self._queue.push([item])

    def take(self, given: Order | Input) -> list[Event]:
        """Let in at once what is given now, and give what came of it. Raises `InputError` for what cannot be.

        The rest of the moment waits: more may be given at it. What is refused leaves no trace.
        """
        require_to_come(self, given)
        before = self.mark()
        self.submit(given)
        try:
            self.begin()
        except InputError:
            self.restore(before)
            raise
        return self.events[before.events :]

    def begin(self) -> None:
        """Let happen what comes from outside at this very moment: at the first one STARTEX."""
        while not self.state.ended and self._queue.comes_from_outside(self.now_s):
            self._step()

    def advance(self, until_s: float | None = None, waits: Waits | None = None) -> list[Event]:
        """Let everything happen that is due before a time (all of it if None), and give what happened.

        What is due at just that time waits, so that an order given now comes before it. `waits` says which items time
        stops for: `held` is one then, and nothing of its instant has happened.
        """
        first, self.held = len(self.events), None
        limit_s = math.inf if until_s is None else until_s
        while not self.state.ended and self._queue.next_s < limit_s:
            if waits is None:
                self._step()
            elif not self._advance_instant(limit_s, waits):
                return self.events[first:]
        self.now_s = self.stop_s if until_s is None else min(until_s, self.stop_s)
        return self.events[first:]

    def advance_to_next(self, waits: Waits | None = None) -> list[Event]:
        """Let happen what is due until something is told, with all of that instant; what was told."""
        first = len(self.events)
        while not self.state.ended and len(self.events) == first:
            self.advance(next_instant(self._queue.next_s), waits)
            if self.held is not None:
                break
        return self.events[first:]

    def finish_instant(self, waits: Waits | None = None) -> list[Event]:
        """Let everything of this instant happen; what happened. Nothing that is due later does."""
        return self.advance(next_instant(self.now_s), waits)

    def _advance_instant(self, limit_s: float, waits: Waits) -> bool:
        """Let the next instant happen, whole or not at all; whether it did."""
        before, next_s = self.mark(), self._queue.next_s
        while not self.state.ended and self._queue.next_s < min(limit_s, next_instant(next_s)):
            if waits(self._queue.head):
                held = self._queue.head
                self.restore(before)
                self.held, self.now_s = held, max(self.now_s, instant(next_s))
                return False
            self._step()
        return True

    def mark(self) -> Mark:
        """Where the run stands, to come back to with `restore`."""
        return Mark(self.now_s, self.state, len(self.events), self._queue.copy(), self._steps, self.held)

    def restore(self, mark: Mark) -> None:
        """Undo what happened since a mark was taken."""
        self.now_s, self.state, self._steps, self.held = mark.now_s, mark.state, mark.steps, mark.held
        self._queue = mark.queue.copy()
        del self.events[mark.events :]

    def fork(self, streams: Streams, recorded: bool = True) -> Play:
        """Another run that goes on from here with other random numbers; this one is not touched."""
        other = object.__new__(Play)
        other.__dict__.update(self.__dict__)
        other.streams, other._recorded = streams, recorded
        other.events, other._queue = list(self.events) if recorded else [], self._queue.copy()
        return other

    @property
    def due(self) -> list[Item]:
        """Everything that is due, in order."""
        return self._queue.items

    def _step(self) -> None:
        self.state, events, items = step(self.plans, self.streams, self.state, self._queue.pop(), self._recorded)
        self.events += events
        self._queue.push(items)
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise RuntimeError(f"no ENDEX after {MOST_STEPS} steps")


def instant(time_s: float) -> float:
    """The beginning of the millisecond that a time lies in."""
    return _tick(time_s) / TICKS_PER_S


def next_instant(time_s: float) -> float:
    """The beginning of the next millisecond."""
    return (_tick(time_s) + 1) / TICKS_PER_S


def _tick(time_s: float) -> int:
    """The last whole millisecond that is not after a time, as floats compare."""
    tick = math.floor(time_s * TICKS_PER_S)
    if tick / TICKS_PER_S > time_s:
        return tick - 1
    return tick + 1 if (tick + 1) / TICKS_PER_S <= time_s else tick
