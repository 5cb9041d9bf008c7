"""A stand-in flyout for tests: an interceptor at constant speed along straight lines over a flat Earth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.engagement.window import Path

Array = NDArray[np.float64]


@dataclass(frozen=True)
class StraightReach:
    speed_m_s: float = 2000.0
    minimum_altitude_m: float = 0.0
    maximum_altitude_m: float = 1e6
    maximum_range_m: float = 1e6
    slant_m: float = 1e7

    def range_limit_m(self, altitude_m: ArrayLike) -> Array:
        altitude = np.asarray(altitude_m, dtype=float)
        inside = np.sqrt(np.maximum(self.slant_m**2 - altitude**2, 0.0))
        return np.where(altitude <= self.slant_m, inside, self.slant_m - altitude)

    def nearest_flyout_time_s(self, ground_range_m: ArrayLike, altitude_m: ArrayLike) -> Array:
        slant: Array = np.hypot(np.asarray(ground_range_m, dtype=float), np.asarray(altitude_m, dtype=float))
        return slant / self.speed_m_s


def flat_path(time_s: ArrayLike, along_m: ArrayLike, altitude_m: ArrayLike) -> Path:
    """A path through the zenith plane of the battery: x along, z up; ground range |x|."""
    time, along, altitude = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (time_s, along_m, altitude_m)))
    position = np.stack([along, np.zeros_like(along), altitude], axis=-1)
    return Path(time, position, np.abs(along), altitude)
