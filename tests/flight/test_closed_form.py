"""Free flight on a sphere: each closed form against an independent one, an integral, or a limit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from standoff.base.constants import MU_M3_S2, SPHERE_RADIUS_M
from standoff.base.errors import InputError
from standoff.flight.closed_form import free_flight, minimum_energy, through_apogee, vacuum_minimum_time_s

RANGES_M = st.floats(10e3, 15_000e3)
APOGEES_M = st.floats(20e3, 8_000e3)


@given(range_m=RANGES_M, apogee_m=APOGEES_M)
def test_flight_through_an_apogee_lands_where_its_own_launch_state_says(range_m: float, apogee_m: float) -> None:
    wanted = through_apogee(range_m, apogee_m)
    flown = free_flight(wanted.speed_m_s, wanted.angle_rad)
    assert flown.apogee_m == pytest.approx(apogee_m, rel=1e-8, abs=0.1)
    assert flown.range_m == pytest.approx(range_m, rel=1e-7, abs=0.1)
    assert flown.time_s == pytest.approx(wanted.time_s, rel=1e-8)


@given(range_m=RANGES_M, factor=st.floats(0.3, 3.0).filter(lambda factor: abs(factor - 1.0) > 1e-3))
def test_no_other_apogee_needs_less_speed_than_minimum_energy(range_m: float, factor: float) -> None:
    least = minimum_energy(range_m)
    assert through_apogee(range_m, least.apogee_m).speed_m_s == pytest.approx(least.speed_m_s, rel=1e-9)
    assert through_apogee(range_m, factor * least.apogee_m).speed_m_s > least.speed_m_s


def test_short_flights_meet_the_flat_earth() -> None:
    # Flat ground, constant gravity: 45 degrees, speed sqrt(g R), apogee R / 4, time sqrt(2 R / g).
    gravity = MU_M3_S2 / SPHERE_RADIUS_M**2
    flight = minimum_energy(1000.0)
    assert np.degrees(flight.angle_rad) == pytest.approx(45.0, abs=0.01)
    assert flight.speed_m_s == pytest.approx(np.sqrt(gravity * 1000.0), rel=1e-3)
    assert flight.apogee_m == pytest.approx(250.0, rel=1e-3)
    assert flight.time_s == pytest.approx(np.sqrt(2000.0 / gravity), rel=1e-3)


@pytest.mark.parametrize("apogee_m", [100e3, 1_000e3, 6_248.5e3])
def test_time_of_a_vertical_flight_is_the_integral_of_height_over_speed(apogee_m: float) -> None:
    top = SPHERE_RADIUS_M + apogee_m

    def slowness(root: float) -> float:
        # r = top - root^2 takes the integrable singularity out of dt = dr / sqrt(2 mu (1/r - 1/top)).
        radius = top - root**2
        return float(2.0 * np.sqrt(radius * top / (2.0 * MU_M3_S2)))

    up, _ = quad(slowness, 0.0, np.sqrt(apogee_m))
    assert vacuum_minimum_time_s(0.0, apogee_m) == pytest.approx(2.0 * up, rel=1e-9)


@given(apogee_m=APOGEES_M)
def test_time_grows_with_range_at_one_apogee(apogee_m: float) -> None:
    times = vacuum_minimum_time_s(np.linspace(0.0, 12_000e3, 25), apogee_m)
    assert np.all(np.diff(times) > 0.0)


def test_arrays_and_scalars_agree() -> None:
    ranges = np.array([300e3, 1_000e3, 10_000e3])
    together = minimum_energy(ranges)
    for index, range_m in enumerate(ranges):
        alone = minimum_energy(range_m)
        assert [field[index] for field in together] == pytest.approx([float(field) for field in alone], rel=1e-15)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: through_apogee(1_000e3, 0.0), "apogee"),
        (lambda: through_apogee(-1.0, 100e3), "range"),
        (lambda: minimum_energy(20_016e3), "range"),
        (lambda: minimum_energy(float("nan")), "range"),
        (lambda: free_flight(12_000.0, 0.5), "escape"),
        (lambda: free_flight(3_000.0, -0.1), "angle"),
    ],
)
def test_impossible_input_is_refused(call: object, word: str) -> None:
    with pytest.raises(InputError, match=word):
        call()  # type: ignore[operator]
