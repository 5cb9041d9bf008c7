"""Library missiles fitted to reported flights: which values move, and the outcome as plain data.

Payload, and each stage's propellant, empty mass, burn time and specific impulse move inside the item's ranges; one set
serves all flights of a missile. What is not in those ranges (drag, nozzle areas, steering) keeps its nominal value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import Quantity
from standoff.flight.aiming import with_payload
from standoff.flight.fitting import Fitted, Parameter, Residual, fit, payload_for, predict
from standoff.flight.vehicle import Vehicle
from standoff.scenario.construct import build_vehicle
from standoff.scenario.flights import ReportedFlight, read_flights
from standoff.scenario.library import Library
from standoff.scenario.schema import Missile
from standoff.scenario.values import Values

ASSUMPTIONS: Final = (
    "Lofted flights (apogee above 1.5 times the minimum-energy one of their range) are taken as full burn: no report"
    " says so, and a flight that was cut off would not tell how far the missile can go.",
    "Other flights are taken as cut off where range and apogee ask for it: of them only the time is a prediction.",
    "Apogees count with 1 %, times with their own uncertainty (30 s where none is given), and each parameter's range as"
    " the 5 to 95 % range of a normal distribution, which it does not leave.",
    "Launch places and directions that the table leaves empty are Sunan and 80 degrees.",
)
STANDARD_RANGE: Final = (
    "range of full burn on a minimum-energy trajectory with the fitted payload, toward the east over an Earth without"
    " rotation; the band is 5 to 95 % from the fit's linear covariance"
)

_STAGE_FIELDS: Final = ("propellant", "dry", "burn", "isp_vacuum", "isp_sea_level")


@dataclass(frozen=True)
class MissileFit:
    """A library missile with its fit: the flights in the order of the residuals."""

    item: Missile
    flights: tuple[ReportedFlight, ...]
    fitted: Fitted

    @property
    def quantities(self) -> dict[str, Quantity]:
        """The item's quantities that moved, by path."""
        return dict(_movable(self.item))

    def lighter(self, residual: Residual) -> Lighter | None:
        """What a lofted flight that was held out takes to come out at full burn: tests did not all carry the same."""
        if not (residual.report.held_out and residual.report.is_full_burn):
            return None
        vehicle = self.fitted.vehicle
        payload_kg = payload_for(vehicle, residual.report, 0.1 * vehicle.payload_kg, 3.0 * vehicle.payload_kg)
        if payload_kg is None:
            return None
        return Lighter(payload_kg, predict(with_payload(vehicle, payload_kg), residual.report))


@dataclass(frozen=True)
class Lighter:
    """The payload with which full burn meets a flight's range and apogee, and what it then does."""

    payload_kg: float
    residual: Residual


def fit_missile(name: str, flights: Sequence[ReportedFlight], library: Library | None = None) -> MissileFit:
    """Fit a library missile to those of the flights that are its own.

    Raises:
        InputError: an unknown missile, an item that is no missile, or no flight of it in the table.
    """
    item = (library or Library()).load(name)
    if not isinstance(item, Missile):
        raise InputError(f"is a kind of {item.kind}, and only missiles are fitted", field="missile", value=name)
    own = tuple(
        flight for flight in flights if flight.missile == item.name and flight.was_flown and flight.use != "other"
    )
    if not any(flight.use == "fit" for flight in own):
        known = {flight.missile for flight in flights if flight.was_flown}
        raise InputError(f"the table holds no flight of {item.name} to fit", value=name, allowed=nearest(name, known))
    parameters = [Parameter(path, q.low, q.high) for path, q in _movable(item)]

    def build(values: dict[str, float]) -> Vehicle:
        return build_vehicle(item, Values(point=values))

    return MissileFit(item, own, fit(build, parameters, [flight.report() for flight in own]))


def fit_to_file(missile: str, flights: Path) -> dict[str, Any]:
    """Fit a library missile to a CSV table of reported flights, as plain data.

    Raises:
        InputError: as `fit_missile` and `read_flights`.
    """
    table = read_flights(flights)
    try:
        return as_data(fit_missile(missile, table))
    except InputError as error:
        if error.line is not None and error.file is None:
            error.file = flights
        raise


def as_data(result: MissileFit) -> dict[str, Any]:
    """The outcome as plain data: `parameters`, `residuals`, `standard_range_km` and what was assumed."""
    moved = result.quantities
    return {
        "missile": result.item.name,
        "parameters": {
            path: {**asdict(band), "unit": moved[path].unit, "range": [moved[path].low, moved[path].high]}
            for path, band in result.fitted.parameters.items()
        },
        "residuals": [
            _row(flight, residual, result.lighter(residual))
            for flight, residual in zip(result.flights, result.fitted.residuals, strict=True)
        ],
        "standard_range_km": {key: value / 1e3 for key, value in asdict(result.fitted.standard_range_m).items()},
        "standard_range": STANDARD_RANGE,
        "assumptions": list(ASSUMPTIONS),
    }


def prediction(flight: ReportedFlight, library: Library | None = None) -> Residual | None:
    """What the library's missile, as it stands, does where a flight was reported; None if there is nothing to compare.

    Raises:
        InputError: a library item that cannot be read.
    """
    library = library or Library()
    if flight.missile not in library.names("missile") or flight.range_km is None or flight.apogee_km is None:
        return None
    item = library.load(flight.missile)
    assert isinstance(item, Missile)
    return predict(build_vehicle(item), flight.report())


def _movable(item: Missile) -> Iterator[tuple[str, Quantity]]:
    candidates = [("payload", item.payload)]
    for index, stage in enumerate(item.stages):
        candidates += [(f"stages.{index}.{field}", getattr(stage, field)) for field in _STAGE_FIELDS]
    yield from ((path, q) for path, q in candidates if q is not None and q.low < q.high)


def _row(flight: ReportedFlight, residual: Residual, lighter: Lighter | None) -> dict[str, Any]:
    return {
        "date": flight.date,
        "used": "held out" if residual.report.held_out else "fitted",
        "full_burn": residual.report.is_full_burn,
        "reported": {"range_km": flight.range_km, "apogee_km": flight.apogee_km, "flight_time_s": flight.time_s},
        "computed": {
            "range_km": _km(residual.range_m),
            "apogee_km": _km(residual.apogee_m),
            "flight_time_s": residual.time_s,
        },
        "residual": {
            "range_km": _km(residual.range_off_m),
            "apogee_km": _km(residual.apogee_off_m),
            "flight_time_s": residual.time_off_s,
        },
        "payload_that_fits_kg": None if lighter is None else lighter.payload_kg,
        "flight_time_with_it_s": None if lighter is None else lighter.residual.time_s,
        "reason": residual.reason,
        "source": flight.source,
    }


def _km(distance_m: float | None) -> float | None:
    return None if distance_m is None else distance_m / 1e3
