"""What a flight gives back: outcome, summary of a flight or an arc, and sampled trajectory.

Positions are ECEF metres; velocities are relative to the rotating Earth, along ECEF axes; times count from lift-off
(or from the start of an arc).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, geodetic_from_ecef

if TYPE_CHECKING:
    from standoff.flight.vehicle import Ascent, Vehicle

Array = NDArray[np.float64]


class Phase(IntEnum):
    """What goes on at a sample of a trajectory."""

    BOOST = 0
    COAST = 1
    VACUUM = 2
    REENTRY = 3


class Status(IntEnum):
    """How a flight ended."""

    OK = 0
    NO_LIFT = 1
    FELL_IN_BOOST = 2
    ESCAPE = 3
    ORBIT = 4
    TOO_LONG = 5
    BAD_NUMBER = 6

    @property
    def advice(self) -> str:
        """The outcome in a sentence, with what to change."""
        return _ADVICE[self]


_ADVICE = {
    Status.OK: "came down to the ground",
    Status.NO_LIFT: "does not lift off: its thrust is below its weight; check burn time, specific impulse and masses",
    Status.FELL_IN_BOOST: "fell to the ground under thrust; take a smaller kick angle or a longer vertical rise",
    Status.ESCAPE: "escapes from the Earth and never comes down; take a lower speed or an earlier cut-off",
    Status.ORBIT: "stays in orbit and does not come down; take a lower speed, a steeper path or an earlier cut-off",
    Status.TOO_LONG: "does not come down within the limits of the integration (two days, 100 skips, 20000 steps)",
    Status.BAD_NUMBER: "gave a number that is not finite; check the input for zeros, infinities and NaN",
}


@dataclass(frozen=True)
class Flight:
    """Summary of one powered flight. `range_m` is the WGS-84 geodesic from the launch place to the impact.

    Burnout is the last thrust; its speed is relative to the rotating Earth. What does not exist (because the flight
    did not end on the ground) is NaN, and `status` says why.
    """

    vehicle: Vehicle
    launch: Place
    ascent: Ascent
    range_m: float
    apogee_m: float
    flight_time_s: float
    burnout_time_s: float
    burnout_speed_m_s: float
    burnout_altitude_m: float
    burnout_path_angle_deg: float
    burnout: Place
    impact: Place
    impact_speed_m_s: float
    apogee_time_s: float
    status: Status

    def landed(self) -> Flight:
        """This flight, if it came down to the ground.

        Raises:
            InputError: it did not; the message says why and what to change.
        """
        if self.status is not Status.OK:
            raise InputError(f"{self.vehicle.name} {self.status.advice}", field="ascent")
        return self


@dataclass(frozen=True)
class Arc:
    """Summary of one unpowered arc; `range_m` is the WGS-84 geodesic from the ground under the start to the impact."""

    range_m: float
    apogee_m: float
    flight_time_s: float
    impact: Place
    impact_speed_m_s: float
    apogee_time_s: float
    status: Status


@dataclass(frozen=True)
class Trajectory:
    """Samples of a flight: time (n,), ECEF position (n, 3), Earth-fixed velocity (n, 3), phase (n,)."""

    time_s: Array
    position_m: Array
    velocity_m_s: Array
    phase: NDArray[np.int8]

    @property
    def lat_deg(self) -> Array:
        """Geodetic latitude (n,)."""
        return self._geodetic[0]

    @property
    def lon_deg(self) -> Array:
        """Longitude (n,)."""
        return self._geodetic[1]

    @property
    def altitude_m(self) -> Array:
        """Height above the ellipsoid (n,)."""
        return self._geodetic[2]

    @cached_property
    def _geodetic(self) -> tuple[Array, Array, Array]:
        """All three at once, and once: a flight under way is shown to every cell every second."""
        return geodetic_from_ecef(self.position_m)

    def at(self, time_s: ArrayLike) -> Array:
        """ECEF position (..., 3) at times of any shape, by cubic Hermite interpolation; held constant outside."""
        when = np.clip(np.asarray(time_s, dtype=float), self.time_s[0], self.time_s[-1])
        cell = np.clip(np.searchsorted(self.time_s, when, side="right") - 1, 0, len(self.time_s) - 2)
        gap = (self.time_s[cell + 1] - self.time_s[cell])[..., None]
        u = (when - self.time_s[cell])[..., None] / gap
        v = 1.0 - u
        start, end = self.position_m[cell], self.position_m[cell + 1]
        leave, arrive = self.velocity_m_s[cell] * gap, self.velocity_m_s[cell + 1] * gap
        result: Array = v * v * ((1.0 + 2.0 * u) * start + u * leave) + u * u * ((1.0 + 2.0 * v) * end - v * arrive)
        return result
