"""Tone between events: the exact sum of faded weights, computed here by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff import api
from standoff.engine.record import Record
from standoff.views.crisis.moves import Move
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.tables import tone_rows
from standoff.views.crisis.tone import ToneReading
from views.crisis.conftest import read
from views.crisis.sample_crisis import DAY_S, END_DAY, HALF_LIFE_D

PAIR = ("PRK", "USA")


def moved(t_s: float, weight: float) -> Move:
    return Move(1, t_s, *PAIR, "say", "Say", "", "status-quo", weight, 0, False, 0.0)


def by_hand(moves: Sequence[tuple[float, float]], t_s: float, half_life_s: float) -> float:
    """Each weight by its own age, halves counted with a natural logarithm."""
    rate = math.log(2.0) / half_life_s
    return math.fsum(weight * math.exp(-rate * (t_s - at)) for at, weight in moves if at <= t_s)


@given(
    moves=st.lists(st.tuples(st.floats(0.0, 3e6), st.floats(-10.0, 10.0)), max_size=12),
    at=st.floats(0.0, 4e6),
    half_life_s=st.floats(3600.0, 5e6),
)
def test_tone_is_the_sum_of_faded_weights_at_any_moment(
    moves: list[tuple[float, float]], at: float, half_life_s: float
) -> None:
    reading = ToneReading(half_life_s, {PAIR: tuple(moved(*move) for move in sorted(moves))})
    assert float(reading.at(PAIR, at)[0]) == pytest.approx(by_hand(moves, at, half_life_s), abs=1e-9)


def test_a_record_gives_the_sum_of_its_moves(crisis: Crisis, made_up: Record) -> None:
    for day in (1.9, 2.0, 5.5, 7.0, 30.0):
        expected = by_hand([(2.0, -7.0), (7.0, 2.0)], day, HALF_LIFE_D)
        assert float(crisis.tone.at(PAIR, day * DAY_S)[0]) == pytest.approx(expected)
    assert set(crisis.tone.moves) == {
        (event["actor"], event["target"]) for event in made_up.of_kind("move") if event["target"]
    }


def test_a_curve_jumps_upright_and_ends_where_the_run_ends(crisis: Crisis) -> None:
    times, tone = crisis.tone.curve(PAIR, 0.0, END_DAY * DAY_S)
    assert np.all(np.diff(times) >= 0.0)
    assert (times[0], times[-1]) == (0.0, END_DAY * DAY_S)
    jump = int(np.argmin(np.diff(tone)))
    assert tone[jump + 1] - tone[jump] == pytest.approx(-7.0, abs=1e-6)
    assert times[jump + 1] - times[jump] < 1e-3


def test_pairs_are_ranked_by_what_was_done_within_them(crisis: Crisis) -> None:
    # PRK toward USA 7 + 2, USA toward PRK 7, CHN toward PRK 2.
    assert crisis.tone.ranked() == [("PRK", "USA"), ("USA", "PRK"), ("CHN", "PRK")]


def test_the_matrix_holds_the_end_state_and_leaves_out_what_was_never_done(crisis: Crisis) -> None:
    cells = {row.actor: row.cells for row in tone_rows(crisis)}
    actors = crisis.active
    end = by_hand([(2.0, -7.0), (7.0, 2.0)], END_DAY, HALF_LIFE_D)
    shown = cells["North Korea"][actors.index("USA")]
    assert float(shown.text.replace("\N{MINUS SIGN}", "-")) == pytest.approx(end, abs=0.05)
    assert shown.tint is not None
    assert shown.tint < 0.0
    assert cells["North Korea"][actors.index("CHN")].text == ""


def test_series_meet_what_the_engine_says_of_the_shipped_crisis(korea: api.RunResult) -> None:
    crisis, told = read(korea.record), korea.to_json()["tone"]
    for actor, others in told.items():
        for other, value in others.items():
            # The record has weights to its own digits and the summary three decimals.
            assert float(crisis.tone.at((actor, other), crisis.end_s)[0]) == pytest.approx(value, abs=2e-3)
    for event in korea.record.of_kind("move"):
        if event["data"]["tone"]:
            found = crisis.tone.at((event["actor"], event["target"]), float(event["t_s"]))
            same = [
                one for one in korea.record.of_kind("move")
                if (one["actor"], one["target"], one["t_s"]) == (event["actor"], event["target"], event["t_s"])
            ]  # fmt: skip
            assert float(found[0]) == pytest.approx(same[-1]["data"]["tone"]["after"], abs=2e-3)
