# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Vacuum, compiled: steps of fixed length under gravity alone, timed by Kepler's closed form, down to a height.

Source of the timing: Battin, An Introduction to the Mathematics and Methods of Astrodynamics (1999), chapter 4.
"""

from __future__ import annotations

import math
from typing import Final

from numba import njit

from standoff.base.constants import MU_M3_S2, WGS84_A_M, WGS84_B_M, WGS84_E2
from standoff.flight.kernel.forces import geodetic, gravity
from standoff.flight.kernel.notes import climb_rate, note_apogee, turning_part, write_sample
from standoff.flight.kernel.steps import vacuum_step
from standoff.flight.rows import SAMPLES, STATUS, STEPS

VACUUM_STEP: Final = 0.28  # of the local dynamic time sqrt(r^3 / mu), less where faster than in a circle
IN_VACUUM: Final = 2.0
MAX_STEPS: Final = 20_000
MAX_TIME_S: Final = 172_800.0

OK, NO_LIFT, FELL, ESCAPE, ORBIT, TOO_LONG, BAD = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0


@njit(error_model="numpy")
def fall_time(y, target):
    """Kepler time until the radius falls to `target`; -1 escapes, -2 never so low, -3 no ellipse but going down."""
    rx, ry, rz, vx, vy, vz = y
    r = math.sqrt(rx * rx + ry * ry + rz * rz)
    radial = rx * vx + ry * vy + rz * vz
    inverse_a = 2.0 / r - (vx * vx + vy * vy + vz * vz) / MU_M3_S2
    if inverse_a * r < 1e-6:
        return -1.0 if radial >= 0.0 else -3.0
    a = 1.0 / inverse_a
    e_cos = 1.0 - r * inverse_a
    e_sin = radial / math.sqrt(MU_M3_S2 * a)
    e = math.sqrt(e_cos * e_cos + e_sin * e_sin)
    if a * (1.0 - e) > target:
        return -2.0
    start = math.atan2(e_sin, e_cos)
    if start < 0.0:
        start += 2.0 * math.pi
    cosine = (1.0 - target * inverse_a) / max(e, 1e-12)
    end = 2.0 * math.pi - math.acos(min(1.0, max(-1.0, cosine)))
    if end <= start:
        return 0.0
    return math.sqrt(a * a * a / MU_M3_S2) * (end - start - e * (math.sin(end) - math.sin(start)))


@njit(error_model="numpy")
def fly_vacuum(t, y, bottom, omega, every, out, samples, w):
    """Fixed steps under gravity alone down to about `bottom`; to the ground itself if bottom is zero: time, state."""
    started = t
    remaining = -1.0
    for _ in range(MAX_STEPS):
        ax, ay, az, r = gravity(y[0], y[1], y[2])
        s2 = (y[2] / r) * (y[2] / r)
        ground = WGS84_A_M if bottom > 0.0 else WGS84_B_M / math.sqrt(1.0 - WGS84_E2 * (1.0 - s2))
        radial = (y[0] * y[3] + y[1] * y[4] + y[2] * y[5]) / r
        h = VACUUM_STEP * math.sqrt(r * r * r / MU_M3_S2)
        lower = min(r, max(r + h * (radial - 0.5 * h * MU_M3_S2 / (r * r)), WGS84_B_M))
        fast = (y[3] * y[3] + y[4] * y[4] + y[5] * y[5]) * lower / MU_M3_S2 + 2.0 * (1.0 - lower / r)
        h = VACUUM_STEP * math.sqrt(lower * lower * lower / MU_M3_S2) / max(1.0, fast)
        if remaining < 1.5 * h:
            # Kepler leaves J2 out: time again for the last steps.
            remaining = fall_time(y, ground + bottom)
            if remaining == -1.0:
                out[STATUS] = ESCAPE
                return t, y
            if remaining == -2.0 and (bottom > 0.0 or t - started > 14400.0):
                out[STATUS] = ORBIT
                return t, y
            below = radial < 0.0 and r < ground + bottom + 1.0
            if below or (0.0 <= remaining < 1e-3):
                return t, y
        if remaining == -3.0:
            h = min(h, 0.5 * (r - ground - bottom) / -radial + 1e-2)
        elif remaining >= 0.0:
            h = remaining / math.ceil(remaining / h)
        new = vacuum_step(y, h, w)
        bx, by, bz, _ = gravity(new[0], new[1], new[2])
        f0 = (y[3], y[4], y[5], ax, ay, az)
        f1 = (new[3], new[4], new[5], bx, by, bz)
        u = turning_part(y, f0, new, f1, h)
        if u >= 0.0:
            note_apogee(t + u * h, vacuum_step(y, u * h, w), out)
        n = int(out[SAMPLES])
        while n < samples.shape[0] and n * every <= t + h:
            write_sample(n * every, vacuum_step(y, n * every - t, w), IN_VACUUM, omega, samples[n])
            n += 1
        out[SAMPLES] = n
        t += h
        y = new
        out[STEPS] += 1.0
        if bottom > 0.0 and h == remaining:
            return t, y
        if remaining >= 0.0:
            remaining -= h
        if t > MAX_TIME_S:
            break
    out[STATUS] = TOO_LONG
    return t, y


@njit(error_model="numpy")
def settle(t, y, w):
    """Place a state near the ground on it, under gravity alone."""
    for _ in range(6):
        _, _, h = geodetic(y[0], y[1], y[2])
        if abs(h) < 1e-6:
            break
        step = -h / climb_rate(y)
        y = vacuum_step(y, step, w)
        t += step
    return t, y
