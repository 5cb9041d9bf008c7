"""The engagement window: which points of a threat's path an interceptor can meet, and when it must leave for them.

For every sample of the path the flyout table gives the shortest flight to it; the launch time is the sample's time less
that flight. A sample is in the window when the launch is not before the earliest commit, the point lies inside the
interceptor's limits of range and altitude, the missile is not under thrust, and a sensor that may guide sees it.
Times are seconds on the exercise clock, positions ECEF meters. Edges of the window are found between samples by
linear interpolation of the margin of the condition that changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.geodesy import Place, ecef_from_geodetic, geodetic_from_ecef
from standoff.engagement.ground import ground_range_m
from standoff.engagement.refusal import Reason, Refusal

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Geodetic = tuple[Array, Array, Array]
"""Latitudes (deg), longitudes (deg) and heights (m) of positions, arrays (n,)."""


class Reach(Protocol):
    """What the window needs of an interceptor's flyout: `ReachTable` has it."""

    @property
    def minimum_altitude_m(self) -> float:
        """Lowest altitude of an intercept."""

    @property
    def maximum_altitude_m(self) -> float:
        """Greatest altitude of an intercept."""

    @property
    def maximum_range_m(self) -> float:
        """Greatest ground range of an intercept."""

    def range_limit_m(self, altitude_m: ArrayLike) -> Array:
        """Greatest ground range that the interceptor's energy allows at an altitude; negative above its apogee."""

    def nearest_flyout_time_s(self, ground_range_m: ArrayLike, altitude_m: ArrayLike) -> Array:
        """Shortest flight to a point, or to the nearest point that can be reached; always finite."""


class Shot(NamedTuple):
    """One planned interceptor: launch, meeting, and where they meet (ECEF)."""

    launch_s: float
    intercept_s: float
    position_m: tuple[float, float, float]

    @property
    def flyout_s(self) -> float:
        """Time from launch to intercept."""
        return self.intercept_s - self.launch_s


@dataclass(frozen=True, eq=False)
class Path:
    """A threat's path as one battery sees it: arrays (n,) over samples, `position_m` (n, 3)."""

    time_s: Array
    position_m: Array
    ground_range_m: Array
    altitude_m: Array


@dataclass(frozen=True, eq=False)
class Window:
    """The possible intercepts, ordered by time: arrays (n,), `position_m` (n, 3).

    `launch_s` is when to leave for each; `joined` says that no gap lies between an intercept and the one before it.
    """

    intercept_s: Array
    launch_s: Array
    position_m: Array
    joined: Mask

    @property
    def earliest_intercept_s(self) -> float:
        """First moment at which an interceptor can meet the threat."""
        return float(self.intercept_s[0])

    @property
    def latest_intercept_s(self) -> float:
        """Last moment at which an interceptor can meet the threat."""
        return float(self.intercept_s[-1])

    @property
    def earliest_launch_s(self) -> float:
        """When to leave for the earliest intercept."""
        return float(self.launch_s[0])

    @property
    def latest_launch_s(self) -> float:
        """The deadline: after it no intercept is possible."""
        return float(self.launch_s.max())

    def after(self, seconds: float) -> Window:
        """The same window for a threat that comes so much later."""
        return Window(seconds + self.intercept_s, seconds + self.launch_s, self.position_m, self.joined)


def path_from(place: Place, time_s: ArrayLike, position_m: ArrayLike, geodetic: Geodetic | None = None) -> Path:
    """A path as seen from a battery's place; `geodetic` is the same positions where the caller has them already."""
    position = np.asarray(position_m, dtype=float)
    lat_deg, lon_deg, altitude_m = geodetic_from_ecef(position) if geodetic is None else geodetic
    return Path(np.asarray(time_s, dtype=float), position, ground_range_m(place, lat_deg, lon_deg), altitude_m)


def may_be_in_reach(reach: Reach, place: Place, position_m: ArrayLike) -> bool:
    """False if every position (n, 3) is too far away for any limit of range and altitude: a quick look before all else.

    A point at ground range s and altitude h is no farther away than s + h, because a chord is shorter than its arc.
    """
    distance_m = float(np.linalg.norm(np.asarray(position_m, dtype=float) - _site(place), axis=-1).min())
    return distance_m <= reach.maximum_range_m + reach.maximum_altitude_m + abs(place.altitude_m)


@lru_cache(maxsize=1024)
def _site(place: Place) -> Array:
    return ecef_from_geodetic(*place)


def window(
    reach: Reach,
    path: Path,
    earliest_launch_s: float,
    guided: Mask | None = None,
    boosting: Mask | None = None,
) -> Window | Refusal:
    """The window of a battery on a threat, or the first condition that leaves nothing of the path, with its number.

    Args:
        reach: flyout of the battery's interceptor.
        path: the threat's path seen from the battery, from `path_from`.
        earliest_launch_s: commit time, after track, link and rules; inf if there is no track to commit on.
        guided: (n,) where a sensor that may guide sees the threat; None: everywhere.
        boosting: (n,) where the threat is under thrust; None: nowhere.
    """
    if not earliest_launch_s < np.inf:
        return Refusal(Reason.NO_TRACK)
    every = np.ones(path.time_s.shape, dtype=bool)
    allowed = every if boosting is None else ~boosting
    seen = every if guided is None else guided
    limits = _limits(reach, path)
    possible = allowed & seen & (limits >= 0.0).all(axis=0)
    if not possible.any():
        return _first_failure(reach, path, limits, allowed)
    flyout_s = reach.nearest_flyout_time_s(path.ground_range_m, path.altitude_m)
    in_time = path.time_s - flyout_s - earliest_launch_s
    feasible = possible & (in_time >= 0.0)
    if not feasible.any():
        return Refusal(Reason.TOO_LATE, float(-in_time[possible].max()), 0.0)
    margins = np.concatenate([limits, in_time[None]])
    return _assemble(reach, path, feasible, margins, flyout_s, allowed & seen, earliest_launch_s)


def launch_and_intercept_s(possible: Window, not_before_s: ArrayLike) -> tuple[Array, Array]:
    """Launch and intercept times of the earliest intercept whose launch is not before a moment; inf where none.

    `not_before_s` may be an array of any shape: a study asks for many draws at once.
    """
    index, fraction = _locate(possible, np.asarray(not_before_s, dtype=float))
    none = index == len(possible.launch_s)
    index = np.minimum(index, len(possible.launch_s) - 1)
    launch = _between(possible.launch_s, index, fraction)
    intercept = _between(possible.intercept_s, index, fraction)
    return np.where(none, np.inf, launch), np.where(none, np.inf, intercept)


def next_shot(possible: Window, not_before_s: float) -> Shot | None:
    """The shot with the earliest intercept whose launch is not before a moment; None if the window is over."""
    index, fraction = _locate(possible, np.asarray(not_before_s, dtype=float))
    if index == len(possible.launch_s):
        return None
    x, y, z = (float(_between(axis, index, fraction)) for axis in possible.position_m.T)
    launch, intercept = (float(_between(times, index, fraction)) for times in (possible.launch_s, possible.intercept_s))
    return Shot(launch, intercept, (x, y, z))


def _limits(reach: Reach, path: Path) -> Array:
    """Rows that must be >= 0: range, ceiling, floor and energy, all m."""
    return np.stack(
        [
            reach.maximum_range_m - path.ground_range_m,
            reach.maximum_altitude_m - path.altitude_m,
            path.altitude_m - reach.minimum_altitude_m,
            reach.range_limit_m(path.altitude_m) - path.ground_range_m,
        ]
    )


def _first_failure(reach: Reach, path: Path, limits: Array, allowed: Mask) -> Refusal:
    """Apply the conditions one after another; the first that leaves no sample is the reason."""
    near, below, above, energy = limits >= 0.0
    if not allowed.any():
        return Refusal(Reason.STILL_BOOSTING)
    left = allowed & near
    if not left.any():
        return Refusal(Reason.OUT_OF_RANGE, float(path.ground_range_m[allowed].min()), reach.maximum_range_m)
    altitude = path.altitude_m[left]
    if not (left & below).any():
        return Refusal(Reason.TOO_HIGH, float(altitude.min()), reach.maximum_altitude_m)
    if not (left & above).any():
        return Refusal(Reason.TOO_LOW, float(altitude.max()), reach.minimum_altitude_m)
    left &= below & above
    if not left.any():
        in_band = allowed & below & above
        beyond = float(-limits[0, in_band].max()) if in_band.any() else float("nan")
        return Refusal(Reason.OUT_OF_ALTITUDE, beyond, reach.maximum_range_m)
    if not (left & energy).any():
        return Refusal(Reason.OUT_OF_ENERGY, float(-limits[3, left].max()), 0.0)
    return Refusal(Reason.NO_GUIDANCE)


def _assemble(
    reach: Reach, path: Path, feasible: Mask, margins: Array, flyout_s: Array, free: Mask, earliest_launch_s: float
) -> Window:
    """The feasible samples, with a node added at each edge that a margin (not a mask) sets."""
    before, share = _edges(feasible, margins, free)

    def with_edges(values: Array) -> Array:
        return np.concatenate([values, values[before] + share * (values[before + 1] - values[before])])

    time_s, ground_range, altitude = map(with_edges, (path.time_s, path.ground_range_m, path.altitude_m))
    position = np.stack([with_edges(axis) for axis in path.position_m.T], axis=-1)
    at_edges = slice(len(path.time_s), None)
    flyout = np.concatenate([flyout_s, reach.nearest_flyout_time_s(ground_range[at_edges], altitude[at_edges])])
    opens = np.concatenate([_opens(feasible, before), feasible[before + 1]])
    keep = np.concatenate([feasible, np.ones(len(before), dtype=bool)])
    order = np.flatnonzero(keep)[np.argsort(time_s[keep], kind="stable")]
    launch_s = np.maximum(time_s - flyout, earliest_launch_s)
    return Window(time_s[order], launch_s[order], position[order], ~opens[order])


def _opens(feasible: Mask, before: NDArray[np.intp]) -> Mask:
    """Samples at which a stretch of the window begins: a mask opens it there, with no edge node ahead."""
    opens = feasible.copy()
    opens[1:] &= ~feasible[:-1]
    opens[before + 1] = False
    return opens


def _edges(feasible: Mask, margins: Array, free: Mask) -> tuple[NDArray[np.intp], Array]:
    """Between which samples (index of the earlier) the window opens or closes by a margin, and at what share."""
    change = np.flatnonzero((feasible[1:] != feasible[:-1]) & free[1:] & free[:-1])
    inner = change + feasible[change + 1]
    outer = change + feasible[change]
    good, bad = margins[:, inner], margins[:, outer]
    with np.errstate(divide="ignore", invalid="ignore"):
        reach_of_good = np.where(bad < 0.0, good / (good - bad), 1.0).min(axis=0, initial=1.0)
    share = np.where(feasible[change], reach_of_good, 1.0 - reach_of_good)
    return change, share


def _locate(possible: Window, not_before_s: Array) -> tuple[NDArray[np.intp], Array]:
    """Index i of the first intercept whose launch is late enough, and the share of the way from i - 1 to i.

    Inside a joined stretch the launch that falls exactly on the moment asked for lies between two samples.
    """
    index = np.searchsorted(np.maximum.accumulate(possible.launch_s), not_before_s, side="left")
    last = np.minimum(index, len(possible.launch_s) - 1)
    earlier, later = possible.launch_s[last - 1], possible.launch_s[last]
    between = possible.joined[last] & (earlier < not_before_s) & (not_before_s < later)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(between, (not_before_s - earlier) / (later - earlier), 1.0)
    return index, share


def _between(values: Array, index: NDArray[np.intp], share: Array) -> Array:
    # share 1 must give the sample itself, exactly.
    earlier, later = values[index - 1], values[index]
    result: Array = np.where(share < 1.0, earlier + share * (later - earlier), later)
    return result
