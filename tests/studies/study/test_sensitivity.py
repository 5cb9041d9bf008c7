"""Sensitivity against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.studies.designs import Design, make_design
from standoff.studies.parameters import Parameter
from standoff.studies.study.sensitivity import FEWEST_POINTS, rank_correlation, sensitivity

PI = float(np.pi)


def unit(count: int, low: float = 0.0, high: float = 1.0) -> tuple[Parameter, ...]:
    return tuple(Parameter(f"library.a.x{n}", low, (low + high) / 2, high, "1") for n in range(count))


def design(kind: str, count: int, points: int, low: float = 0.0, high: float = 1.0) -> Design:
    return make_design(kind, unit(count, low, high), points, runs=1_000_000, seed=1)


def test_sobol_indices_of_the_ishigami_function() -> None:
    # Ishigami & Homma 1990; Saltelli et al., Global Sensitivity Analysis (2008), p. 179, a = 7, b = 0.1:
    # first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437.
    found = design("saltelli", 3, 6 * 4096, -PI, PI)
    x = found.values
    outcome = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    result = sensitivity(found, "leakers", outcome, seed=1)
    assert result.method == "sobol"
    detail = {one.path: one.detail for one in result.influences}
    for path, first, total in (("x0", 0.3139, 0.5576), ("x1", 0.4424, 0.4424), ("x2", 0.0, 0.2437)):
        assert detail[f"library.a.{path}"]["first"] == pytest.approx(first, abs=0.02)
        assert detail[f"library.a.{path}"]["total"] == pytest.approx(total, abs=0.02)
    assert [one.path[-2:] for one in result.influences] == ["x0", "x1", "x2"]
    assert result.floor == pytest.approx(0.0, abs=1e-12)


def test_sobol_indices_of_a_noisy_outcome_have_the_noise_as_floor() -> None:
    found = design("saltelli", 2, 5 * 1024)
    noise = np.random.default_rng(3).normal(0.0, 1.0, len(found))
    result = sensitivity(found, "leakers", noise, seed=1)
    # Every index of pure noise is all of the variance, so nothing may stand clear of the floor.
    assert result.floor is not None
    assert result.floor > 0.9
    assert all(one.index < result.floor for one in result.influences)


@pytest.mark.parametrize(("kind", "points"), [("lhs", 400), ("sobol", 512), ("grid", 8**3)])
def test_pawn_ranks_as_strength_does_and_says_which_way(kind: str, points: int) -> None:
    found = design(kind, 3, points)
    outcome = 2.0 * found.values[:, 0] - found.values[:, 1]
    result = sensitivity(found, "leakers", outcome, seed=1)
    assert [one.path[-2:] for one in result.influences] == ["x0", "x1", "x2"]
    assert [one.detail["direction"] for one in result.influences] == [1, -1, 0]
    assert result.floor is not None
    assert result.influences[1].index > result.floor > result.influences[2].index


@pytest.mark.slow
def test_parameters_without_influence_seldom_pass_the_floor() -> None:
    found = design("lhs", 20, 200)
    passed = 0
    for seed in range(20):
        outcome = np.random.default_rng(seed).normal(size=200)
        result = sensitivity(found, "leakers", outcome, seed=seed)
        assert result.floor is not None
        passed += any(one.index > result.floor for one in result.influences)
    # One study in twenty is promised; binomially, six of twenty would come three times in ten thousand.
    assert passed <= 5


def test_pawn_does_not_depend_on_the_scale_of_a_parameter() -> None:
    near, far = design("lhs", 2, 200), design("lhs", 2, 200, 1000.0, 3000.0)
    outcome = near.values[:, 0] ** 2
    one, other = (sensitivity(each, "leakers", outcome, seed=1) for each in (near, far))
    assert [entry.index for entry in one.influences] == [entry.index for entry in other.influences]


def test_points_without_a_result_are_left_out() -> None:
    found = design("lhs", 2, 200)
    outcome = found.values[:, 0].copy()
    outcome[:20] = np.nan
    result = sensitivity(found, "leakers", outcome, seed=1)
    assert result.left_out is None
    assert result.influences[0].path.endswith("x0")


@pytest.mark.parametrize(
    ("kind", "count", "points", "outcome", "naming"),
    [
        ("lhs", 2, FEWEST_POINTS - 1, "x", f"needs {FEWEST_POINTS} or more"),
        ("saltelli", 2, 5 * 32, "x", "need 320 or more"),
        ("lhs", 2, 200, "constant", "the same at every point"),
        ("lhs", 0, 1, "constant", "nothing was varied"),
        ("saltelli", 2, 5 * 64, "gap", "have no result"),
    ],
)
def test_it_is_left_out_where_it_would_say_nothing(
    kind: str, count: int, points: int, outcome: str, naming: str
) -> None:
    found = design(kind, count, points)
    values = found.values[:, 0].copy() if count else np.zeros(1)
    if outcome == "constant":
        values[:] = 3.0
    if outcome == "gap":
        values[0] = np.nan
    result = sensitivity(found, "leakers", values, seed=1)
    assert result.left_out is not None
    assert naming in result.left_out
    assert result.influences == ()


def test_equal_arguments_give_equal_results() -> None:
    for kind, points in (("lhs", 200), ("saltelli", 5 * 64)):
        found = design(kind, 2, points)
        outcome = found.values.sum(axis=1)
        assert sensitivity(found, "a", outcome, 4) == sensitivity(found, "a", outcome, 4)


def test_rank_correlation_of_spearmans_textbook_case() -> None:
    # Ten pairs with sum of squared rank differences 194: rho = 1 - 6 x 194 / (10 x 99) = -0.1758 (IQ and hours of TV).
    one = np.array([106.0, 100, 86, 101, 99, 103, 97, 113, 112, 110])
    other = np.array([7.0, 27, 2, 50, 28, 29, 20, 12, 6, 17])
    assert rank_correlation(one, other) == pytest.approx(-29 / 165)
