"""What a record says about one run, in typed form: the parts that `summary.digest` returns.

Times are seconds after STARTEX, distances and altitudes km, positions geodetic degrees. All parts are plain data, so a
digest can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from standoff.views.stations import Battery, Sensor

if TYPE_CHECKING:
    from standoff.views.crisis.reading import Crisis

Outcome = Literal["intercepted", "arrived", "failed", "unresolved"]


@dataclass(frozen=True)
class Spot:
    """A place on the ground with its name, if it has one."""

    lat_deg: float
    lon_deg: float
    name: str = ""


@dataclass(frozen=True)
class Sighting:
    """The first detection of a threat by one sensor."""

    sensor: str
    sensor_name: str
    actor: str
    basis: str
    t_s: float
    range_km: float | None = None
    altitude_km: float | None = None


@dataclass(frozen=True)
class TrackQuality:
    """When a sensor's track became good enough for a battery to shoot on."""

    sensor: str
    sensor_name: str
    battery: str
    t_s: float
    error_km: float | None = None
    basket_km: float | None = None


@dataclass(frozen=True)
class Overflight:
    """The nearest pass over a watched place."""

    place: str
    t_s: float
    altitude_km: float
    distance_km: float


@dataclass(frozen=True)
class Refusal:
    """Why a sensor did not see a threat, or a battery did not engage it. `detail` is a phrase with numbers."""

    station: str
    station_name: str
    actor: str
    reason: str
    detail: str
    numbers: Mapping[str, Any]
    t_s: float


@dataclass(frozen=True)
class Shot:
    """One interceptor: when it left, where it was to meet the threat, and how that ended (`hit`, `miss`, none yet)."""

    interceptor: str
    battery: str
    threat: str
    t_s: float
    planned_t_s: float | None
    planned_altitude_km: float | None
    result: str | None = None
    result_t_s: float | None = None
    lat_deg: float | None = None
    lon_deg: float | None = None
    altitude_km: float | None = None
    cause_of_miss: str | None = None


@dataclass(frozen=True)
class Engagement:
    """All that one battery did against one threat."""

    battery: str
    battery_name: str
    actor: str
    committed_s: float | None
    mode: str
    sensor_name: str
    shots: tuple[Shot, ...]

    @property
    def hits(self) -> int:
        """How many shots hit."""
        return sum(shot.result == "hit" for shot in self.shots)


@dataclass(frozen=True)
class Impact:
    """Where a threat came down."""

    t_s: float
    spot: Spot
    nearest_place: str
    distance_km: float | None
    aim_miss_km: float | None
    failed: bool = False
    """Whether it fell short because it failed under thrust."""


@dataclass(frozen=True)
class Threat:
    """One missile from launch to its end."""

    id: str
    actor: str
    missile: str
    missile_name: str
    origin: Spot
    aim: Spot
    launched_s: float
    range_km: float | None
    apogee_km: float | None
    flight_time_s: float | None
    burnout_s: float | None
    sightings: tuple[Sighting, ...]
    tracks: tuple[TrackQuality, ...]
    unseen: tuple[Refusal, ...]
    overflights: tuple[Overflight, ...]
    engagements: tuple[Engagement, ...]
    refusals: tuple[Refusal, ...]
    intercept: Shot | None
    impact: Impact | None
    test: bool = False
    """Whether it was launched as a test, at nobody."""

    @property
    def first_sightings(self) -> tuple[Sighting, ...]:
        """The first sighting by satellite and the first by radar, in order of time."""
        firsts = {sighting.basis: sighting for sighting in reversed(self.sightings)}
        return tuple(sorted(firsts.values(), key=lambda sighting: sighting.t_s))

    @property
    def outcome(self) -> Outcome:
        """How it ended; `unresolved` when the run ended first."""
        if self.intercept is not None:
            return "intercepted"
        if self.impact is None:
            return "unresolved"
        return "failed" if self.impact.failed else "arrived"

    @property
    def ended_s(self) -> float | None:
        """When it was hit or came down."""
        if self.intercept is not None:
            return self.intercept.result_t_s
        return self.impact.t_s if self.impact is not None else None

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All shots at it, in order of time."""
        return tuple(sorted((s for e in self.engagements for s in e.shots), key=lambda shot: shot.t_s))


@dataclass(frozen=True)
class BatteryResult:
    """What a battery did in the run."""

    battery: Battery
    fired: int
    left: int
    hits: int
    engaged: tuple[str, ...]
    refusals: tuple[tuple[str, Refusal], ...]


@dataclass(frozen=True)
class Claim:
    """A claim of a source, and what came of checking it. `check` is None for claims that no model can check."""

    id: str
    text: str
    document: str
    source: str
    grade: str
    paragraph: str
    date: str
    represented_by: str
    differs: str
    check: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Totals:
    """The key numbers."""

    threats: int
    intercepted: int
    leakers: int
    failed: int
    unresolved: int
    fired: int
    hits: int


@dataclass(frozen=True)
class Digest:
    """A whole run."""

    name: str
    variant: str | None
    variant_title: str
    title: str
    summary: str
    startex: datetime
    seed: int
    run: int
    until: str | None
    settings: tuple[str, ...]
    software: str
    scenario_sha256: str
    actors: Mapping[str, str]
    threats: tuple[Threat, ...]
    sensors: tuple[Sensor, ...]
    batteries: tuple[BatteryResult, ...]
    claims: tuple[Claim, ...]
    totals: Totals
    events: int
    watched: tuple[str, ...] = ()
    places: Mapping[str, Spot] = field(default_factory=dict)
    crisis: Crisis | None = None
