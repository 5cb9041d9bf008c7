"""Metrics: columns of their own kind, rounded so that equal numbers are equal bytes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.engine.metric import DTYPES, Metric

COUNT, YES_NO, MONEY = Metric("tests"), Metric("raid", "yes-no"), Metric("income_lost", "real", 1)


def test_each_kind_has_a_type_of_its_own() -> None:
    assert len({np.dtype(one) for one in DTYPES.values()}) == len(DTYPES)
    assert COUNT.column([0, 3, 12]).dtype == np.int32
    assert YES_NO.column([True, False, 1]).tolist() == [1, 0, 1]
    assert MONEY.column([1.04, 1.06, -0.04]).tolist() == [1.0, 1.1, 0.0]


@given(st.lists(st.floats(-1e6, 1e6)), st.integers(0, 6))
def test_real_numbers_keep_so_many_decimals_and_no_more(values: list[float], decimals: int) -> None:
    column = Metric("x", "real", decimals).column(values)
    for given_one, kept in zip(values, column.tolist(), strict=True):
        assert abs(kept - given_one) <= 0.5 * 10.0**-decimals + 1e-9 * abs(given_one)
        assert kept == float(f"{kept:.{decimals}f}")


def test_nothing_has_no_sign() -> None:
    assert math.copysign(1.0, MONEY.column([-0.01])[0]) == 1.0
    assert MONEY.column([-0.01]).tobytes() == MONEY.column([0.01]).tobytes()


def test_a_run_may_lack_a_real_number_and_nothing_else() -> None:
    assert np.isnan(MONEY.column([None, 2.0])).tolist() == [True, False]
    for metric in (COUNT, YES_NO):
        with pytest.raises(ValueError, match=f"{metric.name}: not a {metric.kind}"):
            metric.column([1, None])


@pytest.mark.parametrize(
    ("metric", "value"), [(COUNT, 1.5), (COUNT, 2**31), (YES_NO, 2), (YES_NO, 0.5), (YES_NO, -1), (MONEY, math.inf)]
)
def test_a_value_of_another_kind_is_a_fault(metric: Metric, value: float) -> None:
    with pytest.raises(ValueError, match=metric.name):
        metric.column([0, value])


def test_only_real_numbers_have_decimals() -> None:
    with pytest.raises(ValueError, match="a count cannot have 2 decimals"):
        Metric("tests", decimals=2)
    with pytest.raises(ValueError, match="13 decimals"):
        Metric("x", "real", 13)
