"""Every reported flight beside what the library's missile does: what was given to the model, what it predicted.

A lofted flight taken as full burn is given its range alone, so apogee and time are predictions. A flight that was cut
off is given range and apogee, so only its time is one. See docs/models/fitting.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from standoff.base.geodesy import Place, destination, geodesic
from standoff.flight.aiming import aim_at, aim_at_apogee, with_payload
from standoff.flight.claims import Verdict, check_flight
from standoff.flight.fitting import Residual, payload_for, predict, standard_range_m
from standoff.flight.results import Flight
from standoff.flight.search import root
from standoff.flight.vehicle import Vehicle
from standoff.scenario.construct import build_vehicle
from standoff.scenario.fits import prediction
from standoff.scenario.flights import ReportedFlight, read_flights
from standoff.scenario.gazetteer import place
from standoff.scenario.library import Library, load
from standoff.scenario.schema import Missile

RANGES: Final = Path(__file__).resolve().parent / "data" / "standard_ranges.csv"
AGREES_SHARE: Final = 0.03
"""What this page calls agreement of a flight; nobody published an acceptance for these."""


class Line(NamedTuple):
    """One quantity of one flight: reported and computed, in km or s; None is not reported."""

    flight: ReportedFlight
    part: str
    given: str
    quantity: str
    unit: str
    reported: float | None
    computed: float

    @property
    def error(self) -> float | None:
        """Computed less reported, in the unit."""
        return None if self.reported is None else self.computed - self.reported

    @property
    def agrees(self) -> bool | None:
        """Whether the error is at most 3 % of the report; None without a report."""
        return None if self.reported is None else abs(self.computed / self.reported - 1.0) <= AGREES_SHARE


class OtherPayload(NamedTuple):
    """A held-out full-burn flight with the payload that meets its apogee: only the time is then a prediction."""

    flight: ReportedFlight
    nominal_kg: float
    payload_kg: float
    time_s: float


class StandardRange(NamedTuple):
    """A missile's standard range in km beside the published figures; the band is that of its fit, if it has one."""

    missile: str
    published_km: tuple[float, float]
    values: str
    computed_km: float
    band_km: tuple[float, float] | None
    source: str

    @property
    def off_km(self) -> float:
        """Distance from the published band: 0 inside it."""
        low, high = self.published_km
        return min(0.0, self.computed_km - low) + max(0.0, self.computed_km - high)


def vehicle(name: str) -> Vehicle:
    """A library missile as it stands."""
    item = load(name)
    assert isinstance(item, Missile)
    return build_vehicle(item)


def lines() -> Iterator[Line]:
    """All flights of the table that a library missile can fly, in the table's order."""
    for flight in read_flights():
        if flight.missile not in Library().names("missile"):
            continue
        if not flight.was_flown:
            yield from _announced(flight)
            continue
        found = prediction(flight)
        assert found is not None
        yield from _flown(flight, found)


def part_in_fit(flight: ReportedFlight) -> str:
    """What the fit did with a flight."""
    if not flight.was_flown:
        return "announced, not flown"
    return {"fit": "fitted", "hold out": "held out", "other": "missile not fitted"}[flight.use]


def other_payloads() -> list[OtherPayload]:
    """Held-out flights at full burn: tests did not all carry the same."""
    found = []
    for flight in read_flights():
        if flight.use != "hold out" or not flight.report().is_full_burn:
            continue
        missile, report = vehicle(flight.missile), flight.report()
        payload_kg = payload_for(missile, report, 0.1 * missile.payload_kg, 3.0 * missile.payload_kg)
        if payload_kg is not None:
            time_s = predict(with_payload(missile, payload_kg), report).time_s
            assert time_s is not None
            found.append(OtherPayload(flight, missile.payload_kg, payload_kg, time_s))
    return found


def closed_form_checks() -> list[tuple[ReportedFlight, float, str, Verdict]]:
    """Each flown flight with range, apogee and time against the vacuum minimum: flight, time, who gave it, verdict."""
    checks = []
    for flight in read_flights():
        if flight.was_flown and flight.range_km and flight.apogee_km and flight.time_s:
            verdict = check_flight(flight.range_km, flight.apogee_km, flight.time_s)
            checks.append((flight, flight.time_s, "", verdict))
            # Japan's figure stands in the source column of the same row: 71 minutes.
            if (flight.missile, flight.date) == ("hwasong-17", "2022-03-24"):
                checks.append((flight, 4_260.0, "Japan", check_flight(flight.range_km, flight.apogee_km, 4_260.0)))
    return checks


def standard_ranges() -> list[StandardRange]:
    """Missiles with a cited range."""
    with RANGES.open(encoding="utf-8", newline="") as file:
        return [_standard_range(row) for row in csv.DictReader(file)]


def announced_flight(flight: ReportedFlight) -> Flight:
    """The minimum-energy flight over the announced distance, from Sinpo toward the middle of Guam."""
    start, target = announced_path(flight)
    return aim_at(vehicle(flight.missile), start, target)


def apogee_for_announced_time_m(flight: ReportedFlight) -> float:
    """The apogee with which the missile takes the announced time over the announced distance."""
    start, target = announced_path(flight)
    missile, time_s = vehicle(flight.missile), flight.time_s
    assert time_s is not None
    least_m = announced_flight(flight).apogee_m
    return root(
        lambda apogee_m: aim_at_apogee(missile, start, target, apogee_m).flight_time_s - time_s,
        0.9 * least_m,
        1.4 * least_m,
        tolerance=100.0,
        value_tolerance=0.05,
    )


def announced_path(flight: ReportedFlight) -> tuple[Place, Place]:
    """Launch and end of the announced flight: the site is the inference of docs/scenarios/guam-2017.md."""
    assert flight.range_km is not None
    start = place("Sinpo")
    return start, destination(start, geodesic(start, place("Guam")).azimuth_deg, 1e3 * flight.range_km)


def _flown(flight: ReportedFlight, found: Residual) -> Iterator[Line]:
    assert found.apogee_m is not None
    assert found.time_s is not None
    part = part_in_fit(flight)
    if found.report.is_full_burn:
        given = f"range {flight.range_km:g} km, full burn"
        yield Line(flight, part, given, "apogee", "km", flight.apogee_km, found.apogee_m / 1e3)
    else:
        given = f"range {flight.range_km:g} km, apogee {flight.apogee_km:g} km"
    yield Line(flight, part, given, "time", "s", flight.time_s, found.time_s)
    if flight.use == "other":
        report = found.report
        least = aim_at(
            vehicle(flight.missile), report.launch, destination(report.launch, report.azimuth_deg, report.range_m)
        )
        given = f"range {flight.range_km:g} km, minimum energy"
        yield Line(flight, part, given, "apogee", "km", flight.apogee_km, least.apogee_m / 1e3)


def _announced(flight: ReportedFlight) -> Iterator[Line]:
    flown = announced_flight(flight)
    given = f"range {flight.range_km:g} km, minimum energy"
    yield Line(flight, part_in_fit(flight), given, "time", "s", flight.time_s, flown.flight_time_s)


def _standard_range(row: dict[str, str]) -> StandardRange:
    item = load(row["missile"])
    assert isinstance(item, Missile)
    fitted = None if item.fit is None else item.fit.standard_range
    return StandardRange(
        missile=row["missile"],
        published_km=(float(row["low_km"]), float(row["high_km"])),
        values=row["values"],
        computed_km=standard_range_m(build_vehicle(item), place("Sunan")) / 1e3,
        band_km=None if fitted is None else (fitted.low, fitted.high),
        source=row["source"],
    )
