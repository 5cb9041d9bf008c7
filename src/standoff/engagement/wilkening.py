"""Closed forms of barrage effectiveness: what a raid's outcome must approach when shots are independent.

Source: D. A. Wilkening, "A Simple Model for Calculating Ballistic Missile Defense Effectiveness", Science & Global
Security 8 (1999), 183-215. Each of W warheads is shot at n times with single-shot probability p; detection and tracking
may fail for all at once (common mode) with probability c, and for each warhead alone with probability 1 - d.
Functions take scalars and arrays alike.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError

Array = NDArray[np.float64]


def warhead_kill_probability(p: ArrayLike, n: ArrayLike, detection: ArrayLike = 1.0) -> Array:
    """Probability that one warhead is killed by n shots: d (1 - (1 - p)^n)."""
    result: Array = np.asarray(detection, dtype=float) * -np.expm1(_log_miss(p) * np.asarray(n, dtype=float))
    return result


def leak_free_probability(
    p: ArrayLike, n: ArrayLike, warheads: ArrayLike, detection: ArrayLike = 1.0, common_mode_failure: ArrayLike = 0.0
) -> Array:
    """Probability that no warhead leaks: (1 - c) (d (1 - (1 - p)^n))^W."""
    killed: Array = np.power(warhead_kill_probability(p, n, detection), np.asarray(warheads, dtype=float))
    result: Array = (1.0 - np.asarray(common_mode_failure, dtype=float)) * killed
    return result


def expected_leakers(
    p: ArrayLike, n: ArrayLike, warheads: ArrayLike, detection: ArrayLike = 1.0, common_mode_failure: ArrayLike = 0.0
) -> Array:
    """Mean number of leakers: W (1 - (1 - c) d (1 - (1 - p)^n))."""
    working = 1.0 - np.asarray(common_mode_failure, dtype=float)
    result: Array = np.asarray(warheads, dtype=float) * (1.0 - working * warhead_kill_probability(p, n, detection))
    return result


def leaker_distribution(
    p: float, n: float, warheads: int, detection: float = 1.0, common_mode_failure: float = 0.0
) -> Array:
    """Probabilities (W + 1,) of 0, 1 ... W leakers: a binomial, mixed with "all leak" for the common mode."""
    killed = float(warhead_kill_probability(p, n, detection))
    leakers = np.arange(warheads + 1)
    ways = np.array([float(math.comb(warheads, k)) for k in range(warheads + 1)])
    result: Array = (1.0 - common_mode_failure) * ways * (1.0 - killed) ** leakers * killed ** (warheads - leakers)
    result[-1] += common_mode_failure
    return result


def shots_needed(p: float, warheads: int, leak_free: float, detection: float = 1.0) -> int:
    """Fewest interceptors per warhead for a leak-free raid with probability at least `leak_free` (no common mode).

    Raises `InputError` when no number of shots is enough: p = 0, or detection that alone falls short.
    """
    if not 0.0 < leak_free < 1.0:
        raise InputError("is not a probability strictly between 0 and 1", field="leak_free", value=leak_free)
    wanted = leak_free ** (1.0 / warheads)
    if p <= 0.0 or wanted >= detection:
        raise InputError(
            "cannot be reached with any number of shots",
            field="leak_free",
            value=leak_free,
            allowed=f"below {detection**warheads:.3g} with p above 0",
        )
    if p >= 1.0:
        return 1
    guess = max(1, math.ceil(math.log1p(-wanted / detection) / math.log1p(-p)))
    # The logarithms round: settle the last unit on the probability itself.
    while guess > 1 and warhead_kill_probability(p, guess - 1, detection) >= wanted:
        guess -= 1
    while warhead_kill_probability(p, guess, detection) < wanted:
        guess += 1
    return guess


def expected_shots(p: ArrayLike, most: ArrayLike) -> Array:
    """Mean shots per warhead when each is assessed before the next, up to `most`: (1 - (1 - p)^n) / p.

    The sum of the geometric series of "the first k all missed", k = 0 ... n - 1; n for p = 0.
    """
    p, most = np.broadcast_arrays(np.asarray(p, dtype=float), np.asarray(most, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        series = warhead_kill_probability(p, most) / p
    result: Array = np.where(p > 0.0, series, most)
    return result


def _log_miss(p: ArrayLike) -> Array:
    # p = 1 gives -inf on purpose: its power is a certain kill.
    with np.errstate(divide="ignore"):
        result: Array = np.log1p(-np.asarray(p, dtype=float))
    return result
