"""What can be due: one small class an action. A handler for each is named in `step.HANDLERS`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from standoff.crisis.due import Due
from standoff.crisis.policy import Policy
from standoff.engine.inputs import Input
from standoff.engine.liftoff import LiftOff
from standoff.engine.plan import Sighting
from standoff.scenario.orders import Order

__all__ = [
    "Arrive", "Assess", "Decide", "Deliberate", "Detect", "End", "Enter", "Fall", "FallDue", "Hold", "LiftOff", "Look",
    "Meet", "Pass", "Shoot", "Start", "Submit", "TakeEffect",
]  # fmt: skip


@dataclass(frozen=True)
class Start:
    """STARTEX."""


@dataclass(frozen=True)
class Submit:
    """An order arrives, from the scenario's timeline, a policy or a person."""

    order: Order


class Enter(NamedTuple):
    """A person did something beside ordering."""

    input: Input


class FallDue(NamedTuple):
    """The planned time of an inject, as it was written in one of its revisions."""

    inject: str
    revision: int


class Look(NamedTuple):
    """The conditions of injects and objectives are looked at; and again every so often."""

    again: bool = False


@dataclass(frozen=True)
class TakeEffect:
    """An accepted order's lead time is over."""

    order: Order


class Fall(NamedTuple):
    """Something of the crisis falls due: an arrival, the end of a drill, a deadline."""

    due: Due


@dataclass(frozen=True)
class Deliberate:
    """Policies of one rhythm look at the crisis and may order something."""

    policies: tuple[Policy, ...]


@dataclass(frozen=True)
class Pass:
    """A threat passes a point of its flight that the record names: burnout, apogee, an overflown place."""

    threat: str
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Detect:
    """A sensor first sees a threat."""

    threat: str
    sighting: Sighting


@dataclass(frozen=True)
class Hold:
    """A battery holds a track good enough to commit on."""

    threat: str
    battery: str


@dataclass(frozen=True)
class Decide:
    """Something changed that may call for a shot: the defense decides anew."""


@dataclass(frozen=True)
class Shoot:
    """An interceptor leaves its launcher."""

    shot: str


@dataclass(frozen=True)
class Meet:
    """An interceptor meets its threat, or what is left of it."""

    shot: str


@dataclass(frozen=True)
class Assess:
    """A battery learns what its round at a threat did."""

    threat: str
    battery: str


@dataclass(frozen=True)
class Arrive:
    """A threat that nobody stopped comes down."""

    threat: str


@dataclass(frozen=True)
class End:
    """ENDEX."""
