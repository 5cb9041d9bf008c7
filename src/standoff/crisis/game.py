"""The deterrence game with two-sided private information, and its perfect Bayesian equilibria in closed form.

The unilateral deterrence game of F. C. Zagare and D. M. Kilgour, Perfect Deterrence (Cambridge, 2000), chapter 5, after
their "Asymmetric Deterrence", International Studies Quarterly 37 (1993). The challenger accepts the status quo or
challenges; challenged, the defender concedes or defends; defended against, the challenger backs down or presses on to
conflict. Either is hard (prefers conflict to giving in at its last choice) or soft, and only it knows which.

Derivation. A hard challenger presses, a soft one backs down; a hard defender defends, since both of what may follow is
better for it than conceding. Let x_H, x_S be the probabilities that the challenger's types challenge, y that the soft
defender defends, q = p_D + (1 - p_D) y that a challenge meets defense, and r the defender's belief, after a challenge,
that the challenger is hard.

- The soft defender defends if r < r* = (CD - DC) / (CD - DD-), in its own payoffs, and concedes if r > r*.
- A challenger's type challenges if q < (DC - SQ) / (DC - L), in its own payoffs, L being what defense leaves it: DD+
  for the hard (threshold q_H), CD for the soft (q_S < q_H).

Off the borders this leaves one profile in each region of p_C and p_D (see `Region`) and beside it, where
p_D < q_H <= 1, the steadfast one: nobody challenges since even the soft defender would defend, believing that whoever
challenges is soft. That belief is odd, for the hard gains from a challenge whenever the soft does; criterion D1 of
J. Banks and J. Sobel ("Equilibrium Selection in Signaling Games", Econometrica 55, 1987) rules it out. So `solve`
gives the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Region(StrEnum):
    """Where in the space of parameters an equilibrium lies, by what is played there.

    The thresholds are those of `DeterrenceGame`; on a border the region named first applies.
    """

    CERTAIN = "certain deterrence"
    """p_D >= q_H (or all challengers are soft): nobody challenges."""
    SEPARATING = "separating"
    """q_S <= p_D < q_H: the hard challenge, the soft do not; the soft defender concedes."""
    ATTACK = "attack"
    """p_D < q_S and p_C >= r*: all challenge, the soft defender concedes."""
    BLUFF = "bluff"
    """p_D < q_S and p_C < r*: the hard challenge, the soft do so at times; the soft defender defends at times."""
    STEADFAST = "steadfast deterrence"
    """p_D < q_H <= 1, beside one of the others: nobody challenges, for fear that even the soft defender defends."""


@dataclass(frozen=True)
class ChallengerPayoffs:
    """What the outcomes are worth to the challenger, in any unit: only ratios of differences matter.

    Attributes:
        status_quo: SQ, nobody moves.
        concession: DC, the defender concedes.
        back_down: CD, the challenger backs down from a defended challenge.
        conflict_hard: DD+, conflict, if it is hard: more than backing down.
        conflict_soft: DD-, conflict, if it is soft: less than backing down.
    """

    status_quo: float
    concession: float
    back_down: float
    conflict_hard: float
    conflict_soft: float

    def __post_init__(self) -> None:
        if not self.concession > self.status_quo > self.back_down:
            raise ValueError("a challenger prefers concession to the status quo, and that to backing down")
        if not self.concession > self.conflict_hard > self.back_down > self.conflict_soft:
            raise ValueError("a challenger prefers concession to conflict; backing down lies between soft and hard")


@dataclass(frozen=True)
class DefenderPayoffs:
    """What the outcomes are worth to the defender, in a unit of its own; names as in `ChallengerPayoffs`.

    `concession` is what conceding leaves it (DC), `back_down` that the challenger backs down (CD).
    """

    status_quo: float
    concession: float
    back_down: float
    conflict_hard: float
    conflict_soft: float

    def __post_init__(self) -> None:
        if not min(self.back_down, self.conflict_hard) > self.concession > self.conflict_soft:
            raise ValueError(
                "a defender prefers that the challenger backs down to conceding, which lies between soft and hard"
            )


@dataclass(frozen=True)
class DeterrenceGame:
    """The game: payoffs, and the probabilities (0 to 1) that challenger and defender are hard, known to both."""

    challenger: ChallengerPayoffs
    defender: DefenderPayoffs
    challenger_hard: float
    defender_hard: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.challenger_hard <= 1.0 and 0.0 <= self.defender_hard <= 1.0):
            raise ValueError("the probability of being hard lies between 0 and 1")

    @property
    def hard_threshold(self) -> float:
        """q_H: the hard challenger challenges if defense is less probable; above 1 if war beats the status quo."""
        return _threshold(self.challenger, self.challenger.conflict_hard)

    @property
    def soft_threshold(self) -> float:
        """q_S, below q_H and 1: the soft challenger challenges if defense is less probable."""
        return _threshold(self.challenger, self.challenger.back_down)

    @property
    def belief_threshold(self) -> float:
        """r*: the soft defender defends if it believes less than this in a hard challenger."""
        own = self.defender
        return (own.back_down - own.concession) / (own.back_down - own.conflict_soft)


@dataclass(frozen=True)
class Equilibrium:
    """A perfect Bayesian equilibrium. At the last node the hard press and the soft back down; the hard defend.

    Attributes:
        region: what is played.
        hard_challenges: x_H, probability that a hard challenger challenges.
        soft_challenges: x_S, probability that a soft challenger challenges.
        soft_defends: y, probability that a soft defender defends.
        belief_hard: r, the defender's belief, after a challenge, that the challenger is hard.
        on_path: whether challenges happen, so that the belief follows from Bayes' rule.
        challenge: probability that there is a challenge.
        defend: q, probability that a challenge meets defense.
        challenger_value: the challenger's expected payoff before types are drawn.
        defender_value: the defender's.
    """

    region: Region
    hard_challenges: float
    soft_challenges: float
    soft_defends: float
    belief_hard: float
    on_path: bool
    challenge: float
    defend: float
    challenger_value: float
    defender_value: float


def solve(game: DeterrenceGame) -> Equilibrium:
    """The equilibrium that survives criterion D1: `certain deterrence`, `separating`, `attack` or `bluff`."""
    p_c, p_d = game.challenger_hard, game.defender_hard
    if p_c == 0.0:
        # All know that the challenger is soft, so all defend, and a soft one is deterred (q_S < 1).
        return _equilibrium(game, Region.CERTAIN, 0.0 if game.hard_threshold <= 1.0 else 1.0, 0.0, 1.0, 0.0)
    if p_d >= game.hard_threshold:
        return _equilibrium(game, Region.CERTAIN, 0.0, 0.0, 0.0, 1.0)
    if p_d >= game.soft_threshold:
        return _equilibrium(game, Region.SEPARATING, 1.0, 0.0, 0.0, 1.0)
    if p_c >= game.belief_threshold:
        return _equilibrium(game, Region.ATTACK, 1.0, 1.0, 0.0, p_c)
    belief = game.belief_threshold
    bluffs = p_c * (1.0 - belief) / ((1.0 - p_c) * belief)
    defends = (game.soft_threshold - p_d) / (1.0 - p_d)
    return _equilibrium(game, Region.BLUFF, 1.0, bluffs, defends, belief)


def equilibria(game: DeterrenceGame) -> tuple[Equilibrium, ...]:
    """All perfect Bayesian equilibria off the borders of regions, by what happens on their path; the chosen one first.

    Where nobody challenges, what the soft defender would do is free within bounds; one profile stands for all of those.
    """
    chosen = solve(game)
    if chosen.region is Region.CERTAIN or game.hard_threshold > 1.0 or game.challenger_hard == 1.0:
        return (chosen,)
    return chosen, _equilibrium(game, Region.STEADFAST, 0.0, 0.0, 1.0, 0.0)


def _threshold(own: ChallengerPayoffs, defended: float) -> float:
    return (own.concession - own.status_quo) / (own.concession - defended)


def _equilibrium(
    game: DeterrenceGame, region: Region, x_hard: float, x_soft: float, y_soft: float, belief: float
) -> Equilibrium:
    p_c, p_d = game.challenger_hard, game.defender_hard
    challenge = p_c * x_hard + (1.0 - p_c) * x_soft
    defend = p_d + (1.0 - p_d) * y_soft
    return Equilibrium(
        region=region,
        hard_challenges=x_hard,
        soft_challenges=x_soft,
        soft_defends=y_soft,
        belief_hard=belief,
        on_path=challenge > 0.0,
        challenge=challenge,
        defend=defend,
        challenger_value=_challenger_value(game, x_hard, x_soft, defend),
        defender_value=_defender_value(game, x_hard, x_soft, y_soft),
    )


def _challenger_value(game: DeterrenceGame, x_hard: float, x_soft: float, defend: float) -> float:
    own = game.challenger
    value = 0.0
    for probability, x, defended in (
        (game.challenger_hard, x_hard, own.conflict_hard),
        (1.0 - game.challenger_hard, x_soft, own.back_down),
    ):
        challenged = defend * defended + (1.0 - defend) * own.concession
        value += probability * (x * challenged + (1.0 - x) * own.status_quo)
    return value


def _defender_value(game: DeterrenceGame, x_hard: float, x_soft: float, y_soft: float) -> float:
    own = game.defender
    hard, soft = game.challenger_hard * x_hard, (1.0 - game.challenger_hard) * x_soft
    value = (1.0 - hard - soft) * own.status_quo
    for probability, y, conflict in (
        (game.defender_hard, 1.0, own.conflict_hard),
        (1.0 - game.defender_hard, y_soft, own.conflict_soft),
    ):
        defended = hard * conflict + soft * own.back_down
        value += probability * (y * defended + (1.0 - y) * (hard + soft) * own.concession)
    return value
