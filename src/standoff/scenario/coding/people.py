"""People whom an article introduces: `South Korean President Moon Jae-in`; `Joseph Dunford, the chairman of ...`.

A person acts for the state or body by whose title they are introduced, from then on also under the family name alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from standoff.scenario.coding.actors import FAMILY_FIRST, Mention, mentions, plain
from standoff.scenario.coding.calendar_words import MONTHS, WEEKDAYS
from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.sentences import Sentence, Token

LONGEST_NAME: Final = 4
LONGEST_TITLE: Final = 9
_NO_NAMES: Final = frozenset(
    [*MONTHS, *WEEKDAYS, "the", "a", "an", "in", "on", "but", "and", "he", "she", "it", "they"]
)

People = dict[str, tuple[str, str]]


def people(sentences: Sequence[Sentence], korea: bool) -> People:
    """Family name -> (code, full name) of everybody whom the sentences introduce or the dictionary knows."""
    out: People = {}
    for sentence in sentences:
        found = mentions(sentence, {}, korea)
        for mention in found:
            if mention.kind == "person" and mention.code is not None:
                _add(out, mention.text.split(), mention.code)
        taken = {at for mention in found for at in range(mention.first, mention.last)}
        for mention in found:
            if mention.kind in ("name", "adjective") and mention.code is not None:
                name = _titled(sentence.tokens, mention, taken) or _apposed(sentence.tokens, mention, taken)
                if name:
                    _add(out, name, mention.code)
    return out


def _add(out: People, name: list[str], code: str) -> None:
    # A name already bound stays: who is introduced first under it is meant.
    first = code in FAMILY_FIRST and len(name) > 1
    family = plain(name[0] if first else name[-1])
    if len(family) > 1:
        out.setdefault(family, (code, " ".join(name)))


def _titled(tokens: Sequence[Token], state: Mention, taken: set[int]) -> list[str] | None:
    """The name after `Japanese Defense Minister` or `Iran's Foreign Minister,`."""
    at, titles = state.last, 0
    while at < len(tokens) and at - state.last < LONGEST_TITLE:
        low = tokens[at].low
        if low in words("title") and not (titles and tokens[at].text[0].isupper() and low in ("may",)):
            titles += low not in ("the", "of", "for")
        elif low not in ("'s", "'", "and", "-") and not (low == "," and titles):
            break
        at += 1
    name = _name(tokens, at, taken) if titles else []
    return name or None


def _apposed(tokens: Sequence[Token], state: Mention, taken: set[int]) -> list[str] | None:
    """The name before `, the chairman of the US Joint Chiefs` or `, North Korea's ambassador`."""
    at, titles = state.first - 1, _title_follows(tokens, state.last)
    while at >= 0 and tokens[at].low in words("title"):
        titles = titles or tokens[at].low not in ("the", "of", "for")
        at -= 1
    if at < 1 or not titles or tokens[at].text != ",":
        return None
    end = at
    while at > 0 and end - at < LONGEST_NAME and _is_name(tokens[at - 1], at - 1, taken):
        at -= 1
    return [token.text for token in tokens[at:end]] if end - at >= 2 else None


def _title_follows(tokens: Sequence[Token], at: int) -> bool:
    lows = [token.low for token in tokens[at : at + 4]]
    lows = lows[1:] if lows[:1] in (["'s"], ["'"]) else lows
    return any(low in words("title") and low not in ("the", "of", "for") for low in lows[:3])


def _name(tokens: Sequence[Token], at: int, taken: set[int]) -> list[str]:
    out: list[str] = []
    while at < len(tokens) and len(out) < LONGEST_NAME and _is_name(tokens[at], at, taken):
        out.append(tokens[at].text)
        at += 1
    return out


def _is_name(token: Token, at: int, taken: set[int]) -> bool:
    return (
        token.text[0].isupper() and at not in taken and token.low not in _NO_NAMES and token.low not in words("title")
    )
