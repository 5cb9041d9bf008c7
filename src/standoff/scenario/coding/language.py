"""What language a text looks like, by its letters and its stop words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from standoff.base.errors import InputError
from standoff.scenario.coding.dictionaries import dictionary

ENGLISH: Final = "English"

# Running English is stop words to a good third (of this list); names and headlines alone are not.
LEAST_SHARE: Final = 0.15
LEAST_WORDS: Final = 15

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def require_english(text: str, file: str) -> None:
    """Refuse a text that is not in English, saying what it looks like instead.

    Raises:
        InputError: most letters are of another script, another language's stop words are more frequent, or there are
            too few words to be an article.
    """
    looks = looks_like(text)
    if looks != ENGLISH:
        raise InputError(f"is not in English: it looks like {looks}", file=file, allowed="an article in English")
    if len(_WORD.findall(text)) < LEAST_WORDS:
        raise InputError("holds too few words", file=file, allowed=f"an article of {LEAST_WORDS} words and more")


def looks_like(text: str) -> str:
    """The language whose stop words make up most of the text, or the name of its script; else `no language ...`."""
    script = _script(text)
    if script is not None:
        return script
    words = Counter(word.lower().replace("’", "'") for word in _WORD.findall(text))
    total = sum(words.values())
    shares = {
        language: sum(words[word] for word in known) / max(total, 1)
        for language, known in dictionary("languages")["words"].items()
    }
    best = max(shares, key=lambda language: shares[language])
    return str(best) if shares[best] >= LEAST_SHARE else "no language that is known here"


def _script(text: str) -> str | None:
    letters = [letter for letter in text if letter.isalpha()]
    counts = {
        name: sum(first <= letter <= last for letter in letters)
        for name, (first, last) in dictionary("languages")["scripts"].items()
    }
    # Kana mark a Japanese text in which Chinese characters may be more.
    if counts["Japanese"] > 0.1 * len(letters):
        return "Japanese"
    best = max(counts, key=lambda name: counts[name])
    return str(best) if counts[best] > 0.3 * len(letters) else None
