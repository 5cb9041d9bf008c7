"""What people have set up in a run, as part of its state: who plays whom, injects, objectives, rulings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from standoff.scenario.orders import Order

PLANNED: Final = "planned"
DUE: Final = "due"
FIRED: Final = "fired"
SKIPPED: Final = "skipped"


class Inject(NamedTuple):
    """An inject of the master scenario events list.

    Attributes:
        block: what the list says of it, as a scenario's file does.
        status: planned, due (it waits for control's hand), fired or skipped.
        revision: how often it was written; what was made due for an earlier one is void.
        event: the event with which it was fired.
    """

    block: Mapping[str, Any]
    status: str = PLANNED
    revision: int = 1
    event: int | None = None


class Objective(NamedTuple):
    """What an exercise is to show. `event` is the one with which it first held, or was judged to be met."""

    block: Mapping[str, Any]
    event: int | None = None


class Ruling(NamedTuple):
    """What control has decided of something that is to come.

    Attributes:
        outcome: what becomes of it.
        reason: in words.
        by: the seat that ruled.
        event: the ruling's own.
    """

    outcome: str
    reason: str
    by: str
    event: int

    def override(self, proposal: str) -> dict[str, Any]:
        """What an event tells of it: what the computer proposed, what control said, who and why."""
        return {
            "outcome": self.outcome, "proposal": proposal, "reason": self.reason, "by": self.by, "ruling": self.event,
        }  # fmt: skip


class Awaiting(NamedTuple):
    """An order that takes effect when control says so: with the event of its arrival, and when it would be due."""

    order: Order
    event: int
    due_s: float


class Request(NamedTuple):
    """What a cell asked of control, with the event of its asking."""

    cell: str
    event: int


@dataclass(frozen=True)
class Outside:
    """Where everything stands that people brought in."""

    people: frozenset[str] = frozenset()
    """Actors that people play now: their script and policies rest."""
    injects: Mapping[str, Inject] = field(default_factory=dict)
    objectives: Mapping[str, Objective] = field(default_factory=dict)
    watched: tuple[tuple[str, str], ...] = ()
    """("inject" or "objective", id) of every condition that is looked at."""
    looking: bool = False
    """Whether a look at them is due for the time alone."""
    look_due: bool = False
    """Whether a look is due at this very instant, for what has come to be watched."""
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    """What is ruled on (`intercept/ID`, `launch/ID`, `order/ID`, `request/ID`) -> the ruling."""
    moves: frozenset[str] = frozenset()
    """Moves that wait for control when people order them."""
    hold: frozenset[str] = frozenset()
    """Kinds of outcome for which the clock is to wait until control has ruled; the engine itself does not wait."""
    awaiting: Mapping[str, Awaiting] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    """What cells asked of control that is not answered yet."""


NOTHING: Final = Outside()
"""Nobody has set up anything."""
