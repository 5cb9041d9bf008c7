"""What a handler works with during one step: world and state to read, events, items and a new state to leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.base.streams import Draw, Streams
from standoff.engine.event import EVERYONE, Event
from standoff.engine.plan import Plans
from standoff.engine.queue import Item, Priority
from standoff.engine.state import State


class Turn:
    """The workbench of one step. It lives inside the pure function `step` and is gone when that returns."""

    def __init__(self, plans: Plans, streams: Streams, state: State, item: Item) -> None:
        self.plans = plans
        self.world = plans.world
        self.streams = streams
        self.state = state
        self.now_s = item.time_s
        self.cause = item.cause
        self.events: list[Event] = []
        self._first_event = state.next_event
        self.items: list[Item] = []

    @property
    def next_event(self) -> int:
        """The id of the next event."""
        return self._first_event + len(self.events)

    def emit(
        self,
        kind: str,
        *,
        actor: str | None = None,
        target: str | None = None,
        data: Mapping[str, Any] | None = None,
        cause: int | None = None,
        visible_to: Sequence[str] = EVERYONE,
        draws: Sequence[Draw] = (),
        cameo: str | None = None,
    ) -> int:
        """Write an event; by default its cause is the item's. Returns its id, the cause of what follows from it."""
        event = Event(
            id=self.next_event,
            time_s=self.now_s,
            kind=kind,
            actor=actor,
            target=target,
            cause=self.cause if cause is None else cause,
            data=data or {},
            cameo=cameo,
            visible_to=tuple(visible_to),
            draws=tuple(draws),
        )
        self.events.append(event)
        return event.id

    def schedule(
        self, time_s: float, action: object, *, cause: int | None = None, priority: Priority = Priority.WORLD
    ) -> None:
        """Make an action due at a time, never in the past."""
        due = max(time_s, self.now_s)
        self.items.append(Item(due, action, self.cause if cause is None else cause, priority))
