"""A branch: another exercise that shares the past of one up to an event, and goes on otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.base.errors import InputError
from standoff.engine.play import next_instant
from standoff.engine.run import input_of
from standoff.exercise.access import new_secret
from standoff.exercise.desk import Desk, Request, given_of, lines_of
from standoff.exercise.roster import Roster
from standoff.exercise.seats import Role, Seat
from standoff.exercise.session import Exercise, Status
from standoff.exercise.store import Batch, Heading, Store

_SERVER = Seat("server", Role.CONTROL, None, "server")


def branched(store: Store, parent: Desk, event: int, title: str, wall_s: float, now: str) -> Desk:
    """Branch off after an event: the same inputs up to it, the same seats with links of their own, and then paused.

    Raises:
        InputError: an event that has not happened, or ENDEX.
    """
    events = parent.session.events[: parent.stored_events]
    if not 1 <= event <= len(events):
        raise InputError("has not happened", field="event", value=event, allowed=f"1 to {len(events)}")
    cut = events[event - 1]
    if cut.kind == "endex":
        raise InputError("is the end", field="event", value=event, allowed="an event before ENDEX")
    startex = parent.session.world.startex
    count = sum(input_of(one.to_json(startex)) is not None for one in events[:event])
    entries = store.inputs(parent.id)[:count]
    opening = replace(
        parent.opening, id=_free_name(store, parent.id), title=title, secret=new_secret(), created_at=now,
        parent=parent.id, parent_event=event,
    )  # fmt: skip
    scenario = parent.session.scenario
    given = [given_of(entry) for entry in entries]
    now_s = next_instant(cut.time_s)
    session = Exercise.replayed(scenario, given, now_s, opening.seed, opening.run, parent.session)
    store.create_exercise(opening, Batch(session.now_s, entries, lines_of(session, session.events)))
    session.publish()
    desk = Desk(store, opening, session, wall_s)
    if session.status is Status.RUNNING:
        desk.hand_in([Request(_SERVER, "clock", {"command": "pausex"})], wall_s, now)
    Roster(store).copy(parent.id, opening.id)
    return desk


def relatives(headings: Sequence[Heading], exercise: str) -> list[Heading]:
    """The exercises that go back to the same beginning as one, itself among them."""
    parents = {one.id: one.parent for one in headings}

    def origin(name: str) -> str:
        while (parent := parents.get(name)) is not None:
            name = parent
        return name

    return [one for one in headings if origin(one.id) == origin(exercise)]


def _free_name(store: Store, parent: str) -> str:
    taken = {heading.id for heading in store.exercises()}
    number = 1
    while f"{parent}-branch-{number}" in taken:
        number += 1
    return f"{parent}-branch-{number}"
