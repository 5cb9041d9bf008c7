"""What seats have written and not yet sent, and small things that control keeps. Functions of one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from standoff.exercise.store.rows import Draft, JsonObject, StaleDraft
from standoff.exercise.store.seats import require_seat
from standoff.exercise.store.tables import DRAFTS, KEPT, columns_of, put


def put_draft(
    connection: Connection, exercise: str, seat: str, name: str, content: JsonObject, version: int
) -> Draft | StaleDraft:
    """Store a draft if the version that its writer saw is still the last; 0 is one that was not there."""
    require_seat(connection, exercise, seat)
    found = select(*columns_of(DRAFTS, Draft)).where(*_of(exercise, seat), DRAFTS.c.name == name)
    row = connection.execute(found).one_or_none()
    stands = None if row is None else Draft(*row)
    if version != (0 if stands is None else stands.version):
        return StaleDraft(stands)
    key = {"exercise": exercise, "seat": seat, "name": name}
    put(connection, DRAFTS, key, {"content": content, "version": version + 1})
    return Draft(name, content, version + 1)


def drafts(connection: Connection, exercise: str, seat: str) -> list[Draft]:
    """The drafts of a seat, by name."""
    wanted = select(*columns_of(DRAFTS, Draft)).where(*_of(exercise, seat)).order_by(DRAFTS.c.name)
    return [Draft(*row) for row in connection.execute(wanted)]


def delete_draft(connection: Connection, exercise: str, seat: str, name: str) -> None:
    """Throw a draft away; nothing happens if there is none."""
    connection.execute(delete(DRAFTS).where(*_of(exercise, seat), DRAFTS.c.name == name))


def keep(connection: Connection, exercise: str, name: str, content: Any) -> None:
    """Keep a JSON value by name, in place of what was kept by it."""
    put(connection, KEPT, {"exercise": exercise, "name": name}, {"content": content})


def kept(connection: Connection, exercise: str, name: str) -> Any:
    """What is kept by a name; None if nothing is."""
    which = (KEPT.c.exercise == exercise, KEPT.c.name == name)
    return connection.scalars(select(KEPT.c.content).where(*which)).one_or_none()


def _of(exercise: str, seat: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DRAFTS.c.exercise == exercise, DRAFTS.c.seat == seat
