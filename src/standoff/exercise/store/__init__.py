"""The durable store of live exercises, in a file of SQLite or a database of PostgreSQL.

What `append` has stored is on disk: a server that is killed at any moment loses nothing that it acknowledged, and
after a restart applies nothing twice.
"""

from __future__ import annotations

from standoff.exercise.store.errors import RepeatedMessageError, StoreUnavailableError
from standoff.exercise.store.opening import open_store
from standoff.exercise.store.rows import (
    Batch,
    Counts,
    Draft,
    Entry,
    EventLine,
    Heading,
    Opening,
    SeatRow,
    SessionRow,
    StaleDraft,
)
from standoff.exercise.store.store import Store

__all__ = [
    "Batch",
    "Counts",
    "Draft",
    "Entry",
    "EventLine",
    "Heading",
    "Opening",
    "RepeatedMessageError",
    "SeatRow",
    "SessionRow",
    "StaleDraft",
    "Store",
    "StoreUnavailableError",
    "open_store",
]
