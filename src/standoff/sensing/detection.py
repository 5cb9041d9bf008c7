"""When a radar first detects a threat, or why it never does, with the numbers of the closest miss.

The conditions are asked one after the other: above the horizon, inside the azimuth sector, inside the elevation limits,
within detection range, for long enough. The first that is never met together with those before it is the reason.
Frame: ECEF positions (n, 3) in meters; times in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from standoff.base.geodesy import Array
from standoff.sensing.radar import Radar, Visibility, sees
from standoff.sensing.visibility import Mask, Window, sustained, windows


class Unseen(StrEnum):
    """Why a radar never detects a threat."""

    HORIZON = "below-horizon"
    AZIMUTH = "outside-azimuth-sector"
    ELEVATION = "outside-elevation-limits"
    RANGE = "out-of-range"
    TOO_SHORT = "seen-too-briefly"


@dataclass(frozen=True, eq=False)
class Detection:
    """A threat is detected: when and where it then stands as the radar sees it (apparent elevation).

    `windows` are all times of visibility; `measured` (n,) marks the samples at which the radar holds the threat: those
    after the search delay of each window.
    """

    time_s: float
    range_m: float
    azimuth_deg: float
    elevation_deg: float
    windows: tuple[Window, ...]
    measured: Mask


@dataclass(frozen=True)
class NotDetected:
    """A threat is never detected: the reason, and the radar's numbers at the moment of the closest miss.

    `value` and `limit` belong to the reason: apparent elevation and horizon (deg), angle off the boresight and
    half-width (deg), apparent elevation and the limit passed (deg), range and detection range (m), longest time of
    visibility and search delay (s).
    """

    reason: Unseen
    value: float
    limit: float
    time_s: float
    range_m: float
    detection_range_m: float
    azimuth_deg: float
    elevation_deg: float


def detect(radar: Radar, time_s: ArrayLike, position_m: ArrayLike, rcs_m2: ArrayLike) -> Detection | NotDetected:
    """The detection of a path by a radar: times (n,), ECEF positions (n, 3), cross-sections (n,) or one for all.

    Times must rise. The detection time is exact to one sampling step (see `visibility.windows`).
    """
    time, position = np.asarray(time_s, dtype=float), np.asarray(position_m, dtype=float)
    seen = sees(radar, position, rcs_m2)
    open_windows = windows(seen.visible, time)
    long_enough = [window for window in open_windows if window.duration_s >= radar.search_delay_s]
    if not long_enough:
        return _closest_miss(radar, time, seen, open_windows)
    first_s = long_enough[0].start_s + radar.search_delay_s
    return Detection(
        first_s,
        float(np.interp(first_s, time, seen.range_m)),
        float(np.interp(first_s, time, np.unwrap(seen.azimuth_deg, period=360.0)) % 360.0),
        float(np.interp(first_s, time, seen.elevation_deg)),
        open_windows,
        sustained(seen.visible, time, radar.search_delay_s),
    )


def explain(miss: NotDetected) -> str:
    """One plain clause on why a radar never detected a threat, for tables and reports."""
    match miss.reason:
        case Unseen.HORIZON:
            return (
                f"below the horizon: highest apparent elevation {miss.value:.1f} deg "
                f"at a range of {miss.range_m / 1000.0:.0f} km"
            )
        case Unseen.AZIMUTH:
            return f"outside the azimuth sector: {miss.value:.0f} deg off the boresight, sector {miss.limit:.0f} deg"
        case Unseen.ELEVATION:
            return f"outside the elevation limits: {miss.value:.1f} deg, limit {miss.limit:.1f} deg"
        case Unseen.RANGE:
            return (
                f"out of range: closest miss at {miss.value / 1000.0:.0f} km, "
                f"detection range {miss.limit / 1000.0:.0f} km"
            )
        case Unseen.TOO_SHORT:
            return f"seen too briefly: {miss.value:.0f} s, the search takes {miss.limit:.0f} s"


def _closest_miss(radar: Radar, time: Array, seen: Visibility, open_windows: tuple[Window, ...]) -> NotDetected:
    above = seen.above_horizon
    in_sector = above & seen.in_azimuth
    in_view = in_sector & seen.in_elevation
    if not above.any():
        at = int(np.argmax(seen.elevation_deg - seen.horizon_deg))
        return _miss(Unseen.HORIZON, seen.elevation_deg[at], seen.horizon_deg[at], time, seen, at)
    if not in_sector.any():
        at = _least(np.abs(seen.off_boresight_deg), above)
        return _miss(Unseen.AZIMUTH, abs(seen.off_boresight_deg[at]), radar.azimuth_halfwidth_deg, time, seen, at)
    if not in_view.any():
        below, over = radar.elevation_min_deg - seen.elevation_deg, seen.elevation_deg - radar.elevation_max_deg
        at = _least(np.maximum(below, over), in_sector)
        limit = radar.elevation_min_deg if below[at] > over[at] else radar.elevation_max_deg
        return _miss(Unseen.ELEVATION, seen.elevation_deg[at], limit, time, seen, at)
    if not open_windows:
        # One metre stands in for the reach of a radar on a target without any cross-section.
        at = _least(seen.range_m / np.maximum(seen.detection_range_m, 1.0), in_view)
        return _miss(Unseen.RANGE, seen.range_m[at], seen.detection_range_m[at], time, seen, at)
    longest = max(open_windows, key=lambda window: window.duration_s)
    at = int(np.searchsorted(time, longest.start_s))
    return _miss(Unseen.TOO_SHORT, longest.duration_s, radar.search_delay_s, time, seen, at)


def _least(value: Array, where: Mask) -> int:
    return int(np.argmin(np.where(where, value, np.inf)))


def _miss(reason: Unseen, value: float, limit: float, time: Array, seen: Visibility, at: int) -> NotDetected:
    return NotDetected(
        reason,
        float(value),
        float(limit),
        float(time[at]),
        float(seen.range_m[at]),
        float(seen.detection_range_m[at]),
        float(seen.azimuth_deg[at]),
        float(seen.elevation_deg[at]),
    )
