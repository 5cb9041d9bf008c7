"""Exercises for tests: the crisis of August 2017 with policies in the seats, opened once and copied."""

from __future__ import annotations

from functools import cache
from typing import Any

from standoff.engine.event import Event
from standoff.exercise.session import Exercise
from standoff.scenario.loading import Scenario, load_scenario

DAY = 86_400.0
HOUR = 3_600.0


@cache
def scenario(name: str = "korea-2017:let-loose") -> Scenario:
    """A scenario, loaded once."""
    return load_scenario(name)


@cache
def first() -> Exercise:
    """A session whose plans of flights all others share."""
    return Exercise(scenario())


def exercise(*people: str, seed: int = 1, set_up: bool = False) -> Exercise:
    """An exercise at STARTEX, with people in some cells and the clock started."""
    session = Exercise(scenario(), seed, like=first())
    if set_up:
        session.set_up()
    for cell in people:
        say(session, "control", "seat", cell=cell, played_by="people")
    say(session, "control", "clock", command="startex", rate=60.0)
    return session


def say(session: Exercise, by: str, kind: str, **data: Any) -> list[Event]:
    """Hand in what is no order."""
    return session.take(session.input(by, kind, data))


def order(session: Exercise, cell: str, move: str, **fields: Any) -> list[Event]:
    """Hand in an order; `with_` are its parameters."""
    told = {name.rstrip("_"): value for name, value in fields.items()}
    return session.take(session.order(f"{cell.lower()}-1", cell, move, told))


def kinds(events: list[Event]) -> list[str]:
    """The kinds of events, in order."""
    return [event.kind for event in events]


def salvo(session: Exercise) -> None:
    """North Korea announces the salvo toward Guam and orders it; it leaves six hours later."""
    order(session, "PRK", "announce-strike-plan", target="USA", with_={"threat": "guam-salvo"})
    order(session, "PRK", "carry-out-threat", target="USA", with_={"threat": "guam-salvo"})
