"""Designs: where their points lie, and what cannot be a design."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.studies.designs import Design, make_design, require_no_wish
from standoff.studies.parameters import Parameter

ONE = Parameter("library.a.x", 10.0, 12.0, 20.0, "km")
TWO = Parameter("library.a.y", -1.0, 0.0, 1.0, "s")


def design(kind: str, points: int | None, parameters: tuple[Parameter, ...] = (ONE, TWO), **more: Any) -> Design:
    return make_design(kind, parameters, points, **{"runs": 10_000, "seed": 1, **more})


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    values = design("lhs", 50).values
    for column, parameter in zip(values.T, (ONE, TWO), strict=True):
        slices = np.floor(50 * (column - parameter.low) / (parameter.high - parameter.low))
        assert sorted(slices) == list(range(50))


def test_a_sobol_sequence_is_balanced() -> None:
    # A (0, m, 2)-net in base 2: every box of 1/4 by 1/4 holds a sixteenth of the points.
    values = design("sobol", 64).values
    boxes = np.floor(4 * (values - [10.0, -1.0]) / [10.0, 2.0]).astype(int)
    assert set(np.unique(boxes, axis=0, return_counts=True)[1]) == {4}


def test_a_grid_has_every_combination_of_equal_steps_with_both_ends() -> None:
    values = design("grid", 10).values
    assert {tuple(row) for row in values} == set(product((10.0, 15.0, 20.0), (-1.0, 0.0, 1.0)))


def test_a_saltelli_design_changes_one_column_at_a_time() -> None:
    found = design("saltelli", 100)
    # Five points a group: both points of a pair, and the first with one column of the second, a dummy among them.
    assert found.base == 16
    assert len(found) == 16 * 5
    for group in found.values.reshape(16, 5, 2):
        first, with_one, with_two, with_dummy, second = group
        assert with_one.tolist() == [second[0], first[1]]
        assert with_two.tolist() == [first[0], second[1]]
        assert with_dummy.tolist() == first.tolist()


@pytest.mark.parametrize("kind", ["lhs", "sobol", "grid", "saltelli"])
def test_equal_seeds_give_equal_designs(kind: str) -> None:
    again = design(kind, 64)
    assert design(kind, 64).values.tobytes() == again.values.tobytes()
    if kind != "grid":
        assert design(kind, 64, seed=2).values.tobytes() != again.values.tobytes()


@given(st.sampled_from(["lhs", "sobol", "saltelli"]), st.sampled_from(["uniform", "triangular"]), st.integers(0, 99))
def test_points_lie_in_their_ranges(kind: str, distribution: str, seed: int) -> None:
    values = design(kind, 64, seed=seed, distribution=distribution).values
    assert (values >= [10.0, -1.0]).all()
    assert (values <= [20.0, 1.0]).all()


def test_a_triangle_has_its_mode_at_the_nominal_value() -> None:
    # Mean (low + mode + high) / 3 and variance (a2 + b2 + c2 - ab - ac - bc) / 18 of the triangular distribution.
    column = design("sobol", 4096, (ONE,), distribution="triangular").values[:, 0]
    assert column.mean() == pytest.approx((10 + 12 + 20) / 3, abs=0.005)
    assert column.var() == pytest.approx((100 + 144 + 400 - 120 - 200 - 240) / 18, abs=0.01)


def test_by_default_there_are_as_many_points_as_runs_a_point() -> None:
    assert len(design("lhs", None)) == 100
    assert len(design("sobol", None)) == 64
    assert len(design("grid", None)) == 100
    assert len(design("saltelli", None)) == 5 * 128
    assert len(design("lhs", None, runs=1)) == 1


def test_nothing_varied_is_one_nominal_point() -> None:
    for points in (None, 1):
        found = design("lhs", points, ())
        assert len(found) == 1
        assert found.point(0) == {}


@pytest.mark.parametrize(
    ("kind", "points", "more", "naming"),
    [
        ("lhs", 50, {}, "--points: has no use: nothing varies, so there is one point (got 50)"),
        ("sobol", None, {}, "--design: has no use: nothing varies, so there is one point (got 'sobol')"),
        ("lhs", None, {"distribution": "triangular"}, "--distribution: has no use"),
    ],
)
def test_wishes_about_points_are_refused_where_nothing_varies(
    kind: str, points: int | None, more: dict[str, str], naming: str
) -> None:
    with pytest.raises(InputError) as refused:
        require_no_wish(kind, points, **{"distribution": "uniform", **more})
    assert naming in str(refused.value)


def test_a_point_names_its_values() -> None:
    found = design("lhs", 3)
    assert found.point(2) == {"library.a.x": found.values[2, 0], "library.a.y": found.values[2, 1]}


@pytest.mark.parametrize(
    ("kind", "points", "more", "naming"),
    [
        ("lhs", 0, {}, "--points: is out of bounds (got 0)"),
        ("lhs", -4, {}, "--points: is out of bounds (got -4)"),
        ("lhs", 101, {"runs": 100}, "is more than the runs (100)"),
        ("sobol", 100, {}, "such as 64 or 128"),
        ("grid", 3, {}, "at least 4 points for 2 parameters"),
        ("grid", 9, {"distribution": "triangular"}, "does not go with a grid"),
        ("saltelli", 9, {}, "at least 10"),
        ("random", 9, {}, "one of lhs, sobol, grid, saltelli"),
        ("lhs", 9, {"distribution": "normal"}, "one of uniform, triangular"),
    ],
)
def test_what_is_no_design_is_named(kind: str, points: int, more: dict[str, Any], naming: str) -> None:
    with pytest.raises(InputError) as refused:
        design(kind, points, **more)
    assert naming in str(refused.value)
