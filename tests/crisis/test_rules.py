"""The policy `rules`: rates, numbers, gaps, conditions, and random numbers that have names."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.streams import Streams
from standoff.crisis.condition import Vocabulary
from standoff.crisis.policy import Memory, Option
from standoff.crisis.rules import Rule, RulesPolicy

DAY = 86400.0
WORDS = Vocabulary({"self": ("string", 0), "target": ("string", 0), "tone": ("double", 2), "day": ("double", 0)})


def _view(day: float = 0.0, tone: float = 0.0) -> dict[str, object]:
    tones = {"USA": {"PRK": tone, "USA": 0.0}, "PRK": {"USA": 0.0, "PRK": 0.0}}
    return {"self": "PRK", "target": "", "tone": tones, "day": day}


def _policy(*rules: Rule) -> RulesPolicy:
    return RulesPolicy("PRK/rules", "PRK", DAY, rules)


def _moves(policy: RulesPolicy, days: int, run: int = 0, tone: float = 0.0) -> list[tuple[int, str]]:
    streams, taken = Streams(7, run), list[tuple[int, str]]()
    held: Memory = {}
    for day in range(days):
        held, wishes = policy.decide(_view(day, tone), held, day * DAY, DAY, lambda *name: streams.uniform(*name).value)
        taken += [(day, wish.move) for wish in wishes]
    return taken


def test_a_rule_without_a_rate_acts_whenever_its_condition_holds() -> None:
    rule = Rule("denounce", Option("denounce"), "USA", WORDS.condition("tone.USA.PRK < -5.0"))
    assert _moves(_policy(rule), 3, tone=-6.0) == [(0, "denounce"), (1, "denounce"), (2, "denounce")]
    assert _moves(_policy(rule), 3, tone=-4.0) == []


def test_the_wish_carries_target_parameters_and_reason() -> None:
    rule = Rule("r", Option("threaten", {"threat": "salvo"}), "USA", WORDS.condition("day >= 0.0"))
    _, (wish,) = _policy(rule).decide(_view(), {}, 0.0, DAY, lambda *_: 0.0)
    assert (wish.move, wish.target, wish.parameters) == ("threaten", "USA", {"threat": "salvo"})
    assert wish.why == "rule r: day >= 0.0"


def test_target_in_a_condition_is_the_rules_own() -> None:
    rule = Rule("r", Option("denounce"), "USA", WORDS.condition("tone[target][self] < -5.0"))
    assert _moves(_policy(rule), 1, tone=-6.0) == [(0, "denounce")]


def test_numbers_and_gaps_limit_a_rule() -> None:
    assert len(_moves(_policy(Rule("once", Option("m"), at_most=1)), 10)) == 1
    assert len(_moves(_policy(Rule("thrice", Option("m"), at_most=3)), 10)) == 3
    spaced = _moves(_policy(Rule("spaced", Option("m"), gap_s=3 * DAY)), 10)
    assert [day for day, _ in spaced] == [0, 3, 6, 9]


@given(rate=st.floats(0.01, 5.0), uniform=st.floats(0.0, 1.0, exclude_max=True))
def test_a_wait_is_exponential(rate: float, uniform: float) -> None:
    # P(wait <= t) = 1 - exp(-rate t): the wait of a number u is its quantile.
    wait_s = Rule("r", Option("m"), rate_per_s=rate / DAY).wait_s(uniform)
    assert 1.0 - math.exp(-rate * wait_s / DAY) == pytest.approx(uniform, abs=1e-9)


def test_a_rate_of_nothing_never_acts() -> None:
    assert _moves(_policy(Rule("r", Option("m"), rate_per_s=0.0)), 100) == []


def test_a_condition_that_comes_late_thins_the_process() -> None:
    """While it holds the rate is what it was: from day 10 on, in 20 days of one look each."""
    policy = _policy(Rule("test", Option("m"), when=WORDS.condition("day >= 10.0"), rate_per_s=0.2 / DAY))
    runs, days, chance = 400, 20, 1.0 - math.exp(-0.2)
    moves = [day for run in range(runs) for day, _ in _moves(policy, 10 + days, run)]
    assert min(moves) == 10
    expected, sigma = days * runs * chance, math.sqrt(days * runs * chance * (1.0 - chance))
    assert abs(len(moves) - expected) < 4.0 * sigma
    on_first = sum(day == 10 for day in moves)
    assert abs(on_first - runs * chance) < 4.0 * math.sqrt(runs * chance * (1.0 - chance))


def test_moves_come_at_the_rate_over_many_runs() -> None:
    policy = _policy(Rule("test", Option("test-missile"), rate_per_s=0.2 / DAY))
    days, runs = 20, 300
    count = sum(len(_moves(policy, days, run)) for run in range(runs))
    chance = 1.0 - math.exp(-0.2)
    expected, sigma = days * runs * chance, math.sqrt(days * runs * chance * (1.0 - chance))
    assert abs(count - expected) < 4.0 * sigma


def test_another_rule_in_front_changes_no_number_of_the_first() -> None:
    rule = Rule("test", Option("test-missile"), rate_per_s=0.3 / DAY)
    other = Rule("talk", Option("denounce"), rate_per_s=0.3 / DAY)
    alone = _moves(_policy(rule), 30)
    both = [move for move in _moves(_policy(other, rule), 30) if move[1] == "test-missile"]
    assert 0 < len(alone) < 30
    assert both == alone


def test_the_memory_that_it_is_given_stays_as_it_is() -> None:
    before: Memory = {"other": 1}
    after, _ = _policy(Rule("r", Option("m"))).decide(_view(), before, 0.0, DAY, lambda *_: 0.0)
    assert before == {"other": 1}
    assert set(after) == {"other", "PRK/rules"}
    assert after["PRK/rules"].courses[0].taken == 1
