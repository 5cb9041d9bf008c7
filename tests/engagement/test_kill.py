"""The kill chain: its draws mean what they say, and many of them approach the closed forms."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.engagement import wilkening
from standoff.engagement.kill import Cause, KillChain, common_mode_fails, hits, outcome

CHAIN = KillChain(reliability=0.9, discrimination=0.8, kill=0.7, common_mode_failure=0.05)
probability = st.floats(0.0, 1.0)


def test_single_shot_is_the_product_of_the_links() -> None:
    assert CHAIN.single_shot == pytest.approx(0.504, abs=1e-12)


@pytest.mark.parametrize(
    ("uniforms", "common", "cause"),
    [
        ((0.0, 0.0, 0.0), False, None),
        ((0.899, 0.799, 0.699), False, None),
        ((0.9, 0.0, 0.0), False, Cause.UNRELIABLE),
        ((0.95, 0.99, 0.99), False, Cause.UNRELIABLE),
        ((0.0, 0.8, 0.99), False, Cause.WRONG_OBJECT),
        ((0.0, 0.0, 0.7), False, Cause.MISSED),
        ((0.0, 0.0, 0.0), True, Cause.COMMON_MODE),
    ],
)
def test_first_broken_link_is_the_cause(
    uniforms: tuple[float, float, float], common: bool, cause: Cause | None
) -> None:
    result = outcome(CHAIN, uniforms, common)
    assert result.cause_of_miss is cause
    assert result.hit is (cause is None)


def test_common_mode_is_drawn_against_its_probability() -> None:
    assert common_mode_fails(CHAIN, 0.049)
    assert not common_mode_fails(CHAIN, 0.05)
    assert not common_mode_fails(KillChain(), 0.0)


@given(uniforms=st.lists(st.tuples(*[st.floats(0.0, 1.0, exclude_max=True)] * 3), min_size=1, max_size=8))
def test_vector_form_equals_the_readable_one(uniforms: list[tuple[float, float, float]]) -> None:
    assert hits(CHAIN, uniforms).tolist() == [outcome(CHAIN, row).hit for row in uniforms]
    assert not hits(CHAIN, uniforms, True).any()


def test_no_probability_outside_its_range() -> None:
    with pytest.raises(InputError, match="kill: is not a probability"):
        KillChain(kill=1.2)


def test_simulated_raids_meet_the_closed_form() -> None:
    """With common mode zero, leak-free raids of W = 4 against n = 3 shots each stay within 4 standard errors."""
    chain = KillChain(reliability=0.95, discrimination=0.9, kill=0.8)
    raids, warheads, shots = 40_000, 4, 3
    uniforms = np.random.default_rng(20170814).random((raids, warheads, shots, 3))
    leakers = (~hits(chain, uniforms).any(axis=2)).sum(axis=1)
    p = 0.95 * 0.9 * 0.8
    leak_free = (1.0 - (1.0 - p) ** shots) ** warheads
    standard_error = math.sqrt(leak_free * (1.0 - leak_free) / raids)
    assert abs((leakers == 0).mean() - leak_free) < 4.0 * standard_error
    one_leaks = (1.0 - p) ** shots
    mean_error = math.sqrt(warheads * one_leaks * (1.0 - one_leaks) / raids)
    assert abs(leakers.mean() - warheads * one_leaks) < 4.0 * mean_error


def test_common_mode_bounds_what_more_shots_can_buy() -> None:
    rng = np.random.default_rng(7)
    raids, c = 20_000, 0.1
    common = rng.random(raids) < c
    shots = hits(KillChain(kill=0.9), rng.random((raids, 2, 6, 3)), common[:, None, None])
    killed = np.asarray(shots.any(axis=2)).all(axis=-1)
    assert abs(killed.mean() - (1.0 - c)) < 4.0 * math.sqrt(c * (1.0 - c) / raids) + 1e-4


@given(p=probability, n=st.integers(1, 12), warheads=st.integers(1, 30))
def test_more_warheads_leak_more_and_more_shots_leak_less(p: float, n: int, warheads: int) -> None:
    here = wilkening.leak_free_probability(p, n, warheads)
    assert 0.0 <= here <= 1.0
    assert wilkening.leak_free_probability(p, n + 1, warheads) >= here - 1e-12
    assert wilkening.leak_free_probability(p, n, warheads + 1) <= here + 1e-12


@given(p=st.floats(0.05, 1.0), n=st.integers(1, 6), warheads=st.integers(1, 12), d=probability, c=probability)
def test_leaker_distribution_is_one_with_the_closed_mean(p: float, n: int, warheads: int, d: float, c: float) -> None:
    chances = wilkening.leaker_distribution(p, n, warheads, d, c)
    assert chances.sum() == pytest.approx(1.0, abs=1e-9)
    assert (chances * np.arange(warheads + 1)).sum() == pytest.approx(
        float(wilkening.expected_leakers(p, n, warheads, d, c)), abs=1e-9
    )


def test_distribution_against_enumeration() -> None:
    """Two warheads, two shots each, p = 0.3: all 16 outcomes counted out."""
    p = 0.3
    counted = np.zeros(3)
    for shots in itertools.product([True, False], repeat=4):
        weight = math.prod(p if hit else 1.0 - p for hit in shots)
        counted[int(not any(shots[:2])) + int(not any(shots[2:]))] += weight
    assert wilkening.leaker_distribution(p, 2, 2) == pytest.approx(counted, abs=1e-12)


@pytest.mark.parametrize(("p", "most", "mean"), [(0.5, 2, 1.5), (0.5, 3, 1.75), (1.0, 4, 1.0), (0.0, 4, 4.0)])
def test_mean_shots_when_each_is_assessed_first(p: float, most: int, mean: float) -> None:
    """By hand: p = 1/2, at most 3: 1/2 * 1 + 1/4 * 2 + 1/4 * 3 = 1.75."""
    assert wilkening.expected_shots(p, most) == pytest.approx(mean)


@given(p=st.floats(0.05, 0.99), warheads=st.integers(1, 50), wanted=st.floats(0.01, 0.99))
def test_shots_needed_is_the_fewest(p: float, warheads: int, wanted: float) -> None:
    n = wilkening.shots_needed(p, warheads, wanted)
    assert (1.0 - (1.0 - p) ** n) ** warheads >= wanted - 1e-9
    assert n == 1 or (1.0 - (1.0 - p) ** (n - 1)) ** warheads < wanted + 1e-9


def test_shots_needed_says_when_detection_falls_short() -> None:
    with pytest.raises(InputError, match="any number of shots"):
        wilkening.shots_needed(0.9, 10, 0.8, detection=0.95)
