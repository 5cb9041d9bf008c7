"""The reach table: shortest flight of an interceptor to each ground range and altitude.

A fan of flights, from vertical to flat, is flown in one plane. At each altitude the fan's crossings form a chain:
upward crossings from the steepest flight to the one whose apogee lies there, then downward crossings back to the
steepest. The ground ranges along the chain and the times on it, interpolated between neighboring flights, give every
way to a point; the shortest is kept, but no time before burnout: a point that is passed under thrust is met when the
thrust has ended. Beyond the chain's greatest ground range nothing reaches.

What is stored is the mean speed along the straight line, which varies slowly, over altitude and over ground range as
a share of the greatest one; shares are spaced by the square root of what is left, because the direct and the late pass
merge at the edge like a square root, and the square of the greatest range is interpolated, because it falls in a
straight line to the apogee (in vacuum over a flat Earth exactly: the parabola of safety). Guidance that reshapes the
path is not modeled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.engagement.flyout import PlaneFlight, fan
from standoff.engagement.interceptor import Interceptor

Array = NDArray[np.float64]

ALTITUDES: Final = 96
RANGES: Final = 64
_LOWEST_M: Final = 100.0


@dataclass(frozen=True, eq=False)
class ReachTable:
    """Mean flyout speeds over (altitude, share of the greatest ground range there), inside the interceptor's limits.

    `altitude_m` (a,) rises; `limit_m2` (a,) is the square of the greatest ground range at each; `speed_m_s` (a, r) the
    straight-line distance over the shortest time. No flight is shorter than `burnout_s`.
    """

    minimum_altitude_m: float
    maximum_altitude_m: float
    maximum_range_m: float
    burnout_s: float
    altitude_m: Array
    limit_m2: Array
    speed_m_s: Array

    @classmethod
    def build(cls, interceptor: Interceptor) -> ReachTable:
        """Fly the interceptor's fan and tabulate it. Some tens of milliseconds: keep the result, or ask `reach_of`.

        Raises `InputError` if the interceptor does not rise above its own floor.
        """
        flights = fan(interceptor.vehicle, interceptor.minimum_altitude_m)
        return table_from_fan(
            flights,
            interceptor.minimum_altitude_m,
            interceptor.maximum_altitude_m,
            interceptor.maximum_range_m,
            interceptor.vehicle.full_burn_s,
        )

    def range_limit_m(self, altitude_m: ArrayLike) -> Array:
        """Greatest ground range at an altitude; above the apogee the (negative) height missing."""
        altitude = np.asarray(altitude_m, dtype=float)
        limit = np.sqrt(np.interp(altitude, self.altitude_m, self.limit_m2))
        result: Array = np.where(altitude > self.altitude_m[-1], self.altitude_m[-1] - altitude, limit)
        return result

    def flyout_time_s(self, ground_range_m: ArrayLike, altitude_m: ArrayLike) -> Array:
        """Shortest flight to points (any shape), inf where not reachable or outside the interceptor's limits."""
        ground_range, altitude = np.broadcast_arrays(
            np.asarray(ground_range_m, dtype=float), np.asarray(altitude_m, dtype=float)
        )
        inside = (altitude >= self.minimum_altitude_m) & (altitude <= self.maximum_altitude_m)
        inside &= ground_range <= np.minimum(self.maximum_range_m, self.range_limit_m(altitude))
        return np.where(inside, self.nearest_flyout_time_s(ground_range, altitude), np.inf)

    def nearest_flyout_time_s(self, ground_range_m: ArrayLike, altitude_m: ArrayLike) -> Array:
        """Shortest flight to points, or for a point out of reach to the edge of reach; always finite."""
        ground_range, altitude = np.asarray(ground_range_m, dtype=float), np.asarray(altitude_m, dtype=float)
        row = np.interp(altitude, self.altitude_m, np.arange(len(self.altitude_m), dtype=float))
        low = np.minimum(row.astype(np.intp), len(self.altitude_m) - 2)
        up = row - low
        limit = np.sqrt((1.0 - up) * self.limit_m2[low] + up * self.limit_m2[low + 1])
        share = np.clip(ground_range / np.maximum(limit, 1.0), 0.0, 1.0)
        column = (1.0 - np.sqrt(1.0 - share)) * (self.speed_m_s.shape[1] - 1)
        left = np.minimum(column.astype(np.intp), self.speed_m_s.shape[1] - 2)
        along = column - left
        below = (1.0 - along) * self.speed_m_s[low, left] + along * self.speed_m_s[low, left + 1]
        above = (1.0 - along) * self.speed_m_s[low + 1, left] + along * self.speed_m_s[low + 1, left + 1]
        within = np.clip(altitude, self.altitude_m[0], self.altitude_m[-1])
        time = np.hypot(share * limit, within) / ((1.0 - up) * below + up * above)
        result: Array = np.maximum(time, self.burnout_s)
        return result


@lru_cache(maxsize=256)
def reach_of(interceptor: Interceptor) -> ReachTable:
    """The reach table of an interceptor, built once in a process."""
    return ReachTable.build(interceptor)


def table_from_fan(
    flights: Sequence[PlaneFlight],
    minimum_altitude_m: float,
    maximum_altitude_m: float,
    maximum_range_m: float,
    burnout_s: float = 0.0,
    altitudes: int = ALTITUDES,
    ranges: int = RANGES,
) -> ReachTable:
    """The reach table from a fan of flights in the order from steepest to flattest; no time is before `burnout_s`.

    Raises `InputError` if no flight rises above the floor.
    """
    ceiling_m = max(float(flight.altitude_m.max()) for flight in flights)
    bottom_m, top_m = max(minimum_altitude_m, _LOWEST_M), min(maximum_altitude_m, ceiling_m)
    if top_m <= bottom_m:
        raise InputError(
            f"the interceptor rises to {ceiling_m / 1000.0:.1f} km only",
            field="minimum_altitude",
            value=f"{minimum_altitude_m / 1000.0:g} km",
            allowed="a floor below that height",
        )
    # Rows close up toward the top, where flights linger when energy sets it.
    altitude = bottom_m + (top_m - bottom_m) * (1.0 - np.linspace(1.0, 0.0, altitudes) ** 2)
    chains = _chains(flights, altitude)
    limit = np.minimum(np.nanmax(chains[0], axis=1), maximum_range_m)
    wanted = limit[:, None] * (1.0 - np.linspace(1.0, 0.0, ranges) ** 2)
    time = np.stack([_shortest(*rows) for rows in zip(*chains, wanted, strict=True)])
    speed = np.hypot(wanted, altitude[:, None]) / time
    limits = (minimum_altitude_m, maximum_altitude_m, maximum_range_m)
    return ReachTable(*limits, burnout_s, altitude, limit**2, speed)


def _chains(flights: Sequence[PlaneFlight], altitude_m: Array) -> tuple[Array, Array]:
    """Ground range and time (a, 2 f + 1) along the chain at each altitude; NaN for flights that stay below it."""
    up = [_crossings(flight, altitude_m, rising=True) for flight in flights]
    down = [_crossings(flight, altitude_m, rising=False) for flight in reversed(flights)]
    ground_range, time = np.moveaxis(np.array([*up, _summits(flights, altitude_m), *down]), 1, 0)
    return ground_range.T, time.T


def _summits(flights: Sequence[PlaneFlight], altitude_m: Array) -> tuple[Array, Array]:
    """Where and when the flight whose apogee is just that altitude has it, between two flights of the fan.

    Without it the chain would turn around a whole spacing of the fan too early, since crossings near an apogee are far
    apart.
    """
    summits = [
        (flight.altitude_m[top], flight.ground_range_m[top], flight.time_s[top])
        for flight in reversed(flights)
        for top in [int(np.argmax(flight.altitude_m))]
    ]
    altitude, ground_range, time = np.array(summits).T
    altitude = np.maximum.accumulate(altitude)
    inside = (altitude_m >= altitude[0]) & (altitude_m <= altitude[-1])
    between = (np.interp(altitude_m, altitude, values) for values in (ground_range, time))
    x, t = (np.where(inside, values, np.nan) for values in between)
    return x, t


def _crossings(flight: PlaneFlight, altitude_m: Array, rising: bool) -> tuple[Array, Array]:
    apex = int(np.argmax(flight.altitude_m))
    part = slice(None, apex + 1) if rising else slice(None, apex - 1 if apex else None, -1)
    altitude = np.maximum.accumulate(flight.altitude_m[part])
    reached = altitude_m <= altitude[-1]
    ground_range = np.interp(altitude_m, altitude, flight.ground_range_m[part])
    time = np.interp(altitude_m, altitude, flight.time_s[part])
    return np.where(reached, ground_range, np.nan), np.where(reached, time, np.nan)


def _shortest(chain_range_m: Array, chain_time_s: Array, wanted_range_m: Array) -> Array:
    """Least time (r,) on a chain (c,) at each wanted ground range: out to its greatest range, or on the way back."""
    known = ~np.isnan(chain_range_m)
    ground_range, time = chain_range_m[known], chain_time_s[known]
    farthest = int(np.argmax(ground_range))
    out, back = slice(None, farthest + 1), slice(None, farthest - 1 if farthest else None, -1)
    ways = [np.interp(wanted_range_m, np.maximum.accumulate(ground_range[w]), time[w]) for w in (out, back)]
    return np.minimum(*ways)
