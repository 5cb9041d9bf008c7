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


def steered_row(vehicle: Vehicle, steering: float) -> Array:
    """The flight engine's input row for a steering number from 0 (vertical) to 2 (as flat as it gets)."""
    row = pack_flight(vehicle, EQUATOR, vehicle.ascent(EASTWARD_DEG, 0.0), omega_rad_s=0.0)
    row[columns.KICK] = NOMINAL_KICK_DEG * steering
    early = max(0.0, steering - 1.0)
    row[columns.RISE] *= 1.0 - early
    row[columns.PITCH] *= 1.0 - (1.0 - _QUICKEST_TURN) * early
    return row


def plane_flight(vehicle: Vehicle, steering: float, step_s: float, samples: int = 20_000) -> PlaneFlight:
    """One flight of the fan to the ground, sampled every `step_s`."""
    rows, curves = steered_row(vehicle, steering)[None], pack_curves(vehicle.boost_drag, vehicle.reentry_drag)
    _, flown = propagate(rows, curves, every_s=step_s, samples=samples)
    time, x, y = flown[:, :3].T
    return PlaneFlight(time.copy(), WGS84_A_M * np.arctan2(y, x), np.hypot(x, y) - WGS84_A_M)


def fan(vehicle: Vehicle, floor_m: float, flights: int = _FLIGHTS, between: int = _BETWEEN) -> list[PlaneFlight]:
    """Flights from vertical to the flattest that is of use, evenly spread over the path angle at burnout.

    Between each two flown ones lie `between - 1` interpolated ones: halfway at equal times, where neighbors are close.
    Raises `InputError` if the vehicle does not rise above `floor_m`.
    """
    chosen, longest_s = _choose(vehicle, floor_m, flights)
    step_s = longest_s / _SAMPLES
    flown = [plane_flight(vehicle, steering, step_s, samples=_SAMPLES + 50) for steering in chosen]
    shares = np.arange(between) / between
    filled = [_blend(one, other, share) for one, other in pairwise(flown) for share in shares]
    return [*filled, flown[-1]]


def _choose(vehicle: Vehicle, floor_m: float, flights: int) -> tuple[list[float], float]:
    """Steering numbers with evenly spread burnout angles, and the longest flight time."""
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
    return np.interp(wanted, turned, steering[: last + 1]).tolist(), float(np.nanmax(scouts.flight_time_s))


def _scout(vehicle: Vehicle, steering: Array) -> Flights:
    rows = np.stack([steered_row(vehicle, float(number)) for number in steering])
    return fly_rows(rows, pack_curves(vehicle.boost_drag, vehicle.reentry_drag))


def _blend(one: PlaneFlight, other: PlaneFlight, share: float) -> PlaneFlight:
    """The flight between two neighbors, at equal times; the shorter is continued straight on, underground."""
    if share == 0.0:
        return one
    longer = one if len(one.time_s) >= len(other.time_s) else other
    time = longer.time_s
    ranges, altitudes = (
        (1.0 - share) * _continued(one, values_of, time) + share * _continued(other, values_of, time)
        for values_of in (1, 2)
    )
    return PlaneFlight(time, ranges, altitudes)


def _continued(flight: PlaneFlight, column: int, time_s: Array) -> Array:
    own_time, values = flight.time_s, flight[column]
    slope = (values[-2] - values[-4]) / (own_time[-2] - own_time[-4])
    late = np.maximum(time_s - own_time[-1], 0.0)
    result: Array = np.interp(time_s, own_time, values) + slope * late
    return result
