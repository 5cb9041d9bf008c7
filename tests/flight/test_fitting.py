"""Fitting: parameters behind made-up reports are found again, and what the reports cannot tell stays uncertain."""

from dataclasses import replace

import pytest

from flight.missiles import LIQUID, SUNAN
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, geodesic
from standoff.flight.aiming import aim_at, for_range_and_apogee, with_payload
from standoff.flight.fitting import Fitted, Parameter, Report, fit, payload_for, predict, standard_range_m
from standoff.flight.vehicle import Vehicle

TRUE = {"isp": 291.0, "burn": 138.0, "dry": 2_100.0}
PARAMETERS = [Parameter("isp", 285.0, 302.0), Parameter("burn", 120.0, 160.0), Parameter("dry", 1_500.0, 2_800.0)]
TARGET = Place(40.0, 134.5)


def build(values: dict[str, float]) -> Vehicle:
    stage = replace(LIQUID.stages[0], isp_vacuum_s=values["isp"], burn_s=values["burn"], dry_kg=values["dry"])
    return replace(LIQUID, name="made up", stages=(stage,))


def reports() -> list[Report]:
    lofted = aim_at(build(TRUE), SUNAN, TARGET, "lofted")
    flat = for_range_and_apogee(build(TRUE), SUNAN, 75.0, 3_000e3, 700e3)
    other = for_range_and_apogee(build(TRUE), SUNAN, 75.0, 2_000e3, 480e3)
    azimuth_deg = geodesic(SUNAN, TARGET).azimuth_deg
    return [
        Report("lofted", SUNAN, azimuth_deg, lofted.range_m, lofted.apogee_m, lofted.flight_time_s, 2.0),
        Report("flat", SUNAN, 75.0, 3_000e3, 700e3, flat.flight_time_s, 2.0),
        Report("other", SUNAN, 75.0, 2_000e3, 480e3, other.flight_time_s, held_out=True),
    ]


@pytest.fixture(scope="module")
def made_up() -> Fitted:
    return fit(build, PARAMETERS, reports())


def test_reports_are_reproduced_and_the_held_out_one_is_predicted(made_up: Fitted) -> None:
    lofted, flat, other = made_up.residuals
    assert abs(lofted.apogee_off_m or 1e9) < 0.005 * lofted.report.apogee_m
    for residual in (lofted, flat, other):
        assert abs(residual.time_off_s or 1e9) < 5.0
        assert residual.range_off_m == pytest.approx(0.0, abs=10.0)


def test_exact_times_find_the_burn_time(made_up: Fitted) -> None:
    band = made_up.parameters["burn"]
    assert band.low < TRUE["burn"] < band.high
    assert band.high - band.low < 0.5 * (PARAMETERS[1].high - PARAMETERS[1].low)


def test_standard_range_is_within_its_band_though_masses_stay_unknown(made_up: Fitted) -> None:
    truth = standard_range_m(build(TRUE), SUNAN)
    band = made_up.standard_range_m
    assert band.low < truth < band.high
    assert band.high - band.low < 0.06 * truth
    # Specific impulse and empty mass do the same: the reports tell their joint effect, not each.
    dry = made_up.parameters["dry"]
    assert dry.high - dry.low > 0.25 * (PARAMETERS[2].high - PARAMETERS[2].low)


def test_values_stay_in_their_ranges(made_up: Fitted) -> None:
    for parameter in PARAMETERS:
        band = made_up.parameters[parameter.name]
        assert parameter.low <= band.low <= band.nominal <= band.high <= parameter.high


def test_lofted_flights_are_taken_as_full_burn_unless_told() -> None:
    lofted, flat, _ = reports()
    assert lofted.is_full_burn
    assert not flat.is_full_burn
    assert replace(flat, full_burn=True).is_full_burn


def test_payload_behind_a_lofted_flight_is_found() -> None:
    heavy = with_payload(build(TRUE), 800.0)
    flown = aim_at(heavy, SUNAN, TARGET, "lofted")
    report = replace(reports()[0], range_m=flown.range_m, apogee_m=flown.apogee_m)
    assert payload_for(build(TRUE), report, 100.0, 2_000.0) == pytest.approx(800.0, abs=1.0)
    assert payload_for(build(TRUE), replace(report, apogee_m=9_000e3), 100.0, 2_000.0) is None


def test_a_report_out_of_reach_says_why() -> None:
    residual = predict(build(TRUE), Report("far", SUNAN, 75.0, 9_000e3, 1_000e3, 2_000.0))
    assert residual.apogee_off_m is None
    assert residual.time_off_s is None
    assert "out of reach" in residual.reason


def test_a_fit_without_reports_is_refused() -> None:
    with pytest.raises(InputError, match="at least one reported flight"):
        fit(build, PARAMETERS, [replace(reports()[0], held_out=True)])
