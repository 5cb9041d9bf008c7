"""The deterrence policy: two seats played against each other meet the game's equilibrium over many runs."""

import math
from collections import Counter
from dataclasses import replace

import pytest

from deterrence_course import course
from standoff.crisis.condition import Vocabulary
from standoff.crisis.deterrence import ChallengerPolicy, DefenderPolicy, Play
from standoff.crisis.game import ChallengerPayoffs, DefenderPayoffs, DeterrenceGame, Region, solve
from standoff.crisis.policy import Memory, Option

DAY = 86400.0
CHALLENGER = ChallengerPayoffs(status_quo=0, concession=4, back_down=-4, conflict_hard=-1, conflict_soft=-8)
DEFENDER = DefenderPayoffs(status_quo=2, concession=-4, back_down=1, conflict_hard=-2, conflict_soft=-9)
WORDS = Vocabulary({"day": ("double", 0), "since": ("double", 2)})


def _play(challenger_hard: float, defender_hard: float, opens: str | None = None) -> Play:
    game = DeterrenceGame(CHALLENGER, DEFENDER, challenger_hard, defender_hard)
    return Play(
        id="guam",
        challenger="PRK",
        defender="USA",
        equilibrium=solve(game),
        challenger_hard=challenger_hard,
        defender_hard=defender_hard,
        challenge=Option("challenge", {"threat": "salvo"}),
        defend=Option("defend"),
        press=Option("press"),
        concede=Option("concede"),
        back_down=Option("back-down"),
        opens=None if opens is None else WORDS.condition(opens),
    )


@pytest.mark.parametrize(
    ("hard", "region"),
    [
        ((0.25, 0.25), Region.BLUFF),
        ((0.6, 0.25), Region.ATTACK),
        ((0.5, 0.6), Region.SEPARATING),
        ((0.5, 0.9), Region.CERTAIN),
    ],
)
def test_frequencies_over_many_runs_meet_the_equilibrium(hard: tuple[float, float], region: Region) -> None:
    play, runs = _play(*hard), 1500
    found = play.equilibrium
    assert found.region is region
    counts = Counter(move for run in range(runs) for _, move in course(play, run))
    pressed = hard[0] * found.hard_challenges * found.defend
    expected = {
        "challenge": found.challenge,
        "defend": found.challenge * found.defend,
        "concede": found.challenge * (1.0 - found.defend),
        "press": pressed,
        "back-down": found.challenge * found.defend - pressed,
    }
    for move, share in expected.items():
        sigma = math.sqrt(share * (1.0 - share) / runs)
        assert abs(counts[move] / runs - share) <= 4.0 * sigma + 1e-12, move


def test_the_course_is_in_order_and_played_once() -> None:
    courses = [course(_play(0.9, 0.4), run) for run in range(40)]
    orders = {tuple(move for _, move in course) for course in courses}
    assert orders <= {
        (),
        ("challenge", "concede"),
        ("challenge", "defend", "press"),
        ("challenge", "defend", "back-down"),
    }
    assert ("challenge", "defend", "press") in orders


def test_the_challenger_waits_until_the_game_opens() -> None:
    courses = [course(_play(0.6, 0.25, "day >= 3.0"), run) for run in range(10)]
    assert all(course[0] == (3, "challenge") for course in courses)


def test_a_challenge_before_startex_is_not_answered() -> None:
    defender = DefenderPolicy("USA/guam", DAY, _play(0.6, 1.0))
    view = {"day": 2.0, "since": {"PRK": {"challenge": 2.5}, "USA": {}}}
    assert defender.decide(view, {}, 2 * DAY, DAY, lambda *_: 0.0) == ({}, [])
    view = {"day": 2.0, "since": {"PRK": {"challenge": 1.5}, "USA": {}}}
    _, wishes = defender.decide(view, {}, 2 * DAY, DAY, lambda *_: 0.0)
    assert [(wish.move, wish.target) for wish in wishes] == [("defend", "PRK")]


def test_a_defense_older_than_the_challenge_answers_nothing() -> None:
    challenger = ChallengerPolicy("PRK/guam", DAY, _play(1.0, 0.25))
    memory: Memory = {"PRK/guam": {"hard": True, "stage": "challenged"}}
    early = {"day": 5.0, "since": {"PRK": {"challenge": 1.0}, "USA": {"defend": 4.0}}}
    assert challenger.decide(early, memory, 5 * DAY, DAY, lambda *_: 0.0)[1] == []
    late = {"day": 5.0, "since": {"PRK": {"challenge": 1.0}, "USA": {"defend": 0.5}}}
    assert [wish.move for wish in challenger.decide(late, memory, 5 * DAY, DAY, lambda *_: 0.0)[1]] == ["press"]


def test_who_does_not_challenge_says_so_with_the_chance() -> None:
    challenger = ChallengerPolicy("PRK/guam", DAY, _play(0.25, 0.25))
    view = {"day": 0.0, "since": {"PRK": {}, "USA": {}}}
    memory, (wish,) = challenger.decide(view, {}, 0.0, DAY, lambda *_: 0.999)
    assert wish.holds_back
    chance = challenger.play.equilibrium.soft_challenges
    assert wish.why == f"guam: soft challenger does not challenge; chance {chance:.3f}"
    assert challenger.decide(view, memory, DAY, DAY, lambda *_: 0.0)[1] == [], "the game is played once"


def test_giving_in_may_be_silent() -> None:
    silent = replace(_play(0.6, 0.25), concede=None, back_down=None)
    moves = {move for run in range(60) for _, move in course(silent, run)}
    assert moves == {"challenge", "defend", "press"}
