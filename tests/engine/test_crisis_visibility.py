"""Who sees what comes of a hidden move, and what a seat is handed."""

from __future__ import annotations

import json
from typing import Any

from engine.table import DAY, quantity, table
from standoff.engine.options import Option
from standoff.engine.run import Run, run
from standoff.engine.session import Session
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.orders import Order

EVERYONE, PARTIES = ("*",), ("AAA", "BBB")
SOURCE = {"source": "assumption", "note": "made up"}
WHISPER = '{title: Whisper, cameo: "010", ladder: status-quo, target: optional, seen_by: parties}'


def hidden(**blocks: Any) -> Scenario:
    """The table of two sides and a bystander, with a move that only the two of them see."""
    return table({}, "crisis.history=[]", f"crisis.moves.whisper={WHISPER}", **blocks)


def given(actor: str, move: str, target: str | None = None, at_s: float = DAY, **more: Any) -> Order:
    fields = {"target": target, "with": more}
    return Order(f"{actor}-{move}", actor, move, at_s, {key: value for key, value in fields.items() if value})


def seen(done: Run, *wanted: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(event["kind"], tuple(event["visible_to"])) for event in done.record.of_kind(*wanted)]


def pledge(trigger: str, response: str) -> dict[str, Any]:
    return {
        "pact": {
            "title": "Pact",
            "guarantor": "AAA",
            "beneficiary": "BBB",
            "trigger": trigger,
            "responses": [{"move": response}],
            "within": quantity(2.0, "d"),
            "credibility": quantity(0.5, "1"),
            **SOURCE,
        }
    }


# What comes of a move is seen by those who see the move.


def test_a_promise_that_is_kept_unseen_is_known_to_those_who_saw() -> None:
    scenario = hidden(commitments=pledge('done["CCC"]["blame"] > 0', "whisper"))
    done = run(scenario, inputs=[given("CCC", "blame", "BBB"), given("AAA", "whisper", "BBB", 2 * DAY)])
    assert seen(done, "commitment_triggered", "commitment_response", "credibility") == [
        ("commitment_triggered", EVERYONE),
        ("commitment_response", PARTIES),
        ("credibility", PARTIES),
    ]


def test_a_promise_called_upon_unseen_fails_unseen() -> None:
    scenario = hidden(commitments=pledge('done["BBB"]["whisper"] > 0', "threaten"))
    done = run(scenario, inputs=[given("BBB", "whisper", "AAA")])
    told = [(event["kind"], event["t_s"] / DAY) for event in done.record.of_kind("commitment_triggered", "credibility")]
    assert told == [("commitment_triggered", 1.0), ("credibility", 3.0)]
    assert {who for _, who in seen(done, "commitment_triggered", "credibility")} == {PARTIES}


def bargain(**clause: Any) -> dict[str, Any]:
    owed = {"action": "to stop", "obligor": "AAA", "type": "material", "due": {"within": quantity(2.0, "d")}, **clause}
    begins = {"status": "agreed", "reason": "signed"}
    signed = {"title": "Bargain", "signatories": ["AAA", "BBB"], "clauses": {"stop": owed}, "begins": begins}
    return {"bargain": {**signed, **SOURCE}}


def test_what_a_hidden_move_makes_of_an_agreement_is_hidden_and_what_time_makes_of_it_is_not() -> None:
    scenario = hidden(agreements=bargain(precondition={"if": 'done["BBB"]["whisper"] > 0'}))
    done = run(scenario, inputs=[given("BBB", "whisper", "AAA")])
    assert seen(done, "clause_ready") == [("clause_ready", PARTIES)]
    assert {who for _, who in seen(done, "clause_late", "clause_status", "agreement_status")} == {EVERYONE}


def test_figures_of_trade_are_published_whoever_saw_why_they_change() -> None:
    bought = {"sector": "coal", "partner": "AAA", "value": quantity(100.0, "USD million")}
    ban = {
        "title": "No coal", "resolution": "first", "target": "BBB", "direction": "export", "kind": "ban",
        "sectors": ["coal"], "adopted": "2029-01-01", "source": "assumption", "note": "made up",
    }  # fmt: skip
    scenario = hidden(
        measures={"no-coal": ban},
        trade={"BBB": {"exports": {"coal": bought}}},
        implementation={"AAA": {"degree": quantity(1.0, "1")}},
    )
    done = run(scenario, inputs=[given("AAA", "relax-implementation", "BBB", degree=0.0)])
    assert seen(done, "move", "implementation", "income") == [
        ("move", PARTIES),
        ("implementation", PARTIES),
        ("income", EVERYONE),
    ]


# What a seat is handed is its own.


def spoil(value: Any) -> None:
    """Change everything in a value that can be changed."""
    if isinstance(value, dict):
        for inner in value.values():
            spoil(inner)
        value.clear()
    elif isinstance(value, list):
        value.append("spoilt")


def test_a_program_that_scribbles_on_what_it_is_handed_changes_nothing() -> None:
    session = Session(load_scenario("korea-2017"), "PRK")
    assert played(session.again(), scribbles=True) == played(session, scribbles=False)


def played(session: Session, *, scribbles: bool) -> tuple[bytes, str]:
    """Six days in one seat: the record, and what the seat saw."""
    views = []
    for _ in range(6):
        session.act("PRK", Option("threaten-force", "USA"), says="in words")
        happened, seat = session.advance(DAY), session.observe("PRK")
        views.append(json.dumps(seat.view, sort_keys=True))
        if scribbles:
            for event in (*happened, *seat.news):
                spoil(event.data)
            spoil(seat.view)
    return session.run_out().record.content, "\n".join(views)
