"""Sensitivity: which parameters move a metric, from the means of a design's points.

For designs that fill the ranges (`lhs`, `sobol`, `grid`): PAWN, the distance between the distribution of point means
where a parameter is held to a part of its range and the distribution over all of it (Kolmogorov-Smirnov, mean over
the parts; Pianosi & Wagener, Environ. Model. Softw. 108, 2018), with Spearman's rank correlation for the direction.
For the `saltelli` design: Sobol' first-order and total indices, the parts of the variance of point means that a
parameter owns alone and together with others (Saltelli et al. 2010), with bootstrap intervals. SALib computes both.

An index is never exactly zero, so each table has a floor: what the strongest of as many parameters reaches in 19 cases
of 20 although nothing depends on them. For PAWN it comes from shuffled columns (normal tail, Bonferroni), for Sobol'
from a dummy parameter in the design, whose points differ by chance alone.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.studies.designs import Design, unit_problem
from standoff.studies.study.statistics import CONFIDENCE, Floats

# A part of a range needs this many points for its distribution to mean anything; a range has this many parts or more.
POINTS_A_PART: Final = 20
FEWEST_PARTS: Final = 5
MOST_PARTS: Final = 10
FEWEST_POINTS: Final = POINTS_A_PART * FEWEST_PARTS
FEWEST_BASE: Final = 64
# Shuffled columns behind the floor.
_SHUFFLED: Final = 200
_RESAMPLES: Final = 500
_STREAM: Final = 0x73656E73


@dataclass(frozen=True)
class Influence:
    """How much one parameter moves a metric. `index` is what parameters are ranked by: PAWN mean, or Sobol' total."""

    path: str
    index: float
    detail: dict[str, float | int]
    """`rank_correlation`, `direction`; PAWN: `pawn_minimum`, `pawn_maximum`; Sobol': `first`, `total`, each `_ci95`."""

    def to_json(self) -> dict[str, Any]:
        """Flat: path, index and the details."""
        return {"path": self.path, "index": self.index, **self.detail}


@dataclass(frozen=True)
class Sensitivity:
    """Influences on one metric in falling order, or why there are none; `floor` is what nothing at all comes to."""

    metric: str
    method: str
    floor: float | None
    influences: tuple[Influence, ...]
    left_out: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "metric": self.metric,
            "method": self.method,
            "floor": self.floor,
            "left_out": self.left_out,
            "parameters": [influence.to_json() for influence in self.influences],
        }


def sensitivity(design: Design, metric: str, means: Floats, seed: int) -> Sensitivity:
    """The influence of a design's parameters on a metric.

    Args:
        design: the points.
        metric: its name.
        means: (points,) means of the metric; NaN where nothing is known of a point.
        seed: of the shuffles and the bootstrap; the same arguments give the same result.
    """
    method = "sobol" if design.kind == "saltelli" else "pawn"
    reason = _too_little(design, means)
    if reason is not None:
        return Sensitivity(metric, method, None, (), reason)
    generator = np.random.default_rng([_STREAM, seed])
    return (_sobol if method == "sobol" else _pawn)(design, metric, means, generator)


def _too_little(design: Design, means: Floats) -> str | None:
    known = int(np.isfinite(means).sum())
    if not design.parameters:
        return "nothing was varied"
    if design.kind == "saltelli":
        if known < len(means):
            return f"{len(means) - known} of the {len(means)} points have no result, and Sobol' indices need all"
        if design.base < FEWEST_BASE:
            least = FEWEST_BASE * (len(means) // design.base)
            return f"too few points: Sobol' indices of {len(design.parameters)} parameters need {least} or more"
    elif known < FEWEST_POINTS:
        return f"too few points: PAWN needs {FEWEST_POINTS} or more that were played, and there are {known}"
    if np.ptp(means[np.isfinite(means)]) == 0.0:
        return "it is the same at every point"
    return None


def _pawn(design: Design, metric: str, means: Floats, generator: np.random.Generator) -> Sensitivity:
    from SALib.analyze import pawn

    known = np.isfinite(means)
    ranks, outcome = _ranks(design.values[known]), means[known]
    shuffled = np.column_stack([generator.permutation(len(outcome)) for _ in range(_SHUFFLED)])
    columns = np.column_stack([ranks, shuffled])
    parts = _parts(design, len(outcome))
    found = pawn.analyze(unit_problem(columns.shape[1]), columns.astype(np.float64), outcome, S=parts)
    count = len(design.parameters)
    strict = _beyond(count)
    floor = float(np.mean(found["mean"][count:]) + strict * np.std(found["mean"][count:], ddof=1))
    correlations = [rank_correlation(design.values[known, index], outcome) for index in range(count)]
    influences = [
        Influence(
            parameter.path,
            float(found["mean"][index]),
            {
                "pawn_minimum": float(found["minimum"][index]),
                "pawn_maximum": float(found["maximum"][index]),
                "rank_correlation": correlations[index],
                "direction": _sign(correlations[index], len(outcome), strict),
            },
        )
        for index, parameter in enumerate(design.parameters)
    ]
    return Sensitivity(metric, "pawn", floor, _ranked(influences))


def _beyond(parameters: int) -> float:
    """How many standard deviations the largest of so many normal deviates does not pass in 19 cases of 20."""
    from scipy.special import ndtri

    return float(ndtri(1.0 - (1.0 - CONFIDENCE) / parameters))


def _sign(correlation: float, points: int, strict: float) -> int:
    """Which way an outcome goes with a parameter: -1, +1, or 0 if a correlation by chance could be as strong."""
    return int(np.sign(correlation)) if abs(correlation) * math.sqrt(points - 1) > strict else 0


def _parts(design: Design, points: int) -> int:
    """Into how many parts each range is cut; a grid is cut at its levels if that can be."""
    if design.kind == "grid":
        wanted = len(np.unique(design.values[:, 0]))
    else:
        wanted = int(np.clip(points // POINTS_A_PART, FEWEST_PARTS, MOST_PARTS))
    # SALib steps through the range by adding 1 / parts, which for some numbers rounds to a step too many and fails.
    return next(parts for parts in range(wanted, 0, -1) if np.arange(0, 1 + 1 / parts, 1 / parts)[-1] <= 1.0)


def _ranks(values: Floats) -> NDArray[np.int64]:
    """Each column's order, ties in order of points: PAWN cuts ranges into parts of equally many points."""
    order = np.argsort(values, axis=0, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(len(values))[:, None], axis=0)
    return ranks


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's rank correlation of two series (n,): its sign says which way the metric goes; 0 if one is constant."""
    from scipy.stats import rankdata

    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def _sobol(design: Design, metric: str, means: Floats, generator: np.random.Generator) -> Sensitivity:
    from SALib.analyze import sobol

    count = len(design.parameters)
    problem = unit_problem(len(means) // design.base - 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an index whose resamples do not vary has no interval
        found = sobol.analyze(
            problem,
            means,
            calc_second_order=False,
            num_resamples=_RESAMPLES,
            conf_level=CONFIDENCE,
            seed=int(generator.integers(1, 2**31)),
        )
    # The dummy is the last; chance moves it to either side, and its interval says how far.
    floor = float(abs(found["ST"][count:]).max() + np.nan_to_num(found["ST_conf"][count:]).max())
    correlations = [rank_correlation(design.values[:, index], means) for index in range(count)]
    influences = [
        Influence(
            parameter.path,
            float(found["ST"][index]),
            {
                "rank_correlation": correlations[index],
                # Points of a group share all coordinates but one: two of them are independent.
                "direction": _sign(correlations[index], 2 * design.base, _beyond(count)),
                "first": float(found["S1"][index]),
                "first_ci95": float(found["S1_conf"][index]),
                "total": float(found["ST"][index]),
                "total_ci95": float(found["ST_conf"][index]),
            },
        )
        for index, parameter in enumerate(design.parameters)
    ]
    return Sensitivity(metric, "sobol", floor, _ranked(influences))


def _ranked(influences: list[Influence]) -> tuple[Influence, ...]:
    return tuple(sorted(influences, key=lambda influence: (-influence.index, influence.path)))
