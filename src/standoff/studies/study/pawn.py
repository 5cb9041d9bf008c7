"""PAWN: how far the distribution of an outcome moves when one parameter is held to a part of its range.

The index is the Kolmogorov-Smirnov distance between the outcomes of a part and those of all points, in the mean over
the parts (Pianosi & Wagener, Environ. Model. Softw. 108, 2018). What it comes to where nothing depends on a parameter
is found by dealing the same outcomes to the parts at random: a Monte Carlo test (Besag & Clifford, Biometrika 76,
1989), whose promise holds for any distribution of the outcome and any number of points.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.studies.designs import Design
from standoff.studies.study.statistics import CONFIDENCE, Floats

Parts = NDArray[np.int8]

# A part of a range needs this many points for its distribution to mean anything; a range has this many parts or more.
POINTS_A_PART: Final = 20
FEWEST_PARTS: Final = 5
MOST_PARTS: Final = 10
FEWEST_POINTS: Final = POINTS_A_PART * FEWEST_PARTS
# Shuffles behind the floor: enough that two of them or more lie above it.
_SHUFFLES: Final = 2000
_SHUFFLES_A_PARAMETER: Final = 40
# With more points than this, shuffles of so many of them tell enough: distances shrink as the root of their number.
_MOST_SHUFFLED: Final = 5000
_AT_ONCE: Final = 1_000_000


def parts_of(design: Design, known: NDArray[np.bool_]) -> list[Parts]:
    """For each parameter the part (points,) of its range, 0, 1 ..., in which each known point lies.

    Parts hold equally many points. On a grid they end between levels, so that points of one level stay together; where
    there are more levels than parts, neighbors are joined.
    """
    points = int(known.sum())
    parts = int(np.clip(points // POINTS_A_PART, FEWEST_PARTS, MOST_PARTS))
    found = []
    for column in design.values.T:
        if design.kind == "grid":
            steps = np.unique(column, return_inverse=True)[1]
            place, places = steps[known], int(steps.max()) + 1
        else:
            place, places = np.argsort(np.argsort(column[known], kind="stable")), points
        held = place * min(parts, places) // places
        # Points that failed may have left a part without any.
        found.append(np.unique(held, return_inverse=True)[1].astype(np.int8))
    return found


def distances(parts: Parts, outcome: Floats) -> Floats:
    """Kolmogorov-Smirnov distances (rows, parts) between the outcomes of a part and all of them.

    Args:
        parts: (rows, points) part of each point; rows are rearrangements of one another, and no part is empty.
        outcome: (points,) outcomes; equal ones count as one step of the distribution.
    """
    points, order = len(outcome), np.argsort(outcome, kind="stable")
    ascending = outcome[order]
    below, up_to = (np.searchsorted(ascending, ascending, side) / points for side in ("left", "right"))
    # Places in the order of outcomes, ascending in each part and part behind part.
    place = np.argsort(parts[:, order], axis=1, kind="stable")
    sizes = np.bincount(parts[0])
    start, size = np.cumsum(sizes) - sizes, np.repeat(sizes, sizes)
    before = np.arange(points) - np.repeat(start, sizes)
    # The distance is greatest just before or at an outcome of the part.
    apart = np.maximum((before + 1) / size - up_to[place], below[place] - before / size)
    return np.asarray(np.maximum.reduceat(apart, start, axis=1), dtype=np.float64)


def floor_of(parts: list[Parts], outcome: Floats, generator: np.random.Generator) -> float:
    """What the greatest index of so many parameters does not pass in 19 cases of 20 if the outcome depends on none."""
    points, shrunk = len(outcome), 1.0
    if points > _MOST_SHUFFLED:
        some = np.sort(generator.choice(points, _MOST_SHUFFLED, replace=False))
        parts, outcome = [np.unique(one[some], return_inverse=True)[1].astype(np.int8) for one in parts], outcome[some]
        shrunk = float(np.sqrt(_MOST_SHUFFLED / points))
    each = max(_SHUFFLES_A_PARAMETER, -(-_SHUFFLES // len(parts)))
    found = np.sort(np.concatenate([_shuffled(one, outcome, each, generator) for one in parts]))
    # One more index of nothing would be among the greatest `above` of them as often as any other: a share of
    # above / (shuffles + 1), which the parameters together (Bonferroni) bring to 1 in 20.
    above = int((1.0 - CONFIDENCE) / len(parts) * (len(found) + 1))
    return float(found[-above]) * shrunk


def _shuffled(parts: Parts, outcome: Floats, count: int, generator: np.random.Generator) -> Floats:
    """Indices (count,) of a parameter whose parts are dealt at random."""
    found = []
    step = max(1, _AT_ONCE // len(outcome))
    for first in range(0, count, step):
        rows = np.tile(parts, (min(step, count - first), 1))
        found.append(distances(generator.permuted(rows, axis=1), outcome).mean(axis=1))
    return np.concatenate(found)
