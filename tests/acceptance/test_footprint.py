"""`standoff footprint` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from acceptance.cli import here, refused, standoff
from engine.toys import TOY

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("footprint")]

QUESTION = ("footprint", TOY, "--battery", "thaad", "--threat", "hwasong-12", "--from", "sinpo", "--grid", "150")
FILES = {"summary.json", "footprint.geojson", "footprint.kml", "scene.czml", "grid.parquet", "report.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("footprint") / "out"
    answer = here(*QUESTION, "--samples", "4", "--out", out, "--json")
    assert answer.status == 0, answer.err
    assert answer.err == ""
    assert json.loads((out / "summary.json").read_text()) == answer.json
    return out


def test_json_has_the_keys_that_are_promised(folder: Path) -> None:
    told = json.loads((folder / "summary.json").read_text())
    assert set(told["area_km2"]) == {"nominal", "p05", "p50", "p95"}
    assert told["area_km2"]["p05"] <= told["area_km2"]["p50"] <= told["area_km2"]["p95"]
    assert set(told["polygons"]) == {"nominal", "p05", "p50", "p95"}
    assert told["cities_defended"]
    assert told["population_defended"]["nominal"] == sum(city["population"] for city in told["cities_defended"])
    assert {city["country"] for city in told["cities_defended"]} <= {"US", "GU", "MP"}


def test_the_folder_is_whole_and_its_report_can_be_made_again(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    before = (folder / "report.html").read_bytes()
    (folder / "report.html").unlink()
    assert standoff("report", folder).status == 0
    assert (folder / "report.html").read_bytes() == before
    table = pq.read_table(folder / "grid.parquet")
    assert table.column_names == ["lat_deg", "lon_deg", "shots_1", "defended", "share"]


def test_a_missile_that_the_scenario_does_not_use_and_settings_of_it() -> None:
    """A lighter warhead flies farther; the setting goes into the library's item."""
    words = (*QUESTION[:5], "hwasong-14", *QUESTION[6:], "--samples", "0", "--json")
    told = here(*words)
    assert told.status == 0, told.err
    assert told.json["threat"]["id"] == "hwasong-14"
    unknown = refused(*words, "--set", "library.hwasong-14.payloud=500 kg")
    assert "payload" in unknown


def test_without_json_it_tells_in_words() -> None:
    answer = here(*QUESTION, "--samples", "0")
    assert answer.status == 0
    assert "km² defended" in answer.out
    assert "Why it ends there" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--battery", "thaadd"), "did you mean 'thaad'?"),
        (("--threat", "hwasong-13"), "did you mean"),
        (("--from", "Nowhere-on-Earth"), "is not a known place"),
        (("--shots", "0"), "--shots"),
        (("--country", "XX"), "--country"),
        (("--set", "batteries.thaad.inventory=0"), "no interceptor is left"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    out = tmp_path / "out"
    question = [word for word in QUESTION if word != "--from" or words[0] != "--from"]
    if words[0] == "--from":
        question.remove("sinpo")
    message = refused(*question, *words, "--samples", "0", "--out", out)
    assert said in message
    assert not out.exists()


def test_a_launch_place_is_needed() -> None:
    assert "--from" in refused("footprint", TOY, "--battery", "thaad", "--threat", "hwasong-12")
