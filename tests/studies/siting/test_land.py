"""Land of actors: the grid stands for its area and lies on it."""

import numpy as np
import pytest

from standoff.base.errors import InputError
from standoff.studies.siting.land import COUNTRIES, country_of, land_grid


def test_the_grid_of_japan_has_its_area_and_lies_in_its_box() -> None:
    lat, lon = land_grid("JPN", 25e3)
    # 377 971 km2 with all islands (Geospatial Information Authority 2017); the map leaves the small ones out.
    assert 0.93 * 377_971 < len(lat) * 625.0 < 1.02 * 377_971
    assert (lat.min() > 24.0) & (lat.max() < 45.6) & (lon.min() > 122.0) & (lon.max() < 146.0)


def test_a_finer_grid_has_more_points_of_the_same_land() -> None:
    coarse, fine = (len(land_grid("KOR", step)[0]) * step**2 for step in (40e3, 10e3))
    # 100 000 km2 by the country's statistics, and the coast cuts a coarse grid roughly.
    assert fine == pytest.approx(100e9, rel=0.05)
    assert coarse == pytest.approx(fine, rel=0.15)


def test_points_run_from_south_to_north() -> None:
    lat, _ = land_grid("JPN", 100e3)
    assert np.corrcoef(np.arange(len(lat)), lat)[0, 1] > 0.95


def test_every_country_has_land_and_an_actor_without_one_is_refused() -> None:
    for actor in COUNTRIES:
        if actor not in ("USA", "RUS"):  # the antimeridian
            assert len(land_grid(actor, 200e3)[0])
    with pytest.raises(InputError, match="no country on the map"):
        country_of("UNO")
