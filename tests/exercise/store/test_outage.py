"""A database that is gone, full, locked or read-only: a named error, nothing half-written, and on it goes."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event as sql_event

from exercise.postgres import Cluster
from exercise.store.samples import OPENING, batch, entry, event, opened
from standoff.base.errors import InputError
from standoff.exercise.store import Batch, Counts, Store, StoreUnavailableError, open_store

pytestmark = pytest.mark.xdist_group("postgresql")

LOST = "the word is lost"
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def require_unavailable(store: Store, number: int, words: str) -> None:
    with pytest.raises(StoreUnavailableError, match=words):
        store.append("spring", batch(number, events=200))


def cut_off(cluster: Cluster, url: str) -> None:
    """End the server's sessions, as a network that fails would."""
    cluster.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}", url)


# PostgreSQL.


def test_postgresql_crashes_and_comes_back(cluster: Cluster, postgresql: str) -> None:
    with open_store(postgresql) as store:
        opened(store)
        store.append("spring", batch(1, events=200))
        cluster.stop(signal.SIGQUIT)
        try:
            require_unavailable(store, 2, "connection")
            with pytest.raises(StoreUnavailableError, match="refused"):
                store.counts("spring")
            with pytest.raises(InputError, match=r"cannot be used: .*refused") as refused:
                open_store(postgresql)
            assert "sesame" not in str(refused.value)
        finally:
            cluster.start()
        assert store.counts("spring") == Counts(1, 200, 1.0)
        store.append("spring", batch(2, events=200))
        with pytest.raises(InputError, match="in use"):
            open_store(postgresql)
    with open_store(postgresql) as store:
        assert store.counts("spring") == Counts(2, 400, 2.0)


def test_a_connection_that_is_lost_within_a_batch_leaves_nothing_of_it(cluster: Cluster, postgresql: str) -> None:
    with open_store(postgresql) as store:
        opened(store)
        sql_event.listen(store._engine, "commit", lambda _: cut_off(cluster, postgresql), once=True)
        require_unavailable(store, 1, "terminat")
        assert store.counts("spring") == Counts(0, 0, 0.0)
        store.append("spring", batch(1, events=200))
        cut_off(cluster, postgresql)
        store.append("spring", batch(2, events=200))
        assert store.counts("spring") == Counts(2, 400, 2.0)


def test_a_server_that_was_cut_off_does_not_write_beside_another_nor_after_it(
    cluster: Cluster, postgresql: str
) -> None:
    with open_store(postgresql) as first:
        opened(first)
        cut_off(cluster, postgresql)
        with open_store(postgresql) as second:
            require_unavailable(first, 1, "in use by another server")
            second.append("spring", batch(1))
        require_unavailable(first, 2, "must be started anew")
        require_unavailable(first, 1, "must be started anew")
    with open_store(postgresql) as third:
        assert third.counts("spring") == Counts(1, 1, 1.0)


def test_a_database_that_turns_read_only_can_still_be_read(cluster: Cluster, postgresql: str) -> None:
    with open_store(postgresql) as store:
        opened(store)
        name = postgresql.rpartition("/")[2]
        cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        cut_off(cluster, postgresql)
        require_unavailable(store, 1, "read-only")
        assert store.counts("spring") == Counts(0, 0, 0.0)
        cluster.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        # A session keeps what it began with; after a failure there is a new one.
        require_unavailable(store, 1, "read-only")
        store.append("spring", batch(1))


# SQLite.


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "exercise.db"
    with open_store(str(path)) as store:
        opened(store)
        store.append("spring", batch(1, events=200))
        pages = 2**30

        # SQLite reports as full a file that may not grow; the limit holds for a connection.
        def limit(connection: Any, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        sql_event.listen(store._engine, "connect", limit)
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 2
        store._engine.dispose()
        for _ in range(2):
            require_unavailable(store, 2, "full")
            assert store.counts("spring") == Counts(1, 200, 1.0)
        pages = 2**30
        store._engine.dispose()
        store.append("spring", batch(2, events=200))
        assert list(store.events("spring")) == [event(number).line for number in range(1, 401)]
    console = sqlite3.connect(path)
    assert console.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    console.close()


# Both.


@contextmanager
def inputs_locked(database: str) -> Iterator[None]:
    """Somebody at a console of the database has begun a change and gone for coffee."""
    if "://" in database:
        with psycopg.connect(database) as connection:
            connection.execute("LOCK TABLE inputs")
            yield
        return
    console = sqlite3.connect(database, isolation_level=None)
    console.execute("BEGIN IMMEDIATE")
    yield
    console.close()


def test_tables_that_somebody_locked_are_not_waited_for_long(database: str) -> None:
    with open_store(database) as store:
        opened(store)
        with inputs_locked(database):
            require_unavailable(store, 1, "lock")
        store.append("spring", batch(1))
        assert store.counts("spring") == Counts(1, 1, 1.0)


@contextmanager
def word_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commits reach the disk, but the word of it does not come back."""
    dialect = store._engine.dialect
    commit, lost = dialect.do_commit, dialect.dbapi.OperationalError(LOST)  # type: ignore[union-attr]

    def commit_and_fail(connection: Any) -> None:
        commit(connection)
        raise lost

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", commit_and_fail)
        yield


def test_a_batch_whose_commit_is_in_doubt_is_taken_back(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(database) as store:
        opened(store)
        store.append("spring", batch(1))
        for _ in range(2):
            with word_lost(store, monkeypatch), pytest.raises(StoreUnavailableError, match=LOST):
                store.append("spring", batch(2, events=1))
        # Its sender was told that it is not in, and asks again, or thinks better of it.
        assert store.receipt("spring", "USA", "t", 2) is None
        assert list(store.events("spring")) == [event(1).line]
        with word_lost(store, monkeypatch), pytest.raises(StoreUnavailableError, match=LOST):
            store.append("spring", Batch(50.0, [entry(2, kind="inject")], [event(2), event(3)]))
        store.append("spring", batch(2))
        assert store.inputs("spring") == [entry(1, tab="t", message=1), entry(2, tab="t", message=2)]
        assert store.counts("spring") == Counts(2, 2, 2.0)
        with word_lost(store, monkeypatch), pytest.raises(StoreUnavailableError, match=LOST):
            store.append("spring", batch(3))
    # A server that is started anew has told nobody: it takes what is there.
    with open_store(database) as store:
        assert store.counts("spring") == Counts(3, 3, 3.0)


def test_an_exercise_whose_commit_is_in_doubt_is_taken_back(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(database) as store:
        with word_lost(store, monkeypatch), pytest.raises(StoreUnavailableError, match=LOST):
            store.create_exercise(OPENING, batch(1))
        store.create_exercise(OPENING)
        assert store.counts("spring") == Counts(0, 0, 0.0)


def test_a_file_that_was_moved_takes_nothing_until_it_is_back(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "exercise.db", tmp_path / "elsewhere.db"
    with open_store(str(path)) as store:
        opened(store)
        store.append("spring", batch(1))
        path.rename(elsewhere)
        require_unavailable(store, 2, "was moved or removed")
        path.write_bytes(b"")
        require_unavailable(store, 2, "was moved or removed")
        elsewhere.rename(path)
        store.append("spring", batch(2))
    with open_store(str(path)) as store:
        assert store.counts("spring").inputs == 2
