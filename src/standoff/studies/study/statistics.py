"""Statistics of a nested study: what is owed to the world (the design's points) and what to chance (runs of one point).

A metric y of run j at point i is taken as y_ij = m + w_i + c_ij: the mean, what the point's values of the parameters
change, and chance. The law of total variance splits its variance: Var y = Var(E[y | world]) + E[Var(y | world)]. The
first part is estimated by the analysis of variance of a one-way layout, which takes away from the variance of point
means what finite runs a point put into it (Searle, Casella & McCulloch, "Variance Components", 1992, ch. 3; for nested
simulation Sun, Apley & Staum, Operations Research 59, 2011).

Intervals of the mean at 95 %: with several points the point means are the independent observations (runs of one point
share its world), so Student's t over points; it is too wide rather than too narrow for the stratified designs `lhs` and
`sobol` (McKay, Beckman & Conover 1979, Owen 1998). Points of one group of a `saltelli` design share values, so groups
are the observations there. With one point, or on a grid whose points are no random draw, the interval covers chance
alone. A metric that is 0 or 1 gets Wilson's score interval (Wilson, JASA 22, 1927; Brown, Cai & DasGupta, Statist. Sci.
16, 2001) with the effective number of observations after Korn & Graubard (Survey Methodology 24, 1998); on a grid that
number may pass the runs, because what differs between fixed points is no chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CONFIDENCE: Final = 0.95
QUANTILES: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class PointSums:
    """A metric by point: `runs` (p,) runs that count, `mean` (p,), `spread` (p,) sum of squares about the mean.

    Points without a run that counts are left out.
    """

    runs: NDArray[np.int64]
    mean: Floats
    spread: Floats


@dataclass(frozen=True)
class Split:
    """Standard deviations between worlds and by chance, and the world's share of the variance; None if unknown."""

    sd_world: float | None
    sd_chance: float | None

    @property
    def share_world(self) -> float | None:
        """Part of the variance that is owed to the world, 0 to 1; 0 if nothing varies."""
        if self.sd_world is None or self.sd_chance is None:
            return None
        whole = self.sd_world**2 + self.sd_chance**2
        return self.sd_world**2 / whole if whole > 0.0 else 0.0


def overall_mean(sums: PointSums) -> float:
    """The mean over all runs that count."""
    return float(np.dot(sums.runs, sums.mean) / sums.runs.sum())


def split(sums: PointSums) -> Split:
    """The variance split between world and chance.

    With one point the world's part is unknown; with one run a point chance's part is, and so is the world's.
    """
    points, runs = len(sums.runs), int(sums.runs.sum())
    if runs == points:
        return Split(None, None)
    within = float(sums.spread.sum()) / (runs - points)
    if points == 1:
        return Split(None, math.sqrt(within))
    mean = overall_mean(sums)
    between = float(np.dot(sums.runs, (sums.mean - mean) ** 2)) / (points - 1)
    typical = (runs - float(np.dot(sums.runs, sums.runs)) / runs) / (points - 1)
    return Split(math.sqrt(max(0.0, (between - within) / typical)), math.sqrt(within))


def chance_in_means(sums: PointSums) -> float | None:
    """The variance that finite runs leave in the mean of a point, averaged over points; None if that cannot be told."""
    found = split(sums).sd_chance
    return None if found is None else found**2 * float(np.mean(1.0 / sums.runs))


def worlds(sums: PointSums) -> Floats | None:
    """The means of the points as they would be if chance were averaged out of each; None if that cannot be told.

    Point means spread more than worlds do, by the chance that finite runs leave in them. They are drawn toward the
    overall mean until their variance is that between worlds: a constrained empirical Bayes estimate, which keeps the
    shape of the whole set right where a full shrinkage would make it too narrow (Louis, JASA 79, 1984).
    """
    parts = split(sums)
    if parts.sd_world is None:
        return None
    mean, spread = overall_mean(sums), float(np.std(sums.mean, ddof=1))
    return mean + (sums.mean - mean) * (min(1.0, parts.sd_world / spread) if spread > 0.0 else 0.0)


def together(sums: PointSums, groups: NDArray[np.int64]) -> PointSums:
    """The same metric by groups of points: `groups` (p,) numbers from 0 without a gap."""
    runs = np.bincount(groups, sums.runs)
    mean = np.bincount(groups, sums.runs * sums.mean) / runs
    spread = np.bincount(groups, sums.spread + sums.runs * (sums.mean - mean[groups]) ** 2)
    return PointSums(runs.astype(np.int64), mean.astype(np.float64), spread.astype(np.float64))


def interval(sums: PointSums, *, binary: bool, sampled: bool = True) -> tuple[float, float] | None:
    """The 95 % interval of the mean; None if one observation is all there is.

    Args:
        sums: the metric by point.
        binary: whether the metric is 0 or 1.
        sampled: whether the points are a sample of the worlds; else they are taken as fixed.
    """
    clustered = sampled and len(sums.runs) > 1
    mean = overall_mean(sums)
    error, freedom = _error_of_points(sums, mean) if clustered else _error_of_chance(sums)
    if binary:
        return _wilson(mean, sums, error, freedom, clustered)
    if freedom < 1:
        return None
    half = _student(freedom) * error
    return mean - half, mean + half


def quantiles(values: Floats, counts: NDArray[np.int64] | None = None) -> tuple[float, ...]:
    """The quantiles at 5, 50 and 95 %: the least value that this share of the observations does not exceed.

    `values` are ascending if `counts` says how often each occurs.
    """
    if counts is None:
        values, counts = np.unique(values, return_counts=True)
    reached = np.cumsum(counts) / counts.sum()
    # The slack keeps 0.05 of 100 observations at the fifth, whatever the rounding of the sum.
    return tuple(float(values[int(np.searchsorted(reached, level - 1e-12))]) for level in QUANTILES)


def _error_of_points(sums: PointSums, mean: float) -> tuple[float, int]:
    """Standard error of the mean from the spread of point means, and its degrees of freedom."""
    points = len(sums.runs)
    weights = sums.runs / sums.runs.sum()
    # The estimate for a ratio of cluster totals; with equal runs a point it is sd(point means) / sqrt(points).
    squared = points / (points - 1) * float(np.sum((weights * (sums.mean - mean)) ** 2))
    return math.sqrt(squared), points - 1


def _error_of_chance(sums: PointSums) -> tuple[float, int]:
    """Standard error of the mean from the spread within points, and its degrees of freedom."""
    runs, freedom = int(sums.runs.sum()), int(sums.runs.sum()) - len(sums.runs)
    if freedom < 1:
        return math.nan, 0
    return math.sqrt(float(sums.spread.sum()) / freedom / runs), freedom


def _wilson(mean: float, sums: PointSums, error: float, freedom: int, clustered: bool) -> tuple[float, float]:
    z, varies = _normal(), 0.0 < mean < 1.0
    if varies and error == 0.0 and not clustered and len(sums.runs) > 1:
        return mean, mean  # every run of a fixed point is like the others: chance has no part in it
    effective = _effective(mean, sums, error, freedom, clustered) if varies else _unvaried(sums, clustered)
    middle = (mean + z**2 / (2.0 * effective)) / (1.0 + z**2 / effective)
    half = z / (1.0 + z**2 / effective) * math.sqrt(mean * (1.0 - mean) / effective + z**2 / (4.0 * effective**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _effective(mean: float, sums: PointSums, error: float, freedom: int, clustered: bool) -> float:
    """What runs in points are worth in independent observations; t for z allows for few of them.

    Points that were drawn never make runs worth more than they are. Points that are fixed do: they are strata, and what
    differs between them is no chance.
    """
    runs = float(sums.runs.sum())
    if len(sums.runs) == 1 or not error > 0.0:
        return _unvaried(sums, clustered)
    worth = mean * (1.0 - mean) / error**2
    return (min(runs, worth) if clustered else worth) * (_normal() / _student(freedom)) ** 2


def _unvaried(sums: PointSums, clustered: bool) -> float:
    """Never or always: nothing says how alike the runs of one point are, so of drawn points only points count."""
    return float(len(sums.runs) if clustered else sums.runs.sum())


def _normal() -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + CONFIDENCE / 2.0))


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2.0))
