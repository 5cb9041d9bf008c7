"""Who says it: the speaker of a quotation or of reported speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.lexicon import is_adverb, is_auxiliary, is_one_of
from standoff.scenario.coding.reference import Codes, Memory, last_person, resolve
from standoff.scenario.coding.roles import previous_verb, subject
from standoff.scenario.coding.scene import Group, Scene

Manner = Literal["quoted", "reported"]

# A few words in quotation marks are a writer's distance, not a speech.
LEAST_QUOTED: Final = 3


@dataclass(frozen=True)
class Speech:
    """Speech in a sentence: the token of its verb, who speaks (in words) and for which actors."""

    at: int
    who: str
    codes: Codes


@dataclass(frozen=True)
class SaidBy:
    """Who says something, for which actor, and whether it is quoted; all None for the writer's own words."""

    who: str | None = None
    actor: str | None = None
    manner: Manner | None = None


def speeches(scene: Scene, memory: Memory) -> tuple[Speech, ...]:
    """All speech in a sentence from left to right."""
    return tuple(_speeches(scene, memory))


def _speeches(scene: Scene, memory: Memory) -> Iterator[Speech]:
    for at, low in enumerate(scene.lows):
        if low == "to" and at and scene.lows[at - 1] == "according":
            who = _after(scene, at)
            if who is not None:
                yield _speech(scene, at, who, memory)
        elif scene.verbs[at] and is_one_of(low, words("plain_reporting")):
            role = subject(scene, at)
            who = role.group if role is not None else _after(scene, at) if _inverted(scene, at) else None
            if who is not None:
                yield _speech(scene, at, who, memory)
            else:
                nameless = _nameless(scene, at)
                if nameless is not None:
                    yield Speech(at, nameless, ())


def _speech(scene: Scene, at: int, who: Group, memory: Memory) -> Speech:
    codes = resolve(scene, who, memory, ()).codes
    if who.mentions[0].kind == "pronoun":
        person = last_person(scene, who.first, memory)
        if who.mentions[0].text in words("person_pronoun") and person is not None:
            return Speech(at, person.text, codes)
        if memory.speaker_name and codes == memory.speaker:
            return Speech(at, memory.speaker_name, codes)
    return Speech(at, _in_words(scene, who), codes)


def _after(scene: Scene, at: int) -> Group | None:
    """The group right behind a verb of speech or `according to`."""
    for group in scene.groups:
        if group.first > at:
            between = scene.lows[at + 1 : group.first]
            free = all(low in words("determiner") or low in words("title") or low == "to" for low in between)
            return group if free and (group.preposition in (None, "to")) else None
    return None


def _inverted(scene: Scene, at: int) -> bool:
    return at > 0 and scene.lows[at - 1] in (",", '"')


def _in_words(scene: Scene, group: Group) -> str:
    """The group's words, with the noun that acts for it: `North Korea 's mission`."""
    last = group.last
    for place in range(group.last, min(group.last + 5, len(scene.lows))):
        low = scene.lows[place]
        if (
            not (low[0].isalnum() or low in ("'s", "'"))
            or scene.verbs[place]
            or (is_auxiliary(low) and low != "'s")
            or low in words("preposition")
        ):
            break
        if low in words("agent"):
            last = place + 1
    mention = group.mentions[0]
    if len(group.mentions) == 1 and mention.kind == "person":
        return mention.text
    tokens = scene.sentence.tokens[group.first : last]
    text = " ".join(token.text for token in tokens)
    return text.replace(" 's", "'s").replace(" '", "'").replace(" ,", ",")


def _nameless(scene: Scene, at: int) -> str | None:
    """A speaker without a name: `diplomats said`, `said officials`."""
    place = at - 1
    while place >= 0 and (is_adverb(scene.lows[place]) or is_auxiliary(scene.lows[place])):
        place -= 1
    for near in (place, at + 1, at + 2):
        if 0 <= near < len(scene.lows) and scene.lows[near] in words("anonymous") and not scene.actors[near]:
            return scene.sentence.tokens[near].text.lower()
    verb = previous_verb(scene, at)
    for near in range(at - 1, -1 if verb is None else max(verb - 3, -1), -1):
        if scene.lows[near] in words("anonymous"):
            return scene.sentence.tokens[near].text.lower()
    return None


def said_by(scene: Scene, at: int, found: tuple[Speech, ...], memory: Memory) -> SaidBy:
    """Who says what the verb at a token tells; a quotation without a speaker goes on from the sentence before."""
    quoted = scene.sentence.quoted[at] and _long_quotation(scene, at)
    others = [speech for speech in found if speech.at != at]
    before = [speech for speech in others if speech.at < at and _reaches(scene, speech.at, at)]
    after = [speech for speech in others if speech.at > at and _trails(scene, speech.at, at)]
    speech = before[-1] if before else after[0] if after else None
    if speech is not None:
        actor = speech.codes[0] if len(speech.codes) == 1 else None
        return SaidBy(speech.who, actor, "quoted" if quoted else "reported")
    if quoted and memory.speaker_name is not None:
        actor = memory.speaker[0] if len(memory.speaker) == 1 else None
        return SaidBy(memory.speaker_name, actor, "quoted")
    return SaidBy()


def speaker_codes(at: int, found: tuple[Speech, ...], memory: Memory) -> Codes:
    """The actors whose words they are, for `we`."""
    before = [speech for speech in found if speech.at < at]
    after = [speech for speech in found if speech.at > at]
    speech = before[-1] if before else after[0] if after else None
    return memory.speaker if speech is None else speech.codes


def _reaches(scene: Scene, speech: int, at: int) -> bool:
    """Whether reported speech still goes on at a token: no new clause of the writer's own begins in between."""
    return (
        not any(low in (";", "although", "while", "whereas") for low in scene.lows[speech + 1 : at])
        or scene.sentence.quoted[at]
    )


def _trails(scene: Scene, speech: int, at: int) -> bool:
    """Whether a speech's verb stands behind, set off by a comma: `..., the two allies said`."""
    between = scene.lows[at + 1 : speech]
    if "," not in between and '"' not in between:
        return False
    last = max(place for place, low in enumerate(between) if low in (",", '"'))
    return len(between) - last <= 12


def _long_quotation(scene: Scene, at: int) -> bool:
    first = last = at
    while first > 0 and scene.sentence.quoted[first - 1]:
        first -= 1
    while last + 1 < len(scene.lows) and scene.sentence.quoted[last + 1]:
        last += 1
    return sum(scene.lows[place][0].isalnum() for place in range(first, last + 1)) > LEAST_QUOTED
