"""One server a database. Both locks go with the process, however it ends.

SQLite: a lock of the operating system on a file beside the database. PostgreSQL: an advisory lock of the session that
writes, so what is written without the lock cannot exist; a session that had to be opened anew takes the lock again, and
finds out whether another server used the database meanwhile.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from sqlalchemy.engine.interfaces import DBAPIConnection

from standoff.exercise.store.errors import InUseError
from standoff.exercise.store.tables import SERVER
from standoff.exercise.store.url import Place

IN_USE: Final = "is in use by another server"
_KEY: Final = int.from_bytes(b"standoff", "big")

# Wait for a lock a moment: a server that was killed just now may have let go of nothing yet. The database is to notice
# in half a minute that a server's machine is gone. Acknowledged means on disk, whatever the database is set to.
_SESSION: Final = (
    "SET lock_timeout = '500ms'",
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
    "SET synchronous_commit = on",
)


class FileLock:
    """The lock of a file of SQLite, on `<file>.lock` beside it."""

    def __init__(self, place: Place, path: Path) -> None:
        """Take the lock.

        Raises:
            InputError: another server has it, or the folder cannot be written.
        """
        lock = path.with_name(path.name + ".lock")
        try:
            self._handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise place.refused(f"cannot be opened: {error.strerror}", "a path in a folder to write in") from error
        try:
            _lock(self._handle)
        except BlockingIOError:
            os.close(self._handle)
            raise place.refused(IN_USE, "one server a database") from None
        except OSError as error:
            os.close(self._handle)
            raise place.refused(f"cannot be locked: {error.strerror}", "a disk of this machine") from error

    def release(self) -> None:
        """Let the next server in. The file stays: to remove it could take away the lock of the next."""
        os.close(self._handle)


class SessionLock:
    """The lock of a database of PostgreSQL, held by the one session of its server."""

    def __init__(self) -> None:
        self.token: str | None = None
        """What the server wrote into the table `server`; None until it has."""

    def take(self, connection: DBAPIConnection) -> None:
        """Prepare a new session and take the lock in it.

        Raises:
            InUseError: another server has the lock, or had it since this one did.
        """
        from psycopg.errors import LockNotAvailable

        cursor = connection.cursor()
        try:
            for setting in _SESSION:
                cursor.execute(setting)
            cursor.execute("SELECT pg_advisory_lock(%s)", (_KEY,))
            self._require_mine(connection)
        except LockNotAvailable:
            raise InUseError(IN_USE) from None
        finally:
            cursor.close()
        # The lock is the session's and outlives the transaction; so must the settings.
        connection.commit()

    def _require_mine(self, connection: DBAPIConnection) -> None:
        if self.token is None:
            return
        cursor = connection.cursor()
        cursor.execute(f"SELECT token FROM {SERVER.name}")
        tokens = [row[0] for row in cursor.fetchall()]
        cursor.close()
        if tokens != [self.token]:
            raise InUseError("another server used it meanwhile; this one must be started anew")


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
