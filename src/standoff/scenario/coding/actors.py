"""Who: names of states, bodies and people in a sentence, by dictionary and by what the article says of a person.

A mention is a stretch of tokens with the code of an actor: ISO 3166 alpha-3, `UNO` for the United Nations, and EUU,
NAT, ASN, ARL, AFU, OPC for the European Union, NATO, ASEAN, the Arab League, the African Union and OPEC.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from standoff.scenario.coding.dictionaries import dictionary, table, words
from standoff.scenario.coding.sentences import Sentence, Token, tokens_of

Kind = Literal["name", "adjective", "person", "pronoun", "pair", "country", "world"]

# Languages in which the family name stands first.
FAMILY_FIRST: Final = frozenset({"PRK", "KOR", "CHN", "TWN", "VNM"})


@dataclass(frozen=True)
class Mention:
    """Tokens `first` to `last` (exclusive) that mean an actor. `code` is None for words that refer to others."""

    first: int
    last: int
    code: str | None
    kind: Kind
    text: str
    modifier: bool = False


@cache
def names() -> Mapping[str, Sequence[tuple[tuple[str, ...], str | None, Kind]]]:
    """First word -> all names that begin with it (as words), with code and kind, the longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str | None, Kind]]] = {}
    for name, code, kind in _entries():
        parts = tuple(plain(token.text) for token in tokens_of(name))
        out.setdefault(parts[0], []).append((parts, code, kind))
    return {first: sorted(entries, key=lambda entry: -len(entry[0])) for first, entries in out.items()}


def _entries() -> Iterator[tuple[str, str | None, Kind]]:
    for row in table("states"):
        for column, kind in (("names", "name"), ("adjectives", "adjective"), ("capitals", "name")):
            for name in filter(None, (row[column] or "").split("|")):
                yield name, row["code"], "adjective" if kind == "adjective" else "name"
    for row in table("bodies"):
        for name in row["names"].split("|"):
            yield name, row["code"], "name"
    for row in table("people"):
        for name in row["names"].split("|"):
            yield name, row["code"], "person"
    for name in dictionary("words")["no_actor"]:
        yield name, None, "name"
    phrases: tuple[Kind, ...] = ("pair", "country", "world")
    for phrase_kind in phrases:
        for phrase in dictionary("words")[phrase_kind]:
            yield phrase, None, phrase_kind


@cache
def plain(text: str) -> str:
    """A word without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def mentions(sentence: Sentence, people: Mapping[str, tuple[str, str]], korea: bool) -> tuple[Mention, ...]:
    """All mentions of a sentence from left to right.

    Args:
        sentence: the sentence.
        people: family name -> (code, full name), as the article has introduced them.
        korea: whether `the North` and `the South` are the two Koreas.
    """
    found: list[Mention] = []
    at = 0
    while at < len(sentence.tokens):
        mention = _named(sentence.tokens, at) or _other(sentence.tokens, at, people, korea)
        if mention is None:
            at += 1
            continue
        if mention.code is not None or mention.kind != "name":
            found.append(mention)
        at = mention.last
    return tuple(_merged(sentence.tokens, found))


def _named(tokens: Sequence[Token], at: int) -> Mention | None:
    if at >= len(tokens):
        return None
    for word in dict.fromkeys((plain(tokens[at].text), tokens[at].low)):
        for parts, code, kind in names().get(word, ()):
            stretch = tokens[at : at + len(parts)]
            folded = kind in ("pair", "country", "world")
            read = tuple(token.low if folded else plain(token.text) for token in stretch)
            if read == parts:
                text = " ".join(token.text for token in stretch)
                return Mention(at, at + len(parts), code, kind, text)
    return None


def _other(tokens: Sequence[Token], at: int, people: Mapping[str, tuple[str, str]], korea: bool) -> Mention | None:
    token = tokens[at]
    known = people.get(plain(token.text))
    if known is not None:
        return Mention(at, at + 1, known[0], "person", known[1])
    if korea and token.text in ("North", "South") and at and tokens[at - 1].low == "the":
        follows = tokens[at + 1].text if at + 1 < len(tokens) else "."
        if not follows[0].isupper() and follows not in ("and", "of"):
            return Mention(at, at + 1, "PRK" if token.text == "North" else "KOR", "name", f"the {token.text}")
    if token.low in ("its", "his", "her", "their") and _somebody_s(tokens, at):
        return Mention(at, at + 1, None, "pronoun", token.low)
    if token.low == "both" and _named(tokens, at + 1) is not None:
        return None
    pronouns = words("person_pronoun") | words("thing_pronoun") | words("group_pronoun") | words("own_pronoun")
    if token.low in pronouns and token.text != "US":
        return Mention(at, at + 1, None, "pronoun", token.low)
    return None


def _somebody_s(tokens: Sequence[Token], at: int) -> bool:
    """Whether `its` stands before one who acts for a state: `its foreign minister`, `her country`."""
    for token in tokens[at + 1 : at + 4]:
        if token.low in words("agent") or token.low in ("country", "nation", "government"):
            return token.low not in words("agent_part") or _somebody_s(tokens, at + 1)
        if not token.is_word or token.text[0].isupper():
            return False
    return False


def _merged(tokens: Sequence[Token], found: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions with `US President Donald Trump` as one, and the state of `North Korea's mission` in front of it."""
    waiting: Mention | None = None
    for mention in found:
        if waiting is not None and _belongs(tokens, waiting, mention):
            code = mention.code if mention.kind == "person" and mention.code else waiting.code
            waiting = replace(mention, first=waiting.first, code=code)
            continue
        if waiting is not None:
            yield waiting
        waiting = mention
    if waiting is not None:
        yield waiting


def _belongs(tokens: Sequence[Token], state: Mention, mention: Mention) -> bool:
    """Whether a state's name is the attribute of the mention that follows: `Japan's Defense Minister` Onodera."""
    if state.kind not in ("name", "adjective") or mention.kind not in ("person", "name") or mention.code is None:
        return False
    between = [token.low for token in tokens[state.last : mention.first]]
    if mention.kind == "name":
        return between in ([], ["'s"], ["'"]) and _is_body(mention.text)
    titles = words("title")
    if state.code != mention.code or len(between) > 9:
        return False
    return all(word in titles or word in ("'s", "'", ",", "and", "-") for word in between) and (
        "and" not in between or "for" in between or "of" in between
    )


@cache
def _bodies() -> frozenset[str]:
    return frozenset(name for row in table("bodies") for name in row["names"].split("|"))


def _is_body(text: str) -> bool:
    return text in _bodies()
