"""Powered flights by the compiled kernel: one, many, or one with its sampled trajectory.

`fly` and `trajectory` integrate the same steps; a batch gives the same numbers as its rows one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import OMEGA_RAD_S
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.flight import rows as columns
from standoff.flight.batch import propagate, ranges_m, sampled
from standoff.flight.results import Arc, Flight, Phase, Status, Trajectory
from standoff.flight.rows import pack_curves, pack_flight
from standoff.flight.vehicle import Ascent, Vehicle

__all__ = ["Arc", "Flight", "Flights", "Phase", "Status", "Trajectory", "fly", "fly_many", "fly_rows", "trajectory"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Flights:
    """Many flights: arrays (n,) with the meaning of the fields of `Flight`; NaN where a flight did not come down."""

    status: NDArray[np.int8]
    range_m: Array
    apogee_m: Array
    apogee_time_s: Array
    flight_time_s: Array
    burnout_time_s: Array
    burnout_speed_m_s: Array
    burnout_altitude_m: Array
    burnout_path_angle_deg: Array
    impact_lat_deg: Array
    impact_lon_deg: Array
    impact_speed_m_s: Array

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Which flights came down to the ground."""
        result: NDArray[np.bool_] = self.status == Status.OK
        return result


def fly(vehicle: Vehicle, launch: Place, ascent: Ascent, omega_rad_s: float = OMEGA_RAD_S) -> Flight:
    """Fly one vehicle to the ground; with `omega_rad_s` zero, on an Earth that does not rotate.

    A flight that does not lift off, crashes under thrust or never comes down has NaN for what does not exist and says
    so in `status`; `Flight.landed()` turns that into an `InputError` with advice.
    """
    out, _ = propagate(pack_flight(vehicle, launch, ascent, omega_rad_s)[None], _curves(vehicle))
    return _flight(vehicle, launch, ascent, out)


def fly_many(
    vehicle: Vehicle,
    launch: Place,
    azimuth_deg: ArrayLike,
    kick_deg: ArrayLike,
    cutoff_s: ArrayLike = math.inf,
    *,
    omega_rad_s: float = OMEGA_RAD_S,
    workers: int = 1,
) -> Flights:
    """Fly one vehicle with many ascents; the three arrays broadcast to (n,). `workers` threads share the rows."""
    azimuth, kick, cutoff = np.broadcast_arrays(*np.atleast_1d(azimuth_deg, kick_deg, cutoff_s))
    rows = np.tile(pack_flight(vehicle, launch, vehicle.ascent(0.0, 0.0), omega_rad_s), (azimuth.size, 1))
    rows[:, columns.AZIMUTH], rows[:, columns.KICK] = azimuth.ravel(), kick.ravel()
    rows[:, columns.CUTOFF] = cutoff.ravel()
    return fly_rows(rows, _curves(vehicle), workers=workers)


def fly_rows(rows: Array, curves: Array, workers: int = 1) -> Flights:
    """Fly packed rows (n, columns of `standoff.flight.rows`), which may differ in anything, with drag tables (k, cells, 4).

    For draws of masses, impulses or ballistic coefficients: pack one flight, tile it, overwrite columns.
    """  # noqa: E501
    out, _ = propagate(rows, curves, workers=workers)
    return Flights(
        status=out[:, columns.STATUS].astype(np.int8),
        range_m=ranges_m(rows, out),
        apogee_m=out[:, columns.APOGEE],
        apogee_time_s=out[:, columns.APOGEE_TIME],
        flight_time_s=out[:, columns.TIME],
        burnout_time_s=out[:, columns.BURN_TIME],
        burnout_speed_m_s=out[:, columns.BURN_SPEED],
        burnout_altitude_m=out[:, columns.BURN_ALTITUDE],
        burnout_path_angle_deg=out[:, columns.BURN_ANGLE],
        impact_lat_deg=out[:, columns.IMPACT_LAT],
        impact_lon_deg=out[:, columns.IMPACT_LON],
        impact_speed_m_s=out[:, columns.IMPACT_SPEED],
    )


def trajectory(
    vehicle: Vehicle, launch: Place, ascent: Ascent, step_s: float = 1.0, omega_rad_s: float = OMEGA_RAD_S
) -> Trajectory:
    """Positions every `step_s` seconds from lift-off, and at the impact.

    Raises:
        InputError: the flight does not come down to the ground; the message says why.
    """
    if not step_s > 0.0:
        raise InputError("the sampling step must be positive", field="step_s", value=step_s)
    row, curves = pack_flight(vehicle, launch, ascent, omega_rad_s), _curves(vehicle)
    flight = _flight(vehicle, launch, ascent, propagate(row[None], curves)[0]).landed()
    return unpack_samples(sampled(row, curves, step_s, int(flight.flight_time_s / step_s) + 3))


def unpack_samples(samples: Array) -> Trajectory:
    """A trajectory from the kernel's samples (n, 8)."""
    return Trajectory(
        time_s=samples[:, 0].copy(),
        position_m=samples[:, 1:4].copy(),
        velocity_m_s=samples[:, 4:7].copy(),
        phase=samples[:, 7].astype(np.int8),
    )


def _curves(vehicle: Vehicle) -> Array:
    return pack_curves(vehicle.boost_drag, vehicle.reentry_drag)


def _flight(vehicle: Vehicle, launch: Place, ascent: Ascent, out: Array) -> Flight:
    value = out[0].tolist()
    ground = np.array([[launch.lat_deg, launch.lon_deg]])
    return Flight(
        vehicle=vehicle,
        launch=launch,
        ascent=ascent,
        range_m=float(ranges_m(ground, out)[0]),
        apogee_m=value[columns.APOGEE],
        flight_time_s=value[columns.TIME],
        burnout_time_s=value[columns.BURN_TIME],
        burnout_speed_m_s=value[columns.BURN_SPEED],
        burnout_altitude_m=value[columns.BURN_ALTITUDE],
        burnout_path_angle_deg=value[columns.BURN_ANGLE],
        burnout=Place(value[columns.BURN_LAT], value[columns.BURN_LON], value[columns.BURN_ALTITUDE]),
        impact=Place(value[columns.IMPACT_LAT], value[columns.IMPACT_LON]),
        impact_speed_m_s=value[columns.IMPACT_SPEED],
        apogee_time_s=value[columns.APOGEE_TIME],
        status=Status(int(value[columns.STATUS])),
    )
