"""The store: what a server has acknowledged, on disk.

A server applies an input in memory, calls `append` with the input and the events that followed, and acknowledges when
that returned. If it raises, the server takes the input back in memory; whatever became of the database then, a batch
that was not acknowledged to the server never shows in the store that it holds. After a restart the inputs are read back
and replayed. One server a database; within it, one thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError, StatementError

from standoff.base.errors import InputError
from standoff.exercise.store import drafts, log, seats
from standoff.exercise.store.errors import StoreUnavailableError
from standoff.exercise.store.lock import FileLock
from standoff.exercise.store.rows import (
    Batch,
    Counts,
    Draft,
    Entry,
    Heading,
    JsonObject,
    Opening,
    SeatRow,
    SessionRow,
    StaleDraft,
)
from standoff.exercise.store.url import Place

Undo = Callable[[Connection], None]

_PAGE: Final = 10_000
_NOTHING: Final = Batch(marked_s=0.0)

# Of what a driver may report, these are faults of the program; all else is the state of the database.
_FAULTS: Final = (IntegrityError, DataError, ProgrammingError, NotSupportedError)


class Store:
    """A database of exercises that this server alone uses; made by `open_store`.

    Every method is one transaction. Each raises `StoreUnavailableError` while the database cannot be used, and works
    again when it can; each raises `InputError` for a name that is not known and for a value that cannot be stored.
    """

    def __init__(self, place: Place, engine: Engine, lock: FileLock | None) -> None:
        """For `open_store`: a database that is locked and up to date."""
        self._place, self._engine, self._lock = place, engine, lock
        self._file = identity_of(place.path)
        self._doubts: list[Undo] = []
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go, for another server to use. What is in memory is gone."""
        if self._closed:
            return
        self._closed = True
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def create_exercise(self, opening: Opening, beginning: Batch = _NOTHING, roster: Sequence[SeatRow] = ()) -> None:
        """Add an exercise with its seats; a branch with the inputs and events of its parent, up to where it was cut.

        Raises:
            InputError: there is one of this name already, or none of the parent's.
        """
        undo: list[Undo] = []
        with self._transaction(undo) as connection:
            log.create(connection, opening, beginning)
            for seat in roster:
                seats.put_seat(connection, opening.id, seat)
            undo.append(partial(log.remove, exercise=opening.id))

    def exercises(self) -> list[Heading]:
        """All exercises of the database, the oldest first."""
        with self._transaction() as connection:
            return log.headings(connection)

    def opening(self, exercise: str) -> Opening:
        """What an exercise starts from."""
        with self._transaction() as connection:
            return log.opening(connection, exercise)

    def counts(self, exercise: str) -> Counts:
        """The last input, the last event, and up to when all has been told."""
        with self._transaction() as connection:
            return log.counts(connection, exercise)

    def append(self, exercise: str, batch: Batch) -> None:
        """Store inputs and what followed of them, all or nothing; on disk when this returns.

        Raises:
            RepeatedMessageError: a message that is stored already; nothing of the batch is stored.
            RuntimeError: numbers that do not follow on the last, or exercise time that goes back: a fault of the
                caller.
        """
        undo: list[Undo] = []
        with self._transaction(undo) as connection:
            before = log.counts(connection, exercise)
            log.append(connection, exercise, before, batch)
            undo.append(partial(log.cut_back, exercise=exercise, to=before))

    def inputs(self, exercise: str) -> list[Entry]:
        """All inputs, in order."""
        with self._transaction() as connection:
            return log.inputs(connection, exercise)

    def events(self, exercise: str, after: int = 0, limit: int | None = None) -> Iterator[str]:
        """The lines of the events after one, in order. Nothing is held open between them: the store may be used."""
        while limit is None or limit > 0:
            wanted = _PAGE if limit is None else min(_PAGE, limit)
            with self._transaction() as connection:
                page = log.lines(connection, exercise, after, wanted)
            yield from page
            if len(page) < wanted:
                return
            # Events are numbered without gaps.
            after, limit = after + len(page), None if limit is None else limit - len(page)

    def receipt(self, exercise: str, by: str, tab: str, message: int) -> JsonObject | None:
        """The answer that was given to a message; None if no such message is stored."""
        with self._transaction() as connection:
            return log.receipt(connection, exercise, by, tab, message)

    def last_message(self, exercise: str, by: str, tab: str) -> int | None:
        """The highest message of a tab that is stored; None if there is none."""
        with self._transaction() as connection:
            return log.last_message(connection, exercise, by, tab)

    def put_seat(self, exercise: str, seat: SeatRow) -> None:
        """Set a seat as a whole, new or known."""
        with self._transaction() as connection:
            log.counts(connection, exercise)
            seats.put_seat(connection, exercise, seat)

    def seats(self, exercise: str) -> list[SeatRow]:
        """The seats of an exercise, by name."""
        with self._transaction() as connection:
            return seats.seats(connection, exercise)

    def revoke(self, exercise: str, seat: str) -> None:
        """Nobody enters a seat any more, and who had entered it is out: its generation grows by one."""
        with self._transaction() as connection:
            seats.revoke(connection, exercise, seat)

    def add_session(self, session: SessionRow) -> None:
        """Note that somebody entered a seat."""
        with self._transaction() as connection:
            seats.add_session(connection, session)

    def find_session(self, token_hash: str) -> SessionRow | None:
        """Who holds a token; None if it is not known, or its seat was revoked or given anew since."""
        with self._transaction() as connection:
            return seats.find_session(connection, token_hash)

    def remove_session(self, token_hash: str) -> None:
        """Somebody left; nothing happens if nobody was there."""
        with self._transaction() as connection:
            seats.remove_session(connection, token_hash)

    def put_draft(self, exercise: str, seat: str, name: str, content: JsonObject, version: int) -> Draft | StaleDraft:
        """Store a draft if nobody changed it meanwhile.

        Args:
            exercise: whose seat it is.
            seat: who writes.
            name: of the draft, the seat's own.
            content: what is written.
            version: what the writer saw last; 0 for a draft that was not there.

        Returns:
            The draft with its new version; or what stands in its place, and then nothing is stored.
        """
        with self._transaction() as connection:
            return drafts.put_draft(connection, exercise, seat, name, content, version)

    def drafts(self, exercise: str, seat: str) -> list[Draft]:
        """The drafts of a seat, by name."""
        with self._transaction() as connection:
            return drafts.drafts(connection, exercise, seat)

    def delete_draft(self, exercise: str, seat: str, name: str) -> None:
        """Throw a draft away; nothing happens if there is none."""
        with self._transaction() as connection:
            drafts.delete_draft(connection, exercise, seat, name)

    def keep(self, exercise: str, name: str, content: Any) -> None:
        """Keep a JSON value by name, in place of what was kept by it."""
        with self._transaction() as connection:
            log.counts(connection, exercise)
            drafts.keep(connection, exercise, name, content)

    def kept(self, exercise: str, name: str) -> Any:
        """What is kept by a name; None if nothing is."""
        with self._transaction() as connection:
            return drafts.kept(connection, exercise, name)

    @contextmanager
    def _transaction(self, undo: list[Undo] | None = None) -> Iterator[Connection]:
        """One transaction, committed at the end; what raises within it leaves nothing.

        A commit that fails may have reached the disk all the same, its answer lost. Then `undo` waits, and goes before
        whatever comes next, so that nothing shows which its caller was told is not there.
        """
        if self._closed:
            raise RuntimeError("the store is closed")
        self._require_file()
        try:
            with self._engine.connect() as connection:
                for settle in self._doubts:
                    settle(connection)
                yield connection
                self._commit(connection, undo or [])
        except StatementError as error:
            self._raise_named(error)
            raise

    def _require_file(self) -> None:
        """What is written into a file that was moved or removed is found by nobody: so nothing is acknowledged then.

        Raises:
            StoreUnavailableError: the file is not where it was opened, or another one is.
        """
        if self._file is not None and self._file != identity_of(self._place.path):
            raise StoreUnavailableError(f"{self._place.path} was moved or removed; put it back")

    def _commit(self, connection: Connection, undo: list[Undo]) -> None:
        self._require_file()
        try:
            connection.commit()
        except BaseException:
            self._doubts.extend(undo)
            raise
        self._doubts.clear()

    def _raise_named(self, error: StatementError) -> None:
        if isinstance(error.orig, InputError):
            raise error.orig from None
        if isinstance(error, DBAPIError) and not isinstance(error, _FAULTS):
            if not self._place.in_memory:
                self._engine.dispose()
            raise StoreUnavailableError(reason_of(error)) from error


def identity_of(path: Path | None) -> tuple[int, int] | None:
    """What tells a file from any other that may come in its place; None if there is none."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def reason_of(error: DBAPIError) -> str:
    """What the database says, in one line."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__
