"""NASA/TM-2015-218675, atmospheric check case 9: a sphere thrown east and up from the equator.

One slug, reference area 0.1963495 ft2, drag coefficient 0.1; thrown at 1000 ft/s east and 1000 ft/s up relative to the
rotating Earth. The two files are published time histories of two of the simulations.
"""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from standoff.base.geodesy import Place
from standoff.flight.arc import arc_trajectory
from standoff.flight.drag import constant
from standoff.flight.results import Trajectory

FOOT = 0.3048
SLUG = 14.593903
AREA_FT2 = 0.1963495
CD = 0.1
DATA = Path(__file__).parent / "data"


def history(simulation: str) -> dict[str, np.ndarray]:
    with (DATA / f"Atmos_09_sim_{simulation}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@pytest.fixture(scope="module")
def sphere() -> Trajectory:
    beta = SLUG / (CD * AREA_FT2 * FOOT**2)
    speed = math.hypot(1000.0, 1000.0) * FOOT
    return arc_trajectory(Place(0.0, 0.0), speed, 45.0, 90.0, beta, drag=constant(CD), step_s=0.1)


@pytest.mark.parametrize("simulation", ["04", "06"])
def test_parameters_are_those_of_the_published_run(simulation: str) -> None:
    run = history(simulation)
    force = np.sqrt(sum(run[f"aero_bodyForce_lbf_{axis}"] ** 2 for axis in "XYZ"))
    assert np.allclose(force / run["dynamicPressure_lbf_ft2"], CD * AREA_FT2, rtol=1e-5)
    assert run["feVelocity_ft_s_Y"][0] == pytest.approx(1000.0)


def test_path_within_the_spread_of_the_published_simulations(sphere: Trajectory) -> None:
    one, other = history("04"), history("06")
    at = np.round(one["time"] / 0.1).astype(int)
    altitude = sphere.altitude_m[at] / FOOT
    low = np.minimum(one["altitudeMsl_ft"], other["altitudeMsl_ft"])
    high = np.maximum(one["altitudeMsl_ft"], other["altitudeMsl_ft"])
    assert np.all(altitude > low - 0.02)
    assert np.all(altitude < high + 0.02)
    assert np.max(np.abs(sphere.lon_deg[at] - one["longitude_deg"])) < 1e-6
    assert np.max(np.abs(sphere.lat_deg[at])) < 1e-9


def test_altitude_after_thirty_seconds(sphere: Trajectory) -> None:
    assert 10159.5 < sphere.altitude_m[300] / FOOT < 10161.0
