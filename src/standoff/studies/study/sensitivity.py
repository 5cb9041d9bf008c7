"""Sensitivity: which parameters move a metric, from the means of a design's points.

For designs that fill the ranges (`lhs`, `sobol`, `grid`): PAWN (`standoff.studies.study.pawn`), with Spearman's rank
correlation for the direction. For the `saltelli` design: Sobol' first-order and total indices, the parts of the
variance of point means that a parameter owns alone and together with others (Saltelli et al. 2010), with bootstrap
intervals, by SALib.

An index is never exactly zero, so each table has a floor: what the strongest of as many parameters reaches in 19 cases
of 20 although nothing depends on them (Bonferroni). For PAWN it comes from shuffles. A Sobol' total of a parameter
without influence is a mean of squared differences by chance: scaled, a chi-square deviate about the share of the
variance of point means that chance has put there. Its degrees of freedom come from the differences of a dummy parameter
in the design, whose points differ by chance alone.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from standoff.studies.designs import Design, unit_problem
from standoff.studies.study.pawn import FEWEST_POINTS, distances, floor_of, parts_of
from standoff.studies.study.statistics import CONFIDENCE, Floats

FEWEST_BASE: Final = 64
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


def sensitivity(design: Design, metric: str, means: Floats, seed: int, chance: float | None = None) -> Sensitivity:
    """The influence of a design's parameters on a metric.

    Args:
        design: the points.
        metric: its name.
        means: (points,) means of the metric; NaN where nothing is known of a point.
        seed: of the shuffles and the bootstrap; the same arguments give the same result.
        chance: the variance that finite runs leave in the mean of a point, if that is known (`saltelli` only).
    """
    method = "sobol" if design.kind == "saltelli" else "pawn"
    reason = _too_little(design, means)
    if reason is not None:
        return Sensitivity(metric, method, None, (), reason)
    generator = np.random.default_rng([_STREAM, seed])
    if method == "sobol":
        return _sobol(design, metric, means, generator, chance)
    return _pawn(design, metric, means, generator)


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
    known = np.isfinite(means)
    outcome, parts = means[known], parts_of(design, known)
    influences = []
    for index, parameter in enumerate(design.parameters):
        apart = distances(parts[index][None], outcome)[0]
        correlation = rank_correlation(design.values[known, index], outcome)
        detail: dict[str, float | int] = {
            "pawn_minimum": float(apart.min()),
            "pawn_maximum": float(apart.max()),
            "rank_correlation": correlation,
            "direction": _sign(correlation, len(outcome), len(parts)),
        }
        influences.append(Influence(parameter.path, float(apart.mean()), detail))
    return Sensitivity(metric, "pawn", floor_of(parts, outcome, generator), _ranked(influences))


def _sign(correlation: float, points: int, parameters: int) -> int:
    """Which way an outcome goes with a parameter: -1, +1, or 0 if a correlation by chance could be as strong.

    By chance: to either side, the strongest of so many parameters, in 1 case of 20.
    """
    from scipy.special import ndtri

    strict = float(ndtri(1.0 - (1.0 - CONFIDENCE) / (2 * parameters)))
    return int(np.sign(correlation)) if abs(correlation) * math.sqrt(points - 1) > strict else 0


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's rank correlation of two series (n,): its sign says which way the metric goes; 0 if one is constant."""
    from scipy.stats import rankdata

    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def _sobol(
    design: Design, metric: str, means: Floats, generator: np.random.Generator, chance: float | None
) -> Sensitivity:
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
    correlations = [rank_correlation(design.values[:, index], means) for index in range(count)]
    influences = [
        Influence(
            parameter.path,
            float(found["ST"][index]),
            {
                "rank_correlation": correlations[index],
                # Points of a group share their coordinates, so a group counts as one.
                "direction": _sign(correlations[index], design.base, count),
                "first": float(found["S1"][index]),
                "first_ci95": float(found["S1_conf"][index]),
                "total": float(found["ST"][index]),
                "total_ci95": float(found["ST_conf"][index]),
            },
        )
        for index, parameter in enumerate(design.parameters)
    ]
    return Sensitivity(metric, "sobol", _noise_total(design, means, chance), _ranked(influences))


def _noise_total(design: Design, means: Floats, chance: float | None) -> float:
    """What the greatest Sobol' total of so many parameters does not pass in 19 cases of 20 if nothing depends on them.

    Without runs enough to know what chance puts into a point mean, the dummy's own total stands for it; the ratio of
    two such totals is an F deviate.
    """
    from scipy.special import chdtri, fdtri

    groups = means.reshape(design.base, -1)  # a point, one for each parameter, one for the dummy, the other point
    squares = (groups[:, 0] - groups[:, -2]) ** 2
    variance = float(np.var(groups[:, [0, -1]]))
    if not squares.any() or variance == 0.0:
        return 0.0
    relative = float(np.var(squares, ddof=1)) / float(squares.mean()) ** 2
    # Squares of normal deviates have one degree of freedom a group; fewer if chance is not the same everywhere.
    freedom = design.base * min(1.0, 2.0 / relative) if relative > 0.0 else float(design.base)
    beyond = (1.0 - CONFIDENCE) / len(design.parameters)
    if chance is None:
        return float(squares.mean()) / 2.0 / variance * float(fdtri(freedom, freedom, 1.0 - beyond))
    return chance / variance * float(chdtri(freedom, beyond)) / freedom


def _ranked(influences: list[Influence]) -> tuple[Influence, ...]:
    return tuple(sorted(influences, key=lambda influence: (-influence.index, influence.path)))
