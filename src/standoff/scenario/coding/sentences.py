"""Paragraphs into sentences, and sentences into tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# A longer run of words without a full stop is a table or a list; it is cut so that work stays in proportion.
LONGEST: Final = 150
SCARE_WORDS: Final = 4

_INITIALS: Final = (
    (re.compile(r"\bU\.\s?S\.(?:\s?A\.)?"), "US"),
    (re.compile(r"\bU\.\s?N\."), "UN"),
    (re.compile(r"\bU\.\s?K\."), "UK"),
    (re.compile(r"\bE\.\s?U\."), "EU"),
    (re.compile(r"\bD\.\s?P\.\s?R\.\s?K\."), "DPRK"),
    (re.compile(r"\bN\. ?Korea"), "North Korea"),
    (re.compile(r"\bS\. ?Korea"), "South Korea"),
    (re.compile(r"\bD\.\s?C\."), "DC"),
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Lt|Col|Capt|Maj|Sgt|Cmdr|Sen|Rep|Gov|Pres|Prof|St|Jr|Sr|No|vs|Inc|Ltd|Co|Corp|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|est|Mt|Ft|etc|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$"
)
_END: Final = re.compile(r"""[.!?…]+["')\]]*(?=\s+["'(\[]*[A-Z0-9])""")
_TOKEN: Final = re.compile(
    r"n't\b|'(?:s|re|ve|ll|d|m)\b|\b[A-Z]\.(?!\w)|[^\W\d_]+?(?=n't\b)|"
    r"[^\W_]+(?:[-'&][^\W_]+)*?(?='(?:s|re|ve|ll|d|m)\b)|[^\W_]+(?:[-'&.,][^\W_]+)*|--|[^\w\s]"
)


@dataclass(frozen=True)
class Token:
    """A word or sign, with its first character's place in the sentence."""

    text: str
    low: str
    start: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number."""
        return self.low[-1].isalnum()


@dataclass(frozen=True)
class Sentence:
    """A sentence; number and paragraph count from 1. `quoted`: whether each token stands in quotation marks."""

    number: int
    paragraph: int
    text: str
    tokens: tuple[Token, ...]
    quoted: tuple[bool, ...]


def sentences(paragraphs: Sequence[str]) -> tuple[Sentence, ...]:
    """All sentences of the paragraphs in order."""
    out: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs, 1):
        inside = False
        for text in split(paragraph):
            tokens = _without_short_brackets(_without_scare_quotes(tokens_of(text)))
            quoted, inside = _quoted(tokens, inside)
            for first in range(0, len(tokens), LONGEST):
                part = slice(first, first + LONGEST)
                shown = text if len(tokens) <= LONGEST else text[tokens[first].start :][:1000]
                out.append(Sentence(len(out) + 1, number, shown, tokens[part], quoted[part]))
    return tuple(out)


def split(paragraph: str) -> list[str]:
    """The sentences of a paragraph, initials such as `U.S.` without their points."""
    for pattern, plain in _INITIALS:
        paragraph = pattern.sub(plain, paragraph)
    out, start = [], 0
    for end in _END.finditer(paragraph):
        if _ABBREVIATION.search(paragraph[max(start, end.start() - 8) : end.start() + 1]) and end[0] == ".":
            continue
        out.append(paragraph[start : end.end()].strip())
        start = end.end()
    rest = paragraph[start:].strip()
    return [*out, rest] if rest else out


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and signs of a sentence."""
    return tuple(Token(match[0], match[0].lower(), match.start()) for match in _TOKEN.finditer(text))


def _without_scare_quotes(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without quotation marks about a few words: those are a writer's distance, not a speech."""
    marks = [at for at, token in enumerate(tokens) if token.text == '"']
    drop: set[int] = set()
    if len(marks) % 2 == 0:
        for first, last in zip(marks[::2], marks[1::2], strict=True):
            if sum(token.is_word for token in tokens[first:last]) <= SCARE_WORDS:
                drop |= {first, last}
    return tuple(token for at, token in enumerate(tokens) if at not in drop)


def _without_short_brackets(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without brackets of a few words, such as an abbreviation after a name."""
    drop: set[int] = set()
    for first, token in enumerate(tokens):
        if token.text == "(":
            ends = (at for at in range(first + 1, min(first + SCARE_WORDS + 2, len(tokens))) if tokens[at].text == ")")
            last = next(ends, None)
            drop.update(() if last is None else range(first, last + 1))
    return tuple(token for at, token in enumerate(tokens) if at not in drop)


def _quoted(tokens: Sequence[Token], inside: bool) -> tuple[tuple[bool, ...], bool]:
    """Which tokens stand in double quotation marks; a quotation may go on from the sentence before."""
    marks = []
    for token in tokens:
        if token.text == '"':
            inside = not inside
            marks.append(False)
        else:
            marks.append(inside)
    return tuple(marks), inside
