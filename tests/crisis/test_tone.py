"""Tone: exact decay, sums of weights, and pairs that leave each other alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.crisis.tone import Pair, Reading, Tone

DAY = 86400.0

weights = st.floats(-10.0, 10.0)
spans = st.floats(0.0, 60.0 * DAY)
half_lives = st.floats(0.1 * DAY, 100.0 * DAY)


def test_tone_halves_with_every_half_life() -> None:
    tone = Tone(7 * DAY)
    tones = tone.after({}, ("USA", "PRK"), -8.0, 0.0)
    assert tone.at(tones, ("USA", "PRK"), 7 * DAY) == pytest.approx(-4.0)
    assert tone.at(tones, ("USA", "PRK"), 21 * DAY) == pytest.approx(-1.0)


def test_the_pair_is_ordered_and_unknown_pairs_are_neutral() -> None:
    tone = Tone(DAY)
    tones = tone.after({}, ("USA", "PRK"), -7.0, 0.0)
    assert tone.at(tones, ("PRK", "USA"), 0.0) == 0.0
    assert tone.at({}, ("JPN", "PRK"), 5.0) == 0.0


@given(half_life=half_lives, weight=weights, first=spans, second=spans)
def test_fading_in_two_steps_equals_fading_in_one(half_life: float, weight: float, first: float, second: float) -> None:
    tone = Tone(half_life)
    halfway = Reading(tone.faded(Reading(weight, 0.0), first), first)
    assert tone.faded(halfway, first + second) == pytest.approx(tone.faded(Reading(weight, 0.0), first + second))


@given(moves=st.lists(st.tuples(weights, spans), max_size=8), half_life=half_lives)
def test_tone_is_the_sum_of_each_weight_faded_since_its_own_move(
    moves: list[tuple[float, float]], half_life: float
) -> None:
    tone, pair = Tone(half_life), ("PRK", "JPN")
    tones: dict[Pair, Reading] = {}
    for weight, at_s in sorted(moves, key=lambda move: move[1]):
        tones = tone.after(tones, pair, weight, at_s)
    end = 61.0 * DAY
    expected = sum(weight * 0.5 ** ((end - at_s) / half_life) for weight, at_s in moves)
    assert tone.at(tones, pair, end) == pytest.approx(expected, abs=1e-9)


def test_moves_before_startex_count_and_the_given_state_stays() -> None:
    tone, pair = Tone(DAY), ("KOR", "PRK")
    before = tone.after({}, pair, -4.0, -DAY)
    after = tone.after(before, pair, 1.0, 0.0)
    assert tone.at(after, pair, 0.0) == pytest.approx(-1.0)
    assert before == {pair: Reading(-4.0, -DAY)}


def test_the_past_and_an_endless_half_life_are_refused() -> None:
    tone = Tone(DAY)
    with pytest.raises(ValueError, match="before"):
        tone.at(tone.after({}, ("USA", "PRK"), 1.0, 10.0), ("USA", "PRK"), 9.0)
    with pytest.raises(ValueError, match="half-life"):
        Tone(0.0)
