"""What physics allows, before chance and decisions: a threat's flight, who sees it when, and who can reach it.

A plan is a pure function of the world and one launch. The step reveals it event by event; a study compiles it once for
many draws. Times are seconds after STARTEX.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.engagement.battery import Battery
from standoff.engagement.network import guided_mask
from standoff.engagement.reach import reach_of
from standoff.engagement.refusal import Reason, Refusal
from standoff.engagement.rules import permits, weapons_free_from
from standoff.engagement.window import Window, path_from, window
from standoff.engine.numbers import km, rounded
from standoff.flight.results import Flight, Phase, Trajectory
from standoff.scenario.world import Missile, World
from standoff.sensing import infrared
from standoff.sensing.detection import Detection, detect, explain
from standoff.sensing.infrared import Infrared, NoReport
from standoff.sensing.radar import Radar, cross_section_m2
from standoff.sensing.tracking import Track, track

# Candidate intercepts at which the track's error is compared with the basket; the window between them is continuous.
TRACK_CANDIDATES: Final = 48

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Sighting:
    """A sensor's first report of a threat."""

    sensor: str
    time_s: float
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Unseen:
    """A sensor that never sees a threat, and why."""

    sensor: str
    reason: str
    detail: str
    numbers: Mapping[str, float | None]


@dataclass(frozen=True)
class TrackPlan:
    """The first track on which a battery may commit: whose it is, when it is there, how good it is then."""

    sensor: str
    time_s: float
    error_m: float
    basket_m: float


@dataclass(frozen=True, eq=False)
class EngagementPlan:
    """Whether a battery can engage a threat: its track and window, or the first condition that fails."""

    track: TrackPlan | None = None
    window: Window | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, eq=False)
class ThreatPlan:
    """A threat's flight and what every sensor and battery can do about it; `path` is sampled, on the exercise clock."""

    missile: str
    flight: Flight
    path: Trajectory
    sightings: tuple[Sighting, ...]
    unseen: tuple[Unseen, ...]
    engagements: Mapping[str, EngagementPlan]


def plan_threat(world: World, missile: Missile, flight: Flight, path: Trajectory) -> ThreatPlan:
    """Everything that sensors and batteries of the world can do about one flight.

    Args:
        world: sensors and batteries, at one design point.
        missile: what flies.
        flight: its summary.
        path: its samples; `time_s` on the exercise clock.
    """
    cross_section = cross_section_m2(
        path.phase, missile.boosting_rcs_m2, missile.warhead_rcs_m2, flight.vehicle.separates
    )
    sightings: list[Sighting] = []
    unseen: list[Unseen] = []
    held: dict[str, Mask] = {}
    for name, sensor in world.sensors.items():
        if isinstance(sensor.model, Infrared):
            seen = _seen_from_space(name, sensor.model, path)
        else:
            seen, mask = _seen_by_radar(name, sensor.model, path, cross_section)
            if mask is not None:
                held[name] = mask
        (sightings if isinstance(seen, Sighting) else unseen).append(seen)  # type: ignore[arg-type]
    tracks = _Tracks(world, path, held)
    engagements = {
        battery.id: _plan_engagement(battery, flight, path, held, tracks) for battery in world.batteries.values()
    }
    return ThreatPlan(missile.name, flight, path, tuple(sightings), tuple(unseen), engagements)


class _Tracks:
    """The track of each radar on one threat, made when first asked for: many batteries share a radar."""

    def __init__(self, world: World, path: Trajectory, held: Mapping[str, Mask]) -> None:
        self._world, self._path, self._held = world, path, held
        self._made: dict[str, Track | None] = {}

    def of(self, sensor: str) -> Track | None:
        """The radar's track, None if it measures nothing after burnout."""
        if sensor not in self._made:
            radar = self._world.sensors[sensor].model
            path = self._path
            self._made[sensor] = (
                track([radar], [self._held[sensor]], path.time_s, path.position_m, path.phase)
                if sensor in self._held and isinstance(radar, Radar)
                else None
            )
        return self._made[sensor]


def _seen_from_space(name: str, satellite: Infrared, path: Trajectory) -> Sighting | Unseen:
    report = infrared.observe(satellite, path.time_s, path.altitude_m, path.phase == Phase.BOOST)
    if isinstance(report, NoReport):
        return Unseen(
            name, str(report.reason), infrared.explain(report), {"value": report.value, "limit": report.limit}
        )
    altitude_km = float(np.interp(report.time_s, path.time_s, path.altitude_m)) / 1000.0
    return Sighting(
        name,
        report.time_s,
        {"basis": "infrared", "range_km": None, "altitude_km": rounded(altitude_km), "elevation_deg": None},
    )


def _seen_by_radar(
    name: str, radar: Radar, path: Trajectory, cross_section: Array
) -> tuple[Sighting | Unseen, Mask | None]:
    outcome = detect(radar, path.time_s, path.position_m, cross_section)
    if not isinstance(outcome, Detection):
        numbers = {"value": rounded(outcome.value), "limit": rounded(outcome.limit)}
        return Unseen(name, str(outcome.reason), explain(outcome), numbers), None
    altitude_km = float(np.interp(outcome.time_s, path.time_s, path.altitude_m)) / 1000.0
    data = {
        "basis": "radar",
        "range_km": km(outcome.range_m),
        "altitude_km": rounded(altitude_km),
        "elevation_deg": rounded(outcome.elevation_deg, 2),
    }
    return Sighting(name, outcome.time_s, data), outcome.measured


def _plan_engagement(
    battery: Battery, flight: Flight, path: Trajectory, held: Mapping[str, Mask], tracks: _Tracks
) -> EngagementPlan:
    """The conditions in the order in which a reader asks them: in reach, tracked, in time, allowed."""
    reach = reach_of(battery.interceptor)
    seen_from = path_from(battery.place, path.time_s, path.position_m)
    boosting = path.phase == Phase.BOOST
    in_reach = window(reach, seen_from, float(path.time_s[0]), boosting=boosting)
    if isinstance(in_reach, Refusal):
        return EngagementPlan(refusal=in_reach)
    found = _first_track(battery, in_reach, tracks)
    if isinstance(found, Refusal):
        return EngagementPlan(refusal=found)
    first_launch_s = weapons_free_from(battery.rules, found.time_s + battery.reaction_s)
    forbidden = permits(battery.rules, flight.impact, first_launch_s)
    if forbidden is not None:
        return EngagementPlan(found, refusal=forbidden)
    guided = guided_mask(battery.network, held, path.time_s)
    possible = window(reach, seen_from, first_launch_s, guided, boosting)
    if isinstance(possible, Refusal):
        return EngagementPlan(found, refusal=possible)
    return EngagementPlan(found, window=possible)


def _first_track(battery: Battery, in_reach: Window, tracks: _Tracks) -> TrackPlan | Refusal:
    """The first track at the battery whose predicted intercept fits the divert basket at launch, for some intercept.

    A launch for an intercept needs the track before it leaves; the earliest such track wins. Ties go to the battery's
    own sensor, then to the order of its network.
    """
    some = np.unique(np.linspace(0, len(in_reach.intercept_s) - 1, TRACK_CANDIDATES).astype(int))
    intercept_s, launch_s = in_reach.intercept_s[some], in_reach.launch_s[some]
    basket_m = battery.interceptor.divert_m
    best: TrackPlan | None = None
    refusal = Refusal(Reason.NO_TRACK)
    for sensor in battery.network.commit_sensors:
        known = tracks.of(sensor)
        if known is None:
            continue
        delay_s = 0.0 if sensor == battery.network.organic else battery.network.link_delay_s
        fits_s = known.first_fit_s(intercept_s, basket_m) + delay_s
        in_time = fits_s + battery.reaction_s <= launch_s
        if not in_time.any():
            refusal = _nearer(
                refusal, _why_untracked(known, intercept_s, launch_s - battery.reaction_s - delay_s, basket_m)
            )
            continue
        at = int(np.argmin(np.where(in_time, fits_s, np.inf)))
        if best is None or fits_s[at] < best.time_s:
            error_m = float(known.error_m(fits_s[at] - delay_s, intercept_s[at]))
            best = TrackPlan(sensor, float(fits_s[at]), error_m, basket_m)
    return refusal if best is None else best


def _why_untracked(known: Track, intercept_s: Array, decide_s: Array, basket_m: float) -> Refusal:
    """A track exists but is of no use: it is too poor when the battery must decide, or begins only after that."""
    error_m = float(known.error_m(decide_s, intercept_s).min())
    if np.isfinite(error_m):
        return Refusal(Reason.POOR_TRACK, error_m, basket_m)
    return Refusal(Reason.LATE_TRACK, float(known.time_s[0] - decide_s.max()))


def _nearer(one: Refusal, other: Refusal) -> Refusal:
    """Of two sensors' failures the one that came nearer to a shot: poor, then late, then none."""
    order = (Reason.POOR_TRACK, Reason.LATE_TRACK, Reason.NO_TRACK)
    return min(one, other, key=lambda refusal: (order.index(refusal.reason), refusal.value))
