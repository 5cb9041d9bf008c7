"""Cubic splines without SciPy: knots to second derivatives, evaluation, and uniform tables for the kernels.

Units are the caller's. The second derivatives solve the tridiagonal system of the C2 interpolant with given end
slopes (de Boor, A Practical Guide to Splines, revised edition, 2001, chapter IV).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def second_derivatives(x: Array, y: Array, slopes: tuple[float, float]) -> Array:
    """Second derivatives (n,) at knots x (n,) of the spline through y (n,) or (n, k) with the end slopes given."""
    gap = np.diff(x)
    slope = np.diff(y) / gap
    lower = np.concatenate([[0.0], gap])
    upper = np.concatenate([gap, [0.0]])
    diagonal = 2.0 * (lower + upper)
    right = 6.0 * (np.concatenate([slope, [slopes[1]]]) - np.concatenate([[slopes[0]], slope]))
    return _tridiagonal(lower, diagonal, upper, right)


def uniform_table(step: float, y: Array, slopes: tuple[float, float]) -> Array:
    """Coefficients (n - 1, 4) of the spline through y (n,) on a uniform grid, in powers of the cell fraction 0..1."""
    x = np.linspace(0.0, step * (len(y) - 1), len(y))
    second = second_derivatives(x, y, slopes) * step**2
    linear = np.diff(y) - (2.0 * second[:-1] + second[1:]) / 6.0
    return np.column_stack([y[:-1], linear, 0.5 * second[:-1], np.diff(second) / 6.0])


def _tridiagonal(lower: Array, diagonal: Array, upper: Array, right: Array) -> Array:
    """Thomas' elimination; row i reads lower[i] x[i-1] + diagonal[i] x[i] + upper[i] x[i+1] = right[i]."""
    low, dia, upp, rhs = lower.tolist(), diagonal.tolist(), upper.tolist(), right.tolist()
    for i in range(1, len(dia)):
        factor = low[i] / dia[i - 1]
        dia[i] -= factor * upp[i - 1]
        rhs[i] -= factor * rhs[i - 1]
    solution = [0.0] * len(dia)
    solution[-1] = rhs[-1] / dia[-1]
    for i in range(len(dia) - 2, -1, -1):
        solution[i] = (rhs[i] - upp[i] * solution[i + 1]) / dia[i]
    return np.array(solution)
