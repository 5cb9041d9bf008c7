"""Unpowered arcs by the compiled kernel: one, many, or one with its sampled trajectory.

Angles refer to the geodetic vertical and to north at the start; speed is relative to the rotating Earth
("earth-fixed") or not ("inertial"). Without a ballistic coefficient there is no drag; with one, it holds at every speed
unless a drag curve says how it changes with the Mach number (`beta` is then its hypersonic value).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.constants import OMEGA_RAD_S
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.flight import rows as columns
from standoff.flight.batch import propagate, ranges_m, sampled
from standoff.flight.drag import CONSTANT, DragCurve
from standoff.flight.flight import unpack_samples
from standoff.flight.results import Arc, Status, Trajectory
from standoff.flight.rows import COLUMNS, pack_curves

Array = NDArray[np.float64]
Frame = Literal["earth-fixed", "inertial"]
MAX_SPEED_M_S: Final = 100_000.0


@dataclass(frozen=True)
class Arcs:
    """Many arcs: arrays (n,) with the meaning of the fields of `Arc`; NaN where an arc did not come down."""

    status: NDArray[np.int8]
    range_m: Array
    apogee_m: Array
    apogee_time_s: Array
    flight_time_s: Array
    impact_lat_deg: Array
    impact_lon_deg: Array
    impact_speed_m_s: Array


def arc(
    start: Place,
    speed_m_s: float,
    path_angle_deg: float,
    azimuth_deg: float,
    beta_kg_m2: float | None = None,
    frame: Frame = "earth-fixed",
    drag: DragCurve = CONSTANT,
    omega_rad_s: float = OMEGA_RAD_S,
) -> Arc:
    """Fly one arc from a place and altitude to the ground; `beta_kg_m2` None: no drag.

    Raises:
        InputError: input outside the model, or the arc does not come down; the message says why and what to change.
    """
    result = arcs(start, speed_m_s, path_angle_deg, azimuth_deg, beta_kg_m2, frame, drag, omega_rad_s)
    status = Status(int(result.status[0]))
    if status is not Status.OK:
        raise InputError(f"the arc {status.advice}", field="speed_m_s", value=speed_m_s)
    return Arc(
        range_m=float(result.range_m[0]),
        apogee_m=float(result.apogee_m[0]),
        flight_time_s=float(result.flight_time_s[0]),
        impact=Place(float(result.impact_lat_deg[0]), float(result.impact_lon_deg[0])),
        impact_speed_m_s=float(result.impact_speed_m_s[0]),
        apogee_time_s=float(result.apogee_time_s[0]),
        status=status,
    )


def arcs(
    start: Place | tuple[ArrayLike, ArrayLike, ArrayLike],
    speed_m_s: ArrayLike,
    path_angle_deg: ArrayLike,
    azimuth_deg: ArrayLike,
    beta_kg_m2: ArrayLike | None = None,
    frame: Frame = "earth-fixed",
    drag: DragCurve = CONSTANT,
    omega_rad_s: float = OMEGA_RAD_S,
    workers: int = 1,
) -> Arcs:
    """Fly many arcs; start (latitude, longitude, altitude), speed, angles and beta broadcast to (n,).

    Raises:
        InputError: input outside the model. Arcs that do not come down are told apart by `status`.
    """
    rows = _pack(start, speed_m_s, path_angle_deg, azimuth_deg, beta_kg_m2, frame, omega_rad_s)
    out, _ = propagate(rows, pack_curves(drag), workers=workers)
    return Arcs(
        status=out[:, columns.STATUS].astype(np.int8),
        range_m=ranges_m(rows, out),
        apogee_m=out[:, columns.APOGEE],
        apogee_time_s=out[:, columns.APOGEE_TIME],
        flight_time_s=out[:, columns.TIME],
        impact_lat_deg=out[:, columns.IMPACT_LAT],
        impact_lon_deg=out[:, columns.IMPACT_LON],
        impact_speed_m_s=out[:, columns.IMPACT_SPEED],
    )


def arc_trajectory(
    start: Place,
    speed_m_s: float,
    path_angle_deg: float,
    azimuth_deg: float,
    beta_kg_m2: float | None = None,
    frame: Frame = "earth-fixed",
    drag: DragCurve = CONSTANT,
    omega_rad_s: float = OMEGA_RAD_S,
    step_s: float = 1.0,
) -> Trajectory:
    """Positions of an arc every `step_s` seconds from its start, and at the impact.

    Raises:
        InputError: as `arc`.
    """
    whole = arc(start, speed_m_s, path_angle_deg, azimuth_deg, beta_kg_m2, frame, drag, omega_rad_s)
    rows = _pack(start, speed_m_s, path_angle_deg, azimuth_deg, beta_kg_m2, frame, omega_rad_s)
    count = int(whole.flight_time_s / step_s) + 3
    return unpack_samples(sampled(rows[0], pack_curves(drag), step_s, count))


def _pack(
    start: Place | tuple[ArrayLike, ArrayLike, ArrayLike],
    speed_m_s: ArrayLike,
    path_angle_deg: ArrayLike,
    azimuth_deg: ArrayLike,
    beta_kg_m2: ArrayLike | None,
    frame: Frame,
    omega_rad_s: float,
) -> Array:
    if frame not in ("earth-fixed", "inertial"):
        raise InputError("unknown frame", field="frame", value=frame, allowed="earth-fixed, inertial")
    if beta_kg_m2 is not None and not np.all(np.asarray(beta_kg_m2, dtype=float) > 0.0):
        raise InputError("must be positive; leave it out for no drag", field="beta_kg_m2", value=beta_kg_m2)
    beta = 0.0 if beta_kg_m2 is None else beta_kg_m2
    values = [np.asarray(v, dtype=float) for v in (*start, azimuth_deg, speed_m_s, path_angle_deg, beta)]
    _check("lat_deg", values[0], -90.0, 90.0)
    _check("lon_deg", values[1], -720.0, 720.0)
    _check("altitude_m", values[2], 0.0, 1e8)
    _check("azimuth_deg", values[3], -720.0, 720.0)
    _check("speed_m_s", values[4], 0.0, MAX_SPEED_M_S)
    _check("path_angle_deg", values[5], -90.0, 90.0)
    count = max(v.size for v in values)
    rows = np.zeros((count, COLUMNS))
    where = (columns.LAT, columns.LON, columns.ALTITUDE, columns.AZIMUTH, columns.SPEED, columns.PATH_ANGLE)
    for column, value in zip((*where, columns.BETA), values, strict=True):
        rows[:, column] = value.ravel()
    rows[:, columns.OMEGA] = omega_rad_s
    rows[:, columns.INERTIAL] = float(frame == "inertial")
    return rows


def _check(field: str, value: Array, low: float, high: float) -> None:
    good = (value >= low) & (value <= high)
    if not np.all(good):
        raise InputError(
            "outside its range", field=field, value=float(value[~good].flat[0]), allowed=f"{low:g} to {high:g}"
        )
