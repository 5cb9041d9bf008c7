"""The ladder: published scores, rungs that only moves raise, and coming down step by step."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.crisis.ladder import (
    CATEGORIES,
    DE_ESCALATION,
    NON_VIOLENT,
    NUCLEAR,
    POSTURING,
    RUNGS,
    SCORES,
    STATUS_QUO,
    VIOLENT,
    Ladder,
    Rung,
)

DAY = 86400.0
LADDER = Ladder(7 * DAY)

histories = st.lists(st.tuples(st.floats(0.0, 90.0), st.sampled_from(CATEGORIES)), max_size=12)


def _played(moves: list[tuple[float, str]], ladder: Ladder = LADDER) -> Rung:
    place = Rung()
    for day, category in sorted(moves):
        place = ladder.after(place, category, day * DAY)
    return place


def test_scores_are_those_of_rivera_and_others_2024() -> None:
    # Their severity of the five upward categories is 4 (2**n - 1), n = 0..4, and a de-escalation takes 2 off.
    upward = [STATUS_QUO, POSTURING, NON_VIOLENT, VIOLENT, NUCLEAR]
    assert [SCORES[category] for category in upward] == [4 * (2**n - 1) for n in range(5)]
    assert SCORES[DE_ESCALATION] == -2
    assert [RUNGS[category] for category in upward] == [0, 1, 2, 3, 4]


def test_a_move_raises_at_least_to_its_rung_and_never_lowers() -> None:
    assert _played([(0, VIOLENT)]).rung == 3
    assert _played([(0, VIOLENT), (1, POSTURING)]).rung == 3
    assert _played([(0, POSTURING), (1, NUCLEAR)]).rung == 4
    assert _played([(0, NON_VIOLENT), (1, STATUS_QUO)]).rung == 2


def test_a_de_escalation_lowers_by_one_and_not_below_the_status_quo() -> None:
    assert _played([(0, VIOLENT), (1, DE_ESCALATION)]).rung == 2
    assert _played([(0, DE_ESCALATION), (1, DE_ESCALATION)]).rung == 0


def test_every_quiet_spell_lowers_by_one() -> None:
    place = _played([(0, VIOLENT)])
    rungs = [LADDER.at(place, day * DAY).rung for day in (0, 6.99, 7, 13.99, 14, 21, 400)]
    assert rungs == [3, 3, 2, 2, 1, 0, 0]
    assert LADDER.settles_at(place) == 7 * DAY
    assert LADDER.settles_at(LADDER.at(place, 400 * DAY)) == math.inf


def test_lesser_moves_do_not_keep_an_actor_on_a_high_rung_but_equal_ones_do() -> None:
    weekly = [(float(day), NON_VIOLENT) for day in range(3, 60, 3)]
    assert _played([(0, NUCLEAR), *weekly]).rung == 2
    assert _played([(0, VIOLENT), (6, VIOLENT), (12, VIOLENT)]).rung == 3


def test_the_score_sums_all_moves_or_the_catalogues_own_and_the_highest_rung_is_kept() -> None:
    place = _played([(0, POSTURING), (1, NON_VIOLENT), (2, VIOLENT), (3, DE_ESCALATION)])
    assert place.score == 4 + 12 + 28 - 2
    assert LADDER.at(place, 300 * DAY).highest == 3
    assert LADDER.after(place, POSTURING, 3 * DAY, score=7.5).score == place.score + 7.5


@given(moves=histories, first=st.floats(0.0, 60.0), second=st.floats(0.0, 60.0))
def test_looking_in_between_changes_nothing(moves: list[tuple[float, str]], first: float, second: float) -> None:
    place = _played(moves)
    start = max([day for day, _ in moves], default=0.0)
    end = (start + first + second) * DAY
    assert LADDER.at(LADDER.at(place, (start + first) * DAY), end) == LADDER.at(place, end)


@given(moves=histories)
def test_rungs_stay_on_the_ladder_and_below_the_highest(moves: list[tuple[float, str]]) -> None:
    place = _played(moves)
    assert 0 <= place.rung <= place.highest <= 4
    assert place.highest == max((RUNGS[category] for _, category in moves), default=0)


def test_an_unknown_category_and_a_spell_of_no_length_are_refused() -> None:
    with pytest.raises(KeyError):
        LADDER.after(Rung(), "war", 0.0)
    with pytest.raises(ValueError, match="positive"):
        Ladder(0.0)
