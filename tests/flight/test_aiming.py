"""Aiming: whatever is asked for is flown, and nothing near by does better."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest

from flight.missiles import BOOSTER, LIQUID, OFF_GUAM, SHORT, SOLID, SUNAN, TOKYO
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination, geodesic
from standoff.flight.aiming import (
    FartherThanHalfRoundError,
    Kind,
    aim_at,
    for_range_and_apogee,
    maximum_range,
    standard_flight,
    with_payload,
)
from standoff.flight.closed_form import minimum_energy
from standoff.flight.flight import fly, fly_many
from standoff.flight.line import Line
from standoff.flight.results import Flight
from standoff.flight.vehicle import Vehicle

SEOUL = Place(37.55, 126.99)
WASHINGTON = Place(38.9, -77.04)
KINDS: tuple[Kind, ...] = ("minimum-energy", "lofted", "depressed")
CASES = [
    (LIQUID, OFF_GUAM),
    (LIQUID, TOKYO),
    (SOLID, TOKYO),
    (SHORT, SEOUL),
    (BOOSTER, OFF_GUAM),
    (BOOSTER, WASHINGTON),
]


@pytest.mark.parametrize(("vehicle", "target"), CASES, ids=lambda case: getattr(case, "name", ""))
@pytest.mark.parametrize("kind", KINDS)
def test_impact_is_on_the_target_with_rotation(vehicle: Vehicle, target: Place, kind: Kind) -> None:
    flight = aim_at(vehicle, SUNAN, target, kind)
    assert geodesic(flight.impact, target).distance_m < 10.0
    # The flight given back is what its own ascent flies.
    again = fly(vehicle, SUNAN, flight.ascent)
    assert (again.impact, again.flight_time_s) == (flight.impact, flight.flight_time_s)


@pytest.mark.parametrize(("vehicle", "target"), CASES, ids=lambda case: getattr(case, "name", ""))
def test_kinds_are_ordered_by_apogee_and_lofted_burns_all(vehicle: Vehicle, target: Place) -> None:
    least, lofted, depressed = (aim_at(vehicle, SUNAN, target, kind) for kind in KINDS)
    assert lofted.apogee_m > least.apogee_m > depressed.apogee_m
    assert lofted.burnout_time_s == pytest.approx(vehicle.full_burn_s, abs=1e-6)
    assert depressed.burnout_time_s > least.burnout_time_s
    # Half the apogee, unless full burn comes first.
    full = depressed.burnout_time_s > vehicle.full_burn_s - 1e-6
    assert full or depressed.apogee_m == pytest.approx(0.5 * least.apogee_m, abs=10.0)


@pytest.mark.parametrize(("vehicle", "target"), CASES[:5], ids=lambda case: getattr(case, "name", ""))
def test_no_other_kick_angle_reaches_with_an_earlier_cutoff(vehicle: Vehicle, target: Place) -> None:
    flight = aim_at(vehicle, SUNAN, target)
    earlier = flight.burnout_time_s - max(0.003 * vehicle.full_burn_s, 0.1)
    kicks = np.geomspace(0.1, 80.0, 400)
    others = fly_many(vehicle, SUNAN, flight.ascent.azimuth_deg, kicks, earlier)
    assert np.nanmax(others.range_m) < flight.range_m


def test_minimum_energy_is_near_the_closed_form_for_a_short_burn() -> None:
    # A strong engine that burns 32 s on a body of a hand's width is almost a gun without air.
    gun = replace(
        SOLID,
        stages=(replace(SOLID.stages[0], burn_s=20.0), replace(SOLID.stages[1], burn_s=12.0)),
        diameter_m=0.1,
        reentry_beta_kg_m2=1e6,
        vertical_rise_s=0.5,
        pitch_over_s=1.0,
    )
    flight = aim_at(gun, SUNAN, TOKYO)
    ideal = minimum_energy(flight.range_m)
    assert flight.apogee_m == pytest.approx(float(ideal.apogee_m), rel=0.15)
    assert flight.flight_time_s == pytest.approx(float(ideal.time_s), rel=0.10)
    assert flight.burnout_speed_m_s == pytest.approx(float(ideal.speed_m_s), rel=0.06)


@pytest.mark.parametrize(
    ("vehicle", "azimuth_deg", "range_km", "apogee_km"),
    [
        (LIQUID, 80.0, 3_700.0, 770.0),
        (LIQUID, 80.0, 787.0, 1_800.0),
        (LIQUID, 260.0, 787.0, 1_800.0),
        (SOLID, 90.0, 500.0, 550.0),
        (BOOSTER, 75.0, 950.0, 3_600.0),
        (SHORT, 180.0, 250.0, 120.0),
    ],
)
def test_a_wanted_range_and_apogee_are_flown(
    vehicle: Vehicle, azimuth_deg: float, range_km: float, apogee_km: float
) -> None:
    flight = for_range_and_apogee(vehicle, SUNAN, azimuth_deg, 1e3 * range_km, 1e3 * apogee_km)
    assert flight.apogee_m == pytest.approx(1e3 * apogee_km, abs=10.0)
    target = destination(SUNAN, azimuth_deg, 1e3 * range_km)
    assert geodesic(flight.impact, target).distance_m < 10.0


@pytest.mark.parametrize("vehicle", [LIQUID, SOLID, SHORT], ids=lambda vehicle: vehicle.name)
def test_maximum_range_lies_on_the_azimuth_and_nothing_goes_farther(vehicle: Vehicle) -> None:
    best = maximum_range(vehicle, SUNAN, 137.0)
    assert geodesic(SUNAN, best.impact).azimuth_deg == pytest.approx(137.0, abs=0.01)
    assert best.burnout_time_s == pytest.approx(vehicle.full_burn_s, abs=1e-6)
    others = fly_many(vehicle, SUNAN, best.ascent.azimuth_deg, np.geomspace(0.1, 80.0, 400))
    assert np.nanmax(others.range_m) < best.range_m * (1.0 + 1e-4)


def test_rotation_carries_flights_to_the_east_farther() -> None:
    assert maximum_range(LIQUID, SUNAN, 90.0).range_m > maximum_range(LIQUID, SUNAN, 270.0).range_m


def test_more_payload_flies_shorter_and_keeps_its_body() -> None:
    heavy = with_payload(LIQUID, 900.0)
    assert heavy.payload_kg == 900.0
    assert heavy.reentry_beta_kg_m2 == pytest.approx(1.5 * LIQUID.reentry_beta_kg_m2)
    assert maximum_range(heavy, SUNAN, 90.0).range_m < maximum_range(LIQUID, SUNAN, 90.0).range_m


def _far() -> Flight:
    return aim_at(LIQUID, SUNAN, destination(SUNAN, 137.0, 8_000e3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (_far, r"8,000 km is out of range for one-stage liquid: the maximum at azimuth 137 deg is 4,\d\d\d km"),
        (lambda: for_range_and_apogee(LIQUID, SUNAN, 80.0, 700e3, 9_000e3), "apogee of 9,000 km is out of reach"),
        (lambda: for_range_and_apogee(LIQUID, SUNAN, 80.0, 4_700e3, 300e3), "4,700 km with an apogee of 300 km"),
        (lambda: for_range_and_apogee(LIQUID, SUNAN, 80.0, math.nan, 300e3), "range"),
        (lambda: for_range_and_apogee(LIQUID, SUNAN, 80.0, 300e3, -1.0), "apogee"),
        (lambda: aim_at(LIQUID, SUNAN, SUNAN), "range"),
        (lambda: aim_at(LIQUID, SUNAN, TOKYO, "loftd"), "did you mean 'lofted'"),  # type: ignore[arg-type]
        (lambda: with_payload(LIQUID, 0.0), "payload"),
        (lambda: maximum_range(with_payload(BOOSTER, 1.0), SUNAN, 90.0), "more than half *round the Earth"),
        (lambda: maximum_range(with_payload(LIQUID, 90e3), SUNAN, 90.0), "does not lift off"),
        (lambda: aim_at(with_payload(LIQUID, 90e3), SUNAN, TOKYO), "does not lift off"),
    ],
)
def test_what_cannot_be_flown_is_refused_with_the_reason(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]


def test_aiming_four_missiles_takes_a_fraction_of_a_second() -> None:
    aim_at(LIQUID, SUNAN, OFF_GUAM)
    start = time.perf_counter()
    for east_km in (0.0, 10.0, 20.0, 30.0):
        aim_at(LIQUID, SUNAN, destination(OFF_GUAM, 90.0, 1e3 * east_km + 1.0))
    assert time.perf_counter() - start < 0.5


def test_standard_flight_culminates_at_the_minimum_energy_apogee_of_its_range() -> None:
    for vehicle in (LIQUID, SOLID, BOOSTER):
        flight = standard_flight(vehicle, SUNAN, 90.0, omega_rad_s=0.0)
        assert flight.apogee_m == pytest.approx(float(minimum_energy(flight.range_m).apogee_m), abs=100.0)
        # It gives away little of the greatest range of a missile that is far from orbit.
        if vehicle is not BOOSTER:
            assert flight.range_m > 0.95 * maximum_range(vehicle, SUNAN, 90.0, omega_rad_s=0.0).range_m
    with pytest.raises(FartherThanHalfRoundError):
        standard_flight(with_payload(BOOSTER, 1.0), SUNAN, 90.0)


def test_a_vehicle_without_a_maximum_range_is_told_its_standard_range() -> None:
    far = with_payload(BOOSTER, 560.0)
    standard = standard_flight(far, SUNAN, 90.0, omega_rad_s=0.0)
    with pytest.raises(
        FartherThanHalfRoundError, match=f"standard range without rotation is {standard.range_m / 1e3:,.0f}"
    ):
        maximum_range(far, SUNAN, 90.0)


def test_no_apogee_goes_unseen() -> None:
    # At some of these kick angles the apogee of this flight falls on the end of an integration step.
    line = Line(LIQUID, SUNAN, 90.0, 0.0)
    apogees = [line.kick(kick).apogee_m for kick in np.linspace(7.05, 7.08, 61).tolist()]
    assert np.all(np.abs(np.diff(apogees, 2)) < 10.0)
