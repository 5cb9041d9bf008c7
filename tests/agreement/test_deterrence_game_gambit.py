"""The deterrence game's closed form against Gambit, which knows only the tree and the payoffs."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pygambit
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deterrence_course import course
from deterrence_tree import frequencies, tree
from standoff.crisis.deterrence import Play
from standoff.crisis.game import (
    ChallengerPayoffs,
    DefenderPayoffs,
    DeterrenceGame,
    Equilibrium,
    Region,
    equilibria,
    solve,
)
from standoff.crisis.policy import Option


def _infosets(made: Any) -> dict[str, Any]:
    """Where each type chooses."""
    hard, soft = made.root.children["hard hard"], made.root.children["soft soft"]
    nodes = {
        "hard challenges": hard,
        "soft challenges": soft,
        "hard defends": hard.children["challenge"],
        "soft defends": soft.children["challenge"],
        "hard presses": hard.children["challenge"].children["defend"],
        "soft presses": soft.children["challenge"].children["defend"],
    }
    sets = [infoset for player in made.players for infoset in player.infosets]
    return {name: next(infoset for infoset in sets if node.infoset == infoset) for name, node in nodes.items()}


def as_profile(made: Any, found: Equilibrium) -> Any:
    """Our equilibrium on Gambit's information sets."""
    probabilities = {
        "hard challenges": found.hard_challenges,
        "soft challenges": found.soft_challenges,
        "hard defends": 1.0,
        "soft defends": found.soft_defends,
        "hard presses": 1.0,
        "soft presses": 0.0,
    }
    profile = made.mixed_behavior_profile(rational=False)
    for name, infoset in _infosets(made).items():
        profile[infoset] = [probabilities[name], 1.0 - probabilities[name]]
    return profile


def played(made: Any, profile: Any) -> tuple[float, float, float]:
    """What shows of a profile: whether the hard and the soft challenge, and, if any do, whether the soft defend."""
    sets = _infosets(made)
    hard, soft, defends = (
        float(profile[next(iter(sets[name].actions))])
        for name in ("hard challenges", "soft challenges", "soft defends")
    )
    return hard, soft, defends if hard + soft > 0.0 else 0.0


def shown(found: Equilibrium) -> tuple[float, float, float]:
    return found.hard_challenges, found.soft_challenges, found.soft_defends if found.on_path else 0.0


gaps = st.integers(1, 12)
chances = st.integers(1, 31).map(lambda part: part / 32)


@st.composite
def challengers(draw: st.DrawFn) -> ChallengerPayoffs:
    soft = draw(st.integers(-20, 0))
    back_down = soft + draw(gaps)
    status_quo, conflict = back_down + draw(gaps), back_down + draw(gaps)
    return ChallengerPayoffs(status_quo, max(status_quo, conflict) + draw(gaps), back_down, conflict, soft)


@st.composite
def defenders(draw: st.DrawFn) -> DefenderPayoffs:
    soft = draw(st.integers(-20, 0))
    concession = soft + draw(gaps)
    return DefenderPayoffs(
        draw(st.integers(-20, 20)), concession, concession + draw(gaps), concession + draw(gaps), soft
    )


games = st.builds(DeterrenceGame, challengers(), defenders(), chances, chances)


def _off_borders(game: DeterrenceGame) -> bool:
    thresholds = (game.hard_threshold, game.soft_threshold)
    distances = [abs(game.defender_hard - threshold) for threshold in thresholds]
    return min(*distances, abs(game.challenger_hard - game.belief_threshold), abs(game.hard_threshold - 1.0)) > 0.01


@settings(deadline=None, max_examples=60)
@given(game=games)
def test_nobody_gains_by_leaving_any_of_our_equilibria(game: DeterrenceGame) -> None:
    made = tree(game)
    for found in equilibria(game):
        profile = as_profile(made, found)
        assert profile.max_regret() == pytest.approx(0.0, abs=1e-9)
        assert profile.payoff("challenger") == pytest.approx(found.challenger_value, abs=1e-9)
        assert profile.payoff("defender") == pytest.approx(found.defender_value, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(game=games)
def test_gambit_finds_our_equilibria_and_no_others(game: DeterrenceGame) -> None:
    # By what shows: which of many plans a player holds for a node that nobody reaches is left open by Nash.
    assume(_off_borders(game))
    made = tree(game)
    found = pygambit.nash.enummixed_solve(made, rational=True).equilibria
    theirs = {tuple(round(number, 9) for number in played(made, each.as_behavior())) for each in found}
    ours = {tuple(round(number, 9) for number in shown(each)) for each in equilibria(game)}
    assert theirs == ours


@settings(deadline=None, max_examples=25)
@given(game=games)
def test_the_chosen_one_is_the_limit_of_gambits_quantal_response(game: DeterrenceGame) -> None:
    # McKelvey and Palfrey (1998): the principal branch selects one sequential equilibrium for almost every game.
    assume(_off_borders(game))
    made = tree(game)
    (limit,) = pygambit.nash.logit_solve(made, use_strategic=False).equilibria
    assert played(made, limit) == pytest.approx(shown(solve(game)), abs=2e-3)


@pytest.mark.parametrize("region", [region for region in Region if region is not Region.STEADFAST])
def test_each_region_once_and_gambit_agrees(region: Region) -> None:
    challenger = ChallengerPayoffs(status_quo=0, concession=4, back_down=-4, conflict_hard=-1, conflict_soft=-8)
    chances = {
        Region.CERTAIN: (0.5, 0.9),
        Region.SEPARATING: (0.5, 0.6),
        Region.ATTACK: (0.6, 0.25),
        Region.BLUFF: (0.25, 0.25),
    }[region]
    defender = DefenderPayoffs(status_quo=2, concession=-4, back_down=1, conflict_hard=-2, conflict_soft=-9)
    game = DeterrenceGame(challenger, defender, *chances)
    assert solve(game).region is region
    made = tree(game)
    (limit,) = pygambit.nash.logit_solve(made, use_strategic=False).equilibria
    assert played(made, limit) == pytest.approx(shown(solve(game)), abs=2e-3)


@pytest.mark.parametrize("chances", [(0.25, 0.25), (0.6, 0.25), (0.5, 0.6), (0.5, 0.9)])
def test_policies_played_over_many_runs_do_as_often_what_gambits_players_do(chances: tuple[float, float]) -> None:
    challenger = ChallengerPayoffs(status_quo=0, concession=4, back_down=-4, conflict_hard=-1, conflict_soft=-8)
    defender = DefenderPayoffs(status_quo=2, concession=-4, back_down=1, conflict_hard=-2, conflict_soft=-9)
    game = DeterrenceGame(challenger, defender, *chances)
    made = tree(game)
    (theirs,) = pygambit.nash.logit_solve(made, use_strategic=False).equilibria
    expected = frequencies(made, theirs)
    challenge, defend, press, concede, back = (Option(move) for move in expected)
    play = Play("game", "PRK", "USA", solve(game), *chances, challenge, defend, press, concede, back)
    runs = 1500
    counts = Counter(move for run in range(runs) for _, move in course(play, run))
    for move, share in expected.items():
        # Four standard errors, and what Gambit's tracing leaves between its last point and the limit.
        assert abs(counts[move] / runs - share) <= 4.0 * math.sqrt(share * (1.0 - share) / runs) + 2e-3, move
