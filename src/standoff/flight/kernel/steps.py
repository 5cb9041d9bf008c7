# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""Steps of one state, compiled: Dormand-Prince 5(4) with forces, DOP853 under gravity alone, and between steps.

Sources: Dormand and Prince, J. Comp. Appl. Math. 6 (1980); Hairer, Norsett and Wanner (see `dop853`).
"""

from __future__ import annotations

from numba import njit

from standoff.flight import dop853
from standoff.flight.kernel.forces import derivative, gravity

DOP_A = dop853.A
DOP_B = dop853.B
DOP_STAGES = dop853.STAGES
# Work space of a vacuum step: its slopes.
VACUUM_SIZE = 6 * dop853.STAGES


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
    """One step of the 5(4) pair: new state and its derivative (the error is `lanes`' affair)."""
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
    return new, k7


@njit(error_model="numpy")
def vacuum_step(y, h, w):
    """One DOP853 step of gravity alone; w (VACUUM_SIZE,) is work space."""
    rx, ry, rz, vx, vy, vz = y
    for i in range(DOP_STAGES):
        sx, sy, sz, wx, wy, wz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for j in range(i):
            a = DOP_A[i, j]
            sx += a * w[6 * j + 0]
            sy += a * w[6 * j + 1]
            sz += a * w[6 * j + 2]
            wx += a * w[6 * j + 3]
            wy += a * w[6 * j + 4]
            wz += a * w[6 * j + 5]
        ax, ay, az, _ = gravity(rx + h * sx, ry + h * sy, rz + h * sz)
        w[6 * i + 0] = vx + h * wx
        w[6 * i + 1] = vy + h * wy
        w[6 * i + 2] = vz + h * wz
        w[6 * i + 3] = ax
        w[6 * i + 4] = ay
        w[6 * i + 5] = az
    for i in range(DOP_STAGES):
        b = h * DOP_B[i]
        rx += b * w[6 * i + 0]
        ry += b * w[6 * i + 1]
        rz += b * w[6 * i + 2]
        vx += b * w[6 * i + 3]
        vy += b * w[6 * i + 4]
        vz += b * w[6 * i + 5]
    return rx, ry, rz, vx, vy, vz


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
