"""Yardsticks Y1-Y3: minimum-energy flights on a non-rotating sphere of 6371.0 km, mu 398600.4418 km3/s2."""

import numpy as np
import pytest

from standoff.flight.closed_form import minimum_energy


def test_y1_speed_over_1000_km() -> None:
    assert minimum_energy(1_000e3).speed_m_s == pytest.approx(3016.1, rel=1e-4)


def test_y2_angle_apogee_and_time_over_1000_km() -> None:
    flight = minimum_energy(1_000e3)
    assert np.degrees(flight.angle_rad) == pytest.approx(42.752, rel=1e-3)
    assert flight.apogee_m == pytest.approx(239.9e3, rel=1e-3)
    assert flight.time_s == pytest.approx(474.4, rel=1e-3)


def test_y3_speed_angle_apogee_and_time_over_10000_km() -> None:
    flight = minimum_energy(10_000e3)
    assert flight.speed_m_s == pytest.approx(7198.1, rel=1e-3)
    assert np.degrees(flight.angle_rad) == pytest.approx(22.517, rel=1e-3)
    assert flight.apogee_m == pytest.approx(1319.5e3, rel=1e-3)
    assert flight.time_s == pytest.approx(1931.0, rel=1e-3)
