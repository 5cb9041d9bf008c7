"""When: words such as `Thursday`, `last week` or `in 2005` resolved from the article's own date.

A day is `2017-08-17`, a month `2017-08`, a year `2005`, a stretch of days `2017-08-07/2017-08-13` (ISO 8601). Weeks
begin on Monday. A weekday in the past is the nearest one up to the article's date; in the future, from it on.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from standoff.base.errors import InputError
from standoff.scenario.coding.calendar_words import NUMBERS, DateWords, date_words, month_number, weekday_number

_TIME: Final = re.compile(
    r"\b\d{1,2}(?::\d{1,2}){1,2} ?(?:[ap]\.?m\.?)?|\b\d{1,2} ?[ap]\.?m\.?\b|"
    r"\b(?:GMT|UTC|EDT|EST|PDT|PST|KST|JST|BST|CET|IST|HKT|CST)\b(?:[+-]\d+)?|\b(?:updated?|published|posted|last|on|at|date|first|modified)\b:?",
    re.IGNORECASE,
)
# A headline may stand between the date and the text, but a date line is nothing but a date.
DATE_LINE_WORDS: Final = 12


@dataclass(frozen=True)
class When:
    """A date, or None if it cannot be told; and on what it rests."""

    date: str | None
    basis: str


def parse_day(text: str) -> date:
    """The day of `2017-08-18`. Raises `InputError` for anything else."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "is not a date", field="--date", value=text, allowed="YYYY-MM-DD, such as 2017-08-18"
        ) from None


def is_date_line(text: str) -> bool:
    """Whether a line is a full date and nothing else but a time of day."""
    if len(text.split()) > DATE_LINE_WORDS:
        return False
    found = [words for words in date_words(text) if words.kind in ("date", "weekday")]
    if not any(words.kind == "date" for words in found):
        return False
    for words in reversed(found):
        text = text[: words.start] + text[words.end :]
    return not re.search(r"\w", _TIME.sub("", text))


def article_date(given: date | None, head: Sequence[str], datelines: Sequence[str]) -> tuple[date | None, str]:
    """The article's date and on what it rests: given, a date line, a dateline, or the first full date of the head."""
    if given is not None:
        return given, "given"
    places: tuple[tuple[str, Sequence[str]], ...] = (
        ("date line", [line for line in head if is_date_line(line)]),
        ("dateline", datelines),
        ("date in the head of the page", head),
    )
    for basis, lines in places:
        for line in lines:
            for words in date_words(line):
                day = _full(words) if words.kind == "date" else None
                if day is not None:
                    return day, f"{basis}: {words.words}"
    return None, "none found: give one with --date"


def resolve(words: DateWords, article: date | None, future: bool) -> When:
    """The date of date words. `future`: whether what they date is still to come, seen from the article."""
    basis = f"'{words.words}'"
    if words.kind == "vague":
        return When(None, f"{basis} says no date")
    if words.kind == "date":
        day = _full(words)
        return When(None, f"{basis} is no day of the calendar") if day is None else When(day.isoformat(), basis)
    if words.kind == "month of year":
        return When(f"{words.parts['year']}-{month_number(words.parts['month']):02}", basis)
    if words.kind == "year":
        return When(words.parts["year"], basis)
    if article is None:
        return When(None, f"{basis} needs the article's date")
    found = _RELATIVE[words.kind](words, article, future)
    if found is None:
        return When(None, f"{basis} is no day of the calendar")
    return When(found, f"{basis}, article of {article.isoformat()}")


def _full(words: DateWords) -> date | None:
    month = words.parts.get("number")
    number = int(month) if month else month_number(words.parts["month"])
    return _day(int(words.parts["year"]), number, int(words.parts["day"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(words: DateWords, article: date, future: bool) -> str:
    which = words.parts.get("which", "").lower()
    back = (article.weekday() - weekday_number(words.parts["weekday"])) % 7
    if which in ("next", "coming") or (future and which != "last"):
        ahead = (-back) % 7 or (7 if which else 0)
        return (article + timedelta(days=ahead)).isoformat()
    return (article - timedelta(days=back or (7 if which in ("last", "past", "previous") else 0))).isoformat()


def _day_of_month(words: DateWords, article: date, future: bool) -> str | None:  # noqa: ARG001
    month, day = month_number(words.parts["month"]), int(words.parts["day"])
    days = [_day(article.year + shift, month, day) for shift in (-1, 0, 1)]
    near = min((day for day in days if day is not None), key=lambda day: abs((day - article).days), default=None)
    return None if near is None else near.isoformat()


def _month(words: DateWords, article: date, future: bool) -> str:
    month, year = month_number(words.parts["month"]), article.year
    if future and month < article.month:
        year += 1
    elif not future and month > article.month:
        year -= 1
    return f"{year}-{month:02}"


def _day_word(words: DateWords, article: date, future: bool) -> str:  # noqa: ARG001
    shift = {"yesterday": -1, "tomorrow": 1}.get(words.parts["word"].lower(), 0)
    return (article + timedelta(days=shift)).isoformat()


def _ago(words: DateWords, article: date, future: bool) -> str:  # noqa: ARG001
    count = words.parts["count"].lower()
    return _shifted(article, words.parts["unit"].lower(), -(NUMBERS.get(count) or int(count)), whole=False)


def _period(words: DateWords, article: date, future: bool) -> str:  # noqa: ARG001
    which = words.parts["which"].lower()
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    return _shifted(article, words.parts["unit"].lower(), step, whole=True)


def _shifted(article: date, unit: str, count: int, whole: bool) -> str:
    """The day, week, month or year that is `count` of them away; a week that is not `whole` is one day."""
    if unit == "day":
        return (article + timedelta(days=count)).isoformat()
    if unit in ("week", "weekend"):
        if not whole:
            return (article + timedelta(weeks=count)).isoformat()
        monday = article - timedelta(days=article.weekday()) + timedelta(weeks=count)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "month":
        months = article.year * 12 + article.month - 1 + count
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return f"{article.year + count:04}"


_RELATIVE: Final[dict[str, Callable[[DateWords, date, bool], str | None]]] = {
    "weekday": _weekday,
    "day of month": _day_of_month,
    "month": _month,
    "day word": _day_word,
    "ago": _ago,
    "period": _period,
}


def bounds(text: str) -> tuple[date, date]:
    """First and last day of a date, a month, a year or a stretch of days."""
    first, _, last = text.partition("/")
    return _bound(first, 0), _bound(last or first, 1)


def _bound(text: str, end: int) -> date:
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if end else 1)
    day = parts[2] if len(parts) > 2 else (calendar.monthrange(year, month)[1] if end else 1)
    return date(year, month, day)
