"""Impact scatter: linear in its errors, and a CEP that meets the known distributions."""

import math
from dataclasses import replace

import numpy as np
import pytest

from flight.missiles import LIQUID, SUNAN, TOKYO
from standoff.base.errors import InputError
from standoff.base.geodesy import geodesic
from standoff.flight.aiming import aim_at
from standoff.flight.dispersion import DRAWS, Errors, Sensitivity, cep_m, cep_of_offsets_m, disperse, sensitivity
from standoff.flight.results import Flight, Status

TYPICAL = Errors(cutoff_s=0.02, kick_rad=math.radians(0.02), azimuth_rad=1.5e-3, beta_share=0.1)


@pytest.fixture(scope="module")
def flight() -> Flight:
    return aim_at(LIQUID, SUNAN, TOKYO, "depressed")


@pytest.fixture(scope="module")
def moved(flight: Flight) -> Sensitivity:
    return sensitivity(flight)


def test_cep_of_equal_errors_is_that_of_the_rayleigh_distribution() -> None:
    # Median of the Rayleigh distribution: sigma sqrt(2 ln 2).
    assert cep_m(np.diag([300.0**2, 300.0**2])) == pytest.approx(300.0 * math.sqrt(2.0 * math.log(2.0)), rel=1e-9)


def test_cep_of_an_error_along_a_line_is_the_probable_error() -> None:
    # Median of |x| of a normal variable: 0.674490 sigma (Abramowitz and Stegun, table 26.5).
    assert cep_m(np.diag([0.0, 500.0**2])) == pytest.approx(0.674490 * 500.0, rel=1e-4)
    assert cep_m(np.zeros((2, 2))) == 0.0


@pytest.mark.parametrize("ratio", [0.1, 0.4, 0.8])
def test_cep_of_unequal_errors_meets_a_sample(ratio: float) -> None:
    across, along = np.random.default_rng(5).standard_normal((2, 1_000_000))
    sample = np.median(np.hypot(100.0 * ratio * across, 100.0 * along))
    assert cep_m(np.diag([(100.0 * ratio) ** 2, 100.0**2])) == pytest.approx(sample, rel=3e-3)


def test_cep_does_not_depend_on_the_axes() -> None:
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    straight = np.diag([100.0**2, 300.0**2])
    assert cep_m(turn @ straight @ turn.T) == pytest.approx(cep_m(straight), rel=1e-9)


def test_offsets_of_many_draws_have_the_covariance_and_the_cep(moved: Sensitivity) -> None:
    draws = np.random.default_rng(7).standard_normal((200_000, len(DRAWS)))
    offsets = moved.offsets(TYPICAL, draws)
    wanted = moved.covariance(TYPICAL)
    scale = math.sqrt(wanted[0, 0] * wanted[1, 1])
    np.testing.assert_allclose(np.cov(offsets.T) / scale, wanted / scale, atol=0.02)
    assert cep_of_offsets_m(offsets) == pytest.approx(cep_m(wanted), rel=0.01)


@pytest.mark.parametrize("column", range(len(DRAWS)), ids=DRAWS)
def test_a_whole_flight_with_one_error_lands_where_the_sensitivities_say(
    flight: Flight, moved: Sensitivity, column: int
) -> None:
    draws = [0.0] * len(DRAWS)
    draws[column] = -1.0
    flown = disperse(flight, TYPICAL, draws)
    shift = geodesic(flight.impact, flown.impact).distance_m
    assert shift > 10.0
    assert geodesic(moved.scattered(TYPICAL, draws), flown.impact).distance_m < 0.1 * shift


def test_errors_change_only_what_they_name(flight: Flight) -> None:
    flown = disperse(flight, TYPICAL, [1.0, -1.0, 2.0, 0.5])
    assert flown.ascent.cutoff_s == pytest.approx(flight.ascent.cutoff_s + 0.02)
    assert flown.ascent.kick_deg == pytest.approx(flight.ascent.kick_deg - 0.02)
    assert flown.ascent.azimuth_deg == pytest.approx(flight.ascent.azimuth_deg + math.degrees(3e-3))
    assert flown.vehicle.reentry_beta_kg_m2 == pytest.approx(LIQUID.reentry_beta_kg_m2 * math.exp(0.05))
    assert flown.vehicle.stages == flight.vehicle.stages


def test_azimuth_moves_the_impact_to_the_right_and_cutoff_moves_it_along(moved: Sensitivity) -> None:
    per_cutoff, _, per_azimuth, _ = moved.metres_per.T
    assert per_cutoff[0] > 0.0
    assert abs(per_cutoff[1]) < 0.1 * per_cutoff[0]
    # On a sphere without rotation the impact swings by R sin(range / R) per radian: 1290 km over 1299 km.
    assert per_azimuth[1] == pytest.approx(6_371e3 * math.sin(1_299e3 / 6_371e3), rel=0.05)


def test_no_draw_no_shift(flight: Flight, moved: Sensitivity) -> None:
    assert geodesic(moved.scattered(TYPICAL, [0.0] * len(DRAWS)), flight.impact).distance_m < 1e-6
    assert geodesic(disperse(flight, TYPICAL, [0.0] * len(DRAWS)).impact, flight.impact).distance_m < 1e-3


def test_bad_input_is_refused(flight: Flight, moved: Sensitivity) -> None:
    with pytest.raises(InputError, match="cutoff_s"):
        Errors(cutoff_s=-1.0)
    with pytest.raises(InputError, match="4 draws"):
        moved.offsets(TYPICAL, [0.0, 0.0])
    with pytest.raises(InputError, match="no impact scatter"):
        sensitivity(replace(flight, status=Status.ESCAPE))
