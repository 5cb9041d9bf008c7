"""Who does it and to whom: the mentions that are subject and object of a verb, by the order of words.

No parser: a subject is the bare name nearest in front of its verb within the clause, an object the nearest name after
it. What a verb shares with the one before it (`met X and said`, `by preparing`, `to fire`) it takes from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.lexicon import bases, is_adverb, is_auxiliary, is_inflected, is_one_of
from standoff.scenario.coding.scene import Group, Scene

How = Literal["direct", "shared", "antecedent", "of a noun"]

_DEEPEST: Final = 6
# Prepositions before -ing that lead back to the subject of the verb before.
_LEADS: Final = frozenset(
    ["by", "after", "before", "while", "when", "of", "without", "in", "from", "at", "as", "on", "with", "since"]
)
# Behind these stands nobody to whom something is done.
_NO_TARGET: Final = frozenset(
    ["from", "by", "like", "than", "during", "since", "including", "as", "under", "per", "until"]
)


@dataclass(frozen=True)
class Role:
    """A group of mentions and how it was found."""

    group: Group
    how: How


def subject(scene: Scene, at: int, depth: int = 0) -> Role | None:
    """The subject of the verb at a token, None if it is no actor or cannot be told."""
    if depth > _DEEPEST:
        return None
    before, to = _over_helpers(scene, at)
    if before < 0:
        return None
    low = scene.lows[before]
    if to:
        return _shared(scene, before + 1, depth)
    if low in ("and", "or", "but", ",", ";") or (low in _LEADS and scene.lows[at].endswith("ing")):
        return _after_joint(scene, at, before, depth)
    if low in ("who", "which"):
        return _antecedent(scene, before)
    if low == "that" and not (before and scene.verbs[before - 1]):
        return _antecedent(scene, before)
    return _direct(scene, before, depth)


def _over_helpers(scene: Scene, at: int) -> tuple[int, bool]:
    """The token in front of a verb and its helping words and adverbs, and whether one of them is `to`."""
    to = False
    place = at - 1
    while place >= 0 and (is_auxiliary(scene.lows[place]) or is_adverb(scene.lows[place]) or scene.lows[place] == '"'):
        # `Washington "remains committed"`: a mark within a clause is passed over, one between clauses is not.
        if scene.lows[place] == '"' and not (place and scene.actors[place - 1]):
            break
        to = to or scene.lows[place] == "to"
        place -= 1
        if to and place >= 0 and not is_adverb(scene.lows[place]):
            break
    return place, to


def previous_verb(scene: Scene, before: int) -> int | None:
    """The nearest verb in front of a token."""
    return next((at for at in range(before - 1, -1, -1) if scene.verbs[at]), None)


def _shared(scene: Scene, before: int, depth: int) -> Role | None:
    verb = previous_verb(scene, before)
    found = None if verb is None else subject(scene, verb, depth + 1)
    if found is not None:
        return Role(found.group, "shared")
    bare = [
        group for group in scene.groups if group.last <= before and group.preposition is None and not group.modifier
    ]
    return Role(bare[0], "shared") if bare and verb is None else None


def _after_joint(scene: Scene, at: int, before: int, depth: int) -> Role | None:
    """The subject of a verb after a comma or conjunction: an apposition's, or that of the verb before."""
    apposed = _before_apposition(scene, at, before)
    if apposed is not None:
        return Role(apposed, "direct")
    return _shared(scene, before, depth)


def _before_apposition(scene: Scene, at: int, comma: int) -> Group | None:
    """`Joseph Dunford, the chairman of the Joint Chiefs, said`: the name before the apposition that a comma closes."""
    if scene.lows[comma] != "," or scene.lows[at].endswith("ing"):
        return None
    opening = next((place for place in range(comma - 1, -1, -1) if scene.lows[place] == ","), None)
    if opening is None:
        return None
    verb = previous_verb(scene, comma)
    if verb is not None and verb > opening and scene.lows[opening + 1] not in ("who", "which"):
        return None
    acting = words("agent") | words("title")
    for group in reversed(scene.groups):
        # `Japan's foreign minister, Taro Kono, said`: nouns that act for the state may stand in front of the comma.
        between = scene.lows[group.last : opening] if group.last <= opening else ("",)
        if all(low in acting or low in ("'s", "'") for low in between):
            return group if group.preposition is None and not group.modifier else None
    return None


def _antecedent(scene: Scene, relative: int) -> Role | None:
    """The group that `who` or `which` refers to: it stands right in front."""
    for group in reversed(scene.groups):
        if group.last <= relative:
            near = relative - group.last <= 1
            return Role(group, "antecedent") if near and not group.modifier else None
    return None


def _direct(scene: Scene, before: int, depth: int) -> Role | None:
    """The bare group in front, unless another noun stands between it and the verb."""
    verb = previous_verb(scene, before + 1)
    start = max(_clause_start(scene, before), -1 if verb is None else verb)
    for group in reversed(scene.groups):
        if group.last > before + 1 or group.modifier:
            continue
        if group.first < start:
            break
        if group.preposition is None and not _is_object(scene, group):
            return Role(group, "direct")
    if verb is not None and verb > _clause_start(scene, before) and _no_noun(scene, verb + 1, before + 1):
        return _shared(scene, before + 1, depth)
    return None


def _clause_start(scene: Scene, before: int) -> int:
    for place in range(before, -1, -1):
        low = scene.lows[place]
        if low in (";", ":", '"', "--", "—", "–") or low in words("boundary"):
            return place
    return -1


def _is_object(scene: Scene, group: Group) -> bool:
    """Whether a group follows a verb that takes an object; after a verb of speech it begins a clause."""
    place = group.first - 1
    while place >= 0 and (scene.lows[place] in words("determiner") or is_adverb(scene.lows[place])):
        place -= 1
    if place < 0 or not scene.verbs[place]:
        return False
    return not is_one_of(scene.lows[place], words("plain_reporting"))


def _no_noun(scene: Scene, first: int, last: int) -> bool:
    plain = (low for at, low in enumerate(scene.lows[first:last], first) if not scene.actors[at])
    return all(
        is_adverb(low) or is_auxiliary(low) or low in words("preposition") or low in ("that", '"', ",") for low in plain
    )


def is_passive(scene: Scene, at: int) -> bool:
    """Whether a verb is in the passive: a participle after a form of be, or in front of `by`."""
    if not is_inflected(scene.lows[at]):
        return False
    place = at - 1
    while place >= 0 and (is_auxiliary(scene.lows[place]) or is_adverb(scene.lows[place])):
        if "be" in bases(scene.lows[place]):
            return True
        place -= 1
    follows = scene.lows[at + 1 : at + 3]
    return "by" in follows and agent(scene, at) is not None and (place < 0 or not scene.actors[place])


def agent(scene: Scene, at: int, preposition: str = "by") -> Group | None:
    """The group behind `by` (or another preposition) after a token."""
    for group in scene.groups:
        if group.first > at and group.preposition == preposition and group.first - at < 12:
            return group
    return None


def targets(scene: Scene, at: int, places: bool, after: str | None, attributes: bool, leaving: bool) -> Iterator[Role]:
    """The groups after a verb to whom it can be done, the likeliest first.

    Args:
        scene: the sentence.
        at: the verb.
        places: whether a place (`near Guam`) counts.
        after: the one preposition behind which it stands, None for any.
        leaving: whether somebody behind `from` counts: `recalled its envoy from Cairo`.
        attributes: whether a state that only tells whose the object is counts: `captured an Indian pilot`.
    """
    end = clause_end(scene, at)
    ahead = [group for group in scene.groups if at < group.first < end]
    if after is not None:
        yield from (Role(group, "direct") for group in ahead if group.preposition == after)
        return
    weak: list[Role] = []
    for group in ahead:
        if leaving and group.preposition == "from":
            yield Role(group, "direct")
            continue
        place = group.preposition in words("place")
        if group.modifier or group.preposition == "of":
            near = attributes and group.modifier and group.preposition is None and not weak
            if near:
                yield Role(group, "of a noun")
            elif not place or places:
                weak.append(Role(group, "of a noun"))
        elif (not place or places) and group.preposition not in _NO_TARGET:
            yield Role(group, "direct")
    yield from weak


def relative_object(scene: Scene, at: int) -> Role | None:
    """To whom it is done if the clause begins with `which` and a subject: `Guam, which Pyongyang has threatened`."""
    found = subject(scene, at)
    if found is None or found.how != "direct":
        return None
    place = found.group.first - 1
    while place >= 0 and scene.lows[place] in words("determiner"):
        place -= 1
    if place < 1 or scene.lows[place] not in ("which", "whom", "that") or scene.verbs[place - 1]:
        return None
    before = [group for group in scene.groups if group.last <= place]
    return Role(before[-1], "antecedent") if before and place - before[-1].last <= 1 else None


def clause_end(scene: Scene, at: int) -> int:
    """Where the clause of a verb ends: at a conjunction, a relative, or another verb with a subject of its own."""
    for place in range(at + 1, len(scene.lows)):
        low = scene.lows[place]
        if low in (";", ":", "--", "—", "–") or (
            low in words("boundary") and low not in ("that", "after", "before", "as", "since", "following")
        ):
            return place
        if low in ("as", "after", "before", "since") and _subject_follows(scene, place):
            return place
        if low == "and" and _subject_follows(scene, place):
            return place
    return len(scene.lows)


def _subject_follows(scene: Scene, at: int) -> bool:
    """Whether a bare group and a verb follow a conjunction."""
    for group in scene.groups:
        if at < group.first <= at + 3 and group.preposition in (None, "after", "before", "since"):
            place = group.last
            while place < len(scene.lows) and is_adverb(scene.lows[place]):
                place += 1
            return place < len(scene.lows) and (scene.verbs[place] or is_auxiliary(scene.lows[place]))
    return False


def possessor(scene: Scene, at: int) -> Role | None:
    """Whose a noun is: the name in front of it (`North Korean missile tests`), else the one behind of, by or from."""
    for group in reversed(scene.groups):
        if group.last <= at and at - group.last <= 4 and (group.modifier or scene.lows[group.last] in ("'s", "'")):
            between = range(group.last, at)
            plain = all(scene.lows[place][0].isalnum() or scene.lows[place].startswith("'") for place in between)
            if plain and not any(is_auxiliary(scene.lows[place]) and scene.lows[place] != "'s" for place in between):
                return Role(group, "of a noun")
    for group in scene.groups:
        if 0 < group.first - at <= 5 and group.preposition in ("by", "from", "of"):
            return Role(group, "of a noun")
    return None
