"""Track quality against the open tracking framework Stone Soup: one pass, two radars, its extended Kalman filter.

Stone Soup gets the true path as its measurements, so its filter stays on the path and its covariance is the bound. Both
Jacobians are differences: of an integrated point-mass field, and of Stone Soup's elevation, bearing and range. The
bearing error grows as 1 / cos(elevation), which is an equal angle across the line of sight in both directions.

Stone Soup 1.9.1's own differences cannot serve: their step comes from `numpy.spacing`, which is negative for negative
coordinates and then falls to 1e-8 m, below the rounding of an Earth-centered position.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from sensing_paths import ALL_ROUND, flight_after_burnout, gravity_field
from standoff.base.geodesy import Array, Place, ecef_from_geodetic, eci_from_ecef
from standoff.sensing.radar import Radar
from standoff.sensing.tracking import PRIOR_POSITION_SIGMA_M, PRIOR_VELOCITY_SIGMA_M_S, track

pytest.importorskip("stonesoup")
from stonesoup.models.measurement.nonlinear import CartesianToElevationBearingRange
from stonesoup.models.transition.base import TransitionModel
from stonesoup.predictor.kalman import ExtendedKalmanPredictor
from stonesoup.types.array import StateVector
from stonesoup.types.detection import Detection
from stonesoup.types.hypothesis import SingleHypothesis
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import ExtendedKalmanUpdater

EPOCH = datetime(2017, 8, 14)
STEP_S = 5.0
FIRST_S, LAST_S, INTERCEPT_S = 100.0, 250.0, 450.0

RADARS = [
    replace(ALL_ROUND, update_s=STEP_S),
    replace(ALL_ROUND, place=Place(35.77, 135.19), range_sigma_m=50.0, angle_sigma_rad=4e-4, update_s=STEP_S),
]


def central_differences(model: Any, state: Any, **given: Any) -> Array:
    """Jacobian of a model's function by steps of 10 m and 10 m/s to both sides."""

    def moved(step: Array) -> Array:
        near = GaussianState(np.asarray(state.state_vector, dtype=float) + step[:, None], np.eye(6))
        return np.asarray(model.function(near, noise=False, **given), dtype=float)[:, 0]

    return np.stack([(moved(step) - moved(-step)) / 20.0 for step in 10.0 * np.eye(6)], axis=-1)


class Seen(CartesianToElevationBearingRange):  # type: ignore[misc]
    """Stone Soup's radar with a Jacobian that holds for negative coordinates."""

    def jacobian(self, state: Any, **given: Any) -> Array:
        return central_differences(self, state, **given)


class PointMass(TransitionModel):  # type: ignore[misc]
    """Motion in a point-mass field by classical Runge-Kutta steps of one second, without process noise."""

    @property
    def ndim_state(self) -> int:
        return 6

    def jacobian(self, state: Any, **given: Any) -> Array:
        return central_differences(self, state, **{key: value for key, value in given.items() if key != "noise"})

    def function(self, state: Any, time_interval: Any = None, **_: Any) -> Any:
        y = np.asarray(state.state_vector, dtype=float)
        seconds = time_interval.total_seconds()
        steps = max(1, round(seconds))
        h = seconds / steps
        for _step in range(steps):
            k1 = gravity_field(0.0, y)
            k2 = gravity_field(0.0, y + 0.5 * h * k1)
            k3 = gravity_field(0.0, y + 0.5 * h * k2)
            k4 = gravity_field(0.0, y + h * k3)
            y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        return y.view(StateVector)

    def covar(self, **_: Any) -> Array:
        return np.zeros((6, 6))

    def rvs(self, num_samples: int = 1, **_: Any) -> Array:
        return np.zeros((6, num_samples))

    def pdf(self, state1: Any, state2: Any, **_: Any) -> float:
        raise NotImplementedError


def measurement_model(radar: Radar, time_s: float, target: Array) -> Any:
    site = eci_from_ecef(ecef_from_geodetic(*radar.place), time_s)
    x, y, z = target - site
    cos_elevation = np.hypot(x, y) / np.sqrt(x**2 + y**2 + z**2)
    sigmas = [radar.angle_sigma_rad, radar.angle_sigma_rad / cos_elevation, radar.range_sigma_m]
    return Seen(
        ndim_state=6, mapping=(0, 1, 2), noise_covar=np.diag(np.square(sigmas)), translation_offset=site[:, None]
    )


def test_covariance_of_the_predicted_intercept_point() -> None:
    path = flight_after_burnout(step_s=STEP_S)
    measured = (path.time_s >= FIRST_S) & (path.time_s <= LAST_S)
    ours = track(RADARS, [measured, measured], path.time_s, path.position_m, path.phase)
    assert ours is not None

    predictor, updater = ExtendedKalmanPredictor(PointMass()), ExtendedKalmanUpdater()
    start = int(np.argmax(measured))
    prior = np.diag([PRIOR_POSITION_SIGMA_M**2] * 3 + [PRIOR_VELOCITY_SIGMA_M_S**2] * 3)
    state = GaussianState(path.inertial[start][:, None], prior, EPOCH + timedelta(seconds=FIRST_S))
    for index in np.flatnonzero(measured):
        time_s = float(path.time_s[index])
        moment = EPOCH + timedelta(seconds=time_s)
        for radar in RADARS:
            model = measurement_model(radar, time_s, path.inertial[index, :3])
            truth = GaussianState(path.inertial[index][:, None], prior, moment)
            seen = Detection(model.function(truth, noise=False), moment, measurement_model=model)
            state = updater.update(SingleHypothesis(predictor.predict(state, timestamp=moment), seen))
    theirs = predictor.predict(state, timestamp=EPOCH + timedelta(seconds=INTERCEPT_S))

    assert np.allclose(theirs.mean.ravel(), path.inertial[int(INTERCEPT_S / STEP_S)], atol=1.0)
    expected = np.asarray(theirs.covar, dtype=float)[:3, :3]
    found = ours.covariance_m2(LAST_S, INTERCEPT_S)
    assert np.abs(found - expected).max() < 2e-3 * np.abs(expected).max()
    expected_error_m = np.sqrt(np.linalg.eigvalsh(expected)[-1])
    assert ours.error_m(LAST_S, INTERCEPT_S) == pytest.approx(expected_error_m, rel=1e-3)
