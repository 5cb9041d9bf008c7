"""The flights that every contender flies: seeded spreads of unpowered arcs and of two-stage powered flights.

Angles in degrees, the rest SI. A case of n flights starts with the flights of a case of fewer, so that samples and
whole sets agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place
from standoff.flight.drag import RV_CONE, V2
from standoff.flight.vehicle import Stage, Vehicle

Array = NDArray[np.float64]

SEED: Final = 20170829

# A made-up missile of the size of a two-stage intermediate-range one: round numbers, no particular system (assumption).
VEHICLE: Final = Vehicle(
    name="two-stage benchmark vehicle",
    stages=(
        Stage(15_000.0, 1_700.0, 75.0, 262.0, 0.8, coast_s=2.0),
        Stage(5_000.0, 700.0, 60.0, 280.0, 0.4),
    ),
    payload_kg=650.0,
    diameter_m=1.5,
    boost_drag=V2,
    reentry_beta_kg_m2=6_000.0,
    reentry_drag=RV_CONE,
)
LAUNCH: Final = Place(39.2, 125.67)


@dataclass(frozen=True)
class Arcs:
    """Unpowered arcs: start at about 100 km and 5 km/s (Earth-fixed), about 40 degrees up; every array (n,)."""

    lat_deg: Array
    lon_deg: Array
    altitude_m: Array
    speed_m_s: Array
    path_angle_deg: Array
    azimuth_deg: Array
    beta_kg_m2: Array

    def __len__(self) -> int:
        """Return the number of arcs."""
        return len(self.speed_m_s)

    def place(self, i: int) -> Place:
        """Start of one arc."""
        return Place(float(self.lat_deg[i]), float(self.lon_deg[i]), float(self.altitude_m[i]))


@dataclass(frozen=True)
class Flights:
    """Powered flights of `VEHICLE` from `LAUNCH`; every array (n,)."""

    azimuth_deg: Array
    kick_deg: Array
    cutoff_s: Array

    def __len__(self) -> int:
        """Return the number of flights."""
        return len(self.kick_deg)


def arcs(count: int) -> Arcs:
    """Arcs all over the Earth outside the polar caps, about 1,000 s long."""
    draw = _uniform(
        count, (-60.0, 60.0), (-180.0, 180.0), (90e3, 110e3), (4700.0, 5300.0), (36.0, 44.0), (0.0, 360.0), (2e3, 1e4)
    )
    return Arcs(*draw)


def flights(count: int) -> Flights:
    """Flights in all directions, lofted to flat, some cut off up to 10 s early."""
    whole = VEHICLE.full_burn_s
    return Flights(*_uniform(count, (0.0, 360.0), (4.0, 12.0), (whole - 10.0, whole)))


def _uniform(count: int, *limits: tuple[float, float]) -> list[Array]:
    low, high = np.array(limits).T
    draws = np.random.default_rng(SEED).random((count, len(limits)))
    return list(np.ascontiguousarray((low + (high - low) * draws).T))
