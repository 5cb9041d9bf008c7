"""How often each value of a metric occurred, over all runs or by point, and how often values fell into bins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.studies.study.statistics import Floats

Numbers = NDArray[np.int64]

# Bins of a picture: about so many, as few as tell a shape.
BINS: Final = 20
_STEPS: Final = (1.0, 2.0, 5.0, 10.0)


@dataclass(eq=False)
class Histogram:
    """Counts of values: `values` (v,) ascending, `counts` (v, points), or (v, 1) if points are not kept apart."""

    points: int = 1
    values: Floats = field(default_factory=lambda: np.empty(0))
    counts: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.counts = np.zeros((0, self.points), np.int64)

    def add(self, point: Numbers, value: Floats) -> None:
        """Count values (n,) of runs at points (n,)."""
        found, place = np.unique(value, return_inverse=True)
        where = point if self.points > 1 else np.zeros_like(point)
        size = len(found) * self.points
        new = np.bincount(place * self.points + where, minlength=size).reshape(-1, self.points)
        values = np.union1d(self.values, found)
        counts = np.zeros((len(values), self.points), np.int64)
        counts[np.searchsorted(values, self.values)] += self.counts
        counts[np.searchsorted(values, found)] += new
        self.values, self.counts = values, counts

    def total(self) -> Numbers:
        """(v,) how often each value occurred."""
        total: Numbers = self.counts.sum(axis=1)
        return total


@dataclass(eq=False)
class Bins:
    """Counts of values between `edges` (b + 1,) ascending: `counts` (b, points). The last bin holds its upper edge."""

    edges: Floats
    points: int
    counts: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.counts = np.zeros((len(self.edges) - 1, self.points), np.int64)

    def add(self, point: Numbers, value: Floats) -> None:
        """Count values (n,) of runs at points (n,); NaN and what lies outside do not count."""
        inside = (value >= self.edges[0]) & (value <= self.edges[-1])
        place = np.minimum(np.searchsorted(self.edges, value[inside], side="right") - 1, len(self.counts) - 1)
        flat = np.bincount(place * self.points + point[inside], minlength=self.counts.size)
        self.counts += flat.reshape(self.counts.shape)


def edges_of(low: float, high: float) -> Floats:
    """Edges of about `BINS` bins that hold low and high, at multiples of 1, 2 or 5 times a power of ten."""
    width = (high - low) / BINS
    if not width > 0.0:
        return np.array([low - 0.5, high + 0.5])
    power = 10.0 ** np.floor(np.log10(width))
    step = power * next(step for step in _STEPS if step * power >= width * (1.0 - 1e-9))
    first, last = np.floor(low / step), np.ceil(high / step)
    # Rounded, or 3 * 0.1 would be no edge of tenths.
    digits = max(0, int(-np.floor(np.log10(step))))
    edges: Floats = np.round(np.arange(first, last + 1) * step, digits)
    return edges
