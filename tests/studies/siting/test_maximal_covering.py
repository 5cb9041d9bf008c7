"""The integer program agrees with trying every choice, ties and cities that must be covered included."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.studies.siting.maximal_covering import Infeasible, Problem, Solution, solve


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    places, options = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    cities = draw(st.integers(1, 5))
    conditions = draw(st.lists(st.integers(1, 2), min_size=cities, max_size=cities))
    city = np.repeat(np.arange(cities), conditions)
    columns = places * options
    bits = draw(st.lists(st.booleans(), min_size=columns * len(city), max_size=columns * len(city)))
    # Few different weights and costs, so that ties are the rule.
    weight = draw(st.lists(st.sampled_from([0, 1, 2, 8_336_599]), min_size=cities, max_size=cities))
    cost = draw(st.lists(st.sampled_from([1e9, 2e9, 2.5e9]), min_size=columns, max_size=columns))
    must = draw(st.lists(st.sampled_from([False, False, False, True]), min_size=cities, max_size=cities))
    return Problem(
        covers=np.array(bits, dtype=bool).reshape(columns, len(city)),
        city=city,
        weight=np.array(weight, dtype=np.int64),
        place=np.repeat(np.arange(places), options),
        cost=np.array(cost),
        kind=np.tile(np.arange(options), places),
        kind_cost=np.array([0.5e9, 0.0])[:options],
        budget=draw(st.sampled_from([1e9, 2.5e9, 3e9, 5e9, np.inf])),
        count=draw(st.sampled_from([1, 2, None])),
        must=np.array(must),
    )


def every_choice(problem: Problem, budget: float, count: int | None) -> list[np.ndarray]:
    """All choices within budget, count and one option a place that cover what must be covered."""
    kept = []
    for bits in product((False, True), repeat=len(problem.cost)):
        chosen = np.array(bits)
        per_place = np.bincount(problem.place[chosen], minlength=1)
        within = per_place.max(initial=0) <= 1 and (count is None or chosen.sum() <= count)
        if within and problem.price(chosen) <= budget * (1 + 1e-9) and problem.covered(chosen)[problem.must].all():
            kept.append(chosen)
    return kept


@settings(max_examples=150, deadline=None)
@given(problems())
def test_agrees_with_trying_every_choice(problem: Problem) -> None:
    found, choices = solve(problem), every_choice(problem, problem.budget, problem.count)
    if not choices:
        assert isinstance(found, Infeasible)
        any_price = every_choice(problem, np.inf, problem.count)
        assert (found.least is None) == (not any_price)
        if any_price:
            assert found.least == pytest.approx(min(map(problem.price, any_price)))
        return
    assert isinstance(found, Solution)
    # Heaviest, then cheapest, then the first in the order of the columns.
    best = max(choices, key=lambda one: (problem.value(one), -problem.price(one), tuple(one)))
    assert found.optimal
    assert found.gap == 0.0
    assert found.value == problem.value(best)
    assert found.price == pytest.approx(problem.price(best))
    assert found.chosen.tolist() == best.tolist()


def test_one_person_decides_among_millions() -> None:
    # The solver's own tolerance of 1e-6 is eight people of such a city.
    weight = np.array([8_336_599, 8_336_600], dtype=np.int64)
    problem = Problem(
        covers=np.eye(2, dtype=bool), city=np.arange(2), weight=weight, place=np.arange(2), cost=np.ones(2),
        kind=np.zeros(2, dtype=np.int64), kind_cost=np.zeros(1), budget=np.inf, count=1, must=np.zeros(2, dtype=bool),
    )  # fmt: skip
    found = solve(problem)
    assert isinstance(found, Solution)
    assert found.chosen.tolist() == [False, True]


def test_what_is_paid_once_is_paid_once() -> None:
    problem = Problem(
        covers=np.eye(3, dtype=bool), city=np.arange(3), weight=np.ones(3, dtype=np.int64), place=np.arange(3),
        cost=np.full(3, 2.0), kind=np.zeros(3, dtype=np.int64), kind_cost=np.array([1.0]), budget=5.0, count=None,
        must=np.zeros(3, dtype=bool),
    )  # fmt: skip
    found = solve(problem)
    assert isinstance(found, Solution)
    assert (found.value, found.price) == (2, 5.0)


def test_a_city_that_is_covered_already_counts_without_a_site() -> None:
    # Two cities, conditions left for the second only.
    problem = Problem(
        covers=np.zeros((1, 1), dtype=bool), city=np.array([1]), weight=np.array([5, 7]), place=np.zeros(1, np.int64),
        cost=np.ones(1), kind=np.zeros(1, dtype=np.int64), kind_cost=np.zeros(1), budget=10.0, count=None,
        must=np.array([True, False]),
    )  # fmt: skip
    found = solve(problem)
    assert isinstance(found, Solution)
    assert (found.value, found.price, int(found.chosen.sum())) == (5, 0.0, 0)


def test_a_time_limit_that_is_met_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    problem = Problem(
        covers=rng.random((30, 120)) < 0.2, city=np.arange(120), weight=rng.integers(1, 1000, 120),
        place=np.arange(30), cost=rng.integers(1, 5, 30).astype(float), kind=np.zeros(30, dtype=np.int64),
        kind_cost=np.zeros(1), budget=12.0, count=None, must=np.zeros(120, dtype=bool),
    )  # fmt: skip
    free, limited = solve(problem), solve(problem, time_limit_s=60.0)
    assert isinstance(free, Solution)
    assert isinstance(limited, Solution)
    assert limited.chosen.tolist() == free.chosen.tolist()


def test_without_time_the_gap_is_told() -> None:
    rng = np.random.default_rng(1)
    n, m = 150, 1500
    problem = Problem(
        covers=rng.random((n, m)) < 0.03, city=np.arange(m), weight=rng.integers(1, 10**6, m), place=np.arange(n),
        cost=rng.integers(20, 50, n).astype(float), kind=np.zeros(n, dtype=np.int64), kind_cost=np.zeros(1),
        budget=800.0, count=None, must=np.zeros(m, dtype=bool),
    )  # fmt: skip
    found = solve(problem, time_limit_s=0.3)
    assert isinstance(found, Solution)
    assert not found.optimal
    assert found.bound >= found.value
    assert found.price <= 800.0
    assert found.gap is None or found.gap > 0.0
