"""Where the database is, as `--db` says it: a path, `sqlite:///PATH`, or `postgresql://USER:PASSWORD@HOST/NAME`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from standoff.base.errors import InputError

FIELD: Final = "--db"
ALLOWED: Final = "a path, sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/NAME"
IN_MEMORY: Final = ":memory:"
_MASK: Final = "***"


@dataclass(frozen=True)
class Place:
    """A database: its URL with the driver, its name for messages (no password), and its file if it is one."""

    url: URL
    named: str
    path: Path | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file or in memory, not a server."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def in_memory(self) -> bool:
        """Whether it is gone when it is closed."""
        return self.is_sqlite and self.path is None

    def refused(self, message: str, allowed: str | None = None) -> InputError:
        """Bad input that names this database."""
        return InputError(message, field=FIELD, value=self.named, allowed=allowed)


def parse_database(text: str) -> Place:
    """Read `--db`.

    Raises:
        InputError: another scheme, or a URL that is none; without its password.
    """
    if "://" not in text:
        return _file(text, text)
    scheme = text.partition("://")[0]
    if scheme not in ("sqlite", "postgresql", "postgres"):
        _refuse(f"{scheme}://{_MASK}", "names a kind of database that is not known")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        _refuse(f"{scheme}://{_MASK}", "is not a URL of a database")
    return _server(url) if scheme != "sqlite" else _sqlite(url, text)


def _sqlite(url: URL, text: str) -> Place:
    if url.host or url.query:
        _refuse(text, "is not a file: a path begins with a third stroke and has no options")
    return _file(url.database or IN_MEMORY, text)


def _file(path: str, named: str) -> Place:
    if not path.strip() or "\x00" in path:
        _refuse(named, "is not a path")
    if path == IN_MEMORY:
        return Place(URL.create("sqlite", database=IN_MEMORY), named)
    # Resolved, so that two ways to write a path lead to one lock.
    whole = Path(path).resolve()
    return Place(URL.create("sqlite", database=str(whole)), named, whole)


def _server(url: URL) -> Place:
    given = {key.lower() for key in url.query}
    defaults = {key: value for key, value in _CONNECTING.items() if key not in given}
    with_driver = url.set(drivername="postgresql+psycopg").update_query_dict(defaults)
    masked = url.render_as_string(hide_password=True)
    return Place(with_driver, re.sub(r"(?i)([?&][^=&]*password=)[^&]*", rf"\g<1>{_MASK}", masked))


# libpq: give up in seconds, not in minutes, when the server has gone without a word.
_CONNECTING: Final = {
    "application_name": "standoff",
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}


def _refuse(named: str, message: str) -> NoReturn:
    raise InputError(message, field=FIELD, value=named, allowed=ALLOWED)
