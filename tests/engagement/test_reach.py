"""The reach table against a fan whose times are known in closed form, and against direct flights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.engagement.flyout import PlaneFlight
from standoff.engagement.reach import ReachTable, table_from_fan

Array = NDArray[np.float64]
G = 9.80665
SPEED = 3_000.0
APOGEE = SPEED**2 / (2.0 * G)


def parabola(elevation_deg: float) -> PlaneFlight:
    """Thrown at SPEED over a flat Earth without air, until it is down again."""
    up, along = SPEED * np.sin(np.radians(elevation_deg)), SPEED * np.cos(np.radians(elevation_deg))
    time = np.linspace(0.0, 2.0 * up / G, 801)
    return PlaneFlight(time, along * time, up * time - G * time**2 / 2.0)


def exact_time_s(ground_range: Array, altitude: Array) -> Array:
    """Least t with x^2 + (h + g t^2 / 2)^2 = (v t)^2: a quadratic in t^2; NaN beyond the envelope."""
    b = SPEED**2 - G * altitude
    with np.errstate(invalid="ignore"):
        return np.sqrt(2.0 * (b - np.sqrt(b**2 - G**2 * (ground_range**2 + altitude**2)))) / G


def envelope_m(altitude: Array) -> Array:
    """The parabola of safety."""
    return SPEED**2 / G * np.sqrt(1.0 - 2.0 * G * altitude / SPEED**2)


FAN = [parabola(elevation) for elevation in np.linspace(90.0, 0.5, 270)]
TABLE = table_from_fan(FAN, 20_000.0, 2e6, 5e6)
altitudes = st.floats(21_000.0, 0.99 * APOGEE)


@given(altitudes, st.floats(0.0, 0.97))
def test_times_of_thrown_bodies(altitude: float, share: float) -> None:
    """Within 0.4 %, near the edge of reach (where two ways merge like a square root) within 0.8 %."""
    ground_range = share * envelope_m(np.array(altitude))
    exact = exact_time_s(ground_range, np.array(altitude))
    assert TABLE.flyout_time_s(ground_range, altitude) == pytest.approx(
        exact, rel=0.004 if share < 0.9 else 0.008, abs=0.05
    )


@given(altitudes)
def test_edge_of_reach_is_the_parabola_of_safety(altitude: float) -> None:
    edge = float(envelope_m(np.array(altitude)))
    assert TABLE.range_limit_m(altitude) == pytest.approx(edge, rel=0.005, abs=3_000.0)
    assert np.isfinite(TABLE.flyout_time_s(0.99 * edge - 3_000.0, altitude))
    assert TABLE.flyout_time_s(1.01 * edge + 3_000.0, altitude) == np.inf


def test_limits_of_the_interceptor_cut_the_table() -> None:
    table = table_from_fan(FAN, 50_000.0, 150_000.0, 200_000.0)
    assert np.isfinite(table.flyout_time_s([0.0, 2e5, 2e5], [50_000.0, 150_000.0, 60_000.0])).all()
    assert np.isinf(table.flyout_time_s([0.0, 0.0, 2.001e5], [49_999.0, 150_001.0, 60_000.0])).all()
    assert table.range_limit_m(200_000.0) == -50_000.0


def test_above_the_apogee_the_missing_height_is_the_limit() -> None:
    assert TABLE.range_limit_m(APOGEE + 10_000.0) == pytest.approx(-10_000.0, abs=20.0)
    assert np.isfinite(TABLE.nearest_flyout_time_s([0.0, 9e9], [9e9, 9e9])).all()


@given(altitudes, st.floats(0.0, 0.9), st.floats(0.0, 0.05))
def test_farther_takes_longer(altitude: float, share: float, more: float) -> None:
    edge = TABLE.range_limit_m(altitude)
    near, far = TABLE.flyout_time_s(edge * np.array([share, share + more]), altitude)
    assert far >= near - 1e-6


def test_an_interceptor_that_stays_below_its_floor_is_refused() -> None:
    with pytest.raises(InputError, match="rises to 458"):
        table_from_fan(FAN, 500_000.0, 600_000.0, 1e6)


def test_scalars_and_arrays_alike() -> None:
    grid = TABLE.flyout_time_s(np.array([[1e5], [2e5]]), np.array([5e4, 1e5, 1.5e5]))
    assert grid.shape == (2, 3)
    assert TABLE.flyout_time_s(2e5, 1e5) == grid[1, 1]
    assert isinstance(TABLE, ReachTable)
