"""From an order to a flight: aimed without error first, then as it goes with the errors that were drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from standoff.base.geodesy import Place
from standoff.base.streams import Draw, Streams
from standoff.engine.actions import LiftOff
from standoff.flight.aiming import aim_at, aim_at_apogee
from standoff.flight.dispersion import DRAWS, disperse
from standoff.flight.flight import fly, trajectory
from standoff.flight.results import Flight, Trajectory
from standoff.flight.vehicle import Vehicle
from standoff.scenario.world import Missile

SAMPLE_S: Final = 1.0
# Share of the powered flight before which a failure is taken as one on the pad, which is no launch.
EARLIEST_FAILURE: Final = 0.1


def aimed_flight(missile: Missile, launch: LiftOff) -> Flight:
    """The flight that meets the aim point. Raises `InputError` when it cannot be done (says the maximum range)."""
    return _aimed(missile.vehicle, launch.launch, launch.aim, launch.trajectory, launch.apogee_m)


class Actual(NamedTuple):
    """A flight as it goes, and the draws that made it so."""

    flight: Flight
    failed: bool
    draws: tuple[Draw, ...]


def actual_flight(missile: Missile, aimed: Flight, launch: LiftOff, streams: Streams) -> Actual:
    """The flight with its errors of cut-off, pitch, azimuth and re-entry, or cut short by a failure under thrust.

    A failure ends the thrust at a moment of the powered flight that is as likely as any other.
    """
    draws: list[Draw] = []
    if launch.may_fail and missile.reliability < 1.0:
        draws.append(streams.uniform("reliability", launch.threat))
        if draws[0].value >= missile.reliability:
            draws.append(streams.uniform("failure", launch.threat))
            cutoff_s = aimed.burnout_time_s * (EARLIEST_FAILURE + (1.0 - EARLIEST_FAILURE) * draws[1].value)
            short = fly(aimed.vehicle, aimed.launch, replace(aimed.ascent, cutoff_s=cutoff_s)).landed()
            return Actual(short, True, tuple(draws))
    if missile.dispersion is None:
        return Actual(aimed, False, tuple(draws))
    errors = [streams.normal("dispersion", launch.threat, name) for name in DRAWS]
    flown = disperse(aimed, missile.dispersion, [error.value for error in errors])
    return Actual(flown, False, (*draws, *errors))


def sampled(flight: Flight, lift_off_s: float) -> Trajectory:
    """The flight's path, its times on the exercise clock."""
    path = trajectory(flight.vehicle, flight.launch, flight.ascent, SAMPLE_S)
    return replace(path, time_s=path.time_s + lift_off_s)


@lru_cache(maxsize=4096)
def _aimed(vehicle: Vehicle, launch: Place, aim: Place, kind: str, apogee_m: float | None) -> Flight:
    if apogee_m is not None:
        return aim_at_apogee(vehicle, launch, aim, apogee_m)
    return aim_at(vehicle, launch, aim, kind)  # type: ignore[arg-type]  # refused there if unknown
