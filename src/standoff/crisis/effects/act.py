"""A move that takes effect, and what comes of it: what every effect works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from standoff.crisis.change import Change
from standoff.crisis.crisis import Crisis
from standoff.crisis.due import Due
from standoff.crisis.state import CrisisState


class Act(NamedTuple):
    """A move that takes effect: who does what to whom, and when. `draw` gives a named uniform number."""

    actor: str
    target: str | None
    move: str
    now_s: float
    draw: Callable[..., float]
    parameters: Mapping[str, Any] = MappingProxyType({})
    says: str = ""


class Result(NamedTuple):
    """The new state, what happened, and what is due later."""

    state: CrisisState
    changes: tuple[Change, ...] = ()
    dues: tuple[Due, ...] = ()


Handler = Callable[[Crisis, CrisisState, Act, Any], Result]
Obstacle = Callable[[Crisis, CrisisState, Act, Any], str | None]
