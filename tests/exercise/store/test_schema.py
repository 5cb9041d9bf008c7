"""Tables are made and brought up to date on opening; what is not ours, or too new, is left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from exercise.postgres import Cluster
from exercise.store.samples import batch, opened
from standoff.base.errors import InputError
from standoff.exercise.store import open_store
from standoff.exercise.store.schema import migrations
from standoff.exercise.store.tables import METADATA, VERSION_TABLE
from standoff.exercise.store.url import parse_database

pytestmark = pytest.mark.xdist_group("postgresql")


def execute(database: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements at a console; what the last one gives."""
    engine = create_engine(parse_database(database).url)
    try:
        with engine.begin() as connection:
            results = [connection.exec_driver_sql(statement) for statement in statements]
            return [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
    finally:
        engine.dispose()


def test_migrations_make_the_tables_that_the_store_uses(database: str) -> None:
    options = {"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
    with open_store(database) as store, store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
        assert len(METADATA.tables) == 8


def test_a_database_at_any_earlier_revision_is_brought_up_to_date(cluster: Cluster, tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(migrations(connection))
        revisions = [revision.revision for revision in script.walk_revisions()]
    engine.dispose()
    for revision in [*revisions, "base"]:
        for database in (str(tmp_path / f"{revision}.db"), cluster.new_database()):
            engine = create_engine(parse_database(database).url)
            with engine.begin() as connection:
                command.ensure_version(migrations(connection))
                if revision != "base":
                    command.upgrade(migrations(connection), revision)
            engine.dispose()
            with open_store(database) as store:
                opened(store)
                store.append("spring", batch(1))


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: str) -> None:
    open_store(database).close()
    execute(database, f"UPDATE {VERSION_TABLE} SET version_num = '9999'", "DELETE FROM server")
    with pytest.raises(InputError, match=r"newer version of this software .*9999"):
        open_store(database)
    assert execute(database, "SELECT * FROM server") == []


def test_a_database_of_another_program_is_refused_and_left_alone(database: str) -> None:
    execute(database, "CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(InputError, match=r"another program \(invoices\)"):
        open_store(database)
    with pytest.raises(Exception, match="exercises"):
        execute(database, "SELECT * FROM exercises")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Do not lose these words. " * 40)
    with pytest.raises(InputError, match="cannot be used: file is not a database"):
        open_store(str(notes))
    assert notes.read_text() == "Do not lose these words. " * 40


def test_a_migration_that_fails_leaves_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("standoff.exercise.store.opening.insert", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_store(database)
    with pytest.raises(Exception, match="exercises"):
        execute(database, "SELECT * FROM exercises")
    open_store(database).close()


def test_a_database_that_holds_no_unicode_is_refused(cluster: Cluster) -> None:
    latin = cluster.new_database("ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(InputError, match="holds text as LATIN1"):
        open_store(latin)


def test_a_user_who_may_not_make_tables_is_told_so(cluster: Cluster, postgresql: str) -> None:
    cluster.execute("CREATE ROLE guest LOGIN PASSWORD 'open-sesame'")
    with pytest.raises(InputError, match="cannot be used: permission denied"):
        open_store(postgresql.replace("standoff:", "guest:"))


def test_commits_are_on_disk_whatever_the_database_is_set_to(cluster: Cluster, postgresql: str, tmp_path: Path) -> None:
    name = postgresql.rpartition("/")[2]
    cluster.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    wanted: dict[str, list[tuple[str, object]]] = {
        postgresql: [("SHOW synchronous_commit", "on")],
        str(tmp_path / "exercise.db"): [
            ("PRAGMA journal_mode", "wal"),
            ("PRAGMA synchronous", 2),
            ("PRAGMA foreign_keys", 1),
        ],
    }
    for database, settings in wanted.items():
        with open_store(database) as store, store._engine.connect() as connection:
            for question, answer in settings:
                assert connection.exec_driver_sql(question).scalar_one() == answer


def test_sqlite_keeps_its_secrets_from_others_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "exercise.db"
    with open_store(str(path)) as store:
        opened(store)
        assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["exercise.db", "exercise.db.lock"]
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT id FROM exercises").fetchall() == [("spring",)]
    connection.close()
