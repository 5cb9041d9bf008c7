"""Roots, minima and Newton's steps against functions with known answers, and against SciPy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from standoff.flight.search import NoRootError, minimum, newton, root


@given(st.floats(0.01, 50.0))
def test_root_of_an_exponential_is_the_logarithm(value: float) -> None:
    calls = []

    def function(x: float) -> float:
        calls.append(x)
        return math.exp(x) - value

    assert root(function, -6.0, 5.0, tolerance=1e-12) == pytest.approx(math.log(value), abs=1e-11)
    assert len(calls) < 30


def test_root_meets_scipy_on_a_steep_polynomial() -> None:
    def function(x: float) -> float:
        return x**9 - 0.1 * x - 0.3

    assert root(function, 0.0, 4.0, tolerance=1e-13) == pytest.approx(brentq(function, 0.0, 4.0, xtol=1e-14), abs=1e-12)


def test_root_passes_infinite_values_and_jumps() -> None:
    assert root(lambda x: math.inf if x > 3.0 else x - 1.0, 0.0, 10.0, tolerance=1e-9) == pytest.approx(1.0, abs=1e-8)
    assert root(lambda x: -1.0 if x < math.pi else 1.0, 0.0, 10.0, tolerance=1e-9) == pytest.approx(math.pi, abs=1e-8)


def test_root_without_a_sign_change_is_refused() -> None:
    with pytest.raises(NoRootError):
        root(lambda x: x * x + 1.0, -1.0, 1.0, tolerance=1e-9)


@given(st.floats(0.5, 9.5), st.floats(0.1, 10.0))
def test_minimum_of_a_lopsided_valley(bottom: float, steepness: float) -> None:
    def function(x: float) -> float:
        return steepness * (math.exp(x - bottom) - (x - bottom))

    best = minimum(function, (0.0, 3.0, 10.0), function(3.0), 1e-5)
    assert best.at == pytest.approx(bottom, abs=2e-4)
    assert best.value == function(best.at)


def test_newton_solves_two_equations_and_gives_up_on_none() -> None:
    solution = newton(
        lambda x: (x[0] ** 2 + x[1] - 3.0, x[0] - x[1] ** 3 + 7.0), (1.0, 1.0), (1e-6, 1e-6), tolerance=1e-9
    )
    assert solution == pytest.approx([1.0, 2.0], abs=1e-8)
    with pytest.raises(NoRootError):
        newton(lambda x: (x[0] ** 2 + 1.0,), (1.0,), (1e-6,), tolerance=1e-9)
