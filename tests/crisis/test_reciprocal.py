"""The reciprocal policy: right in the mean, and dyads that settle or run away where Richardson says."""

import math
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from standoff.crisis.policy import Memory, Option
from standoff.crisis.reciprocal import Answer, Menu, Reaction, ReciprocalPolicy
from standoff.crisis.richardson import Side, equilibrium, stable
from standoff.crisis.tone import Pair, Reading, Tone

DAY = 86400.0
TONE = Tone(7 * DAY)
MENU = Menu(tuple(Answer(Option(f"move{weight:g}"), weight) for weight in (-10, -7, -5, -4, -2, 1, 2.5, 4, 7, 9)))
WEIGHTS = {answer.option.move: answer.weight for answer in MENU.answers}
NEUTRAL = Reaction(0.0, TONE.decay_per_s, 0.0, 0.0, 0.0, TONE.decay_per_s)

weights = st.floats(-10.0, 10.0)


def _policy(actor: str, other: str, side: Side, delay_s: float = 0.0, noise: float = 0.0) -> ReciprocalPolicy:
    reaction = Reaction(side.reaction, side.fatigue, side.grievance, delay_s, noise, TONE.decay_per_s)
    return ReciprocalPolicy(f"{actor}/reciprocal/{other}", actor, DAY, other, reaction, MENU)


def _dyad(
    first: Side, second: Side, start: float, days: int, seed: int, delay_s: float = 0.0
) -> list[tuple[float, float]]:
    """Both tones, day by day. Both decide on the same view, then their moves change it."""
    policies = (_policy("AAA", "BBB", first, delay_s), _policy("BBB", "AAA", second, delay_s))
    tones: dict[Pair, Reading] = {("AAA", "BBB"): Reading(start, 0.0), ("BBB", "AAA"): Reading(start, 0.0)}
    memories: list[Memory] = [{}, {}]
    numbers, path = random.Random(seed), []
    for day in range(days):
        now_s = day * DAY
        forth, back = (TONE.at(tones, pair, now_s) for pair in (("AAA", "BBB"), ("BBB", "AAA")))
        path.append((forth, back))
        view = {"tone": {"AAA": {"BBB": forth}, "BBB": {"AAA": back}}}
        for index, policy in enumerate(policies):
            memories[index], wishes = policy.decide(view, memories[index], now_s, DAY, lambda *_: numbers.random())
            for wish in wishes:
                tones = TONE.after(tones, (policy.actor, policy.other), WEIGHTS[wish.move], now_s)
    return path


def _side(reaction: float, fatigue: float, grievance: float = 0.0) -> Side:
    """Rates a day."""
    return Side(reaction / DAY, fatigue / DAY, grievance / DAY)


@settings(deadline=None)
@given(wanted=weights)
def test_the_mean_of_the_choice_is_what_is_wanted(wanted: float) -> None:
    numbers = [(index + 0.5) / 2000 for index in range(2000)]
    taken = [MENU.chosen(wanted, number) for number in numbers]
    mean = sum(0.0 if answer is None else answer.weight for answer in taken) / len(taken)
    assert mean == pytest.approx(min(max(wanted, -10.0), 9.0), abs=3.0 / 2000)


@given(wanted=weights, number=st.floats(0.0, 1.0, exclude_max=True))
def test_only_neighbors_are_taken(wanted: float, number: float) -> None:
    answer = MENU.chosen(wanted, number)
    weight = 0.0 if answer is None else answer.weight
    between = [other for other in [0.0, *WEIGHTS.values()] if min(weight, wanted) < other < max(weight, wanted)]
    assert not between


def test_a_menu_of_threats_alone_answers_friendliness_with_silence() -> None:
    assert Menu(MENU.answers[:3]).chosen(5.0, 0.5) is None
    assert Menu(()).chosen(-5.0, 0.5) is None
    assert Menu((Answer(Option("statement"), 0.0),)).chosen(0.0, 0.5) is None


@given(received=st.floats(-50, 50), sent=st.floats(-50, 50))
def test_an_actor_that_only_forgets_wants_nothing(received: float, sent: float) -> None:
    assert NEUTRAL.wanted(received, sent, DAY) == pytest.approx(0.0, abs=1e-12)


@settings(deadline=None)
@given(
    received=st.floats(-50, 50),
    sent=st.floats(-50, 50),
    side=st.builds(_side, st.floats(0, 1), st.floats(0.05, 1), st.floats(-3, 3)),
)
def test_the_wanted_move_leads_to_where_the_equation_does(received: float, sent: float, side: Side) -> None:
    policy = _policy("AAA", "BBB", side)
    after = (sent + policy.reaction.wanted(received, sent, DAY)) * 0.5 ** (1 / 7)

    def change(_: float, state: Any) -> Any:
        return side.reaction * received - side.fatigue * state + side.grievance

    path = solve_ivp(change, (0.0, DAY), [sent], rtol=1e-9, atol=1e-9)
    assert after == pytest.approx(path.y[0, -1], abs=1e-5)


def test_a_stable_dyad_settles_where_richardson_says() -> None:
    first, second = _side(0.10, 0.25, -1.0), _side(0.20, 0.25, -0.5)
    assert stable(first, second)
    ends = [_dyad(first, second, 0.0, 150, seed)[-1] for seed in range(200)]
    means = [sum(end[side] for end in ends) / len(ends) for side in (0, 1)]
    # Chance spreads one end by some 4; the mean of 200 by 0.3.
    assert means == pytest.approx(list(equilibrium(first, second)), abs=1.0)


def test_an_unstable_dyad_runs_to_the_end_of_the_menu() -> None:
    first, second = _side(0.35, 0.25), _side(0.35, 0.25)
    assert not stable(first, second)
    # The worst move every day: the sum of 10 (1 + f + f^2 + ...) with f a day's forgetting, seen after a day's.
    fade = 0.5 ** (1 / 7)
    worst = -10.0 * fade / (1.0 - fade)
    for seed in range(5):
        assert _dyad(first, second, -20.0, 120, seed)[-1] == pytest.approx((worst, worst), rel=0.01)
    # Hostility and friendliness alike: from above zero it runs to the friendliest move.
    assert _dyad(first, second, 20.0, 120, 1)[-1][0] == pytest.approx(9.0 * fade / (1.0 - fade), rel=0.01)


@pytest.mark.parametrize(
    ("fatigues", "ratio", "delay_d"), [((0.2, 0.2), 1.0, 0.0), ((0.3, 0.15), 2.0, 0.0), ((0.2, 0.2), 1.0, 3.0)]
)
def test_the_border_found_in_simulation_is_richardsons(
    fatigues: tuple[float, float], ratio: float, delay_d: float
) -> None:
    """k1 = ratio k2; bisection for the k2 at which the mean of dyads neither grows nor falls, against a1 a2 = k1 k2.

    A delay does not move the border: on it the slow mode stands still, and what stands still was the same before.
    """

    def runs_away(k: float) -> bool:
        first, second = _side(ratio * k, fatigues[0]), _side(k, fatigues[1])
        early = late = 0.0
        for seed in range(24):
            path = _dyad(first, second, -25.0, 200, seed, delay_d * DAY)
            early, late = early + sum(path[60]), late + sum(path[-1])
        return abs(late) > abs(early)

    low, high = 0.05, 0.5
    assert not runs_away(low)
    assert runs_away(high)
    for _ in range(8):
        middle = (low + high) / 2.0
        low, high = (low, middle) if runs_away(middle) else (middle, high)
    product = ratio * ((low + high) / 2.0) ** 2
    assert product == pytest.approx(fatigues[0] * fatigues[1], rel=0.02)


def test_with_a_delay_it_reacts_to_what_it_heard_then() -> None:
    side = _side(1.0, 0.25)
    policy = _policy("AAA", "BBB", side, delay_s=2 * DAY)
    memory: Memory = {}
    wants = []
    for day, heard in enumerate([0.0, -6.0, -6.0, -6.0, -6.0]):
        view = {"tone": {"AAA": {"BBB": 0.0}, "BBB": {"AAA": heard}}}
        memory, wishes = policy.decide(view, memory, day * DAY, DAY, lambda *_: 0.0)
        wants.append([wish.move for wish in wishes])
    assert wants[:3] == [[], [], []]
    assert all(wants[3:])
    assert len(memory[policy.name]) <= 3


def test_noise_has_the_standard_deviation_that_it_is_given() -> None:
    reaction = Reaction(0.0, TONE.decay_per_s, 0.0, 0.0, 2.0, TONE.decay_per_s)
    one = reaction.wanted(0.0, 0.0, 4 * DAY, deviate=1.0) * math.exp(-TONE.decay_per_s * 4 * DAY)
    assert one == pytest.approx(2.0 * 2.0)  # four days, so twice that of one
