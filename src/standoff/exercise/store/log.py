"""Exercises, their inputs and their events: what is acknowledged once it is here. Functions of one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from sqlalchemy import Connection, delete, func, insert, select, update

from standoff.base.errors import InputError, nearest
from standoff.exercise.store.errors import RepeatedMessageError
from standoff.exercise.store.rows import Batch, Counts, Entry, Heading, JsonObject, Opening
from standoff.exercise.store.tables import EVENTS, EXERCISES, INPUTS, columns_of


def create(connection: Connection, opening: Opening, beginning: Batch) -> None:
    """A new exercise, and for a branch what it begins with."""
    if opening.id in _ids(connection):
        raise InputError("is an exercise already", field="exercise", value=opening.id, allowed="another name")
    if opening.parent is not None:
        counts(connection, opening.parent)
    connection.execute(insert(EXERCISES).values(**vars(opening), marked_s=0.0))
    append(connection, opening.id, Counts(0, 0, 0.0), beginning)


def remove(connection: Connection, exercise: str) -> None:
    """Take back `create`."""
    cut_back(connection, exercise, Counts(0, 0, 0.0))
    connection.execute(delete(EXERCISES).where(EXERCISES.c.id == exercise))


def headings(connection: Connection) -> list[Heading]:
    """All exercises, the oldest first."""
    order = (EXERCISES.c.created_at, EXERCISES.c.id)
    return [Heading(*row) for row in connection.execute(select(*columns_of(EXERCISES, Heading)).order_by(*order))]


def opening(connection: Connection, exercise: str) -> Opening:
    """What an exercise starts from. Raises `InputError` for one that is not here."""
    row = connection.execute(select(*columns_of(EXERCISES, Opening)).where(EXERCISES.c.id == exercise)).one_or_none()
    if row is None:
        _refuse_unknown(connection, exercise)
    return Opening(*row)


def counts(connection: Connection, exercise: str) -> Counts:
    """How much is stored. Raises `InputError` for an exercise that is not here."""
    inputs = select(func.coalesce(func.max(INPUTS.c.number), 0)).where(INPUTS.c.exercise == exercise)
    events = select(func.coalesce(func.max(EVENTS.c.id), 0)).where(EVENTS.c.exercise == exercise)
    wanted = select(inputs.scalar_subquery(), events.scalar_subquery(), EXERCISES.c.marked_s)
    row = connection.execute(wanted.where(EXERCISES.c.id == exercise)).one_or_none()
    if row is None:
        _refuse_unknown(connection, exercise)
    return Counts(*row)


def append(connection: Connection, exercise: str, before: Counts, batch: Batch) -> None:
    """Add a batch to what is stored; a batch that does not follow on it is a fault of the program."""
    _require_next("input", before.inputs, [entry.number for entry in batch.inputs])
    _require_next("event", before.events, [event.id for event in batch.events])
    if not batch.marked_s >= before.marked_s:
        raise RuntimeError(f"exercise time would go back from {before.marked_s} s to {batch.marked_s} s")
    _refuse_repeated(connection, exercise, batch.inputs)
    if batch.inputs:
        connection.execute(insert(INPUTS), [{"exercise": exercise, **vars(entry)} for entry in batch.inputs])
    if batch.events:
        rows = [{"exercise": exercise, **event._asdict()} for event in batch.events]
        connection.execute(insert(EVENTS), rows)
    _mark(connection, exercise, batch.marked_s)


def cut_back(connection: Connection, exercise: str, to: Counts) -> None:
    """Take back `append`: what is stored ends where it ended before."""
    connection.execute(delete(INPUTS).where(INPUTS.c.exercise == exercise, INPUTS.c.number > to.inputs))
    connection.execute(delete(EVENTS).where(EVENTS.c.exercise == exercise, EVENTS.c.id > to.events))
    _mark(connection, exercise, to.marked_s)


def inputs(connection: Connection, exercise: str) -> list[Entry]:
    """The inputs, in order."""
    wanted = select(*columns_of(INPUTS, Entry)).where(INPUTS.c.exercise == exercise).order_by(INPUTS.c.number)
    return [Entry(*row) for row in connection.execute(wanted)]


def lines(connection: Connection, exercise: str, after: int, limit: int) -> list[str]:
    """The lines of at most `limit` events after one, in order."""
    # Events are numbered without gaps, and a range is quicker than a limit.
    wanted = select(EVENTS.c.line).where(EVENTS.c.exercise == exercise, EVENTS.c.id.between(after + 1, after + limit))
    return list(connection.scalars(wanted.order_by(EVENTS.c.id)))


def receipt(connection: Connection, exercise: str, by: str, tab: str, message: int) -> JsonObject | None:
    """The answer to a message; None if it is not here."""
    sent = (INPUTS.c.exercise == exercise, INPUTS.c.by == by, INPUTS.c.tab == tab, INPUTS.c.message == message)
    answer: JsonObject | None = connection.scalars(select(INPUTS.c.answer).where(*sent)).one_or_none()
    return answer


def last_message(connection: Connection, exercise: str, by: str, tab: str) -> int | None:
    """The highest message of a tab; None if there is none."""
    sent = (INPUTS.c.exercise == exercise, INPUTS.c.by == by, INPUTS.c.tab == tab)
    highest: int | None = connection.scalar(select(func.max(INPUTS.c.message)).where(*sent))
    return highest


def _mark(connection: Connection, exercise: str, marked_s: float) -> None:
    connection.execute(update(EXERCISES).where(EXERCISES.c.id == exercise).values(marked_s=marked_s))


def _require_next(what: str, last: int, numbers: Sequence[int]) -> None:
    if list(numbers) != list(range(last + 1, last + 1 + len(numbers))):
        raise RuntimeError(f"{what} {last} is the last that is stored; these do not follow: {list(numbers)[:3]}")


def _refuse_repeated(connection: Connection, exercise: str, entries: Sequence[Entry]) -> None:
    seen = set()
    for entry in entries:
        if entry.tab is None or entry.message is None:
            continue
        sent = (entry.by, entry.tab, entry.message)
        if sent in seen or receipt(connection, exercise, *sent) is not None:
            raise RepeatedMessageError(*sent)
        seen.add(sent)


def _ids(connection: Connection) -> list[str]:
    return list(connection.scalars(select(EXERCISES.c.id)))


def _refuse_unknown(connection: Connection, exercise: str) -> NoReturn:
    known = nearest(exercise, _ids(connection))
    raise InputError("is not an exercise of this database", field="exercise", value=exercise, allowed=known)
