"""From a page to the article's body: what belongs to the page and not to the text is taken out, and said."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from standoff.scenario.coding import dates
from standoff.scenario.coding.dictionaries import dictionary, table

HEADING_WORDS: Final = 16
# A repeated headline this far down still belongs to the head of the page.
HEAD_LINES: Final = 20
# Lines of a page that breaks them at a width, in characters.
SHORTEST_WRAPPED: Final = 40
WIDEST_WRAPPED: Final = 110

_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "`": "'"})
_SPACES: Final = str.maketrans(
    {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\u200b": "", "\ufeff": "", "\u00ad": ""}
)
_SENTENCE_END: Final = re.compile(r"""[.!?…:;]["')\]]*$""")
_SEPARATOR: Final = re.compile(r"\s[|»>/•·]\s")
_BYLINE: Final = re.compile(r"^(?:by|from) [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,4}(?:,? .{0,40})?$", re.IGNORECASE)
_CREDIT: Final = re.compile(r"\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by[^)]*\)")
_BOOK: Final = re.compile(r" [-–—] by [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}$")
_DATELINE: Final = re.compile(
    r"^(?P<place>[A-Z][\w.'’ -]{2,30}(?:, [A-Z][\w. ]{1,20})?)(?:, (?P<day>[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?))?"
    r"\s*(?P<agency>\([^)]{2,30}\))?\s*(?:[—–:]|--|-(?= ))\s*"
)


@dataclass(frozen=True)
class Stripped:
    """A line that was taken out, with the reason. Lines count from 1."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Body:
    """An article's text: its headline, its paragraphs in order, and what was taken out (head lines may hold a date)."""

    title: str | None
    paragraphs: tuple[str, ...]
    stripped: tuple[Stripped, ...]
    head: tuple[str, ...]
    datelines: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


def body(text: str) -> Body:
    """The body of a page's text."""
    lines = _joined([_Line(n, _plain(line)) for n, line in enumerate(text.splitlines(), 1)])
    kept, stripped = _without_known_clutter(lines)
    title, kept, more = _without_head(kept)
    stripped += more
    kept, more = _without_headings(kept)
    stripped += more
    first = kept[0].number if kept else 0
    head = [line.text for line in lines if line.number < first or line.text == title]
    paragraphs, datelines = [], []
    for line in kept:
        dateline, rest = _dateline(line.text)
        if dateline:
            datelines.append(dateline)
            stripped.append(Stripped(line.number, dateline, "dateline"))
        for credit in _CREDIT.findall(rest):
            stripped.append(Stripped(line.number, credit, "publisher or byline"))
        paragraphs.append(_CREDIT.sub("", rest).strip())
    ordered = tuple(sorted(stripped, key=lambda entry: entry.line))
    tail = [entry.text for entry in ordered if entry.reason == "date line" and entry.line > first]
    return Body(title, tuple(filter(None, paragraphs)), ordered, tuple(head + tail), tuple(datelines))


def _plain(line: str) -> str:
    return " ".join(line.translate(_SPACES).translate(_QUOTES).replace("''", '"').split())


def _joined(lines: list[_Line]) -> list[_Line]:
    """Paragraphs as one line each, where the page breaks lines at a width; blank lines part blocks."""
    out: list[_Line] = []
    block: list[_Line] = []
    for line in [*lines, _Line(0, "")]:
        if line.text:
            block.append(line)
            continue
        out += _joined_block(block)
        block = []
    return out


def _joined_block(block: list[_Line]) -> list[_Line]:
    width = max((len(line.text) for line in block), default=0)
    full = len(block) > 2 and all(len(line.text) >= 0.7 * width for line in block[:-1])
    ends = len(block) > 1 and _SENTENCE_END.search(block[-1].text) is not None
    # Lines that all end a sentence are paragraphs of their own.
    within = any(_SENTENCE_END.search(line.text) is None for line in block[:-1])
    wrapped = width <= WIDEST_WRAPPED and within and (full or ends)
    out: list[_Line] = []
    last = ""
    for line in block:
        long = len(last) >= 0.7 * width
        goes_on = (line.text[0].islower() and not _SENTENCE_END.search(last)) or wrapped
        if out and goes_on and long and len(last) >= SHORTEST_WRAPPED:
            out[-1] = _Line(out[-1].number, f"{out[-1].text} {line.text}")
        else:
            out.append(line)
        last = line.text
    return out


def _without_known_clutter(lines: list[_Line]) -> tuple[list[_Line], list[Stripped]]:
    kept, stripped, seen = [], [], Counter[str]()
    for line in lines:
        reason = _reason(line.text)
        seen[line.text] += 1
        if reason is None and seen[line.text] > 1 and len(line.text.split()) > HEADING_WORDS:
            reason = "said before"
        if reason is None:
            kept.append(line)
        else:
            stripped.append(Stripped(line.number, line.text, reason))
    return kept, stripped


def _reason(text: str) -> str | None:
    """Why a line is clutter, None if it is not known to be."""
    low, words = text.lower(), len(text.split())
    if not any(letter.isalnum() for letter in text):
        return "no words"
    if len(_SEPARATOR.findall(text)) > 1 and words <= HEADING_WORDS:
        return "navigation"
    if dates.is_date_line(text):
        return "date line"
    if low.strip(" .:|»>*") in _outlets() or (words <= 8 and _BYLINE.match(text) and not _SENTENCE_END.search(text)):
        return "publisher or byline"
    if words <= HEADING_WORDS and _BOOK.search(text):
        return "advertisement"
    sentence = bool(_SENTENCE_END.search(text)) and words > 5
    for entry in dictionary("clutter"):
        if low.strip(" .:|»>") in entry.get("whole", ()):
            return str(entry["reason"])
        if words <= entry["words"] and _holds(entry, low, sentence):
            return str(entry["reason"])
    return "publisher or byline" if words <= 4 and text.isupper() else None


def _holds(entry: dict[str, Any], low: str, sentence: bool) -> bool:
    pattern = _phrases(str(entry["reason"]))
    if sentence and not entry.get("anywhere"):
        return pattern.match(low) is not None
    return pattern.search(low) is not None


@cache
def _phrases(reason: str) -> re.Pattern[str]:
    phrases = next(entry["phrases"] for entry in dictionary("clutter") if entry["reason"] == reason)
    return re.compile("|".join(rf"(?<!\w){re.escape(phrase.lower())}(?!\w)" for phrase in phrases))


@cache
def _outlets() -> frozenset[str]:
    return frozenset(name.lower() for row in table("outlets") for name in row["names"].split("|"))


def _without_head(lines: list[_Line]) -> tuple[str | None, list[_Line], list[Stripped]]:
    """The headline, the lines after it, and the rest of the page's head; a headline may stand there twice."""
    counts = Counter(line.text for line in lines[:HEAD_LINES] if _is_heading(line.text))
    repeated = [line for line in lines[:HEAD_LINES] if counts[line.text] > 1]
    if repeated:
        title = repeated[0].text
        last = max(index for index, line in enumerate(lines[:HEAD_LINES]) if line.text == title)
        out = [_head_line(line, title, repeated[0]) for line in lines[: last + 1] if line is not repeated[0]]
        return title, lines[last + 1 :], out
    first = next((index for index, line in enumerate(lines) if not _is_heading(line.text)), len(lines))
    headings = lines[: min(first, HEAD_LINES)]
    title_line = max(headings, key=lambda line: len(line.text.split()), default=None)
    if title_line is None or len(title_line.text.split()) < 3:
        return None, lines, []
    out = [Stripped(line.number, line.text, "head of the page") for line in headings if line is not title_line]
    return title_line.text, lines[len(headings) :], out


def _head_line(line: _Line, title: str, first: _Line) -> Stripped:
    reason = "title again" if line.text == title and line is not first else "head of the page"
    return Stripped(line.number, line.text, reason)


def _without_headings(lines: list[_Line]) -> tuple[list[_Line], list[Stripped]]:
    kept, stripped = [], []
    for line in lines:
        if _is_heading(line.text):
            stripped.append(Stripped(line.number, line.text, "heading within the text"))
        else:
            kept.append(line)
    return kept, stripped


def _is_heading(text: str) -> bool:
    return len(text.split()) <= HEADING_WORDS and not _SENTENCE_END.search(text)


def _dateline(text: str) -> tuple[str, str]:
    """`TOKYO, Aug. 29 (Agency) - ` at the head of a paragraph, and the rest; the first is empty if there is none."""
    match = _DATELINE.match(text)
    if match is None or len(text) == match.end():
        return "", text
    place = match["place"].split(",")[0].strip()
    if not (match["agency"] or match["day"] or place.isupper() or place in _capitals()):
        return "", text
    return match[0].strip(), text[match.end() :]


@cache
def _capitals() -> frozenset[str]:
    names = (name for row in table("states") for name in (row["capitals"] or "").split("|"))
    return frozenset([*names, "United Nations", "New York", "Geneva", "Hong Kong", "Shanghai", "Dubai", "Istanbul"])
