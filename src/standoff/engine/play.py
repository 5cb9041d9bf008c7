"""A run under way: queue, state, and what has happened so far. It can be stopped, looked at, and given orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from standoff.base.streams import Streams
from standoff.engine import actions
from standoff.engine.event import Event
from standoff.engine.plan import Plans
from standoff.engine.queue import Item, Priority, Queue
from standoff.engine.state import State
from standoff.engine.step import step
from standoff.scenario.orders import Order

# A run that schedules work without end is a fault; no scenario of people's size comes near.
MOST_STEPS: Final = 10_000_000


class Play:
    """One execution, step by step.

    Attributes:
        now_s: seconds after STARTEX up to which everything has happened.
        state: where everything stands.
        events: what has happened, in order.
    """

    def __init__(
        self, plans: Plans, streams: Streams, stop_s: float, inputs: Sequence[Order] = (), recorded: bool = True
    ) -> None:
        """Make everything due that is known beforehand.

        Args:
            plans: the world with its plans.
            streams: the random numbers.
            stop_s: ENDEX.
            inputs: orders from outside, each due at its `issued_s`.
            recorded: whether to keep the events; a study wants the state at the end alone.
        """
        self._recorded = recorded
        self.plans, self.streams, self.stop_s = plans, streams, stop_s
        self.now_s = 0.0
        self.state = State()
        self.events: list[Event] = []
        self._queue = Queue()
        self._steps = 0
        self._queue.push(
            [Item(0.0, actions.Start(), priority=Priority.OUTSIDE), Item(stop_s, actions.End(), priority=Priority.LAST)]
        )
        for order in (*plans.world.orders, *inputs):
            self.submit(order)

    def submit(self, order: Order) -> None:
        """Make an order due at its `issued_s`, which must not lie in the past."""
        priority = Priority.OUTSIDE if order.origin == "input" else Priority.INPUT
        self._queue.push([Item(order.issued_s, actions.Submit(order), priority=priority)])

    def advance(self, until_s: float | None = None) -> list[Event]:
        """Let everything happen that is due before a time (all of it if None), and give what happened.

        What is due at just that time waits, so that an order given now comes before it.
        """
        first = len(self.events)
        while not self.state.ended and (until_s is None or self._queue.next_s < until_s):
            self.state, events, items = step(self.plans, self.streams, self.state, self._queue.pop(), self._recorded)
            self.events += events
            self._queue.push(items)
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise RuntimeError(f"no ENDEX after {MOST_STEPS} steps")
        self.now_s = self.stop_s if until_s is None else min(until_s, self.stop_s)
        return self.events[first:]
