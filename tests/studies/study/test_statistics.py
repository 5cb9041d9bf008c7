"""Statistics of nested studies against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.studies.study.statistics import PointSums, interval, overall_mean, quantiles, split, together, worlds


def sums_of(rows: list[list[float]]) -> PointSums:
    return PointSums(
        np.array([len(row) for row in rows]),
        np.array([np.mean(row) for row in rows]),
        np.array([np.sum((np.array(row) - np.mean(row)) ** 2) for row in rows]),
    )


def table(values: np.ndarray) -> PointSums:
    return sums_of([list(row) for row in values])


def test_the_textbook_one_way_layout() -> None:
    # Snedecor & Cochran, Statistical Methods, 7th ed., table 13.3.1: calcium in four turnip leaves, four determinations
    # each: mean squares 0.2961 between and 0.0066 within, components 0.0724 and 0.0066.
    leaves = [[3.28, 3.09, 3.03, 3.03], [3.52, 3.48, 3.38, 3.38], [2.88, 2.80, 2.81, 2.76], [3.34, 3.38, 3.23, 3.26]]
    found = split(sums_of(leaves))
    assert found.sd_world is not None
    assert found.sd_chance is not None
    assert found.sd_world**2 == pytest.approx(0.0724, abs=5e-5)
    assert found.sd_chance**2 == pytest.approx(0.0066, abs=5e-5)


def test_known_variances_are_found_without_the_noise_of_few_runs() -> None:
    # y = w + c with var w = 4 and var c = 25, five runs a point: point means alone would show a variance of 9.
    generator = np.random.default_rng(5)
    world = generator.normal(0.0, 2.0, (20_000, 1))
    sums = table(world + generator.normal(0.0, 5.0, (20_000, 5)))
    found = split(sums)
    assert found.sd_world == pytest.approx(2.0, rel=0.03)
    assert found.sd_chance == pytest.approx(5.0, rel=0.01)
    assert found.share_world == pytest.approx(4 / 29, rel=0.05)
    assert float(np.var(sums.mean)) == pytest.approx(9.0, rel=0.03)


def test_worlds_have_the_quantiles_of_the_worlds_not_of_noisy_means() -> None:
    generator = np.random.default_rng(6)
    sums = table(generator.normal(0.0, 2.0, (20_000, 1)) + generator.normal(0.0, 5.0, (20_000, 5)))
    found = worlds(sums)
    assert found is not None
    low, middle, high = quantiles(found)
    assert low == pytest.approx(-1.645 * 2.0, rel=0.04)
    assert middle == pytest.approx(0.0, abs=0.06)
    assert high == pytest.approx(1.645 * 2.0, rel=0.04)


def test_chance_alone_leaves_no_world() -> None:
    generator = np.random.default_rng(7)
    found = split(table(generator.normal(0.0, 1.0, (500, 20))))
    assert found.share_world is not None
    assert found.share_world < 0.01


def test_what_cannot_be_told_is_none() -> None:
    assert split(sums_of([[1.0, 2.0, 3.0]])).sd_world is None
    assert split(sums_of([[1.0, 2.0, 3.0]])).sd_chance == pytest.approx(1.0)
    assert split(sums_of([[1.0], [2.0]])) == split(sums_of([[5.0], [5.0]]))
    assert split(sums_of([[1.0], [2.0]])).share_world is None
    assert worlds(sums_of([[1.0], [2.0]])) is None
    assert interval(sums_of([[1.0]]), binary=False) is None


def test_nothing_that_varies_has_a_share_of_nothing() -> None:
    assert split(sums_of([[2.0, 2.0], [2.0, 2.0]])).share_world == 0.0


def test_wilson_as_published() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for hits, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
                                (1, 29, 0.0061, 0.1718)):  # fmt: skip
        found = interval(sums_of([[1.0] * hits + [0.0] * (of - hits)]), binary=True)
        assert found is not None
        assert found == pytest.approx((low, high), abs=6e-5)


def test_a_mean_of_runs_of_one_point_has_students_interval() -> None:
    # Mean 5, s = 2.138, n = 8: t(7) = 2.3646, half width 1.787.
    found = interval(sums_of([[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]]), binary=False)
    assert found == pytest.approx((5.0 - 1.7875, 5.0 + 1.7875), abs=1e-3)


def test_a_mean_over_worlds_has_the_interval_of_point_means() -> None:
    rows = [[2.0, 4.0], [4.0, 4.0], [5.0, 5.0], [7.0, 9.0]]
    means = np.array([3.0, 4.0, 5.0, 8.0])
    half = 3.1824 * means.std(ddof=1) / math.sqrt(4)
    assert interval(sums_of(rows), binary=False) == pytest.approx((5.0 - half, 5.0 + half), abs=1e-3)


def test_points_that_share_values_count_as_one() -> None:
    # Four groups of three equal points are worth four points, not twelve.
    means = np.array([3.0, 4.0, 5.0, 8.0])
    rows = [[mean, mean] for mean in means for _ in range(3)]
    found = interval(together(sums_of(rows), np.arange(12) // 3), binary=False)
    half = 3.1824 * means.std(ddof=1) / math.sqrt(4)
    assert found == pytest.approx((5.0 - half, 5.0 + half), abs=1e-3)


def test_groups_keep_mean_and_spread() -> None:
    rows = [[1.0, 2.0], [5.0], [7.0, 7.0, 9.0]]
    found = together(sums_of(rows), np.array([0, 0, 1]))
    expected = sums_of([[1.0, 2.0, 5.0], [7.0, 7.0, 9.0]])
    assert found.runs.tolist() == expected.runs.tolist()
    assert found.mean == pytest.approx(expected.mean)
    assert found.spread == pytest.approx(expected.spread)


def test_on_a_grid_chance_alone_makes_the_interval() -> None:
    rows = [[2.0, 4.0], [4.0, 4.0], [5.0, 5.0], [7.0, 9.0]]
    # Within: 2 + 0 + 0 + 2 over 4 degrees of freedom is 1; error sqrt(1 / 8); t(4) = 2.7764.
    half = 2.7764 * math.sqrt(1 / 8)
    found = interval(sums_of(rows), binary=False, sampled=False)
    assert found == pytest.approx((5.0 - half, 5.0 + half), abs=1e-3)


def test_on_a_grid_a_share_without_chance_is_exact() -> None:
    # Two fixed points, one that never and one that always leaks: repeated, the study would find one half again.
    sums = sums_of([[0.0] * 100, [1.0] * 100])
    assert interval(sums, binary=True, sampled=False) == (0.5, 0.5)
    assert interval(sums, binary=False, sampled=False) == (0.5, 0.5)


def test_on_a_grid_the_interval_of_a_share_covers_chance_alone() -> None:
    # Chances of 0.02 and 0.98 at two fixed points: half of all runs, with an error of 0.14 / sqrt(runs), not 0.5.
    generator = np.random.default_rng(10)
    covered, widths = 0, []
    for _ in range(2000):
        found = interval(table(generator.random((2, 100)) < [[0.02], [0.98]]), binary=True, sampled=False)
        assert found is not None
        covered += found[0] <= 0.5 <= found[1]
        widths.append(found[1] - found[0])
    assert covered / 2000 == pytest.approx(0.95, abs=0.03)
    assert np.mean(widths) == pytest.approx(2 * 1.96 * 0.14 / math.sqrt(200), rel=0.1)


def test_one_run_a_point_of_a_grid_is_a_run_and_no_more() -> None:
    # Chance cannot be told there; a share of 200 runs has an interval no wider than that of 200 alike.
    found = interval(sums_of([[float(run % 2)] for run in range(200)]), binary=True, sampled=False)
    assert found == pytest.approx((0.4314, 0.5686), abs=1e-4)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5])
def test_binomial_intervals_cover_as_often_as_they_say(share: float) -> None:
    generator = np.random.default_rng(8)
    covered = 0
    for _ in range(2000):
        found = interval(table(generator.random((1, 100)) < share), binary=True)
        assert found is not None
        covered += found[0] <= share <= found[1]
    # Brown, Cai & DasGupta 2001, figure 5: Wilson's coverage at n = 100 stays within about 0.92 to 0.98.
    assert 0.92 <= covered / 2000 <= 0.985


def test_intervals_over_worlds_cover_as_often_as_they_say() -> None:
    # The chance of a hit differs from world to world as Beta(2, 3), whose mean is 0.4.
    generator = np.random.default_rng(9)
    covered = {True: 0, False: 0}
    for _ in range(2000):
        hits = generator.random((30, 10)) < generator.beta(2.0, 3.0, (30, 1))
        for binary in covered:
            found = interval(table(hits), binary=binary)
            assert found is not None
            covered[binary] += found[0] <= 0.4 <= found[1]
    for count in covered.values():
        assert 0.935 <= count / 2000 <= 0.975


def test_never_in_any_world_is_no_certainty() -> None:
    # Runs of one world may all be alike, so only points count: 0 of 20 (Newcombe 1998).
    found = interval(table(np.zeros((20, 50))), binary=True)
    assert found is not None
    assert found[0] == 0.0
    assert found[1] == pytest.approx(0.1611, abs=1e-4)


@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=6), min_size=2, max_size=6))
def test_intervals_hold_the_mean(rows: list[list[int]]) -> None:
    sums = sums_of([[float(value) for value in row] for row in rows])
    found = interval(sums, binary=False)
    assert found is not None
    assert found[0] - 1e-9 <= overall_mean(sums) <= found[1] + 1e-9


def test_quantiles_are_values_that_occurred() -> None:
    assert quantiles(np.arange(1.0, 101.0)) == (5.0, 50.0, 95.0)
    assert quantiles(np.array([0.0, 1.0]), np.array([95, 5])) == (0.0, 0.0, 0.0)
    assert quantiles(np.array([0.0, 1.0]), np.array([94, 6])) == (0.0, 0.0, 1.0)
