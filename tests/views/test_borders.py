"""Coasts and borders: what is known of the world must be found in them."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.views import borders
from standoff.views.borders import Array

EAST_ASIA = (120.0, 20.0, 150.0, 50.0)


def holds(ring: Array, lon: float, lat: float) -> bool:
    """Even-odd rule on one ring."""
    x, y = ring[:, 0], ring[:, 1]
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    spans = (y > lat) != (y2 > lat)
    rise = np.where(y2 == y, 1.0, y2 - y)
    return bool(np.count_nonzero(spans & (lon < (x2 - x) * (lat - y) / rise + x)) % 2)


def country_at(lon: float, lat: float) -> str | None:
    inside = [name for name, rings in borders.polygons() if sum(holds(ring, lon, lat) for ring in rings) % 2]
    return inside[0] if inside else None


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (125.75, 39.02, "North Korea"),  # Pyongyang
        (127.0, 37.57, "South Korea"),  # Seoul
        (139.69, 35.69, "Japan"),  # Tokyo
        (144.77, 13.44, "Guam"),
        (175.0, 66.0, "Russia"),  # inland of Anadyr, west of the antimeridian
        (-173.0, 65.5, "Russia"),  # Chukotka, east of the antimeridian
        (187.0, 65.5, "Russia"),  # the same place on a map of the Pacific
        (0.0, -89.0, "Antarctica"),
        (133.5, 38.5, None),  # Sea of Japan
        (140.0, 20.0, None),  # Philippine Sea
    ],
)
def test_places_lie_in_their_countries(lon: float, lat: float, country: str | None) -> None:
    if lon > 180.0:
        pieces = borders.polygons((170.0, 50.0, 200.0, 75.0))
        assert country in [name for name, rings in pieces if holds(rings[0], lon, lat)]
    else:
        assert country_at(lon, lat) == country


def test_the_demarcation_line_is_a_border_and_the_coast_of_honshu_is_not() -> None:
    def nearest_deg(kind: str, lon: float, lat: float) -> float:
        lines = borders.lines("border", EAST_ASIA) if kind == "border" else borders.lines("coast", EAST_ASIA)
        return float(min(np.hypot(line[:, 0] - lon, line[:, 1] - lat).min() for line in lines))

    assert nearest_deg("border", 126.68, 37.96) < 0.1  # Panmunjom
    assert nearest_deg("coast", 126.68, 37.96) > 0.1
    assert nearest_deg("coast", 140.87, 35.71) < 0.1  # Cape Inubo
    assert nearest_deg("border", 140.87, 35.71) > 5.0


def test_no_line_jumps_around_the_world() -> None:
    for line in borders.lines():
        assert line.shape[1] == 2
        assert np.abs(np.diff(line[:, 0])).max() < 30.0


def test_coast_and_border_make_up_all_lines() -> None:
    parts = len(borders.lines("coast", EAST_ASIA)) + len(borders.lines("border", EAST_ASIA))
    assert parts == len(borders.lines("all", EAST_ASIA)) < len(borders.lines())


def test_a_box_gives_what_touches_it_on_either_side_of_the_antimeridian() -> None:
    aleutians = borders.lines("coast", (170.0, 50.0, 200.0, 56.0))
    assert aleutians
    for line in aleutians:
        assert line[:, 0].max() >= 170.0
        assert line[:, 0].min() <= 200.0


def test_the_data_stay_small() -> None:
    assert borders.FILE.stat().st_size < 1.5e6
