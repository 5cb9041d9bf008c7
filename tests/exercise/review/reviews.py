"""A review of a whole exercise for the tests of its exports: the salvo toward Guam, and text that means no good."""

from __future__ import annotations

from functools import cache
from typing import Any

from exercise.sessions import DAY, exercise, salvo, say
from standoff.exercise.review.odds import odds_of
from standoff.exercise.review.review import Review
from standoff.exercise.session import Exercise

HOSTILE = '=HYPERLINK("http://x") <script>alert(1)</script> & _x0041_ 서울 \u202e\x07'
LESSON = "<b>Ask</b> before the first launch"


@cache
def played() -> Exercise:
    """The exercise, at its end."""
    session = exercise("PRK", "USA", set_up=True)
    say(session, "usa-1", "message", cell="USA", to=["JPN"], text=HOSTILE)
    session.advance_to(11 * DAY)
    say(session, "control", "adjudication", hold=["intercept"], moves=[])
    salvo(session)
    session.advance_to(12 * DAY)
    on = session.held_case()
    (case,) = [one for one in session.cases() if one.on == on]
    say(session, "control", "ruling", on=on, outcome="miss" if case.proposal == "hit" else "hit", reason=HOSTILE)
    say(session, "control", "adjudication", hold=[], moves=[])
    say(session, "control", "note", text=HOSTILE, note="observation", about=5)
    session.advance_to(40 * DAY)
    return session


def review() -> Review:
    """A review of it, made anew."""
    session = played()
    lesson = {"text": LESSON, "note": "lesson", "by": "control", "cell": "USA"}
    return Review("Guam & <others>", session.finished(), True, [lesson], AHEAD, odds_of(session.world))


def line(name: str, title: str, values: tuple[float, float, float]) -> dict[str, Any]:
    """A line that stands still for ten days and then spreads."""
    live = [[day * DAY, values[1]] for day in range(0, 40, 4)]
    band = [[(10 + day) * DAY, *values] for day in range(1, 20)]
    return {"name": name, "title": title, "live": live, "band": band}


AHEAD: dict[str, Any] = {
    "now_s": 10 * DAY,
    "runs": 50,
    "lines": [
        line("rung", "highest rung of anybody", (1.0, 2.0, 3.0)),
        line("fired", "missiles fired in anger", (0.0, 0.0, 4.0)),
        line("tone PRK USA", "tone of PRK toward USA", (-20.0, -10.0, -5.0)),
        line("credibility usa-jpn", "credibility of <the promise>", (0.5, 0.7, 0.8)),
    ],
    "ends": {"fired": 7, "highest_rung": [0, 10, 33, 7, 0]},
}
