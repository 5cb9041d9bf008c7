# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Forces on one body, compiled: gravity, air, drag, thrust; heights; and the rate of change of its state.

Inertial frame that coincides with ECEF at time zero, SI units. A state is six scalars: position and velocity. Gravity
as in Montenbruck and Gill, Satellite Orbits (2000), section 3.2; geodetic height by Bowring, Survey Review 23 (1976).
"""

from __future__ import annotations

import math
from typing import Final

from numba import njit

from standoff.base.constants import J2, MU_M3_S2, WGS84_A_M, WGS84_B_M, WGS84_E2, WGS84_F
from standoff.flight.atmosphere import AIR_BOTTOM_M, AIR_TOP_M, TABLE_STEP_M
from standoff.flight.drag import MACH_END, MACH_STEP

J2_FACTOR: Final = 1.5 * J2 * WGS84_A_M**2
SECOND_E2: Final = WGS84_E2 / (1.0 - WGS84_E2)
TILT: Final = 0.5 * SECOND_E2**2
PER_RADIUS: Final = 1.0 / WGS84_A_M
CELLS: Final = 1.0 / TABLE_STEP_M
LAST_CELL: Final = round((AIR_TOP_M - AIR_BOTTOM_M) / TABLE_STEP_M) - 1.0
MACH_CELLS: Final = 1.0 / MACH_STEP
LAST_MACH_CELL: Final = round(MACH_END / MACH_STEP) - 1
# A speed below which there is no direction to thrust along.
STILL_M_S: Final = 1e-3

# Steering.
VERTICAL, PITCH_OVER, GRAVITY_TURN, UNPOWERED = 0.0, 1.0, 2.0, 3.0


@njit(error_model="numpy")
def gravity(x, y, z):
    """Acceleration, radius."""
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    inverse = 1.0 / r2
    central = -MU_M3_S2 / (r2 * r)
    bulge = J2_FACTOR * inverse
    s = 5.0 * z * z * inverse
    plane = central * (1.0 + bulge * (1.0 - s))
    return plane * x, plane * y, central * (1.0 + bulge * (3.0 - s)) * z, r


@njit(error_model="numpy")
def height(z, r):
    """Height above the ellipsoid from z and radius, by expansion: below 2 cm off up to 200 km."""
    s2 = z * z / (r * r)
    q = SECOND_E2 * s2
    ground = WGS84_A_M * (1.0 + q * (-0.5 + q * (0.375 + q * (-0.3125 + q * 0.2734375))))
    above = r - ground
    return above * (1.0 - TILT * s2 * (1.0 - s2) * (1.0 - above * PER_RADIUS))


@njit(error_model="numpy")
def geodetic(x, y, z):
    """Latitude (rad), longitude (rad), height: Bowring's iteration without trigonometry."""
    p = math.sqrt(x * x + y * y)
    tangent = z * WGS84_A_M / max(p * WGS84_B_M, 1e-9)
    sine = cosine = 0.0
    for _ in range(3):
        c = 1.0 / math.sqrt(1.0 + tangent * tangent)
        s = tangent * c
        sine = z + SECOND_E2 * WGS84_B_M * s * s * s
        cosine = p - WGS84_E2 * WGS84_A_M * c * c * c
        norm = math.sqrt(sine * sine + cosine * cosine)
        sine /= norm
        cosine /= norm
        tangent = (1.0 - WGS84_F) * sine / max(cosine, 1e-15)
    h = p * cosine + z * sine - WGS84_A_M * math.sqrt(1.0 - WGS84_E2 * sine * sine)
    return math.atan2(sine, cosine), math.atan2(y, x), h


@njit(error_model="numpy")
def density_sound(h, air):
    """Density and inverse speed of sound at a height."""
    at = (h - AIR_BOTTOM_M) * CELLS
    if at < 0.0:
        at = 0.0
    cell = int(at)
    u = at - cell
    density = air[cell, 0] + u * (air[cell, 1] + u * (air[cell, 2] + u * air[cell, 3]))
    sound = air[cell, 4] + u * (air[cell, 5] + u * (air[cell, 6] + u * air[cell, 7]))
    return density, sound


@njit(error_model="numpy")
def pressure(h, air):
    """Pressure at a height."""
    at = (h - AIR_BOTTOM_M) * CELLS
    if at < 0.0:
        at = 0.0
    cell = int(at)
    u = at - cell
    return air[cell, 8] + u * (air[cell, 9] + u * (air[cell, 10] + u * air[cell, 11]))


@njit(error_model="numpy")
def coefficient(mach, curve):
    """Drag coefficient at a Mach number."""
    at = mach * MACH_CELLS
    if not at < LAST_MACH_CELL + 1.0:  # NaN too
        return curve[LAST_MACH_CELL, 0] + curve[LAST_MACH_CELL, 1] + curve[LAST_MACH_CELL, 2] + curve[LAST_MACH_CELL, 3]
    cell = int(at)
    u = at - cell
    return curve[cell, 0] + u * (curve[cell, 1] + u * (curve[cell, 2] + u * curve[cell, 3]))


@njit(error_model="numpy")
def derivative(t, y, omega, air, curve, load, p):
    """Time derivative of the state.

    `load` times density, speed and coefficient gives the drag per mass (1 / (2 beta cd) unpowered; else by mass).
    `p`: mode, ignition, mass at ignition, flow, vacuum thrust, exit area, rise end, pitch rate, up (3), forward (3).
    """
    rx, ry, rz, vx, vy, vz = y
    ax, ay, az, r = gravity(rx, ry, rz)
    h = height(rz, r)
    ux = vx + omega * ry
    uy = vy - omega * rx
    speed = math.sqrt(ux * ux + uy * uy + vz * vz)
    drag = 0.0
    mass_factor = load
    powered = p[0] != UNPOWERED
    if powered:
        mass = p[2] - p[3] * (t - p[1])
        mass_factor = load / mass
    if h < AIR_TOP_M:
        density, sound = density_sound(h, air)
        drag = mass_factor * density * speed * coefficient(speed * sound, curve)
    if not powered:
        return vx, vy, vz, ax - drag * ux, ay - drag * uy, az - drag * vz
    thrust = p[4]
    if h < AIR_TOP_M:
        thrust -= pressure(h, air) * p[5]
    push = thrust / mass
    if p[0] == GRAVITY_TURN and speed > 1e-3:
        along = push / speed - drag
        return vx, vy, vz, ax + along * ux, ay + along * uy, az + along * vz
    tilt = 0.0
    if p[0] != VERTICAL:
        tilt = p[7] * (t - p[6])
    ct = math.cos(tilt)
    st = math.sin(tilt)
    dx = ct * p[8] + st * p[11]
    dy = ct * p[9] + st * p[12]
    dz = ct * p[10] + st * p[13]
    cw = math.cos(omega * t)
    sw = math.sin(omega * t)
    return (
        vx,
        vy,
        vz,
        ax - drag * ux + push * (cw * dx - sw * dy),
        ay - drag * uy + push * (sw * dx + cw * dy),
        az - drag * vz + push * dz,
    )
