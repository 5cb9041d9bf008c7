"""Impact scatter of a flight: errors of cut-off, pitch, azimuth and re-entry, as ground offsets and as a CEP.

The first three errors act at the last thrust; the Earth-fixed impact moves with them linearly, by sensitivities taken
from neighboring flights. Re-entry scatter (wind, asymmetric ablation, density) adds on the ground. Offsets are metres
along and to the right of the path at the impact. Draws are handed in as standard normal numbers: nothing here is random.
Sources: linear effect of launching errors as in Bate, Mueller and White, Fundamentals of Astrodynamics (1971),
section 6.3, here by differences of whole flights; the CEP of unequal errors is the median distance, integrated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination, geodesic
from standoff.flight.flight import fly
from standoff.flight.results import Flight, Status

Array = NDArray[np.float64]

DRAWS: Final = 5
"""Standard normal numbers an impact takes: cut-off speed, pitch, azimuth, re-entry along, re-entry across."""

_STEP_CUTOFF_S: Final = 0.02
_STEP_KICK_DEG: Final = 0.002
_STEP_AZIMUTH_DEG: Final = 0.02


@dataclass(frozen=True)
class Errors:
    """Standard deviations (1 sigma) of what makes a flight miss."""

    speed_m_s: float
    """Speed at the last thrust."""
    pitch_rad: float
    """Direction of the velocity at the last thrust, in the plane of flight."""
    azimuth_rad: float
    """Direction of the plane of flight."""
    reentry_m: float
    """Scatter on the ground from the way through the air, in each of two directions."""

    def __post_init__(self) -> None:
        """Refuse errors that are no standard deviations."""
        for field in ("speed_m_s", "pitch_rad", "azimuth_rad", "reentry_m"):
            if not (math.isfinite(getattr(self, field)) and getattr(self, field) >= 0.0):
                raise InputError("must be zero or more", field=field, value=getattr(self, field))


@dataclass(frozen=True)
class Sensitivity:
    """How an impact moves: metres along and to the right of the path (rows) per unit of each error (columns)."""

    flight: Flight
    heading_deg: float
    """Azimuth of the ground path at the impact."""
    metres_per: Array
    """(2, 3): per m/s of speed, per radian of pitch, per radian of azimuth."""

    def covariance(self, errors: Errors) -> Array:
        """Covariance (2, 2) of the impact along and across, m2."""
        scaled = self.metres_per * _sigmas(errors)
        return np.asarray(scaled @ scaled.T + errors.reentry_m**2 * np.eye(2))

    def offsets(self, errors: Errors, draws: ArrayLike) -> Array:
        """Offsets (n, 2) along and across, m, for standard normal draws (n, 5)."""
        normal = np.atleast_2d(np.asarray(draws, dtype=float))
        if normal.shape[1] != DRAWS:
            raise InputError(f"an impact takes {DRAWS} draws", field="draws", value=normal.shape)
        return np.asarray(normal[:, :3] @ (self.metres_per * _sigmas(errors)).T + errors.reentry_m * normal[:, 3:])

    def impact(self, errors: Errors, draws: ArrayLike) -> Place:
        """The place of one impact for five standard normal draws."""
        along, across = self.offsets(errors, draws)[0]
        azimuth = self.heading_deg + math.degrees(math.atan2(across, along))
        return destination(self.flight.impact, azimuth % 360.0, math.hypot(along, across))


def sensitivity(flight: Flight) -> Sensitivity:
    """The sensitivities of a flight, from neighbors in cut-off time, kick angle and azimuth.

    Raises:
        InputError: a flight, or a neighbor of it, that does not come down.
    """
    if flight.status is not Status.OK:
        raise InputError(f"a flight that does not come down has no impact scatter: it {flight.status.advice}")
    heading = (geodesic(flight.launch, flight.impact).back_azimuth_deg + 180.0) % 360.0
    cut = _neighbor(flight, cutoff_s=flight.burnout_time_s - _STEP_CUTOFF_S)
    kick = _neighbor(flight, kick_deg=flight.ascent.kick_deg + _STEP_KICK_DEG)
    turned = _neighbor(flight, azimuth_deg=flight.ascent.azimuth_deg + _STEP_AZIMUTH_DEG)
    # Speed and pitch move together with cut-off and kick: two neighbors span both errors.
    state = np.array([_state_change(flight, cut), _state_change(flight, kick)])
    moves = np.array([_offset(flight.impact, near.impact, heading) for near in (cut, kick)])
    per_state = np.linalg.solve(state, moves).T
    per_azimuth = np.array(_offset(flight.impact, turned.impact, heading)) / math.radians(_STEP_AZIMUTH_DEG)
    return Sensitivity(flight, heading, np.column_stack([per_state, per_azimuth]))


def cep_m(covariance: ArrayLike) -> float:
    """Radius (m) about the aim point that holds half of the impacts of a centered normal scatter, covariance (2, 2)."""
    matrix = np.asarray(covariance, dtype=float)
    small, large = np.sqrt(np.maximum(np.linalg.eigvalsh(matrix), 0.0))
    if large <= 0.0:
        return 0.0
    small = max(small, 1e-6 * large)
    # Half the impacts lie within 0.6745 sigma on a line and 1.1774 sigma in a circle: the CEP is between.
    low, high = 0.5 * large, 1.2 * large
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _share_within(middle, small, large) < 0.5 else (low, middle)
    return 0.5 * (low + high)


def cep_of_offsets_m(offsets_m: ArrayLike) -> float:
    """The median distance of offsets (n, 2) from the aim point: the CEP of a sample."""
    return float(np.median(np.hypot(*np.moveaxis(np.asarray(offsets_m, dtype=float), -1, 0))))


def _share_within(radius: float, small: float, large: float) -> float:
    """Probability inside a circle: one quadrature over the coordinate along the larger axis."""
    nodes, weights = _NODES
    along = radius * np.sin(0.5 * np.pi * nodes)
    half_width = np.sqrt(np.maximum(radius**2 - along**2, 0.0))
    inside = np.array([math.erf(width / (math.sqrt(2.0) * small)) for width in half_width])
    density = np.exp(-0.5 * (along / large) ** 2) / (math.sqrt(2.0 * math.pi) * large)
    return float(np.sum(weights * 0.5 * np.pi * radius * np.cos(0.5 * np.pi * nodes) * inside * density))


_NODES: Final = np.polynomial.legendre.leggauss(64)


def _sigmas(errors: Errors) -> Array:
    return np.array([errors.speed_m_s, errors.pitch_rad, errors.azimuth_rad])


def _neighbor(flight: Flight, **change: float) -> Flight:
    near = fly(flight.vehicle, flight.launch, replace(flight.ascent, **change))
    if near.status is not Status.OK:
        raise InputError(f"the impact scatter of this flight is not defined: a neighbor of it {near.status.advice}")
    return near


def _state_change(flight: Flight, near: Flight) -> tuple[float, float]:
    return (
        near.burnout_speed_m_s - flight.burnout_speed_m_s,
        math.radians(near.burnout_path_angle_deg - flight.burnout_path_angle_deg),
    )


def _offset(impact: Place, near: Place, heading_deg: float) -> tuple[float, float]:
    path = geodesic(impact, near)
    angle = math.radians(path.azimuth_deg - heading_deg)
    return path.distance_m * math.cos(angle), path.distance_m * math.sin(angle)
