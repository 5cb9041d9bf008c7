"""The screen: at each of many aim points, how many shots does one battery get at one missile from one launch place.

The building block of footprints and siting. `fly_to` flies the missile to every aim point, `count_shots` asks the
battery's sensors and interceptors about every flight, `explain` says what fails first when no shot fits. The conditions
are those of the engine's plan of one threat (`engine.plan`). Times count from lift-off, taken to be at STARTEX: rules
of engagement that are bound to a time (`weapons_free`) are read as if every missile left at STARTEX.

Angles are degrees, the rest SI; arrays are (m,) over aim points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.battery import Battery
from standoff.engagement.doctrine import shots_that_fit
from standoff.engagement.refusal import Reason, Refusal
from standoff.engine.plan import FlightPlan
from standoff.flight.aiming import Kind, aim_at
from standoff.flight.flight import fly
from standoff.scenario.world import Missile, World

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Flights that `explain` plans in full: enough to meet every way to fail, few enough to answer at once.
_EXPLAINED = 48


@dataclass(frozen=True, eq=False)
class ThreatPaths:
    """Flights of one missile from one place to many aim points; arrays (m,), NaN where the missile does not get there.

    `lat_deg`, `lon_deg` are the aim points wanted; `flown` says which are within reach; the impacts are where the
    flights come down. Steering (`azimuth_deg`, `kick_deg`, `cutoff_s`) is that of `standoff.flight.vehicle.Ascent`.
    The paths hold for the missile's vehicle as flown: another cross-section may be screened on them, not other stages.
    """

    missile: str
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


def fly_to(
    missile: Missile, launch: Place, lat_deg: ArrayLike, lon_deg: ArrayLike, trajectory: Kind = "minimum-energy"
) -> ThreatPaths:
    """Fly a missile from `launch` to aim points (m,), or as near as 500 m to each.

    Aim points out of reach are not an error: `flown` is false there. Raises `InputError` for an unknown trajectory.
    """
    lat, lon = np.broadcast_arrays(*np.atleast_1d(np.asarray(lat_deg, float), np.asarray(lon_deg, float)))
    values = np.full((6, lat.size), np.nan)
    for i, aim in enumerate(map(Place, lat.tolist(), lon.tolist())):
        try:
            flight = aim_at(missile.vehicle, launch, aim, trajectory)
        except InputError:
            continue
        ascent = flight.ascent
        values[:, i] = (
            flight.impact.lat_deg, flight.impact.lon_deg, flight.flight_time_s,
            ascent.azimuth_deg, ascent.kick_deg, ascent.cutoff_s,
        )  # fmt: skip
    return ThreatPaths(missile.name, launch, lat.copy(), lon.copy(), np.isfinite(values[0]), *values)


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
    most = min(most, battery.inventory)
    count = np.zeros(len(paths), dtype=np.int64)
    for i in np.flatnonzero(paths.flown) if most > 0 else ():
        window = _plan(world, battery, missile, paths, int(i)).engagements[battery.id].window
        if window is not None:
            count[i] = shots_that_fit(battery.doctrine, window, -np.inf, most)
    return count


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
    ascent = missile.vehicle.ascent(*(float(v[i]) for v in (paths.azimuth_deg, paths.kick_deg, paths.cutoff_s)))
    flight = fly(missile.vehicle, paths.launch, ascent)
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
