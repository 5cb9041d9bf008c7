"""From an order to a flight: aimed without error first, then as it goes with the errors that were drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from standoff.base.geodesy import Place
from standoff.base.streams import Draw, Streams
from standoff.engine.actions import LiftOff
from standoff.flight.aiming import aim_at, aim_at_apogee
from standoff.flight.dispersion import DRAWS, disperse
from standoff.flight.flight import trajectory
from standoff.flight.results import Flight, Trajectory
from standoff.flight.vehicle import Vehicle
from standoff.scenario.world import Missile

SAMPLE_S: Final = 1.0


def aimed_flight(missile: Missile, launch: LiftOff) -> Flight:
    """The flight that meets the aim point. Raises `InputError` when it cannot be done (says the maximum range)."""
    return _aimed(missile.vehicle, launch.launch, launch.aim, launch.trajectory, launch.apogee_m)


def actual_flight(missile: Missile, aimed: Flight, threat: str, streams: Streams) -> tuple[Flight, tuple[Draw, ...]]:
    """The flight with its errors of cut-off, pitch, azimuth and re-entry; the aimed one if the missile has none."""
    if missile.dispersion is None:
        return aimed, ()
    draws = tuple(streams.normal("dispersion", threat, name) for name in DRAWS)
    return disperse(aimed, missile.dispersion, [draw.value for draw in draws]), draws


def sampled(flight: Flight, lift_off_s: float) -> Trajectory:
    """The flight's path, its times on the exercise clock."""
    path = trajectory(flight.vehicle, flight.launch, flight.ascent, SAMPLE_S)
    return replace(path, time_s=path.time_s + lift_off_s)


@lru_cache(maxsize=4096)
def _aimed(vehicle: Vehicle, launch: Place, aim: Place, kind: str, apogee_m: float | None) -> Flight:
    if apogee_m is not None:
        return aim_at_apogee(vehicle, launch, aim, apogee_m)
    return aim_at(vehicle, launch, aim, kind)  # type: ignore[arg-type]  # refused there if unknown
