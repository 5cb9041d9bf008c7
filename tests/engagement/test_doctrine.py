"""Counting shots by hand on windows whose launch and intercept times are whole numbers.

The standard window: a threat falls from 200 km at 2 km/s onto an interceptor of 2 km/s with a floor of 20 km. Launched
at s it meets the threat at (100 + s) / 2 + ... = 50 + s / 2; the last meeting is at 90 s, launched at 80 s.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.straight import StraightReach, flat_path
from standoff.base.errors import InputError
from standoff.engagement.defended import is_defended, shots_at
from standoff.engagement.doctrine import Doctrine, Kind, assessed_at_s, next_round, plan, shots_that_fit
from standoff.engagement.refusal import Refusal
from standoff.engagement.window import Window, window

TIME = np.arange(0.0, 101.0)
PATH = flat_path(TIME, 0.0, 200_000.0 - 2_000.0 * TIME)
REACH = StraightReach(minimum_altitude_m=20_000.0)


def standard() -> Window:
    found = window(REACH, PATH, 0.0)
    assert not isinstance(found, Refusal)
    return found


def times(rounds: tuple[tuple[object, ...], ...]) -> list[list[tuple[float, float]]]:
    return [[(round(s.launch_s, 6), round(s.intercept_s, 6)) for s in shots] for shots in rounds]  # type: ignore[attr-defined]


def test_shoot_look_shoot() -> None:
    """Launch 0 meets at 50; assessed at 55; launch 55 meets at 77.5; assessed at 82.5, after the last launch at 80."""
    doctrine = Doctrine(Kind.SHOOT_LOOK_SHOOT, assessment_delay_s=5.0)
    assert times(plan(doctrine, standard(), 0.0, 10)) == [[(0.0, 50.0)], [(55.0, 77.5)]]


def test_without_delay_a_third_look_fits() -> None:
    """0 -> 50, 50 -> 75, 75 -> 87.5; then 87.5 is past the last launch."""
    doctrine = Doctrine(Kind.SHOOT_LOOK_SHOOT)
    assert times(plan(doctrine, standard(), 0.0, 10)) == [[(0.0, 50.0)], [(50.0, 75.0)], [(75.0, 87.5)]]


def test_salvo_leaves_at_the_launch_interval() -> None:
    doctrine = Doctrine(Kind.SALVO, salvo_size=3, launch_interval_s=4.0)
    assert times(plan(doctrine, standard(), 10.0, 10)) == [[(10.0, 55.0), (14.0, 57.0), (18.0, 59.0)]]


def test_salvo_is_cut_by_the_end_of_the_window_and_by_the_inventory() -> None:
    doctrine = Doctrine(Kind.SALVO, salvo_size=4, launch_interval_s=4.0)
    assert [len(r) for r in plan(doctrine, standard(), 75.0, 10)] == [2]
    assert [len(r) for r in plan(doctrine, standard(), 0.0, 3)] == [3]


def test_shoot_assess_shoot() -> None:
    """Two at 0 and 4 meet at 50 and 52; assessed at 62; two more at 62 and 66; assessed at 93: over."""
    doctrine = Doctrine(Kind.SHOOT_ASSESS_SHOOT, salvo_size=2, assessment_delay_s=10.0, launch_interval_s=4.0)
    assert times(plan(doctrine, standard(), 0.0, 10)) == [[(0.0, 50.0), (4.0, 52.0)], [(62.0, 81.0), (66.0, 83.0)]]


def test_most_rounds() -> None:
    doctrine = Doctrine(Kind.SHOOT_LOOK_SHOOT, most_rounds=2)
    assert len(plan(doctrine, standard(), 0.0, 10)) == 2


def test_next_round_follows_the_clock_when_the_assessment_is_late() -> None:
    doctrine = Doctrine(Kind.SHOOT_LOOK_SHOOT, assessment_delay_s=5.0)
    first = next_round(doctrine, standard(), [], 0.0, 10)
    assert assessed_at_s(doctrine, first) == pytest.approx(55.0)
    assert next_round(doctrine, standard(), [first], 60.0, 10)[0].launch_s == pytest.approx(60.0)
    assert next_round(doctrine, standard(), [first], 55.0, 0) == ()
    assert next_round(doctrine, standard(), [first], 81.0, 10) == ()


kinds = st.sampled_from(list(Kind))


@given(kinds, st.integers(1, 4), st.floats(0.0, 20.0), st.floats(1.0, 10.0), st.floats(0.0, 100.0))
def test_array_count_equals_the_plan(kind: Kind, size: int, delay: float, interval: float, start: float) -> None:
    doctrine = Doctrine(kind, size, delay, interval)
    counted = shots_that_fit(doctrine, standard(), np.array([start, 0.0, np.inf]))
    listed = [sum(map(len, plan(doctrine, standard(), moment, 1000))) for moment in (start, 0.0)]
    assert counted.tolist() == [*listed, 0]


@given(kinds, st.integers(1, 3), st.floats(0.0, 20.0), st.floats(1.0, 10.0), st.floats(0.0, 90.0), st.floats(0.0, 9.0))
def test_a_later_start_or_a_longer_look_never_adds_shots(
    kind: Kind, size: int, delay: float, interval: float, start: float, more: float
) -> None:
    fit = shots_that_fit(Doctrine(kind, size, delay, interval), standard(), [start, start + more])
    assert fit[1] <= fit[0]
    assert shots_that_fit(Doctrine(kind, size, delay + more, interval), standard(), start) <= fit[0]


def test_defended_for_many_commit_times() -> None:
    doctrine = Doctrine(Kind.SHOOT_LOOK_SHOOT, assessment_delay_s=5.0)
    commits = np.array([0.0, 40.0, 80.0, 80.5, np.inf])
    # From 40: meets at 70, assessed at 75, meets again at 87.5. From 80: one. Later: none.
    assert shots_at(REACH, PATH, doctrine, commits).tolist() == [2, 2, 1, 0, 0]
    assert is_defended(REACH, PATH, doctrine, commits, shots=2).tolist() == [True, True, False, False, False]
    assert shots_at(REACH, PATH, doctrine, [np.inf, 500.0]).tolist() == [0, 0]


def test_a_zero_interval_salvo_is_bounded() -> None:
    assert shots_that_fit(Doctrine(Kind.SALVO, salvo_size=5), standard(), 0.0) == 5


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match="salvo_size"):
        Doctrine(salvo_size=0)
    with pytest.raises(InputError, match="assessment_delay_s"):
        Doctrine(assessment_delay_s=-1.0)
