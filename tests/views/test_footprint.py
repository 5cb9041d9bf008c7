"""Map, report, GeoJSON, KML and CZML of a made-up footprint with a hole, an island and the antimeridian."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import shapely
from shapely.geometry import shape

from standoff.base.errors import InputError
from standoff.views.figures.footprint import draw_footprint, draw_side_by_side
from standoff.views.footprint import words as words
from standoff.views.footprint.folder import footprint_files
from standoff.views.footprint.report import is_footprint, render, write_report
from standoff.views.footprint.scene import FootprintScene
from views.sample_footprint import summary

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module", params=[True, False], ids=["bands", "nominal"])
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    return summary(request.param)


@pytest.fixture(scope="module")
def files(told: dict[str, Any]) -> dict[str, bytes]:
    return footprint_files(told)


def test_the_same_summary_gives_the_same_files(told: dict[str, Any], files: dict[str, bytes]) -> None:
    assert footprint_files(json.loads(files["summary.json"])) == files


def test_geojson_has_valid_areas_counterclockwise_without_and_clockwise_within(files: dict[str, bytes]) -> None:
    document = json.loads(files["footprint.geojson"])
    assert document["type"] == "FeatureCollection"
    areas = [f for f in document["features"] if f["properties"]["kind"] == "footprint"]
    assert areas
    for area in areas:
        assert shape(area["geometry"]).is_valid
        for outer, *holes in area["geometry"]["coordinates"]:
            assert shapely.LinearRing(outer).is_ccw
            assert not any(shapely.LinearRing(hole).is_ccw for hole in holes)
    kinds = [f["properties"]["kind"] for f in document["features"]]
    assert {"battery", "sensor", "launch", "city"} <= set(kinds)
    assert len({f["id"] for f in document["features"]}) == len(kinds)


def test_kml_is_xml_with_holes_as_inner_boundaries(files: dict[str, bytes], told: dict[str, Any]) -> None:
    root = ElementTree.fromstring(files["footprint.kml"])
    names = [name.text for name in root.iter(f"{KML}name")]
    assert "Ship <b> & more" in names
    assert len(list(root.iter(f"{KML}innerBoundaryIs"))) == sum(
        len(piece) - 1 for geometry in told["polygons"].values() for piece in geometry["coordinates"]
    )
    styles = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    assert {url.text for url in root.iter(f"{KML}styleUrl")} <= styles
    for text in root.iter(f"{KML}coordinates"):
        for place in (text.text or "").split():
            lon, lat, _ = map(float, place.split(","))
            assert -180.0 <= lon <= 180.0
            assert -90.0 <= lat <= 90.0


def test_czml_lays_bands_in_order_and_keeps_holes(files: dict[str, bytes], told: dict[str, Any]) -> None:
    packets = json.loads(files["scene.czml"])
    assert packets[0]["id"] == "document"
    assert packets[1]["properties"]["view"] == "footprint"
    assert len({packet["id"] for packet in packets}) == len(packets)
    bands = [packet for packet in packets if packet["id"].startswith("band/")]
    orders = {packet["id"].split("/")[1]: packet["polygon"]["zIndex"] for packet in bands}
    if "p50" in told["polygons"]:
        assert orders["p95"] < orders["p50"] < orders["p05"]
    assert sum("holes" in packet["polygon"] for packet in bands) == 1
    assert sum(packet["id"].startswith("outline/") for packet in packets) == 3


def test_the_report_is_whole_and_escapes_what_it_is_given(files: dict[str, bytes], told: dict[str, Any]) -> None:
    page = files["report.html"].decode()
    assert "<b> & more" not in page
    assert "Ship &lt;b&gt; &amp; more" in page
    assert "<script" not in page
    assert 'http-equiv="Content-Security-Policy"' in page
    for text in ("Adak", "Attu", words.area(told["area_km2"]["nominal"]), "The track comes too late", "There alone"):
        assert text in page
    assert ("Sample 7 was left out" in page) == ("p50" in told["polygons"])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_map_says_in_words_what_it_shows(told: dict[str, Any]) -> None:
    svg = draw_footprint(FootprintScene.of(told))
    ElementTree.fromstring(svg)
    assert "100,000 km2 at nominal values" in svg
    for name in ("Adak", "Attu", "Here", "There"):
        assert name in svg


def test_maps_side_by_side_share_one_window() -> None:
    scene = FootprintScene.of(summary(False))
    svg = draw_side_by_side({"left": scene, "right": scene}, "pair", "Two", "Two maps")
    ElementTree.fromstring(svg)
    assert svg.count("Adak") == 2


def test_a_folder_is_known_by_its_summary_and_its_report_is_made_again(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert not is_footprint(tmp_path)
    with pytest.raises(InputError, match="holds no footprint"):
        write_report(tmp_path)
    (tmp_path / "footprint.geojson").write_bytes(files["footprint.geojson"])
    (tmp_path / "summary.json").write_bytes(files["summary.json"])
    assert is_footprint(tmp_path)
    assert write_report(tmp_path).read_bytes() == files["report.html"]
    for content, said in (("{", "cannot be read"), ("{}", "holds no footprint")):
        (tmp_path / "summary.json").write_text(content)
        with pytest.raises(InputError, match=said):
            write_report(tmp_path)


def test_words() -> None:
    assert words.area(1_234_567.0) == "1,230,000 km²"
    assert words.area(3.14) == "3.1 km²"
    assert words.area(None) == ""
    assert words.people(118_400_000) == "118 million"
    assert words.people(345_678) == "346,000"
    assert words.reason("late-track") == "the track comes too late"
    assert words.reason("some-new-code") == "some new code"
    told = summary()
    assert words.subject(told) == "Ship <b> & more against Nodong from Here and There on a lofted trajectory"
    command = " ".join(words.command(told))
    assert "--from here --from 45,170 --shots 2 --trajectory lofted --samples 20 --grid 1000" in command
    assert words.headline(told).startswith("100,000 km² defended, between 50,000 km² and 300,000 km²")


def test_reports_are_equal_for_equal_scenes(told: dict[str, Any]) -> None:
    assert render(FootprintScene.of(told)) == render(FootprintScene.of(json.loads(json.dumps(told))))
