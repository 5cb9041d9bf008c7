"""What goes into the store and comes out of it: plain values, their fields named as the columns are.

Times of exercise are seconds after STARTEX; times of day are UTC texts (ISO 8601) of the caller's, since the store
reads no clock. JSON values come back as they went in: keys in their order, numbers to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

JsonObject = Mapping[str, Any]


@dataclass(frozen=True)
class Opening:
    """All that an exercise starts from; with its inputs it makes the same record again.

    A branch names its parent and the event of it at which it was cut. `secret` signs what the exercise hands out.
    """

    id: str
    title: str
    scenario: str
    document: JsonObject
    library: JsonObject
    settings: Any
    seed: int
    run: int
    startex: str
    secret: str
    created_at: str
    parent: str | None = None
    parent_event: int | None = None


@dataclass(frozen=True)
class Heading:
    """An exercise in a list: what it is called, and where it comes from."""

    id: str
    title: str
    scenario: str
    created_at: str
    parent: str | None
    parent_event: int | None


@dataclass(frozen=True)
class Entry:
    """One input of an exercise, numbered from 1, with the answer that its sender was given.

    `tab` and `message` are the sender's own count of what it sent: a message that comes twice is stored once.
    """

    number: int
    time_s: float
    kind: str
    by: str
    data: JsonObject
    answer: JsonObject
    received_at: str
    tab: str | None = None
    message: int | None = None


class EventLine(NamedTuple):
    """An event as its line of the record, which is kept to the letter; `id` counts from 1."""

    id: int
    time_s: float
    kind: str
    line: str


@dataclass(frozen=True)
class Batch:
    """What is stored together or not at all: inputs, the events that followed, and up to when all has been told."""

    marked_s: float
    inputs: Sequence[Entry] = ()
    events: Sequence[EventLine] = ()


@dataclass(frozen=True)
class Counts:
    """How much of an exercise is stored: the last input, the last event, and up to when all has been told."""

    inputs: int
    events: int
    marked_s: float


@dataclass(frozen=True)
class SeatRow:
    """One seat: its role, the cell it sits in, and how it is entered. `generation` grows when it is revoked."""

    id: str
    role: str
    cell: str | None
    title: str
    generation: int = 1
    passphrase_hash: str | None = None
    expires_at: str | None = None
    revoked: bool = False


@dataclass(frozen=True)
class SessionRow:
    """Somebody who has entered a seat, known by the hash of a token."""

    token_hash: str
    exercise: str
    seat: str
    generation: int
    created_at: str


@dataclass(frozen=True)
class Draft:
    """What a seat has written and not yet sent; `version` grows by one with every change."""

    name: str
    content: JsonObject
    version: int


@dataclass(frozen=True)
class StaleDraft:
    """A draft was not stored, for it changed meanwhile: as it stands now, or None if it is gone."""

    stands: Draft | None
