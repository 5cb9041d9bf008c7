"""Amounts of money as budgets write them."""

import math

import pytest

from standoff.base.errors import InputError
from standoff.studies.siting.budget import read_budget, say


@pytest.mark.parametrize(
    ("given", "currency", "amount", "read_as"),
    [
        ("300e9", "JPY", 300e9, "JPY 300 billion"),
        ("300 billion", "JPY", 300e9, "JPY 300 billion"),
        ("300bn", "JPY", 300e9, "JPY 300 billion"),
        ("300", "JPY", 300e9, "JPY 300 billion"),
        (300, "JPY", 300e9, "JPY 300 billion"),
        ("999999", "JPY", 999_999e9, "JPY 999.999 trillion"),
        ("1000000", "JPY", 1e6, "JPY 1 million"),
        ("JPY 0.3 trillion", "JPY", 300e9, "JPY 300 billion"),
        ("183,250,000,000", "JPY", 183.25e9, "JPY 183.25 billion"),
        ("2500", "USD", 2.5e9, "USD 2.5 billion"),
        ("2.5 bn USD", "USD", 2.5e9, "USD 2.5 billion"),
        (4e11, "JPY", 4e11, "JPY 400 billion"),
    ],
)
def test_read(given: str | float, currency: str, amount: float, read_as: str) -> None:
    budget = read_budget(given, currency)
    assert budget.amount == pytest.approx(amount)
    assert budget.read_as == read_as


@pytest.mark.parametrize("given", ["0", "-3", "-300 billion", "1e400", 0, -1.0])
def test_no_positive_amount(given: str | float) -> None:
    with pytest.raises(InputError, match="not a positive amount"):
        read_budget(given)


@pytest.mark.parametrize("given", ["", " ", "nan", "inf", "three", "3 apples", "5 m m", "1e", math.nan, math.inf, True])
def test_no_amount(given: str | float) -> None:
    with pytest.raises(InputError, match="not an amount of money") as caught:
        read_budget(given)
    assert caught.value.field == "--budget"


def test_another_currency_than_that_of_the_table() -> None:
    with pytest.raises(InputError, match="--currency USD"):
        read_budget("USD 3 billion", "JPY")


def test_small_amounts_in_words() -> None:
    assert say(1234.5, "USD") == "USD 1,234.5"
