"""GeoJSON: the rules of RFC 7946, and cuts at the antimeridian."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.views.coverage import radar_coverage
from standoff.views.geojson import area_geometry, geojson, lines_geometry, split_line, split_ring
from views.sample_report import sample


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(geojson(*sample()))
    return found


def positions(geometry: dict[str, Any] | None) -> list[list[float]]:
    def flat(part: Any) -> list[list[float]]:
        return [part] if not isinstance(part[0], list) else [place for inner in part for place in flat(inner)]

    return [] if geometry is None else flat(geometry["coordinates"])


def test_features_have_the_members_that_the_standard_wants(document: dict[str, Any]) -> None:
    assert document["type"] == "FeatureCollection"
    ids = [feature["id"] for feature in document["features"]]
    assert len(ids) == len(set(ids))
    for feature in document["features"]:
        assert feature["type"] == "Feature"
        assert feature["properties"]["kind"]
        for lon, lat, *_ in positions(feature["geometry"]):
            assert -180.0 <= lon <= 180.0
            assert -90.0 <= lat <= 90.0


def test_every_part_of_the_run_is_there(document: dict[str, Any]) -> None:
    record, tracks = sample()
    kinds = [feature["properties"]["kind"] for feature in document["features"]]
    assert kinds.count("threat") + kinds.count("interceptor") == len(tracks)
    assert kinds.count("impact") == sum(event["kind"] == "impact" for event in record.events)
    assert kinds.count("battery") == len(record.header["scenario"]["batteries"])
    satellites = [f for f in document["features"] if f["id"] == "sbirs"]
    assert satellites[0]["geometry"] is None


def test_the_same_record_gives_the_same_bytes() -> None:
    assert geojson(*sample()) == geojson(*sample())


def test_outer_rings_run_counterclockwise_and_are_closed(document: dict[str, Any]) -> None:
    areas = [f["geometry"] for f in document["features"] if f["properties"]["kind"] == "coverage"]
    assert areas
    for area in areas:
        rings = area["coordinates"] if area["type"] == "Polygon" else [p[0] for p in area["coordinates"]]
        for ring in rings:
            assert ring[0] == ring[-1]
            x, y = np.array(ring).T[:2]
            assert np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0.0


def test_a_line_over_the_antimeridian_is_cut_at_the_height_where_it_crosses() -> None:
    geometry = lines_geometry(np.array([[170.0, 10.0, 0.0], [-170.0, 20.0, 1000.0]]))
    assert geometry == {
        "type": "MultiLineString",
        "coordinates": [[[170.0, 10.0, 0.0], [180.0, 15.0, 500.0]], [[-180.0, 15.0, 500.0], [-170.0, 20.0, 1000.0]]],
    }


@given(
    start=st.floats(-180.0, 180.0),
    steps=st.lists(st.tuples(st.floats(-60.0, 60.0), st.floats(-5.0, 5.0)), min_size=1, max_size=20),
)
def test_cutting_a_line_keeps_its_length_and_its_bounds(start: float, steps: list[tuple[float, float]]) -> None:
    line = np.cumsum(np.array([(start, 0.0), *steps]), axis=0)
    wrapped = line.copy()
    wrapped[:, 0] = (line[:, 0] + 180.0) % 360.0 - 180.0
    pieces = split_line(wrapped)
    whole = np.hypot(*np.diff(line, axis=0).T).sum()
    assert sum(np.hypot(*np.diff(piece, axis=0).T).sum() for piece in pieces) == pytest.approx(whole, abs=1e-6)
    assert all(np.abs(piece[:, 0]).max() <= 180.0 + 1e-9 for piece in pieces)


def test_a_sector_over_the_antimeridian_keeps_its_area() -> None:
    def area(ring: Any) -> float:
        x, y = np.array(ring).T[:2]
        return float(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))

    ring = radar_coverage(52.7, 174.1, 900e3, 60.0, 60.0).ground
    pieces = split_ring(ring)
    assert len(pieces) == 2
    assert sum(area(piece) for piece in pieces) == pytest.approx(abs(area(ring)), rel=1e-9)
    assert area_geometry(ring)["type"] == "MultiPolygon"


def test_a_circle_around_a_pole_is_closed_over_the_pole() -> None:
    geometry = area_geometry(radar_coverage(88.0, 0.0, 900e3).ground)
    places = np.array(positions(geometry))
    assert places[:, 1].max() == 90.0
    assert places[:, 0].min() == -180.0
    assert places[:, 0].max() == 180.0
