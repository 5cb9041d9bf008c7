"""Sensitivity against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from engine.toys import TOY
from standoff.studies.designs import Design, make_design
from standoff.studies.parameters import Parameter
from standoff.studies.study.pawn import FEWEST_POINTS, distances, parts_of
from standoff.studies.study.sensitivity import rank_correlation, sensitivity
from standoff.studies.study.study import study

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


# Of 200 studies, how many may find something where nothing is. One in twenty is promised: then more than 19 would come
# twice in a thousand times. At 15 % no more than 19 would come once in a hundred.
STUDIES, MOST_FALSE = 200, 19


def false_findings(kind: str, count: int, points: int, strength: float = 0.0, *, known: bool = True) -> tuple[int, int]:
    """In how many studies of noise a parameter without influence passes the floor, and has a direction.

    The first parameter moves the outcome by so many standard deviations of the noise.
    """
    passed = directed = 0
    for seed in range(STUDIES):
        found = make_design(kind, unit(count), points, runs=1_000_000, seed=seed)
        noise = np.random.default_rng(seed).normal(size=len(found))
        outcome = noise + strength * np.sqrt(12.0) * (found.values[:, 0] - 0.5)
        result = sensitivity(found, "leakers", outcome, seed, chance=1.0 if known else None)
        assert result.floor is not None
        idle = [one for one in result.influences if not strength or one.path != "library.a.x0"]
        passed += any(one.index > result.floor for one in idle)
        directed += any(one.detail["direction"] for one in idle)
    return passed, directed


@pytest.mark.parametrize(
    ("kind", "count", "points", "strength"),
    [
        ("lhs", 10, 100, 0.0),
        ("lhs", 10, 100, 1.0),
        ("grid", 1, 100, 0.0),
        ("saltelli", 4, 7 * 64, 0.0),
        ("saltelli", 4, 7 * 64, 2.0),
    ],
)
def test_parameters_without_influence_seldom_pass_the_floor(
    kind: str, count: int, points: int, strength: float
) -> None:
    passed, directed = false_findings(kind, count, points, strength)
    assert passed <= MOST_FALSE
    assert directed <= MOST_FALSE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "count", "points", "strength"),
    [
        ("lhs", 76, 100, 0.0),
        ("lhs", 20, 200, 0.0),
        ("sobol", 5, 128, 0.0),
        ("grid", 2, 100, 0.0),
        ("saltelli", 20, 23 * 64, 0.0),
        ("saltelli", 20, 23 * 64, 1.0),
    ],
)
def test_parameters_without_influence_seldom_pass_the_floor_of_larger_studies(
    kind: str, count: int, points: int, strength: float
) -> None:
    passed, directed = false_findings(kind, count, points, strength)
    assert passed <= MOST_FALSE
    assert directed <= MOST_FALSE


def test_one_run_a_point_has_a_floor_as_well() -> None:
    passed, _ = false_findings("saltelli", 4, 7 * 64, known=False)
    assert passed <= MOST_FALSE


def test_influence_as_strong_as_chance_is_found() -> None:
    for kind, count, points in (("lhs", 10, 100), ("saltelli", 4, 7 * 64)):
        clear = 0
        for seed in range(20):
            found = make_design(kind, unit(count), points, runs=1_000_000, seed=seed)
            noise = np.random.default_rng(seed).normal(size=len(found))
            outcome = noise + np.sqrt(12.0) * (found.values[:, 0] - 0.5)
            result = sensitivity(found, "leakers", outcome, seed, chance=1.0)
            assert result.floor is not None
            first = next(one for one in result.influences if one.path == "library.a.x0")
            clear += first.index > result.floor and first.detail["direction"] == 1
        assert clear >= 17


@pytest.mark.parametrize("points", [100, 400, 2500])
def test_the_only_parameter_of_a_grid_stands_clear(points: int) -> None:
    found = design("grid", 1, points)
    result = sensitivity(found, "leakers", found.values[:, 0], seed=1)
    (only,) = result.influences
    assert result.floor is not None
    assert only.index > 1.5 * result.floor
    assert only.detail["direction"] == 1


def test_a_grid_study_of_one_parameter_names_it() -> None:
    kill = "library.thaad.kill_probability"
    result = study(TOY, runs=1000, points=100, design="grid", vary=[f"{kill}=0..1"], workers=1)
    leakers = next(entry for entry in result.summary["sensitivity"] if entry["metric"] == "leakers")
    (only,) = leakers["parameters"]
    assert only["path"] == kill
    assert only["index"] > leakers["floor"]
    assert only["direction"] == -1


def test_a_grid_is_cut_between_levels_and_neighbors_are_joined() -> None:
    known = np.ones(343, dtype=bool)
    first, _, last = parts_of(design("grid", 3, 343), known)
    # Seven levels of 49 points: each a part. The last parameter changes from point to point.
    assert np.bincount(first).tolist() == [49] * 7
    assert last[:8].tolist() == [0, 1, 2, 3, 4, 5, 6, 0]
    (only,) = parts_of(design("grid", 1, 102), known[:102])
    assert np.bincount(only).tolist() == [21, 20, 21, 20, 20]
    assert (np.diff(only) >= 0).all()


def test_a_part_whose_points_all_failed_is_left_out() -> None:
    known = np.repeat([True, False, True, True], 25)
    (only,) = parts_of(design("grid", 1, 100), known)
    assert sorted(set(only.tolist())) == list(range(only.max() + 1))
    assert len(only) == 75


def test_distances_are_those_of_kolmogorov_and_smirnov() -> None:
    # Against scipy's two-sample statistic, with ties and with parts of unequal size.
    generator = np.random.default_rng(2)
    outcome = generator.integers(0, 12, 90).astype(float)
    parts = np.repeat([0, 1, 2, 3], [40, 25, 20, 5]).astype(np.int8)
    rows = np.array([generator.permutation(parts) for _ in range(5)])
    found = distances(rows, outcome)
    for row, apart in zip(rows, found, strict=True):
        expected = [ks_2samp(outcome[row == part], outcome).statistic for part in range(4)]
        assert apart == pytest.approx(expected, abs=1e-12)


def test_many_points_have_the_floor_of_fewer_by_the_root_of_their_number() -> None:
    # Both are found by shuffles, the second of a part of the points alone.
    floors = []
    for points in (5000, 20_000):
        found = design("lhs", 3, points)
        outcome = np.random.default_rng(4).normal(size=points)
        floors.append(sensitivity(found, "leakers", outcome, seed=1).floor or 0.0)
    assert floors[1] == pytest.approx(floors[0] / 2.0, rel=0.05)


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
