"""Track quality: how well the radars' measurements so far predict where a ballistic target will be.

The covariance is the Cramer-Rao bound of the state after burnout. Without process noise the recursion of Tichavsky,
Muravchik and Nehorai (IEEE Trans. Signal Processing 46(5), 1998) is a running sum of Fisher information. It is kept at
one epoch, the first measurement, and carried to any other time by the state-transition matrix of the variational
equations (Montenbruck and Gill, Satellite Orbits, section 7.2) along the known path.

What it holds and what not (derivation and limits in `docs/models/sensing.md`): the point-mass gravity gradient; white
measurement errors of range and of two angles across the line of sight; no registration bias between radars, no drag, no
association errors. While a missile burns its next acceleration is unknown: measurements before the last burnout do
not count.

Frame: ECEF positions in meters come in and are turned to the inertial frame; times in seconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from standoff.base.constants import MU_M3_S2
from standoff.base.geodesy import Array, ecef_from_geodetic, eci_from_ecef
from standoff.sensing.radar import BOOST_PHASE, Radar
from standoff.sensing.visibility import Mask

# Spread of the state before any measurement: wider than any ballistic missile's, so that the first measurements alone
# tell. It only makes the information invertible.
PRIOR_POSITION_SIGMA_M: Final = 1e6
PRIOR_VELOCITY_SIGMA_M_S: Final = 1e4


@dataclass(frozen=True, eq=False)
class Track:
    """What is known of a ballistic target, from its first measurement to the end of its path (n samples).

    `information` (n, 6, 6) is the Fisher information, gathered up to each sample, on the inertial state (m, m/s) at
    `time_s[0]`; `transition` (n, 6, 6) carries that state to each sample; `gradient` (n, 3, 3) is the gravity gradient
    (1/s2) there.
    """

    time_s: Array
    information: Array
    transition: Array
    gradient: Array

    def error_m(self, commit_s: ArrayLike, intercept_s: ArrayLike) -> Array:
        """One-sigma error of the position predicted at `commit_s` for `intercept_s`; both broadcast to shape (...).

        It is the longest half-axis of the one-sigma error ellipsoid: the square root of the largest eigenvalue of the
        position covariance. Infinite before the first measurement; beyond the last sample nothing more is measured.
        """
        commit, intercept = np.broadcast_arrays(np.asarray(commit_s, float), np.asarray(intercept_s, float))
        gathered = np.searchsorted(self.time_s, commit, side="right") - 1
        error = self._error_after(np.maximum(gathered, 0), self._projection(intercept))
        return np.asarray(np.where((gathered >= 0) & (intercept >= self.time_s[0]), error, np.inf))

    def covariance_m2(self, commit_s: float, intercept_s: float) -> Array:
        """Covariance (3, 3) in m2, inertial axes, of the position predicted at `commit_s` for `intercept_s`."""
        gathered = max(int(np.searchsorted(self.time_s, commit_s, side="right")) - 1, 0)
        return self._covariance_after(np.asarray(gathered), self._projection(np.asarray(intercept_s)))

    def first_fit_s(self, intercept_s: ArrayLike, basket_m: float) -> Array:
        """Earliest sample time from which the error at `intercept_s` (...) is at most `basket_m`; infinite if never.

        The error falls with every measurement, so halving the samples finds the first that fits.
        """
        intercept = np.asarray(intercept_s, dtype=float)
        projection = self._projection(intercept)
        low = np.zeros(intercept.shape, dtype=int)
        high = np.full(intercept.shape, self.time_s.size)
        while np.any(low < high):
            middle = (low + high) // 2
            fits = self._error_after(np.minimum(middle, self.time_s.size - 1), projection) <= basket_m
            open_ = low < high
            low, high = np.where(open_ & ~fits, middle + 1, low), np.where(open_ & fits, middle, high)
        first = self.time_s[np.minimum(low, self.time_s.size - 1)]
        return np.asarray(np.where((low < self.time_s.size) & (first <= intercept), first, np.inf))

    def _projection(self, intercept_s: Array) -> Array:
        """The map (..., 3, 6) of the state at the epoch to the position at `intercept_s`."""
        before = np.clip(np.searchsorted(self.time_s, intercept_s, side="right") - 1, 0, self.time_s.size - 1)
        step = _step_transition(self.gradient[before], intercept_s - self.time_s[before])
        return np.asarray(step[..., :3, :] @ self.transition[before])

    def _error_after(self, gathered: Array, projection: Array) -> Array:
        largest = np.linalg.eigvalsh(self._covariance_after(gathered, projection))[..., -1]
        return np.asarray(np.sqrt(np.maximum(largest, 0.0)))

    def _covariance_after(self, gathered: Array, projection: Array) -> Array:
        """Covariance (..., 3, 3) of a projection of the state with the information of samples 0 to `gathered`."""
        information = self.information[gathered]
        # Unit diagonal first: meters and meters a second, known and unknown directions, differ by many decades.
        scale = 1.0 / np.sqrt(np.diagonal(information, axis1=-2, axis2=-1))
        scaled = projection * scale[..., None, :]
        balanced = information * scale[..., :, None] * scale[..., None, :]
        covariance = scaled @ np.linalg.solve(balanced, np.swapaxes(scaled, -1, -2))
        return np.asarray(0.5 * (covariance + np.swapaxes(covariance, -1, -2)))


def track(
    radars: Sequence[Radar],
    measured: Sequence[ArrayLike],
    time_s: ArrayLike,
    position_m: ArrayLike,
    phase: ArrayLike,
) -> Track | None:
    """The fused track of radars that measure a path; None if none measures it after its last burnout.

    Args:
        radars: the radars whose measurements are fused.
        measured: a mask (n,) a radar, true where it holds the target (`Detection.measured`).
        time_s: rising times (n,).
        position_m: ECEF positions (n, 3).
        phase: phase codes (n,); 0 is powered flight.
    """
    time = np.asarray(time_s, dtype=float)
    masks = np.asarray(measured, dtype=bool).reshape(len(radars), time.size) & _after_last_burn(phase)
    if not masks.any():
        return None
    first = int(np.argmax(masks.any(axis=0)))
    time, masks = time[first:], masks[:, first:]
    position = eci_from_ecef(np.asarray(position_m, dtype=float)[first:], time)
    gradient = gravity_gradient(position)
    transition = transition_matrices(time, gradient)
    weight = sum((_weight(radar, mask, time, position) for radar, mask in zip(radars, masks, strict=True)), np.zeros(1))
    to_position = transition[:, :3, :]
    gained = np.swapaxes(to_position, -1, -2) @ weight @ to_position
    return Track(time, _prior() + np.cumsum(gained, axis=0), transition, gradient)


def predicted_error_m(
    radars: Sequence[Radar],
    measured: Sequence[ArrayLike],
    time_s: ArrayLike,
    position_m: ArrayLike,
    phase: ArrayLike,
    predict_at_s: float,
) -> Array:
    """Error (n,) of the position predicted for one time, as known at each sample; infinite while there is no track."""
    time = np.asarray(time_s, dtype=float)
    known = track(radars, measured, time, position_m, phase)
    return np.full(time.shape, np.inf) if known is None else known.error_m(time, predict_at_s)


def gravity_gradient(position_m: Array) -> Array:
    """Gradient (..., 3, 3) of point-mass gravity, 1/s2: `mu / r^3 (3 u u^T - I)` (Montenbruck and Gill, ch. 7)."""
    radius = np.linalg.norm(position_m, axis=-1)[..., None, None]
    unit = position_m[..., None] / radius
    return np.asarray(MU_M3_S2 / radius**3 * (3.0 * unit * np.swapaxes(unit, -1, -2) - np.eye(3)))


def transition_matrices(time_s: Array, gradient: Array) -> Array:
    """Transition (n, 6, 6) from the first sample to each, for times (n,) and gradients (n, 3, 3) along the path."""
    steps = _step_transition(0.5 * (gradient[1:] + gradient[:-1]), np.diff(time_s))
    return np.concatenate([np.eye(6)[None], _running_products(steps)])


def _running_products(matrices: Array) -> Array:
    """The products (n, k, k) of the first, the first two ... of matrices (n, k, k), later ones from the left.

    In blocks of about the square root of n side by side, then the blocks one after the other: few calls, not n.
    """
    count, size = len(matrices), matrices.shape[-1]
    length = max(1, math.isqrt(count))
    blocks = -(-count // length)
    padded = np.concatenate([matrices, np.broadcast_to(np.eye(size), (blocks * length - count, size, size))])
    within = padded.reshape(blocks, length, size, size)
    for index in range(1, length):
        within[:, index] = within[:, index] @ within[:, index - 1]
    for block in range(1, blocks):
        within[block] = within[block] @ within[block - 1, -1]
    return np.asarray(within.reshape(-1, size, size)[:count])


def _step_transition(gradient: Array, step_s: Array) -> Array:
    """Transition (..., 6, 6) over a step with a constant gradient, to the third power of the step."""
    step = np.asarray(step_s, dtype=float)[..., None, None]
    matrix = np.empty((*np.broadcast_shapes(gradient.shape, step.shape)[:-2], 6, 6))
    matrix[..., :3, :3] = matrix[..., 3:, 3:] = np.eye(3) + gradient * step**2 / 2.0
    matrix[..., :3, 3:] = np.eye(3) * step + gradient * step**3 / 6.0
    matrix[..., 3:, :3] = gradient * step
    return matrix


def _after_last_burn(phase: ArrayLike) -> Mask:
    burning = np.flatnonzero(np.asarray(phase) == BOOST_PHASE)
    free = np.ones(np.shape(phase), dtype=bool)
    if burning.size:
        free[: burning[-1] + 1] = False
    return free


def _weight(radar: Radar, measured: Mask, time: Array, position: Array) -> Array:
    """Information (n, 3, 3) on inertial position that a radar gains at each sample, 1/m2."""
    site = eci_from_ecef(np.broadcast_to(ecef_from_geodetic(*radar.place), position.shape), time)
    line = position - site
    distance = np.linalg.norm(line, axis=-1)[:, None, None]
    along = line[:, :, None] * line[:, None, :] / distance**2
    across = np.eye(3) - along
    one_update = along / radar.range_sigma_m**2 + across / (distance * radar.angle_sigma_rad) ** 2
    return np.asarray(_updates(radar, measured, time)[:, None, None] * one_update)


def _updates(radar: Radar, measured: Mask, time: Array) -> Array:
    """Updates (n,) in each sample: one at the start of a window, then the time since the last over `update_s`."""
    since = np.diff(time, prepend=time[0]) / radar.update_s
    held = np.concatenate(([False], measured[:-1]))
    return np.where(measured, np.where(held, since, 1.0), 0.0)


def _prior() -> Array:
    return np.diag([PRIOR_POSITION_SIGMA_M**-2.0] * 3 + [PRIOR_VELOCITY_SIGMA_M_S**-2.0] * 3)
