# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Both ends of a row, compiled: the state at its start, and the last step, which is placed on the ground."""

from __future__ import annotations

import math

from numba import njit

from standoff.base.constants import WGS84_A_M, WGS84_E2
from standoff.flight.kernel import lanes
from standoff.flight.kernel.forces import geodetic, height
from standoff.flight.kernel.notes import climb_rate, note_step
from standoff.flight.kernel.steps import between, dormand_prince, mix2
from standoff.flight.rows import ALTITUDE, AZIMUTH, INERTIAL, LAT, LON, OMEGA, PATH_ANGLE, SPEED, STAGES

COASTING = 1.0  # the phase of its samples


@njit(error_model="numpy")
def start_state(row):
    """Inertial state at time zero, and the up and forward directions there."""
    lat = math.radians(row[LAT])
    lon = math.radians(row[LON])
    azimuth = math.radians(row[AZIMUTH])
    sp, cp, sl, cl = math.sin(lat), math.cos(lat), math.sin(lon), math.cos(lon)
    sa, ca = math.sin(azimuth), math.cos(azimuth)
    normal = WGS84_A_M / math.sqrt(1.0 - WGS84_E2 * sp * sp)
    rx = (normal + row[ALTITUDE]) * cp * cl
    ry = (normal + row[ALTITUDE]) * cp * sl
    rz = (normal * (1.0 - WGS84_E2) + row[ALTITUDE]) * sp
    up = (cp * cl, cp * sl, sp)
    forward = (-sa * sl - ca * sp * cl, sa * cl - ca * sp * sl, ca * cp)
    vx, vy, vz = 0.0, 0.0, 0.0
    if row[STAGES] == 0.0:
        angle = math.radians(row[PATH_ANGLE])
        climbing = row[SPEED] * math.sin(angle)
        level = row[SPEED] * math.cos(angle)
        vx = climbing * up[0] + level * forward[0]
        vy = climbing * up[1] + level * forward[1]
        vz = climbing * up[2] + level * forward[2]
    if row[INERTIAL] == 0.0:
        vx -= row[OMEGA] * ry
        vy += row[OMEGA] * rx
    return (rx, ry, rz, vx, vy, vz), up, forward


@njit(error_model="numpy")
def land(t, y, k1, new, k7, h, w, lane, air, curves, every, out, samples):
    """Repeat the step that went below ground with the length that ends on it."""
    low, high = 0.0, 1.0
    u = 0.5
    for _ in range(60):
        at = between(y, k1, new, k7, h, u)
        r = math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2])
        above = height(at[2], r)
        if above > 0.0:
            low = u
        else:
            high = u
        if abs(above) < 1e-3:
            break
        u_next = u - above / (h * (at[0] * at[3] + at[1] * at[4] + at[2] * at[5]) / r)
        u = u_next if low < u_next < high else 0.5 * (low + high)
    step = u * h
    turn, curve = w[lanes.TURN + lane], curves[int(w[lanes.CURVE + lane])]
    end, k_end = dormand_prince(t, y, k1, step, turn, air, curve, w[lanes.LOAD + lane], lanes.steering(w, lane))
    # What is left is centimetres: fall it at constant acceleration.
    _, _, above = geodetic(end[0], end[1], end[2])
    left = -above / climb_rate(end)
    step += left
    end = mix2(end, left, k_end, 0.5 * left * left, (k_end[3], k_end[4], k_end[5], 0.0, 0.0, 0.0))
    note_step(t, y, k1, t + step, end, k_end, COASTING, turn, every, out, samples)
    return t + step, end
