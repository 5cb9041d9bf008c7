"""Radars and paths that the sensing tests share. Paths are made by SciPy, never by the code under test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp

from standoff.base.constants import MU_M3_S2
from standoff.base.geodesy import Array, Place, ecef_from_eci, ecef_from_geodetic, enu_axes
from standoff.sensing.radar import Radar

SUNAN = Place(39.2, 125.673)
ARAYA = Place(39.75, 140.07)

ALL_ROUND = Radar(
    name="all-round",
    place=ARAYA,
    reference_range_m=2_000e3,
    reference_rcs_m2=1.0,
    boresight_deg=270.0,
    azimuth_halfwidth_deg=180.0,
    elevation_min_deg=0.0,
    elevation_max_deg=90.0,
    search_delay_s=10.0,
    range_sigma_m=20.0,
    angle_sigma_rad=1e-3,
    update_s=1.0,
)


class Path(NamedTuple):
    """A path in the form that sensing takes, with its inertial state beside it."""

    time_s: Array
    position_m: Array
    phase: Array
    inertial: Array


def gravity_field(_: float, state: Array) -> Array:
    """Derivative of an inertial state (6,) or (6, k) in a point-mass field."""
    return np.concatenate([state[3:], -MU_M3_S2 * state[:3] / np.sum(state[:3] ** 2, axis=0) ** 1.5])


def flight_after_burnout(duration_s: float = 600.0, step_s: float = 1.0, burn_s: float = 0.0) -> Path:
    """A coast from 80 km over Sunan eastward at 3.2 km/s, 43 degrees up; its first `burn_s` are labeled as boost."""
    east, _, up = enu_axes(SUNAN.lat_deg, SUNAN.lon_deg)
    start = ecef_from_geodetic(SUNAN.lat_deg, SUNAN.lon_deg, 80e3)
    angle = np.radians(43.0)
    state = np.concatenate([start, 3_200.0 * (np.cos(angle) * east + np.sin(angle) * up)])
    time = np.arange(0.0, duration_s + 0.5 * step_s, step_s)
    solution = solve_ivp(gravity_field, (0.0, time[-1]), state, "DOP853", time, rtol=1e-12, atol=1e-6)
    phase = np.where(time < burn_s, 0.0, 2.0)
    return Path(time, ecef_from_eci(solution.y[:3].T, time), phase, solution.y.T)
