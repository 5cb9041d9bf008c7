"""The reach table: shortest flight of an interceptor to each ground range and altitude.

A fan of flights, from vertical to flat, is flown in one plane. At each altitude the fan's crossings form a chain:
upward crossings from the steepest flight to the one whose apogee lies there, then downward crossings back to the
steepest. The ground ranges along the chain and the times on it, interpolated between neighboring flights, give every
way to a point; the shortest is kept. Beyond the chain's greatest ground range nothing reaches.

Ground ranges are stored as shares of that greatest range, spaced by the square root of the share left, because the
direct and the late pass merge there like a square root. Metres and seconds; guidance that reshapes the path
is not modeled, and intercepts while the interceptor still burns are allowed as the table gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError

Array = NDArray[np.float64]

ALTITUDES: Final = 96
RANGES: Final = 64


class PlaneFlight(NamedTuple):
    """One flight of the fan in its plane: arrays (n,) of time after launch, ground range and altitude."""

    time_s: Array
    ground_range_m: Array
    altitude_m: Array


@dataclass(frozen=True, eq=False)
class ReachTable:
    """Flyout times over (altitude, share of the greatest ground range there), inside the interceptor's limits.

    `altitude_m` (a,) rises; `limit_m` (a,) is the greatest ground range at each; `time_s` (a, r) the shortest time.
    """

    minimum_altitude_m: float
    maximum_altitude_m: float
    maximum_range_m: float
    altitude_m: Array
    limit_m: Array
    time_s: Array

    def range_limit_m(self, altitude_m: ArrayLike) -> Array:
        """Greatest ground range at an altitude; above the apogee the (negative) height missing."""
        altitude = np.asarray(altitude_m, dtype=float)
        limit = np.interp(altitude, self.altitude_m, self.limit_m)
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
        row = np.interp(
            np.asarray(altitude_m, dtype=float), self.altitude_m, np.arange(len(self.altitude_m), dtype=float)
        )
        low = np.minimum(row.astype(np.intp), len(self.altitude_m) - 2)
        up = row - low
        limit = (1.0 - up) * self.limit_m[low] + up * self.limit_m[low + 1]
        share = np.clip(np.asarray(ground_range_m, dtype=float) / np.maximum(limit, 1e-3), 0.0, 1.0)
        column = (1.0 - np.sqrt(1.0 - share)) * (self.time_s.shape[1] - 1)
        left = np.minimum(column.astype(np.intp), self.time_s.shape[1] - 2)
        along = column - left
        below = (1.0 - along) * self.time_s[low, left] + along * self.time_s[low, left + 1]
        above = (1.0 - along) * self.time_s[low + 1, left] + along * self.time_s[low + 1, left + 1]
        result: Array = (1.0 - up) * below + up * above
        return result


def table_from_fan(
    fan: Sequence[PlaneFlight],
    minimum_altitude_m: float,
    maximum_altitude_m: float,
    maximum_range_m: float,
    altitudes: int = ALTITUDES,
    ranges: int = RANGES,
) -> ReachTable:
    """The reach table from a fan of flights in the order from steepest to flattest.

    Raises `InputError` if no flight rises above the floor.
    """
    ceiling_m = max(float(flight.altitude_m.max()) for flight in fan)
    top_m = min(maximum_altitude_m, ceiling_m)
    if top_m <= minimum_altitude_m:
        raise InputError(
            f"the interceptor rises to {ceiling_m / 1000.0:.1f} km only",
            field="minimum_altitude",
            value=f"{minimum_altitude_m / 1000.0:g} km",
            allowed="a floor below that height",
        )
    # Rows close up toward the top, where the limit closes like a square root when energy sets it.
    altitude = minimum_altitude_m + (top_m - minimum_altitude_m) * (1.0 - np.linspace(1.0, 0.0, altitudes) ** 2)
    ground_range, time = _chains(fan, altitude)
    limit = np.minimum(np.nanmax(ground_range, axis=1), maximum_range_m)
    share = 1.0 - np.linspace(1.0, 0.0, ranges) ** 2
    table = np.stack([_shortest(*chain) for chain in zip(ground_range, time, limit[:, None] * share, strict=True)])
    return ReachTable(minimum_altitude_m, maximum_altitude_m, maximum_range_m, altitude, limit, table)


def _chains(fan: Sequence[PlaneFlight], altitude_m: Array) -> tuple[Array, Array]:
    """Ground range and time (a, 2 f) along the chain at each altitude; NaN for flights that stay below it."""
    up = [_crossings(flight, altitude_m, rising=True) for flight in fan]
    down = [_crossings(flight, altitude_m, rising=False) for flight in reversed(fan)]
    ground_range, time = np.moveaxis(np.array(up + down), 1, 0)
    return ground_range.T, time.T


def _crossings(flight: PlaneFlight, altitude_m: Array, rising: bool) -> tuple[Array, Array]:
    apex = int(np.argmax(flight.altitude_m))
    part = slice(None, apex + 1) if rising else slice(None, apex - 1 if apex else None, -1)
    altitude = np.maximum.accumulate(flight.altitude_m[part])
    reached = altitude_m <= altitude[-1]
    ground_range = np.interp(altitude_m, altitude, flight.ground_range_m[part])
    time = np.interp(altitude_m, altitude, flight.time_s[part])
    return np.where(reached, ground_range, np.nan), np.where(reached, time, np.nan)


def _shortest(chain_range_m: Array, chain_time_s: Array, wanted_range_m: Array) -> Array:
    """Least time (r,) over all links of a chain (c,) that span each wanted ground range."""
    known = ~np.isnan(chain_range_m)
    ground_range, time = chain_range_m[known], chain_time_s[known]
    start, end = ground_range[:-1, None], ground_range[1:, None]
    low, high = np.minimum(start, end), np.maximum(start, end)
    # A hair of tolerance: the wanted range may be the chain's own greatest or least.
    spans = (wanted_range_m >= low - 1e-6 * high - 1e-3) & (wanted_range_m <= high + 1e-6 * high + 1e-3)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(high > low, np.clip((wanted_range_m - start) / (end - start), 0.0, 1.0), 0.0)
    candidates = np.where(spans, time[:-1, None] + share * (time[1:, None] - time[:-1, None]), np.inf)
    best: Array = candidates.min(axis=0, initial=np.inf)
    return best
