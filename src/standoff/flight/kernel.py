"""Compiled flight: one function for powered flights and unpowered arcs, one row each, with samples if wanted.

Phases of a row: powered and coasting ascent and flight in the air by an adaptive Dormand-Prince 5(4) pair; vacuum above
`VACUUM_M` by fixed steps of DOP853, whose end is timed by Kepler's closed form; a last step placed on the ground.
Frame: inertial, coinciding with ECEF at time zero; SI units. State: position and velocity, six scalars. Nothing here
depends on anything but its arguments and constants; rows are independent, and batch and single rows agree bit by bit.

`machine` compiles `fly_row` with all that it calls, once; so nothing here may allocate or raise.
Sources: Dormand and Prince, J. Comp. Appl. Math. 6 (1980); Hairer, Norsett and Wanner (see `dop853`); Battin, An
Introduction to the Mathematics and Methods of Astrodynamics (1999), chapter 4; Vincenty, Survey Review 23 (1975).
"""

from __future__ import annotations

import math

from numba import njit

from standoff.base.constants import G0_M_S2, J2, MU_M3_S2, WGS84_A_M, WGS84_B_M, WGS84_E2, WGS84_F
from standoff.flight import dop853
from standoff.flight.atmosphere import AIR_BOTTOM_M, AIR_TOP_M, TABLE_STEP_M
from standoff.flight.drag import MACH_END, MACH_STEP
from standoff.flight.rows import (
    ALTITUDE,
    APOGEE,
    APOGEE_TIME,
    AZIMUTH,
    BETA,
    BOOST_CURVE,
    BURN_ALTITUDE,
    BURN_ANGLE,
    BURN_LAT,
    BURN_LON,
    BURN_SPEED,
    BURN_TIME,
    CUTOFF,
    IMPACT_LAT,
    IMPACT_LON,
    IMPACT_SPEED,
    INERTIAL,
    KICK,
    LAT,
    LON,
    OMEGA,
    PATH_ANGLE,
    PAYLOAD,
    PITCH,
    RANGE,
    REENTRY_CURVE,
    RISE,
    SAMPLES,
    SEPARATES,
    SPEED,
    STAGE,
    STAGE_SIZE,
    STAGES,
    STATUS,
    STEPS,
    TIME,
)

J2_FACTOR = 1.5 * J2 * WGS84_A_M**2
SECOND_E2 = WGS84_E2 / (1.0 - WGS84_E2)
TILT = 0.5 * SECOND_E2**2
PER_RADIUS = 1.0 / WGS84_A_M
CELLS = 1.0 / TABLE_STEP_M
MACH_CELLS = 1.0 / MACH_STEP
LAST_MACH_CELL = round(MACH_END / MACH_STEP) - 1

VACUUM_M = 130_000.0  # the air phase ends above this height, going up
VACUUM_MARGIN_M = 10_000.0
VACUUM_STEP = 0.25  # of the local dynamic time sqrt(r^3 / mu)
TOLERANCE_M = 0.1  # miss on the ground that one step's error estimate may cause
BOOST_TO_GO_S = 3000.0  # time over which an error in speed grows before the fall
FIRST_DROP_M = 14_000.0
THICKENING = 1.0 / 35_000.0  # a fifth of the inverse scale height
MAX_STEPS = 20_000
MAX_SKIPS = 100
MAX_TIME_S = 172_800.0

OK, NO_LIFT, FELL, ESCAPE, ORBIT, TOO_LONG, BAD = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0
VERTICAL, PITCH_OVER, GRAVITY_TURN, UNPOWERED = 0.0, 1.0, 2.0, 3.0

DOP_A = dop853.A
DOP_B = dop853.B
DOP_STAGES = dop853.STAGES


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


@njit(error_model="numpy")
def mix1(y, a, k):
    """Return y + a k."""
    return (
        y[0] + a * k[0],
        y[1] + a * k[1],
        y[2] + a * k[2],
        y[3] + a * k[3],
        y[4] + a * k[4],
        y[5] + a * k[5],
    )


@njit(error_model="numpy")
def mix2(y, a, k, b, q):
    """Return y + a k + b q."""
    return (
        y[0] + a * k[0] + b * q[0],
        y[1] + a * k[1] + b * q[1],
        y[2] + a * k[2] + b * q[2],
        y[3] + a * k[3] + b * q[3],
        y[4] + a * k[4] + b * q[4],
        y[5] + a * k[5] + b * q[5],
    )


@njit(error_model="numpy")
def mix3(y, a, k, b, q, c, m):
    """Return y + a k + b q + c m."""
    return (
        y[0] + a * k[0] + b * q[0] + c * m[0],
        y[1] + a * k[1] + b * q[1] + c * m[1],
        y[2] + a * k[2] + b * q[2] + c * m[2],
        y[3] + a * k[3] + b * q[3] + c * m[3],
        y[4] + a * k[4] + b * q[4] + c * m[4],
        y[5] + a * k[5] + b * q[5] + c * m[5],
    )


@njit(error_model="numpy")
def mix5(y, a, k, b, q, c, m, d, n, e, o):
    """Return y + a k + b q + c m + d n + e o."""
    return (
        y[0] + a * k[0] + b * q[0] + c * m[0] + d * n[0] + e * o[0],
        y[1] + a * k[1] + b * q[1] + c * m[1] + d * n[1] + e * o[1],
        y[2] + a * k[2] + b * q[2] + c * m[2] + d * n[2] + e * o[2],
        y[3] + a * k[3] + b * q[3] + c * m[3] + d * n[3] + e * o[3],
        y[4] + a * k[4] + b * q[4] + c * m[4] + d * n[4] + e * o[4],
        y[5] + a * k[5] + b * q[5] + c * m[5] + d * n[5] + e * o[5],
    )


@njit(error_model="numpy")
def dormand_prince(t, y, k1, h, omega, air, curve, load, p):
    """One step of the 5(4) pair: new state, its derivative, position and velocity error."""
    s2 = mix1(y, h * (1 / 5), k1)
    k2 = derivative(t + 0.2 * h, s2, omega, air, curve, load, p)
    s3 = mix2(y, h * (3 / 40), k1, h * (9 / 40), k2)
    k3 = derivative(t + 0.3 * h, s3, omega, air, curve, load, p)
    s4 = mix3(y, h * (44 / 45), k1, h * (-56 / 15), k2, h * (32 / 9), k3)
    k4 = derivative(t + 0.8 * h, s4, omega, air, curve, load, p)
    s5 = mix3(y, h * (19372 / 6561), k1, h * (-25360 / 2187), k2, h * (64448 / 6561), k3)
    s5 = mix1(s5, h * (-212 / 729), k4)
    k5 = derivative(t + 8 / 9 * h, s5, omega, air, curve, load, p)
    s6 = mix2(y, h * (9017 / 3168), k1, h * (-355 / 33), k2)
    s6 = mix3(s6, h * (46732 / 5247), k3, h * (49 / 176), k4, h * (-5103 / 18656), k5)
    k6 = derivative(t + h, s6, omega, air, curve, load, p)
    a, b, c, d, e = h * (35 / 384), h * (500 / 1113), h * (125 / 192), h * (-2187 / 6784), h * (11 / 84)
    new = mix5(y, a, k1, b, k3, c, k4, d, k5, e, k6)
    k7 = derivative(t + h, new, omega, air, curve, load, p)
    a, b, c, d, e = h * (71 / 57600), h * (-71 / 16695), h * (71 / 1920), h * (-17253 / 339200), h * (22 / 525)
    zero = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    error = mix1(mix5(zero, a, k1, b, k3, c, k4, d, k5, e, k6), h * (-1 / 40), k7)
    position = math.sqrt(error[0] * error[0] + error[1] * error[1] + error[2] * error[2])
    velocity = math.sqrt(error[3] * error[3] + error[4] * error[4] + error[5] * error[5])
    return new, k7, position, velocity


@njit(error_model="numpy")
def vacuum_step(y, h, k):
    """One DOP853 step of gravity alone; k (12, 6) is work space."""
    rx, ry, rz, vx, vy, vz = y
    for i in range(DOP_STAGES):
        sx, sy, sz, wx, wy, wz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for j in range(i):
            a = DOP_A[i, j]
            sx += a * k[j, 0]
            sy += a * k[j, 1]
            sz += a * k[j, 2]
            wx += a * k[j, 3]
            wy += a * k[j, 4]
            wz += a * k[j, 5]
        ax, ay, az, _ = gravity(rx + h * sx, ry + h * sy, rz + h * sz)
        k[i, 0] = vx + h * wx
        k[i, 1] = vy + h * wy
        k[i, 2] = vz + h * wz
        k[i, 3] = ax
        k[i, 4] = ay
        k[i, 5] = az
    for i in range(DOP_STAGES):
        b = h * DOP_B[i]
        rx += b * k[i, 0]
        ry += b * k[i, 1]
        rz += b * k[i, 2]
        vx += b * k[i, 3]
        vy += b * k[i, 4]
        vz += b * k[i, 5]
    return rx, ry, rz, vx, vy, vz


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
def climb(y):
    """Rate of height times a positive factor: its sign, and its zero at an apogee."""
    rx, ry, rz, vx, vy, vz = y
    r = math.sqrt(rx * rx + ry * ry + rz * rz)
    return rx * vx + ry * vy + rz * vz * (1.0 + SECOND_E2 * WGS84_A_M / r)


@njit(error_model="numpy")
def vertical_speed(y):
    """Rate of height (m/s); the same in both frames."""
    lat, lon, _ = geodetic(y[0], y[1], y[2])
    c = math.cos(lat)
    return c * (math.cos(lon) * y[3] + math.sin(lon) * y[4]) + math.sin(lat) * y[5]


@njit(error_model="numpy")
def between(y0, f0, y1, f1, h, u):
    """State at fraction u of a step, by the quintic Hermite polynomial of its ends; f holds v and acceleration."""
    x, vx = between_axis(y0[0], y0[3], f0[3], y1[0], y1[3], f1[3], h, u)
    y, vy = between_axis(y0[1], y0[4], f0[4], y1[1], y1[4], f1[4], h, u)
    z, vz = between_axis(y0[2], y0[5], f0[5], y1[2], y1[5], f1[5], h, u)
    return x, y, z, vx, vy, vz


@njit(error_model="numpy")
def between_axis(x0, v0, a0, x1, v1, a1, h, u):
    """Position and speed along one axis at fraction u of a step."""
    d = x1 - x0
    b0 = h * v0
    b1 = h * v1
    c0 = 0.5 * h * h * a0
    c1 = 0.5 * h * h * a1
    c3 = 10.0 * d - 6.0 * b0 - 4.0 * b1 - 3.0 * c0 + c1
    c4 = -15.0 * d + 8.0 * b0 + 7.0 * b1 + 3.0 * c0 - 2.0 * c1
    c5 = 6.0 * d - 3.0 * b0 - 3.0 * b1 - c0 + c1
    x = x0 + u * (b0 + u * (c0 + u * (c3 + u * (c4 + u * c5))))
    v = (b0 + u * (2.0 * c0 + u * (3.0 * c3 + u * (4.0 * c4 + u * 5.0 * c5)))) / h
    return x, v


@njit(error_model="numpy")
def note_step(t0, y0, f0, t1, y1, f1, phase, omega, every, out, samples):
    """After an accepted step: look for an apogee in it, write the samples that fall into it."""
    h = t1 - t0
    before = climb(y0)
    after = climb(y1)
    if before > 0.0 and after <= 0.0:
        low, high = 0.0, 1.0
        u = before / (before - after)
        for _ in range(8):
            y = between(y0, f0, y1, f1, h, u)
            value = climb(y)
            if value > 0.0:
                low, before = u, value
            else:
                high, after = u, value
            next_u = low + (high - low) * before / (before - after)
            if abs(next_u - u) * h < 1e-7:
                break
            u = next_u
        y = between(y0, f0, y1, f1, h, u)
        _, _, top = geodetic(y[0], y[1], y[2])
        if top > out[APOGEE]:
            out[APOGEE] = top
            out[APOGEE_TIME] = t0 + u * h
    if samples.shape[0] > 0:
        n = int(out[SAMPLES])
        while n < samples.shape[0] and n * every <= t1:
            y = between(y0, f0, y1, f1, h, (n * every - t0) / h)
            unpowered_air = 1.0 if climb(y) > 0.0 else 3.0
            write_sample(n * every, y, unpowered_air if phase == 1.0 else phase, omega, samples[n])
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
def fly_air(t, y, end, omega, air, curve, load, p, phase, every, out, samples):
    """Adaptive integration to time `end`, to the ground, or (if free) up into the vacuum: time, state, grounded."""
    boosting = end < MAX_TIME_S
    k1 = derivative(t, y, omega, air, curve, load, p)
    r = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    above = height(y[2], r)
    sink = -(y[0] * y[3] + y[1] * y[4] + y[2] * y[5]) / r
    h = min(1.0, end - t) if boosting else min(20.0, FIRST_DROP_M / max(abs(sink), 1.0))
    steps = 0
    while t < end and steps < MAX_STEPS:
        steps += 1
        last = t + h >= end * (1.0 - 1e-15)
        if last:
            h = end - t
        new, k7, e_m, e_v = dormand_prince(t, y, k1, h, omega, air, curve, load, p)
        # The error as a miss on the ground: in position, and in velocity times the time to go.
        to_go = BOOST_TO_GO_S if boosting or sink <= 0.0 else min(above / sink, BOOST_TO_GO_S)
        error = (e_m + e_v * to_go) / TOLERANCE_M
        if not error <= 1.0:
            if not error < 1e300:
                h *= 0.1
                if h < 1e-9:
                    out[STATUS] = BAD
                    break
            else:
                h *= max(0.2, 0.9 * error**-0.2)
            continue
        r = math.sqrt(new[0] * new[0] + new[1] * new[1] + new[2] * new[2])
        drop = above - height(new[2], r)
        above -= drop
        sink = -(new[0] * new[3] + new[1] * new[4] + new[2] * new[5]) / r
        if above <= 0.0 and sink >= 0.0:
            t, y = land(t, y, k1, new, k7, h, omega, air, curve, load, p, phase, every, out, samples)
            out[STEPS] += steps
            return t, y, True
        t1 = end if last else t + h
        note_step(t, y, k1, t1, new, k7, phase, omega, every, out, samples)
        t, y, k1 = t1, new, k7
        if not boosting and above > VACUUM_M and (sink < 0.0 or above > VACUUM_M + VACUUM_MARGIN_M):
            break
        # Going down the air thickens, and with it the error: the next step expects the same ratio again.
        h *= min(6.0, 0.9 * max(error, 1e-10) ** -0.2) / (1.0 + max(drop, 0.0) * THICKENING)
    out[STEPS] += steps
    if steps >= MAX_STEPS:
        out[STATUS] = TOO_LONG
    return t, y, False


@njit(error_model="numpy")
def land(t, y, k1, new, k7, h, omega, air, curve, load, p, phase, every, out, samples):
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
        if abs(above) < 1e-6:
            break
        u_next = u - above / (h * (at[0] * at[3] + at[1] * at[4] + at[2] * at[5]) / r)
        u = u_next if low < u_next < high else 0.5 * (low + high)
    step = u * h
    end, k_end, _, _ = dormand_prince(t, y, k1, step, omega, air, curve, load, p)
    # What is left is centimetres: fall it at constant acceleration.
    _, _, above = geodetic(end[0], end[1], end[2])
    left = -above / vertical_speed(end)
    step += left
    end = mix2(end, left, k_end, 0.5 * left * left, (k_end[3], k_end[4], k_end[5], 0.0, 0.0, 0.0))
    note_step(t, y, k1, t + step, end, k_end, phase, omega, every, out, samples)
    return t + step, end


@njit(error_model="numpy")
def fly_vacuum(t, y, bottom, omega, every, out, samples, work):
    """Fixed steps under gravity alone down to about `bottom`; to the ground itself if bottom is zero: time, state."""
    started = t
    for _ in range(MAX_STEPS):
        ax, ay, az, r = gravity(y[0], y[1], y[2])
        s2 = (y[2] / r) * (y[2] / r)
        ground = WGS84_A_M if bottom > 0.0 else WGS84_B_M / math.sqrt(1.0 - WGS84_E2 * (1.0 - s2))
        radial = (y[0] * y[3] + y[1] * y[4] + y[2] * y[5]) / r
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
        guess = VACUUM_STEP * math.sqrt(r * r * r / MU_M3_S2)
        lower = min(r, max(r + radial * guess, WGS84_B_M))
        h = VACUUM_STEP * math.sqrt(lower * lower * lower / MU_M3_S2)
        if remaining == -3.0:
            h = min(h, 0.5 * (r - ground - bottom) / -radial + 1e-2)
        elif remaining >= 0.0:
            h = remaining / math.ceil(remaining / h)
        new = vacuum_step(y, h, work)
        bx, by, bz, _ = gravity(new[0], new[1], new[2])
        f0 = (y[3], y[4], y[5], ax, ay, az)
        f1 = (new[3], new[4], new[5], bx, by, bz)
        note_step(t, y, f0, t + h, new, f1, 2.0, omega, every, out, samples)
        t += h
        y = new
        out[STEPS] += 1.0
        if t > MAX_TIME_S:
            break
    if out[STATUS] == OK and t > MAX_TIME_S:
        out[STATUS] = TOO_LONG
    return t, y


@njit(error_model="numpy")
def settle(t, y, work):
    """Place a state near the ground on it, under gravity alone."""
    for _ in range(6):
        _, _, h = geodetic(y[0], y[1], y[2])
        if abs(h) < 1e-6:
            break
        step = -h / vertical_speed(y)
        y = vacuum_step(y, step, work)
        t += step
    return t, y


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
    u1 = math.atan((1.0 - WGS84_F) * math.tan(lat1))
    u2 = math.atan((1.0 - WGS84_F) * math.tan(lat2))
    s1, c1, s2, c2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
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
def burn(t, y, end, row, base, mass, up, forward, air, curve, every, out, samples):
    """One stage's thrust from t to `end`, broken where the steering changes: time, state, grounded."""
    omega = row[OMEGA]
    flow = row[base] / row[base + 2]
    thrust = flow * G0_M_S2 * row[base + 3]
    load = 0.5 * row[base + 6]
    rise = row[RISE]
    pitched = rise + row[PITCH]
    rate = math.radians(row[KICK]) / row[PITCH]
    ignition = t
    while t < end:
        mode, until = GRAVITY_TURN, end
        if t < rise:
            mode, until = VERTICAL, min(end, rise)
        elif t < pitched:
            mode, until = PITCH_OVER, min(end, pitched)
        p = (mode, ignition, mass, flow, thrust, row[base + 4], rise, rate, *up, *forward)
        t, y, grounded = fly_air(t, y, until, omega, air, curve, load, p, 0.0, every, out, samples)
        if grounded or out[STATUS] != OK:
            return t, y, grounded
    return t, y, False


@njit(error_model="numpy")
def ascend(y, row, up, forward, air, curve, every, out, samples):
    """All stages up to the last thrust: time, state, mass left beyond the payload and the last empty stage."""
    omega = row[OMEGA]
    count = int(row[STAGES])
    mass = row[PAYLOAD]
    for s in range(count):
        mass += row[STAGE + s * STAGE_SIZE] + row[STAGE + s * STAGE_SIZE + 1]
    t = 0.0
    for s in range(count):
        base = STAGE + s * STAGE_SIZE
        ignition = t
        flow = row[base] / row[base + 2]
        if s == 0:
            thrust = flow * G0_M_S2 * row[base + 3]
            if row[ALTITUDE] < AIR_TOP_M:
                thrust -= pressure(row[ALTITUDE], air) * row[base + 4]
            gx, gy, gz, _ = gravity(y[0], y[1], y[2])
            if thrust <= -mass * (gx * up[0] + gy * up[1] + gz * up[2]):
                out[STATUS] = NO_LIFT
                return t, y, mass
        t, y, grounded = burn(
            t, y, min(t + row[base + 2], row[CUTOFF]), row, base, mass, up, forward, air, curve, every, out, samples
        )
        mass -= flow * (t - ignition)
        if grounded:
            out[STATUS] = FELL
        next_ignition = t + row[base + 5]
        if out[STATUS] != OK or s == count - 1 or row[CUTOFF] <= next_ignition or t < ignition + row[base + 2]:
            return t, y, mass
        mass -= row[base + 1]
        if row[base + 5] > 0.0:
            p = (UNPOWERED, t, mass, 0.0, 0.0, 0.0, 0.0, 0.0, *up, *forward)
            load = 0.5 * row[base + STAGE_SIZE + 6] / mass
            t, y, grounded = fly_air(t, y, next_ignition, omega, air, curve, load, p, 1.0, every, out, samples)
            if grounded:
                out[STATUS] = FELL
                return t, y, mass
    return t, y, mass


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
def coast(t, y, row, inverse_beta, air, curve, every, out, samples, work):
    """Unpowered flight to the ground."""
    omega = row[OMEGA]
    if inverse_beta == 0.0:
        t, y = fly_vacuum(t, y, 0.0, omega, every, out, samples, work)
        if out[STATUS] == OK:
            t, y = settle(t, y, work)
        return t, y
    load = 0.5 * inverse_beta / coefficient(1e9, curve)
    p = (UNPOWERED, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for _ in range(MAX_SKIPS):
        r = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
        h = height(y[2], r)
        rising = y[0] * y[3] + y[1] * y[4] + y[2] * y[5] > 0.0
        if h > VACUUM_M and (rising or h > VACUUM_M + VACUUM_MARGIN_M):
            t, y = fly_vacuum(t, y, VACUUM_M, omega, every, out, samples, work)
            if out[STATUS] != OK:
                return t, y
        t, y, grounded = fly_air(t, y, MAX_TIME_S, omega, air, curve, load, p, 1.0, every, out, samples)
        if grounded or out[STATUS] != OK:
            return t, y
    out[STATUS] = TOO_LONG
    return t, y


@njit(error_model="numpy")
def fly_row(row, air, curves, every, out, samples, work):
    """One flight or arc: fill `out` and `samples`."""
    out[:] = math.nan
    out[STATUS] = OK
    out[STEPS] = 0.0
    out[SAMPLES] = 0.0
    out[APOGEE] = row[ALTITUDE]
    out[APOGEE_TIME] = 0.0
    y, up, forward = start_state(row)
    t = 0.0
    inverse_beta = 0.0
    if row[BETA] > 0.0:
        inverse_beta = 1.0 / row[BETA]
    if samples.shape[0] > 0:
        write_sample(0.0, y, 0.0 if row[STAGES] > 0.0 else 1.0, row[OMEGA], samples[0])
        out[SAMPLES] = 1.0
    if row[STAGES] > 0.0:
        t, y, mass = ascend(y, row, up, forward, air, curves[int(row[BOOST_CURVE])], every, out, samples)
        if out[STATUS] != OK:
            return
        note_burnout(t, y, row[OMEGA], out)
        if row[SEPARATES] == 0.0:
            last = STAGE + (int(row[STAGES]) - 1) * STAGE_SIZE
            inverse_beta *= (row[PAYLOAD] + row[last + 1]) / mass
    t, y = coast(t, y, row, inverse_beta, air, curves[int(row[REENTRY_CURVE])], every, out, samples, work)
    if out[STATUS] != OK:
        return
    finish(t, y, math.radians(row[LAT]), math.radians(row[LON]), row[OMEGA], out)
    if not math.isfinite(out[IMPACT_LAT] + out[IMPACT_LON] + out[TIME]):
        out[STATUS] = BAD
    n = int(out[SAMPLES])
    if 0 < n < samples.shape[0]:
        write_sample(t, y, 3.0, row[OMEGA], samples[n])
        out[SAMPLES] = n + 1.0
