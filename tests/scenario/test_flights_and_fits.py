"""The table of reported flights, and library missiles fitted to it."""

from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.flight.fitting import predict
from standoff.scenario.construct import build_vehicle
from standoff.scenario.fits import fit_to_file, prediction
from standoff.scenario.flights import SHIPPED, read_flights
from standoff.scenario.library import load
from standoff.scenario.schema import Missile

FITTED = ("hwasong-12", "hwasong-14", "hwasong-15", "pukguksong-2")
HEAD = "missile,date_local,range_km,apogee_km,flight_time_s\n"


def test_shipped_table_says_what_each_flight_is_for() -> None:
    flights = read_flights()
    assert {flight.use for flight in flights} == {"fit", "hold out", "other"}
    assert all(flight.source for flight in flights)
    assert {flight.missile for flight in flights if flight.use == "fit"} == set(FITTED)
    announced = next(flight for flight in flights if flight.date == "2017-08-10")
    assert not announced.was_flown


@pytest.mark.parametrize("name", FITTED)
def test_fit_block_in_the_library_is_what_the_library_flies(name: str) -> None:
    # builders/fit_library.py wrote the block; whoever changes a value or the flight model runs it again.
    item = load(name)
    assert isinstance(item, Missile)
    assert item.fit is not None
    flights = {flight.date: flight for flight in read_flights() if flight.missile == name}
    for row in item.fit.flights:
        flight = flights[row.date]
        assert (row.used == "held out") == (flight.use == "hold out")
        flown = predict(build_vehicle(item), flight.report())
        assert flown.apogee_m is not None
        assert row.computed.apogee_km == pytest.approx(flown.apogee_m / 1e3, abs=2.0)
        assert row.computed.flight_time_s == pytest.approx(flown.time_s, abs=1.0)


@pytest.mark.parametrize("name", FITTED)
def test_one_set_of_parameters_meets_all_fitted_flights(name: str) -> None:
    item = load(name)
    assert isinstance(item, Missile)
    assert item.fit is not None
    for row in item.fit.flights:
        if row.used == "fitted":
            assert row.residual.apogee_km == pytest.approx(0.0, abs=0.02 * (row.reported.apogee_km or 0.0))
            if row.reported.flight_time_s:
                assert row.residual.flight_time_s == pytest.approx(0.0, abs=0.03 * row.reported.flight_time_s)


@pytest.mark.slow
def test_fit_to_a_file_gives_parameters_residuals_and_standard_range(tmp_path: Path) -> None:
    table = tmp_path / "flights.csv"
    table.write_text(HEAD + "hwasong-12,2017-05-14,787,2111.5,1800\nhwasong-12,2017-09-15,3700,770,1140\n")
    result = fit_to_file("KN-17", table)
    assert result["missile"] == "hwasong-12"
    assert [row["used"] for row in result["residuals"]] == ["fitted", "fitted"]
    assert [row["full_burn"] for row in result["residuals"]] == [True, False]
    assert abs(result["residuals"][1]["residual"]["flight_time_s"]) < 0.03 * 1_140.0
    band = result["standard_range_km"]
    assert band["low"] < band["nominal"] < band["high"]
    assert band["nominal"] == pytest.approx(4_500.0, rel=0.10)
    burn = result["parameters"]["stages.0.burn"]
    assert burn["range"] == [110.0, 150.0]
    assert 110.0 <= burn["low"] <= burn["nominal"] <= burn["high"] <= 150.0


def test_prediction_of_an_unfitted_flight_and_of_one_without_numbers() -> None:
    flights = read_flights()
    scud = next(flight for flight in flights if flight.missile == "scud-er")
    found = prediction(scud)
    assert found is not None
    assert found.time_s == pytest.approx(575.0, rel=0.1)
    assert prediction(next(flight for flight in flights if flight.missile == "hwasong-17")) is None
    assert prediction(next(flight for flight in flights if flight.apogee_km is None)) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("missile,range_km\n", "flights.csv:1: apogee_km: lacks a column"),
        (HEAD + "hwasong-12,2017-05-14,far,2111.5,1800\n", r"flights.csv:2: range_km: .*got 'far'"),
        (HEAD + "hwasong-12,2017-05-14,787,-3,1800\n", r"flights.csv:2: apogee_km: .*1 to 100000"),
        (HEAD + "nodong,2017-05-14,787,300,1800\n", "no flight of hwasong-12"),
        (HEAD + "hwasong-12,2017-05-14,787,,1800\n", "needs a range and an apogee"),
        (HEAD.replace("\n", ",use\n") + "hwasong-12,2017-05-14,787,300,1800,perhaps\n", "use: .*hold out"),
        ("", "lacks a column"),
    ],
)
def test_tables_that_cannot_be_fitted_are_refused(tmp_path: Path, text: str, message: str) -> None:
    table = tmp_path / "flights.csv"
    table.write_text(text)
    with pytest.raises(InputError, match=message):
        fit_to_file("hwasong-12", table)


def test_unknown_missile_other_items_and_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'hwasong-12'"):
        fit_to_file("hwasong-2", SHIPPED)
    with pytest.raises(InputError, match="only missiles are fitted"):
        fit_to_file("thaad", SHIPPED)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        fit_to_file("hwasong-12", tmp_path / "none.csv")


def test_a_field_that_no_table_holds_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "flights.csv"
    path.write_text(HEAD + "x" * 200_000 + "\n")
    with pytest.raises(InputError, match=r"flights\.csv:2: is not a CSV table"):
        read_flights(path)


def test_a_row_without_a_range_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "flights.csv"
    path.write_text(HEAD + "hwasong-12,2017-05-14,,2111.5,1800\n")
    with pytest.raises(InputError, match=r"flights\.csv:2: .*a range and an apogee"):
        fit_to_file("hwasong-12", path)
