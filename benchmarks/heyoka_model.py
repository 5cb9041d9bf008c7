"""The physics that heyoka can express, as its symbolic expressions: one list of equations for each phase of flight.

As the kernel: WGS-84 gravity with J2, rotation, height above the ellipsoid, drag against the turning air, thrust with
back-pressure, vertical rise, pitch-over, gravity turn. Left out, because Taylor methods need analytic functions: the
layers of the atmosphere (exponentials of polynomials of degree 7 through the standard's logarithms up to 130 km), the
dependence of drag coefficients on Mach number (constant instead) and drag during the vertical rise (speed zero is a
branch point). All of it makes heyoka's work lighter than the kernel's.
Frame: inertial, coinciding with ECEF at time zero; SI units.
"""

from __future__ import annotations

from typing import Any, Final

import heyoka
import numpy as np
from numpy.typing import NDArray

from standoff.base.constants import J2, MU_M3_S2, OMEGA_RAD_S, WGS84_A_M, WGS84_B_M, WGS84_E2
from standoff.flight import atmosphere

Array = NDArray[np.float64]
Expression = Any  # heyoka carries no types

FIT_TOP_M: Final = 130e3
FIT_UNIT_M: Final = 100e3
FIT_DEGREE: Final = 7

X, Y, Z, VX, VY, VZ = heyoka.make_vars("x", "y", "z", "vx", "vy", "vz")
# Parameters: drag load; then, under thrust: mass at ignition, flow, ignition time, vacuum thrust, exit area, rate of
# the tilt, end of the rise, up (3), forward (3).
LOAD, MASS, FLOW, IGNITION, THRUST, EXIT, RATE, RISE = (heyoka.par[i] for i in range(8))
UP = [heyoka.par[i] for i in range(8, 11)]
FORWARD = [heyoka.par[i] for i in range(11, 14)]
PARAMETERS: Final = 14


def fit(values: Array, heights: Array) -> Array:
    """Coefficients (degree + 1,) of the logarithm over height in `FIT_UNIT_M`; it must fall for ever above the fit."""
    series = np.polynomial.Polynomial.fit(heights / FIT_UNIT_M, np.log(values), FIT_DEGREE, domain=[-1.0, 1.0])
    coefficients = np.asarray(series.coef, dtype=float)
    if coefficients[-1] >= 0.0:
        raise ValueError("the fitted atmosphere grows with height")
    return coefficients


def fit_error() -> float:
    """Worst relative error of the fitted density below 100 km."""
    heights = np.arange(0.0, 100e3, 100.0)
    exact = atmosphere.exact(heights).density_kg_m3
    fitted = np.exp(np.polynomial.polynomial.polyval(heights / FIT_UNIT_M, _DENSITY))
    return float(np.max(np.abs(fitted / exact - 1.0)))


def height() -> Expression:
    """Height above the ellipsoid by the kernel's expansion."""
    r2 = X * X + Y * Y + Z * Z
    r = heyoka.sqrt(r2)
    s2 = Z * Z / r2
    inside = 1.0 - WGS84_E2 * (1.0 - s2)
    ground = WGS84_B_M / heyoka.sqrt(inside)
    tilt = WGS84_E2 * WGS84_E2 * s2 * (1.0 - s2) / (inside * inside)
    return (r - ground) * (1.0 - 0.5 * tilt * ground / r)


def unpowered() -> list[tuple[Expression, Expression]]:
    """Equations without thrust."""
    wind, speed = _wind()
    drag = LOAD * _air(_DENSITY) * speed
    return _equations([-drag * w for w in wind])


def rise() -> list[tuple[Expression, Expression]]:
    """Equations of the vertical rise, without drag."""
    return _equations([_push() * d for d in _inertial(UP)])


def pitch_over() -> list[tuple[Expression, Expression]]:
    """Equations while the thrust tilts at a constant rate."""
    wind, speed = _wind()
    drag = LOAD / _mass() * _air(_DENSITY) * speed
    angle = RATE * (heyoka.time - RISE)
    direction = [heyoka.cos(angle) * u + heyoka.sin(angle) * f for u, f in zip(UP, FORWARD, strict=True)]
    return _equations([_push() * d - drag * w for d, w in zip(_inertial(direction), wind, strict=True)])


def gravity_turn() -> list[tuple[Expression, Expression]]:
    """Equations with thrust along the velocity through the air."""
    wind, speed = _wind()
    along = _push() / speed - LOAD / _mass() * _air(_DENSITY) * speed
    return _equations([along * w for w in wind])


_KNOTS: Final = np.arange(0.0, FIT_TOP_M + 1.0, 500.0)
_DENSITY: Final = fit(atmosphere.exact(_KNOTS).density_kg_m3, _KNOTS)
_PRESSURE: Final = fit(atmosphere.exact(_KNOTS).pressure_pa, _KNOTS)


def _air(coefficients: Array) -> Expression:
    u = height() / FIT_UNIT_M
    value: Expression = float(coefficients[-1])
    for c in coefficients[-2::-1]:
        value = value * u + float(c)
    return heyoka.exp(value)


def _mass() -> Expression:
    return MASS - FLOW * (heyoka.time - IGNITION)


def _push() -> Expression:
    return (THRUST - EXIT * _air(_PRESSURE)) / _mass()


def _inertial(direction: list[Expression]) -> list[Expression]:
    c, s = heyoka.cos(OMEGA_RAD_S * heyoka.time), heyoka.sin(OMEGA_RAD_S * heyoka.time)
    return [c * direction[0] - s * direction[1], s * direction[0] + c * direction[1], direction[2]]


def _wind() -> tuple[list[Expression], Expression]:
    wind = [VX + OMEGA_RAD_S * Y, VY - OMEGA_RAD_S * X, VZ]
    return wind, heyoka.sqrt(wind[0] * wind[0] + wind[1] * wind[1] + wind[2] * wind[2])


def _equations(extra: list[Expression]) -> list[tuple[Expression, Expression]]:
    r2 = X * X + Y * Y + Z * Z
    central = -MU_M3_S2 / (r2 * heyoka.sqrt(r2))
    bulge = 1.5 * J2 * WGS84_A_M**2 / r2
    s = 5.0 * Z * Z / r2
    plane, axis = central * (1.0 + bulge * (1.0 - s)), central * (1.0 + bulge * (3.0 - s))
    return [
        (X, VX),
        (Y, VY),
        (Z, VZ),
        (VX, plane * X + extra[0]),
        (VY, plane * Y + extra[1]),
        (VZ, axis * Z + extra[2]),
    ]
