"""The lattice of aim points: areas against geographiclib, and growth against shapes whose extent is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from standoff.studies.footprint.grid import (
    AUTHALIC_RADIUS_M,
    EqualArea,
    Grid,
    authalic_rad,
    disk_radius_m,
    geodetic_deg,
    spread,
)

# Area of WGS-84 (NIMA TR8350.2, 3rd edition, table 3.1: radius of the sphere of equal area 6371007.1809 m).
PUBLISHED_RADIUS_M = 6371007.1809

PLACES = [(39.75, 140.07), (0.0, 0.0), (-52.0, -178.0), (89.0, 30.0), (13.5, 179.5)]


def test_the_sphere_has_the_published_radius_of_equal_area() -> None:
    assert pytest.approx(PUBLISHED_RADIUS_M, abs=1e-3) == AUTHALIC_RADIUS_M


def test_authalic_latitude_is_snyders() -> None:
    # Snyder 1987, page 333: 39.8722878 degrees for 40 on Clarke 1866, whose e2 of 0.00676866 is 1.1 % above WGS-84's.
    shift = 40.0 - float(np.degrees(authalic_rad(40.0)))
    assert shift == pytest.approx((40.0 - 39.8722878) * 0.00669438 / 0.00676866, abs=2e-5)
    assert float(np.degrees(authalic_rad(90.0))) == 90.0


@given(st.floats(-90.0, 90.0))
def test_latitudes_come_back(lat_deg: float) -> None:
    assert float(geodetic_deg(authalic_rad(lat_deg))) == pytest.approx(lat_deg, abs=1e-6)


@given(st.sampled_from(PLACES), st.floats(-89.0, 89.0), st.floats(-179.9, 179.9))
def test_places_come_back(center: tuple[float, float], lat_deg: float, lon_deg: float) -> None:
    projection = EqualArea(*center)
    away = Geodesic.WGS84.Inverse(*center, lat_deg, lon_deg)["s12"]
    if away > 19_500e3:
        return  # near the opposite point, which is the whole rim
    lat, lon = projection.inverse(*projection.forward(lat_deg, lon_deg))
    back = Geodesic.WGS84.Inverse(float(lat), float(lon), lat_deg, lon_deg)["s12"]
    assert back < 0.5


@pytest.mark.parametrize("center", PLACES)
def test_areas_are_those_of_the_ellipsoid(center: tuple[float, float]) -> None:
    """A ring of 1,000 places 900 km away: plane area against geographiclib's geodesic polygon, to one part in 1e5."""
    projection, polygon = EqualArea(*center), Geodesic.WGS84.Polygon()
    ring = [Geodesic.WGS84.Direct(*center, azimuth, 900e3) for azimuth in np.linspace(0.0, 360.0, 1000, endpoint=False)]
    for place in reversed(ring):
        polygon.AddPoint(place["lat2"], place["lon2"])
    x, y = projection.forward([p["lat2"] for p in ring], [p["lon2"] for p in ring])
    plane = abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2.0
    assert plane == pytest.approx(polygon.Compute()[2], rel=1e-5)


def test_a_node_stands_for_its_cell() -> None:
    """Cells far from the center have the area that the grid says, though their shape is bent."""
    grid = Grid(EqualArea(39.75, 140.07), 20e3, 60, -40, 2, 2)
    lat, lon = grid.places()
    polygon = Geodesic.WGS84.Polygon()
    for row, column in ((0, 0), (0, 1), (1, 1), (1, 0)):
        polygon.AddPoint(float(lat[row, column]), float(lon[row, column]))
    assert polygon.Compute()[2] == pytest.approx(grid.cell_m2, rel=2e-5)


def test_what_lies_off_the_earth_has_no_place() -> None:
    lat, _ = EqualArea(10.0, 20.0).inverse([0.0, 2.1 * AUTHALIC_RADIUS_M], [0.0, 0.0])
    assert float(lat[0]) == pytest.approx(10.0)
    assert np.isnan(lat[1])


def test_a_disk_is_as_wide_as_its_arc() -> None:
    center = (39.0, 126.0)
    end = Geodesic.WGS84.Direct(*center, 90.0, 1300e3)
    x, y = EqualArea(*center).forward(end["lat2"], end["lon2"])
    assert float(np.hypot(x, y)) == pytest.approx(disk_radius_m(1300e3), rel=3e-3)


class Disk:
    """A world in which the aim points within a distance of a place are found; counts how often each is asked."""

    def __init__(self, lat_deg: float, lon_deg: float, radius_m: float) -> None:
        self.middle, self.radius_m = EqualArea(lat_deg, lon_deg), radius_m
        self.asked: list[tuple[float, float]] = []

    def __call__(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        self.asked += zip(lat_deg.tolist(), lon_deg.tolist(), strict=True)
        x, y = self.middle.forward(lat_deg, lon_deg)
        return (np.hypot(x, y) <= self.radius_m).astype(float)


def grids() -> tuple[Grid, Grid]:
    projection = EqualArea(39.75, 140.07)
    start = Grid.around(projection, (-100e3, -100e3, 100e3, 100e3), 20e3)
    return start, Grid.around(projection, (-2000e3, -2000e3, 2000e3, 2000e3), 20e3)


@pytest.mark.parametrize("middle", [(39.75, 140.07), (36.0, 133.0), (45.0, 150.0)])
def test_it_spreads_until_the_edge_is_free_and_asks_each_place_once(middle: tuple[float, float]) -> None:
    start, limit = grids()
    disk = Disk(*middle, 400e3)
    grid, values = spread(start, limit, disk, lambda v: v > 0.0)
    held = values > 0.0
    assert values.shape == grid.shape
    assert [side.any() for side in (held[0], held[-1], held[:, 0], held[:, -1])] == [False] * 4
    assert held.sum() * grid.cell_m2 == pytest.approx(np.pi * 400e3**2, rel=0.01)
    assert len(disk.asked) == len(set(disk.asked)) == held.size


def test_it_stops_at_the_limit() -> None:
    start, limit = grids()
    grid, values = spread(start, limit, Disk(39.75, 140.07, 5000e3), lambda v: v > 0.0)
    assert grid == limit
    assert (values > 0.0).all()


def test_it_searches_all_of_the_limit_for_the_first_find() -> None:
    start, limit = grids()
    grid, values = spread(start, limit, Disk(0.0, 0.0, 1.0), lambda v: v > 0.0)
    assert grid == limit
    assert not values.any()


def test_a_grid_holds_its_box_and_knows_its_nodes() -> None:
    start, _ = grids()
    lat, lon = start.places()
    row, column = start.index_of(lat[3, 5], lon[3, 5])
    assert (float(row), float(column)) == pytest.approx((3.0, 5.0), abs=1e-6)
    mask = np.zeros(start.shape, dtype=bool)
    mask[2:4, 6] = True
    west, south, east, north = start.box_of(mask)
    assert (west, east) == (start.x_m[6], start.x_m[6])
    assert (south, north) == (start.y_m[2], start.y_m[3])
    assert start.grown(1, 2, 3, 4).shape == (start.rows + 6, start.columns + 4)
    assert replace(start, left=start.left - 1).x_m[1] == start.x_m[0]
