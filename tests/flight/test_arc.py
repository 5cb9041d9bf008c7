import math

import numpy as np
import pytest

from standoff.base.constants import MU_M3_S2, OMEGA_RAD_S, WGS84_A_M
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, ecef_from_geodetic
from standoff.flight.arc import arc, arc_trajectory, arcs
from standoff.flight.results import Status

START = Place(20.0, 130.0, 100e3)


def test_a_throw_straight_up_without_rotation_meets_kepler() -> None:
    # On the equator J2 adds 1.5 J2 (a/r)^2 to gravity; without it the height follows from energy alone.
    speed = 3000.0
    r0 = WGS84_A_M
    top = 1.0 / (1.0 / r0 - speed**2 / (2.0 * MU_M3_S2)) - r0
    thrown = arc(Place(0.0, 0.0), speed, 90.0, 0.0, omega_rad_s=0.0)
    assert thrown.apogee_m == pytest.approx(top, rel=2.5e-3)
    assert thrown.apogee_m < top
    assert thrown.range_m == pytest.approx(0.0, abs=0.01)
    assert thrown.impact_speed_m_s == pytest.approx(speed, abs=1e-4)


def test_frames_differ_by_the_turning_ground() -> None:
    east = ecef_from_geodetic(*START)
    ground = OMEGA_RAD_S * math.hypot(east[0], east[1])
    level = arc(START, 3000.0, 0.0, 90.0)
    inertial = arc(START, 3000.0 + ground, 0.0, 90.0, frame="inertial")
    assert level.range_m == pytest.approx(inertial.range_m, abs=1e-3)


def test_drag_shortens_and_no_drag_is_the_limit_of_great_beta() -> None:
    free = arc(START, 3000.0, 45.0, 90.0)
    heavy = arc(START, 3000.0, 45.0, 90.0, 1e12)
    light = arc(START, 3000.0, 45.0, 90.0, 1000.0)
    assert heavy.range_m == pytest.approx(free.range_m, abs=0.05)
    assert heavy.apogee_m == pytest.approx(free.apogee_m, abs=0.3)  # interpolated in a long step
    assert light.range_m < free.range_m
    assert light.flight_time_s > free.flight_time_s


def test_batch_broadcasts_and_equals_single_arcs() -> None:
    many = arcs((20.0, 130.0, [100e3, 120e3, 80e3]), 3000.0, [30.0, 40.0, 50.0], 45.0, [2000.0, 5000.0, 9000.0])
    one = arc(Place(20.0, 130.0, 120e3), 3000.0, 40.0, 45.0, 5000.0)
    assert many.range_m.shape == (3,)
    assert (many.range_m[1], many.flight_time_s[1]) == (one.range_m, one.flight_time_s)


def test_apogee_of_a_descending_start_is_the_start() -> None:
    assert arc(START, 3000.0, -30.0, 90.0, 3000.0).apogee_m == START.altitude_m


def test_trajectory_ends_at_the_impact() -> None:
    whole = arc(START, 4000.0, 40.0, 200.0, 4000.0)
    path = arc_trajectory(START, 4000.0, 40.0, 200.0, 4000.0, step_s=3.0)
    assert np.linalg.norm(path.position_m[-1] - ecef_from_geodetic(*whole.impact)) < 0.01


@pytest.mark.parametrize(("speed", "angle", "words"), [(12_000.0, 10.0, "escapes"), (7_800.0, 0.0, "stays in orbit")])
def test_arcs_that_do_not_come_down_say_so(speed: float, angle: float, words: str) -> None:
    for beta in (None, 5000.0):
        with pytest.raises(InputError, match=words):
            arc(Place(0.0, 0.0, 250e3), speed, angle, 90.0, beta, frame="inertial")
    assert arcs(Place(0.0, 0.0, 250e3), speed, angle, 90.0, frame="inertial").status[0] != Status.OK


@pytest.mark.parametrize(
    ("start", "speed", "angle", "beta", "field"),
    [
        (Place(91.0, 0.0), 1000.0, 10.0, None, "lat_deg"),
        (Place(0.0, 0.0), -1.0, 10.0, None, "speed_m_s"),
        (Place(0.0, 0.0), 1000.0, 95.0, None, "path_angle_deg"),
        (Place(0.0, 0.0), 1000.0, 10.0, 0.0, "beta_kg_m2"),
        (Place(0.0, 0.0, -5.0), 1000.0, 10.0, None, "altitude_m"),
        (Place(math.nan, 0.0), 1000.0, 10.0, None, "lat_deg"),
    ],
)
def test_input_outside_the_model_is_refused(start: Place, speed: float, angle: float, beta: float, field: str) -> None:
    with pytest.raises(InputError) as refused:
        arc(start, speed, angle, 0.0, beta)
    assert refused.value.field == field


def test_an_arc_straight_down_from_beyond_the_escape_speed_still_lands() -> None:
    assert arc(Place(10.0, 20.0, 2_000e3), 15_000.0, -80.0, 90.0, 8000.0).flight_time_s < 300.0
