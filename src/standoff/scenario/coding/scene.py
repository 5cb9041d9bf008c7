"""One sentence as a scene: its tokens, who is mentioned where, what is a verb, and which mentions go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from standoff.scenario.coding.actors import Mention
from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.lexicon import bases, can_be_verb, is_adverb, is_auxiliary, is_inflected
from standoff.scenario.coding.patterns import patterns
from standoff.scenario.coding.sentences import Sentence

# How far back a preposition may stand from the name that it governs: `against the two new American ...`.
PREPOSITION_REACH: Final = 5


@dataclass(frozen=True)
class Group:
    """Mentions joined by `and`: `with Japan and South Korea`. `preposition` stands in front, None for a bare name."""

    mentions: tuple[Mention, ...]
    first: int
    last: int
    preposition: str | None

    @property
    def modifier(self) -> bool:
        """Whether the names only tell whose something is: `North Korean coal`."""
        return all(mention.modifier for mention in self.mentions)


@dataclass(frozen=True)
class Scene:
    """A sentence with what was found in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """The tokens in lower case."""
        return tuple(token.low for token in self.sentence.tokens)

    @cached_property
    def actors(self) -> tuple[bool, ...]:
        """Which tokens belong to a mention."""
        marks = [False] * len(self.lows)
        for mention in self.mentions:
            marks[mention.first : mention.last] = [True] * (mention.last - mention.first)
        return tuple(marks)

    @cached_property
    def named(self) -> tuple[bool, ...]:
        """Which tokens belong to a mention that is an actor or stands for one: not `the international community`."""
        world = {
            at for mention in self.mentions if mention.kind == "world" for at in range(mention.first, mention.last)
        }
        return tuple(actor and at not in world for at, actor in enumerate(self.actors))

    @cached_property
    def verbs(self) -> tuple[bool, ...]:
        """Which tokens are taken for verbs; helping verbs are none."""
        return tuple(self._is_verb(at) for at in range(len(self.lows)))

    @cached_property
    def clauses(self) -> tuple[bool, ...]:
        """Which tokens are finite verbs: those that no `to` stands in front of."""
        return tuple(verb and (at == 0 or self.lows[at - 1] != "to") for at, verb in enumerate(self.verbs))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The mentions, joined where one word governs several."""
        return tuple(_groups(self))

    def _is_verb(self, at: int) -> bool:
        low = self.lows[at]
        if self.actors[at] or is_auxiliary(low) or not low[-1].isalpha():
            return False
        if bases(low).isdisjoint(known_verbs()) and not low.endswith("ed"):
            return False
        before = at - 1
        while before >= 0 and is_adverb(self.lows[before]):
            before -= 1
        if before >= 0 and self.actors[before]:
            mention = next(m for m in self.mentions if m.first <= before < m.last)
            return mention.kind != "adjective" and (is_inflected(low) or self._follows_name(low, at))
        return can_be_verb(self.lows, at)

    def _follows_name(self, low: str, at: int) -> bool:
        """Whether a plain form after a name is a verb: not before a preposition of nouns, as in `US fears over`."""
        follows = self.lows[at + 1] if at + 1 < len(self.lows) else "."
        if not low.endswith("s") or follows == "to":
            return True
        noun = is_auxiliary(follows) or (is_inflected(follows) and not is_adverb(follows))
        return not noun and follows not in ("over", "of", "on", "'s", "between")


@cache
def known_verbs() -> frozenset[str]:
    """Base forms that may be verbs: anchors of patterns, verbs of speech and intention, other common ones."""
    anchors = {base for noun, base in patterns() if not noun}
    return frozenset(anchors) | words("verbs") | words("reporting") | words("intention") | words("refusal")


def scene(sentence: Sentence, mentions: Sequence[Mention]) -> Scene:
    """The scene of a sentence: names that only tell whose something is are marked."""
    rough = Scene(sentence, tuple(mentions))
    marked = tuple(
        Mention(m.first, m.last, m.code, m.kind, m.text, modifier=_is_modifier(rough, m)) for m in rough.mentions
    )
    return Scene(sentence, marked)


def _is_modifier(rough: Scene, mention: Mention) -> bool:
    """Whether a state's name stands before a noun that does not act for it."""
    if mention.kind not in ("name", "adjective", "person"):
        return mention.text in ("our", "my") and _no_agent(rough, mention.last)
    lows, at = rough.lows, mention.last
    possessive = at < len(lows) and lows[at] in ("'s", "'")
    at += possessive
    if not possessive:
        at = _skip_adverbs(rough, at)
    if mention.kind == "person" and not possessive:
        return False
    for place in range(at, min(at + 5, len(lows))):
        low = lows[place]
        if low in words("agent"):
            return False
        ends = not low[0].isalnum() or low in words("preposition") or is_auxiliary(low) or low in ("and", "or")
        # `the US Treasury imposed`: a name in front of the verb acts for the state.
        if place > at and (is_auxiliary(low) or rough.verbs[place]) and _is_name(rough, place - 1):
            return False
        if ends or low in words("boundary") or rough.actors[place]:
            return place > at or possessive or (mention.kind == "adjective" and not mention.text.endswith("s"))
        if rough.verbs[place] and not possessive:
            return place > at
    return possessive or mention.kind == "adjective" or at < len(lows)


def _no_agent(rough: Scene, at: int) -> bool:
    return words("agent").isdisjoint(rough.lows[at : at + 2]) and rough.lows[at : at + 1] not in (
        ("country",),
        ("nation",),
    )


def _is_name(rough: Scene, at: int) -> bool:
    return rough.sentence.tokens[at].text[0].isupper() and not rough.actors[at]


def _groups(scene: Scene) -> list[Group]:
    out: list[Group] = []
    for mention in scene.mentions:
        before = out[-1] if out else None
        if before is not None and _joined(scene, before, mention):
            out[-1] = Group((*before.mentions, mention), before.first, mention.last, before.preposition)
        else:
            out.append(Group((mention,), mention.first, mention.last, _preposition(scene, mention)))
    return out


def _joined(scene: Scene, group: Group, mention: Mention) -> bool:
    between = scene.lows[group.last : mention.first]
    signs = [low for low in between if low in (",", "and", "or", "plus", "&")]
    if not signs or mention.kind == "pronoun" or group.mentions[-1].kind == "pronoun":
        return False
    rest = [low for low in between if low not in signs]
    if signs == [","] and "the" in rest and "of" in rest:
        return False  # an apposition: `Ann Park, the head of the ...`
    free = words("title") | words("determiner") | words("agent")
    if "that" in rest or (signs == [","] and not _list_goes_on(scene, mention)):
        return False
    if any(low not in free and not low[0].isdigit() for low in rest):
        return False
    if group.modifier != mention.modifier and not (mention.modifier and group.preposition):
        return False
    # `talks with China, and Japan said`: a new clause begins when a verb follows the second name.
    follows = _skip_adverbs(scene, mention.last)
    verb = follows < len(scene.lows) and (scene.verbs[follows] or is_auxiliary(scene.lows[follows]))
    return not (verb and group.preposition is not None and scene.lows[follows] != "to")


def _list_goes_on(scene: Scene, mention: Mention) -> bool:
    """Whether another member of a list follows: `Britain, China and Russia`."""
    free = words("title") | words("agent") | words("determiner")
    at = mention.last
    while at < len(scene.lows) and scene.lows[at] in free and not scene.actors[at]:
        at += 1
    return scene.lows[at : at + 1] in ((",",), ("and",), ("or",))


def _skip_adverbs(scene: Scene, at: int) -> int:
    while at < len(scene.lows) and is_adverb(scene.lows[at]):
        at += 1
    return at


def _preposition(scene: Scene, mention: Mention) -> str | None:
    """The preposition that governs a name, over articles, titles and adjectives."""
    at = mention.first - 1
    while at >= 0 and mention.first - at <= PREPOSITION_REACH:
        low = scene.lows[at]
        if low in words("preposition"):
            if not _passed_over(scene, at):
                return low
        elif scene.verbs[at] or scene.actors[at] or not low[-1].isalnum() or _parts(low):
            return None
        at -= 1
    return None


def _parts(low: str) -> bool:
    return low == "and" or low in words("boundary") or is_auxiliary(low)


def _passed_over(scene: Scene, at: int) -> bool:
    """Whether a preposition governs nobody: `more than 2,000`, `the Ministry of Japan`, `negotiators from Iran`."""
    low, before = scene.lows[at], scene.lows[at - 1] if at else ""
    if low in ("than", "over"):
        return before in ("more", "less", "other", "fewer")
    acting = before in words("agent") or before in words("title") or (at > 1 and _is_name(scene, at - 1))
    return low in ("of", "from") and acting
