"""An exercise for the tests of the review: the salvo toward Guam with one intercept that control decides, and ENDEX."""

from __future__ import annotations

from typing import Any

import httpx2

from exercise.sessions import DAY

HOSTILE = '=Cells <b>did</b> not talk <script>alert("x")</script> 서울'


def play_to_endex(control: httpx2.Client) -> dict[str, Any]:
    """Play it by the API; the case that control ruled on, with what became of it."""

    def post(path: str, body: dict[str, Any]) -> Any:
        answer = control.post(path, json=body)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def step(days: float) -> None:
        post("/control/clock", {"command": "step", "seconds": days * DAY})

    post("/played-by", {"cell": "PRK", "played_by": "people"})
    post("/control/clock", {"command": "startex", "rate": 60})
    post("/control/clock", {"command": "pausex"})
    post("/messages", {"cell": "JPN", "to": ["USA"], "text": "We expect word before any move."})
    step(11)
    post("/control/adjudication", {"hold": ["intercept"], "moves": []})
    salvo = {"threat": "guam-salvo"}
    post("/orders", {"cell": "PRK", "move": "announce-strike-plan", "target": "USA", "with": salvo})
    post("/orders", {"cell": "PRK", "move": "carry-out-threat", "target": "USA", "with": salvo})
    step(1)
    case = next(one for one in control.get("/control/cases").json()["cases"] if one["held"])
    outcome = "miss" if case["proposal"] == "hit" else "hit"
    post("/control/rulings", {"on": case["on"], "outcome": outcome, "reason": "the lesson needs it"})
    post("/control/adjudication", {"hold": [], "moves": []})
    step(1)
    post("/review/notes", {"text": HOSTILE, "note": "observation"})
    step(20)
    post("/control/endex", {"reason": "the class is over"})
    return {**case, "outcome": outcome}
