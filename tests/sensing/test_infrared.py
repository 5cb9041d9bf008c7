from __future__ import annotations

import numpy as np
import pytest

from standoff.base.geodesy import Place, geodesic
from standoff.sensing.infrared import (
    Infrared,
    NoReport,
    Report,
    Unreported,
    detects,
    explain,
    launch_estimate,
    observe,
)

SATELLITE = Infrared("satellite", 10e3, 45.0, position_sigma_m=2e3, azimuth_sigma_rad=0.05, sight_s=10.0)

# Rises at 400 m/s from lift-off at 100 s: it passes 10 km at 125 s.
TIME = np.arange(90.0, 400.0)
ALTITUDE = np.maximum(TIME - 100.0, 0.0) * 400.0


def burning(until_s: float) -> np.ndarray:
    return (TIME >= 100.0) & (until_s >= TIME)


def test_report_comes_a_delay_after_lift_off() -> None:
    assert observe(SATELLITE, TIME, ALTITUDE, burning(200.0)) == Report(time_s=145.0, first_sight_s=126.0)
    assert detects(SATELLITE, TIME, ALTITUDE, burning(200.0)) == 145.0


def test_late_cloud_break_makes_a_late_report() -> None:
    high_clouds = Infrared("satellite", 20e3, 45.0, 2e3, 0.05, sight_s=10.0)
    assert detects(high_clouds, TIME, ALTITUDE, burning(200.0)) == pytest.approx(161.0)


def test_burnout_below_the_clouds() -> None:
    outcome = observe(SATELLITE, TIME, ALTITUDE, burning(120.0))
    assert outcome == NoReport(Unreported.BELOW_CLOUD, 8e3, 10e3)
    assert isinstance(outcome, NoReport)
    assert explain(outcome) == "burned out below the clouds: at 8.0 km, clouds reach 10.0 km"
    assert detects(SATELLITE, TIME, ALTITUDE, burning(120.0)) is None


def test_burns_too_briefly_above_the_clouds() -> None:
    outcome = observe(SATELLITE, TIME, ALTITUDE, burning(130.0))
    assert outcome == NoReport(Unreported.TOO_SHORT, 4.0, 10.0)
    assert isinstance(outcome, NoReport)
    assert "4 s, a report needs 10 s" in explain(outcome)


def test_nothing_burns() -> None:
    assert observe(SATELLITE, TIME, ALTITUDE, np.zeros(TIME.size, dtype=bool)) == NoReport(
        Unreported.BELOW_CLOUD, 0.0, 10e3
    )


@pytest.mark.parametrize(("north", "east", "azimuth_deg"), [(1.0, 0.0, 0.0), (0.0, -1.5, 270.0), (-1.0, 0.0, 180.0)])
def test_launch_estimate_is_off_by_the_deviates(north: float, east: float, azimuth_deg: float) -> None:
    launch = Place(39.2, 125.673)
    estimate = launch_estimate(SATELLITE, launch, 110.0, (north, east, 2.0))
    shift = geodesic(launch, estimate.launch)
    assert shift.distance_m == pytest.approx(np.hypot(north, east) * 2e3, abs=1e-3)
    assert shift.azimuth_deg == pytest.approx(azimuth_deg, abs=1e-3)
    assert estimate.azimuth_deg == pytest.approx(110.0 + 2.0 * np.degrees(0.05))
    assert estimate.position_sigma_m == 2e3
