"""Small exercises, and what is appended to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from standoff.exercise.store import Batch, Entry, EventLine, Opening, SeatRow, Store

NOON: Final = "2026-03-01T12:00:00Z"

OPENING: Final = Opening(
    id="spring",
    title="Übung Frühling 春",
    scenario="korea-2017",
    document={"name": "korea-2017", "z": 1, "a": [1.5, None, True]},
    library={},
    settings=["crisis.x=1"],
    seed=2**63 - 1,
    run=0,
    startex="2017-08-09T00:00:00Z",
    secret="s3cret",
    created_at=NOON,
)

SEAT: Final = SeatRow("usa-1", "player", "USA", "President", passphrase_hash="scrypt$1")


def entry(number: int, **changes: Any) -> Entry:
    plain = Entry(number, float(number), "order", "USA", {"move": "threaten"}, {"order": f"o-{number}"}, NOON)
    return replace(plain, **changes)


def event(number: int) -> EventLine:
    return EventLine(number, number / 3, "order", f'{{"id":{number},"says":"…"}}')


def batch(number: int, events: int = 1) -> Batch:
    """The batch of input `number`, each with as many events."""
    first = (number - 1) * events + 1
    told = [event(id_) for id_ in range(first, first + events)]
    return Batch(float(number), [entry(number, tab="t", message=number)], told)


def opened(store: Store, **changes: Any) -> str:
    """An exercise of the store; its name."""
    opening = replace(OPENING, **changes)
    store.create_exercise(opening)
    return opening.id
