"""Words that name days, weeks, months and years, as patterns; found in a sentence before they are resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip

_MONTH: Final = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)(?!\w)"
)
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY: Final = (
    r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)"
)
_UNIT: Final = r"(?P<unit>day|week|weekend|month|year)"
_UNITS: Final = r"(?:days|weeks|months|years)"
# `May` and `March` are months behind these words alone.
_BEFORE_MONTH: Final = "in|last|since|until|by|this|next|early|late|mid|of|during"
_WHICH: Final = r"(?P<which>last|past|previous|this|next|coming|current)"

# In order: what is found first takes its words from those after it.
_PATTERNS: Final = tuple(
    (kind, re.compile(pattern, flags))
    for kind, pattern, flags in (
        ("date", rf"\b{_MONTH} {_DAY},? {_YEAR}\b", 0),
        ("date", rf"\b{_DAY} {_MONTH},? {_YEAR}\b", 0),
        ("date", rf"\b{_YEAR}[-/.](?P<number>[01]?\d)[-/.]{_DAY}\b", 0),
        ("month of year", rf"\b{_MONTH},? {_YEAR}\b", 0),
        ("day of month", rf"\b{_MONTH} {_DAY}\b(?! ?(?:percent|%|million|people|troops))", 0),
        ("day of month", rf"\b{_DAY} (?:of )?{_MONTH}(?!\w)", 0),
        ("weekday", rf"\b(?:{_WHICH} )?{_WEEKDAY}\b(?: (?:morning|afternoon|evening|night))?", 0),
        ("ago", rf"\b(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)}) {_UNIT}s? (?:ago|earlier)\b", re.IGNORECASE),
        ("day word", r"\b(?P<word>yesterday|today|tonight|tomorrow)\b", re.IGNORECASE),
        ("period", rf"\b(?:(?:earlier|later|late|early) )?{_WHICH} {_UNIT}\b", re.IGNORECASE),
        ("month", rf"\b(?i:{_BEFORE_MONTH})[ -](?:early |late |mid-?)?{_MONTH}(?!\w)", 0),
        ("year", rf"\b(?:in|since|by|until|during|of|from|early|late) {_YEAR}\b", re.IGNORECASE),
        ("vague", rf"\b(?P<vague>(?:recent|coming|past|last|last few) {_UNITS}|recently|previously|in the past|"
                  r"for years|later|soon)\b", re.IGNORECASE),
    )
)  # fmt: skip


@dataclass(frozen=True)
class DateWords:
    """Words of a sentence that say when, at characters `start` to `end`, with their parts by name."""

    kind: str
    words: str
    start: int
    end: int
    parts: dict[str, str]


def date_words(text: str) -> tuple[DateWords, ...]:
    """All words of a sentence that say when, from left to right."""
    found: list[DateWords] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= other.start or match.start() >= other.end for other in found):
                parts = {name: value for name, value in match.groupdict().items() if value}
                found.append(DateWords(kind, match[0], match.start(), match.end(), parts))
    return tuple(sorted(found, key=lambda words: words.start))


def month_number(name: str) -> int:
    """1 to 12 of a month's name or its first letters."""
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 of a weekday's name or its first letters."""
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3]))
