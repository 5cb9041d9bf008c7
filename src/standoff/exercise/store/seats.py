"""Seats, and who has entered them. Functions of one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from standoff.base.errors import InputError, nearest
from standoff.exercise.store.rows import SeatRow, SessionRow
from standoff.exercise.store.tables import SEATS, SESSIONS, columns_of, put


def put_seat(connection: Connection, exercise: str, seat: SeatRow) -> None:
    """Set a seat as a whole, new or known."""
    values = {name: value for name, value in vars(seat).items() if name != "id"}
    put(connection, SEATS, {"exercise": exercise, "id": seat.id}, values)


def seats(connection: Connection, exercise: str) -> list[SeatRow]:
    """The seats of an exercise, by name."""
    wanted = select(*columns_of(SEATS, SeatRow)).where(SEATS.c.exercise == exercise).order_by(SEATS.c.id)
    return [SeatRow(*row) for row in connection.execute(wanted)]


def revoke(connection: Connection, exercise: str, seat: str) -> None:
    """Nobody enters a seat any more, and who had entered it is out."""
    require_seat(connection, exercise, seat)
    which = (SEATS.c.exercise == exercise, SEATS.c.id == seat)
    connection.execute(update(SEATS).where(*which).values(revoked=True, generation=SEATS.c.generation + 1))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.exercise == exercise, SESSIONS.c.seat == seat))


def add_session(connection: Connection, session: SessionRow) -> None:
    """Note that somebody entered a seat."""
    require_seat(connection, session.exercise, session.seat)
    connection.execute(insert(SESSIONS).values(**vars(session)))


def find_session(connection: Connection, token_hash: str) -> SessionRow | None:
    """Who holds a token; None for a token that is not known, or whose seat was revoked since."""
    same = (SEATS.c.exercise == SESSIONS.c.exercise, SEATS.c.id == SESSIONS.c.seat)
    holds = (SEATS.c.generation == SESSIONS.c.generation, SEATS.c.revoked.is_(False))
    wanted = select(*columns_of(SESSIONS, SessionRow)).where(SESSIONS.c.token_hash == token_hash, *same, *holds)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else SessionRow(*row)


def remove_session(connection: Connection, token_hash: str) -> None:
    """Somebody left; nothing happens if nobody was there."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == token_hash))


def require_seat(connection: Connection, exercise: str, seat: str) -> None:
    """Raise `InputError` for a seat that the exercise has not."""
    known = [row.id for row in seats(connection, exercise)]
    if seat not in known:
        raise InputError("is not a seat of this exercise", field="seat", value=seat, allowed=nearest(seat, known))
