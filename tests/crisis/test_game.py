"""The deterrence game: regions worked by hand, sequential rationality off the path too, and refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.crisis.game import (
    ChallengerPayoffs,
    DefenderPayoffs,
    DeterrenceGame,
    Equilibrium,
    Region,
    equilibria,
    solve,
)

# By hand: q_H = 4/5, q_S = 4/8, r* = 5/10.
CHALLENGER = ChallengerPayoffs(status_quo=0, concession=4, back_down=-4, conflict_hard=-1, conflict_soft=-8)
DEFENDER = DefenderPayoffs(status_quo=2, concession=-4, back_down=1, conflict_hard=-2, conflict_soft=-9)

chances = st.floats(0.01, 0.99)
gaps = st.floats(0.1, 20.0)


def _game(challenger_hard: float, defender_hard: float) -> DeterrenceGame:
    return DeterrenceGame(CHALLENGER, DEFENDER, challenger_hard, defender_hard)


@st.composite
def any_games(draw: st.DrawFn) -> DeterrenceGame:
    soft, back_down = -draw(gaps), 0.0
    status_quo, conflict = draw(gaps), draw(gaps)
    challenger = ChallengerPayoffs(status_quo, max(status_quo, conflict) + draw(gaps), back_down, conflict, soft)
    defender = DefenderPayoffs(draw(st.floats(-20, 20)), 0.0, draw(gaps), draw(gaps), -draw(gaps))
    return DeterrenceGame(challenger, defender, draw(chances), draw(chances))


def test_thresholds_by_hand() -> None:
    game = _game(0.5, 0.5)
    assert (game.hard_threshold, game.soft_threshold, game.belief_threshold) == (0.8, 0.5, 0.5)


def test_bluff_by_hand() -> None:
    # x_S makes the belief 1/2: 1/4 / (1/4 + 3/4 x) = 1/2, so x = 1/3; y makes defense 1/2: 1/4 + 3/4 y = 1/2.
    found = solve(_game(0.25, 0.25))
    assert found.region is Region.BLUFF
    assert (found.hard_challenges, found.belief_hard) == (1.0, 0.5)
    assert found.soft_challenges == pytest.approx(1 / 3)
    assert found.soft_defends == pytest.approx(1 / 3)
    assert [found.challenge, found.defend] == pytest.approx([0.5, 0.5])
    # Hard: half concession, half conflict, 1.5; soft: indifferent to the status quo, 0.
    assert found.challenger_value == pytest.approx(0.25 * 1.5)


def test_the_other_regions_by_hand() -> None:
    assert solve(_game(0.5, 0.9)).region is Region.CERTAIN
    separating = solve(_game(0.5, 0.6))
    assert (separating.region, separating.challenge, separating.belief_hard) == (Region.SEPARATING, 0.5, 1.0)
    attack = solve(_game(0.6, 0.25))
    assert (attack.region, attack.challenge, attack.defend, attack.belief_hard) == (Region.ATTACK, 1.0, 0.25, 0.6)
    # Challenged for sure; the hard quarter defends against 0.6 conflict and 0.4 backing down, the rest concede.
    assert attack.defender_value == pytest.approx(0.25 * (0.6 * -2 + 0.4 * 1) + 0.75 * -4)


def test_a_challenger_who_prefers_war_to_the_status_quo_cannot_be_deterred() -> None:
    eager = ChallengerPayoffs(status_quo=0, concession=4, back_down=-4, conflict_hard=1, conflict_soft=-8)
    found = equilibria(DeterrenceGame(eager, DEFENDER, 0.3, 0.99))
    assert [each.region for each in found] == [Region.SEPARATING]


def test_one_sided_knowledge_has_its_own_answers() -> None:
    soft = solve(_game(0.0, 0.1))
    assert (soft.challenge, soft.soft_defends, soft.belief_hard) == (0.0, 1.0, 0.0)
    assert solve(_game(1.0, 0.1)).region is Region.ATTACK
    assert len(equilibria(_game(1.0, 0.1))) == 1


@given(game=any_games())
def test_every_equilibrium_is_sequentially_rational_and_its_beliefs_follow_bayes(game: DeterrenceGame) -> None:
    for found in equilibria(game):
        _rational_defender(game, found)
        _rational_challengers(game, found)
        if found.on_path:
            hard = game.challenger_hard * found.hard_challenges
            assert found.belief_hard == pytest.approx(hard / found.challenge)


def _rational_defender(game: DeterrenceGame, found: Equilibrium) -> None:
    own, r = game.defender, found.belief_hard
    gain = r * own.conflict_soft + (1 - r) * own.back_down - own.concession
    assert _best(found.soft_defends, gain)


def _rational_challengers(game: DeterrenceGame, found: Equilibrium) -> None:
    own, q = game.challenger, found.defend
    for probability, defended in (
        (found.hard_challenges, own.conflict_hard),
        (found.soft_challenges, own.back_down),
    ):
        assert _best(probability, q * defended + (1 - q) * own.concession - own.status_quo)


def _best(probability: float, gain: float) -> bool:
    """Whether a probability of an act is a best answer to what the act gains over not acting."""
    return abs(gain) < 1e-9 or probability == (1.0 if gain > 0 else 0.0)


@pytest.mark.parametrize(
    ("payoffs", "words"),
    [
        ({"status_quo": 5.0}, "status quo"),
        ({"conflict_soft": -3.0}, "conflict"),
        ({"conflict_hard": 4.0}, "conflict"),
        ({"back_down": 0.0}, "backing down"),
    ],
)
def test_challengers_in_disorder_are_refused(payoffs: dict[str, float], words: str) -> None:
    good = {"status_quo": 0.0, "concession": 4.0, "back_down": -4.0, "conflict_hard": -1.0, "conflict_soft": -8.0}
    with pytest.raises(ValueError, match=words):
        ChallengerPayoffs(**{**good, **payoffs})


def test_defenders_in_disorder_and_probabilities_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="defender"):
        DefenderPayoffs(status_quo=2, concession=-4, back_down=1, conflict_hard=-5, conflict_soft=-9)
    with pytest.raises(ValueError, match="probability"):
        _game(1.2, 0.5)
