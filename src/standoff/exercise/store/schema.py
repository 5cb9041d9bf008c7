"""The tables of a database brought to what this software needs, by the migrations that come with it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, inspect, select, table

from standoff.exercise.store.tables import VERSION_TABLE
from standoff.exercise.store.url import Place


def bring_up_to_date(connection: Connection, place: Place) -> None:
    """Make the tables of a new database, or change those of an older one. The caller commits.

    Raises:
        InputError: the database holds tables of another program, or of a newer version of this one.
    """
    config = migrations(connection)
    script = ScriptDirectory.from_config(config)
    at = _require_ours(connection, place)
    known = {revision.revision for revision in script.walk_revisions()}
    if not at <= known:
        newer = ", ".join(sorted(at - known))
        raise place.refused(f"was made by a newer version of this software (its tables are at {newer})")
    if at != set(script.get_heads()):
        command.upgrade(config, "head")


def migrations(connection: Connection) -> Config:
    """The migrations, to be run on a connection."""
    config = Config()
    config.set_main_option("script_location", "standoff.exercise.store:migrations")
    config.attributes["connection"] = connection
    return config


def _require_ours(connection: Connection, place: Place) -> set[str]:
    """The revision at which the tables are; none in a new database."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        return set(connection.scalars(select(column("version_num")).select_from(table(VERSION_TABLE))))
    if tables:
        raise place.refused(
            f"holds tables of another program ({', '.join(sorted(tables)[:3])})",
            "an empty database, or one that this software made",
        )
    return set()
