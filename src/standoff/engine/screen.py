"""The screen: at each of many aim points, how many shots does one battery get at one missile from one launch place.

The building block of footprints and siting. `fly_to` flies the missile to every aim point, `count_shots` asks the
battery's sensors and interceptors about every flight, `explain` says what fails first when no shot fits. The conditions
are those of the engine's plan of one threat (`engine.plan`). Times count from lift-off, taken to be at STARTEX: rules
of engagement that are bound to a time (`weapons_free`) are read as if every missile left at STARTEX.

The flights are aimed by `flight.many_aims` and screened in chunks by `engine.screen_kernel`: a chunk's paths are flown,
sampled, screened for every case asked about and forgotten, so memory does not grow with the number of aim points. How
well this agrees with the plans of the engine is measured in docs/models/footprint.md.

Angles are degrees, the rest SI; arrays are (m,) over aim points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import OMEGA_RAD_S
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.battery import Battery
from standoff.engagement.refusal import Reason, Refusal
from standoff.engagement.rules import permits
from standoff.engine.aim import SAMPLE_S
from standoff.engine.plan import FlightPlan
from standoff.flight import rows as columns
from standoff.flight.aiming import Kind
from standoff.flight.batch import propagate
from standoff.flight.flight import fly
from standoff.flight.many_aims import aim_at_many
from standoff.flight.rows import pack_curves, pack_flight
from standoff.flight.vehicle import Vehicle
from standoff.scenario.world import Missile, World

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Flights in one chunk: enough to fill the flight kernel's lanes, few enough for the processor's cache.
_CHUNK: Final = 64
# Flights that `explain` plans in full: enough to meet every way to fail, few enough to answer at once.
_EXPLAINED: Final = 48


@dataclass(frozen=True, eq=False)
class ThreatPaths:
    """Flights of one missile from one place to many aim points; arrays (m,), NaN where the missile does not get there.

    `lat_deg`, `lon_deg` are the aim points wanted; `flown` says which are within reach; the impacts are where the
    flights come down. Steering (`azimuth_deg`, `kick_deg`, `cutoff_s`) is that of `standoff.flight.vehicle.Ascent`.
    The paths are those of `vehicle`: a missile with another cross-section may be screened on them, not other stages.
    """

    missile: str
    vehicle: Vehicle
    launch: Place
    lat_deg: Array
    lon_deg: Array
    flown: Mask
    impact_lat_deg: Array
    impact_lon_deg: Array
    flight_time_s: Array
    azimuth_deg: Array
    kick_deg: Array
    cutoff_s: Array

    def __len__(self) -> int:
        return len(self.lat_deg)

    def one(self, index: int) -> ThreatPaths:
        """One of the flights by itself."""
        here = slice(index, index + 1)
        return replace(
            self, lat_deg=self.lat_deg[here], lon_deg=self.lon_deg[here], flown=self.flown[here],
            impact_lat_deg=self.impact_lat_deg[here], impact_lon_deg=self.impact_lon_deg[here],
            flight_time_s=self.flight_time_s[here], azimuth_deg=self.azimuth_deg[here], kick_deg=self.kick_deg[here],
            cutoff_s=self.cutoff_s[here],
        )  # fmt: skip


@dataclass(frozen=True)
class NoShot:
    """Why no shot fits at any aim point: on the flight that comes nearest to a shot, the first condition that fails.

    `aim` is that flight's aim point, `unseen` what keeps each of the battery's sensors from seeing it, by sensor id.
    """

    refusal: Refusal
    aim: Place | None = None
    unseen: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """The condition with its number, and with those of the sensors when there is no track."""
        if self.refusal.reason is not Reason.NO_TRACK or not self.unseen:
            return self.refusal.sentence
        return f"{self.refusal.sentence}: " + "; ".join(f"{sensor} {detail}" for sensor, detail in self.unseen)


class Case(NamedTuple):
    """What to screen paths against: a battery, a missile's cross-sections and the sensors of a world."""

    world: World
    battery: Battery
    missile: Missile


def fly_to(
    missile: Missile, launch: Place, lat_deg: ArrayLike, lon_deg: ArrayLike, trajectory: Kind = "minimum-energy"
) -> ThreatPaths:
    """Fly a missile from `launch` to aim points (m,); every impact lies within 100 m of its aim point.

    Aim points out of reach are not an error: `flown` is false there. Raises `InputError` for an unknown kind of
    trajectory.
    """
    lat, lon = np.broadcast_arrays(*np.atleast_1d(np.asarray(lat_deg, float), np.asarray(lon_deg, float)))
    aims = aim_at_many(missile.vehicle, launch, lat, lon, trajectory)
    return ThreatPaths(
        missile.name, missile.vehicle, launch, lat.copy(), lon.copy(), aims.ok,
        aims.impact_lat_deg, aims.impact_lon_deg, aims.flight_time_s, aims.azimuth_deg, aims.kick_deg, aims.cutoff_s,
    )  # fmt: skip


def count_shots(
    world: World, battery: Battery, missile: Missile, paths: ThreatPaths, most: int = 8
) -> NDArray[np.int64]:
    """Shots (m,) that fit at each flight if all miss: at most `most`, no more than are loaded, 0 where not flown.

    Args:
        world: its sensors are those that the battery's network names; its own batteries play no part.
        battery: the battery asked about, which need not be in the world.
        missile: the missile flown, with the cross-sections of this design point.
        paths: its flights, from `fly_to`.
        most: where to stop counting.
    """
    counts: NDArray[np.int64] = count_shots_each([Case(world, battery, missile)], paths, most)[0]
    return counts


def count_shots_each(cases: Sequence[Case], paths: ThreatPaths, most: int = 8) -> NDArray[np.int64]:
    """Shots (k, m) of `count_shots` for many cases on the same flights, each flown once: parameter draws, sites."""
    results = _results(cases, paths, most)
    return np.stack([_permitted(case, result, paths) for case, result in zip(cases, results, strict=True)])


def _results(cases: Sequence[Case], paths: ThreatPaths, most: int) -> list[Array]:
    """The kernel's results (m, 5) of each case, before the rules of engagement on where a missile falls."""
    # Numba takes a second to import; who only asks for the classes above need not wait.
    from standoff.engine import screen_kernel

    packed = [screen_kernel.pack(case.world, case.battery, case.missile, most) for case in cases]
    results = [screen_kernel.nothing(len(paths)) for _ in cases]
    for where, samples, taken in _sampled(paths) if cases else ():
        for one, result in zip(packed, results, strict=True):
            result[where] = screen_kernel.screen(one, samples, taken)
    return results


def _sampled(paths: ThreatPaths) -> Iterator[tuple[NDArray[np.intp], Array, NDArray[np.int64]]]:
    """The flights in chunks: their indices, their samples (n, m, 8) and how many of these are filled."""
    vehicle = paths.vehicle
    upright = pack_flight(vehicle, paths.launch, vehicle.ascent(0.0, 0.0), OMEGA_RAD_S)
    curves = pack_curves(vehicle.boost_drag, vehicle.reentry_drag)
    # Flights of like length go together, so that few samples of a chunk stay empty.
    flown = np.flatnonzero(paths.flown)
    flown = flown[np.argsort(paths.flight_time_s[flown], kind="stable")]
    for start in range(0, len(flown), _CHUNK):
        where = flown[start : start + _CHUNK]
        rows = np.tile(upright, (len(where), 1))
        rows[:, columns.AZIMUTH], rows[:, columns.KICK] = paths.azimuth_deg[where], paths.kick_deg[where]
        rows[:, columns.CUTOFF] = paths.cutoff_s[where]
        most = int(paths.flight_time_s[where].max() / SAMPLE_S) + 3
        out, samples = propagate(rows, curves, every_s=SAMPLE_S, samples=most)
        yield where, samples, out[:, columns.SAMPLES].astype(np.int64)


def _permitted(case: Case, result: Array, paths: ThreatPaths) -> NDArray[np.int64]:
    """The counts of a case, without the missiles at which the rules of engagement let nobody shoot."""
    counts = result[:, 0].astype(np.int64)
    rules = replace(case.battery.rules, weapons_free_s=())
    if rules.territories:
        for i in np.flatnonzero(counts):
            impact = Place(float(paths.impact_lat_deg[i]), float(paths.impact_lon_deg[i]))
            if permits(rules, impact, 0.0) is not None:
                counts[i] = 0
    return counts


def explain(world: World, battery: Battery, missile: Missile, paths: ThreatPaths) -> NoShot | None:
    """What fails first where a shot comes nearest; None if a shot does fit at one of the flights looked at.

    Looks at up to 48 flights: those aimed nearest to the battery, and others spread over the aim points. Raises
    `InputError` if the missile reaches none of the aim points.
    """
    if battery.inventory == 0:
        return NoShot(Refusal(Reason.NO_INVENTORY, 0.0, 0.0))
    if not paths.flown.any():
        raise InputError(f"no aim point is within reach of {paths.missile} from its launch place")
    best: NoShot | None = None
    for i in _worth_explaining(battery, paths):
        plan = _plan(world, battery, missile, paths, i)
        refusal = plan.engagements[battery.id].refusal
        if refusal is None:
            return None
        if best is None or _progress(refusal) > _progress(best.refusal):
            best = NoShot(refusal, Place(float(paths.lat_deg[i]), float(paths.lon_deg[i])), _unseen(battery, plan))
    return best


def _plan(world: World, battery: Battery, missile: Missile, paths: ThreatPaths, i: int) -> FlightPlan:
    """The engine's plan of one flight against the one battery."""
    ascent = paths.vehicle.ascent(*(float(v[i]) for v in (paths.azimuth_deg, paths.kick_deg, paths.cutoff_s)))
    flight = fly(paths.vehicle, paths.launch, ascent)
    return FlightPlan(replace(world, batteries={battery.id: battery}), missile, flight)


def _worth_explaining(battery: Battery, paths: ThreatPaths) -> list[int]:
    flown = np.flatnonzero(paths.flown)
    east = (paths.lon_deg[flown] - battery.place.lon_deg + 180.0) % 360.0 - 180.0
    off = np.hypot(paths.lat_deg[flown] - battery.place.lat_deg, east * np.cos(np.radians(battery.place.lat_deg)))
    nearest = flown[np.argsort(off, kind="stable")[: _EXPLAINED // 2]]
    spread = flown[np.linspace(0, len(flown) - 1, min(len(flown), _EXPLAINED // 2)).astype(int)]
    return [int(i) for i in np.unique(np.concatenate([nearest, spread]))]


# How far along a battery comes before a condition fails, in the order in which the plan asks.
_ORDER = (
    Reason.STILL_BOOSTING, Reason.OUT_OF_RANGE, Reason.TOO_HIGH, Reason.TOO_LOW, Reason.OUT_OF_ALTITUDE,
    Reason.OUT_OF_ENERGY, Reason.NO_TRACK, Reason.LATE_TRACK, Reason.POOR_TRACK, Reason.WEAPONS_HOLD,
    Reason.NOT_DEFENDED, Reason.HOST_FORBIDS, Reason.NO_GUIDANCE, Reason.TOO_LATE,
)  # fmt: skip


def _progress(refusal: Refusal) -> tuple[int, float]:
    """Order of refusals by how near to a shot they are: the later condition, then the lesser number."""
    by_value = -refusal.value if refusal.value == refusal.value else 0.0
    return _ORDER.index(refusal.reason) if refusal.reason in _ORDER else -1, by_value


def _unseen(battery: Battery, plan: FlightPlan) -> tuple[tuple[str, str], ...]:
    named = {*battery.network.commit_sensors, *battery.network.guidance_sensors}
    return tuple((miss.sensor, miss.detail) for miss in plan.unseen if miss.sensor in named)
