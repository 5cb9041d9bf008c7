"""A vehicle at a launch place, a direction, and where its flights come down along and across that direction.

What aiming searches over. Downrange and crossrange are metres in azimuthal-equidistant coordinates about the launch
place: range times cosine and sine of the bearing of the impact off the direction. Angles are degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

from standoff.base.constants import OMEGA_RAD_S
from standoff.base.geodesy import Place, azimuth_deg
from standoff.flight.closed_form import vacuum_minimum_time_s
from standoff.flight.flight import fly
from standoff.flight.results import Flight, Status
from standoff.flight.vehicle import Vehicle

HALF_ROUND_M: Final = 20_003.9e3
"""Half a meridian of WGS-84."""
FARTHEST_M: Final = 2.0 * HALF_ROUND_M
"""Downrange of a body that does not come down, or goes more than half round the Earth."""
_SLOW_M_S: Final = 6_500.0  # too slow by far to pass the antipode


class Steering(NamedTuple):
    """What is solved for."""

    azimuth_deg: float
    kick_deg: float
    cutoff_s: float = math.inf


class Shot(NamedTuple):
    """A steering and where it came down, along and to the right of the line; minus infinity if it did not fly."""

    steering: Steering
    downrange_m: float
    crossrange_m: float
    apogee_m: float


@dataclass(frozen=True)
class Line:
    """A vehicle at a launch place, the direction and distance wanted, and the azimuth to steer for it."""

    vehicle: Vehicle
    launch: Place
    azimuth_deg: float
    distance_m: float
    steer_deg: float | None = None
    omega_rad_s: float = OMEGA_RAD_S

    @property
    def steering_deg(self) -> float:
        """The azimuth to steer: the direction wanted, until it has been corrected."""
        return self.azimuth_deg if self.steer_deg is None else self.steer_deg

    def fly(self, steering: Steering) -> Flight:
        """The whole flight of a steering."""
        azimuth, kick, cutoff = steering
        ascent = self.vehicle.ascent(azimuth % 360.0, kick, cutoff)
        return fly(self.vehicle, self.launch, ascent, self.omega_rad_s)

    def shoot(self, steering: Steering) -> Shot:
        """Fly, and place the impact. A body that escapes or stays in orbit counts as farthest of all."""
        flight = self.fly(steering)
        if flight.status in (Status.ESCAPE, Status.ORBIT, Status.TOO_LONG):
            return Shot(steering, FARTHEST_M, 0.0, FARTHEST_M)
        if flight.status is not Status.OK:
            return Shot(steering, -math.inf, 0.0, 0.0)
        if _past_antipode(flight):
            return Shot(steering, FARTHEST_M, 0.0, flight.apogee_m)
        angle = math.radians(azimuth_deg(self.launch, flight.impact) - self.azimuth_deg)
        return Shot(steering, flight.range_m * math.cos(angle), flight.range_m * math.sin(angle), flight.apogee_m)

    def kick(self, kick_deg: float, cutoff_s: float = math.inf) -> Shot:
        """Fly with a kick angle at the line's steering azimuth."""
        return self.shoot(Steering(self.steering_deg, kick_deg, cutoff_s))


def _past_antipode(flight: Flight) -> bool:
    """Whether a flight goes more than half round the Earth: it takes longer than that at its apogee."""
    if flight.burnout_speed_m_s < _SLOW_M_S:
        return False
    highest = max(flight.apogee_m, flight.burnout_altitude_m)
    return flight.flight_time_s > float(vacuum_minimum_time_s(HALF_ROUND_M, highest))


def as_vector(steering: Steering) -> list[float]:
    """Kick toward north and toward east: unlike azimuth and kick angle, smooth through the vertical."""
    azimuth = math.radians(steering.azimuth_deg)
    return [steering.kick_deg * math.cos(azimuth), steering.kick_deg * math.sin(azimuth)]


def from_vector(north_deg: float, east_deg: float, cutoff_s: float = math.inf) -> Steering:
    """The steering of a kick toward north and toward east."""
    azimuth = math.degrees(math.atan2(east_deg, north_deg)) % 360.0
    return Steering(azimuth, min(math.hypot(north_deg, east_deg), 90.0), cutoff_s)
