"""From an order to a flight: as aimed, as it fails, and as it goes with the errors that were drawn.

Chance touches a flight in two ways. A failure cuts it short: that is another flight, planned for as such, so it comes
at one of a few moments of the burn. The errors of cut-off, pitch, azimuth and re-entry scatter the impact by some
kilometers and leave the plan of the defense as it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from standoff.base.geodesy import Place
from standoff.base.streams import Draw, Streams
from standoff.engine.liftoff import LiftOff
from standoff.flight.aiming import aim_at, aim_at_apogee
from standoff.flight.dispersion import DRAWS, disperse
from standoff.flight.flight import fly, trajectory
from standoff.flight.results import Flight, Trajectory
from standoff.flight.vehicle import Vehicle
from standoff.scenario.world import Missile

SAMPLE_S: Final = 1.0
# Share of the powered flight before which a failure is taken as one on the pad, which is no launch.
EARLIEST_FAILURE: Final = 0.1
# A failure comes at the middle of one of so many equal parts of the powered flight after that.
FAILURE_MOMENTS: Final = 16


class Luck(NamedTuple):
    """What chance does to a launch: the moment of its failure, or its errors (None: flies as aimed), and the draws."""

    failure: int | None
    errors: tuple[float, ...] | None
    draws: tuple[Draw, ...]


class Flown(NamedTuple):
    """A flight as it goes, and its path on the exercise clock."""

    flight: Flight
    path: Trajectory


def aimed_flight(missile: Missile, launch: LiftOff) -> Flight:
    """The flight that meets the aim point. Raises `InputError` when it cannot be done (says the maximum range)."""
    return _aimed(missile.vehicle, launch.launch, launch.aim, launch.trajectory, launch.apogee_m)


def planned_flight(missile: Missile, launch: LiftOff, failure: int | None) -> Flight:
    """The flight as aimed, or cut short at a moment 0 to `FAILURE_MOMENTS` - 1 of its burn."""
    aimed = aimed_flight(missile, launch)
    if failure is None:
        return aimed
    share = EARLIEST_FAILURE + (1.0 - EARLIEST_FAILURE) * (failure + 0.5) / FAILURE_MOMENTS
    return fly(aimed.vehicle, aimed.launch, replace(aimed.ascent, cutoff_s=share * aimed.burnout_time_s)).landed()


def draw_luck(missile: Missile, launch: LiftOff, streams: Streams, errors: bool = True) -> Luck:
    """Whether a launch fails and when, or else with which errors it flies.

    A failure ends the thrust at a moment of the powered flight that is as likely as any other; one that is known to
    have failed does so half-way. Without `errors` only that is drawn: they scatter the impact and change no fate.
    """
    draws: list[Draw] = []
    if launch.fails:
        return Luck(FAILURE_MOMENTS // 2, None, ())
    if launch.may_fail and missile.reliability < 1.0:
        draws.append(streams.uniform("reliability", launch.threat))
        if draws[0].value >= missile.reliability:
            draws.append(streams.uniform("failure", launch.threat))
            return Luck(int(draws[1].value * FAILURE_MOMENTS), None, tuple(draws))
    if missile.dispersion is None or not errors:
        return Luck(None, None, tuple(draws))
    drawn = [streams.normal("dispersion", launch.threat, name) for name in DRAWS]
    return Luck(None, tuple(error.value for error in drawn), (*draws, *drawn))


def fly_with_luck(planned: Flight, missile: Missile, luck: Luck, lift_off_s: float) -> Flown:
    """The planned flight with its errors. Its clock is the plan's: it comes down when the plan says, some way off."""
    flight = planned
    if luck.errors is not None and missile.dispersion is not None:
        flight = disperse(planned, missile.dispersion, luck.errors)
    stretch = planned.flight_time_s / flight.flight_time_s
    path = trajectory(flight.vehicle, flight.launch, flight.ascent, SAMPLE_S)
    on_clock = replace(path, time_s=path.time_s * stretch + lift_off_s)
    timed = replace(
        flight,
        flight_time_s=planned.flight_time_s,
        burnout_time_s=flight.burnout_time_s * stretch,
        apogee_time_s=flight.apogee_time_s * stretch,
    )
    return Flown(timed, on_clock)


@lru_cache(maxsize=4096)
def _aimed(vehicle: Vehicle, launch: Place, aim: Place, kind: str, apogee_m: float | None) -> Flight:
    if apogee_m is not None:
        return aim_at_apogee(vehicle, launch, aim, apogee_m)
    return aim_at(vehicle, launch, aim, kind)  # type: ignore[arg-type]  # refused there if unknown
