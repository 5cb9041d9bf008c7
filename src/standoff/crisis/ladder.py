"""The ladder: how far up each actor has climbed, kept apart from tone.

Categories and their scores are those of J.-P. Rivera, G. Mukobi, A. Reuel, M. Lamparth, C. Smith and J. Schneider,
"Escalation Risks from Language Models in Military and Diplomatic Decision-Making" (2024, arXiv:2401.03408), where the
severity of a category roughly doubles from one to the next: 4, 12, 28, 60 are 4 (2**n - 1). The rungs 0 to 4 that
stand behind the categories, and the rule by which an actor comes down again, are this project's own: a move lifts the
actor at least to the rung of its category, a de-escalation lowers it by one, and so does every quiet spell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

STATUS_QUO: Final = "status-quo"
DE_ESCALATION: Final = "de-escalation"
POSTURING: Final = "posturing"
NON_VIOLENT: Final = "non-violent-escalation"
VIOLENT: Final = "violent-escalation"
NUCLEAR: Final = "nuclear"

RUNGS: Final = {STATUS_QUO: 0, DE_ESCALATION: 0, POSTURING: 1, NON_VIOLENT: 2, VIOLENT: 3, NUCLEAR: 4}
"""Category -> the rung to which a move of it lifts an actor."""

SCORES: Final = {
    STATUS_QUO: 0.0,
    DE_ESCALATION: -2.0,
    POSTURING: 4.0,
    NON_VIOLENT: 12.0,
    VIOLENT: 28.0,
    NUCLEAR: 60.0,
}
"""Category -> score of a move (Rivera et al. 2024)."""

CATEGORIES: Final = tuple(SCORES)

NAMES: Final = ("status quo", "posturing", "non-violent escalation", "violent escalation", "nuclear")
"""What each rung is called, from 0 to 4."""


class Rung(NamedTuple):
    """Where an actor stands.

    Attributes:
        rung: 0 (status quo) to 4 (nuclear).
        score: sum of the scores of all its moves so far; a de-escalation takes 2 off.
        highest: the highest rung so far.
        since_s: when the quiet spell began, s after STARTEX: at the last move on this rung or above, or step down.
    """

    rung: int = 0
    score: float = 0.0
    highest: int = 0
    since_s: float = -math.inf


@dataclass(frozen=True)
class Ladder:
    """How actors climb and come down. `settle_s`: the quiet spell that lowers an actor by one rung, seconds."""

    settle_s: float

    def __post_init__(self) -> None:
        if not self.settle_s > 0.0:
            raise ValueError("the quiet spell of a ladder must be positive")

    def at(self, place: Rung, now_s: float) -> Rung:
        """Where the actor stands at a moment, with every quiet spell until then counted.

        A spell is quiet when the actor made no move of its present rung or higher: one who shot and now only
        threatens comes down to threatening.
        """
        rung, since_s = place.rung, place.since_s
        while rung > 0 and now_s >= since_s + self.settle_s:
            rung, since_s = rung - 1, since_s + self.settle_s
        return place if rung == place.rung else Rung(rung, place.score, place.highest, since_s)

    def after(self, place: Rung, category: str, now_s: float, score: float | None = None) -> Rung:
        """Where the actor stands after a move of a category (a key of `RUNGS`) at a moment.

        Args:
            place: where it stood after its last move.
            category: the move's category; a `KeyError` tells that there is no such one.
            now_s: when the move takes effect, s after STARTEX.
            score: the move's own score where the catalogue gives one; the category's otherwise.
        """
        before, wanted = self.at(place, now_s), RUNGS[category]
        total = before.score + (SCORES[category] if score is None else score)
        if category == DE_ESCALATION:
            lower = max(0, before.rung - 1)
            return Rung(lower, total, before.highest, now_s if before.rung else before.since_s)
        if category == STATUS_QUO or wanted < before.rung:
            return Rung(before.rung, total, before.highest, before.since_s)
        return Rung(wanted, total, max(before.highest, wanted), now_s)

    def settles_at(self, place: Rung) -> float:
        """When the next quiet spell will be over, s after STARTEX; infinite on the status quo."""
        return place.since_s + self.settle_s if place.rung else math.inf
