"""What a handler works with during one step: world and state to read, events, items and a new state to leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from standoff.base.evolve import evolve
from standoff.base.streams import Draw, Streams
from standoff.engine.event import EVERYONE, Event
from standoff.engine.plan import Plans
from standoff.engine.queue import Item, Priority
from standoff.engine.state import State

Data = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


class Turn:
    """The workbench of one step. It lives inside the pure function `step` and is gone when that returns.

    The crisis, which one step may change many times, lies beside the rest of the state; `after` puts them together.
    """

    def __init__(self, plans: Plans, streams: Streams, state: State, item: Item, recorded: bool = True) -> None:
        """Lay out one step.

        Args:
            plans: the world with its plans.
            streams: the random numbers.
            state: where everything stands.
            item: what is due.
            recorded: whether anybody will read the events; if not they are counted only, and nothing is worked out
                for them.
        """
        self.plans = plans
        self.world = plans.world
        self.streams = streams
        self.state = state
        self.crisis = state.crisis
        self.now_s = item.time_s
        self.cause = item.cause
        self.recorded = recorded
        self.events: list[Event] = []
        self.next_event = state.next_event
        self.items: list[Item] = []

    @property
    def after(self) -> State:
        """The state that the step leaves."""
        changes: dict[str, Any] = {}
        if self.crisis is not self.state.crisis:
            changes["crisis"] = self.crisis
        if self.next_event != self.state.next_event:
            changes["next_event"] = self.next_event
        return evolve(self.state, **changes) if changes else self.state

    def emit(
        self,
        kind: str,
        *,
        actor: str | None = None,
        target: str | None = None,
        data: Data | None = None,
        cause: int | None = None,
        visible_to: Sequence[str] = EVERYONE,
        draws: Sequence[Draw] = (),
        cameo: str | None = None,
        override: Mapping[str, Any] | None = None,
    ) -> int:
        """Write an event; by default its cause is the item's. Returns its id, the cause of what follows from it.

        `data` that takes time to work out may be a function, which is called if the event is recorded.
        """
        name = self.next_event
        self.next_event += 1
        if self.recorded:
            event = Event(
                id=name,
                time_s=self.now_s,
                kind=kind,
                actor=actor,
                target=target,
                cause=self.cause if cause is None else cause,
                data=(data() if callable(data) else data) or {},
                cameo=cameo,
                visible_to=tuple(visible_to),
                draws=tuple(draws),
                override=override,
            )
            self.events.append(event)
        return name

    def schedule(
        self, time_s: float, action: object, *, cause: int | None = None, priority: Priority = Priority.WORLD
    ) -> None:
        """Make an action due at a time, never in the past."""
        due = max(time_s, self.now_s)
        self.items.append(Item(due, action, self.cause if cause is None else cause, priority))
