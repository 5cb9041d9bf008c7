"""Objectives against a record: what each comes to, and when it first held."""

from __future__ import annotations

import pytest

from exercise.review.records import Made
from standoff.exercise.review.objectives import judged


def record(*, fails: bool, late: bool | None) -> Made:
    """One objective that came true late, in time, or (None) never."""
    made = Made()
    block = {"id": "talks", "title": "Talks are open", "when": "x", "by": "2017-08-12T00:00:00Z", "cell": "USA"}
    made.add("objective_put", objective=block | ({"fails": True} if fails else {}))
    if late is not None:
        made.add("objective", 50.0, objective="talks", late=late, fails=fails)
        made.add("objective", 60.0, objective="talks", late=True, fails=fails)
    return made


@pytest.mark.parametrize(
    ("fails", "late", "ended", "result", "t_s"),
    [
        (False, False, True, "met", 50.0),
        (False, True, True, "late", 50.0),
        (False, None, True, "missed", None),
        (False, None, False, "open", None),
        (True, False, True, "failed", 50.0),
        (True, None, True, "met", None),
        (True, None, False, "open", None),
    ],
)
def test_an_objective_is_judged(fails: bool, late: bool | None, ended: bool, result: str, t_s: float | None) -> None:
    (one,) = judged(record(fails=fails, late=late).events, ended)
    assert (one["result"], one["t_s"], one["event"]) == (result, t_s, None if t_s is None else 2)
    assert (one["cell"], one["by"], one["fails"]) == ("USA", "2017-08-12T00:00:00Z", fails)


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_judged_by_hand_and_was_not_is_neither_met_nor_missed(fails: bool) -> None:
    made = Made()
    made.add("objective_put", objective={"id": "paper", "title": "The staff writes a paper", "fails": fails})
    assert [judged(made.events, ended)[0]["result"] for ended in (False, True)] == ["open", "unjudged"]
    made.add("objective", 50.0, objective="paper", late=False, fails=fails)
    assert judged(made.events, ended=True)[0]["result"] == ("failed" if fails else "met")


def test_an_objective_that_is_written_anew_is_judged_in_its_last_form() -> None:
    made = record(fails=False, late=None)
    made.add("objective_put", objective={"id": "talks", "title": "Talks are open at last"})
    (one,) = judged(made.events, ended=True)
    assert (one["title"], one["cell"]) == ("Talks are open at last", None)
