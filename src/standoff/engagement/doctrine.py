"""Firing doctrine: how many interceptors leave when, and how many fit into a window.

| doctrine | fires |
|---|---|
| salvo | one salvo, then nothing more |
| shoot-look-shoot | one interceptor; after its intercept and the assessment delay the next, while the window lasts |
| shoot-assess-shoot | a salvo; after its last intercept and the assessment delay another, while the window lasts |

The names are used loosely in the literature; the two that look differ here only in the size of each round. Launches
from one battery at one threat are at least `launch_interval_s` apart. Each shot is planned for the earliest intercept
that its launch allows. Everything is a pure function of the window and what was fired; the caller asks again when a
kill assessment says that the threat is still coming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.engagement.window import Shot, Window, launch_and_intercept_s, next_shot


class Kind(StrEnum):
    """The doctrine's name."""

    SALVO = "salvo"
    SHOOT_LOOK_SHOOT = "shoot-look-shoot"
    SHOOT_ASSESS_SHOOT = "shoot-assess-shoot"


@dataclass(frozen=True)
class Doctrine:
    """How a battery fires at one threat. `most_rounds` bounds the rounds (None: as many as fit)."""

    kind: Kind = Kind.SALVO
    salvo_size: int = 1
    assessment_delay_s: float = 0.0
    launch_interval_s: float = 0.0
    most_rounds: int | None = None

    def __post_init__(self) -> None:
        if self.salvo_size < 1:
            raise InputError("is too small", field="salvo_size", value=self.salvo_size, allowed="1 or more")
        if self.most_rounds is not None and self.most_rounds < 1:
            raise InputError("is too small", field="most_rounds", value=self.most_rounds, allowed="1 or more")
        for name in ("assessment_delay_s", "launch_interval_s"):
            if not getattr(self, name) >= 0.0:
                raise InputError("is negative", field=name, value=getattr(self, name), allowed="0 or more")

    @property
    def round_size(self) -> int:
        """Interceptors in one round."""
        return 1 if self.kind is Kind.SHOOT_LOOK_SHOOT else self.salvo_size

    @property
    def rounds(self) -> float:
        """Most rounds at one threat; infinite when only the window and the inventory end it."""
        if self.kind is Kind.SALVO:
            return 1
        return np.inf if self.most_rounds is None else self.most_rounds


def next_round(
    doctrine: Doctrine, possible: Window, fired: Sequence[Sequence[Shot]], now_s: float, available: int
) -> tuple[Shot, ...]:
    """The shots of the next round against a threat that is still coming, or () if none is due or none fits.

    Args:
        doctrine: how the battery fires.
        possible: its window on the threat, as known now.
        fired: the rounds already fired by this battery at this threat, in order.
        now_s: present time; no launch is planned before it.
        available: interceptors that may still be used.
    """
    if len(fired) >= doctrine.rounds:
        return ()
    not_before_s = now_s
    if fired:
        last_launch_s = max(shot.launch_s for shot in fired[-1])
        not_before_s = max(
            now_s, assessed_at_s(doctrine, fired[-1]), last_launch_s + doctrine.launch_interval_s
        )  # fmt: skip
    return _round(doctrine, possible, not_before_s, available)


def assessed_at_s(doctrine: Doctrine, shots: Sequence[Shot]) -> float:
    """When the result of a round is known: its last intercept and the assessment delay."""
    return max(shot.intercept_s for shot in shots) + doctrine.assessment_delay_s


def plan(doctrine: Doctrine, possible: Window, now_s: float, available: int) -> tuple[tuple[Shot, ...], ...]:
    """All rounds that would be fired from `now_s` on if every shot missed."""
    rounds: list[tuple[Shot, ...]] = []
    while available > 0:
        shots = next_round(doctrine, possible, rounds, now_s, available)
        if not shots:
            break
        rounds.append(shots)
        available -= len(shots)
    return tuple(rounds)


def shots_that_fit(
    doctrine: Doctrine, possible: Window, not_before_s: ArrayLike, most: int = 1000
) -> NDArray[np.int64]:
    """Number of shots (any shape) that fit when firing may start at `not_before_s`, if all miss; at most `most`.

    The array form of counting `plan`: a study asks it once for many draws of the commit time.
    """
    launch_from = np.array(not_before_s, dtype=float)
    count = np.zeros(launch_from.shape, dtype=np.int64)
    rounds = 0
    while rounds < doctrine.rounds and (launch_from < np.inf).any() and count.max(initial=0) < most:
        last_intercept = np.full(launch_from.shape, -np.inf)
        for _ in range(doctrine.round_size):
            launch, intercept = launch_and_intercept_s(possible, launch_from)
            fits = launch < np.inf
            count += fits
            last_intercept = np.where(fits, np.maximum(last_intercept, intercept), last_intercept)
            launch_from = launch + doctrine.launch_interval_s
        launch_from = np.maximum(launch_from, last_intercept + doctrine.assessment_delay_s)
        rounds += 1
    result: NDArray[np.int64] = np.minimum(count, most)
    return result


def _round(doctrine: Doctrine, possible: Window, not_before_s: float, available: int) -> tuple[Shot, ...]:
    shots: list[Shot] = []
    while len(shots) < min(doctrine.round_size, available):
        shot = next_shot(possible, not_before_s)
        if shot is None:
            break
        shots.append(shot)
        not_before_s = shot.launch_s + doctrine.launch_interval_s
    return tuple(shots)
