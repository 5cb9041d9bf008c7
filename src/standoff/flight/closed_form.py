"""Closed forms of free flight between two points of a non-rotating sphere without air.

Frame: the flight plane of a sphere of radius `radius_m`; speeds are inertial, angles are radians, the flight-path
angle is measured up from the local horizon. Scalars and arrays alike.
Sources: R. R. Bate, D. D. Mueller, J. E. White, Fundamentals of Astrodynamics (1971), chapter 6 (free-flight range
equation, maximum-range flight-path angle) and section 4.2 (time of flight on an ellipse). Derivations for the two
parameterizations used here: docs/models/aiming.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import MU_M3_S2, SPHERE_RADIUS_M
from standoff.base.errors import InputError

Array = NDArray[np.float64]


class FreeFlight(NamedTuple):
    """One unpowered flight from the ground to the ground: arrays of one shape (0-d for scalars)."""

    range_m: Array
    apogee_m: Array
    time_s: Array
    speed_m_s: Array
    angle_rad: Array


def minimum_energy(range_m: ArrayLike, radius_m: float = SPHERE_RADIUS_M) -> FreeFlight:
    """The flight of least launch energy over a ground range.

    The empty focus of the ellipse lies on the chord, so the path leaves at (pi - range angle) / 4 and the major axis is
    (1 + sin(range angle / 2)) / 2 radii.
    """
    half = _half_angle(range_m, radius_m)
    sin = np.sin(half)
    speed = np.sqrt(MU_M3_S2 / radius_m * 2.0 * sin / (1.0 + sin))
    semi_major = 0.5 * radius_m * (1.0 + sin)
    # Distance between the foci: from the center to the middle of the chord.
    eccentricity = np.cos(half) / (1.0 + sin)
    apogee = semi_major * (1.0 + eccentricity) - radius_m
    return FreeFlight(
        np.asarray(range_m, dtype=float),
        apogee,
        _time_above(semi_major, eccentricity, radius_m),
        speed,
        0.25 * np.pi - 0.5 * half,
    )


def through_apogee(range_m: ArrayLike, apogee_m: ArrayLike, radius_m: float = SPHERE_RADIUS_M) -> FreeFlight:
    """The flight that covers a ground range and culminates at an apogee height.

    Raises:
        InputError: an apogee that is not above the ground, or a range of half the circumference or more.
    """
    half = _half_angle(range_m, radius_m)
    top = radius_m + np.asarray(apogee_m, dtype=float)
    if np.any(~(top > radius_m)):
        raise InputError("an apogee must be above the ground", field="apogee", value=apogee_m)
    # r = a (1 - e^2) / (1 - e cos(angle from apogee)), written for the ground and for the apogee.
    eccentricity = (top - radius_m) / (top - radius_m * np.cos(half))
    semi_major = top / (1.0 + eccentricity)
    speed = np.sqrt(MU_M3_S2 * (2.0 / radius_m - 1.0 / semi_major))
    # tan(flight-path angle) = e sin / (1 - e cos) of the angle from apogee; a vertical shot has e = 1 and no angle.
    across = 1.0 - eccentricity * np.cos(half)
    angle = np.arctan2(eccentricity * np.sin(half), across)
    angle = np.where(across > 0.0, angle, 0.5 * np.pi)
    time = _time_above(semi_major, eccentricity, radius_m)
    return FreeFlight(np.asarray(range_m, dtype=float), top - radius_m, time, speed, angle)


def vacuum_minimum_time_s(range_m: ArrayLike, apogee_m: ArrayLike, radius_m: float = SPHERE_RADIUS_M) -> Array:
    """Time of the unpowered vacuum flight with this range and apogee: no missile with the same two figures is faster.

    A missile gathers its speed while it climbs and loses some in the air, so at every height it is slower on the way up
    than the unpowered body that starts from the ground with the speed that the apogee asks for.
    """
    return through_apogee(range_m, apogee_m, radius_m).time_s


def free_flight(speed_m_s: ArrayLike, angle_rad: ArrayLike, radius_m: float = SPHERE_RADIUS_M) -> FreeFlight:
    """The flight that leaves the ground with a speed and a flight-path angle.

    Raises:
        InputError: a speed at which the body does not come back (escape) or an angle not above the horizon.
    """
    speed, angle = np.broadcast_arrays(np.asarray(speed_m_s, dtype=float), np.asarray(angle_rad, dtype=float))
    ratio = speed**2 * radius_m / MU_M3_S2
    if np.any(~((ratio > 0.0) & (ratio < 2.0))):
        raise InputError("a flight back to the ground needs a speed above zero and below escape", value=speed_m_s)
    if np.any(~((angle > 0.0) & (angle <= 0.5 * np.pi))):
        raise InputError("the flight-path angle must be above the horizon and at most vertical", value=angle_rad)
    semi_major = radius_m / (2.0 - ratio)
    eccentricity = np.sqrt(np.maximum(0.0, (ratio - 1.0) ** 2 * np.cos(angle) ** 2 + np.sin(angle) ** 2))
    half = np.arctan2(ratio * np.sin(angle) * np.cos(angle), 1.0 - ratio * np.cos(angle) ** 2)
    apogee = semi_major * (1.0 + eccentricity) - radius_m
    time = _time_above(semi_major, eccentricity, radius_m)
    return FreeFlight(2.0 * radius_m * half, apogee, time, np.asarray(speed), np.asarray(angle))


def _half_angle(range_m: ArrayLike, radius_m: float) -> Array:
    half: Array = 0.5 * np.asarray(range_m, dtype=float) / radius_m
    if np.any(~((half >= 0.0) & (half < 0.5 * np.pi))):
        raise InputError("a ground range must be at least zero and below half the circumference", value=range_m)
    return half


def _time_above(semi_major_m: Array, eccentricity: Array, radius_m: float) -> Array:
    """Time that an ellipse spends outside the sphere, around its apogee (Kepler's equation)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        cos = (1.0 - radius_m / semi_major_m) / eccentricity
    anomaly = np.arccos(np.clip(cos, -1.0, 1.0))
    time: Array = 2.0 * np.sqrt(semi_major_m**3 / MU_M3_S2) * (np.pi - anomaly + eccentricity * np.sin(anomaly))
    return time
