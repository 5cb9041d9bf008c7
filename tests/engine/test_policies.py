"""Policies in the engine: script, rates, dyads that settle or run away, and runs that hang on seed and index alone."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from engine.table import DAY, ends, opened, plans_of, quantity, rhythm, rules, table, taken, tone
from standoff.crisis.richardson import Side, equilibrium, stable
from standoff.engine.outcomes import measure
from standoff.engine.plan import Plans
from standoff.engine.run import Run, play, run
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order


def moves(done: Run, actor: str) -> list[tuple[float, str]]:
    told = (event for event in done.record.of_kind("move") if event["actor"] == actor)
    return [(event["t_s"] / DAY, event["data"]["move"]) for event in told]


# Script.


def test_without_policies_history_is_played_as_it_went() -> None:
    done = run(table({}))
    assert moves(done, "AAA") == [(1.0, "blame"), (2.0, "threaten"), (5.0, "attack")]
    assert moves(done, "BBB") == [(3.0, "blame")]


def test_when_a_script_ends_other_policies_begin() -> None:
    later = {"id": "later", "at_most": 2, "move": "consult", "target": "BBB"}
    done = run(table({"AAA": [{"kind": "scripted", "until": "P2DT6H"}, rules(later)]}))
    # It looks once a day.
    assert moves(done, "AAA") == [(1.0, "blame"), (2.0, "threaten"), (3.0, "consult"), (4.0, "consult")]
    assert moves(done, "BBB") == [(3.0, "blame")]


def test_beside_a_script_without_an_end_other_policies_act_from_the_start() -> None:
    beside = {"id": "beside", "at_most": 2, "move": "consult", "target": "BBB"}
    done = run(table({"AAA": [{"kind": "scripted"}, rules(beside)]}))
    at_first = [(0.0, "consult"), (1.0, "blame"), (1.0, "consult"), (2.0, "threaten"), (5.0, "attack")]
    assert moves(done, "AAA") == at_first


def test_another_policy_sets_an_actors_history_aside_and_nobody_elses() -> None:
    done = run(table({"AAA": [rules({"id": "never", "if": "day < 0.0", "move": "blame", "target": "BBB"})]}))
    assert (moves(done, "AAA"), moves(done, "BBB")) == ([], [(3.0, "blame")])


# Rules.


def rate(per_day: float, **more: Any) -> dict[str, Any]:
    return {"id": "r", "rate": quantity(per_day, "1/d"), "move": "blame", "target": "BBB", **more}


def test_a_rate_makes_a_poisson_process_thinned_to_one_move_a_look() -> None:
    per_day, looks, days, runs = 0.5, 12, 10, 600
    scenario = table({"AAA": [rules(rate(per_day), every=24.0 / looks)]})
    counts = [taken(state, "AAA", "blame") for state in ends(scenario, range(runs))]
    # A look sees at least one event of the process with probability 1 - exp(-rate dt): a binomial number of them.
    chance = -math.expm1(-per_day / looks)
    expected, variance = days * looks * chance, days * looks * chance * (1.0 - chance)
    mean = sum(counts) / runs
    assert abs(mean - expected) < 4.0 * math.sqrt(variance / runs)
    # Poisson within what the thinning takes away: 2 % of the mean here, and of the variance twice that.
    assert abs(mean - per_day * days) < 0.02 * per_day * days + 4.0 * math.sqrt(per_day * days / runs)
    spread = sum((count - mean) ** 2 for count in counts) / (runs - 1)
    assert abs(spread / mean - 1.0) < 0.05 + 4.0 * math.sqrt(2.0 / runs)


def test_numbers_of_moves_are_poisson_by_chi_square() -> None:
    per_day, runs = 0.3, 800
    scenario = table({"AAA": [rules(rate(per_day), every=2.0)]}, "duration={value: 5, unit: d}")
    counts = Counter(taken(state, "AAA", "blame") for state in ends(scenario, range(runs)))
    mean = per_day * 5
    shares = [math.exp(-mean) * mean**number / math.factorial(number) for number in range(5)]
    found = [counts[number] for number in range(5)] + [sum(counts[number] for number in counts if number >= 5)]
    wanted = [runs * share for share in (*shares, 1.0 - sum(shares))]
    statistic = sum((one - other) ** 2 / other for one, other in zip(found, wanted, strict=True))
    # Chi-square with five degrees of freedom exceeds 25.7 once in ten thousand times.
    assert statistic < 25.7


def test_a_rate_acts_only_while_its_condition_holds() -> None:
    scenario = table({"AAA": [rules(rate(2.0, **{"if": "day >= 4.0 && day < 6.0"}), every=6.0)]})
    times = {at for index in range(20) for at, _ in moves(run(scenario, run_index=index), "AAA")}
    assert times
    assert min(times) >= 4.0
    assert max(times) < 6.0


def test_gap_and_number_limit_a_rule() -> None:
    spaced = table({"AAA": [rules({"id": "r", "gap": rhythm(3, "d"), "move": "blame", "target": "BBB"})]})
    assert [at for at, _ in moves(run(spaced), "AAA")] == [0.0, 3.0, 6.0, 9.0]
    few = table({"AAA": [rules({"id": "r", "at_most": 2, "move": "blame", "target": "BBB"})]})
    assert [at for at, _ in moves(run(few), "AAA")] == [0.0, 1.0]
    limited = table({"AAA": [rules(rate(5.0, at_most=3, gap=rhythm(2, "d")))]})
    times = [at for at, _ in moves(run(limited), "AAA")]
    assert len(times) == 3
    assert all(later - sooner >= 2.0 for sooner, later in pairwise(times))


# Reciprocity: Richardson's condition.

MENU = ["attack", "threaten", "reduce", "blame", "consult", "cooperate", "help", "back-off"]
DAYS = 100


def answers(toward: str, reaction: float, fatigue: float, grievance: float = 0.0) -> dict[str, Any]:
    return {
        "kind": "reciprocal",
        "toward": toward,
        "every": rhythm(24),
        "reaction": quantity(reaction, "1/d"),
        "fatigue": quantity(fatigue, "1/d"),
        "grievance": quantity(grievance, "1/d"),
        "menu": [{"move": move} for move in MENU],
    }


def dyad(first: dict[str, Any], second: dict[str, Any], days: int = DAYS) -> Scenario:
    return table({"AAA": [first], "BBB": [second]}, f"duration={{value: {days}, unit: d}}")


def quarrel(severity: int = 3) -> list[Order]:
    """Each attacks the other at STARTEX: tone -10 apiece (CAMEO 190)."""
    pairs = [("AAA", "BBB"), ("BBB", "AAA")] * severity
    return [Order(f"q{n}", one, "attack", 0.0, {"target": other}) for n, (one, other) in enumerate(pairs)]


def tones(plans: Plans, runs: int, *days: float, severity: int = 3) -> list[tuple[float, float]]:
    """Mean tones of a dyad over runs, both ways, at some days."""
    sums = [[0.0, 0.0] for _ in days]
    for index in range(runs):
        playing = opened(plans, index, quarrel(severity))
        for place, day in enumerate(days):
            playing.advance(day * DAY)
            sums[place][0] += tone(playing, "AAA", "BBB") / runs
            sums[place][1] += tone(playing, "BBB", "AAA") / runs
    return [(one, other) for one, other in sums]


def test_a_dyad_within_richardsons_condition_settles_at_his_equilibrium() -> None:
    first, second = Side(0.10 / DAY, 0.25 / DAY, -1.0 / DAY), Side(0.20 / DAY, 0.25 / DAY, -0.5 / DAY)
    assert stable(first, second)
    plans = plans_of(dyad(answers("BBB", 0.10, 0.25, -1.0), answers("AAA", 0.20, 0.25, -0.5), 90))
    (found,) = tones(plans, 60, 89.5)
    # Half a day after they spoke tone has faded by a twentieth; chance spreads one end by some 4, the mean by 0.5.
    assert found == pytest.approx(tuple(value * 0.5 ** (0.5 / 7) for value in equilibrium(first, second)), abs=2.0)


def test_a_dyad_beyond_it_runs_to_the_end_of_the_menu() -> None:
    plans = plans_of(dyad(answers("BBB", 0.4, 0.25), answers("AAA", 0.4, 0.25)))
    (found,) = tones(plans, 3, DAYS)
    # An attack a day, seen a day later: 10 (f + f^2 + ...) with f what a day leaves of tone.
    fade = 0.5 ** (1 / 7)
    assert found == pytest.approx((-10.0 * fade / (1.0 - fade),) * 2, rel=0.01)


@pytest.mark.parametrize(("fatigues", "ratio"), [((0.2, 0.2), 1.0), ((0.3, 0.15), 2.0)])
def test_the_border_found_by_bisection_is_richardsons(fatigues: tuple[float, float], ratio: float) -> None:
    """k1 = ratio k2; the k2 at which the mean of runs neither grows nor falls, within 5 % of a1 a2 = k1 k2."""

    def runs_away(reaction: float) -> bool:
        first, second = answers("BBB", ratio * reaction, fatigues[0]), answers("AAA", reaction, fatigues[1])
        early, late = tones(plans_of(dyad(first, second)), 10, 30, DAYS)
        return abs(sum(late)) > abs(sum(early))

    low, high = 0.05, 0.5
    assert not runs_away(low)
    assert runs_away(high)
    for _ in range(6):
        middle = (low + high) / 2.0
        low, high = (low, middle) if runs_away(middle) else (middle, high)
    product = ratio * ((low + high) / 2.0) ** 2
    # Six halvings leave 0.0035 of k, and chance some 0.005 of growth a day.
    assert product == pytest.approx(fatigues[0] * fatigues[1], rel=0.05)


# Determinism.


def lively(**others: Any) -> Scenario:
    """Chance everywhere: a rule with a rate, and two that answer each other."""
    return table(
        {
            "AAA": [rules(rate(0.4)), answers("BBB", 0.2, 0.3, -0.5)],
            "BBB": [answers("AAA", 0.2, 0.3, -0.5)],
            **others,
        }
    )


def test_the_same_seed_leaves_the_same_record_byte_for_byte() -> None:
    first, second = run(lively(), 5, run_index=2), run(lively(), 5, run_index=2)
    assert first.record.content == second.record.content
    assert run(lively(), 6, run_index=2).record.content != first.record.content
    assert run(lively(), 5, run_index=3).record.content != first.record.content


def test_a_run_depends_on_its_index_and_not_on_the_runs_before() -> None:
    plans, fresh = plans_of(lively()), plans_of(lively())
    forward = [measure(plans.world, play(plans, 1, index)) for index in range(8)]
    backward = [measure(fresh.world, play(fresh, 1, index)) for index in reversed(range(8))]
    assert forward == backward[::-1]
    assert len({str(found) for found in forward}) > 1


def test_a_run_without_a_record_comes_to_the_same() -> None:
    scenario = lively()
    plans = plans_of(scenario)
    for index in range(3):
        recorded = run(scenario, run_index=index).state
        assert recorded.crisis == play(plans, 1, index).crisis


def test_a_bystanders_policy_moves_nobody_elses_numbers() -> None:
    talkative = rules({"id": "talk", "rate": quantity(3.0, "1/d"), "move": "consult", "target": "BBB"}, every=6.0)
    for index in range(4):
        alone, beside = (run(scenario, run_index=index) for scenario in (lively(), lively(CCC=[talkative])))
        assert moves(beside, "CCC")
        for actor in ("AAA", "BBB"):
            assert moves(alone, actor) == moves(beside, actor)


def test_a_seat_without_a_program_does_nothing() -> None:
    done = run(table({"AAA": [{"kind": "external"}]}))
    assert (moves(done, "AAA"), moves(done, "BBB")) == ([], [(3.0, "blame")])
    assert not [event for event in done.record.of_kind("order") if event["actor"] == "AAA"]
