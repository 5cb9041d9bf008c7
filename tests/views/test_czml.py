"""CZML: the parts of the format that a viewer relies on, and that the scene says what the record says."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from standoff.base.geodesy import ecef_from_geodetic
from standoff.views.czml import czml
from standoff.views.picture import PATH_TOLERANCE_M
from views.sample_report import sample

Packet = dict[str, Any]


@pytest.fixture(scope="module")
def packets() -> list[Packet]:
    found: list[Packet] = json.loads(czml(*sample()))
    return found


@pytest.fixture(scope="module")
def by_id(packets: list[Packet]) -> dict[str, Packet]:
    return {packet["id"]: packet for packet in packets}


def span(interval: str) -> tuple[datetime, datetime]:
    start, end = interval.split("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def test_the_document_comes_first_with_version_and_clock(packets: list[Packet]) -> None:
    assert packets[0]["id"] == "document"
    assert packets[0]["version"] == "1.0"
    start, end = span(packets[0]["clock"]["interval"])
    assert start < datetime.fromisoformat(packets[0]["clock"]["currentTime"]) < end


def test_ids_are_unique_and_every_reference_and_parent_exists(packets: list[Packet], by_id: dict[str, Packet]) -> None:
    assert len(by_id) == len(packets)
    for packet in packets:
        assert packet.get("parent", "document") in by_id
        for reference in packet.get("polyline", {}).get("positions", {}).get("references", ()):
            name, _, attribute = reference.rpartition("#")
            assert attribute in by_id[name.replace("\\#", "#").replace("\\\\", "\\")]


def test_everything_happens_inside_the_clock(packets: list[Packet]) -> None:
    start, end = span(packets[0]["clock"]["interval"])
    for packet in packets:
        if "availability" in packet:
            first, last = span(packet["availability"])
            assert start <= first <= last <= end, packet["id"]


def test_a_threat_flies_its_track_within_the_tolerance(by_id: dict[str, Packet]) -> None:
    _, tracks = sample()
    for name, track in tracks.items():
        numbers = np.array(by_id[name]["position"]["cartographicDegrees"]).reshape(-1, 4)
        assert by_id[name]["position"]["interpolationAlgorithm"] == "LINEAR"
        assert np.all(np.diff(numbers[:, 0]) > 0.0)
        corners = ecef_from_geodetic(numbers[:, 2], numbers[:, 1], numbers[:, 3])
        flown = ecef_from_geodetic(track.lat_deg, track.lon_deg, track.altitude_m)
        shown = np.column_stack([np.interp(track.time_s, numbers[:, 0], corners[:, axis]) for axis in range(3)])
        rounding_m = 5.0  # 1e-5 degrees and a millisecond of flight at 5 km/s
        assert np.linalg.norm(shown - flown, axis=1).max() < PATH_TOLERANCE_M + rounding_m


def test_a_threat_changes_color_when_it_ends(by_id: dict[str, Packet]) -> None:
    record, _ = sample()
    for event in record.of_kind("impact"):
        intervals = by_id[event["data"]["threat"]]["path"]["material"]["solidColor"]["color"]
        assert len(intervals) == 2
        assert intervals[0]["rgba"] != intervals[1]["rgba"]
        ended = datetime.fromisoformat(intervals[1]["interval"].split("/")[0])
        assert abs((ended - datetime.fromisoformat(event["time"])).total_seconds()) < 10.0


def test_every_told_event_appears_at_its_moment(by_id: dict[str, Packet]) -> None:
    record, _ = sample()
    for event in record.events:
        if event["kind"] in ("launch", "detection", "shot", "intercept", "impact"):
            packet = by_id[f"event/{event['id']}"]
            assert packet["properties"]["kind"] == event["kind"]
            assert packet["availability"].startswith(event["time"])
            assert "position" in packet
    assert by_id["event/" + str(next(record.of_kind("impact"))["id"])]["billboard"]["image"]["uri"].startswith("data:")


def test_engagement_lines_last_from_commitment_to_the_last_result(by_id: dict[str, Packet]) -> None:
    record, _ = sample()
    commits = list(record.of_kind("commit"))
    assert commits
    for commit in commits:
        data = commit["data"]
        first, last = span(by_id[f"engagement/{data['battery']}/{data['threat']}"]["availability"])
        results = [e for e in record.of_kind("intercept") if e["data"]["threat"] == data["threat"]]
        assert first == datetime.fromisoformat(commit["time"])
        assert last == max(datetime.fromisoformat(event["time"]) for event in results)


def test_stations_carry_symbols_once_a_site(by_id: dict[str, Packet]) -> None:
    assert "billboard" in by_id["kongo"]
    assert "billboard" not in by_id["kongo-spy"]  # aboard the ship that shows a symbol of its own
    assert "billboard" in by_id["kyogamisaki"]
    assert "position" not in by_id["sbirs"]  # a satellite has no place on the ground


def test_coverage_is_drawn_out_to_the_range_against_the_warhead(by_id: dict[str, Packet]) -> None:
    # Fourth root: 1,000 km against 0.1 m2 is 841 km against 0.05 m2 (0.5 ** 0.25 = 0.8409).
    text = by_id["kyogamisaki"]["description"]
    assert "841 km against the warhead of Hwasong-12 (0.05 m²)" in text
    assert "coverage/kyogamisaki/ground" in by_id


def test_descriptions_hold_no_markup_of_the_scenario(packets: list[Packet]) -> None:
    record, tracks = sample()
    document = json.loads(json.dumps(record.header).replace("Four Hwasong", "<script>alert(1)</script> Four Hwasong"))
    hostile = json.loads(czml(type(record)(document, record.events), tracks))
    assert "<script>" not in " ".join(packet.get("description", "") for packet in hostile)
    assert "&lt;script&gt;" in hostile[1]["description"]


def test_the_same_record_gives_the_same_bytes() -> None:
    assert czml(*sample()) == czml(*sample())
