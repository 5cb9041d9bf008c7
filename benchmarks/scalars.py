"""A right-hand side in plain Python scalars: the `math` module, no arrays, the layers of the standard atmosphere.

Frame: inertial, coinciding with ECEF at time zero; SI units.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Final

from benchmarks.steering import Derivative, Engine, State, Steering
from standoff.base.constants import J2, MU_M3_S2, OMEGA_RAD_S, WGS84_A_M, WGS84_B_M, WGS84_E2
from standoff.flight import atmosphere as standard
from standoff.flight.atmosphere import AIR_TOP_M, TURBOPAUSE_M
from standoff.flight.drag import MACH_STEP, DragCurve
from standoff.flight.upper_atmosphere import UPPER_ATMOSPHERE


def ground(_time: float, state: State) -> float:
    """Event: height above the ellipsoid."""
    return _height(state[0], state[1], state[2])


def _height(x: float, y: float, z: float) -> float:
    """Height above the ellipsoid: one round of Bowring's method, below a millimetre off up to 1,000 km."""
    p = math.sqrt(x * x + y * y)
    reduced = math.atan2(z * WGS84_A_M, p * WGS84_B_M)
    s, c = math.sin(reduced), math.cos(reduced)
    up, out = z + _SECOND_E2_B * s * s * s, p - WGS84_E2 * WGS84_A_M * c * c * c
    norm = math.hypot(up, out)
    sine, cosine = up / norm, out / norm
    return p * cosine + z * sine - WGS84_A_M * math.sqrt(1.0 - WGS84_E2 * sine * sine)


_SECOND_E2_B: Final = WGS84_E2 / (1.0 - WGS84_E2) * WGS84_B_M
_UPPER_HEIGHT: Final = [row[0] for row in UPPER_ATMOSPHERE]
_UPPER_PRESSURE: Final = [math.log(row[1]) for row in UPPER_ATMOSPHERE]
_UPPER_DENSITY: Final = [math.log(row[2]) for row in UPPER_ATMOSPHERE]
_LAYER_BASE: Final = standard.LAYER_BASE_M.tolist()
_LAPSE: Final = standard.LAPSE_K_M.tolist()
_WEIGHT: Final = standard.GRAVITY_M_S2 * standard.MOLAR_MASS / standard.GAS_CONSTANT
_GAS: Final = standard.GAS_CONSTANT / standard.MOLAR_MASS


def _gravity(x: float, y: float, z: float) -> tuple[float, float, float]:
    r2 = x * x + y * y + z * z
    central = -MU_M3_S2 / (r2 * math.sqrt(r2))
    bulge = 1.5 * J2 * WGS84_A_M**2 / r2
    s = 5.0 * z * z / r2
    plane = central * (1.0 + bulge * (1.0 - s))
    return plane * x, plane * y, central * (1.0 + bulge * (3.0 - s)) * z


def _layer_bases() -> tuple[list[float], list[float]]:
    """Temperature and pressure at the base of each layer."""
    temperature, pressure = [standard.SEA_LEVEL_K], [standard.SEA_LEVEL_PA]
    for lapse, low, high in zip(_LAPSE, _LAYER_BASE, _LAYER_BASE[1:], strict=False):
        start = temperature[-1]
        temperature.append(start + lapse * (high - low))
        exponent = -_WEIGHT / lapse * math.log(temperature[-1] / start) if lapse else -_WEIGHT * (high - low) / start
        pressure.append(pressure[-1] * math.exp(exponent))
    return temperature, pressure


_BASE_TEMPERATURE, _BASE_PRESSURE = _layer_bases()


def _air(h: float) -> tuple[float, float, float]:
    """The standard's layers to 86 km; above, logarithms of its table, linear between the rows."""
    z = min(h, TURBOPAUSE_M)
    geopotential = standard.GEOPOTENTIAL_RADIUS_M * z / (standard.GEOPOTENTIAL_RADIUS_M + z)
    layer = max(0, bisect_right(_LAYER_BASE, geopotential) - 1)
    start, lapse, rise = _BASE_TEMPERATURE[layer], _LAPSE[layer], geopotential - _LAYER_BASE[layer]
    temperature = start + lapse * rise
    slowness = 1.0 / math.sqrt(standard.RATIO_OF_HEATS * _GAS * temperature)
    if h > TURBOPAUSE_M:
        row = bisect_right(_UPPER_HEIGHT, h) - 1
        u = (h - _UPPER_HEIGHT[row]) / (_UPPER_HEIGHT[row + 1] - _UPPER_HEIGHT[row])
        density = math.exp(_UPPER_DENSITY[row] + u * (_UPPER_DENSITY[row + 1] - _UPPER_DENSITY[row]))
        pressure = math.exp(_UPPER_PRESSURE[row] + u * (_UPPER_PRESSURE[row + 1] - _UPPER_PRESSURE[row]))
        return density, slowness, pressure
    exponent = -_WEIGHT / lapse * math.log(temperature / start) if lapse else -_WEIGHT * rise / start
    pressure = _BASE_PRESSURE[layer] * math.exp(exponent)
    return pressure / (_GAS * temperature), slowness, pressure


def _coefficient(mach: float, table: list[list[float]]) -> float:
    at = min(mach / MACH_STEP, len(table) - 1e-9)
    cell = int(at)
    u = at - cell
    c0, c1, c2, c3 = table[cell]
    return c0 + u * (c1 + u * (c2 + u * c3))


def unpowered(load: float, curve: DragCurve) -> Derivative:
    """Right-hand side without thrust; load is half the reference area per mass."""
    table = curve.table.tolist()

    def derivative(_time: float, state: State) -> tuple[float, ...]:
        x, y, z, vx, vy, vz = state
        ax, ay, az = _gravity(x, y, z)
        h = _height(x, y, z)
        if h >= AIR_TOP_M:
            return vx, vy, vz, ax, ay, az
        density, slowness, _ = _air(h)
        ux, uy = vx + OMEGA_RAD_S * y, vy - OMEGA_RAD_S * x
        speed = math.sqrt(ux * ux + uy * uy + vz * vz)
        drag = load * density * speed * _coefficient(speed * slowness, table)
        return vx, vy, vz, ax - drag * ux, ay - drag * uy, az - drag * vz

    return derivative


def powered(engine: Engine, steering: Steering, half_area: float, curve: DragCurve) -> Derivative:
    """Right-hand side under thrust."""
    thrust, exit_area, start_mass, flow, ignition = engine
    rate, rise = steering.rate_rad_s, steering.rise_s
    up, forward = steering.up.tolist(), steering.forward.tolist()
    table = curve.table.tolist()

    def derivative(time: float, state: State) -> tuple[float, ...]:
        x, y, z, vx, vy, vz = state
        ax, ay, az = _gravity(x, y, z)
        h = _height(x, y, z)
        ux, uy = vx + OMEGA_RAD_S * y, vy - OMEGA_RAD_S * x
        speed = math.sqrt(ux * ux + uy * uy + vz * vz)
        mass = start_mass - flow * (time - ignition)
        drag, push = 0.0, thrust / mass
        if h < AIR_TOP_M:
            density, slowness, pressure = _air(h)
            drag = half_area / mass * density * speed * _coefficient(speed * slowness, table)
            push -= pressure * exit_area / mass
        if rate is None:
            along = push / speed - drag
            return vx, vy, vz, ax + along * ux, ay + along * uy, az + along * vz
        tilt = rate * (time - rise)
        ct, st = math.cos(tilt), math.sin(tilt)
        dx, dy, dz = (ct * u + st * f for u, f in zip(up, forward, strict=True))
        c, s = math.cos(OMEGA_RAD_S * time), math.sin(OMEGA_RAD_S * time)
        return (
            vx,
            vy,
            vz,
            ax - drag * ux + push * (c * dx - s * dy),
            ay - drag * uy + push * (s * dx + c * dy),
            az - drag * vz + push * dz,
        )

    return derivative
