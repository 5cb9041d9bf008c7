"""Drills: forces, place, dates and kind; begun, ended, postponed, shelved; and calls to shelve them, heeded or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from standoff.base.time import DAY_S

PLANNED: Final = "planned"
RUNNING: Final = "running"
ENDED: Final = "ended"
POSTPONED: Final = "postponed"
SHELVED: Final = "shelved"

STATUSES: Final = (PLANNED, RUNNING, ENDED, POSTPONED, SHELVED)

_AFTER: Final = {
    "announce": (PLANNED, (PLANNED, POSTPONED, SHELVED)),
    "begin": (RUNNING, (PLANNED, POSTPONED)),
    "end": (ENDED, (RUNNING,)),
    "postpone": (POSTPONED, (PLANNED,)),
    "shelve": (SHELVED, (PLANNED, POSTPONED, RUNNING)),
}


@dataclass(frozen=True)
class Force:
    """People of one actor in a drill, as published: low, nominal and high."""

    actor: str
    low: float
    nominal: float
    high: float


@dataclass(frozen=True)
class Drill:
    """A drill as planned; times in seconds after STARTEX. The first of `actors` leads."""

    id: str
    title: str
    kind: str
    actors: tuple[str, ...]
    start_s: float
    end_s: float
    place: Mapping[str, Any] | None = None
    forces: tuple[Force, ...] = ()
    simulated: bool = False
    opposed_by: tuple[str, ...] = ()
    automatic: bool = True

    def data(self) -> dict[str, Any]:
        """The drill as an event tells it: whole people, days to a tenth."""
        return {
            "drill": self.id,
            "title": self.title,
            "kind": self.kind,
            "actors": list(self.actors),
            "place": None if self.place is None else dict(self.place),
            "days": round((self.end_s - self.start_s) / DAY_S, 1),
            "people": {force.actor: round(force.nominal) for force in self.forces},
            "simulated": self.simulated,
        }


@dataclass(frozen=True)
class Standing:
    """Where a drill stands, and who has called for it to be shelved so far."""

    status: str = PLANNED
    called_by: tuple[str, ...] = field(default=())


def after(standing: Standing, verb: str) -> Standing:
    """Where it stands after a verb; unchanged where the verb means nothing."""
    status, possible = _AFTER[verb]
    return replace(standing, status=status) if standing.status in possible else standing


def called(standing: Standing, actor: str) -> Standing:
    """The same with one more who wants it shelved."""
    return standing if actor in standing.called_by else replace(standing, called_by=(*standing.called_by, actor))
