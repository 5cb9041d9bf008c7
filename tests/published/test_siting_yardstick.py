"""Yardstick Y14: two Aegis Ashore sites with SM-3 Block IIA cover the four main islands and Okinawa main island."""

from __future__ import annotations

import pytest
from builders import site_cover

from standoff.base.geodesy import Place, geodesic
from standoff.studies.siting.land import land_grid, pieces

# Beside what solves the same aims.
pytestmark = pytest.mark.xdist_group("footprint")


def test_naha_lies_as_far_from_the_nearest_site_as_the_press_says() -> None:
    # Experts in the press: at most about 992 km, which is Okinawa from Mutsumi.
    assert site_cover.distances_km()["of Naha"] == pytest.approx(992.0, rel=0.01)


def test_the_grid_has_the_area_of_japan() -> None:
    # Geospatial Information Authority of Japan, 2017: 377 971 km2 with all islands; the map leaves small ones out.
    lat, _ = land_grid("JPN", 20e3)
    assert 0.95 * 377_971 < len(lat) * 400.0 < 377_971


def test_the_five_islands_are_those_that_are_meant() -> None:
    inland = {
        "Honshu": (36.2, 138.2), "Hokkaido": (43.4, 142.8), "Kyushu": (32.6, 130.9), "Shikoku": (33.8, 133.5),
        "Okinawa": (26.5, 127.95),
    }  # fmt: skip
    from shapely import Point

    for name, piece in zip(site_cover.ISLANDS, pieces("JPN"), strict=False):
        lat, lon = inland[name]
        assert piece.contains(Point(lon, lat)), name


@pytest.mark.slow
def test_block_iia_covers_all_that_is_reached_and_block_ib_loses_okinawa() -> None:
    for missile, way in site_cover.FLIGHTS:
        assert site_cover.covered_percent(missile, way, "sm-3-iia") == 100.0
    reached = {row.island: row.share.reached for row in site_cover.two_sites() if row.missile == "hwasong-12"}
    lat, lon, island = site_cover.ground()
    assert sum(reached.values()) == len(island)  # this missile reaches all of it
    okinawa = [Place(a, o) for a, o in zip(lat[island == 4], lon[island == 4], strict=True)]
    assert max(geodesic(spot, Place(34.51, 131.58)).distance_m for spot in okinawa) > 992e3
    open_ones = list(site_cover.left_open("sm-3-ib"))
    assert len(open_ones) == 1
    assert open_ones[0].startswith("Okinawa against the lofted hwasong-12")
