"""The deterrence policy: plays one side of the deterrence game (`standoff.crisis.game`) in the course of a crisis.

Each side draws once a run whether it is hard, by the game's probabilities, and plays the equilibrium that `solve`
gives. The game is played once a run: the challenger decides whether to challenge when the game's condition first holds;
the defender decides when it sees the challenge made, and the challenger again when it sees it defended against. What it
"sees" is that the move itself has taken effect since STARTEX (`since` in the view), whoever ordered it: a move of the
script counts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.crisis.condition import Condition
from standoff.crisis.game import Equilibrium
from standoff.crisis.policy import Drawer, Memory, Option, View, Wish

# Stages of a side's play; the last is `over`.
_WAITING, _CHALLENGED, _OVER = "waiting", "challenged", "over"

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Play:
    """The game as it is played between two actors.

    Attributes:
        id: names the game in the record and in its random numbers.
        challenger, defender: the actors.
        opens: when the challenger considers a challenge; at once, if there is no condition.
        equilibrium: what both play.
        challenger_hard, defender_hard: probabilities that they are hard.
        challenge, defend, press: the moves that make the game.
        concede, back_down: moves that go with giving in; None: done in silence.
    """

    id: str
    challenger: str
    defender: str
    equilibrium: Equilibrium
    challenger_hard: float
    defender_hard: float
    challenge: Option
    defend: Option
    press: Option
    concede: Option | None = None
    back_down: Option | None = None
    opens: Condition | None = None


@dataclass(frozen=True)
class ChallengerPolicy:
    """Plays the challenger. It remembers its type, its stage, and what it did."""

    name: str
    every_s: float
    play: Play

    @property
    def actor(self) -> str:
        """Whom it plays."""
        return self.play.challenger

    def decide(
        self,
        view: View,
        memory: Memory,
        now_s: float,  # noqa: ARG002  (the shape of a policy)
        dt_s: float,  # noqa: ARG002
        draw: Drawer,
    ) -> tuple[Memory, list[Wish]]:
        """The challenge when the game opens, and the last choice when it is defended against."""
        entry: Entry = memory.get(self.name, {"stage": _WAITING})
        entry, wish = self._step(view, entry, draw)
        return {**memory, self.name: entry}, [] if wish is None else [wish]

    def _step(self, view: View, entry: Entry, draw: Drawer) -> tuple[Entry, Wish | None]:
        play = self.play
        if entry["stage"] == _WAITING and (play.opens is None or play.opens.holds(view)):
            return self._challenge(draw)
        if entry["stage"] == _CHALLENGED and self._defended(view):
            hard = entry["hard"]
            option = play.press if hard else play.back_down
            why = f"{play.id}: defended against, {_kind(hard)} challenger {'presses on' if hard else 'backs down'}"
            return {**entry, "stage": _OVER}, _wish(option, play.defender, why)
        return entry, None

    def _challenge(self, draw: Drawer) -> tuple[Entry, Wish | None]:
        play = self.play
        hard = draw("game", play.id, "challenger", "type") < play.challenger_hard
        chance = play.equilibrium.hard_challenges if hard else play.equilibrium.soft_challenges
        told = f"{play.id}: {_kind(hard)} challenger"
        if draw("game", play.id, "challenger", "challenge") < chance:
            why = f"{told} challenges with probability {chance:.3f}"
            return {"hard": hard, "stage": _CHALLENGED}, _wish(play.challenge, play.defender, why)
        why = f"{told} does not challenge; chance {chance:.3f}"
        return {"hard": hard, "stage": _OVER}, _wish(None, play.defender, why)

    def _defended(self, view: View) -> bool:
        play = self.play
        challenged = _days_since(view, play.challenger, play.challenge)
        return challenged <= view["day"] and _days_since(view, play.defender, play.defend) <= challenged


@dataclass(frozen=True)
class DefenderPolicy:
    """Plays the defender. It remembers its type and whether it has answered."""

    name: str
    every_s: float
    play: Play

    @property
    def actor(self) -> str:
        """Whom it plays."""
        return self.play.defender

    def decide(
        self,
        view: View,
        memory: Memory,
        now_s: float,  # noqa: ARG002  (the shape of a policy)
        dt_s: float,  # noqa: ARG002
        draw: Drawer,
    ) -> tuple[Memory, list[Wish]]:
        """The answer to a challenge."""
        play = self.play
        if self.name in memory or _days_since(view, play.challenger, play.challenge) > view["day"]:
            return memory, []
        hard = draw("game", play.id, "defender", "type") < play.defender_hard
        chance = 1.0 if hard else play.equilibrium.soft_defends
        defends = draw("game", play.id, "defender", "defend") < chance
        why = f"{play.id}: challenged, {_kind(hard)} defender defends with probability {chance:.3f}"
        wish = _wish(play.defend if defends else play.concede, play.challenger, why)
        return {**memory, self.name: {"hard": hard, "stage": _OVER}}, [wish]


def _wish(option: Option | None, target: str, why: str) -> Wish:
    """The wish for a move, or for none: a choice that is made in silence is told too."""
    return Wish("", target, why=why) if option is None else option.wish(target, why)


def _kind(hard: bool) -> str:
    return "hard" if hard else "soft"


def _days_since(view: View, actor: str, option: Option) -> float:
    """Days since an actor's last move of this kind; more than the crisis is old if it was before STARTEX or never."""
    return float(view["since"][actor][option.move])
