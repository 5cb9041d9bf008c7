"""The state between two steps: immutable, so that a step is a function and a branch is a copy of a reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from standoff.base.evolve import evolve
from standoff.base.geodesy import Place
from standoff.crisis.state import CrisisState
from standoff.engagement.window import Shot as PlannedShot
from standoff.engine.aim import Flown
from standoff.engine.outside.standing import NOTHING, Outside
from standoff.engine.plan import ThreatPlan


class Fate(Enum):
    """What became of a threat."""

    FLYING = "flying"
    INTERCEPTED = "intercepted"
    ARRIVED = "arrived"
    FAILED = "failed"


@dataclass(frozen=True)
class Threat:
    """A missile that was launched: who can see and reach it by plan, how it really flies, and what became of it.

    `flown` is None in a run without a record: no decision depends on it.
    """

    id: str
    actor: str
    aim: Place
    plan: ThreatPlan
    flown: Flown | None
    launch_event: int
    failed: bool = False
    test: bool = False
    fate: Fate = Fate.FLYING
    detected_by: Mapping[str, int] = field(default_factory=dict)

    @property
    def flying(self) -> bool:
        """Whether it is still in the air."""
        return self.fate is Fate.FLYING


@dataclass(frozen=True)
class Shot:
    """An interceptor that is planned, under way or spent."""

    id: str
    battery: str
    threat: str
    plan: PlannedShot
    fired: bool = False
    spent: bool = False
    hit: bool | None = None


@dataclass(frozen=True)
class Round:
    """The shots that a battery committed at once, and when it will know what they did."""

    shots: tuple[PlannedShot, ...]
    assessed_s: float
    assessed: bool = False


class Given(NamedTuple):
    """An order that was given: by whom, and when it takes effect or what became of it."""

    by: str
    stands: float | str

    @property
    def pending(self) -> bool:
        """Whether it is still to take effect."""
        return not isinstance(self.stands, str)


@dataclass(frozen=True)
class State:
    """Everything that changes during a run. Threats, shots and batteries go by their ids."""

    next_event: int = 1
    threats: Mapping[str, Threat] = field(default_factory=dict)
    shots: Mapping[str, Shot] = field(default_factory=dict)
    inventory: Mapping[str, int] = field(default_factory=dict)
    ready_s: Mapping[str, float] = field(default_factory=dict)
    """Earliest next launch of a battery: its launch interval."""
    tracks: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(battery, threat) -> the event that gave the battery a track good enough to shoot on."""
    rounds: Mapping[str, Mapping[str, tuple[Round, ...]]] = field(default_factory=dict)
    """threat -> battery -> rounds committed."""
    orders: Mapping[str, Given] = field(default_factory=dict)
    """Order -> who gave it and where it stands."""
    crisis: CrisisState | None = None
    outside: Outside = NOTHING
    """What people have set up."""
    ended: bool = False

    @property
    def raid(self) -> list[Threat]:
        """The missiles launched in anger: all but tests."""
        return [threat for threat in self.threats.values() if not threat.test]

    def with_threat(self, threat: Threat) -> State:
        """The state with one threat put in or changed."""
        return evolve(self, threats={**self.threats, threat.id: threat})

    def with_shot(self, shot: Shot) -> State:
        """The state with one shot put in or changed."""
        return evolve(self, shots={**self.shots, shot.id: shot})

    def with_rounds(self, battery: str, threat: str, rounds: Iterable[Round]) -> State:
        """The state with a battery's rounds at a threat put in or changed."""
        at_threat = {**self.rounds.get(threat, {}), battery: tuple(rounds)}
        return evolve(self, rounds={**self.rounds, threat: at_threat})

    def rounds_at(self, threat: str, battery: str) -> tuple[Round, ...]:
        """A battery's rounds at a threat, in order."""
        return self.rounds.get(threat, {}).get(battery, ())

    def shots_at(self, threat: str, battery: str) -> list[Shot]:
        """A battery's shots at a threat, planned or taken, in order."""
        return [shot for shot in self.shots.values() if shot.threat == threat and shot.battery == battery]
