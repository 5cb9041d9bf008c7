"""Conditions that are read without the library agree with what the library makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis.words import ACTORS, WORDS
from standoff.crisis.plain import plain

DRILLS = ("planned", "running")

keys = st.sampled_from([".AAA", ".BBB", "[self]", "[target]", '["AAA"]', "[ 'BBB' ]"])
whole = st.sampled_from(["raid", "0", "1", "2"]) | keys.map(lambda key: f"rung{key}")
wholes = whole | st.tuples(whole, st.sampled_from([" + ", "-", " - "]), whole).map("".join)
reals = st.sampled_from(["day", "0.0", "1.5", "-2.0"]) | st.tuples(keys, keys).map(lambda two: f"tone{two[0]}{two[1]}")
texts = st.sampled_from(['drill["war-games"]', "self", "target", '"running"', "'planned'", '"AAA"'])
comparison = st.sampled_from([" == ", "!=", " < ", "<=", " > ", ">="])
told = st.sampled_from(["true", "false", "measure.ban"])
among = st.tuples(texts, st.sampled_from([' in ["running"]', " in ['planned', \"AAA\"]"])).map("".join)
one = st.one_of(*(st.tuples(kind, comparison, kind).map("".join) for kind in (wholes, reals, texts)), told, among)
conditions = st.recursive(
    one,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" && ", "||", " || "]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"!({text})"),
    ),
    max_leaves=6,
)
views = st.fixed_dictionaries(
    {"self": st.sampled_from(ACTORS), "target": st.sampled_from(["AAA", "BBB", ""])},
    optional={
        "day": st.sampled_from([0.0, 1.5, 3.0]),
        "raid": st.integers(0, 2),
        "tone": st.fixed_dictionaries(
            {one: st.fixed_dictionaries({"AAA": st.floats(-3, 3)}, optional={"BBB": st.just(1.5)}) for one in ACTORS}
        ),
        "rung": st.fixed_dictionaries({"AAA": st.integers(0, 2)}, optional={"BBB": st.integers(0, 2)}),
        "drill": st.fixed_dictionaries({}, optional={"war-games": st.sampled_from(DRILLS)}),
        "measure": st.fixed_dictionaries({"ban": st.booleans()}),
    },
)


@settings(max_examples=500)
@given(conditions, views)
def test_a_plain_condition_is_what_the_library_makes_of_it(text: str, view: dict[str, Any]) -> None:
    condition = WORDS.condition(text)
    assert condition.holds(view) is condition.evaluated(view)


@given(conditions)
def test_comparisons_are_plain(text: str) -> None:
    readers = {one.text: lambda _: None for one in WORDS.condition(text).references}
    assert plain(text, readers) is not None


@pytest.mark.parametrize(
    "text",
    [
        "rung.exists(one, rung[one] > 2)",
        'drill["war-games"].startsWith("run")',
        "raid > 0 ? true : false",
        "rung.AAA * 2 > 3",
        'drill["war-games"] == r"running"',
        '"run\\x6eing" == drill["war-games"]',
        "self in rung",
        "rung[drill['war-games']] > 0",
        "raid == 0x1",
        "(raid == 1) == true == false",
        "day > 1e3",
    ],
)
def test_the_rest_is_left_to_the_library(text: str) -> None:
    condition = WORDS.condition(text) if "[drill" not in text else None
    readers = {} if condition is None else {one.text: lambda _: None for one in condition.references}
    assert plain(text, readers) is None
