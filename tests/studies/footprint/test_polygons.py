"""Outlines of known shapes: a ring with an island in its hole, edges right to a share of a step, cut where need be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from shapely.geometry import shape

from standoff.studies.footprint.grid import EqualArea, Grid
from standoff.studies.footprint.polygons import area_of, contour, edge_error_m, outline, to_geojson

JAPAN = EqualArea(36.0, 138.0)
STEP_M = 20e3
# A ring of 150 to 300 km with an island of 60 km in it, and a second island 500 km to the east.
PARTS_M2 = (np.pi * (300e3**2 - 150e3**2), np.pi * 60e3**2, np.pi * 80e3**2)


class Shapes:
    """Which places lie in the shapes; counts how many it was asked about."""

    def __init__(self, projection: EqualArea = JAPAN) -> None:
        self.projection, self.asked = projection, 0

    def __call__(self, lat_deg: Any, lon_deg: Any) -> Any:
        x, y = self.projection.forward(lat_deg, lon_deg)
        self.asked += np.size(x)
        away, east = np.hypot(x, y), np.hypot(x - 500e3, y)
        return ((away >= 150e3) & (away <= 300e3)) | (away <= 60e3) | (east <= 80e3)


def everywhere(lat_deg: Any, lon_deg: Any) -> Any:
    return np.isfinite(lat_deg + lon_deg)


def nowhere(lat_deg: Any, lon_deg: Any) -> Any:
    return ~everywhere(lat_deg, lon_deg)


def grid_of(projection: EqualArea = JAPAN, half_m: float = 620e3, step_m: float = STEP_M) -> Grid:
    return Grid.around(projection, (-half_m, -half_m, half_m, half_m), step_m)


def drawn(rounds: int, projection: EqualArea = JAPAN) -> tuple[Any, Shapes]:
    shapes, grid = Shapes(projection), grid_of(projection)
    lat, lon = grid.places()
    return outline(grid, shapes(lat, lon), shapes, rounds), shapes


def test_a_ring_keeps_its_hole_and_the_island_in_it() -> None:
    area, _ = drawn(rounds=2)
    assert area.is_valid
    parts = sorted(area.geoms, key=lambda part: -part.area)
    assert [len(part.interiors) for part in parts] == [1, 0, 0]
    # Straight sides between points on a circle cut its corners: 2 % at a radius of three steps.
    assert [part.area for part in parts] == pytest.approx(sorted(PARTS_M2, reverse=True), rel=0.025)
    assert not area.contains(shapely.Point(100e3, 0.0))
    assert area.contains(shapely.Point(0.0, 0.0))


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_every_point_of_the_edge_is_right_to_its_share_of_a_step(rounds: int) -> None:
    """Half a step by contouring in and out alone; each round quarters that."""
    area, _ = drawn(rounds)
    radii = (60e3, 150e3, 300e3)
    for part in area.geoms:
        for ring in (part.exterior, *part.interiors):
            x, y = np.asarray(ring.coords).T
            islands = np.abs(np.hypot(x - 500e3, y) - 80e3)
            off = np.min([*(np.abs(np.hypot(x, y) - radius) for radius in radii), islands], axis=0)
            assert edge_error_m(STEP_M, rounds) == STEP_M / 2.0 / 4.0**rounds
            assert off.max() <= edge_error_m(STEP_M, rounds) * 1.001


def test_only_the_edge_is_asked_again() -> None:
    grid = grid_of()
    _, shapes = drawn(rounds=2)
    length_m = 2.0 * np.pi * (300e3 + 150e3 + 60e3 + 80e3)
    # A curve crosses at most sqrt(2) lattice edges a step of its length, those of one direction and those of the other.
    assert shapes.asked - grid.rows * grid.columns <= 2 * 3 * 1.4143 * length_m / STEP_M


def test_what_is_held_at_the_rim_ends_there() -> None:
    grid = Grid.around(JAPAN, (-100e3, -60e3, 100e3, 60e3), STEP_M)
    area = outline(grid, np.ones(grid.shape, dtype=bool), everywhere, rounds=2)
    assert area.area == pytest.approx(200e3 * 120e3, rel=1e-4)


def test_one_node_alone_is_an_island_and_none_is_nothing() -> None:
    grid = grid_of()
    held = np.zeros(grid.shape, dtype=bool)
    assert outline(grid, held, Shapes(), rounds=2).is_empty
    held[5, 5] = True
    speck = outline(grid, held, nowhere, rounds=2)
    assert 0.0 < speck.area < grid.cell_m2
    assert speck.is_valid


def test_a_checkerboard_is_valid() -> None:
    grid = grid_of(half_m=100e3)
    rows, columns = np.indices(grid.shape)
    area = outline(grid, (rows + columns) % 2 == 0, everywhere, rounds=3)
    assert area.is_valid


def test_a_smooth_field_is_contoured_between_its_nodes() -> None:
    grid = grid_of()
    x, y = np.meshgrid(grid.x_m, grid.y_m)
    area = contour(grid, 1.0 - np.hypot(x, y) / 600e3, 0.5)
    assert area.area == pytest.approx(np.pi * 300e3**2, rel=2e-3)


def test_rings_inside_one_another_alternate() -> None:
    squares = [np.array([(-r, -r), (r, -r), (r, r), (-r, r), (-r, -r)]) for r in (1.0, 4.0, 2.0, 3.0)]
    area = area_of(squares)
    assert area.area == pytest.approx(4.0 * (16.0 - 9.0 + 4.0 - 1.0))
    assert len(area.geoms) == 2


def signed_area(ring: list[list[float]]) -> float:
    points = np.array(ring)
    x, y = points[:, 0], points[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2.0


def geodesic_area_m2(geometry: dict[str, Any]) -> float:
    total = 0.0
    for polygon in geometry["coordinates"]:
        for ring in polygon:
            surveyed = Geodesic.WGS84.Polygon()
            for lon, lat in ring[:-1]:
                surveyed.AddPoint(lat, lon)
            total += surveyed.Compute()[2]  # counterclockwise counts, clockwise takes off
    return total


@pytest.mark.parametrize("center", [(36.0, 138.0), (-17.0, 179.0), (52.0, -178.0)])
def test_geojson_follows_the_standard_and_keeps_the_area(center: tuple[float, float]) -> None:
    projection = EqualArea(*center)
    area, _ = drawn(2, projection)
    geometry = to_geojson(area, projection)
    assert geometry["type"] == "MultiPolygon"
    assert shape(geometry).is_valid
    for outer, *holes in geometry["coordinates"]:
        assert signed_area(outer) > 0.0
        assert all(signed_area(hole) < 0.0 for hole in holes)
        for ring in (outer, *holes):
            assert ring[0] == ring[-1]
            assert all(-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0 for lon, lat in ring)
    assert geodesic_area_m2(geometry) == pytest.approx(area.area, rel=2e-4)


def test_a_piece_at_the_antimeridian_is_cut_there() -> None:
    projection = EqualArea(-17.0, 179.0)
    area, _ = drawn(2, projection)
    longitudes = [lon for polygon in to_geojson(area, projection)["coordinates"] for lon, _ in polygon[0]]
    assert max(longitudes) == 180.0
    assert min(longitudes) == -180.0
    assert not any(-170.0 < lon < 170.0 for lon in longitudes)


def test_what_holds_the_pole_is_closed_along_it() -> None:
    projection = EqualArea(89.0, 30.0)
    grid = grid_of(projection)
    x, y = np.meshgrid(grid.x_m, grid.y_m)
    area = contour(grid, 1.0 - np.hypot(x, y) / 600e3, 0.5)
    geometry = to_geojson(area, projection)
    assert shape(geometry).is_valid
    assert shape(geometry).covers(shapely.Point(-150.0, 89.9))
    assert geodesic_area_m2(geometry) == pytest.approx(area.area, rel=2e-3)
