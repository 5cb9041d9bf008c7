"""Scorecards and reactions, on a record whose numbers are worked out by hand."""

from __future__ import annotations

from exercise.review.records import Made
from standoff.exercise.review.reactions import reactions
from standoff.exercise.review.scorecard import scorecards


def record() -> Made:
    """Two cells: the first is played by people from 10 s to 70 s, gets injects at 20 s and 40 s, and acts at 50 s."""
    made = Made()
    made.add("inject_put", inject={"id": "a", "number": "1.01", "title": "Opening"})
    made.add("inject_put", inject={"id": "b", "number": "1.02", "title": "Never"})
    made.add("inject_put", inject={"id": "c", "number": "1.03", "title": "Skipped"})
    made.add("inject_skipped", inject="c")
    made.add("seat", 10.0, "USA", played_by="people")
    made.add("inject", 20.0, cause=1, inject="a", title="Opening")
    made.add("inject", 40.0, seen=("USA",), inject="x", title="By hand")
    made.add("order", 50.0, "USA", origin="input")
    made.move(51.0, "USA", "posturing", 1, -2.5)
    made.move(52.0, "USA", "posturing", 2, None)
    made.add("message", 60.0, "USA")
    made.add("request", 61.0, "USA")
    made.add("order", 62.0, "USA", origin="inject")
    made.add("order_refused", 63.0, "USA")
    made.add("order", 64.0, "PRK", origin="policy")
    made.move(65.0, "PRK", "de-escalation", 0, 1.0)
    made.add("seat", 70.0, "USA", played_by="policy")
    return made


def test_a_cell_s_scorecard() -> None:
    usa, prk = (card.to_json() for card in scorecards(record().events, ["USA", "PRK"], 100.0))
    assert usa == {
        "cell": "USA", "orders": 1, "refused": 1, "by_control": 1, "moves": {"posturing": 2}, "tone_sent": -2.5,
        "messages": 1, "requests": 1, "injects": 2, "answered": 2, "median_answer_s": 20.0, "highest_rung": 2,
        "people_s": 60.0,
    }  # fmt: skip
    assert (prk["orders"], prk["injects"], prk["answered"], prk["median_answer_s"]) == (0, 1, 0, None)
    assert (prk["moves"], prk["tone_sent"], prk["people_s"]) == ({"de-escalation": 1}, 1.0, 0.0)


def test_people_who_stay_play_to_the_end() -> None:
    made = Made()
    made.add("seat", 30.0, "USA", played_by="people")
    (card,) = scorecards(made.events, ["USA"], 100.0)
    assert card.to_json()["people_s"] == 70.0


def test_first_reactions_to_injects() -> None:
    first, second, *rest = reactions(record().events, ["USA", "PRK"])
    assert (first["inject"], first["number"], first["t_s"], first["seen"]) == ("a", "1.01", 20.0, ["USA", "PRK"])
    assert first["first"] == [{"cell": "USA", "event": 8, "after_s": 30.0}]
    assert (second["number"], second["seen"]) == (None, ["USA"])
    assert second["first"] == [{"cell": "USA", "event": 8, "after_s": 10.0}]
    assert [(one["inject"], one["state"]) for one in rest] == [("b", "not fired"), ("c", "skipped")]
