"""How numbers, times and lists are put into words, the same in every view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from standoff.base.time import DAY_S, after

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NTH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip


def true_minus(text: str) -> str:
    """A number's text with a minus sign in place of the hyphen."""
    return text.replace("-", "\N{MINUS SIGN}")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`count(2, "missile")` -> `two missiles`; digits above twelve."""
    return f"{number_word(number)} {noun if number == 1 else plural or noun + 's'}"


def number_word(number: int) -> str:
    """`two`; digits above twelve."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def ordinal(number: int) -> str:
    """`second`; digits above twelfth: `21st`."""
    if 1 <= number <= len(_NTH):
        return _NTH[number - 1]
    teens = 11 <= number % 100 <= 13
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def brief(name: str) -> str:
    """A place's name without what follows the first comma: `sea west of Guam, northern aim point`."""
    return name.split(",")[0]


def sentence_case(text: str) -> str:
    """The text with its first letter as a capital and the rest as it is."""
    return text[:1].upper() + text[1:]


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis if it has more than `longest` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def quoted(title: str) -> str:
    """A title that stands within a sentence, in quotation marks: it may begin with a capital."""
    return f"“{title}”"


def listing(words: Sequence[str], joint: str = "and") -> str:
    """`["a", "b", "c"]` -> `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def spans(names: Sequence[str]) -> str:
    """Numbered names shortened to runs: `T1, T2, T3, T5` -> `T1-3, 5`; stems stay in order of their first name."""
    numbers: dict[str, list[int]] = {}
    for name in names:
        stem = name.rstrip("0123456789")
        found = numbers.setdefault(stem, [])
        if name != stem:
            found.append(int(name[len(stem) :]))
    shown: list[str] = []
    for stem, found in numbers.items():
        runs = [str(first) if first == last else f"{first}-{last}" for first, last in _runs(found)]
        shown.append(stem + ", ".join(runs))
    return ", ".join(shown)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbors."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def km(value: float) -> str:
    """A distance or altitude in km with no more digits than the models deserve: `3,390 km`, `4.2 km`, `170 m`."""
    if 0.0 < abs(value) < 0.995:
        return f"{round(value * 1000.0, -1):.0f} m"
    return f"{figure(value)} km"


def fine_km(value: float) -> str:
    """A distance whose hundredths of a km matter: `1.98 km`."""
    return f"{exact(round(value, 2))} km"


def figure(value: float) -> str:
    """A number to the unit, below ten to a tenth: `3,390`, `96`, `4.2`, `0.05`."""
    if value == 0.0:
        return "0"
    size = abs(value)
    if size >= 10.0:
        return f"{value:,.0f}"
    if size >= 1.0:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.3g}"


def exact(value: float) -> str:
    """A library value as it was written, with thousands marked: `20,300`, `0.1`, `1.65`."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) >= 1e-3 else f"{value:g}"


def minutes(seconds: float) -> str:
    """A time after launch: `45 s` below two minutes, else `17.7 min`."""
    return f"{seconds:.0f} s" if abs(seconds) < 119.5 else f"{seconds / 60.0:.1f} min"


def clock(startex: datetime, t_s: float) -> str:
    """UTC time of day to the second: `21:02:03`; with its date a day or more after STARTEX."""
    return stamp(startex, t_s) if abs(t_s) >= DAY_S else time_of_day(startex, t_s)


def time_of_day(startex: datetime, t_s: float) -> str:
    """UTC time of day to the second, never with its date: `21:02:03`."""
    return after(startex, t_s).strftime("%H:%M:%S")


def stamp(startex: datetime, t_s: float) -> str:
    """Date and UTC time of day to the second: `14 Aug 21:02:03`; with its year if that is not STARTEX's."""
    return f"{date(startex, t_s)} {time_of_day(startex, t_s)}"


def date(startex: datetime, t_s: float) -> str:
    """The day in short: `14 Aug`; with its year if that is not STARTEX's."""
    moment = after(startex, t_s)
    year = f" {moment.year}" if moment.year != startex.year else ""
    return f"{moment.day} {moment:%b}{year}"


def day(startex: datetime, t_s: float = 0.0) -> str:
    """The date in words: `14 August 2017`."""
    moment = after(startex, t_s)
    return f"{moment.day} {moment.strftime('%B %Y')}"


def coordinates(lat_deg: float, lon_deg: float) -> str:
    """`39.20° N, 125.67° E`."""
    north, east = ("N" if lat_deg >= 0 else "S"), ("E" if lon_deg >= 0 else "W")
    return f"{abs(lat_deg):.2f}° {north}, {abs(lon_deg):.2f}° {east}"


def plain(code: str) -> str:
    """A code of the record as words: `launch-on-remote` -> `launch on remote`."""
    return code.replace("_", " ").replace("-", " ")


def percent(share: float) -> str:
    """`0.056` -> `5.6 %`."""
    return f"{figure(share * 100.0)} %"
