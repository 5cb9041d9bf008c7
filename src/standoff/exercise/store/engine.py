"""The one connection to the database, opened anew when it was lost, each time set so that a commit is on disk."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from standoff.exercise.store.lock import SessionLock
from standoff.exercise.store.url import Place

_SQLITE: Final = (
    "PRAGMA busy_timeout = 1000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


def engine_of(place: Place, lock: SessionLock) -> Engine:
    """SQLAlchemy's engine for a database; it connects when it is first used.

    Raises:
        InputError: the driver of PostgreSQL is not installed.
    """
    # Parameters hold secrets and stay out of messages.
    try:
        engine = create_engine(place.url, hide_parameters=True, **_pool(place))
    except ModuleNotFoundError as error:
        raise place.refused("needs psycopg, the driver of PostgreSQL", 'pip install "standoff[postgresql]"') from error
    if place.is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", lambda connection, _: lock.take(connection))
    return engine


def _pool(place: Place) -> dict[str, Any]:
    if place.in_memory:
        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    # One connection and no more: in PostgreSQL it is the one that holds the lock.
    return {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "pool_pre_ping": True}


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    # Python's driver would begin transactions on its own, and not before every statement.
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in _SQLITE:
        cursor.execute(setting)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
