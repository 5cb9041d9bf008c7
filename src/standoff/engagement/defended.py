"""Is one aim point defended: how many shots a battery gets at a missile that is on its way there.

The building block of a footprint: the caller flies a missile to each aim point and asks here, with as many draws of the
commit time as it likes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.engagement.doctrine import Doctrine, shots_that_fit
from standoff.engagement.refusal import Refusal
from standoff.engagement.window import Mask, Path, Reach, window


def shots_at(
    reach: Reach,
    path: Path,
    doctrine: Doctrine,
    commit_s: ArrayLike,
    guided: Mask | None = None,
    boosting: Mask | None = None,
    most: int = 1000,
) -> NDArray[np.int64]:
    """Shots that fit at a missile on `path`, for each commit time in `commit_s` (any shape; inf: no track)."""
    commit = np.asarray(commit_s, dtype=float)
    earliest_s = float(commit.min(initial=np.inf))
    possible = window(reach, path, earliest_s, guided, boosting)
    if isinstance(possible, Refusal):
        return np.zeros(commit.shape, dtype=np.int64)
    return shots_that_fit(doctrine, possible, commit, most)


def is_defended(
    reach: Reach,
    path: Path,
    doctrine: Doctrine,
    commit_s: ArrayLike,
    shots: int = 1,
    guided: Mask | None = None,
    boosting: Mask | None = None,
) -> NDArray[np.bool_]:
    """Whether at least `shots` shots fit, for each commit time."""
    fit = shots_at(reach, path, doctrine, commit_s, guided, boosting, most=shots)
    result: NDArray[np.bool_] = fit >= shots
    return result
