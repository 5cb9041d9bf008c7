"""What is done in a sentence: the patterns that fit, each at its verb or noun, with what they leave no room for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from standoff.crisis.cameo import root
from standoff.scenario.coding.patterns import NO_EVENT, Match, match
from standoff.scenario.coding.roles import clause_end
from standoff.scenario.coding.scene import Scene

# Helping words that begin patterns of their own (`not accept`, `be unacceptable`).
_ANCHORS: Final = frozenset(
    ["not", "never", "n't", "no", "be", "is", "are", "was", "were", "been", "must", "should", "has", "have", "had"]
)
# What is asked for, demanded, threatened, blamed or refused is the content of that event and no event itself.
_HOLDS_CONTENT: Final = frozenset(["02", "10", "12", "13"])
_PROMISES: Final = frozenset(["03"])


def actions(scene: Scene) -> Iterator[Match]:
    """The actions of a sentence from left to right; a word serves one of them."""
    taken: set[int] = set()
    for at, low in enumerate(scene.lows):
        if at in taken or scene.named[at] or (not low[0].isalpha() and low not in _ANCHORS):
            continue
        noun = not scene.verbs[at] and low not in _ANCHORS
        found = match(scene.lows, scene.named, scene.clauses, at, noun)
        if found is None or not taken.isdisjoint(found.used):
            continue
        if low in _ANCHORS and len(found.used) < 2:
            continue
        taken.update(found.used)
        if found.pattern.code == NO_EVENT:
            continue
        taken.update(_content(scene, found))
        yield found


def _content(scene: Scene, found: Match) -> range:
    """The tokens that tell what an action is about."""
    kind = root(found.pattern.code)
    holds = (
        kind in _HOLDS_CONTENT
        or found.pattern.code.startswith(("112", "057"))
        or (kind in _PROMISES and found.pattern.size > 1)
    )
    if not holds or found.pattern.noun:
        return range(0)
    return range(found.at + 1, _content_end(scene, found.used[-1]))


def _content_end(scene: Scene, last: int) -> int:
    end = clause_end(scene, last)
    for at in range(last + 1, end):
        if scene.lows[at] == '"' and not scene.sentence.quoted[min(at + 1, len(scene.lows) - 1)]:
            return at
        # `threatened ..., saying ...`: a participle after a comma goes back to the doer.
        if scene.lows[at] == "," and at + 1 < end and scene.verbs[at + 1] and scene.lows[at + 1].endswith("ing"):
            return at
        # `threatened X and later vowed ...`: so does a past tense after a conjunction.
        if scene.lows[at] in ("and", "but") and _past_follows(scene, at):
            return at
    return end


def _past_follows(scene: Scene, at: int) -> bool:
    follows = [place for place in range(at + 1, min(at + 3, len(scene.lows))) if scene.verbs[place]]
    return bool(follows) and (
        scene.lows[follows[0]].endswith("ed") or scene.lows[follows[0]] in ("said", "told", "has", "have")
    )
