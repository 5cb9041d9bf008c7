"""Fitting a vehicle to reported flights: one set of parameters for all flights of a missile.

A report gives range and apogee, mostly also time. Cut-off and kick angle are free in every flight, so a flight that was
cut off early meets its range and apogee with any parameters that reach so far, and only its time tells something. A
flight taken as full burn leaves the kick angle alone free: its range is met, and its apogee and time are predictions.
Which flights were full burn is not reported: that lofted tests were is an assumption, made here and stated in results.

Few reports stand against many parameters, so each parameter is also drawn toward the middle of its published range
(taken as the 5 to 95 % range of a normal distribution) and never leaves it: the maximum of the posterior, by nonlinear
least squares; bands come from its linear covariance. Equations: docs/models/fitting.md. SI units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination
from standoff.flight.aiming import (
    FartherThanHalfRoundError,
    aim_at,
    for_range_and_apogee,
    reach_at_apogee,
    standard_flight,
    with_payload,
)
from standoff.flight.closed_form import minimum_energy
from standoff.flight.line import HALF_ROUND_M
from standoff.flight.results import Flight
from standoff.flight.search import NoRootError, root
from standoff.flight.vehicle import Vehicle

Array = NDArray[np.float64]

# Reports: apogees of one flight differ by about 1 % between states; times are told in minutes.
APOGEE_SIGMA_SHARE: Final = 0.01
TIME_SIGMA_S: Final = 30.0
# How far, as a share, a range may be missed before a cut-off flight counts as out of reach.
RANGE_SIGMA_SHARE: Final = 0.01
LOFTED_FACTOR: Final = 1.5
"""A flight whose apogee is this many times the minimum-energy one of its range is taken as a full-burn lofted test."""
_STEP: Final = 0.02  # sigmas: large beside the metre to which flights are solved
NORMAL_95: Final = 1.6448536269514722  # 95 % quantile of the standard normal distribution


@dataclass(frozen=True)
class Report:
    """A reported flight. `full_burn` None: taken as full burn if it was lofted."""

    name: str
    launch: Place
    azimuth_deg: float
    range_m: float
    apogee_m: float
    time_s: float | None = None
    time_sigma_s: float = TIME_SIGMA_S
    full_burn: bool | None = None
    held_out: bool = False

    @property
    def is_full_burn(self) -> bool:
        """Whether the fit takes this flight as full burn."""
        if self.full_burn is not None:
            return self.full_burn
        return self.apogee_m > LOFTED_FACTOR * float(minimum_energy(self.range_m).apogee_m)


@dataclass(frozen=True)
class Parameter:
    """A number of the vehicle that the fit may move inside its published range."""

    name: str
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Where the fit starts and to which it is drawn."""
        return 0.5 * (self.low + self.high)

    @property
    def sigma(self) -> float:
        """Standard deviation of the range taken as 5 to 95 %."""
        return 0.5 * (self.high - self.low) / NORMAL_95


@dataclass(frozen=True)
class Residual:
    """A report beside what the fitted vehicle does; a flight out of reach has no prediction (None)."""

    report: Report
    range_m: float | None
    apogee_m: float | None
    time_s: float | None
    reason: str = ""

    @property
    def range_off_m(self) -> float | None:
        """Predicted less reported range."""
        return None if self.range_m is None else self.range_m - self.report.range_m

    @property
    def apogee_off_m(self) -> float | None:
        """Predicted less reported apogee."""
        return None if self.apogee_m is None else self.apogee_m - self.report.apogee_m

    @property
    def time_off_s(self) -> float | None:
        """Predicted less reported time."""
        if self.time_s is None or self.report.time_s is None:
            return None
        return self.time_s - self.report.time_s


@dataclass(frozen=True)
class Band:
    """A value with its 5 and 95 % bounds."""

    low: float
    nominal: float
    high: float


@dataclass(frozen=True)
class Fitted:
    """The fitted vehicle, its parameters with 5 to 95 % bands, residuals, and the range that it implies.

    `standard_range_m` is that of full burn on a minimum-energy trajectory with this payload, Earth without rotation.
    """

    vehicle: Vehicle
    parameters: dict[str, Band]
    residuals: tuple[Residual, ...]
    standard_range_m: Band


def fit(
    build: Callable[[dict[str, float]], Vehicle], parameters: Sequence[Parameter], reports: Sequence[Report]
) -> Fitted:
    """Fit the parameters of `build(values by name)` to the reports that are not held out; predict all of them.

    Raises:
        InputError: nothing to fit, or a report that the vehicle in the middle of its ranges comes nowhere near.
    """
    from scipy.optimize import least_squares  # takes a second: only here

    used = [report for report in reports if not report.held_out]
    if not used or not parameters:
        raise InputError("a fit needs at least one reported flight and one parameter with a range", field="flights")
    scale = np.array([parameter.sigma for parameter in parameters])
    middle = np.array([parameter.middle for parameter in parameters])

    def vehicle(x: Array) -> Vehicle:
        values = middle + scale * x
        return build({parameter.name: float(value) for parameter, value in zip(parameters, values, strict=True)})

    def misfit(x: Array) -> Array:
        flown = vehicle(x)
        return np.array([*x, *(part for report in used for part in _misfit(flown, report))])

    def slopes(x: Array) -> Array:
        here = misfit(x)
        steps = np.where(x > 0.0, -_STEP, _STEP) * np.eye(len(x))
        return np.column_stack([(misfit(x + step) - here) / step.sum() for step in steps])

    start = vehicle(np.zeros(len(parameters)))
    for report in used:
        if not np.isfinite(_misfit(start, report)).all():
            raise InputError(
                f"a flight of {report.range_m / 1e3:,.0f} km with an apogee of {report.apogee_m / 1e3:,.0f} km cannot"
                f" be fitted: {start.name} in the middle of its ranges flies nothing like it",
                field="flights",
            )
    limit = np.full(len(parameters), NORMAL_95)
    found = least_squares(misfit, np.zeros(len(parameters)), slopes, (-limit, limit), xtol=1e-4, ftol=1e-6)
    best = vehicle(found.x)
    jacobian = slopes(found.x)
    covariance = np.linalg.inv(jacobian.T @ jacobian)
    return Fitted(
        vehicle=best,
        parameters=_bands(parameters, middle + scale * found.x, scale * np.sqrt(np.diag(covariance))),
        residuals=tuple(predict(best, report) for report in reports),
        standard_range_m=_range_band(vehicle, found.x, covariance, used[0].launch),
    )


def predict(vehicle: Vehicle, report: Report) -> Residual:
    """What a vehicle does where a flight was reported: full burn to its range, or cut off for its range and apogee."""
    try:
        flight = _flown(vehicle, report)
    except InputError as error:
        return Residual(report, None, None, None, str(error))
    return Residual(report, flight.range_m, flight.apogee_m, flight.flight_time_s)


def standard_range_m(vehicle: Vehicle, launch: Place) -> float:
    """Range of full burn on a minimum-energy trajectory over an Earth without rotation, toward the east.

    Half the circumference for a vehicle that flies farther than that.
    """
    try:
        return standard_flight(vehicle, launch, 90.0, omega_rad_s=0.0).range_m
    except FartherThanHalfRoundError:
        return HALF_ROUND_M


def payload_for(vehicle: Vehicle, report: Report, low_kg: float, high_kg: float) -> float | None:
    """The payload in a range with which full burn meets a report's range and apogee; None if there is none."""

    def lead(payload_kg: float) -> float:
        off = predict(with_payload(vehicle, payload_kg), replace(report, full_burn=True)).apogee_off_m
        return -report.apogee_m if off is None else off

    try:
        return root(lead, low_kg, high_kg, tolerance=0.1, value_tolerance=100.0)
    except NoRootError:
        return None


def _flown(vehicle: Vehicle, report: Report) -> Flight:
    if report.is_full_burn:
        target = destination(report.launch, report.azimuth_deg, report.range_m)
        return aim_at(vehicle, report.launch, target, "lofted")
    return for_range_and_apogee(vehicle, report.launch, report.azimuth_deg, report.range_m, report.apogee_m)


def _misfit(vehicle: Vehicle, report: Report) -> tuple[float, float]:
    """Two weighted residuals of one report: of what is predicted beside the time, and of the time."""
    try:
        flight = _flown(vehicle, report)
    except InputError:
        return _shortfall(vehicle, report), 0.0
    off = (flight.apogee_m / report.apogee_m - 1.0) / APOGEE_SIGMA_SHARE if report.is_full_burn else 0.0
    late = 0.0 if report.time_s is None else (flight.flight_time_s - report.time_s) / report.time_sigma_s
    return off, late


def _shortfall(vehicle: Vehicle, report: Report) -> float:
    """How much of a report's range is out of reach at its apogee, in sigmas; the whole if the vehicle does not fly."""
    try:
        reach_m = reach_at_apogee(vehicle, report.launch, report.azimuth_deg, report.apogee_m)
    except InputError:
        reach_m = 0.0
    return max(0.0, 1.0 - reach_m / report.range_m) / RANGE_SIGMA_SHARE


def _bands(parameters: Sequence[Parameter], values: Array, sigma: NDArray[np.floating]) -> dict[str, Band]:
    half = NORMAL_95 * sigma
    return {
        parameter.name: Band(
            float(max(parameter.low, value - width)), float(value), float(min(parameter.high, value + width))
        )
        for parameter, value, width in zip(parameters, values, half, strict=True)
    }


def _range_band(vehicle: Callable[[Array], Vehicle], x: Array, covariance: NDArray[np.floating], launch: Place) -> Band:
    """Standard range with the band that the parameters' covariance gives it, to first order."""
    nominal = standard_range_m(vehicle(x), launch)
    steps = np.where(x > 0.0, -_STEP, _STEP) * np.eye(len(x))
    slope = np.array([(standard_range_m(vehicle(x + step), launch) - nominal) / step.sum() for step in steps])
    half = NORMAL_95 * math.sqrt(float(slope @ covariance @ slope))
    return Band(max(nominal - half, 0.0), nominal, min(nominal + half, HALF_ROUND_M))
