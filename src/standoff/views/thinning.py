"""Fewer samples for the same path."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def thin(time_s: Array, position_m: Array, tolerance_m: float, always: Iterable[int] = ()) -> NDArray[np.intp]:
    """Indices of samples such that straight flight at even speed between them stays within a tolerance.

    Douglas and Peucker's halving (Cartographica 10, 1973), with the distance taken between the sample and the point
    interpolated at the same time, so that place and time both hold.

    Args:
        time_s: (n,) increasing.
        position_m: (n, 3) in any Cartesian frame.
        tolerance_m: largest distance of a dropped sample from the interpolated path.
        always: indices that are kept in any case, beside the ends.
    """
    last = len(time_s) - 1
    kept = sorted({0, last, *always})
    spans = list(pairwise(kept))
    chosen = set(kept)
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        inside = slice(start + 1, end)
        share = (time_s[inside] - time_s[start]) / (time_s[end] - time_s[start])
        straight = position_m[start] + share[:, None] * (position_m[end] - position_m[start])
        off = position_m[inside] - straight
        distance2 = np.einsum("ij,ij->i", off, off)
        worst = int(distance2.argmax())
        if distance2[worst] > tolerance_m**2:
            middle = start + 1 + worst
            chosen.add(middle)
            spans += [(start, middle), (middle, end)]
    return np.array(sorted(chosen), dtype=np.intp)
