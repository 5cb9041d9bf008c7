"""Whole runs as a user makes them, checked against what is known of the flights and of the world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from acceptance.cli import here, standoff

OUTPUTS = {
    "record.jsonl", "summary.json", "tracks.parquet", "scene.czml", "scene.kml", "scene.geojson", "report.html",
}  # fmt: skip


@pytest.fixture(scope="module")
def guam(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("guam") / "run"
    answer = here("run", "guam-2017", "--out", out, "--json")
    assert answer.status == 0, answer.err
    return out, answer.json


def events(folder: Path, kind: str) -> list[dict[str, Any]]:
    lines = (folder / "record.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    return [event for event in map(json.loads, lines) if event["kind"] == kind]


def test_the_announced_salvo_flies(guam: tuple[Path, dict[str, Any]]) -> None:
    out, summary = guam
    assert summary["threats"] == 4
    assert summary["intercepted"] + summary["leakers"] == 4
    for launch in events(out, "launch"):
        # KCNA, 2017-08-10: 3,356.7 km in 1,065 s. Range within 30 km (four aim points), time within 5 %.
        assert launch["data"]["range_km"] == pytest.approx(3356.7, abs=30.0)
        assert launch["data"]["flight_time_s"] == pytest.approx(1065.0, rel=0.05)


def test_the_salvo_passes_over_shimane_hiroshima_and_kochi(guam: tuple[Path, dict[str, Any]]) -> None:
    passes = events(guam[0], "overflight")
    names = " ".join(event["data"]["place"] for event in passes)
    assert all(name in names for name in ("Shimane", "Hiroshima", "Kochi"))
    # Outer space begins at 100 km; a missile bound for Guam is far above it there.
    assert all(event["data"]["altitude_km"] > 100.0 for event in passes)


def test_every_event_has_its_cause(guam: tuple[Path, dict[str, Any]]) -> None:
    lines = [json.loads(line) for line in (guam[0] / "record.jsonl").read_text(encoding="utf-8").splitlines()[1:]]
    known: set[int] = set()
    for event in lines:
        if event["kind"] in ("startex", "order", "endex"):
            assert event["cause"] is None
        else:
            assert event["cause"] in known, event
        known.add(event["id"])


def test_nothing_is_shot_before_it_is_seen(guam: tuple[Path, dict[str, Any]]) -> None:
    out, _ = guam
    for kind, before in (("shot", "commit"), ("commit", "track"), ("track", "launch")):
        for event in events(out, kind):
            earlier = [e for e in events(out, before) if e["target"] == event["target"] and e["t_s"] <= event["t_s"]]
            assert earlier, event


def test_all_outputs_are_there_and_nothing_else(guam: tuple[Path, dict[str, Any]]) -> None:
    assert {path.name for path in guam[0].iterdir()} == OUTPUTS


def test_the_same_seed_gives_the_same_bytes(guam: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    out, summary = guam
    again = standoff("run", "guam-2017", "--out", tmp_path / "again", "--json").json
    assert again["record_sha256"] == summary["record_sha256"]
    for name in OUTPUTS - {"summary.json"}:
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes(), name


def test_another_seed_gives_another_record(guam: tuple[Path, dict[str, Any]]) -> None:
    other = here("run", "guam-2017", "--seed", "2", "--json").json
    assert other["record_sha256"] != guam[1]["record_sha256"]


def test_replay_is_identical(guam: tuple[Path, dict[str, Any]]) -> None:
    answer = standoff("replay", guam[0] / "record.jsonl", "--json")
    assert answer.status == 0
    assert answer.json["identical"] is True
    assert answer.json["events"] == guam[1]["events"]


def test_until_stops_the_clock(guam: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    launched = events(guam[0], "launch")[0]["time"]
    stop = launched.replace(".000Z", "Z")
    out = tmp_path / "early"
    here("run", "guam-2017", "--until", stop, "--out", out)
    assert events(out, "endex")[0]["time"] == launched
    assert not events(out, "impact")


def test_the_globe_and_report_need_nothing_from_outside(guam: tuple[Path, dict[str, Any]]) -> None:
    report = (guam[0] / "report.html").read_text(encoding="utf-8")
    assert "<script src=" not in report
    assert "<link" not in report
    for attribute in ('src="http', "src='http", "url(http", "@import"):
        assert attribute not in report


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["", ":one-site", ":two-sites"])
def test_japan_with_and_without_aegis_ashore(variant: str, tmp_path: Path) -> None:
    answer = here("run", f"japan-2017{variant}", "--out", tmp_path / "run", "--json")
    assert answer.status == 0, answer.err
    summary = answer.json
    assert summary["threats"] > 4
    assert summary["intercepted"] + summary["leakers"] + summary["failed"] == summary["threats"]
    assert here("replay", tmp_path / "run" / "record.jsonl", "--json").json["identical"] is True
