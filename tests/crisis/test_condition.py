"""Conditions: what they may say, what they refuse, and what a reader is told of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis.words import ACTORS, WORDS
from standoff.base.errors import InputError


def view(**changes: Any) -> dict[str, Any]:
    return {
        "self": "AAA",
        "target": "BBB",
        "day": 2.5,
        "tone": {"AAA": {"BBB": -3.0}, "BBB": {"AAA": 4.0}},
        "rung": {"AAA": 1, "BBB": 2},
        "drill": {"war-games": "running"},
        "done": {"AAA": {"test-missile": 2}, "BBB": {"test-missile": 0}},
        "raid": 0,
        **changes,
    }


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("true", True),
        ("day > 2.0 && raid == 0", True),
        ("tone.AAA.BBB < 0.0", True),
        ("tone[self][target] < 0.0 && tone[target][self] > 0.0", True),
        ('drill["war-games"] == "running"', True),
        ('drill["war-games"].startsWith("run")', True),
        ('done[self]["test-missile"] >= 2 && done.BBB["test-missile"] == 0', True),
        ('["AAA", "BBB"].exists(one, rung[one] > 1)', True),
        ("rung.exists(one, rung[one] > 2)", False),
        ('self == "BBB"', False),
        ("self in rung", True),
        ("rung[self] + 1 == rung[target]", True),
    ],
)
def test_a_condition_holds_or_not(text: str, holds: bool) -> None:
    assert WORDS.condition(text).holds(view()) is holds


def test_what_cannot_be_told_does_not_hold() -> None:
    assert not WORDS.condition("rung[target] > 0").holds(view(target=""))
    assert not WORDS.condition("tone.AAA.BBB < 0.0").holds({})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rung[self", "does not parse at column"),
        ("", "does not parse"),
        ("anger > 1", "uses an unknown name 'anger' at column 1"),
        ("day > 1.0 && mood > 1", "uses an unknown name 'mood' at column 14"),
        ("tone.AAA.CCC < 0.0", "names an unknown actor 'CCC'"),
        ('drill["games"] == "x"', "names an unknown drill 'games'"),
        ('done.AAA["test"] > 0', "names an unknown done 'test'"),
        ("rung.AAA", "it gives a value of type int"),
        ("rung.AAA > 1.0", "compares a decimal with a whole number at column"),
        ('__import__("os")', "does not parse|unknown name|does not fit"),
    ],
)
def test_what_is_no_condition_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        WORDS.condition(text)


def test_present_values_are_told() -> None:
    found = WORDS.condition('rung[self] > 1 || done.BBB["test-missile"] > 0 || day < 1.0').present(view())
    assert found == {"rung[self]": 1, 'done.BBB["test-missile"]': 0, "day": 2.5}


@given(st.floats(-50, 50), st.integers(0, 4), st.sampled_from(ACTORS), st.sampled_from(ACTORS))
def test_a_condition_is_what_python_makes_of_it(tone: float, rung: int, one: str, other: str) -> None:
    here = view(self=one, target=other, rung={"AAA": rung, "BBB": 2})
    here["tone"] = {"AAA": {"AAA": 0.0, "BBB": tone}, "BBB": {"AAA": 1.0, "BBB": 0.0}}
    expected = (here["tone"][one][other] < -1.0 and here["rung"][one] >= 2) or here["rung"][other] == 3
    condition = WORDS.condition("(tone[self][target] < -1.0 && rung[self] >= 2) || rung[target] == 3")
    assert condition.holds(here) == expected
