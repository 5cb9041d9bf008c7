"""Small searches in plain Python: a root in a bracket, a minimum in a bracket, Newton in a few unknowns.

SciPy has all three, but takes a second to import; aiming is on the path of every run and needs only these.
Sources: Chandrupatla, Advances in Engineering Software 28 (1997), for the root; Brent, Algorithms for Minimization
without Derivatives (1973), chapter 5, for the minimum; Dennis and Schnabel, Numerical Methods for Unconstrained
Optimization and Nonlinear Equations (1983), chapter 6, for the damped Newton step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

GOLDEN: Final = 0.5 * (3.0 - math.sqrt(5.0))


class NoRootError(ArithmeticError):
    """The two ends do not enclose a root, or Newton's steps do not lead to one."""


def root(
    function: Callable[[float], float],
    low: float,
    high: float,
    *,
    tolerance: float,
    value_tolerance: float = 0.0,
    ends: tuple[float, float] | None = None,
) -> float:
    """A root between `low` and `high`, to `tolerance` in the unknown or `value_tolerance` in the function.

    Inverse quadratic interpolation where Chandrupatla's test trusts it, bisection elsewhere; values may jump or be
    infinite. `ends` are the values at both ends where the caller has them.

    Raises:
        NoRootError: both ends have the same sign.
    """
    at_low, at_high = ends if ends is not None else (function(low), function(high))
    if at_low == 0.0 or at_high == 0.0:
        return low if at_low == 0.0 else high
    if (at_low > 0.0) == (at_high > 0.0):
        raise NoRootError(f"no sign change between {low} and {high}")
    # Three points: the newest, the other end of the bracket, and the one that was dropped last.
    new, new_value, other, other_value = low, at_low, high, at_high
    share = 0.5
    for _ in range(200):
        point = new + share * (other - new)
        value = function(point)
        if (value > 0.0) == (new_value > 0.0):
            old, old_value = new, new_value
        else:
            old, old_value, other, other_value = other, other_value, new, new_value
        new, new_value = point, value
        best, best_value = (new, new_value) if abs(new_value) < abs(other_value) else (other, other_value)
        width = abs(other - new)
        if abs(best_value) <= value_tolerance or width <= tolerance:
            return best
        share = _share((new, new_value), (other, other_value), (old, old_value))
        least = 0.5 * tolerance / width
        share = min(1.0 - least, max(least, share))
    return best


class Minimum(NamedTuple):
    """Where a function is least, and its value there."""

    at: float
    value: float


def minimum(
    function: Callable[[float], float], bracket: tuple[float, float, float], value: float, tolerance: float
) -> Minimum:
    """The least value inside a bracket (low, best, high) whose middle has the given `value`.

    Parabolas through the three best points where they stay inside and shrink, golden section elsewhere.
    """
    low, best, high = bracket
    second, third = best, best
    value_second = value_third = value
    step = before = 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if abs(best - middle) <= 2.0 * tolerance - 0.5 * (high - low):
            break
        trial = _parabola((best, value), (second, value_second), (third, value_third))
        inside = low + tolerance < best + trial < high - tolerance
        if abs(before) > tolerance and inside and abs(trial) < 0.5 * abs(before):
            before, step = step, trial
        else:
            before = (high - best) if best < middle else (low - best)
            step = GOLDEN * before
        point = best + (step if abs(step) >= tolerance else math.copysign(tolerance, step))
        here = function(point)
        if here <= value:
            low, high = (best, high) if point >= best else (low, best)
            third, value_third, second, value_second, best, value = second, value_second, best, value, point, here
            continue
        low, high = (point, high) if point < best else (low, point)
        if here <= value_second or second == best:
            third, value_third, second, value_second = second, value_second, point, here
        elif here <= value_third or third in (best, second):
            third, value_third = point, here
    return Minimum(best, value)


def newton(
    residual: Callable[[Sequence[float]], Sequence[float]],
    start: Sequence[float],
    steps: Sequence[float],
    *,
    tolerance: float,
    iterations: int = 12,
) -> list[float]:
    """The root of as many equations as unknowns, by forward differences of the given `steps`.

    Stops when the Euclidean norm of the residual is within `tolerance`; a step that does not lessen it is halved.

    Raises:
        NoRootError: no such root was reached in `iterations`.
    """
    x = list(start)
    here = list(residual(x))
    size = math.hypot(*here)
    for _ in range(iterations):
        if size <= tolerance:
            return x
        columns = []
        for index, step in enumerate(steps):
            there = residual([*x[:index], x[index] + step, *x[index + 1 :]])
            columns.append([(b - a) / step for a, b in zip(here, there, strict=True)])
        move = _solve([list(row) for row in zip(*columns, strict=True)], [-value for value in here])
        for _ in range(12):
            trial = [a + b for a, b in zip(x, move, strict=True)]
            value = list(residual(trial))
            new_size = math.hypot(*value)
            if new_size < size:
                break
            move = [0.5 * part for part in move]
        else:
            break
        x, here, size = trial, value, new_size
    if size <= tolerance:
        return x
    raise NoRootError(f"residual {size:g} after {iterations} steps")


def _share(new: tuple[float, float], other: tuple[float, float], old: tuple[float, float]) -> float:
    """Share of the way from the newest point to the other end of the bracket at which to look next."""
    a, b, c = new[1], other[1], old[1]
    if not (math.isfinite(a) and math.isfinite(b) and math.isfinite(c)) or b == c or a == c:
        return 0.5
    xi, phi = (new[0] - other[0]) / (old[0] - other[0]), (a - b) / (c - b)
    if not (phi * phi < xi and (1.0 - phi) ** 2 < 1.0 - xi):
        return 0.5
    reach = (old[0] - new[0]) / (other[0] - new[0])
    return a / (b - a) * c / (b - c) + reach * a / (c - a) * b / (c - b)


def _parabola(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Way from a to the vertex of the parabola through three points; infinite if they are not on one."""
    left, right = (a[0] - b[0]) * (a[1] - c[1]), (a[0] - c[0]) * (a[1] - b[1])
    bottom = 2.0 * (left - right)
    if bottom == 0.0 or not math.isfinite(bottom):
        return math.inf
    return -((a[0] - b[0]) * left - (a[0] - c[0]) * right) / bottom


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss elimination with row exchange."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda index: abs(rows[index][column]))
        if not abs(rows[pivot][column]) > 0.0:
            raise NoRootError("the unknowns do not move the residual")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in rows[column + 1 :]:
            factor = row[column] / rows[column][column]
            row[column:] = [a - factor * b for a, b in zip(row[column:], rows[column][column:], strict=True)]
    solution = [0.0] * size
    for index in reversed(range(size)):
        known = sum(rows[index][k] * solution[k] for k in range(index + 1, size))
        solution[index] = (rows[index][size] - known) / rows[index][index]
    return solution
