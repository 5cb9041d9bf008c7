"""`code`: an article's proposed events, from its file.

import standoff
for event in standoff.code("article.txt", date="2017-08-18").events: ...
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.crisis.cameo import root
from standoff.scenario.cameo import cameo
from standoff.scenario.coding.actors import mentions
from standoff.scenario.coding.attribution import speeches
from standoff.scenario.coding.clutter import Stripped, body
from standoff.scenario.coding.dates import When, article_date, parse_day
from standoff.scenario.coding.events import Event, date_of, events_of
from standoff.scenario.coding.language import require_english
from standoff.scenario.coding.people import people
from standoff.scenario.coding.reading import ALLOWED, read_page
from standoff.scenario.coding.reference import Memory, remember
from standoff.scenario.coding.scene import Scene, scene
from standoff.scenario.coding.sentences import Sentence, sentences

# Roots of what others answer to: threats, force and its display.
PROVOKES: Final = frozenset(["13", "150", "18", "19", "20"])


@dataclass(frozen=True)
class Article:
    """The article: its file, date (and on what that rests), headline, number of words of its text, digest."""

    file: str
    date: str | None
    date_basis: str
    title: str | None
    words: int
    sha256: str


@dataclass(frozen=True)
class Coding:
    """What the coder makes of an article: proposed events, the sentences they come from, and what was taken out."""

    article: Article
    events: tuple[Event, ...]
    stripped: tuple[Stripped, ...]
    sentences: tuple[Sentence, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: `article`, `events`, `stripped`, `sentences`."""
        return {
            "article": vars(self.article).copy(),
            "events": [_event_json(event) for event in self.events],
            "stripped": [vars(entry).copy() for entry in self.stripped],
            "sentences": [
                {"number": one.number, "paragraph": one.paragraph, "text": one.text} for one in self.sentences
            ],
        }


def code(path: str | Path, date: str | None = None) -> Coding:
    """Propose the events of a news text.

    Args:
        path: a text file of one article in English.
        date: the article's date, YYYY-MM-DD; by default what the article itself says.

    Raises:
        InputError: a file that is no such text, or a date that is none.
    """
    given = None if date is None else parse_day(date)
    page = read_page(Path(path))
    require_english(page.text, str(path))
    text = body(page.text)
    if not text.paragraphs:
        raise InputError("holds no sentences, only what surrounds an article on a page", file=path, allowed=ALLOWED)
    day, basis = article_date(given, text.head, text.datelines)
    found = sentences(text.paragraphs)
    words = sum(token.is_word for sentence in found for token in sentence.tokens)
    article = Article(str(path), None if day is None else day.isoformat(), basis, text.title, words, page.sha256)
    return Coding(article, tuple(_once_a_day(_events(found, day))), text.stripped, found)


def _events(found: Sequence[Sentence], article: datetime.date | None) -> Iterator[Event]:
    memory, before = Memory(), None
    for one in scenes(found):
        provoker, dyad = memory.provoker, memory.dyad
        for event in events_of(one, memory, article, before):
            yield event
            dyad = (event.source, event.target) if event.target is not None else dyad
            provoker = event.source if PROVOKES & {root(event.code), event.code} else provoker
        said = [speech for speech in speeches(one, memory) if speech.codes]
        memory = remember(
            one,
            replace(memory, provoker=provoker, dyad=dyad),
            said[-1].codes if said else (),
            said[-1].who if said else None,
        )
        before = date_of(one, article) or _faded(before)


def scenes(found: Sequence[Sentence]) -> Iterator[Scene]:
    """The sentences as scenes, with everybody whom the article introduces."""
    korea = any("North Korea" in sentence.text for sentence in found)
    known = people(found, korea)
    for sentence in found:
        yield scene(sentence, mentions(sentence, known, korea))


def _faded(before: When | None) -> When | None:
    """A date is carried over to the sentence after next and no farther."""
    if before is None or before.basis.startswith("two sentences"):
        return None
    return When(before.date, f"two sentences before: {before.basis}")


def _once_a_day(events: Iterator[Event]) -> Iterator[Event]:
    """Each event once: what a later sentence tells again is noted with the first, as event data do by the day."""
    first: dict[tuple[Any, ...], Event] = {}
    for event in events:
        partners = frozenset((event.source, event.target)) if event.mutual else (event.source, event.target)
        key = (partners, event.mutual, event.code, event.date or event.pattern)
        if key not in first:
            first[key] = event
        elif event.sentence not in (first[key].sentence, *first[key].also_in):
            first[key] = replace(first[key], also_in=(*first[key].also_in, event.sentence))
    yield from first.values()


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "sentence": event.sentence,
        "paragraph": event.paragraph,
        "source": event.source,
        "target": event.target,
        "mutual": event.mutual,
        "cameo": event.code,
        "name": cameo().name(event.code),
        "weight": cameo().weight(event.code),
        "action": event.action,
        "mood": event.mood,
        "date": event.date,
        "date_basis": event.date_basis,
        "said_by": event.said_by.who,
        "said_by_actor": event.said_by.actor,
        "manner": event.said_by.manner,
        "confidence": event.confidence,
        "also_in": list(event.also_in),
    }
