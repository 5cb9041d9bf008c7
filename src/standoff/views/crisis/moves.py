"""Moves that took effect, and the orders that did not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from standoff.views.crisis.events import Event, of_kind


@dataclass(frozen=True)
class Move:
    """A move that took effect: `event` is its number, `weight` the Goldstein weight if it had a target.

    `rung` is where the actor stood after it, `raised` whether that is higher than before; `score` is the actor's sum.
    """

    event: int
    t_s: float
    actor: str
    target: str | None
    move: str
    title: str
    says: str
    category: str
    weight: float | None
    rung: int
    raised: bool
    score: float
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """An order that was refused, and why."""

    t_s: float
    actor: str
    order: str
    reason: str


def moves_of(events: Iterable[Event]) -> tuple[Move, ...]:
    """All moves in order."""
    return tuple(_move(event) for event in of_kind(events, "move"))


def refused_of(events: Iterable[Event]) -> tuple[Refused, ...]:
    """All refusals in order."""
    return tuple(
        Refused(float(event["t_s"]), str(event["actor"]), str(event["data"].get("order", "")),
                str(event["data"].get("reason", "")))
        for event in of_kind(events, "order_refused")
    )  # fmt: skip


def _move(event: Event) -> Move:
    data = event["data"]
    tone, ladder = data.get("tone") or {}, data.get("ladder") or {}
    before, rung = int(ladder.get("before", 0)), int(ladder.get("rung", 0))
    return Move(
        event=int(event["id"]),
        t_s=float(event["t_s"]),
        actor=str(event["actor"]),
        target=event.get("target"),
        move=str(data["move"]),
        title=str(data.get("title") or data["move"]),
        says=str(data.get("says") or ""),
        category=str(ladder.get("category", "status-quo")),
        weight=None if tone.get("weight") is None else float(tone["weight"]),
        rung=rung,
        raised=rung > before,
        score=float(ladder.get("score", 0.0)),
        parameters=dict(data.get("with") or {}),
    )
