"""Forms of words: which base forms a token can be, and whether it can be a verb where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from standoff.scenario.coding.dictionaries import dictionary, words

_VOWELS: Final = "aeiou"


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Base form -> its irregular forms."""
    return {base: tuple(forms) for base, forms in dictionary("words")["irregular"].items()}


@cache
def _base_of_irregular() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for base, forms in irregular().items():
        for form in forms:
            out[form] = (*out.get(form, ()), base)
    return out


@cache
def bases(low: str) -> frozenset[str]:
    """All base forms that a word in lower case can have, as a verb or a noun, the word itself included."""
    out = {low, *_base_of_irregular().get(low, ())}
    if low.endswith("ies") and len(low) > 4:
        out.add(low[:-3] + "y")
    if low.endswith("es") and len(low) > 3:
        out.add(low[:-2])
    if low.endswith("s") and not low.endswith("ss") and len(low) > 3:
        out.add(low[:-1])
    if low.endswith("ied") and len(low) > 4:
        out.add(low[:-3] + "y")
    for ending in ("ed", "ing"):
        stem = low.removesuffix(ending)
        if stem != low and len(stem) > 1 and any(letter in _VOWELS + "y" for letter in stem):
            out |= {stem, stem + "e"}
            if len(stem) > 2 and stem[-1] == stem[-2]:
                out.add(stem[:-1])
    return frozenset(out)


def is_one_of(low: str, known: Iterable[str]) -> bool:
    """Whether a word is a form of one of some base forms."""
    return not bases(low).isdisjoint(known)


@cache
def _auxiliaries() -> frozenset[str]:
    return frozenset(form for base in words("auxiliary") for form in (base, *irregular().get(base, ())))


def is_auxiliary(low: str) -> bool:
    """Whether a word helps a verb: be, have, do, a modal, to, not."""
    return low in _auxiliaries()


def is_adverb(low: str) -> bool:
    """Whether a word says how or when and may stand before a verb."""
    return (low.endswith("ly") and low not in words("no_adverb")) or low in words("adverb")


def is_inflected(low: str) -> bool:
    """Whether a word has the form of a past tense or participle."""
    return low.endswith("ed") or low in _past_forms()


@cache
def _past_forms() -> frozenset[str]:
    forms = (form for known in irregular().values() for form in known)
    return frozenset(form for form in forms if not form.endswith(("ing", "s")) or form in ("was",))


def can_be_verb(lows: Sequence[str], at: int) -> bool:
    """Whether the word at a place can be a verb there, by the words about it."""
    low, before = lows[at], _before(lows, at)
    if is_auxiliary(before) or before in ("he", "she", "it", "they", "we", "i", "you", "who", "which", "that"):
        # `that strike` is a noun, `that strikes` a verb; `have` and a form in -s are no verb together.
        plain = not is_inflected(low) and not low.endswith("ing")
        return not (plain and before in ("have", "has", "had")) and not (before == "that" and plain and low[-1] != "s")
    if low.endswith("ing"):
        # `four-hour meeting` is a noun; a participle stands behind a comma or a word that leads to it.
        return before in words("before_participle") or is_inflected(before)
    if before in words("determiner") or before in (
        "'s",
        "of",
        "in",
        "on",
        "with",
        "against",
        "for",
        "from",
        "at",
        "by",
    ):
        return False
    if is_inflected(low):
        return True
    # Forms in -s and plain forms are nouns unless they follow somebody who can act, or join another verb.
    actor = before in words("agent") and before not in words("agent_part") and low not in words("agent")
    return actor or before in ("and", "or", ",", '"', "but")


def _before(lows: Sequence[str], at: int) -> str:
    at -= 1
    while at >= 0 and is_adverb(lows[at]):
        at -= 1
    return lows[at] if at >= 0 else ""
