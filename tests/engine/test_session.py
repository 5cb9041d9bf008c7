"""A program in a seat: what it sees, what it may order, and a record that replays without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import standoff
from engine.crisis import DAY, FILE, HOUR, crisis
from standoff.base.errors import InputError
from standoff.engine.options import Option
from standoff.engine.run import replay
from standoff.engine.session import OPENING_S, Session
from standoff.scenario.loading import load_scenario

STRIKE = {"threat": "strike"}


def opened(*seats: str) -> Session:
    return Session(crisis(), seats)


def texts(session: Session, actor: str) -> list[str]:
    return [str(option) for option in session.options(actor)]


# What it may order.


def test_the_menu_names_own_threats_units_and_drills_and_whom_they_concern() -> None:
    session = opened("AAA", "DDD", "FFF")
    attacker, defender, friend = (texts(session, actor) for actor in session.seats)
    assert [text for text in attacker if text.startswith("threaten ")] == [
        "threaten toward DDD",
        "threaten toward FFF",
        "threaten toward DDD (threat: strike)",
    ]
    assert "strike toward DDD (threat: strike)" in attacker
    assert "strike toward FFF (threat: strike)" not in attacker
    assert "call-off toward DDD (drill: games)" in attacker
    assert "shelve (drill: games)" not in attacker
    assert {"shelve (drill: games)", "send (unit: the-ship)"} <= set(defender)
    assert not {text for text in [*defender, *friend] if "threat: strike" in text}
    # `who: [DDD]`.
    assert not [text for text in friend if text.startswith("send")]


def test_a_flight_is_on_the_menu_as_the_scenario_flies_it() -> None:
    attacker = opened("AAA").options("AAA")
    trials = [option for option in attacker if option.move == "test" and option.target is None]
    assert [dict(option.parameters) for option in trials] == [
        {"missile": "nodong", "from": "pad", "to": "39.0,134.0", "may_fail": False}
    ]
    assert not [option for option in opened("DDD").options("DDD") if option.move == "test"]


def test_legal_moves_are_those_that_are_not_refused() -> None:
    session = opened("AAA", "DDD")
    for _ in range(4):
        for actor in session.seats:
            free = session.legal(actor)
            assert free == [session.refusal(actor, option) is None for option in session.options(actor)]
            chosen = [option for option, is_free in zip(session.options(actor), free, strict=True) if is_free]
            for option in chosen[:: len(chosen) // 3]:
                session.act(actor, option)
        session.advance(DAY)
    refused = list(session.run_out().record.of_kind("order_refused"))
    # What one order changes may stand in the way of the next of the same moment; nothing else does.
    assert all("needs" in event["data"]["reason"] for event in refused)


def test_a_need_opens_when_it_is_met() -> None:
    session = opened("AAA")
    strike = Option("strike", "DDD", STRIKE)
    assert session.refusal("AAA", strike) == (
        "forces must stand ready (needs alert[self] >= 3; at present alert[self] = 1)"
    )
    assert strike not in session.legal_moves("AAA")
    for _ in range(2):
        session.act("AAA", Option("ready"))
    session.advance(HOUR)
    assert session.refusal("AAA", strike) == "strike cannot be carried out: it is none"
    session.act("AAA", Option("threaten", "DDD", STRIKE))
    session.advance(HOUR)
    assert strike in session.legal_moves("AAA")


def test_what_could_never_be_ordered_is_bad_input_and_what_cannot_now_is_refused() -> None:
    session = opened("AAA")
    for option, words in (
        (Option("threatn", "DDD"), "did you mean 'threaten'?"),
        (Option("threaten"), "threaten needs a target"),
        (Option("threaten", "XXX"), "is not an actor of this scenario"),
        (Option("put-off", None, {"threat": "storm"}), "is not a threat of this scenario"),
    ):
        with pytest.raises(InputError) as raised:
            session.act("AAA", option)
        assert words in str(raised.value)
    session.observe("AAA")
    name = session.act("AAA", Option("put-off", None, STRIKE))
    session.advance(HOUR)
    told = [event for event in session.observe("AAA").news if event.kind == "order_refused"]
    assert [(event.data["order"], "the threat must be out" in event.data["reason"]) for event in told] == [(name, True)]


def test_an_accepted_order_is_pending_until_it_takes_effect_or_is_cancelled() -> None:
    session = opened("AAA")
    for _ in range(2):
        session.act("AAA", Option("ready"))
    session.act("AAA", Option("threaten", "DDD", STRIKE))
    session.advance_to(DAY)
    strike = session.act("AAA", Option("strike", "DDD", STRIKE))
    session.advance(HOUR)
    assert session.observe("AAA").pending == {strike: DAY + 6 * HOUR}
    session.cancel("AAA", strike)
    session.advance(HOUR)
    seen = session.observe("AAA")
    assert seen.pending == {}
    assert seen.view["threat"]["strike"] == "announced"
    assert session.run_out().summary["threats"] == 0


# What it sees.


def test_time_passes_as_asked_and_stops_at_endex() -> None:
    session = opened("AAA")
    assert (session.now_s, session.end_s, session.done) == (OPENING_S, 10 * DAY, False)
    session.advance_to(2 * DAY)
    assert (session.now_s, session.time) == (2 * DAY, "2030-01-03T00:00:00.000Z")
    session.advance(100 * DAY)
    assert (session.now_s, session.done) == (10 * DAY, True)
    assert session.legal_moves("AAA") == ()
    for late in (lambda: session.act("AAA", Option("ready")), lambda: session.advance_to(DAY)):
        with pytest.raises(InputError, match="is over"):
            late()
    with pytest.raises(InputError, match="is not a span of time"):
        session.advance(0.0)


def test_the_other_seats_play_as_the_scenario_says() -> None:
    session = opened("DDD")
    session.advance_to(2 * DAY)
    seen = session.observe("DDD")
    # History of day 1: the threat, weight -7.0 (CAMEO 138); tone halves in five days.
    assert seen.view["tone"]["AAA"]["DDD"] == pytest.approx(-7.0 * 0.5**0.2)
    assert seen.view["threat"] == {"strike": "announced"}
    # Its own history is set aside: the unit was not sent.
    assert seen.view["unit"] == {"the-ship": ""}


def test_news_are_what_one_may_see_once() -> None:
    session = opened("DDD", "FFF", "AAA")
    session.act("DDD", Option("ready"))
    session.advance(HOUR)
    kinds = {actor: [event.kind for event in session.observe(actor).news] for actor in session.seats}
    # `ready` is seen by allies; an order is seen by who gave it.
    assert kinds["DDD"] == ["startex", "order", "move", "alert"]
    assert kinds["FFF"] == ["startex", "move", "alert"]
    assert kinds["AAA"] == ["startex"]
    assert session.observe("DDD").news == ()


def test_alerts_and_moves_that_were_hidden_are_not_known() -> None:
    session = opened("DDD", "FFF", "AAA")
    session.act("DDD", Option("ready"))
    session.advance(HOUR)
    views = {actor: session.observe(actor).view for actor in session.seats}
    assert {actor: view["alert"]["DDD"] for actor, view in views.items()} == {"DDD": 3, "FFF": 3, "AAA": 2}
    assert {actor: view["done"]["DDD"]["ready"] for actor, view in views.items()} == {"DDD": 1, "FFF": 1, "AAA": 0}
    assert views["FFF"]["since"]["DDD"]["ready"] == pytest.approx(1 / 24, abs=1e-6)
    assert views["AAA"]["since"]["DDD"]["ready"] == 1e9
    # The ladder is public by definition of the model.
    assert views["AAA"]["rung"]["DDD"] == 1
    # Analysis sees all, and what it does to its maps reaches nobody.
    whole = session.view("AAA")
    assert whole["alert"].pop("DDD") == 3
    assert session.view("AAA")["alert"]["DDD"] == 3


def test_a_seat_that_sees_everything_knows_the_state_of_conditions() -> None:
    session = Session(crisis(), "AAA")
    session.advance_to(5 * DAY)
    seen = session.observe("AAA").view
    whole = session.view("AAA")
    assert {name for name in whole if seen[name] != whole[name]} == set()
    assert seen["unit"]["the-ship"] == "at-sea"


# The record.


def played(session: Session) -> Any:
    """A small program: orders at moments at which other things happen too."""
    session.advance_to(DAY)
    session.act("DDD", Option("send", None, {"unit": "the-ship"}), says="the ship sails")
    session.act("DDD", Option("threaten", "AAA"))
    session.advance_to(3 * DAY)
    session.act("DDD", Option("shelve", None, {"drill": "games"}))
    session.advance_to(4 * DAY)
    session.act("DDD", Option("put-off", None, STRIKE))
    return session.run_out().record


def test_the_record_replays_without_the_program() -> None:
    record = played(opened("DDD"))
    inputs = [event["data"]["move"] for event in record.of_kind("order") if event["data"]["origin"] == "input"]
    assert inputs == ["send", "threaten", "shelve", "put-off"]
    again = replay(record)
    assert (again.identical, again.first_difference) == (True, None)


def test_orders_of_a_moment_come_before_everything_else_of_it() -> None:
    # A rule of the friend acts at the very moments of the orders; shelving the drill comes before it begins.
    rule = "{id: r, move: say, gap: {value: 1, unit: h}}"
    scenario = crisis(f"crisis.policies={{FFF: [{{kind: rules, every: {{value: 24, unit: h}}, rules: [{rule}]}}]}}")
    record = played(Session(scenario, "DDD"))
    at_three = [(event["actor"], event["kind"]) for event in record.events if event["t_s"] == 3 * DAY]
    assert at_three[:2] == [("DDD", "order"), ("DDD", "move")]
    assert ("FFF", "move") in at_three
    assert not [event for event in record.of_kind("drill") if event["data"]["to"] == "running"]
    assert replay(record).identical


def test_the_same_program_leaves_the_same_record_and_again_begins_anew() -> None:
    first = opened("DDD")
    other = first.again()
    content = played(first).content
    assert played(other).content == content
    assert played(opened("DDD")).content == content
    assert played(first.again(seed=2)).content != content


def test_seats_and_seeds_are_checked() -> None:
    for seats, words in ((["PPP"], "is not an actor of this scenario"), ("AAA DDD", "is not an actor")):
        with pytest.raises(InputError, match=words):
            Session(crisis(), seats)
    with pytest.raises(InputError, match="out of bounds"):
        Session(crisis(), "AAA", seed=-1)
    with pytest.raises(InputError, match="is not a seat of this session"):
        opened("AAA").observe("DDD")
    with pytest.raises(InputError, match="has no crisis to play"):
        Session(load_scenario(Path(__file__).parent / "toy.yaml"), "AAA")


def test_a_session_writes_the_files_of_a_run(tmp_path: Path) -> None:
    session = standoff.session(FILE, "DDD", seed=3, settings=["crisis.history=[]"])
    session.act("DDD", session.legal_moves("DDD")[0])
    result = session.finish(tmp_path / "mine")
    standoff.run(FILE, out=tmp_path / "run")
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {path.name for path in (tmp_path / "run").iterdir()}
    assert result.to_json()["out"].endswith("mine")
    assert result.record.header["settings"] == ["crisis.history=[]"]
    assert standoff.replay(tmp_path / "mine" / "record.jsonl").identical


def test_readings_are_on_the_menu_with_the_clause_that_they_read() -> None:
    session = Session(load_scenario("korea-2017"), "PRK")
    told = {(option.parameters["clause"], option.parameters["reading"]) for option in session.options("PRK")
            if option.move == "claim-reading"}  # fmt: skip
    # The statement of 2005 on the light-water reactor: "at an appropriate time", before disarmament or after it.
    assert told == {("joint-statement-2005/l1", "reactor-after"), ("joint-statement-2005/l1", "reactor-first")}
    owed = {option.parameters["clause"] for option in session.options("PRK") if option.move == "perform-clause"}
    for clause in owed:
        agreement, _, part = clause.partition("/")
        assert "PRK" in session.crisis.agreements[agreement].by_id[part].obligors
