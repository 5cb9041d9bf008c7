"""What is due when: a heap of items ordered by (time, priority, sequence).

The sequence number decides ties, so the order of items is a function of how they were scheduled and of nothing else.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class Priority(IntEnum):
    """Who goes first at the same instant: orders from outside, then other orders, the world, and what answers to it.

    Orders from outside come before everything else of their instant, since a replay knows them from the start and a
    session does not: both must put them at the same place.
    """

    OUTSIDE = -1
    INPUT = 0
    WORLD = 1
    RESPONSE = 2
    LAST = 3


class Item(NamedTuple):
    """An action due at `time_s` after STARTEX; `cause` is the id of the event that scheduled it."""

    time_s: float
    action: object
    cause: int | None = None
    priority: Priority = Priority.WORLD


@dataclass
class Queue:
    """The items still due. The only mutable thing in a run; the step sees one item at a time."""

    _heap: list[tuple[float, int, int, Item]] = field(default_factory=list)
    _sequence: int = 0

    def push(self, items: Iterable[Item]) -> None:
        """Schedule items; those of the same time and priority leave in the order in which they came."""
        for item in items:
            heapq.heappush(self._heap, (item.time_s, int(item.priority), self._sequence, item))
            self._sequence += 1

    def pop(self) -> Item:
        """Take the next item."""
        return heapq.heappop(self._heap)[-1]

    @property
    def next_s(self) -> float:
        """When the next item is due; infinite if there is none."""
        return self._heap[0][0] if self._heap else math.inf

    @property
    def head(self) -> Item:
        """The next item, which stays."""
        return self._heap[0][-1]

    @property
    def items(self) -> list[Item]:
        """All items, in the order in which they are due."""
        return [entry[-1] for entry in sorted(self._heap, key=lambda entry: entry[:3])]

    def comes_from_outside(self, until_s: float) -> bool:
        """Whether the next item came from outside and is due by then."""
        return bool(self._heap) and self._heap[0][0] <= until_s and self._heap[0][1] == Priority.OUTSIDE

    def copy(self) -> Queue:
        """Another queue of the same items."""
        return Queue(list(self._heap), self._sequence)

    def __bool__(self) -> bool:
        return bool(self._heap)
