"""Patterns of words for actions, read from `data/coding/actions.yaml`; its head describes their grammar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from standoff.base.errors import InputError
from standoff.scenario.cameo import cameo
from standoff.scenario.coding.dictionaries import FOLDER, dictionary, words
from standoff.scenario.coding.lexicon import bases, is_adverb

# Most words between two words of a pattern.
WIDEST_GAP: Final = 7
ACTOR_GAP: Final = 3
ACTOR: Final = "@"
# Under this head stand words that look like an action and are none: `meet a demand`.
NO_EVENT: Final = "none"

Element = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Pattern:
    """One pattern: alternatives for each place, each alternative one word or more side by side."""

    code: str
    text: str
    noun: bool
    elements: tuple[Element, ...]
    mutual: bool = False
    doer_after: str | None = None
    target_after: str | None = None
    spoken: bool = False
    asks: bool = False

    @property
    def size(self) -> int:
        """Number of words, by which patterns that fit at one place are ranked."""
        return sum(len(element[0]) for element in self.elements)


@dataclass(frozen=True)
class Match:
    """A pattern that fits: at which anchor, with which tokens."""

    pattern: Pattern
    at: int
    used: tuple[int, ...]


@cache
def patterns() -> Mapping[tuple[bool, str], Sequence[Pattern]]:
    """(whether the anchor is a noun, its base form) -> patterns, the longest first.

    Raises:
        InputError: the data file names an unknown code or set, or holds a pattern twice.
    """
    seen: dict[str, str] = {}
    out: dict[tuple[bool, str], list[Pattern]] = {}
    for code, text in dictionary("actions")["patterns"].items():
        if code != NO_EVENT:
            cameo().entry(code)
        for entry in text.split(","):
            pattern = _pattern(code, entry.strip())
            if seen.setdefault(pattern.text, code) != code:
                raise _refuse("stands under two codes", pattern.text)
            for alternative in pattern.elements[0]:
                out.setdefault((pattern.noun, alternative[0]), []).append(pattern)
    return {key: sorted(found, key=lambda pattern: -pattern.size) for key, found in out.items()}


def count() -> int:
    """Number of different patterns in the dictionary."""
    return len({pattern.text for found in patterns().values() for pattern in found})


def _pattern(code: str, text: str) -> Pattern:
    words_of = text.removeprefix("n:").split()
    signs = [word for word in words_of if word[0] in "<>!"]
    plain = [word for word in words_of if word not in signs]
    return Pattern(
        code=code,
        text=text,
        noun=text.startswith("n:"),
        elements=tuple(_element(word, text) for word in plain),
        mutual="<>" in signs,
        doer_after=next((sign[1:] for sign in signs if sign[0] == "<" and sign != "<>"), None),
        target_after=next((sign[1:] for sign in signs if sign[0] == ">"), None),
        spoken="!" in signs or "!!" in signs,
        asks="!!" in signs,
    )


def _element(word: str, text: str) -> Element:
    out: list[tuple[str, ...]] = []
    for part in word.split("|"):
        if "{" not in part:
            out.append(tuple(part.split("_")))
            continue
        before, _, rest = part.partition("{")
        name, _, after = rest.partition("}")
        found = dictionary("actions")["sets"].get(name)
        if found is None:
            raise _refuse(f"names an unknown set {name!r}", text)
        out += [tuple(f"{before}{entry}{after}".split("_")) for entry in found]
    return tuple(out)


def _refuse(message: str, text: str) -> InputError:
    return InputError(message, file=FOLDER / "actions.yaml", value=text)


def match(lows: Sequence[str], actors: Sequence[bool], stops: Sequence[bool], at: int, noun: bool) -> Match | None:
    """The longest pattern that fits with its anchor at a token; `actors` says which tokens belong to a mention.

    `stops` are the finite verbs, over which a noun's pattern does not reach.
    """
    for base in bases(lows[at]):
        for pattern in patterns().get((noun, base), ()):
            used = _fit(lows, actors, stops, pattern, at)
            if used is not None:
                return _longest(lows, actors, stops, at, noun, pattern, used)
    return None


def _longest(
    lows: Sequence[str],
    actors: Sequence[bool],
    stops: Sequence[bool],
    at: int,
    noun: bool,
    first: Pattern,
    used: tuple[int, ...],
) -> Match:
    """The longest of all base forms' patterns: `left` may be a form of leave and a word of its own."""
    best = Match(first, at, used)
    for base in sorted(bases(lows[at])):
        for pattern in patterns().get((noun, base), ()):
            if pattern.size <= best.pattern.size:
                break
            found = _fit(lows, actors, stops, pattern, at)
            if found is not None:
                best = Match(pattern, at, found)
    return best


def _fit(
    lows: Sequence[str], actors: Sequence[bool], stops: Sequence[bool], pattern: Pattern, at: int
) -> tuple[int, ...] | None:
    used = next(_here(lows, pattern.elements[0], at), None)
    if used is None:
        return None
    for element in pattern.elements[1:]:
        found = _ahead(lows, actors, stops if pattern.noun else (), element, used[-1] + 1)
        if found is None:
            return None
        used = (*used, *found)
    return used


def _ahead(
    lows: Sequence[str], actors: Sequence[bool], stops: Sequence[bool], element: Element, start: int
) -> tuple[int, ...] | None:
    """The first place at or after `start` where an element fits, within one clause; an actor's name counts as one."""
    gap, at = 0, start
    while at < len(lows) and gap <= WIDEST_GAP:
        if element == ((ACTOR,),):
            if actors[at]:
                return (at,)
            if gap >= ACTOR_GAP:
                return None
        else:
            found = None if actors[at] else next(_here(lows, element, at), None)
            if found is not None:
                return found
        if _ends_clause(lows, at) or (stops and stops[at]):
            return None
        gap += not (actors[at] and at > start and actors[at - 1])
        at += 1
    return None


def _here(lows: Sequence[str], element: Element, at: int) -> Iterator[tuple[int, ...]]:
    for alternative in element:
        used, place = [], at
        for number, word in enumerate(alternative):
            while (
                number
                and place < len(lows)
                and (lows[place] in ("a", "an", "the", "its", "their") or is_adverb(lows[place]))
            ):
                if word == lows[place]:
                    break
                place += 1
            if place >= len(lows) or word not in bases(lows[place]):
                break
            used.append(place)
            place += 1
        else:
            yield tuple(used)


def _ends_clause(lows: Sequence[str], at: int) -> bool:
    return lows[at] in (";", ":", '"', "--", "—", "–") or (
        lows[at] in words("boundary") and lows[at] not in ("that", "as", "after", "since")
    )
