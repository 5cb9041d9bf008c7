"""Coverage lines: every point of an edge lies at the range, the azimuth and the elevation that it stands for."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.base.geodesy import Place, ecef_from_geodetic, look
from standoff.views.coverage import radar_coverage

SITE = Place(35.77, 135.20)


def test_a_sector_is_bounded_by_its_range_azimuths_and_elevations() -> None:
    found = radar_coverage(SITE.lat_deg, SITE.lon_deg, 900e3, 300.0, 60.0, (5.0, 80.0))
    low, left, middle, right = found.edges[:4]
    for edge in (low, left, middle, right):
        distance, _, _ = look(SITE, ecef_from_geodetic(edge[:, 1], edge[:, 0], edge[:, 2]))
        np.testing.assert_allclose(distance, 900e3, atol=0.01)
    _, azimuth, elevation = look(SITE, ecef_from_geodetic(low[:, 1], low[:, 0], low[:, 2]))
    np.testing.assert_allclose(elevation, 5.0, atol=1e-6)
    assert azimuth[0] == pytest.approx(240.0, abs=1e-6)
    assert azimuth[-1] % 360.0 == pytest.approx(0.0, abs=1e-6)
    _, azimuth, elevation = look(SITE, ecef_from_geodetic(left[:, 1], left[:, 0], left[:, 2]))
    np.testing.assert_allclose(azimuth, 240.0, atol=1e-6)
    assert (elevation[0], elevation[-1]) == (pytest.approx(5.0), pytest.approx(80.0))


def test_the_ground_outline_is_closed_and_starts_at_the_radar_unless_it_sees_all_round() -> None:
    sector = radar_coverage(SITE.lat_deg, SITE.lon_deg, 900e3, 300.0, 60.0).ground
    assert sector[0].tolist() == sector[-1].tolist() == [SITE.lon_deg, SITE.lat_deg]
    circle = radar_coverage(SITE.lat_deg, SITE.lon_deg, 300e3).ground
    np.testing.assert_allclose(circle[0], circle[-1], atol=1e-9)
    assert not np.any(np.all(np.isclose(circle, [SITE.lon_deg, SITE.lat_deg]), axis=1))


def test_longitudes_run_on_over_the_antimeridian() -> None:
    ground = radar_coverage(52.7, 174.1, 900e3, 60.0, 60.0).ground
    assert ground[:, 0].max() > 180.0
    assert np.abs(np.diff(ground[:, 0])).max() < 20.0
