"""The events of one sentence: who does what to whom, when, who says so, and how sure the coder is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from standoff.crisis.cameo import root
from standoff.scenario.coding.actions import actions
from standoff.scenario.coding.attribution import SaidBy, said_by, speaker_codes, speeches
from standoff.scenario.coding.calendar_words import DateWords, date_words
from standoff.scenario.coding.dates import When, resolve
from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.intention import Aspect, aspect, changed
from standoff.scenario.coding.parties import Pair, pairs
from standoff.scenario.coding.patterns import Match
from standoff.scenario.coding.reference import Memory
from standoff.scenario.coding.roles import previous_verb
from standoff.scenario.coding.scene import Scene

LONGEST_ACTION: Final = 14
NO_DATE_WORDS: Final = "no words of time"


@dataclass(frozen=True)
class Event:
    """A proposed event. `target` None: nobody is named. `date` None: it cannot be told; the basis says why.

    `said_by` is None for what the article says in its own words. `confidence` is a rule of thumb from 0.1 to 0.95,
    no probability. `pattern` is the entry of the dictionary that fits.
    """

    sentence: int
    paragraph: int
    source: str
    target: str | None
    mutual: bool
    code: str
    action: str
    mood: str
    pattern: str
    date: str | None
    date_basis: str
    said_by: SaidBy
    confidence: float
    also_in: tuple[int, ...] = ()


def events_of(scene: Scene, memory: Memory, article: date | None, before: When | None) -> Iterator[Event]:
    """The events of a sentence, from left to right.

    Args:
        scene: the sentence.
        memory: whom the article spoke of before.
        article: the article's date, if known.
        before: the date of the sentence before, for `after the meeting`.
    """
    found = speeches(scene, memory)
    dated = date_words(scene.sentence.text)
    matches = list(actions(scene))
    last: Match | None = None
    governors = {aspect(scene, match.at).governor for match in matches}
    for match in matches:
        if match.at in governors and match.pattern.size == 1:
            continue  # `agreed to lift sanctions` is one event: what was agreed on
        if _explains(scene, match, last):
            continue
        last, how = match, aspect(scene, match.at)
        code = match.pattern.code if match.pattern.noun else changed(match.pattern.code, how)
        if code is None or (match.pattern.noun and _noun_in_doubt(how)):
            continue
        when = _when(scene, match.at, dated, article, before)
        speaker = speaker_codes(match.at, found, memory)
        who = said_by(scene, match.at, found, memory)
        for pair in pairs(scene, match, memory, speaker):
            yield _event(scene, match, code, how, when, who, pair)


def _explains(scene: Scene, match: Match, last: Match | None) -> bool:
    """Whether a participle tells what came of the action before it: `shelled the post, killing two soldiers`."""
    comma = match.at > 0 and scene.lows[match.at - 1] == "," and scene.lows[match.at].endswith("ing")
    return comma and last is not None and root(last.pattern.code) == root(match.pattern.code)


def _noun_in_doubt(how: Aspect) -> bool:
    return how.mood == "conditional"


def _event(scene: Scene, match: Match, code: str, how: Aspect, when: When, who: SaidBy, pair: Pair) -> Event:
    return Event(
        sentence=scene.sentence.number,
        paragraph=scene.sentence.paragraph,
        source=pair.source,
        target=pair.target,
        mutual=pair.mutual,
        code=code,
        action=_in_words(scene, match, how),
        mood=how.mood if not match.pattern.noun else "done",
        pattern=match.pattern.text,
        date=when.date,
        date_basis=when.basis,
        said_by=who,
        confidence=_confidence(match, code, how, pair),
    )


def _in_words(scene: Scene, match: Match, how: Aspect) -> str:
    first = match.at if how.governor is None else how.governor
    last = min(max(match.used) + 1, first + LONGEST_ACTION)
    tokens = scene.sentence.tokens
    return scene.sentence.text[tokens[first].start : tokens[last - 1].start + len(tokens[last - 1].text)]


def _confidence(match: Match, code: str, how: Aspect, pair: Pair) -> float:
    value = 0.4 + 0.1 * min(match.pattern.size - 1, 2) + pair.sure
    value -= 0.1 * match.pattern.noun + 0.05 * (how.mood == "intended") + 0.05 * how.denied
    value -= 0.05 * (pair.target is None) + 0.05 * (root(code) == "01")
    return round(min(max(value, 0.1), 0.95), 2)


def _when(scene: Scene, at: int, dated: Sequence[DateWords], article: date | None, before: When | None) -> When:
    """The date of what happens at a token: of the nearest date words of its clause."""
    best: tuple[int, DateWords] | None = None
    for found in dated:
        place = _token_at(scene, found.start)
        low, high = min(place, at), max(place, at)
        if any(_parts(scene, near) for near in range(low, high)):
            continue
        if best is None or abs(place - at) < abs(_token_at(scene, best[1].start) - at):
            best = (place, found)
    if best is not None:
        return resolve(best[1], article, _ahead(scene, best[0]))
    text = scene.sentence.text.lower()
    if before is not None and before.date is not None and any(phrase in text for phrase in words("refers_back")):
        return When(before.date, f"as in the sentence before: {before.basis}")
    return When(None, NO_DATE_WORDS)


def _parts(scene: Scene, at: int) -> bool:
    """Whether a token parts two clauses that share no date: `but`, or `and` with a verb behind it."""
    if scene.lows[at] == "and":
        follows = range(at + 1, min(at + 3, len(scene.lows)))
        return any(scene.verbs[near] or scene.lows[near] in ("has", "have", "will") for near in follows)
    return scene.lows[at] in (";", "but", "although", "while", "whereas")


def _ahead(scene: Scene, place: int) -> bool:
    """Whether date words date what is still to come, by the verb that they stand with."""
    verb = previous_verb(scene, place)
    if verb is None:
        verb = next((at for at in range(place, len(scene.lows)) if scene.verbs[at]), None)
    return verb is not None and aspect(scene, verb).future


def _token_at(scene: Scene, start: int) -> int:
    return max((at for at, token in enumerate(scene.sentence.tokens) if token.start <= start), default=0)


def date_of(scene: Scene, article: date | None) -> When | None:
    """The date that a sentence leaves behind for the next one."""
    dated = [found for found in date_words(scene.sentence.text) if found.kind != "vague"]
    if not dated:
        return None
    return resolve(dated[-1], article, _ahead(scene, _token_at(scene, dated[-1].start)))
