"""Opening a store: the database is found, locked for this server, and its tables brought up to date."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert
from sqlalchemy.exc import DBAPIError

from standoff.exercise.store.engine import engine_of
from standoff.exercise.store.errors import InUseError
from standoff.exercise.store.lock import IN_USE, FileLock, SessionLock
from standoff.exercise.store.schema import bring_up_to_date
from standoff.exercise.store.store import Store, reason_of
from standoff.exercise.store.tables import SERVER
from standoff.exercise.store.url import Place, parse_database


def open_store(database: str) -> Store:
    """Open the store that `--db` names, and make it if there is none; one in memory is new each time.

    Args:
        database: a path, `sqlite:///PATH`, `:memory:`, or `postgresql://USER:PASSWORD@HOST/NAME`.

    Raises:
        InputError: a database that is not known, cannot be reached, is not ours, is newer than this software, or is in
            use by another server; the message holds no password.
    """
    place = parse_database(database)
    session = SessionLock()
    engine = engine_of(place, session)
    lock = None if place.path is None else FileLock(place, place.path)
    try:
        if place.path is not None:
            _make_private(place, place.path)
        session.token = _prepare(engine, place)
    except BaseException:
        engine.dispose()
        if lock is not None:
            lock.release()
        raise
    return Store(place, engine, lock)


def _prepare(engine: Engine, place: Place) -> str:
    """Bring the tables up to date and sign in; the token of this server."""
    token = secrets.token_hex(8)
    try:
        with engine.begin() as connection:
            _require_unicode(connection, place)
            bring_up_to_date(connection, place)
            connection.execute(delete(SERVER))
            connection.execute(insert(SERVER).values(token=token))
    except InUseError:
        raise place.refused(IN_USE, "one server a database") from None
    except DBAPIError as error:
        raise place.refused(f"cannot be used: {reason_of(error)}", "a database that can be read and written") from error
    return token


def _require_unicode(connection: Connection, place: Place) -> None:
    if place.is_sqlite:
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise place.refused(f"holds text as {encoding}", "a database with the encoding UTF8")


def _make_private(place: Place, path: Path) -> None:
    """A new database is for its owner alone: secrets and hashes of passphrases are in it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise place.refused(f"cannot be opened: {error.strerror}", "a file to read and write") from error
