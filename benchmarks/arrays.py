"""A right-hand side in NumPy vectors, as examples in manuals are written: norms, cross products, `numpy.interp`.

Short to write; each small array costs about a microsecond.
Frame: inertial, coinciding with ECEF at time zero; SI units.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from benchmarks.steering import Array, Derivative, Engine, Steering
from standoff.base.constants import J2, MU_M3_S2, OMEGA_RAD_S, WGS84_A_M
from standoff.base.geodesy import geodetic_from_ecef
from standoff.flight import atmosphere
from standoff.flight.atmosphere import AIR_BOTTOM_M, AIR_TOP_M
from standoff.flight.drag import MACH_END, MACH_STEP, DragCurve

_HEIGHT: Final = np.arange(AIR_BOTTOM_M, AIR_TOP_M + 1.0, 100.0)
_STANDARD: Final = atmosphere.exact(_HEIGHT)
_LOG_DENSITY: Final = np.log(_STANDARD.density_kg_m3)
_MACH: Final = np.arange(0.0, MACH_END, MACH_STEP)
_SPIN: Final = np.array([0.0, 0.0, OMEGA_RAD_S])


def ground(_time: float, state: Array) -> float:
    """Event: height above the ellipsoid."""
    return float(geodetic_from_ecef(state[:3])[2])


def unpowered(load: float, curve: DragCurve) -> Derivative:
    """Right-hand side without thrust; load is half the reference area per mass."""
    coefficients = curve(_MACH)

    def derivative(_time: float, state: Array) -> Array:
        position, velocity = state[:3], state[3:]
        height = ground(_time, state)
        wind = velocity - np.cross(_SPIN, position)
        return np.concatenate([velocity, _gravity(position) - load * _drag(height, wind, coefficients)])

    return derivative


def powered(engine: Engine, steering: Steering, half_area: float, curve: DragCurve) -> Derivative:
    """Right-hand side under thrust."""
    coefficients = curve(_MACH)

    def derivative(time: float, state: Array) -> Array:
        position, velocity = state[:3], state[3:]
        height = ground(time, state)
        wind = velocity - np.cross(_SPIN, position)
        mass = engine.start_mass_kg - engine.flow_kg_s * (time - engine.ignition_s)
        outside = np.interp(height, _HEIGHT, _STANDARD.pressure_pa, right=0.0)
        force = (engine.vacuum_thrust_n - outside * engine.exit_area_m2) * _direction(time, wind, steering)
        force -= half_area * _drag(height, wind, coefficients)
        return np.concatenate([velocity, _gravity(position) + force / mass])

    return derivative


def _gravity(position: Array) -> Array:
    r = np.linalg.norm(position)
    s = 5.0 * (position[2] / r) ** 2
    bulge = 1.5 * J2 * (WGS84_A_M / r) ** 2
    result: Array = -MU_M3_S2 / r**3 * position * (1.0 + bulge * (np.array([1.0, 1.0, 3.0]) - s))
    return result


def _drag(height: float, wind: Array, coefficients: Array) -> Array:
    """Density times speed times coefficient times velocity through the air."""
    if height >= AIR_TOP_M:
        return np.zeros(3)
    density = np.exp(np.interp(height, _HEIGHT, _LOG_DENSITY))
    speed = np.linalg.norm(wind)
    mach = speed / np.interp(height, _HEIGHT, _STANDARD.sound_m_s)
    result: Array = density * speed * np.interp(mach, _MACH, coefficients) * wind
    return result


def _direction(time: float, wind: Array, steering: Steering) -> Array:
    if steering.rate_rad_s is None:
        result: Array = wind / np.linalg.norm(wind)
        return result
    tilt = steering.rate_rad_s * (time - steering.rise_s)
    x, y, z = np.cos(tilt) * steering.up + np.sin(tilt) * steering.forward
    c, s = np.cos(OMEGA_RAD_S * time), np.sin(OMEGA_RAD_S * time)
    return np.array([c * x - s * y, s * x + c * y, z])
