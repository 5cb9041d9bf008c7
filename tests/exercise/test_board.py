"""The situation that control sees, made of events alone, is the state that the engine holds."""

from __future__ import annotations

import pytest

from exercise.sessions import DAY, exercise, first, scenario
from standoff.crisis.view import Views
from standoff.engine.inputs import CONTROL
from standoff.exercise.session import Exercise

pytestmark = pytest.mark.xdist_group("exercise")

PARTS = (
    "alert", "threat", "drill", "unit", "draft", "measure", "income", "agreement", "clause", "credibility", "value",
)  # fmt: skip


def held(session: Exercise) -> dict[str, dict[str, object]]:
    state = session.play.state.crisis
    assert state is not None
    view = Views(session.crisis).of(state, session.now_s, "").whole()
    return {part: dict(view[part]) for part in PARTS}


def test_what_is_told_adds_up_to_what_is() -> None:
    changed = set()
    for seed in (1, 2):
        session = exercise(seed=seed)
        start = held(session)
        for day in (0, 9, 18, 27, 34):
            session.advance_to(day * DAY)
            session.publish()
            board, now = session.board(CONTROL), held(session)
            for part in PARTS:
                assert board[part] == pytest.approx(now[part]), (part, day)
                changed |= {part} if now[part] != start[part] else set()
    assert changed >= {"threat", "drill", "draft", "measure", "income", "credibility"}


def test_a_session_that_was_not_begun_stands_as_its_scenario() -> None:
    session = Exercise(scenario(), like=first())
    assert session.board(CONTROL)["measure"]["unsc-2270-coal"] is True
    assert session.board(CONTROL)["measure"]["unsc-2371-coal"] is False
    assert session.board(CONTROL)["income"]["PRK"] > 0.3
