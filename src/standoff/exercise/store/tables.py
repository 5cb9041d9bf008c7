"""The tables of the store, the same in SQLite and in PostgreSQL. What makes them is in `migrations`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Table,
    UniqueConstraint,
    insert,
    update,
)

from standoff.exercise.store.columns import Json, Whole, Words

VERSION_TABLE: Final = "standoff_version"
"""Where the migrations note how far they got; a database that has it is one of ours."""

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _exercise() -> Column[str]:
    return Column("exercise", Words, ForeignKey("exercises.id"), primary_key=True)


def _seat() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["exercise", "seat"], ["seats.exercise", "seats.id"])


EXERCISES: Final = Table(
    "exercises",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("title", Words, nullable=False),
    Column("scenario", Words, nullable=False),
    Column("document", Json, nullable=False),
    Column("library", Json, nullable=False),
    Column("settings", Json, nullable=False),
    Column("seed", Whole, nullable=False),
    Column("run", Whole, nullable=False),
    Column("startex", Words, nullable=False),
    Column("secret", Words, nullable=False),
    Column("parent", Words, ForeignKey("exercises.id")),
    Column("parent_event", Whole),
    Column("created_at", Words, nullable=False),
    Column("marked_s", Double, nullable=False),
)

INPUTS: Final = Table(
    "inputs",
    METADATA,
    _exercise(),
    Column("number", Whole, primary_key=True),
    Column("time_s", Double, nullable=False),
    Column("kind", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("data", Json, nullable=False),
    Column("answer", Json, nullable=False),
    Column("received_at", Words, nullable=False),
    Column("tab", Words),
    Column("message", Whole),
    UniqueConstraint("exercise", "by", "tab", "message"),
)

EVENTS: Final = Table(
    "events",
    METADATA,
    _exercise(),
    Column("id", Whole, primary_key=True),
    Column("time_s", Double, nullable=False),
    Column("kind", Words, nullable=False),
    Column("line", Words, nullable=False),
)

SEATS: Final = Table(
    "seats",
    METADATA,
    _exercise(),
    Column("id", Words, primary_key=True),
    Column("role", Words, nullable=False),
    Column("cell", Words),
    Column("title", Words, nullable=False),
    Column("generation", Whole, nullable=False),
    Column("passphrase_hash", Words),
    Column("expires_at", Words),
    Column("revoked", Boolean, nullable=False),
)

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("token_hash", Words, primary_key=True),
    Column("exercise", Words, nullable=False),
    Column("seat", Words, nullable=False),
    Column("generation", Whole, nullable=False),
    Column("created_at", Words, nullable=False),
    _seat(),
)

DRAFTS: Final = Table(
    "drafts",
    METADATA,
    Column("exercise", Words, primary_key=True),
    Column("seat", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("content", Json, nullable=False),
    Column("version", Whole, nullable=False),
    _seat(),
)

KEPT: Final = Table(
    "kept",
    METADATA,
    _exercise(),
    Column("name", Words, primary_key=True),
    Column("content", Json, nullable=False),
)

SERVER: Final = Table("server", METADATA, Column("token", Words, primary_key=True))
"""One row: the server that used the database last."""


def columns_of(table: Table, row: type[Any]) -> list[Column[Any]]:
    """The columns that the fields of a dataclass are named after, in their order."""
    return [table.c[field.name] for field in fields(row)]


def put(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Set the row with this key, whether or not there was one. Safe since one server alone writes."""
    there = update(table).where(*(table.c[name] == value for name, value in key.items())).values(**values)
    if connection.execute(there).rowcount == 0:
        connection.execute(insert(table).values(**key, **values))
