"""What physics allows, before chance and decisions: a threat's flight, who sees it when, and who can reach it.

A plan is a function of the world and one flight, so it is made once and shared: by the missiles of a salvo at one aim,
and by all runs of a study at one design point. It is made for the flight as aimed (or as it fails); the small errors of
cut-off and steering that scatter the impact move no plan. The step reveals it event by event.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place, geodetic_from_ecef
from standoff.crisis.view import Views
from standoff.engagement.battery import Battery
from standoff.engagement.network import guided_mask
from standoff.engagement.reach import reach_of
from standoff.engagement.refusal import Reason, Refusal
from standoff.engagement.rules import permits, weapons_free_from
from standoff.engagement.window import Path, Window, may_be_in_reach, path_from, window
from standoff.engine.aim import SAMPLE_S, planned_flight
from standoff.engine.liftoff import LiftOff
from standoff.engine.numbers import km, rounded
from standoff.flight.flight import trajectory
from standoff.flight.results import Flight, Phase, Trajectory
from standoff.scenario.world import Force, Missile, World
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

    def after(self, seconds: float) -> EngagementPlan:
        """The same for a flight that leaves so much later."""
        if self.track is None:
            return self
        later = replace(self.track, time_s=seconds + self.track.time_s)
        return replace(self, track=later, window=None if self.window is None else self.window.after(seconds))


class FlightPlan:
    """What sensors and batteries can do about one flight; times count from its lift-off.

    Made when asked for: a radar that no battery waits for need not look.
    """

    def __init__(
        self,
        world: World,
        missile: Missile,
        flight: Flight,
        clock_s: float = 0.0,
        force: Force = (),
        like: FlightPlan | None = None,
    ) -> None:
        """Sample the flight, or take what is known of it from a plan for units that stand elsewhere.

        Args:
            world: sensors and batteries, at one design point.
            missile: what flies.
            flight: its summary.
            clock_s: the lift-off on the exercise clock, wanted where rules of engagement name times on it.
            force: where the units stand that the world's batteries and sensors may be carried by.
            like: a plan of the same missile, flight and clock.
        """
        self.missile = missile
        self.flight = flight
        self._world = world
        self._clock_s = clock_s
        self._carried = _carried(world, force)
        self._course: _Course = _Course(missile, flight) if like is None else like._course
        self._sights = _Sights(world, self._carried, self._course)

    @property
    def path(self) -> Trajectory:
        """The flight, sampled."""
        return self._course.path

    @property
    def batteries(self) -> Mapping[str, Battery]:
        """The batteries for which it was made."""
        return self._world.batteries

    @cached_property
    def sightings(self) -> tuple[Sighting, ...]:
        """Each sensor's first report."""
        return tuple(seen for seen in self._observed if isinstance(seen, Sighting))

    @cached_property
    def unseen(self) -> tuple[Unseen, ...]:
        """The sensors that never see it, with reasons."""
        return tuple(seen for seen in self._observed if isinstance(seen, Unseen))

    @cached_property
    def engagements(self) -> Mapping[str, EngagementPlan]:
        """What each battery can do."""
        return {name: self._engagement(name) for name in self._world.batteries}

    @cached_property
    def possible(self) -> Mapping[str, EngagementPlan]:
        """Those engagements that can be; of the others, most are ruled out by distance, with no reason worked out."""
        near = (
            battery.id
            for battery in self._world.batteries.values()
            if may_be_in_reach(reach_of(battery.interceptor), battery.place, self.path.position_m)
        )
        return {name: plan for name in near if (plan := self._engagement(name)).window is not None}

    def _engagement(self, name: str) -> EngagementPlan:
        battery = self._world.batteries[name]
        key = (name, self._carried.get(name), *map(self._carried.get, battery.network.commit_sensors))
        known = self._course.engagements
        if key not in known:
            known[key] = self._plan(battery)
        return known[key]

    def _plan(self, battery: Battery) -> EngagementPlan:
        path = self.path
        seen_from = path_from(battery.place, path.time_s, path.position_m, self._course.geodetic)
        boosting = path.phase == Phase.BOOST
        return _plan_engagement(battery, seen_from, boosting, self.flight.impact, self._sights, self._clock_s)

    @cached_property
    def _observed(self) -> tuple[Sighting | Unseen, ...]:
        return tuple(self._sights.first(sensor) for sensor in self._world.sensors)


class ThreatPlan:
    """The plan of a flight that leaves at a moment of the exercise: the same with its times on that clock."""

    def __init__(self, plan: FlightPlan, lift_off_s: float) -> None:
        self.missile = plan.missile.name
        self.flight = plan.flight
        self.lift_off_s = lift_off_s
        self._plan = plan

    @property
    def batteries(self) -> Mapping[str, Battery]:
        """The batteries as they stood when it was made."""
        return self._plan.batteries

    @property
    def arrival_s(self) -> float:
        """When it comes down if nobody stops it."""
        return self.lift_off_s + self.flight.flight_time_s

    @cached_property
    def sightings(self) -> tuple[Sighting, ...]:
        """Each sensor's first report."""
        return tuple(replace(seen, time_s=self.lift_off_s + seen.time_s) for seen in self._plan.sightings)

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """The sensors that never see it, with reasons."""
        return self._plan.unseen

    @cached_property
    def engagements(self) -> Mapping[str, EngagementPlan]:
        """What each battery can do."""
        return {battery: plan.after(self.lift_off_s) for battery, plan in self._plan.engagements.items()}

    def engagement(self, battery: str) -> EngagementPlan:
        """What one battery can do."""
        found = self.possible.get(battery)
        return self.engagements[battery] if found is None else found

    @cached_property
    def possible(self) -> Mapping[str, EngagementPlan]:
        """What each battery that can engage it can do."""
        return {battery: plan.after(self.lift_off_s) for battery, plan in self._plan.possible.items()}


Made = dict[Hashable, dict[Force, FlightPlan]]
"""Plans that were made: flight -> where units stood -> the plan."""


class Plans:
    """A world with the plans of its threats: physics is worked out once for each distinct flight.

    Two missiles from one place to one aim share a plan; a study's runs at one design point share them all.
    """

    def __init__(self, world: World, made: Made | None = None) -> None:
        """Plans of a world.

        Args:
            world: the world.
            made: plans that were made for a world with the same missile defense, to which new ones are added.
        """
        self.world = world
        self._standing: dict[Force, World] = {(): world}
        self.views = None if world.crisis is None else Views(world.crisis)
        self.written = frozenset(order.id for order in (*world.orders, *world.script))
        """The names of the orders that the scenario gives itself."""
        self._timed = any(battery.rules.weapons_free_s for battery in world.batteries.values())
        self._made: Made = {} if made is None else made

    def of(self, lift_off: LiftOff, failure: int | None, lift_off_s: float, force: Force = ()) -> ThreatPlan:
        """The plan of a missile that flies as aimed, or fails at a moment of its burn (`aim.FAILURE_MOMENTS`).

        `force` says where the units that can be sent stand. Raises `InputError` for an aim point out of reach.
        """
        clock_s = lift_off_s if self._timed else 0.0
        flight = (lift_off.missile, lift_off.launch, lift_off.aim, lift_off.trajectory, lift_off.apogee_m)
        key = (flight, failure, clock_s)
        plans = self._made.setdefault(key, {})
        if force not in plans:
            missile, like = self.world.missiles[lift_off.missile], next(iter(plans.values()), None)
            flown = planned_flight(missile, lift_off, failure) if like is None else like.flight
            plans[force] = FlightPlan(self._where(force), missile, flown, clock_s, force, like)
        return ThreatPlan(plans[force], lift_off_s)

    def _where(self, force: Force) -> World:
        if force not in self._standing:
            self._standing[force] = self.world.standing(force)
        return self._standing[force]


class _Course:
    """A flight as sampled, and all that was worked out of it so far, wherever units stood.

    Keys name batteries and sensors with the units that carried them and where those stood (`_carried`).
    """

    def __init__(self, missile: Missile, flight: Flight) -> None:
        self.path = trajectory(flight.vehicle, flight.launch, flight.ascent, SAMPLE_S)
        self.geodetic = geodetic_from_ecef(self.path.position_m)
        self.cross_section = cross_section_m2(
            self.path.phase, missile.boosting_rcs_m2, missile.warhead_rcs_m2, flight.vehicle.separates
        )
        self.engagements: dict[tuple[Hashable, ...], EngagementPlan] = {}
        self.seen: dict[Hashable, tuple[Sighting | Unseen, Mask | None]] = {}
        self.tracks: dict[Hashable, Track | None] = {}


def _carried(world: World, force: Force) -> Mapping[str, tuple[str, str]]:
    """Id of a battery or sensor that a unit carries -> the unit and where it stands."""
    found = {}
    for name, station in force:
        unit = world.crisis.deployments[name]  # type: ignore[union-attr]  # forces are those of a crisis
        carries = (*unit.sensors, *(() if unit.battery is None else (unit.battery,)))
        found.update(dict.fromkeys(carries, (name, station)))
    return found


class _Sights:
    """What each sensor sees of one flight, and each radar's track on it, made when first asked for."""

    def __init__(self, world: World, carried: Mapping[str, tuple[str, str]], course: _Course) -> None:
        self._world, self._carried, self._course = world, carried, course

    def first(self, sensor: str) -> Sighting | Unseen:
        """The sensor's first report, or why there is none."""
        return self._look(sensor)[0]

    def held(self, sensor: str) -> Mask | None:
        """The samples at which a radar holds the threat, None if it never does or is not there."""
        if sensor not in self._world.sensors:
            return None
        return self._look(sensor)[1]

    def track(self, sensor: str) -> Track | None:
        """The radar's track, None if it measures nothing after burnout or is not there."""
        if sensor not in self._world.sensors:
            return None
        key, known = (sensor, self._carried.get(sensor)), self._course.tracks
        if key not in known:
            radar, held, path = self._world.sensors[sensor].model, self.held(sensor), self._course.path
            known[key] = (
                track([radar], [held], path.time_s, path.position_m, path.phase)
                if held is not None and isinstance(radar, Radar)
                else None
            )
        return known[key]

    def _look(self, sensor: str) -> tuple[Sighting | Unseen, Mask | None]:
        key, known = (sensor, self._carried.get(sensor)), self._course.seen
        if key not in known:
            model, course = self._world.sensors[sensor].model, self._course
            if isinstance(model, Infrared):
                known[key] = _seen_from_space(sensor, model, course.path), None
            else:
                known[key] = _seen_by_radar(sensor, model, course.path, course.cross_section)
        return known[key]


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
    battery: Battery, path: Path, boosting: Mask, impact: Place, sights: _Sights, clock_s: float
) -> EngagementPlan:
    """The conditions in the order in which a reader asks them: in reach, tracked, in time, allowed."""
    reach = reach_of(battery.interceptor)
    in_reach = window(reach, path, float(path.time_s[0]), boosting=boosting)
    if isinstance(in_reach, Refusal):
        return EngagementPlan(refusal=in_reach)
    found = _first_track(battery, in_reach, sights)
    if isinstance(found, Refusal):
        return EngagementPlan(refusal=found)
    free_s = weapons_free_from(battery.rules, clock_s + found.time_s + battery.reaction_s)
    forbidden = permits(battery.rules, impact, free_s)
    if forbidden is not None:
        return EngagementPlan(found, refusal=forbidden)
    held = {sensor: mask for sensor in battery.network.guidance_sensors if (mask := sights.held(sensor)) is not None}
    guided = guided_mask(battery.network, held, path.time_s)
    possible = window(reach, path, free_s - clock_s, guided, boosting)
    if isinstance(possible, Refusal):
        return EngagementPlan(found, refusal=possible)
    return EngagementPlan(found, window=possible)


def _first_track(battery: Battery, in_reach: Window, sights: _Sights) -> TrackPlan | Refusal:
    """The first track at the battery whose predicted intercept fits the divert basket at launch, for some intercept.

    A launch for an intercept needs the track before it leaves; the earliest such track wins. Ties go to the battery's
    own sensor, then to the order of its network.
    """
    some = np.unique(np.linspace(0, len(in_reach.intercept_s) - 1, TRACK_CANDIDATES).astype(int))
    intercept_s, launch_s = in_reach.intercept_s[some], in_reach.launch_s[some]
    basket_m = battery.interceptor.divert_m
    best: tuple[float, int, TrackPlan] | None = None
    refusal = Refusal(Reason.NO_TRACK)
    for starts_s, place, known, delay_s in _tracks_by_start(battery, sights):
        if best is not None and starts_s > best[0]:
            break
        fits_s = known.first_fit_s(intercept_s, basket_m) + delay_s
        in_time = fits_s + battery.reaction_s <= launch_s
        if not in_time.any():
            refusal = _nearer(
                refusal, _why_untracked(known, intercept_s, launch_s - battery.reaction_s - delay_s, basket_m)
            )
            continue
        at = int(np.argmin(np.where(in_time, fits_s, np.inf)))
        time_s = float(fits_s[at])
        if best is None or (time_s, place) < best[:2]:
            error_m = float(known.error_m(time_s - delay_s, intercept_s[at]))
            best = (time_s, place, TrackPlan(battery.network.commit_sensors[place], time_s, error_m, basket_m))
    return refusal if best is None else best[2]


def _tracks_by_start(battery: Battery, sights: _Sights) -> list[tuple[float, int, Track, float]]:
    """When each commit sensor's track begins at the battery, its place in the network, the track, and its delay."""
    network = battery.network
    found = []
    for place, sensor in enumerate(network.commit_sensors):
        known = sights.track(sensor)
        if known is not None:
            delay_s = 0.0 if sensor == network.organic else network.link_delay_s
            found.append((float(known.time_s[0]) + delay_s, place, known, delay_s))
    return sorted(found, key=lambda track: track[:2])


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
