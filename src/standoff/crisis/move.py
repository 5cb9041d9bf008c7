"""A move: a kind of action of the catalogue, with what it needs and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.base.errors import nearest
from standoff.crisis.condition import Condition

OFFICES: Final = ("commander", "minister", "head-of-government", "council")
"""Who may approve, from the lowest to the highest. `council`: a body of states decides, not one government."""

REQUIRED: Final = "required"
NO_TARGET: Final = "none"


@dataclass(frozen=True, eq=False)
class Need:
    """What must hold for a move, and the same in words."""

    condition: Condition
    say: str


@dataclass(frozen=True)
class Effect:
    """One change that a move makes: its kind (`threat`, `alert`), and the verb or amount."""

    kind: str
    verb: Any


@dataclass(frozen=True, eq=False)
class Move:
    """A kind of action.

    Attributes:
        id: name in the catalogue.
        title: the move in words.
        cameo: CAMEO code.
        weight: Goldstein weight of the code, -10 to 10.
        category: category on the ladder (`ladder.CATEGORIES`).
        score: score on the ladder, None for the category's own.
        who: actors who may take it; empty for all.
        target: `required`, `optional` or `none`.
        takes: parameter -> kind; a question mark behind the kind lets it be left out.
        needs: what must hold, in order.
        authority: the lowest office that may approve it, of `OFFICES`.
        lead_time_s: from order to effect.
        duration_s: how long it lasts; 0 for a moment.
        effects: what it changes beside tone and ladder.
        seen_by: `everyone`, `actor`, `parties` or `allies`.
    """

    id: str
    title: str
    cameo: str
    weight: float
    category: str
    score: float | None = None
    who: tuple[str, ...] = ()
    target: str = NO_TARGET
    takes: Mapping[str, str] | None = None
    needs: tuple[Need, ...] = ()
    authority: str = "minister"
    lead_time_s: float = 0.0
    duration_s: float = 0.0
    effects: tuple[Effect, ...] = ()
    seen_by: str = "everyone"

    def misfit(self, actor: str, target: str | None, office: str | None) -> str | None:
        """Why this actor may not give this order, whatever the state of the crisis; None if it may."""
        if self.who and actor not in self.who:
            return f"{actor} may not {self.id}: only {', '.join(self.who)}"
        if self.target == REQUIRED and target is None:
            return f"{self.id} needs a target"
        if self.target == NO_TARGET and target is not None:
            return f"{self.id} is done to nobody, so it takes no target (got {target})"
        if office is not None and OFFICES.index(office) < OFFICES.index(self.authority):
            return f"{self.id} needs the approval of a {self.authority}; it was ordered by a {office}"
        return None

    def unmet(self, view: Mapping[str, Any]) -> str | None:
        """The first need that does not hold, in words and with the present values; None if all hold."""
        for need in self.needs:
            if not need.condition.holds(view):
                present = ", ".join(f"{name} = {_shown(value)}" for name, value in need.condition.present(view).items())
                return f"{need.say} (needs {need.condition.text}; at present {present})"
        return None


def unknown_move(move: str, known: Iterable[str]) -> str:
    """The refusal of a move that is not in the catalogue."""
    return f"{move!r} is not a known move: {nearest(move, known)}"


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else f"{value}"
