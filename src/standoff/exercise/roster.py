"""The roster of an exercise: its seats with their links, and who has sat down. Works on the store alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from standoff.base.errors import InputError, nearest
from standoff.base.time import parse_utc
from standoff.exercise.access import Link, hash_passphrase, hash_token, is_passphrase, link_to, new_token, opens
from standoff.exercise.seats import Role, Seat
from standoff.exercise.store import Opening, SeatRow, SessionRow, Store

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


class Sat(NamedTuple):
    """Somebody who has sat down: exercise and seat, the hash of the session's token, when the seat closes."""

    exercise: str
    seat: Seat
    token_hash: str
    expires_at: str | None = None


class WrongLinkError(Exception):
    """A link, passphrase or session that opens nothing (any more). `needs_passphrase`: the link is right."""

    def __init__(self, message: str, needs_passphrase: bool = False) -> None:
        super().__init__(message)
        self.needs_passphrase = needs_passphrase


def first_seats(actors: Sequence[str], seats: Mapping[str, int], titles: Mapping[str, str]) -> list[SeatRow]:
    """The seats that an exercise begins with: one of control, one observer, and one or more a cell."""
    made = [Seat("control", Role.CONTROL, None, "Control"), Seat("observer", Role.OBSERVER, None, "Observer")]
    for actor in actors:
        count = seats.get(actor, 1)
        for number in range(1, count + 1):
            title = titles.get(actor, actor) + (f" {number}" if count > 1 else "")
            made.append(Seat(f"{actor.lower()}-{number}", Role.PLAYER, actor, title))
    return [row_of(seat) for seat in made]


class Roster:
    """Seats of the exercises of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, exercise: str, seat: Seat, passphrase: str | None = None, expires_at: str | None = None) -> None:
        """Add a seat. Raises `InputError` for a name that is taken or none, and for a time that is none."""
        if not _NAME.match(seat.id):
            raise InputError("is no name of a seat", field="seat", value=seat.id, allowed="a-z, 0-9 and hyphens")
        if any(row.id == seat.id for row in self._store.seats(exercise)):
            raise InputError("is taken", field="seat", value=seat.id, allowed="another name")
        if expires_at is not None:
            parse_utc(expires_at)
        hashed = None if passphrase is None else hash_passphrase(passphrase)
        self._store.put_seat(exercise, replace(row_of(seat), passphrase_hash=hashed, expires_at=expires_at))

    def rows(self, exercise: str) -> list[SeatRow]:
        """The seats of an exercise."""
        return self._store.seats(exercise)

    def row(self, exercise: str, seat: str) -> SeatRow:
        """A seat. Raises `InputError` for one that is not known."""
        rows = {row.id: row for row in self._store.seats(exercise)}
        if seat not in rows:
            raise InputError("is not a seat of this exercise", field="seat", value=seat, allowed=nearest(seat, rows))
        return rows[seat]

    def link(self, opening: Opening, row: SeatRow) -> Link:
        """The link to a seat."""
        return link_to(opening.secret, opening.id, row.id, row.generation)

    def revoke(self, exercise: str, seat: str) -> None:
        """The seat's link opens nothing any more, and who sat there is out."""
        self.row(exercise, seat)
        self._store.revoke(exercise, seat)

    def renew(self, exercise: str, seat: str) -> SeatRow:
        """A new link for a seat; the old one, and who came by it, is out."""
        row = self.row(exercise, seat)
        renewed = replace(row, generation=row.generation + 1, revoked=False)
        self._store.put_seat(exercise, renewed)
        return renewed

    def knock(self, link: Link, now: datetime) -> SeatRow:
        """The seat that a link opens. Raises `WrongLinkError`."""
        refused = WrongLinkError("this link opens no seat; ask control for a new one")
        try:
            opening, row = self._store.opening(link.exercise), self.row(link.exercise, link.seat)
        except InputError:
            raise refused from None
        if row.revoked or not opens(link, opening.secret, row.generation):
            raise refused
        if expired(row, now):
            raise WrongLinkError("this link has expired; ask control for a new one")
        return row

    def enter(self, exercise: str, row: SeatRow, now: datetime) -> tuple[str, Sat]:
        """Sit down in a seat that a link has opened: the token of the session, and where."""
        token = new_token()
        hashed = hash_token(token)
        stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self._store.add_session(SessionRow(hashed, exercise, row.id, row.generation, stamp))
        return token, Sat(exercise, seat_of(row), hashed, row.expires_at)

    def find(self, token: str, now: datetime) -> Sat:
        """Who holds a token. Raises `WrongLinkError`."""
        hashed = hash_token(token)
        session = self._store.find_session(hashed)
        if session is None:
            raise WrongLinkError("nobody sits here by this token; join by the link again")
        row = self.row(session.exercise, session.seat)
        if row.revoked or expired(row, now):
            raise WrongLinkError("this seat was closed; ask control for a new link")
        return Sat(session.exercise, seat_of(row), hashed, row.expires_at)

    def leave(self, sat: Sat) -> None:
        """Somebody leaves: the token is void."""
        self._store.remove_session(sat.token_hash)


def require_passphrase(row: SeatRow, passphrase: str | None) -> None:
    """Whether a passphrase opens a seat; takes some 50 ms on purpose. Raises `WrongLinkError`."""
    if row.passphrase_hash is not None and not is_passphrase(passphrase or "", row.passphrase_hash):
        raise WrongLinkError("this seat asks for its passphrase", needs_passphrase=True)


def row_of(seat: Seat) -> SeatRow:
    """A new seat as the store keeps it."""
    return SeatRow(seat.id, seat.role.value, seat.cell, seat.title)


def seat_of(row: SeatRow) -> Seat:
    """The seat of a row."""
    return Seat(row.id, Role(row.role), row.cell, row.title)


def expired(row: SeatRow | Sat, now: datetime) -> bool:
    """Whether a seat's time is over."""
    return row.expires_at is not None and now >= parse_utc(row.expires_at)
