"""US Standard Atmosphere 1976: density, pressure and speed of sound at geometric heights, exact and as smooth tables.

Up to 86 km the exact layers of NASA TM-X-74335 (geopotential height, molecular-scale temperature); from 86 to 1000 km
cubic splines through the logarithms of its integrated number densities (see `upper_atmosphere`). The standard gives no
speed of sound above 86 km: it is held there, where drag no longer depends on it. Drag is dropped above `AIR_TOP_M`.

The kernels read `smooth_table()`: cubic splines on a uniform grid, twice continuously differentiable, which round off
the kinks between layers.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.flight.spline import second_derivatives, uniform_table
from standoff.flight.upper_atmosphere import UPPER_ATMOSPHERE

Array = NDArray[np.float64]

# NASA TM-X-74335, table 2 (constants) and table 4 (layers).
GAS_CONSTANT: Final = 8314.32  # N m / (kmol K)
MOLAR_MASS: Final = 28.9644  # kg / kmol
GRAVITY_M_S2: Final = 9.80665
GEOPOTENTIAL_RADIUS_M: Final = 6_356_766.0
RATIO_OF_HEATS: Final = 1.40
SEA_LEVEL_PA: Final = 101_325.0
SEA_LEVEL_K: Final = 288.15
LAYER_BASE_M: Final = np.array([0.0, 11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0])
LAPSE_K_M: Final = np.array([-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3])
TURBOPAUSE_M: Final = 86_000.0

# Model choice: above this height there is no drag (see docs/models/flight.md for what it neglects).
AIR_TOP_M: Final = 200_000.0
AIR_BOTTOM_M: Final = -2_000.0
TABLE_STEP_M: Final = 250.0


class Air(NamedTuple):
    """Density (kg/m3), pressure (Pa) and speed of sound (m/s) at the shape of the heights asked for."""

    density_kg_m3: Array
    pressure_pa: Array
    sound_m_s: Array


def geopotential_m(altitude_m: ArrayLike) -> Array:
    """Geopotential height of a geometric height."""
    z = np.asarray(altitude_m, dtype=float)
    return GEOPOTENTIAL_RADIUS_M * z / (GEOPOTENTIAL_RADIUS_M + z)


def molecular_temperature_k(geopotential: ArrayLike) -> Array:
    """Molecular-scale temperature at geopotential heights up to 84 852 m."""
    h = np.asarray(geopotential, dtype=float)
    layer = _layer(h)
    result: Array = _base_temperature()[layer] + LAPSE_K_M[layer] * (h - LAYER_BASE_M[layer])
    return result


def exact(altitude_m: ArrayLike) -> Air:
    """The standard atmosphere at geometric heights of any shape, at all heights of the standard and beyond."""
    z = np.asarray(altitude_m, dtype=float)
    low = _homosphere(np.minimum(z, TURBOPAUSE_M))
    knots, logs, second = _upper_spline()
    inside = np.clip(z, knots[0], knots[-1])
    high = np.exp(_log_spline(knots, logs, second, inside) + _above(z, knots, logs))
    above = (z > TURBOPAUSE_M)[..., None]
    density_pressure = np.where(above, high, np.stack([low.density_kg_m3, low.pressure_pa], axis=-1))
    return Air(density_pressure[..., 0], density_pressure[..., 1], low.sound_m_s)


@cache
def smooth_table() -> Array:
    """Coefficients (cells, 12): four each for density, inverse speed of sound and pressure, in powers of the cell
    fraction, from `AIR_BOTTOM_M` to `AIR_TOP_M` in steps of `TABLE_STEP_M`.
    """  # noqa: D205
    z = np.arange(AIR_BOTTOM_M, AIR_TOP_M + 0.5 * TABLE_STEP_M, TABLE_STEP_M)
    air = exact(z)
    columns = [air.density_kg_m3, 1.0 / air.sound_m_s, air.pressure_pa]
    tables = [uniform_table(TABLE_STEP_M, values, slopes=_end_slopes(values)) for values in columns]
    return np.ascontiguousarray(np.concatenate(tables, axis=1))


def _homosphere(z: Array) -> Air:
    h = geopotential_m(z)
    layer = _layer(h)
    lapse, base = LAPSE_K_M[layer], _base_temperature()[layer]
    rise = h - LAYER_BASE_M[layer]
    temperature = base + lapse * rise
    constant = GRAVITY_M_S2 * MOLAR_MASS / GAS_CONSTANT
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.where(lapse == 0.0, -constant * rise / base, -constant / lapse * np.log(temperature / base))
    pressure = _base_pressure()[layer] * np.exp(exponent)
    density = pressure * MOLAR_MASS / (GAS_CONSTANT * temperature)
    sound = np.sqrt(RATIO_OF_HEATS * GAS_CONSTANT * temperature / MOLAR_MASS)
    return Air(density, pressure, sound)


def _layer(geopotential: Array) -> NDArray[np.int64]:
    return np.clip(np.searchsorted(LAYER_BASE_M, geopotential, side="right") - 1, 0, len(LAYER_BASE_M) - 1)


@cache
def _base_temperature() -> Array:
    rises = LAPSE_K_M[:-1] * np.diff(LAYER_BASE_M)
    return SEA_LEVEL_K + np.concatenate([[0.0], np.cumsum(rises)])


@cache
def _base_pressure() -> Array:
    constant = GRAVITY_M_S2 * MOLAR_MASS / GAS_CONSTANT
    base, pressures = _base_temperature(), [SEA_LEVEL_PA]
    for i, thickness in enumerate(np.diff(LAYER_BASE_M)):
        if LAPSE_K_M[i] == 0.0:
            factor = np.exp(-constant * thickness / base[i])
        else:
            factor = (base[i + 1] / base[i]) ** (-constant / LAPSE_K_M[i])
        pressures.append(float(pressures[-1] * factor))
    return np.array(pressures)


@cache
def _upper_spline() -> tuple[Array, Array, Array]:
    """Knots (n,), logarithms of density and pressure (n, 2) and their second derivatives."""
    table = np.array(UPPER_ATMOSPHERE)
    knots, logs = table[:, 0], np.log(table[:, [2, 1]])
    edge = _homosphere(np.array([TURBOPAUSE_M - 1.0, TURBOPAUSE_M]))
    low = np.log(np.stack([edge.density_kg_m3, edge.pressure_pa], axis=-1))
    logs[0] = low[1]
    top = (logs[-1] - logs[-2]) / (knots[-1] - knots[-2])
    second = [second_derivatives(knots, logs[:, i], (low[1, i] - low[0, i], top[i])) for i in range(2)]
    return knots, logs, np.stack(second, axis=-1)


def _log_spline(knots: Array, logs: Array, second: Array, z: Array) -> Array:
    cell = np.clip(np.searchsorted(knots, z, side="right") - 1, 0, len(knots) - 2)
    gap = (knots[cell + 1] - knots[cell])[..., None]
    right = (z - knots[cell])[..., None] / gap
    left = 1.0 - right
    bend = ((left**3 - left) * second[cell] + (right**3 - right) * second[cell + 1]) * gap**2 / 6.0
    result: Array = left * logs[cell] + right * logs[cell + 1] + bend
    return result


def _above(z: Array, knots: Array, logs: Array) -> Array:
    """Beyond 1000 km the last scale height goes on."""
    result: Array = np.maximum(z - knots[-1], 0.0)[..., None] * ((logs[-1] - logs[-2]) / (knots[-1] - knots[-2]))
    return result


def _end_slopes(values: Array) -> tuple[float, float]:
    """Third-order one-sided differences per grid metre."""
    weights = np.array([-11.0, 18.0, -9.0, 2.0]) / (6.0 * TABLE_STEP_M)
    return float(weights @ values[:4]), float(-weights @ values[:-5:-1])
