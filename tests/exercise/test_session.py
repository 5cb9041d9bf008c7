"""A session without a web: seats, clock, orders, messages, injects, adjudication; everything replays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from exercise.sessions import DAY, HOUR, exercise, first, kinds, order, salvo, say, scenario
from standoff.base.errors import InputError
from standoff.crisis.condition import Condition
from standoff.engine.actions import Look
from standoff.engine.run import inputs_of, replay
from standoff.exercise.session import Exercise
from standoff.exercise.status import Status
from standoff.scenario.loading import load_scenario

pytestmark = pytest.mark.xdist_group("exercise")


def inject(**fields: object) -> dict[str, object]:
    return {"id": "word", "title": "Word", "text": "Something is said.", "state": "approved", **fields}


def test_a_scenario_without_a_crisis_cannot_be_played() -> None:
    with pytest.raises(InputError, match="no crisis to play"):
        Exercise(load_scenario("guam-2017"))


def test_what_people_did_is_in_the_record_and_replays_to_the_byte() -> None:
    session = exercise("USA", "PRK", set_up=True)
    say(session, "usa-1", "message", cell="USA", to=["JPN"], text="We stand with you.")
    session.advance_to(11 * DAY)
    salvo(session)
    say(session, "usa-1", "request", cell="USA", text="May we call Beijing by the back door?")
    session.advance_to(11 * DAY + 7 * HOUR)
    say(session, "control", "seat", cell="PRK", played_by="policy")
    session.advance_to(20 * DAY)
    say(session, "control", "endex", reason="enough")
    record = session.finished().record
    assert replay(record).identical
    again = Exercise.replayed(scenario(), inputs_of(record), like=first())
    assert again.finished().record.content == record.content


def test_people_silence_the_policies_of_their_cell_and_hand_it_back() -> None:
    session = exercise("PRK")
    session.advance_to(6 * DAY)
    by_policy = [event for event in session.events if event.kind == "decision" and event.actor == "PRK"]
    others = [event for event in session.events if event.kind == "decision"]
    assert not by_policy
    assert others
    say(session, "prk-1", "seat", cell="PRK", played_by="policy")
    session.advance_to(12 * DAY)
    assert any(event.kind == "decision" and event.actor == "PRK" for event in session.events)


def test_history_waits_for_nobody_but_people() -> None:
    base = Exercise(scenario("korea-2017"))
    say(base, "control", "seat", cell="PRK", played_by="people")
    say(base, "control", "clock", command="startex")
    base.advance_to(5 * DAY)
    orders = {event.actor for event in base.events if event.kind == "order"}
    assert "PRK" not in orders
    assert {"USA", "KOR"} <= orders


def test_an_order_that_cannot_be_is_refused_with_its_reason() -> None:
    session = exercise("USA")
    events = order(session, "USA", "air-strike", target="PRK")
    assert kinds(events) == ["order", "order_refused"]
    assert "forces must stand at alert 3" in events[1].data["reason"]


@pytest.mark.parametrize(
    ("move", "fields", "message"),
    [
        ("denonce", {"target": "PRK"}, "did you mean 'denounce'"),
        ("launch", {"missile": "scud-b"}, "is not a move of this scenario"),
        ("denounce", {"target": "PRK", "loudly": True}, "is not a field of an order"),
        ("denounce", {"target": "XXX"}, "is not an actor"),
        ("test-missile", {"target": "USA", "with_": {"count": 10**9}}, "more than anybody fires at once"),
        ("test-missile", {"target": "USA", "with_": {"may_fail": False}}, "is not for people to say"),
    ],
)
def test_an_order_that_could_never_be_is_no_input(move: str, fields: dict[str, object], message: str) -> None:
    session = exercise("USA", "PRK")
    before = list(session.events)
    with pytest.raises(InputError, match=message):
        order(session, "PRK", move, **fields)
    assert session.events == before


def test_an_order_is_taken_back_before_it_takes_effect() -> None:
    session = exercise("PRK")
    session.advance_to(11 * DAY)
    salvo(session)
    (pending,) = session.pending("PRK")
    assert pending["due_s"] == pytest.approx(session.now_s + 6 * HOUR)
    order(session, "PRK", "cancel", order=pending["order"])
    session.advance_to(12 * DAY)
    assert not session.pending("PRK")
    assert not session.play.state.raid


@pytest.mark.parametrize(
    ("status", "commands", "allowed"),
    [
        (Status.PLANNED, ["pausex", "resumex", "step", "jump"], "startex"),
        (Status.RUNNING, ["startex", "resumex", "step", "jump"], "pausex"),
        (Status.PAUSED, ["startex", "pausex"], "resumex"),
    ],
)
def test_the_clock_takes_only_what_fits(status: Status, commands: list[str], allowed: str) -> None:
    session = Exercise(scenario())
    if status is not Status.PLANNED:
        say(session, "control", "clock", command="startex")
    if status is Status.PAUSED:
        say(session, "control", "clock", command="pausex")
    assert session.status is status
    for command in commands:
        with pytest.raises(InputError, match=f"does not fit.*{allowed}"):
            say(session, "control", "clock", command=command, seconds=60.0)


def test_a_jump_leads_to_the_next_event_and_just_past_it() -> None:
    session = exercise("USA")
    say(session, "control", "clock", command="pausex")
    events = session.advance_to_next()
    assert events
    assert {round(event.time_s, 3) for event in events} == {round(session.now_s - 0.001, 3)}


def test_an_inject_comes_at_its_time_to_its_cells_and_sets_orders_going() -> None:
    session = exercise("USA")
    block = inject(
        at="PT1H", to=["USA"], orders=[{"actor": "RUS", "move": "call-for-restraint", "target": "USA"}], method="news"
    )
    say(session, "control", "inject_put", inject=block)
    session.advance_to(HOUR)
    assert session.play.state.outside.injects["word"].status == "planned"
    session.advance_to(HOUR + 1)
    fired = next(event for event in session.events if event.kind == "inject")
    assert (fired.time_s, fired.visible_to) == (HOUR, ("USA",))
    ordered = next(event for event in session.events if event.kind == "order" and event.cause == fired.id)
    assert (ordered.actor, ordered.data["move"]) == ("RUS", "call-for-restraint")
    with pytest.raises(InputError, match="was fired"):
        say(session, "control", "inject_put", inject=block)


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"state": "reviewed"}, {"automatic": False}])
def test_an_inject_that_is_not_approved_or_not_automatic_waits_for_control(changes: dict[str, object]) -> None:
    session = exercise("USA")
    say(session, "control", "inject_put", inject=inject(at="PT1H", **changes))
    session.advance_to(2 * HOUR)
    assert session.play.state.outside.injects["word"].status == "due"
    assert kinds(say(session, "control", "inject", inject="word")) == ["inject"]


def test_an_inject_written_anew_comes_at_its_new_time_alone() -> None:
    session = exercise("USA")
    for at in ("PT1H", "PT3H"):
        say(session, "control", "inject_put", inject=inject(at=at))
    session.advance_to(4 * HOUR)
    assert [event.time_s for event in session.events if event.kind == "inject"] == [3 * HOUR]


def test_a_condition_fires_an_inject_once_when_it_comes_to_hold() -> None:
    session = exercise("PRK")
    say(session, "control", "inject_put", inject=inject(when='threat["guam-salvo"] == "announced"'))
    session.advance_to(DAY)
    assert "inject" not in kinds(list(session.events))
    order(session, "PRK", "announce-strike-plan", target="USA", with_={"threat": "guam-salvo"})
    session.advance_to(2 * DAY)
    assert [event.time_s for event in session.events if event.kind == "inject"] == [DAY]


def test_a_condition_of_time_alone_is_seen_within_ten_minutes() -> None:
    session = exercise("PRK")
    say(session, "control", "inject_put", inject=inject(when="day >= 2.0"))
    session.advance_to(3 * DAY)
    (fired,) = [event.time_s for event in session.events if event.kind == "inject"]
    assert 2 * DAY <= fired <= 2 * DAY + 600


def test_an_inject_that_is_written_after_its_time_waits_for_control() -> None:
    session = exercise("USA")
    session.advance_to(2 * HOUR)
    say(session, "control", "inject_put", inject=inject(at="PT1H"))
    assert session.play.state.outside.injects["word"].status == "due"
    session.advance_to(3 * HOUR)
    assert "inject" not in kinds(list(session.events))


def test_a_skipped_inject_never_comes() -> None:
    session = exercise("USA")
    say(session, "control", "inject_put", inject=inject(at="PT1H"))
    say(session, "control", "inject_skipped", inject="word")
    session.advance_to(2 * HOUR)
    assert "inject" not in kinds(list(session.events))


def test_an_objective_is_met_at_the_first_moment_at_which_it_holds() -> None:
    session = exercise("PRK")
    goal = {"id": "calm", "title": "No word of Guam", "when": 'threat["guam-salvo"] == "announced"', "fails": True}
    say(session, "control", "objective_put", objective=goal)
    session.advance_to(DAY)
    order(session, "PRK", "announce-strike-plan", target="USA", with_={"threat": "guam-salvo"})
    session.advance_to(3 * DAY)
    (met,) = [event for event in session.events if event.kind == "objective"]
    assert (met.time_s, met.data["fails"], met.visible_to) == (DAY, True, ())


def test_many_conditions_bring_one_look_that_asks_for_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    session, asked = exercise("PRK"), Counter[str]()
    real = Condition.holds

    def counting(condition: Condition, view: Mapping[str, Any]) -> bool:
        asked[condition.text] += 1
        return real(condition, view)

    # At a moment at which nothing else happens: every change of the crisis brings its own look.
    session.advance_to(HOUR / 7)
    texts = [f"day >= {number}.0 && alert['PRK'] >= 9" for number in range(40)]
    for number, text in enumerate([*texts, *texts]):
        goal = {"id": f"goal-{number}", "title": f"Goal {number}", "when": text}
        say(session, "control", "objective_put", objective=goal)
    looks = [item.action for item in session.play.due if isinstance(item.action, Look)]
    assert sorted(looks) == [Look(), Look(again=True)]
    monkeypatch.setattr(Condition, "holds", counting)
    session.play.finish_instant()
    assert set(texts) <= set(asked)
    assert {asked[text] for text in texts} == {1}
    # What is watched from a later moment on has its look there and then.
    session.advance_to(2 * HOUR)
    say(session, "control", "inject_put", inject=inject(when="day >= 0.0"))
    session.advance_to(2 * HOUR + 1)
    assert [event.time_s for event in session.events if event.kind == "inject"] == [2 * HOUR]


def test_control_turns_a_hit_into_a_miss_and_the_record_says_who_and_why() -> None:
    session = exercise("PRK", "USA")
    session.advance_to(11 * DAY)
    say(session, "control", "adjudication", hold=["intercept"], moves=[])
    salvo(session)
    session.advance_to(12 * DAY)
    assert session.status is Status.HELD
    on = session.held_case()
    (case,) = [one for one in session.cases() if one.on == on]
    other = "miss" if case.proposal == "hit" else "hit"
    assert case.odds["hit"] + case.odds["miss"] == pytest.approx(1.0)
    say(session, "control", "ruling", on=on, outcome=other, reason="the lesson needs it")
    say(session, "control", "adjudication", hold=[], moves=[])
    session.advance_to(12 * DAY)
    ruled = [event for event in session.events if event.kind == "intercept" and event.override]
    assert len(ruled) == 1
    assert ruled[0].data["result"] == other
    override = ruled[0].override
    assert override is not None
    assert (override["proposal"], override["by"], override["reason"]) == (
        case.proposal, "control", "the lesson needs it",
    )  # fmt: skip
    assert replay(session.finished().record).identical


def test_the_proposal_is_what_happens_if_control_lets_it() -> None:
    session, free = exercise("PRK"), exercise("PRK")
    for one in (session, free):
        one.advance_to(11 * DAY)
        salvo(one)
    free.advance_to(12 * DAY)
    results = {event.data["interceptor"]: event.data["result"] for event in free.events if event.kind == "intercept"}
    say(session, "control", "adjudication", hold=["intercept"], moves=[])
    seen = {}
    session.advance_to(12 * DAY)
    while session.status is Status.HELD:
        on = session.held_case()
        (case,) = [one for one in session.cases() if one.on == on]
        seen[case.about["interceptor"]] = case.proposal
        say(session, "control", "ruling", on=on, outcome=case.proposal, reason="as proposed")
        session.advance_to(12 * DAY)
    assert seen
    assert seen.items() <= results.items()


def test_control_makes_a_launch_fail() -> None:
    session = exercise("PRK")
    session.advance_to(11 * DAY)
    salvo(session)
    say(session, "control", "adjudication", hold=["launch"], moves=[])
    session.advance_to(12 * DAY)
    on = session.held_case()
    assert on is not None
    assert on.startswith("launch/")
    say(session, "control", "ruling", on=on, outcome="fails", reason="a valve")
    say(session, "control", "adjudication", hold=[], moves=[])
    session.advance_to(12 * DAY)
    assert session.play.state.threats[on.removeprefix("launch/")].failed
    assert replay(session.finished().record).identical


@pytest.mark.parametrize("name", ["nonsense", "", "prk-carry-out-threat-p1/north-1/99", "over"])
def test_only_a_launch_that_is_to_come_is_ruled_on(name: str) -> None:
    session = exercise("PRK")
    session.advance_to(11 * DAY)
    salvo(session)
    if name == "over":
        session.advance_to(12 * DAY)
        name = next(iter(session.play.state.threats))
    before = (len(session.events), session.play.state, session.play.due)
    with pytest.raises(InputError, match="is over or unknown"):
        say(session, "control", "ruling", on=f"launch/{name}", outcome="flies", reason="why not")
    assert (len(session.events), session.play.state, session.play.due) == before


def test_launches_are_ruled_on_in_the_instant_before_which_time_stands_and_ahead_of_it_and_all_replays() -> None:
    session = exercise("PRK")
    session.advance_to(11 * DAY)
    salvo(session)
    say(session, "control", "adjudication", hold=["launch"], moves=[])
    session.advance_to(12 * DAY)
    held = session.held_case()
    say(session, "control", "ruling", on=held, outcome="fails", reason="a valve")
    say(session, "control", "ruling", on=held, outcome="flies", reason="the valve was mended")
    say(session, "control", "adjudication", hold=[], moves=[])
    # The salvo leaves one after the other: the next ones are due by now.
    session.advance_to(session.now_s + 0.001)
    ahead = [case.on for case in session.cases() if case.on.startswith("launch/")]
    assert ahead
    assert held not in ahead
    for on in ahead:
        say(session, "control", "ruling", on=on, outcome="fails", reason="a bad lot")
    session.advance_to(12 * DAY)
    assert [threat.failed for threat in session.play.state.threats.values()] == [False, *[True] * len(ahead)]
    record = session.finished().record
    assert replay(record).identical
    again = Exercise.replayed(scenario(), inputs_of(record), like=first())
    assert again.finished().record.content == record.content


def test_an_order_waits_for_control_and_takes_effect_or_not_as_control_says() -> None:
    session = exercise("USA")
    say(session, "control", "adjudication", hold=[], moves=["denounce"])
    for outcome in ("carried out", "refused"):
        events = order(session, "USA", "denounce", target="PRK", says=outcome)
        assert kinds(events) == ["order", "order_accepted"]
        session.advance_to(session.now_s + DAY)
        say(session, "control", "ruling", on=f"order/{events[0].data['order']}", outcome=outcome, reason="so be it")
        session.advance_to(session.now_s + HOUR)
    said = [event.data["says"] for event in session.events if event.kind == "move" and event.actor == "USA"]
    assert said == ["carried out"]


def test_control_lets_an_order_through_whose_needs_do_not_hold() -> None:
    session = exercise("USA")
    say(session, "control", "adjudication", hold=[], moves=["air-strike"])
    events = order(session, "USA", "air-strike", target="PRK")
    assert kinds(events) == ["order", "order_accepted"]
    (case,) = session.cases()
    assert case.proposal == "refused"
    assert "forces must stand at alert 3" in case.why
    say(session, "control", "ruling", on=case.on, outcome="carried out", reason="they stood ready all along")
    session.advance_to(5 * DAY)
    let_through = next(event for event in session.events if event.kind == "order_let_through")
    moved = next(event for event in session.events if event.kind == "move" and event.data["move"] == "air-strike")
    assert let_through.override is not None
    assert let_through.override["reason"] == "they stood ready all along"
    assert moved.cause == let_through.id
    assert replay(session.finished().record).identical


def test_what_was_refused_leaves_no_trace() -> None:
    session = exercise("USA")
    before = (len(session.events), session.play.state)
    with pytest.raises(InputError, match="is over or unknown"):
        say(session, "control", "ruling", on="intercept/nothing", outcome="hit", reason="why not")
    with pytest.raises(InputError, match="is not a cell"):
        say(session, "usa-1", "message", cell="USA", to=["XXX"], text="hello")
    assert (len(session.events), session.play.state) == before


def test_a_request_is_answered_to_its_cell_alone() -> None:
    session = exercise("USA")
    (asked,) = say(session, "usa-1", "request", cell="USA", text="Close the strait?")
    (case,) = session.cases()
    assert case.about["text"] == "Close the strait?"
    events = say(session, "control", "ruling", on=case.on, outcome="denied", reason="no such strait")
    answer = events[-1]
    assert (answer.kind, answer.visible_to, answer.cause) == ("answer", ("USA",), events[0].id)
    assert asked.visible_to == ("USA",)
    assert not session.cases()


def test_a_session_goes_back_to_a_moment_as_if_nothing_had_been() -> None:
    session, straight = exercise("USA", "PRK"), exercise("USA", "PRK")
    moment = session.moment()
    session.advance_to(3 * DAY)
    order(session, "USA", "denounce", target="PRK")
    session.go_back(moment)
    for one in (session, straight):
        order(one, "USA", "denounce", target="PRK")
        one.advance_to(5 * DAY)
    assert session.finished().record.content == straight.finished().record.content


def test_a_session_that_goes_back_is_held_if_and_only_if_it_was_then() -> None:
    session = exercise("PRK")
    session.advance_to(11 * DAY)
    say(session, "control", "adjudication", hold=["launch"], moves=[])
    salvo(session)
    free = session.moment()
    session.advance_to(12 * DAY)
    held, on = session.moment(), session.held_case()
    assert on is not None
    say(session, "control", "ruling", on=on, outcome="fails", reason="a valve")
    say(session, "control", "adjudication", hold=[], moves=[])
    session.advance_to(12 * DAY)
    assert session.status is Status.RUNNING
    session.go_back(held)
    assert (session.status, session.held_case()) == (Status.HELD, on)
    session.go_back(free)
    assert (session.status, session.held_case()) == (Status.RUNNING, None)


def test_after_endex_nothing_is_taken() -> None:
    session = exercise("USA")
    say(session, "control", "endex")
    assert session.status is Status.ENDED
    with pytest.raises(InputError, match="is over: ENDEX was given"):
        order(session, "USA", "denounce", target="PRK")
    with pytest.raises(InputError, match="is over: ENDEX was given"):
        say(session, "usa-1", "message", cell="USA", to=[], text="hello")
    assert session.menu("USA") == []


@pytest.mark.parametrize(
    ("cell", "move", "name", "hidden"),
    [
        ("CHN", "raid", "plan", "guam-salvo"),
        ("USA", "threaten-force", "threat", "guam-salvo"),
        ("PRK", "ease-sanctions", "measure", "unsc-2397-crude"),
    ],
)
def test_a_cell_learns_nothing_by_ordering_what_it_does_not_know(cell: str, move: str, name: str, hidden: str) -> None:
    session = exercise(cell)
    answers = []
    for value in (hidden, "nonsense"):
        with pytest.raises(InputError, match="is not known to this cell") as told:
            session.require_known(cell, move, {"target": "JPN", "with": {name: value}})
        text, _, allowed = str(told.value).partition("allowed: ")
        assert hidden not in allowed
        answers.append(text.replace(value, ""))
    assert answers[0] == answers[1]


def test_a_cell_may_order_what_is_its_own() -> None:
    session = exercise("PRK")
    session.require_known("PRK", "raid", {"with": {"plan": "guam-salvo"}})
    session.require_known("PRK", "announce-strike-plan", {"with": {"threat": "guam-salvo"}})
    for entry in session.menu("PRK"):
        for option in entry["options"]:
            session.require_known("PRK", entry["move"], {"with": option["with"]})


def test_an_order_aims_at_so_many_places_and_no_more() -> None:
    session = exercise("PRK")
    places = [f"39.{number},130" for number in range(13)]
    with pytest.raises(InputError, match="more than one order aims at"):
        session.order("prk-1", "PRK", "test-missile", {"with": {"missile": "nodong", "from": "wonsan", "to": places}})


def test_while_a_case_waits_for_its_ruling_no_step_is_taken() -> None:
    session = exercise("PRK", "USA")
    session.advance_to(11 * DAY)
    say(session, "control", "adjudication", hold=["launch"], moves=[])
    salvo(session)
    session.advance_to(12 * DAY)
    on = session.held_case()
    say(session, "control", "clock", command="pausex")
    before = len(session.events)
    for command in ({"command": "step", "seconds": 60.0}, {"command": "jump"}):
        with pytest.raises(InputError, match="until control rules on launch/"):
            say(session, "control", "clock", **command)
    assert len(session.events) == before
    say(session, "control", "ruling", on=on, outcome="flies", reason="as the odds say")
    say(session, "control", "clock", command="step", seconds=60.0)
