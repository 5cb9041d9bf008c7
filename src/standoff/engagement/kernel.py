# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""A battery's window on one path, compiled: where the path lies, what is in reach, and how many shots fit.

The compiled form of `ground`, `reach`, `window` and `doctrine`, which are the readable reference; equal to rounding (no
fast-math). Angles on the ellipsoid stay sines and cosines, so that a sample costs one arc sine.

Frame: ECEF positions (n, 3) in meters; times (n,) in seconds. Windows are written into the caller's arrays.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from standoff.base.constants import WGS84_A_M, WGS84_B_M, WGS84_E2, WGS84_F
from standoff.base.geodesy import Array, Place, ecef_from_geodetic
from standoff.base.jit import jit
from standoff.engagement.doctrine import Doctrine
from standoff.engagement.reach import ReachTable

_SECOND_E2: Final = WGS84_E2 / (1.0 - WGS84_E2)
_E2_A: Final = WGS84_E2 * WGS84_A_M
_SECOND_E2_B: Final = _SECOND_E2 * WGS84_B_M

# Limits of an interceptor.
FLOOR, CEILING, FARTHEST, BURNOUT = range(4)
# A doctrine's row.
ROUND_SIZE, ROUNDS, ASSESSMENT, INTERVAL = range(4)


def pack_site(place: Place) -> Array:
    """A battery's site (6,): the unit vector of its reduced latitude and longitude, and its place on the ellipsoid."""
    reduced = np.arctan((1.0 - WGS84_F) * np.tan(np.radians(place.lat_deg)))
    lon = np.radians(place.lon_deg)
    direction = [np.cos(reduced) * np.cos(lon), np.cos(reduced) * np.sin(lon), np.sin(reduced)]
    return np.array([*direction, *ecef_from_geodetic(place.lat_deg, place.lon_deg)])


def pack_limits(reach: ReachTable) -> Array:
    """Limits (4,) of an interceptor."""
    return np.array([reach.minimum_altitude_m, reach.maximum_altitude_m, reach.maximum_range_m, reach.burnout_s])


def pack_doctrine(doctrine: Doctrine) -> Array:
    """A doctrine's row (4,)."""
    return np.array(
        [doctrine.round_size, doctrine.rounds, doctrine.assessment_delay_s, doctrine.launch_interval_s], dtype=float
    )


@jit
def stand(site, x, y, z):
    """Ground range (m) from a site and altitude (m) of one position: see `ground.range_and_altitude_m`.

    Two rounds of Bowring's iteration: below a millimeter up to 10,000 km.
    """
    across = math.sqrt(x * x + y * y)
    s, c = unit(z * WGS84_A_M, across * WGS84_B_M)
    sin, cos = unit(z + _SECOND_E2_B * s * s * s, across - _E2_A * c * c * c)
    s, c = unit(WGS84_B_M * sin, WGS84_A_M * cos)
    sin, cos = unit(z + _SECOND_E2_B * s * s * s, across - _E2_A * c * c * c)
    altitude = across * cos + z * sin - WGS84_A_M * math.sqrt(1.0 - WGS84_E2 * sin * sin)
    s, c = unit(WGS84_B_M * sin, WGS84_A_M * cos)
    outward = 0.0 if across == 0.0 else c / across
    dx, dy, dz = x * outward - site[0], y * outward - site[1], s - site[2]
    h = min(0.25 * (dx * dx + dy * dy + dz * dz), 1.0)
    if h == 0.0:
        return 0.0, altitude
    angle = 2.0 * math.asin(math.sqrt(h))
    sine = 2.0 * math.sqrt(h * (1.0 - h))
    middle, half = 0.5 * (s + site[2]), 0.5 * (s - site[2])
    # At the antipode the formula fails; nothing reaches that far.
    rest = max(1.0 - h, 1e-12)
    correction = (angle - sine) * middle * middle / rest + (angle + sine) * half * half / h
    return WGS84_A_M * (angle - 0.5 * WGS84_F * correction), altitude


@jit
def unit(s, c):
    """Sine and cosine of the direction of a vector."""
    norm = 1.0 / math.sqrt(s * s + c * c)
    return s * norm, c * norm


@jit
def cell(rising, value):
    """The cell of a rising table (n,) that holds a value, and the share of it that lies below; held at the ends."""
    last = len(rising) - 1
    if value <= rising[0]:
        return 0, 0.0
    if value >= rising[last]:
        return last - 1, 1.0
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if rising[middle] <= value:
            low = middle
        else:
            high = middle
    return low, (value - rising[low]) / (rising[low + 1] - rising[low])


@jit
def range_limit(altitudes, limits2, altitude):
    """Greatest ground range at an altitude: see `reach.ReachTable.range_limit_m`."""
    top = altitudes[len(altitudes) - 1]
    if altitude > top:
        return top - altitude
    low, up = cell(altitudes, altitude)
    return math.sqrt(limits2[low] + up * (limits2[low + 1] - limits2[low]))


@jit
def flyout(limits, altitudes, limits2, speeds, ground_range, altitude):
    """Shortest flight to a point or to the nearest that can be reached: see `reach.nearest_flyout_time_s`."""
    low, up = cell(altitudes, altitude)
    limit = math.sqrt((1.0 - up) * limits2[low] + up * limits2[low + 1])
    share = min(max(ground_range / max(limit, 1.0), 0.0), 1.0)
    column = (1.0 - math.sqrt(1.0 - share)) * (speeds.shape[1] - 1)
    left = min(int(column), speeds.shape[1] - 2)
    along = column - left
    below = (1.0 - along) * speeds[low, left] + along * speeds[low, left + 1]
    above = (1.0 - along) * speeds[low + 1, left] + along * speeds[low + 1, left + 1]
    within = min(max(altitude, altitudes[0]), altitudes[len(altitudes) - 1])
    x = share * limit
    return max(math.sqrt(x * x + within * within) / ((1.0 - up) * below + up * above), limits[BURNOUT])


@jit
def place_path(site, limits, position, count, ground_range, altitude):
    """Ground range and altitude of the first `count` samples; infinitely far where no intercept can be.

    Up from the site and then along at that height is no shorter than the straight line: beyond the ceiling and the
    farthest range, stretched to that height, one of the two limits is broken. A sample beside such a one is placed
    still, because the window's edge may lie between them.
    """
    beyond = limits[CEILING] + limits[FARTHEST] * (1.0 + limits[CEILING] / WGS84_B_M)
    beyond2 = (1.01 * beyond) ** 2
    near = count > 0 and is_near(site, position, 0, beyond2)
    before = False
    for i in range(count):
        after = i + 1 < count and is_near(site, position, i + 1, beyond2)
        if before or near or after:
            ground_range[i], altitude[i] = stand(site, position[i, 0], position[i, 1], position[i, 2])
        else:
            ground_range[i], altitude[i] = math.inf, 0.0
        before, near = near, after


@jit
def is_near(site, position, i, beyond2):
    """Whether a sample is nearer to the site than a distance given by its square."""
    dx, dy, dz = position[i, 0] - site[3], position[i, 1] - site[4], position[i, 2] - site[5]
    return dx * dx + dy * dy + dz * dz <= beyond2


@jit
def margins(reach, ground_range, altitude, time, flown, not_before, out):
    """The margins (5,) of `window._margins`: range, ceiling, floor, energy and time."""
    limits, altitudes, limits2, _ = reach
    out[0] = limits[FARTHEST] - ground_range
    out[1] = limits[CEILING] - altitude
    out[2] = altitude - limits[FLOOR]
    out[3] = range_limit(altitudes, limits2, altitude) - ground_range
    out[4] = time - flown - not_before


@jit
def open_window(reach, time, ground_range, altitude, free, count, not_before, intercept, launch, joined, feasible):
    """The window of `window.window` on the first `count` samples: fills its nodes, returns how many there are.

    `reach` is (limits, altitudes, squares of range limits, speeds); `free` (n,) where an intercept is allowed at all;
    `feasible` is work space (n,). Nodes go into `intercept`, `launch` and `joined`, two to a sample at most.
    """
    limits, altitudes, limits2, speeds = reach
    any_feasible = False
    for i in range(count):
        feasible[i] = free[i] and can_meet(reach, ground_range[i], altitude[i], time[i], not_before)
        any_feasible = any_feasible or feasible[i]
    if not any_feasible:
        return 0
    good, bad = np.empty(5), np.empty(5)
    nodes = 0
    follows = False  # whether the next sample is joined to the node before it
    for i in range(count):
        if feasible[i]:
            flown = flyout(limits, altitudes, limits2, speeds, ground_range[i], altitude[i])
            intercept[nodes], launch[nodes] = time[i], max(time[i] - flown, not_before)
            joined[nodes] = follows
            nodes += 1
        follows = feasible[i]
        if i + 1 == count or feasible[i + 1] == feasible[i] or not (free[i] and free[i + 1]):
            continue
        inner, outer = (i, i + 1) if feasible[i] else (i + 1, i)
        for at, row in ((inner, good), (outer, bad)):
            flown = flyout(limits, altitudes, limits2, speeds, ground_range[at], altitude[at])
            margins(reach, ground_range[at], altitude[at], time[at], flown, not_before, row)
        share = 1.0
        for m in range(5):
            if bad[m] < 0.0:
                share = min(share, good[m] / (good[m] - bad[m]))
        if not feasible[i]:
            share = 1.0 - share
        when = time[i] + share * (time[i + 1] - time[i])
        x = ground_range[i] + share * (ground_range[i + 1] - ground_range[i])
        h = altitude[i] + share * (altitude[i + 1] - altitude[i])
        flown = flyout(limits, altitudes, limits2, speeds, x, h)
        intercept[nodes], launch[nodes] = when, max(when - flown, not_before)
        joined[nodes] = feasible[i]
        nodes += 1
        follows = True
    return nodes


@jit
def can_meet(reach, ground_range, altitude, time, not_before):
    """Whether a point is inside all limits and an interceptor gets there in time; the cheap limits first."""
    limits, altitudes, limits2, speeds = reach
    if ground_range > limits[FARTHEST] or not limits[FLOOR] <= altitude <= limits[CEILING]:
        return False
    if ground_range > range_limit(altitudes, limits2, altitude):
        return False
    flown = flyout(limits, altitudes, limits2, speeds, ground_range, altitude)
    return time - flown - not_before >= 0.0


@jit
def shots(doctrine, intercept, launch, joined, latest, nodes, not_before, most):
    """Shots that fit if all miss, at most `most`: see `doctrine.shots_that_fit`. `latest` is work space (n,)."""
    running = -math.inf
    for i in range(nodes):
        running = max(running, launch[i])
        latest[i] = running
    count = 0
    rounds = 0
    while rounds < doctrine[ROUNDS] and count < most:
        last_intercept = -math.inf
        for _ in range(int(doctrine[ROUND_SIZE])):
            leaves, meets = next_meeting(intercept, launch, joined, latest, nodes, not_before)
            if leaves == math.inf:
                return min(count, most)
            count += 1
            last_intercept = max(last_intercept, meets)
            not_before = leaves + doctrine[INTERVAL]
        not_before = max(not_before, last_intercept + doctrine[ASSESSMENT])
        rounds += 1
    return min(count, most)


@jit
def next_meeting(intercept, launch, joined, latest, nodes, not_before):
    """Launch and intercept time of the earliest intercept whose launch is not before a moment; infinite if none."""
    low, high = 0, nodes
    while low < high:
        middle = (low + high) // 2
        if latest[middle] < not_before:
            low = middle + 1
        else:
            high = middle
    if low == nodes:
        return math.inf, math.inf
    if low > 0 and joined[low] and launch[low - 1] < not_before < launch[low]:
        share = (not_before - launch[low - 1]) / (launch[low] - launch[low - 1])
        if share < 1.0:
            return (
                launch[low - 1] + share * (launch[low] - launch[low - 1]),
                intercept[low - 1] + share * (intercept[low] - intercept[low - 1]),
            )
    return launch[low], intercept[low]
