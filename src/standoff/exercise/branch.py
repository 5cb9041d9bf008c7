"""A branch: another exercise that shares the past of one up to an event, and goes on otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from standoff.base.errors import InputError
from standoff.engine.play import next_instant
from standoff.engine.run import input_of
from standoff.exercise.access import new_secret
from standoff.exercise.desk import Desk, Request, given_of, lines_of
from standoff.exercise.free_name import free_name
from standoff.exercise.seats import SERVER
from standoff.exercise.session import Exercise
from standoff.exercise.status import Status
from standoff.exercise.store import Batch, Entry, Heading, Opening, SeatRow, Store


class Cut(NamedTuple):
    """Where a branch leaves its parent: what it starts from, the inputs and seats that it takes over, and the time."""

    opening: Opening
    entries: list[Entry]
    roster: list[SeatRow]
    now_s: float


def cut_off(store: Store, parent: Desk, event: int, title: str, now: str) -> Cut:
    """Cut a branch after an event: the same inputs up to it, the same seats with links of their own.

    Raises:
        InputError: an event that has not happened, or ENDEX.
    """
    events = parent.session.events[: parent.stored_events]
    if not 1 <= event <= len(events):
        raise InputError("has not happened", field="event", value=event, allowed=f"1 to {len(events)}")
    last = events[event - 1]
    if last.kind == "endex":
        raise InputError("is the end", field="event", value=event, allowed="an event before ENDEX")
    startex = parent.session.world.startex
    count = sum(input_of(one.to_json(startex)) is not None for one in events[:event])
    opening = replace(
        parent.opening, id=free_name(store, f"{parent.id}-branch"), title=title, secret=new_secret(), created_at=now,
        parent=parent.id, parent_event=event,
    )  # fmt: skip
    roster = [replace(row, generation=1) for row in store.seats(parent.id)]
    return Cut(opening, store.inputs(parent.id)[:count], roster, next_instant(last.time_s))


def grown(cut: Cut, parent: Exercise) -> Exercise:
    """The session of a branch. Takes as long as its past is long, and needs nothing of the store."""
    given = [given_of(entry) for entry in cut.entries]
    opening = cut.opening
    return Exercise.replayed(parent.scenario, given, cut.now_s, opening.seed, opening.run, parent)


def planted(store: Store, cut: Cut, session: Exercise, wall_s: float, now: str) -> Desk:
    """The branch with its seats in the store, paused."""
    events = lines_of(session, session.events)
    store.create_exercise(cut.opening, Batch(session.now_s, cut.entries, events), cut.roster)
    session.publish()
    desk = Desk(store, cut.opening, session, wall_s)
    if session.status is Status.RUNNING:
        desk.hand_in([Request(SERVER, "clock", {"command": "pausex"})], wall_s, now)
    return desk


def relatives(headings: Sequence[Heading], exercise: str) -> list[Heading]:
    """The exercises that go back to the same beginning as one, itself among them."""
    parents = {one.id: one.parent for one in headings}

    def origin(name: str) -> str:
        while (parent := parents.get(name)) is not None:
            name = parent
        return name

    return [one for one in headings if origin(one.id) == origin(exercise)]
