"""Numbers, times and lists in words."""

from __future__ import annotations

import pytest

from standoff.base.time import parse_utc
from standoff.views import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [(3389.7, "3,390 km"), (96.4, "96 km"), (4.21, "4.2 km"), (5.0, "5 km"), (0.1691, "170 m"), (0.0, "0 km")],
)
def test_distances_carry_no_more_digits_than_they_deserve(value: float, text: str) -> None:
    assert wording.km(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(45.0, "45 s"), (119.0, "119 s"), (120.0, "2.0 min"), (1062.0, "17.7 min")]
)
def test_times_go_over_to_minutes_at_two_minutes(seconds: float, text: str) -> None:
    assert wording.minutes(seconds) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["T1", "T2", "T3", "T5"], "T1-3, 5"),
        (["salvo/1", "north/1", "salvo/2"], "salvo/1-2, north/1"),
        (["alpha", "beta"], "alpha, beta"),
        (["T10", "T9"], "T9-10"),
        ([], ""),
    ],
)
def test_numbered_names_run_together(names: list[str], text: str) -> None:
    assert wording.spans(names) == text


def test_counts_are_words_up_to_twelve() -> None:
    assert wording.count(1, "battery", "batteries") == "one battery"
    assert wording.count(2, "battery", "batteries") == "two batteries"
    assert wording.count(1300, "event") == "1,300 events"
    assert wording.count(0, "missile") == "no missiles"


def test_lists_end_in_and() -> None:
    assert wording.listing(["a"]) == "a"
    assert wording.listing(["a", "b", "c"]) == "a, b and c"


def test_library_values_stay_as_written() -> None:
    assert [wording.exact(value) for value in (20300, 1.65, 0.0002, 0.1)] == ["20,300", "1.65", "0.0002", "0.1"]


def test_clock_and_day_count_from_startex() -> None:
    startex = parse_utc("2017-08-14T23:59:30Z")
    assert wording.clock(startex, 45.0) == "00:00:15"
    assert wording.day(startex, 45.0) == "15 August 2017"


def test_coordinates_name_their_hemispheres() -> None:
    assert wording.coordinates(-13.45, 144.78) == "13.45° S, 144.78° E"
    assert wording.coordinates(39.2, -125.67) == "39.20° N, 125.67° W"
