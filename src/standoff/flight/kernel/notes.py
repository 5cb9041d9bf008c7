# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""What a row writes down on its way, compiled: apogee, samples, burnout, impact and range.

The range is Vincenty's iteration for the geodesic on the ellipsoid (Survey Review 23, 1975).
"""

from __future__ import annotations

import math

from numba import njit

from standoff.base.constants import WGS84_A_M, WGS84_B_M, WGS84_F
from standoff.flight.kernel.forces import SECOND_E2, geodetic
from standoff.flight.kernel.steps import between
from standoff.flight.rows import (
    APOGEE,
    APOGEE_TIME,
    BURN_ALTITUDE,
    BURN_ANGLE,
    BURN_LAT,
    BURN_LON,
    BURN_SPEED,
    BURN_TIME,
    IMPACT_LAT,
    IMPACT_LON,
    IMPACT_SPEED,
    RANGE,
    SAMPLES,
    TIME,
)


@njit(error_model="numpy")
def climb(y):
    """Rate of height times a positive factor: its sign, and its zero at an apogee."""
    rx, ry, rz, vx, vy, vz = y
    r = math.sqrt(rx * rx + ry * ry + rz * rz)
    return rx * vx + ry * vy + rz * vz * (1.0 + SECOND_E2 * WGS84_A_M / r)


@njit(error_model="numpy")
def climb_rate(y):
    """Rate of height (m/s) near the ground, to one part in 100 000."""
    rx, ry, rz, vx, vy, vz = y
    z = rz * (1.0 + SECOND_E2)
    return (rx * vx + ry * vy + z * vz) / math.sqrt(rx * rx + ry * ry + z * z)


@njit(error_model="numpy")
def vertical_speed(y):
    """Rate of height (m/s); the same in both frames."""
    lat, lon, _ = geodetic(y[0], y[1], y[2])
    c = math.cos(lat)
    return c * (math.cos(lon) * y[3] + math.sin(lon) * y[4]) + math.sin(lat) * y[5]


@njit(error_model="numpy")
def note_step(t0, y0, f0, t1, y1, f1, phase, omega, every, out, samples):
    """After an accepted step in the air: look for an apogee in it, write the samples that fall into it."""
    u = turning_part(y0, f0, y1, f1, t1 - t0)
    if u >= 0.0:
        note_apogee(t0 + u * (t1 - t0), between(y0, f0, y1, f1, t1 - t0, u), out)
    if samples.shape[0] > 0:
        write_samples(t0, y0, f0, t1, y1, f1, phase, omega, every, out, samples)


@njit(error_model="numpy")
def turning_part(y0, f0, y1, f1, h):
    """The part of a step after which the height is greatest, by interpolation; -1 if it is not inside."""
    before = climb(y0)
    after = climb(y1)
    if not (before > 0.0 and after <= 0.0):
        return -1.0
    low, high = 0.0, 1.0
    u = before / (before - after)
    for _ in range(8):
        value = climb(between(y0, f0, y1, f1, h, u))
        if value > 0.0:
            low, before = u, value
        else:
            high, after = u, value
        better = low + (high - low) * before / (before - after)
        if abs(better - u) * h < 1e-4:
            break
        u = better
    return u


@njit(error_model="numpy")
def note_apogee(t, y, out):
    """Keep the greatest height and its time."""
    _, _, top = geodetic(y[0], y[1], y[2])
    if top > out[APOGEE]:
        out[APOGEE] = top
        out[APOGEE_TIME] = t


@njit(error_model="numpy")
def write_samples(t0, y0, f0, t1, y1, f1, phase, omega, every, out, samples):
    """Write the samples that fall into a step."""
    n = int(out[SAMPLES])
    while n < samples.shape[0] and n * every <= t1:
        y = between(y0, f0, y1, f1, t1 - t0, (n * every - t0) / (t1 - t0))
        sinking = climb(y) <= 0.0
        write_sample(n * every, y, 3.0 if phase == 1.0 and sinking else phase, omega, samples[n])
        n += 1
    out[SAMPLES] = n


@njit(error_model="numpy")
def write_sample(t, y, phase, omega, sample):
    """Time, ECEF position, Earth-fixed velocity, phase."""
    rx, ry, rz, vx, vy, vz = y
    c = math.cos(omega * t)
    s = math.sin(omega * t)
    ux = vx + omega * ry
    uy = vy - omega * rx
    sample[0] = t
    sample[1] = c * rx + s * ry
    sample[2] = c * ry - s * rx
    sample[3] = rz
    sample[4] = c * ux + s * uy
    sample[5] = c * uy - s * ux
    sample[6] = vz
    sample[7] = phase


@njit(error_model="numpy")
def note_burnout(t, y, omega, out):
    """Write the state at the last thrust."""
    c = math.cos(omega * t)
    s = math.sin(omega * t)
    lat, lon, h = geodetic(c * y[0] + s * y[1], c * y[1] - s * y[0], y[2])
    ux = y[3] + omega * y[1]
    uy = y[4] - omega * y[0]
    speed = math.sqrt(ux * ux + uy * uy + y[5] * y[5])
    out[BURN_TIME] = t
    out[BURN_SPEED] = speed
    out[BURN_ALTITUDE] = h
    out[BURN_LAT] = math.degrees(lat)
    out[BURN_LON] = math.degrees(lon)
    out[BURN_ANGLE] = math.degrees(math.asin(max(-1.0, min(1.0, vertical_speed(y) / max(speed, 1e-9)))))


@njit(error_model="numpy")
def finish(t, y, start_lat, start_lon, omega, out):
    """Write the impact."""
    angle = omega * t
    c = math.cos(angle)
    s = math.sin(angle)
    lat, lon, _ = geodetic(c * y[0] + s * y[1], c * y[1] - s * y[0], y[2])
    ux = y[3] + omega * y[1]
    uy = y[4] - omega * y[0]
    out[TIME] = t
    out[IMPACT_LAT] = math.degrees(lat)
    out[IMPACT_LON] = math.degrees(lon)
    out[IMPACT_SPEED] = math.sqrt(ux * ux + uy * uy + y[5] * y[5])
    out[RANGE] = vincenty(start_lat, start_lon, lat, lon)


@njit(error_model="numpy")
def vincenty(lat1, lon1, lat2, lon2):
    """Geodesic length (m); NaN near the antipode, where the iteration does not converge."""
    s1, c1 = (1.0 - WGS84_F) * math.sin(lat1), math.cos(lat1)
    s2, c2 = (1.0 - WGS84_F) * math.sin(lat2), math.cos(lat2)
    norm1, norm2 = 1.0 / math.sqrt(s1 * s1 + c1 * c1), 1.0 / math.sqrt(s2 * s2 + c2 * c2)
    s1, c1, s2, c2 = s1 * norm1, c1 * norm1, s2 * norm2, c2 * norm2
    difference = lon2 - lon1
    lam = difference
    for _ in range(50):
        sl, cl = math.sin(lam), math.cos(lam)
        sin_sigma = math.sqrt((c2 * sl) ** 2 + (c1 * s2 - s1 * c2 * cl) ** 2)
        if sin_sigma < 1e-15:
            return 0.0
        cos_sigma = s1 * s2 + c1 * c2 * cl
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = c1 * c2 * sl / sin_sigma
        cos2_alpha = 1.0 - sin_alpha * sin_alpha
        cos_2m = cos_sigma - 2.0 * s1 * s2 / cos2_alpha if cos2_alpha > 1e-15 else 0.0
        c = WGS84_F / 16.0 * cos2_alpha * (4.0 + WGS84_F * (4.0 - 3.0 * cos2_alpha))
        old = lam
        lam = difference + (1.0 - c) * WGS84_F * sin_alpha * (
            sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2.0 * cos_2m * cos_2m - 1.0))
        )
        if abs(lam - old) < 1e-13:
            square = cos2_alpha * SECOND_E2
            big_a = 1.0 + square / 16384.0 * (4096.0 + square * (-768.0 + square * (320.0 - 175.0 * square)))
            big_b = square / 1024.0 * (256.0 + square * (-128.0 + square * (74.0 - 47.0 * square)))
            cubic = cos_sigma * (2.0 * cos_2m * cos_2m - 1.0)
            last = big_b / 6.0 * cos_2m * (4.0 * sin_sigma * sin_sigma - 3.0) * (4.0 * cos_2m * cos_2m - 3.0)
            delta = big_b * sin_sigma * (cos_2m + big_b / 4.0 * (cubic - last))
            return WGS84_B_M * big_a * (sigma - delta)
    return math.nan
