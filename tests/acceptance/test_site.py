"""The command standoff site as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import standoff as package
from acceptance.cli import here, refused, standoff
from standoff.base.errors import InputError

pytestmark = pytest.mark.xdist_group("footprint")  # beside what solves the same aims

# Cities of a million and more: enough to choose by, and quick.
BASE = ("site", "japan-2017", "--min-population", "1000000", "--site", "araya", "--site", "Matsue=35.55,133.1")
KEYS = {"sites", "cost", "cities_defended", "population_defended", "optimal", "gap"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("site") / "out"
    answer = here(*BASE, "--budget", "400 billion", "--out", out, "--json")
    assert answer.status == 0, answer.err
    return out, answer.json


def test_the_answer_is_proved_within_the_budget_and_says_how_it_was_read(written: tuple[Path, dict[str, Any]]) -> None:
    _, found = written
    assert found.keys() >= KEYS
    assert found["optimal"] is True
    assert found["gap"] == 0.0
    assert found["budget"]["read_as"] == "JPY 400 billion"
    assert found["sites"]
    assert found["cost"]["counted"] <= 400.0
    before = found["defended_before"]["population"]
    assert before < found["population_defended"] <= found["threatened"]["population"]
    assert found["population_defended"] == sum(city["population"] for city in found["cities_defended"])


def test_every_file_is_there_and_they_agree(written: tuple[Path, dict[str, Any]]) -> None:
    out, found = written
    assert {path.name for path in out.iterdir()} == {
        "summary.json", "sites.geojson", "cities.csv", "costs.csv", "costs.parquet", "report.html",
    }  # fmt: skip
    assert json.loads((out / "summary.json").read_text(encoding="utf-8")) == found
    rows = list(csv.DictReader(io.StringIO((out / "costs.csv").read_text(encoding="utf-8"))))
    assert sum(float(row["spent_nominal"]) for row in rows) == pytest.approx(found["cost"]["total"]["nominal"])
    table = pq.read_table(out / "costs.parquet").to_pydict()
    assert [str(year) for year in table["fiscal_year"]] == [row["fiscal_year"] for row in rows]
    request = [row for row in rows if row["fiscal_year"] == "2018"]
    assert [(row["part"], row["spent_nominal"]) for row in request] == [("design", "0.73")]
    features = json.loads((out / "sites.geojson").read_text(encoding="utf-8"))["features"]
    chosen = [f for f in features if f["properties"]["kind"] == "candidate" and f["properties"]["chosen"]]
    assert [f["properties"]["id"] for f in chosen] == [site["id"] for site in found["sites"]]
    cities = [f for f in features if f["properties"]["kind"] == "city" and f["properties"]["defended"]]
    assert len(cities) == len(found["cities_defended"])


def test_the_report_is_whole_and_asks_for_nothing(written: tuple[Path, dict[str, Any]]) -> None:
    text = (written[0] / "report.html").read_text(encoding="utf-8")
    for wanted in (
        "<svg",
        "FY2018",
        "August 2017",
        "Cost by fiscal year",
        "Cost exchange of the raid",
        "standoff site",
    ):
        assert wanted in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    assert "<script" not in text


def test_the_report_can_be_written_again(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(written[0], copy)
    before = (copy / "report.html").read_bytes()
    (copy / "report.html").unlink()
    assert standoff("report", copy).status == 0
    assert (copy / "report.html").read_bytes() == before
    (copy / "summary.json").write_text("{}", encoding="utf-8")
    assert "holds no whole choice of sites" in refused("report", copy)


def test_python_gives_the_same_and_frames_of_it(written: tuple[Path, dict[str, Any]]) -> None:
    _, found = written
    result = package.site("japan-2017", budget=400, min_population=1_000_000, sites=["araya", "Matsue=35.55,133.1"])
    same = KEYS | {"candidates", "threats"}
    assert {key: result.to_json()[key] for key in same} == {key: found[key] for key in same}
    cities, costs = result.to_pandas(), result.to_polars("costs")
    assert int(cities["defended"].sum()) == len(result.cities_defended)
    assert costs["spent_nominal"].sum() == pytest.approx(result.costs.total.nominal)
    with pytest.raises(InputError, match="cities, candidates, costs"):
        result.to_pandas("sites")


def test_on_a_terminal_it_reads_as_a_summary() -> None:
    answer = here(*BASE, "--budget", "3500", "--currency", "USD", "--without", "all")
    assert answer.status == 0, answer.err
    assert "Budget USD 3.5 billion" in answer.out
    assert "FY2018" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--budget", "100"), "buys nothing, read as JPY 100 billion; allowed: at least JPY 182.73 billion"),
        (("--budget", "-5"), "not a positive amount"),
        (("--budget", "0"), "not a positive amount"),
        (("--budget", "nan"), "not an amount of money"),
        (("--budget", "much"), "not an amount of money"),
        (("--budget", "400", "--must", "Akita City"), "--must: is not a city"),
        (("--budget", "400", "--option", "aegis-ashore"), "did you mean 'aegis-ashore-japan'"),
        (("--budget", "400", "--without", "destroyer"), "--without: is not a battery"),
        (("--budget", "400", "--grid", "1"), "--grid: is out of bounds"),
        (("--budget", "400", "--count", "0"), "--count: is out of bounds"),
        (("--budget", "400", "--site", "araya"), "--site: is given twice"),
        (("--budget", "400", "--actor", "PRC"), "--actor: is not an actor"),
        (("--budget", "400", "--min-population", "99999999"), "leaves no city"),
    ],
)
def test_bad_input_is_one_clear_message(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    assert message in refused(*BASE, *words, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_scenario_without_a_block_siting_asks_for_what_is_missing() -> None:
    guam = ("site", "guam-2017", "--budget", "400")
    assert "--actor" in refused(*guam)
    assert "--option" in refused(*guam, "--actor", "JPN")
    assert "--site" in refused(*guam, "--actor", "JPN", "--option", "aegis-ashore-japan")
