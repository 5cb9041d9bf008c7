"""What is done, meant, doubted, denied or conditional: how the words about a verb change its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from standoff.crisis.cameo import root
from standoff.scenario.coding.calendar_words import MONTHS, WEEKDAYS
from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.lexicon import is_adverb, is_auxiliary, is_inflected, is_one_of
from standoff.scenario.coding.scene import Scene

Mood = Literal["done", "intended", "doubtful", "conditional"]

# What is meant to be done, by code or root of what would be done (CAMEO: 03 express intent, 13 threaten).
INTENDED: Final = {
    "04": "036", "05": "030", "06": "031", "061": "0311", "062": "0312", "07": "033", "071": "0331", "072": "0332",
    "073": "0333", "074": "0334", "08": "035", "081": "0351", "084": "0353", "085": "0354", "086": "0355",
    "087": "0356", "14": "133", "16": "131", "161": "1313", "162": "1311", "163": "1312", "164": "134", "17": "130",
    "18": "138", "19": "138", "191": "1381", "192": "1382", "195": "1384", "20": "1385",
}  # fmt: skip
# What is not done, by code or root of what would have been done (CAMEO: 12 reject). Others leave no event.
REFUSED: Final = {
    "03": "120", "036": "125", "04": "125", "05": "120", "057": "127", "06": "121", "062": "1212", "07": "122",
    "073": "1223", "08": "124", "085": "1244", "086": "1245", "087": "1246",
}  # fmt: skip


_TIME_WORDS: Final = frozenset(
    [*WEEKDAYS, *MONTHS, "on", "in", "last", "this", "next", "week", "month", "year", "today", "yesterday", "earlier"]
)


@dataclass(frozen=True)
class Aspect:
    """How a verb is meant: its mood, whether it is denied, whether it lies ahead, and the verb that governs it."""

    mood: Mood
    denied: bool
    future: bool
    governor: int | None


def aspect(scene: Scene, at: int) -> Aspect:
    """The aspect of the verb at a token, from the helping words and the governing verb in front of it."""
    place, helpers = at - 1, set[str]()
    while place >= 0 and (is_auxiliary(scene.lows[place]) or is_adverb(scene.lows[place])):
        helpers.add(scene.lows[place])
        place -= 1
        if "to" in helpers and place >= 0:
            break
    if not helpers and place > 0 and scene.lows[place] in ("and", "or") and not is_inflected(scene.lows[at]):
        verb = next((near for near in range(place - 1, -1, -1) if scene.verbs[near]), None)
        if verb is not None and not is_inflected(scene.lows[verb]):
            return aspect(scene, verb)  # `would cancel talks and suspend trade`: the helping words hold for both
    place = _over_dates(scene, place) if "to" in helpers else place
    governor = place if "to" in helpers and place >= 0 else None
    ahead = governor is not None and scene.lows[governor] in ("is", "are", "was", "were")
    intended = ahead or (governor is not None and is_one_of(scene.lows[governor], _intention()))
    future = intended or not helpers.isdisjoint(words("modal"))
    negated = not helpers.isdisjoint(words("negation")) or (governor is not None and _negated(scene, governor))
    refused = governor is not None and is_one_of(scene.lows[governor], words("refusal"))
    mood: Mood = "intended" if future else "done"
    if governor is not None and not (intended or refused or is_one_of(scene.lows[governor], words("start"))):
        mood = "doubtful"  # what is only a purpose: `has a week to reach a deal`
    if not helpers.isdisjoint(words("doubtful")):
        mood = "doubtful"
    # What was not done (`have not met`) is no refusal, so it is no event.
    if _conditional(scene, at) or (negated and not future and not refused):
        mood = "conditional"
    return Aspect(mood, negated or refused, future, governor if intended else None)


def _over_dates(scene: Scene, place: int) -> int:
    """The token before words of time: `agreed last week to meet`, `agreed on Monday to meet`."""
    first = place
    while place >= 0 and first - place < 4 and scene.lows[place] in _TIME_WORDS:
        place -= 1
    return place


def _negated(scene: Scene, governor: int) -> bool:
    return any(scene.lows[near] in words("negation") for near in range(max(governor - 3, 0), governor))


def _intention() -> frozenset[str]:
    return words("intention") | words("intention_word")


def _conditional(scene: Scene, at: int) -> bool:
    for place in range(at - 1, max(at - 9, -1), -1):
        if scene.lows[place] in words("condition"):
            return True
        if scene.lows[place] in (",", ";", '"', "that", "but"):
            return False
    return False


def changed(code: str, how: Aspect) -> str | None:
    """The code of what is done under an aspect, None if that leaves no event."""
    if how.mood in ("doubtful", "conditional"):
        return None
    if how.denied:
        return _of(REFUSED, code)
    if how.mood == "intended":
        return _of(INTENDED, code) or code
    return code


def _of(table: dict[str, str], code: str) -> str | None:
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return table.get(root(code))
