"""Figures: the projection against published numbers, and SVG that a page can hold."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from standoff.base.geodesy import Place, geodesic
from standoff.engine.tracks import Track, read_parquet, to_parquet
from standoff.views.digest import Spot
from standoff.views.figures.draw import draw_all
from standoff.views.figures.flight import FlightData, draw_flight
from standoff.views.figures.labels import Label, place
from standoff.views.figures.projection import (
    EARTH_RADIUS_KM,
    Projection,
    Window,
    clipped_line,
    clipped_ring,
    sector,
    thinned_line,
)
from standoff.views.figures.scene import Scene, scene_of
from standoff.views.figures.track_plane import Plane, alike
from standoff.views.figures.worker import FigureWorker
from views.sample_report import sample


@pytest.fixture(scope="module")
def scene() -> Scene:
    return scene_of(*sample())


@pytest.fixture(scope="module")
def drawn(scene: Scene) -> dict[str, str]:
    return draw_all(scene)


def test_projection_meets_the_worked_example() -> None:
    # Snyder, USGS Professional Paper 1395, appendix A, azimuthal equidistant, sphere of radius 3.
    x, y = Projection(40.0, -100.0).forward(-20.0, 100.0)
    scale = 3.0 / EARTH_RADIUS_KM
    assert (float(x) * scale, float(y) * scale) == pytest.approx((-5.8311398, 5.5444634), abs=1e-6)


def test_projection_and_back() -> None:
    projection = Projection(30.0, 135.0)
    lat, lon = np.array([39.2, 13.45, -10.0, 60.0]), np.array([125.7, 144.8, 179.0, -170.0])
    assert np.allclose(projection.inverse(*projection.forward(lat, lon)), [lat, lon])


def test_a_coverage_circle_lies_at_its_radius() -> None:
    outline = sector(35.77, 135.2, 1000.0, 0.0, 180.0)
    lengths = [geodesic(Place(35.77, 135.2), Place(lat, lon)).distance_m / 1e3 for lat, lon in outline]
    assert lengths == pytest.approx([1000.0] * len(lengths), rel=4e-3)  # sphere against ellipsoid


def test_a_sector_turns_about_its_boresight() -> None:
    outline = sector(0.0, 0.0, 500.0, 90.0, 60.0)
    assert outline[0].tolist() == [0.0, 0.0]
    assert outline[1:-1, 1].min() > 0.0


def test_clipping_keeps_what_is_inside() -> None:
    window = Window(0.0, 0.0, 10.0, 10.0)
    square = np.array([[-5.0, -5.0], [5.0, -5.0], [5.0, 5.0], [-5.0, 5.0]])
    ring = clipped_ring(square, window)
    assert ring.min() >= 0.0
    assert {(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 5.0)} <= {(float(x), float(y)) for x, y in ring}
    assert len(clipped_ring(square - 20.0, window)) == 0
    line = np.column_stack([np.linspace(-50.0, 50.0, 101), np.full(101, 5.0)])
    (piece,) = clipped_line(line, window)
    assert piece[:, 0].min() == -1.0
    assert piece[:, 0].max() == 11.0


def test_thinning_keeps_both_ends() -> None:
    line = np.column_stack([np.linspace(0.0, 1.0, 1000), np.zeros(1000)])
    thin = thinned_line(line, 0.1)
    assert 10 <= len(thin) <= 13
    assert thin[0].tolist() == [0.0, 0.0]
    assert thin[-1].tolist() == [1.0, 0.0]


def test_labels_never_overlap_and_keep_clear() -> None:
    crowd = [Label(100.0 + number, 100.0, f"label {number}", rank=number) for number in range(40)]
    spots = place(crowd, 300.0, 200.0, [(0.0, 0.0, 300.0, 60.0)])
    assert 1 <= len(spots) < 40
    assert spots[0].label.text == "label 0"
    assert all(spot.y > 60.0 for spot in spots)


def test_a_point_on_the_way_lies_in_the_plane(scene: Scene) -> None:
    threat = scene.digest.threats[0]
    plane = Plane.of(threat)
    along, beside = plane.along_and_beside_km(threat.aim.lat_deg, threat.aim.lon_deg)
    assert float(along) == pytest.approx(threat.range_km, rel=5e-3)
    assert float(beside) == pytest.approx(0.0, abs=1e-6)
    _, right = plane.along_and_beside_km(25.0, 130.0)
    assert float(right) > 0.0  # southwest of a track that runs southeast


def test_flights_that_one_plane_can_show_come_together(scene: Scene) -> None:
    first, *others = scene.digest.threats
    away = replace(others[-1], aim=Spot(35.7, 139.7, "Tokyo"))
    groups = alike([first, *others[:-1], away])
    assert [len(group) for group in groups] == [3, 1]


def test_all_figures_are_drawn_as_xml_with_words_for_those_who_do_not_see(drawn: dict[str, str]) -> None:
    assert list(drawn) == ["map", "profile", "timeline"]
    for name, svg in drawn.items():
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{name}-title {name}-desc"
        assert len(root[1].text or "") > 50
        assert "<?xml" not in svg
        assert "dc:date" not in svg


def test_ids_do_not_meet_on_one_page(drawn: dict[str, str]) -> None:
    seen: set[str] = set()
    for svg in drawn.values():
        ids = [element.get("id") for element in ElementTree.fromstring(svg).iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert not seen & set(ids)
        seen |= {str(found) for found in ids}


def test_text_stays_text_and_is_escaped(scene: Scene, drawn: dict[str, str]) -> None:
    assert "THAAD, Andersen" in drawn["map"]
    assert "shot down 63 km up" in drawn["timeline"]
    wild = replace(scene.digest.threats[0], missile_name='<script>alert("$x$")</script>')
    svg = draw_all(replace(scene, digest=replace(scene.digest, threats=(wild,))))["timeline"]
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_the_same_scene_gives_the_same_bytes(scene: Scene, drawn: dict[str, str]) -> None:
    assert draw_all(scene) == drawn


def test_figures_from_the_file_of_tracks_are_those_of_the_run(tmp_path: Path, drawn: dict[str, str]) -> None:
    record, tracks = sample()
    flown = {
        name: Track(name, track.kind, track.time_s, track.lat_deg, track.lon_deg, track.altitude_m, track.phase)
        for name, track in tracks.items()
    }
    file = tmp_path / "tracks.parquet"
    file.write_bytes(to_parquet(flown))
    assert draw_all(scene_of(record, read_parquet(file))) == drawn


def test_the_other_process_draws_the_same_bytes(scene: Scene, drawn: dict[str, str]) -> None:
    with FigureWorker() as worker:
        assert worker.draw(scene) == drawn


def test_without_another_process_the_figures_are_drawn_here(
    scene: Scene, drawn: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with FigureWorker() as worker:
        assert worker.draw(scene) == drawn


def test_a_process_that_dies_is_replaced(scene: Scene, drawn: dict[str, str]) -> None:
    with FigureWorker() as worker:
        process = worker._process
        assert process is not None
        process.kill()
        process.wait()
        assert worker.draw(scene) == drawn


def test_a_worker_that_is_not_needed_ends() -> None:
    worker = FigureWorker().start()
    process = worker._process
    assert process is not None
    worker.close()
    assert process.poll() is not None


def test_nothing_flown_leaves_a_map_of_the_stations(scene: Scene) -> None:
    empty = Scene(replace(scene.digest, threats=()), {})
    assert list(draw_all(empty)) == ["map"]
    assert draw_all(Scene(replace(empty.digest, sensors=(), batteries=()), {})) == {}


def test_one_flight_has_two_figures() -> None:
    t_s = np.linspace(0.0, 1000.0, 101)
    data = FlightData(
        "Test, 2,000 km",
        t_s,
        2.0 * t_s,
        t_s * (1000.0 - t_s) / 1000.0,
        np.full(101, 3.0),
        tuple("boost" if t < 100.0 else "vacuum" if t < 900.0 else "reentry" for t in t_s),
    )
    figures = draw_flight(data)
    assert list(figures) == ["altitude-range", "altitude-speed-time"]
    assert "250 km after 8.3 min" in figures["altitude-range"]
    assert figures == draw_flight(data)
