"""Words of time against the calendar. 18 August 2017 was a Friday, so its week began on Monday, 14 August."""

from datetime import date

import pytest

from standoff.scenario.coding.calendar_words import date_words
from standoff.scenario.coding.dates import article_date, bounds, is_date_line, resolve

FRIDAY = date(2017, 8, 18)


@pytest.mark.parametrize(
    ("text", "future", "expected"),
    [
        ("on Thursday", False, "2017-08-17"),
        ("on Friday", False, "2017-08-18"),
        ("on Saturday", False, "2017-08-12"),
        ("last Friday", False, "2017-08-11"),
        ("on Monday", True, "2017-08-21"),
        ("next Friday", True, "2017-08-25"),
        ("yesterday", False, "2017-08-17"),
        ("tomorrow", True, "2017-08-19"),
        ("last week", False, "2017-08-07/2017-08-13"),
        ("this week", False, "2017-08-14/2017-08-20"),
        ("next year", True, "2018"),
        ("last month", False, "2017-07"),
        ("earlier this month", False, "2017-08"),
        ("two days ago", False, "2017-08-16"),
        ("three weeks ago", False, "2017-07-28"),
        ("in July", False, "2017-07"),
        ("in November", False, "2016-11"),
        ("In March", True, "2018-03"),
        ("on Aug. 29", True, "2017-08-29"),
        ("on 3 January", True, "2018-01-03"),
        ("on September 19, 2005", False, "2005-09-19"),
        ("in May 2016", False, "2016-05"),
        ("In 2005", False, "2005"),
        ("2017-08-08", False, "2017-08-08"),
    ],
)
def test_words_of_time_are_resolved_from_the_article_s_date(text: str, future: bool, expected: str) -> None:
    (words,) = date_words(f"They met {text}.")
    found = resolve(words, FRIDAY, future)
    assert found.date == expected
    assert words.words in found.basis


@pytest.mark.parametrize("text", ["in recent weeks", "later", "recently", "in the past"])
def test_vague_words_give_no_date_and_say_so(text: str) -> None:
    (words,) = date_words(f"They met {text}.")
    assert resolve(words, FRIDAY, False) == resolve(words, None, False)
    assert resolve(words, FRIDAY, False).date is None
    assert "says no date" in resolve(words, FRIDAY, False).basis


def test_without_the_article_s_date_a_weekday_cannot_be_told_but_a_year_can() -> None:
    weekday, year = date_words("On Thursday they broke the deal of 2005, signed in 2004.")[0], date_words("in 2004")[0]
    assert resolve(weekday, None, False).date is None
    assert "needs the article's date" in resolve(weekday, None, False).basis
    assert resolve(year, None, False).date == "2004"


@pytest.mark.parametrize(
    "text", ["He may 3 times", "They march on the city", "The 2015 deal", "In 30 May", "on 31 February 2017"]
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert all(resolve(words, FRIDAY, False).date in (None, "2017-05-30") for words in date_words(text))


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Wed Mar 6, 2019 7:4AM", True),
        ("Updated: 12 March 2021 at 14:05 GMT", True),
        ("2017-08-18", True),
        ("Friday", False),
        ("The deal of August 18, 2017", False),
    ],
)
def test_date_lines(line: str, is_one: bool) -> None:
    assert is_date_line(line) == is_one


def test_the_article_s_date_is_the_one_given_then_the_date_line_s_then_the_dateline_s() -> None:
    head, datelines = ("A deal of May 1, 2016 falls", "June 2, 2016"), ("CAIRO, June 3, 2016 -",)
    assert article_date(FRIDAY, head, datelines) == (FRIDAY, "given")
    assert article_date(None, head, datelines)[0] == date(2016, 6, 2)
    assert article_date(None, head[:1], datelines)[0] == date(2016, 6, 3)
    assert article_date(None, head[:1], ())[0] == date(2016, 5, 1)
    assert article_date(None, (), ())[0] is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-08-07/2017-08-13", date(2017, 8, 7), date(2017, 8, 13)),
    ],
)
def test_bounds_of_a_stretch_of_time(text: str, first: date, last: date) -> None:
    assert bounds(text) == (first, last)
