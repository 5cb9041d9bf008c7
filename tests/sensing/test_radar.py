from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensing_paths import ALL_ROUND
from standoff.base.errors import InputError
from standoff.base.geodesy import Array, Place, ecef_from_geodetic, enu_axes
from standoff.sensing.radar import cross_section_m2, detection_range_m, sees

SITE = Place(40.0, 140.0)


def at(azimuth_deg: float, elevation_deg: float, range_m: float = 500e3) -> Array:
    """ECEF position at a geometric direction and range from SITE."""
    azimuth, elevation = np.radians(azimuth_deg), np.radians(elevation_deg)
    enu = [np.sin(azimuth) * np.cos(elevation), np.cos(azimuth) * np.cos(elevation), np.sin(elevation)]
    return ecef_from_geodetic(*SITE) + range_m * (np.array(enu) @ enu_axes(SITE.lat_deg, SITE.lon_deg))


@given(st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_range_rises_with_cross_section(first_m2: float, second_m2: float) -> None:
    small, large = detection_range_m(ALL_ROUND, sorted([first_m2, second_m2]))
    assert small <= large


def test_negative_cross_section_is_refused() -> None:
    with pytest.raises(InputError, match="cross-section is negative"):
        detection_range_m(ALL_ROUND, [0.1, -0.1])


@pytest.mark.parametrize(
    ("boresight_deg", "azimuth_deg", "inside"),
    [(350.0, 45.0, True), (350.0, 55.0, False), (350.0, 291.0, True), (350.0, 289.0, False), (180.0, 0.0, False)],
)
def test_azimuth_sector_turns_through_north(boresight_deg: float, azimuth_deg: float, inside: bool) -> None:
    radar = replace(ALL_ROUND, place=SITE, boresight_deg=boresight_deg, azimuth_halfwidth_deg=60.0)
    assert sees(radar, at(azimuth_deg, 20.0)[None], 1.0).in_azimuth.tolist() == [inside]


def test_each_limit_is_told_by_itself() -> None:
    radar = replace(ALL_ROUND, place=SITE, elevation_min_deg=5.0, elevation_max_deg=80.0)
    positions = np.stack([at(270.0, 20.0), at(270.0, 1.0), at(270.0, 85.0), at(270.0, -20.0), at(270.0, 20.0, 2.1e6)])
    seen = sees(radar, positions, 1.0)
    assert seen.in_elevation.tolist() == [True, False, False, False, True]
    assert seen.above_horizon.tolist() == [True, True, True, False, True]
    assert seen.in_range.tolist() == [True, True, True, True, False]
    assert seen.visible.tolist() == [True, False, False, False, False]
    assert seen.range_m[:4] == pytest.approx(500e3, abs=1e-3)


def test_cross_section_by_sample() -> None:
    radar = replace(ALL_ROUND, place=SITE)
    rcs = cross_section_m2([0, 0, 2, 3], boosting_m2=1.0, separated_m2=0.0001)
    assert rcs.tolist() == [1.0, 1.0, 0.0001, 0.0001]
    # The fourth root of 1e-4 brings 2,000 km down to 200 km.
    assert sees(radar, np.stack([at(270.0, 20.0)] * 4), rcs).in_range.tolist() == [True, True, False, False]
    assert cross_section_m2([0, 2], 1.0, 0.05, separates=False).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    "change",
    [
        {"reference_range_m": 0.0},
        {"reference_rcs_m2": -1.0},
        {"update_s": float("nan")},
        {"azimuth_halfwidth_deg": 181.0},
        {"elevation_min_deg": 50.0, "elevation_max_deg": 40.0},
        {"search_delay_s": -1.0},
        {"refraction": 0.9},
    ],
)
def test_a_radar_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="all-round"):
        replace(ALL_ROUND, **change)
