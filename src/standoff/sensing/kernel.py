# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Radars along one path, compiled: what is in sight, what is held, how good the track is, when it first fits a basket.

The compiled form of `visibility`, `radar` and `tracking`, which are the readable reference; equal to rounding (no
fast-math), tested sample by sample. Trigonometry of the site is done once, in `pack_radar`; along the path angles stay
sines and cosines where they can.

Frame: ECEF positions (n, 3) in meters; times (n,) in seconds. Long work arrays are the caller's.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from standoff.base.constants import MU_M3_S2, OMEGA_RAD_S, WGS84_A_M, WGS84_E2
from standoff.base.geodesy import Array, ecef_from_geodetic, enu_axes
from standoff.base.jit import jit
from standoff.sensing.radar import BOOST_PHASE, Radar, detection_range_m
from standoff.sensing.tracking import PRIOR_POSITION_SIGMA_M, PRIOR_VELOCITY_SIGMA_M_S

# A radar's row: site (3), east, north and up axes (9), then these.
(
    SITE_ALTITUDE, MERIDIAN, PRIME_VERTICAL, RANGE_BOOSTING, RANGE_AFTER, BORESIGHT, HALFWIDTH, ELEVATION_MIN,
    ELEVATION_MAX, SEARCH_DELAY, RANGE_SIGMA, ANGLE_SIGMA, UPDATE, REFRACTION,
) = range(12, 26)  # fmt: skip
RADAR_COLUMNS: Final = 26

_POSITION_PRIOR: Final = PRIOR_POSITION_SIGMA_M**-2.0
_VELOCITY_PRIOR: Final = PRIOR_VELOCITY_SIGMA_M_S**-2.0
_BOOST: Final = BOOST_PHASE


def pack_radar(radar: Radar, boosting_rcs_m2: float, after_rcs_m2: float) -> Array:
    """A radar's row (26,), with its detection ranges for a cross-section under thrust and after it."""
    row = np.zeros(RADAR_COLUMNS)
    row[:3] = ecef_from_geodetic(*radar.place)
    row[3:12] = enu_axes(radar.place.lat_deg, radar.place.lon_deg).ravel()
    w2 = 1.0 - WGS84_E2 * np.sin(np.radians(radar.place.lat_deg)) ** 2
    row[MERIDIAN], row[PRIME_VERTICAL] = WGS84_A_M * (1.0 - WGS84_E2) / w2**1.5, WGS84_A_M / np.sqrt(w2)
    row[SITE_ALTITUDE] = radar.place.altitude_m
    row[[RANGE_BOOSTING, RANGE_AFTER]] = detection_range_m(radar, [boosting_rcs_m2, after_rcs_m2])
    row[BORESIGHT], row[HALFWIDTH] = radar.boresight_deg, radar.azimuth_halfwidth_deg
    row[ELEVATION_MIN], row[ELEVATION_MAX] = radar.elevation_min_deg, radar.elevation_max_deg
    row[SEARCH_DELAY], row[UPDATE] = radar.search_delay_s, radar.update_s
    row[RANGE_SIGMA], row[ANGLE_SIGMA] = radar.range_sigma_m, radar.angle_sigma_rad
    row[REFRACTION] = radar.refraction
    return row


@jit
def in_sight(radar, position, boosting):
    """Whether a radar sees one position: detection range first, because most fail there, then sector, then height."""
    dx, dy, dz = position[0] - radar[0], position[1] - radar[1], position[2] - radar[2]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    if distance > (radar[RANGE_BOOSTING] if boosting else radar[RANGE_AFTER]):
        return False
    east = radar[3] * dx + radar[4] * dy + radar[5] * dz
    north = radar[6] * dx + radar[7] * dy + radar[8] * dz
    up = radar[9] * dx + radar[10] * dy + radar[11] * dz
    if radar[HALFWIDTH] < 180.0:
        azimuth = math.degrees(math.atan2(east, north)) % 360.0
        off = (azimuth - radar[BORESIGHT] + 180.0) % 360.0 - 180.0
        if abs(off) > radar[HALFWIDTH]:
            return False
    elevation, horizon = apparent_elevation(radar, east, north, up)
    return elevation >= horizon and radar[ELEVATION_MIN] <= elevation <= radar[ELEVATION_MAX]


@jit
def apparent_elevation(radar, east, north, up):
    """Refracted elevation and horizon (deg) of a position in the site's axes: see `visibility.sight`."""
    across2 = east * east + north * north
    north2 = north * north / across2 if across2 > 0.0 else 1.0
    radius = 1.0 / (north2 / radar[MERIDIAN] + (1.0 - north2) / radar[PRIME_VERTICAL])
    altitude = radar[SITE_ALTITUDE]
    across, high = math.sqrt(across2), radius + altitude + up
    angle = math.atan2(across, high)
    height = math.sqrt(across2 + high * high) - radius
    k = radar[REFRACTION]
    effective = k * radius
    reach = effective + height
    elevation = math.atan2(reach * math.cos(angle / k) - (effective + altitude), reach * math.sin(angle / k))
    horizon = 0.0
    if altitude > 0.0:
        horizon = -math.degrees(math.acos(effective / (effective + altitude)))
    return math.degrees(elevation), horizon


@jit
def hold(radar, time, position, phase, count, held):
    """Mark those of `count` samples at which a radar holds the target: in sight all through its search delay."""
    since = -1
    for i in range(count):
        if in_sight(radar, position[i], phase[i] == _BOOST):
            if since < 0:
                since = i
            held[i] = time[i] - time[since] >= radar[SEARCH_DELAY]
        else:
            since = -1
            held[i] = False


@jit
def held_for(held, time, count, hold_s, guided):
    """Add to `guided` the samples at which a mask has been true without a break for `hold_s`."""
    since = -1
    for i in range(count):
        if not held[i]:
            since = -1
            continue
        if since < 0:
            since = i
        if time[i] - time[since] >= hold_s:
            guided[i] = True


@jit
def follow(radar, held, time, position, first, gathered, last, transition, information):
    """The track from sample `first`, its first measurement: see `tracking.track`.

    Fills `information` (., 6, 6) to sample `gathered` and `transition` (., 6, 6) to `last`, both from index 0 on.
    """
    weight = np.empty((3, 3))
    carried = np.empty((3, 6))
    old, new = np.empty((3, 3)), np.empty((3, 3))
    for k in range(last - first + 1):
        i = first + k
        x, y, z, c, s = inertial(position[i], time[i])
        gradient(x, y, z, new)
        if k == 0:
            for a in range(6):
                for b in range(6):
                    transition[0, a, b] = 1.0 if a == b else 0.0
                    information[0, a, b] = 0.0
                information[0, a, a] = _POSITION_PRIOR if a < 3 else _VELOCITY_PRIOR
        else:
            for a in range(3):
                for b in range(3):
                    old[a, b] = 0.5 * (old[a, b] + new[a, b])
            carry(old, time[i] - time[i - 1], transition[k - 1], transition[k])
            if i <= gathered:
                information[k] = information[k - 1]
        if held[i] and i <= gathered:
            updates = 1.0 if k == 0 or not held[i - 1] else (time[i] - time[i - 1]) / radar[UPDATE]
            sx, sy = c * radar[0] - s * radar[1], s * radar[0] + c * radar[1]
            weigh(radar, x - sx, y - sy, z - radar[2], updates, weight)
            gain(weight, transition[k], carried, information[k])
        old[:] = new


@jit
def inertial(position, time):
    """A position turned to the inertial frame, and cosine and sine of the turn."""
    c, s = math.cos(OMEGA_RAD_S * time), math.sin(OMEGA_RAD_S * time)
    return c * position[0] - s * position[1], s * position[0] + c * position[1], position[2], c, s


@jit
def gradient(x, y, z, out):
    """Gravity gradient (3, 3) of a point mass: see `tracking.gravity_gradient`."""
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    scale = MU_M3_S2 / (r2 * r)
    x, y, z = x / r, y / r, z / r
    out[0, 0], out[1, 1], out[2, 2] = (
        scale * (3.0 * x * x - 1.0),
        scale * (3.0 * y * y - 1.0),
        scale * (3.0 * z * z - 1.0),
    )
    out[0, 1] = out[1, 0] = scale * 3.0 * x * y
    out[0, 2] = out[2, 0] = scale * 3.0 * x * z
    out[1, 2] = out[2, 1] = scale * 3.0 * y * z


@jit
def carry(g, h, before, after):
    """A transition (6, 6) one step `h` on, with the gradient `g` constant: see `tracking._step_transition`."""
    a, b = h * h / 2.0, h * h * h / 6.0
    for j in range(6):
        p0, p1, p2 = before[0, j], before[1, j], before[2, j]
        v0, v1, v2 = before[3, j], before[4, j], before[5, j]
        gp0 = g[0, 0] * p0 + g[0, 1] * p1 + g[0, 2] * p2
        gp1 = g[1, 0] * p0 + g[1, 1] * p1 + g[1, 2] * p2
        gp2 = g[2, 0] * p0 + g[2, 1] * p1 + g[2, 2] * p2
        gv0 = g[0, 0] * v0 + g[0, 1] * v1 + g[0, 2] * v2
        gv1 = g[1, 0] * v0 + g[1, 1] * v1 + g[1, 2] * v2
        gv2 = g[2, 0] * v0 + g[2, 1] * v1 + g[2, 2] * v2
        after[0, j] = p0 + a * gp0 + h * v0 + b * gv0
        after[1, j] = p1 + a * gp1 + h * v1 + b * gv1
        after[2, j] = p2 + a * gp2 + h * v2 + b * gv2
        after[3, j] = h * gp0 + v0 + a * gv0
        after[4, j] = h * gp1 + v1 + a * gv1
        after[5, j] = h * gp2 + v2 + a * gv2


@jit
def weigh(radar, x, y, z, updates, out):
    """Information (3, 3) on inertial position from `updates` measurements along a line of sight."""
    r2 = x * x + y * y + z * z
    across = updates / (r2 * radar[ANGLE_SIGMA] * radar[ANGLE_SIGMA])
    more = (updates / (radar[RANGE_SIGMA] * radar[RANGE_SIGMA]) - across) / r2
    out[0, 0], out[1, 1], out[2, 2] = across + more * x * x, across + more * y * y, across + more * z * z
    out[0, 1] = out[1, 0] = more * x * y
    out[0, 2] = out[2, 0] = more * x * z
    out[1, 2] = out[2, 1] = more * y * z


@jit
def gain(weight, transition, carried, information):
    """Add the position part of a transition, transposed, times a weight (3, 3), times it, to an information (6, 6)."""
    for a in range(3):
        for b in range(6):
            carried[a, b] = (
                weight[a, 0] * transition[0, b] + weight[a, 1] * transition[1, b] + weight[a, 2] * transition[2, b]
            )
    for a in range(6):
        for b in range(a, 6):
            more = (
                transition[0, a] * carried[0, b] + transition[1, a] * carried[1, b] + transition[2, a] * carried[2, b]
            )
            information[a, b] += more
            if b > a:
                information[b, a] += more


@jit
def project(time, position, first, last, transition, at_s, slope, carried):
    """The map of the state at the epoch to the position at `at_s`, in the first three rows of `carried` (6, 6)."""
    before = max(last_until(time, first, last, at_s), first)
    x, y, z, _, _ = inertial(position[before], time[before])
    gradient(x, y, z, slope)
    carry(slope, at_s - time[before], transition[before - first], carried)


@jit
def last_until(time, first, last, at_s):
    """The last of the samples `first` to `last` that is not after a moment; `first - 1` if all are."""
    low, high = first - 1, last
    while low < high:
        middle = (low + high + 1) // 2
        if time[middle] <= at_s:
            low = middle
        else:
            high = middle - 1
    return low


@jit
def error(information, projection, root, solved):
    """Longest half-axis (m) of the one-sigma ellipsoid of a projected state: see `tracking.Track.error_m`.

    The information, brought to unit diagonal, is split by Cholesky into `root` (6, 6); `solved` is (6, 3).
    """
    for i in range(6):
        scale_i = 1.0 / math.sqrt(information[i, i])
        root[i, i] = scale_i
    for i in range(6):
        for axis in range(3):
            solved[i, axis] = projection[axis, i] * root[i, i]
        for j in range(i):
            root[i, j] = information[i, j] * root[i, i] * root[j, j]
    for i in range(6):
        for j in range(i):
            total = root[i, j]
            for k in range(j):
                total -= root[i, k] * root[j, k]
            root[i, j] = total / root[j, j]
        pivot = 1.0
        for k in range(i):
            pivot -= root[i, k] * root[i, k]
        if not pivot > 0.0:
            return math.inf
        root[i, i] = math.sqrt(pivot)
        for axis in range(3):
            total = solved[i, axis]
            for k in range(i):
                total -= root[i, k] * solved[k, axis]
            solved[i, axis] = total / root[i, i]
    a, b, c, d, e, f = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(6):
        x, y, z = solved[i, 0], solved[i, 1], solved[i, 2]
        a, b, c = a + x * x, b + y * y, c + z * z
        d, e, f = d + x * y, e + x * z, f + y * z
    return math.sqrt(max(largest_eigenvalue(a, b, c, d, e, f), 0.0))


@jit
def largest_eigenvalue(xx, yy, zz, xy, xz, yz):
    """The largest eigenvalue of a symmetric 3 x 3 matrix, by the cosine formula (Smith, Comm. ACM 4(4), 1961)."""
    mean = (xx + yy + zz) / 3.0
    a, b, c = xx - mean, yy - mean, zz - mean
    spread = math.sqrt((a * a + b * b + c * c + 2.0 * (xy * xy + xz * xz + yz * yz)) / 6.0)
    if spread == 0.0:
        return mean
    a, b, c, xy, xz, yz = a / spread, b / spread, c / spread, xy / spread, xz / spread, yz / spread
    half = 0.5 * (a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz))
    return mean + 2.0 * spread * math.cos(math.acos(min(1.0, max(-1.0, half))) / 3.0)


@jit
def first_fit(time, position, first, gathered, last, transition, information, intercept_s, decide_s, basket_m, best):
    """The sample from which the track fits a basket for one of the intercepts (n,), or -1: see `tracking.first_fit_s`.

    An intercept counts if its track is there by its `decide_s` (n,). Only samples before `best` are of interest: one
    look at the last of them tells whether an intercept can better it. The track is that of `follow`.
    """
    slope, carried = np.empty((3, 3)), np.empty((6, 6))
    root, solved = np.empty((6, 6)), np.empty((6, 3))
    found = -1
    for n in range(len(intercept_s)):
        high = last_until(time, first, min(gathered, best - 1), min(intercept_s[n], decide_s[n]))
        if high < first:
            continue
        project(time, position, first, last, transition, intercept_s[n], slope, carried)
        if error(information[high - first], carried, root, solved) > basket_m:
            continue
        low = first
        while low < high:
            middle = (low + high) // 2
            if error(information[middle - first], carried, root, solved) <= basket_m:
                high = middle
            else:
                low = middle + 1
        found = best = low
    return found
