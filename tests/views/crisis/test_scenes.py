"""Scenes of a crisis: units where and while they stand, drills where they were held, and valid formats."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from standoff import api
from standoff.engine.record import Record
from standoff.views.czml import czml
from standoff.views.geojson import geojson
from standoff.views.kml import kml
from views.crisis.sample_crisis import STARTEX
from views.sample_report import sample

Packet = dict[str, Any]
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def packets(made_up: Record) -> dict[str, Packet]:
    found = json.loads(czml(made_up, {}))
    named = {packet["id"]: packet for packet in found}
    assert len(named) == len(found)
    return named


@pytest.fixture(scope="module")
def features(made_up: Record) -> dict[str, Packet]:
    found = json.loads(geojson(made_up, {}))
    assert found["type"] == "FeatureCollection"
    return {feature["id"]: feature for feature in found["features"]}


def day_span(interval: str) -> tuple[float, float]:
    start, end = (datetime.fromisoformat(moment) for moment in interval.split("/"))
    first = datetime.fromisoformat(STARTEX)
    return (start - first).total_seconds() / 86400.0, (end - first).total_seconds() / 86400.0


def test_a_unit_is_there_where_and_while_it_stands(packets: dict[str, Packet]) -> None:
    assert day_span(packets["ship"]["availability"]) == (6, 16)
    assert packets["ship"]["position"]["cartographicDegrees"][:2] == [141.6, 42.8]
    assert day_span(packets["ship@2"]["availability"]) == (16, 25)
    assert packets["ship@2"]["position"]["cartographicDegrees"][:2] == [134.0, 39.0]
    assert day_span(packets["eye@2"]["availability"]) == (16, 25)
    assert "billboard" not in packets["eye"], "a sensor with its battery has no symbol of its own"


def test_nothing_is_drawn_of_a_unit_that_was_away(packets: dict[str, Packet], features: dict[str, Packet]) -> None:
    assert not any("spare" in name for name in (*packets, *features))


def test_a_drill_is_at_its_place_while_it_is_held(packets: dict[str, Packet], features: dict[str, Packet]) -> None:
    assert day_span(packets["drill/viper"]["availability"]) == (9, 18)
    assert "1,500 Japan" in packets["drill/viper"]["description"]
    assert features["drill/viper"]["geometry"] == {"type": "Point", "coordinates": [141.6, 42.8]}
    assert not any(name in packets for name in ("drill/guardian", "drill/ace")), "shelved, and not yet begun"
    assert "unit/carrier/3" in packets, "presence without a battery has a mark of its own"


def test_the_clock_of_weeks_runs_fast_and_starts_at_startex(packets: dict[str, Packet]) -> None:
    clock = packets["document"]["clock"]
    assert clock["currentTime"] == STARTEX
    start, end = day_span(clock["interval"])
    assert (end - start) * 86400.0 / clock["multiplier"] <= 300.0
    for packet in packets.values():
        if "availability" in packet:
            assert start <= day_span(packet["availability"])[0] <= day_span(packet["availability"])[1] <= end


def test_positions_of_features_are_on_the_globe(features: dict[str, Packet]) -> None:
    points = [
        f["geometry"]["coordinates"] for f in features.values() if f["geometry"] and f["geometry"]["type"] == "Point"
    ]
    assert points
    assert all(abs(point[0]) <= 180.0 and abs(point[1]) <= 90.0 for point in points)
    assert (features["ship@2"]["properties"]["start"], features["ship@2"]["properties"]["end"]) == (
        "2017-08-17T00:00:00.000Z", "2017-08-26T00:00:00.000Z",
    )  # fmt: skip


def test_kml_has_time_spans_and_a_folder_of_drills(made_up: Record) -> None:
    root = ElementTree.fromstring(kml(made_up, {}))
    folders = {folder.findtext(f"{KML}name"): folder for folder in root.iter(f"{KML}Folder")}
    marks = folders["Drills and units"].findall(f"{KML}Placemark")
    assert {mark.findtext(f"{KML}name") for mark in marks} == {"Northern Viper (drill)", "Carrier"}
    batteries = folders["Batteries"].findall(f"{KML}Placemark")
    assert len(batteries) == 2
    assert all(battery.find(f"{KML}TimeSpan") is not None for battery in batteries)
    styles = {style.get("id") for style in root.iter(f"{KML}Style")}
    assert all((mark.findtext(f"{KML}styleUrl") or "")[1:] in styles for mark in root.iter(f"{KML}Placemark"))


def test_a_scene_without_a_crisis_has_none_of_it() -> None:
    record, tracks = sample()
    assert b"Drills and units" not in kml(record, tracks)
    assert all(
        "availability" not in packet
        for packet in json.loads(czml(record, tracks))
        if packet["id"] in ("kongo", "kongo-spy")
    )


def test_a_raid_is_fought_by_the_unit_that_was_sent(raid: api.RunResult) -> None:
    found = {packet["id"]: packet for packet in json.loads(czml(raid.record, raid.tracks))}
    links = [packet for packet in found.values() if packet.get("properties", {}).get("kind") == "engagement"]
    assert links
    for link in links:
        station = link["polyline"]["positions"]["references"][0].removesuffix("#position")
        start, end = found[station]["availability"].split("/")
        begun, over = link["availability"].split("/")
        assert start <= begun <= over <= end
