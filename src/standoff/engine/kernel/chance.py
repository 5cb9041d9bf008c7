# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""The numbers of `base.streams` without its objects: Philox 4x64-10 by hand.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011): ten rounds of two wide
multiplications, keys raised by Weyl constants. NumPy's generator counts up before it gives its first block, so a
stream's first number is the first word of counter (1, run, 0, 0), of which the upper 53 bits make a number in [0, 1).
"""

from __future__ import annotations

import numpy as np

from standoff.base.jit import jit

_ROUNDS = 10
_FIRST, _SECOND = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_FIRST_STEP, _SECOND_STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_DROPPED, _UNIT = np.uint64(11), 1.0 / 9007199254740992.0


@jit
def uniform(seed, digest, run):
    """The number in [0, 1) that `Streams(seed, run).uniform` takes from the stream with this digest (all uint64)."""
    a, b, c, d = np.uint64(1), run, np.uint64(0), np.uint64(0)
    key, other = seed, digest
    for _ in range(_ROUNDS):
        high_a, high_c = _high(_FIRST, a), _high(_SECOND, c)
        a, b, c, d = high_c ^ b ^ key, _SECOND * c, high_a ^ d ^ other, _FIRST * a
        key += _FIRST_STEP
        other += _SECOND_STEP
    return np.float64(a >> _DROPPED) * _UNIT


@jit
def uniforms(seed, digests, runs):
    """Numbers (n, k) of streams with digests (k,) in runs (n,)."""
    out = np.empty((runs.size, digests.size))
    for row in range(runs.size):
        for column in range(digests.size):
            out[row, column] = uniform(seed, digests[column], runs[row])
    return out


@jit
def _high(x, y):
    """The upper 64 bits of a product, from four products of halves."""
    x_low, x_high, y_low, y_high = x & _LOW, x >> _HALF, y & _LOW, y >> _HALF
    middle = x_high * y_low + ((x_low * y_low) >> _HALF)
    cross = x_low * y_high + (middle & _LOW)
    return x_high * y_high + (middle >> _HALF) + (cross >> _HALF)
