"""Impact scatter of a flight: errors of cut-off, pitch, azimuth and re-entry, as ground offsets and as a CEP.

The impact moves linearly with each error, by sensitivities taken from neighboring flights on the rotating Earth.
Offsets are metres along and to the right of the ground path at the impact. Draws are handed in as standard normal
numbers: nothing here is random.
Sources: linear effect of launching errors as in Bate, Mueller and White, Fundamentals of Astrodynamics (1971),
section 6.3, here by differences of whole flights; the CEP of unequal errors is the median distance, integrated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination, geodesic
from standoff.flight.flight import fly
from standoff.flight.results import Flight, Status
from standoff.flight.vehicle import Ascent, Vehicle

Array = NDArray[np.float64]

DRAWS: Final = ("cutoff", "kick", "azimuth", "reentry")
"""Names of the standard normal numbers that a flight takes, in their order."""

# Steps of the differences: small beside the library's errors, large beside the kernel's rounding.
_STEP_CUTOFF_S: Final = 0.02
_STEP_KICK_DEG: Final = 0.002
_STEP_AZIMUTH_DEG: Final = 0.02
_STEP_BETA_SHARE: Final = 0.02


@dataclass(frozen=True)
class Errors:
    """Standard deviations (1 sigma) of what makes a flight miss, as in a missile's `dispersion` in the library."""

    cutoff_s: float = 0.0
    """Time of the last thrust: the error of speed is this times the acceleration there."""
    kick_rad: float = 0.0
    """Pitch-over angle."""
    azimuth_rad: float = 0.0
    """Direction of the plane of flight."""
    beta_share: float = 0.0
    """Relative error of the ballistic coefficient: ablation, winds and density on the way down."""

    def __post_init__(self) -> None:
        """Refuse what is no standard deviation."""
        for field in ("cutoff_s", "kick_rad", "azimuth_rad", "beta_share"):
            if not (math.isfinite(getattr(self, field)) and getattr(self, field) >= 0.0):
                raise InputError("must be zero or more", field=field, value=getattr(self, field))


@dataclass(frozen=True)
class Sensitivity:
    """How an impact moves: metres along and to the right of the path (rows) per unit of each error (columns)."""

    impact: Place
    heading_deg: float
    """Azimuth of the ground path at the impact."""
    metres_per: Array
    """(2, 4): per second of cut-off, radian of kick, radian of azimuth, and unit share of ballistic coefficient."""

    def covariance(self, errors: Errors) -> Array:
        """Covariance (2, 2) of the impact along and across, m2."""
        scaled = self.metres_per * _sigmas(errors)
        return np.asarray(scaled @ scaled.T)

    def offsets(self, errors: Errors, draws: ArrayLike) -> Array:
        """Offsets (n, 2) along and across, m, for standard normal draws (n, 4)."""
        normal = np.atleast_2d(np.asarray(draws, dtype=float))
        _check_draws(normal.shape[1])
        return np.asarray(normal @ (self.metres_per * _sigmas(errors)).T)

    def scattered(self, errors: Errors, draws: ArrayLike) -> Place:
        """The place of one impact for four standard normal draws."""
        along, across = self.offsets(errors, draws)[0].tolist()
        azimuth = self.heading_deg + math.degrees(math.atan2(across, along))
        return destination(self.impact, azimuth % 360.0, math.hypot(along, across))


def disperse(flight: Flight, errors: Errors, draws: Sequence[float]) -> Flight:
    """The flight flown again with the errors that standard normal `draws` (in the order of `DRAWS`) give.

    A full burn cannot run longer: there an error of cut-off only shortens.
    """
    _check_draws(len(draws))
    cutoff, kick, azimuth, reentry = draws
    vehicle, ascent = flight.vehicle, flight.ascent
    # A share of minus one would leave no body; errors of a density or a shape multiply.
    beta = vehicle.reentry_beta_kg_m2 * math.exp(errors.beta_share * reentry)
    last = min(ascent.cutoff_s, vehicle.full_burn_s) + errors.cutoff_s * cutoff
    steered = replace(
        ascent,
        cutoff_s=max(last, 1e-3),
        kick_deg=min(90.0, abs(ascent.kick_deg + math.degrees(errors.kick_rad) * kick)),
        azimuth_deg=(ascent.azimuth_deg + math.degrees(errors.azimuth_rad) * azimuth) % 360.0,
    )
    return fly(replace(vehicle, reentry_beta_kg_m2=beta), flight.launch, steered)


def sensitivity(flight: Flight) -> Sensitivity:
    """The sensitivities of a flight, from neighbors in cut-off time, kick angle, azimuth and ballistic coefficient.

    Raises:
        InputError: a flight, or a neighbor of it, that does not come down.
    """
    if flight.status is not Status.OK:
        raise InputError(f"a flight that does not come down has no impact scatter: it {flight.status.advice}")
    vehicle, ascent = flight.vehicle, flight.ascent
    denser = replace(vehicle, reentry_beta_kg_m2=(1.0 + _STEP_BETA_SHARE) * vehicle.reentry_beta_kg_m2)
    # The kick step turns back at the largest angle the model takes; the cut-off step always goes earlier.
    kick_step = _STEP_KICK_DEG if ascent.kick_deg < 45.0 else -_STEP_KICK_DEG
    neighbors: tuple[tuple[Vehicle, Ascent, float], ...] = (
        (vehicle, replace(ascent, cutoff_s=flight.burnout_time_s - _STEP_CUTOFF_S), -_STEP_CUTOFF_S),
        (vehicle, replace(ascent, kick_deg=ascent.kick_deg + kick_step), math.radians(kick_step)),
        (vehicle, replace(ascent, azimuth_deg=ascent.azimuth_deg + _STEP_AZIMUTH_DEG), math.radians(_STEP_AZIMUTH_DEG)),
        (denser, ascent, _STEP_BETA_SHARE),
    )
    heading = (geodesic(flight.launch, flight.impact).back_azimuth_deg + 180.0) % 360.0
    columns = [_move(flight, *neighbor, heading) for neighbor in neighbors]
    return Sensitivity(flight.impact, heading, np.column_stack(columns))


def cep_m(covariance: ArrayLike) -> float:
    """Radius (m) about the aim point that holds half of the impacts of a centered normal scatter, covariance (2, 2)."""
    matrix = np.asarray(covariance, dtype=float)
    small, large = np.sqrt(np.maximum(np.linalg.eigvalsh(matrix), 0.0)).tolist()
    if large <= 0.0:
        return 0.0
    small = max(small, 1e-6 * large)
    # Half the impacts lie within 0.6745 sigma on a line and 1.1774 sigma in a circle: the CEP is between.
    low, high = 0.5 * large, 1.2 * large
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _share_within(middle, small, large) < 0.5 else (low, middle)
    return float(0.5 * (low + high))


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


def _check_draws(count: int) -> None:
    if count != len(DRAWS):
        raise InputError(f"a flight takes {len(DRAWS)} draws", field="draws", value=count)


def _sigmas(errors: Errors) -> Array:
    return np.array([errors.cutoff_s, errors.kick_rad, errors.azimuth_rad, errors.beta_share])


def _move(flight: Flight, vehicle: Vehicle, ascent: Ascent, step: float, heading_deg: float) -> tuple[float, float]:
    near = fly(vehicle, flight.launch, ascent)
    if near.status is not Status.OK:
        raise InputError(f"the impact scatter of this flight is not defined: a neighbor of it {near.status.advice}")
    path = geodesic(flight.impact, near.impact)
    angle = math.radians(path.azimuth_deg - heading_deg)
    return path.distance_m * math.cos(angle) / step, path.distance_m * math.sin(angle) / step
