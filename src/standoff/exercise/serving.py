"""What a server does at its start: the store opened, its exercise resumed or begun, seats handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from standoff.base.errors import InputError
from standoff.exercise.access import new_secret
from standoff.exercise.desk import Desk
from standoff.exercise.free_name import free_name
from standoff.exercise.roster import Roster, first_seats
from standoff.exercise.status import Status
from standoff.exercise.store import Opening, Store
from standoff.scenario.loading import Scenario, load_scenario


@dataclass(frozen=True)
class Invitation:
    """A join link for a seat."""

    exercise: str
    seat: str
    role: str
    cell: str | None
    title: str
    path: str


def scenario_to_serve(source: str, settings: Sequence[str] = ()) -> Scenario:
    """The scenario to play: in the variant that its exercise is served as if none is asked for. Raises `InputError`."""
    scenario = load_scenario(source, settings)
    if scenario.model.crisis is None:
        raise InputError("has no crisis to play", value=scenario.name, allowed="a scenario with a block crisis")
    lesson = scenario.model.exercise
    if lesson is None or lesson.served_as is None or scenario.model.variant is not None:
        return scenario
    return load_scenario(f"{source}:{lesson.served_as}", settings)


def begin(store: Store, scenario: Scenario, seed: int, wall_s: float, now: str) -> Desk:
    """A new exercise in a store, with its seats. Raises `InputError` for a scenario that cannot be played."""
    lesson = scenario.model.exercise
    opening = Opening(
        id=free_name(store, scenario.model.name),
        title=scenario.model.title if lesson is None else lesson.title,
        scenario=scenario.name,
        document=scenario.document,
        library=scenario.library,
        settings=list(scenario.settings),
        seed=seed,
        run=0,
        startex=scenario.model.startex,
        secret=new_secret(),
        created_at=now,
    )
    titles = {actor: block.title for actor, block in scenario.model.actors.items()}
    cells = {} if lesson is None else lesson.cells
    roster = first_seats(list(titles), {actor: cell.seats for actor, cell in cells.items()}, titles)
    return Desk.begun(store, opening, scenario, wall_s, now, roster)


class Closed(NamedTuple):
    """An exercise that stays closed, and why: this version would play it otherwise."""

    opening: Opening
    why: InputError


def resume(store: Store, wall_s: float, now: str) -> tuple[list[Desk], list[Closed]]:
    """All exercises of a store as they stood, the oldest first, and those that stay closed."""
    desks, closed = [], []
    for heading in store.exercises():
        try:
            desks.append(Desk.opened(store, heading.id, wall_s, now))
        except InputError as error:
            closed.append(Closed(store.opening(heading.id), error))
    return desks, closed


def of_scenario(desks: Sequence[Desk], closed: Sequence[Closed], scenario: Scenario) -> Desk | None:
    """The latest exercise of a scenario, if there is one: no branch. Raises `InputError` for one that stays closed."""
    openings = [desk.opening for desk in desks] + [one.opening for one in closed]
    found = [one for one in openings if one.scenario == scenario.name and one.parent is None]
    if not found:
        return None
    latest = max(found, key=lambda one: (one.created_at, one.id))
    for one in closed:
        if one.opening is latest:
            raise one.why
    return next(desk for desk in desks if desk.opening is latest)


def standing_of(desk: Desk, scenario: Scenario) -> str:
    """What to know of an exercise that goes on, before it is gone on with; empty if nothing."""
    told = []
    if (desk.opening.document, desk.opening.library) != (scenario.document, scenario.library):
        told.append(f"{scenario.name} has changed since {desk.id} began, which goes on as it began")
    if desk.session.status is Status.ENDED:
        told.append(f"{desk.id} has ended; what is here is its review")
    return "; ".join(told) + "; --new begins another exercise." if told else ""


def invitations(store: Store, desk: Desk) -> list[Invitation]:
    """The join links of an exercise, control's first."""
    roster = Roster(store)
    rows = sorted(roster.rows(desk.id), key=lambda row: ("control", "observer", "player").index(row.role))
    return [
        Invitation(desk.id, row.id, row.role, row.cell, row.title, f"/join#{roster.link(desk.opening, row)}")
        for row in rows
        if not row.revoked
    ]
