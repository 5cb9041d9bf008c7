"""Thinned paths stay within their tolerance, in place and in time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.views.thinning import thin

NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)


@given(
    points=st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=60),
    tolerance_m=st.floats(1.0, 5e3),
)
def test_every_dropped_sample_lies_within_the_tolerance(
    points: list[tuple[float, float, float]], tolerance_m: float
) -> None:
    time, position = np.arange(float(len(points))), np.array(points)
    kept = thin(time, position, tolerance_m)
    assert kept[0] == 0
    assert kept[-1] == len(points) - 1
    rebuilt = np.column_stack([np.interp(time, time[kept], position[kept, axis]) for axis in range(3)])
    assert np.linalg.norm(rebuilt - position, axis=1).max() <= tolerance_m * (1.0 + 1e-9)


def test_a_straight_even_flight_needs_its_ends_only() -> None:
    time = np.linspace(0.0, 100.0, 201)
    assert thin(time, np.outer(time, [3.0, -2.0, 1.0]), 0.1).tolist() == [0, 200]


def test_a_change_of_speed_on_a_straight_line_is_kept() -> None:
    time = np.linspace(0.0, 100.0, 101)
    along = np.where(time < 40.0, time, 40.0 + 5.0 * (time - 40.0))
    assert thin(time, np.outer(along, [1.0, 0.0, 0.0]), 0.1).tolist() == [0, 40, 100]


def test_a_free_fall_needs_about_as_many_samples_as_its_sagitta_says() -> None:
    # Between samples t apart the path of an acceleration a bulges by a t^2 / 8 (elementary kinematics); halving gives
    # spans between one half and the whole of the longest that fits.
    time = np.linspace(0.0, 1000.0, 1001)
    height = np.column_stack([np.zeros_like(time), np.zeros_like(time), -0.5 * 9.8 * time**2])
    longest_s = np.sqrt(8.0 * 100.0 / 9.8)
    assert 1000.0 / longest_s <= len(thin(time, height, 100.0)) - 1 <= 2.0 * 1000.0 / longest_s


def test_samples_that_must_stay_do() -> None:
    time = np.linspace(0.0, 10.0, 11)
    assert thin(time, np.outer(time, [1.0, 0.0, 0.0]), 1.0, always=[4]).tolist() == [0, 4, 10]


@pytest.mark.parametrize("count", [1, 2])
def test_very_short_paths(count: int) -> None:
    assert thin(np.arange(float(count)), np.zeros((count, 3)), 1.0).tolist() == list(range(count))
