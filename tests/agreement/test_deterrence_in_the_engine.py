"""Deterrence policies in the engine, over many runs, against the frequencies that Gambit finds for the same game."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pygambit
import pytest

from deterrence_tree import frequencies, tree
from engine.table import ends, quantity, rhythm, table, taken
from standoff.crisis.game import ChallengerPayoffs, DefenderPayoffs, DeterrenceGame, Region, solve
from standoff.scenario.loading import Scenario

CHALLENGER = {"status_quo": 0.0, "concession": 4.0, "back-down": -4.0, "conflict-hard": -1.0, "conflict-soft": -8.0}
DEFENDER = {"status_quo": 2.0, "concession": -4.0, "back-down": 1.0, "conflict-hard": -2.0, "conflict-soft": -9.0}
# Choice of the game -> who makes it, and the move that stands for it.
MOVES = {
    "challenge": ("AAA", "threaten"),
    "defend": ("BBB", "defy"),
    "press": ("AAA", "attack"),
    "concede": ("BBB", "yield-to"),
    "back down": ("AAA", "back-off"),
}
RUNS = 2000


def game(challenger_hard: float, defender_hard: float) -> DeterrenceGame:
    payoffs = [{name.replace("-", "_"): value for name, value in own.items()} for own in (CHALLENGER, DEFENDER)]
    return DeterrenceGame(
        ChallengerPayoffs(**payoffs[0]), DefenderPayoffs(**payoffs[1]), challenger_hard, defender_hard
    )


def scenario(challenger_hard: float, defender_hard: float) -> Scenario:
    def side(actor: str, hard: float, payoffs: dict[str, float]) -> dict[str, Any]:
        told = {name: quantity(value, "1") for name, value in payoffs.items()}
        return {"actor": actor, "hard": quantity(hard, "1"), "payoffs": told}

    seat = [{"kind": "deterrence", "game": "duel", "every": rhythm(24)}]
    duel = {
        "challenger": side("AAA", challenger_hard, CHALLENGER),
        "defender": side("BBB", defender_hard, DEFENDER),
        "opens": "day >= 1.0",
        "moves": {name.replace(" ", "-"): {"move": move} for name, (_, move) in MOVES.items()},
    }
    return table({"AAA": seat, "BBB": seat}, "duration={value: 5, unit: d}", games={"duel": duel})


@pytest.mark.parametrize(
    ("hard", "region"),
    [
        ((0.25, 0.25), Region.BLUFF),
        ((0.6, 0.25), Region.ATTACK),
        ((0.5, 0.6), Region.SEPARATING),
        ((0.5, 0.9), Region.CERTAIN),
    ],
)
def test_seats_in_the_engine_do_as_often_what_gambits_players_do(hard: tuple[float, float], region: Region) -> None:
    assert solve(game(*hard)).region is region
    made = tree(game(*hard))
    (theirs,) = pygambit.nash.logit_solve(made, use_strategic=False).equilibria
    expected = frequencies(made, theirs)
    counts: Counter[str] = Counter()
    for state in ends(scenario(*hard), range(RUNS), seed=3):
        counts.update({name: taken(state, *move) for name, move in MOVES.items()})
    for name, share in expected.items():
        # Four standard errors, and what Gambit's tracing leaves between its last point and the limit.
        assert abs(counts[name] / RUNS - share) <= 4.0 * math.sqrt(share * (1.0 - share) / RUNS) + 2e-3, name


def test_types_are_drawn_and_each_choice_is_made_once_a_run() -> None:
    orders = Counter(
        tuple(name for name, move in MOVES.items() for _ in range(taken(state, *move)))
        for state in ends(scenario(0.9, 0.4), range(200))
    )
    fought, gave_in = ("challenge", "defend", "press"), ("challenge", "defend", "back down")
    assert set(orders) <= {(), ("challenge", "concede"), fought, gave_in}
    assert orders[fought] > 0
