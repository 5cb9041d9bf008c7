"""An interceptor's fan of flights, from vertical to flat, by the flight engine.

All flights leave the equator eastward on an Earth that does not rotate, where the ground is a circle and the motion
stays in one plane, so that the fan serves every place and azimuth. What that leaves out (rotation, flattening) moves
an intercept a few hundred kilometers off by about a percent of its time.

Steering is one number from 0 to 2. Up to 1 the kick angle grows from zero to `NOMINAL_KICK_DEG` with the vehicle's own
vertical rise and pitch-over. A constant sweep of a strong thrust leaves the path at about half the kick angle from the
vertical, so a missile that is to fly flatter has to turn earlier and harder: from 1 to 2 the kick grows to twice the
angle, the vertical rise shrinks to nothing and the pitch-over to a twentieth: in the end a launch from an inclined
rail.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.base.constants import WGS84_A_M
from standoff.base.errors import InputError
from standoff.engagement.scaling import EASTWARD_DEG, EQUATOR
from standoff.flight import rows as columns
from standoff.flight.batch import propagate
from standoff.flight.flight import Flights, fly_rows
from standoff.flight.rows import pack_curves, pack_flight
from standoff.flight.vehicle import Vehicle

Array = NDArray[np.float64]

NOMINAL_KICK_DEG: Final = 85.0
_QUICKEST_TURN: Final = 0.05
_SCOUTS: Final = 41
_FLIGHTS: Final = 48
_BETWEEN: Final = 6
_SAMPLES: Final = 600


class PlaneFlight(NamedTuple):
    """One flight of a fan in its plane: arrays (n,) of time after launch, ground range and altitude."""

    time_s: Array
    ground_range_m: Array
    altitude_m: Array


def steered_rows(vehicle: Vehicle, steering: Array) -> Array:
    """Input rows of the flight engine for steering numbers (n,) from 0 (vertical) to 2 (as flat as it gets)."""
    upright = pack_flight(vehicle, EQUATOR, vehicle.ascent(EASTWARD_DEG, 0.0), omega_rad_s=0.0)
    rows = np.tile(upright, (len(steering), 1))
    rows[:, columns.KICK] = NOMINAL_KICK_DEG * steering
    early = np.maximum(0.0, steering - 1.0)
    rows[:, columns.RISE] *= 1.0 - early
    rows[:, columns.PITCH] *= 1.0 - (1.0 - _QUICKEST_TURN) * early
    return rows


def plane_flights(vehicle: Vehicle, steering: Array, step_s: float, samples: int = 20_000) -> list[PlaneFlight]:
    """Flights of the fan to the ground for steering numbers (n,), sampled every `step_s`."""
    curves = pack_curves(vehicle.boost_drag, vehicle.reentry_drag)
    out, flown = propagate(steered_rows(vehicle, steering), curves, every_s=step_s, samples=samples)
    return [
        PlaneFlight(time.copy(), WGS84_A_M * np.arctan2(y, x), np.hypot(x, y) - WGS84_A_M)
        for row, taken in zip(flown, out[:, columns.SAMPLES].astype(int), strict=True)
        for time, x, y in [row[:taken, :3].T]
    ]


def fan(vehicle: Vehicle, floor_m: float, flights: int = _FLIGHTS, between: int = _BETWEEN) -> list[PlaneFlight]:
    """Flights from vertical to the flattest that is of use, evenly spread over the path angle at burnout.

    Between each two flown ones lie `between - 1` interpolated ones: halfway at equal times, where neighbors are close.
    Raises `InputError` if the vehicle does not rise above `floor_m`.
    """
    chosen, longest_s = _choose(vehicle, floor_m, flights)
    step_s = longest_s / _SAMPLES
    flown = plane_flights(vehicle, chosen, step_s, samples=_SAMPLES + 50)
    filled = [flight for one, other in pairwise(flown) for flight in (one, *_blends(one, other, between))]
    return [*filled, flown[-1]]


def _choose(vehicle: Vehicle, floor_m: float, flights: int) -> tuple[Array, float]:
    """Steering numbers (n,) with evenly spread burnout angles, and the longest flight time."""
    steering = np.linspace(0.0, 2.0, _SCOUTS)
    scouts = _scout(vehicle, steering)
    useful = scouts.ok & (np.fmin.accumulate(scouts.apogee_m) > floor_m)
    if not useful[0]:
        highest_km = float(scouts.apogee_m[0]) / 1000.0
        raise InputError(
            f"the interceptor {vehicle.name} rises to {highest_km:.1f} km only",
            field="minimum_altitude",
            value=f"{floor_m / 1000.0:g} km",
            allowed="a floor below that height",
        )
    # One scout beyond the last useful one, so that the fan closes below the floor.
    count = int(np.argmin(useful)) if not useful.all() else len(useful)
    last = count if count < len(useful) and scouts.ok[count] else count - 1
    angle = np.minimum.accumulate(scouts.burnout_path_angle_deg[: last + 1])
    # A rising abscissa for the interpolation, whatever plateaus the angle has.
    turned = angle[0] - angle + 1e-6 * np.arange(last + 1)
    wanted = np.linspace(0.0, turned[-1], flights)
    return np.interp(wanted, turned, steering[: last + 1]), float(np.nanmax(scouts.flight_time_s))


def _scout(vehicle: Vehicle, steering: Array) -> Flights:
    return fly_rows(steered_rows(vehicle, steering), pack_curves(vehicle.boost_drag, vehicle.reentry_drag))


def _blends(one: PlaneFlight, other: PlaneFlight, between: int) -> list[PlaneFlight]:
    """The `between - 1` flights between two neighbors, at equal times; the shorter is continued on, underground."""
    time = max(one.time_s, other.time_s, key=len)
    near = [_continued(one, column, time) for column in (1, 2)]
    far = [_continued(other, column, time) for column in (1, 2)]
    shares = np.arange(1, between) / between
    return [PlaneFlight(time, *((1.0 - s) * a + s * b for a, b in zip(near, far, strict=True))) for s in shares]


def _continued(flight: PlaneFlight, column: int, time_s: Array) -> Array:
    own_time, values = flight.time_s, flight[column]
    slope = (values[-2] - values[-4]) / (own_time[-2] - own_time[-4])
    late = np.maximum(time_s - own_time[-1], 0.0)
    result: Array = np.interp(time_s, own_time, values) + slope * late
    return result
