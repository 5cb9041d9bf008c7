"""The crisis in the engine: orders by one door, tone and ladder, drills, units that are sent, who sees what."""

from __future__ import annotations

import pytest

from engine.crisis import DAY, FILE, HOUR, crisis, kinds, order, quiet, refusals
from standoff.engine.run import replay, run
from standoff.scenario.loading import load_scenario
from standoff.scenario.orders import Order


def test_history_takes_effect_on_its_dates() -> None:
    moves = {event["data"]["order"]: event["t_s"] for event in kinds(run(crisis()), "move")}
    assert moves["words"] == DAY
    assert moves["calls"] == 2 * DAY
    assert moves["trial"] == 4 * DAY


def test_a_move_says_what_it_did_to_tone_and_ladder() -> None:
    first = kinds(run(crisis()), "move")[0]
    # CAMEO 138, threaten with force: Goldstein weight -7.0 (Goldstein 1992); category 12 points (Rivera et al. 2024).
    assert (first["cameo"], first["data"]["tone"]["after"]) == ("138", -7.0)
    assert first["data"]["ladder"] == {
        "category": "non-violent-escalation", "before": 0, "rung": 2, "score": 12.0,
    }  # fmt: skip


def test_tone_halves_in_its_half_life() -> None:
    # One threat of weight -7 on day 1, a half-life of five days, and ENDEX on day 6.
    summary = run(
        quiet(), until="2030-01-07T00:00:00Z", inputs=[order("o", "AAA", "threaten", DAY, target="DDD")]
    ).summary
    assert summary["tone"]["AAA"]["DDD"] == pytest.approx(-3.5, abs=1e-3)
    assert summary["tone"]["DDD"]["AAA"] == 0.0


def test_quiet_spells_lower_an_actor_rung_by_rung() -> None:
    done = run(quiet(), inputs=[order("o", "AAA", "threaten", DAY, target="DDD")])
    steps = [(event["t_s"] / DAY, event["data"]["rung"]) for event in kinds(done, "rung")]
    assert steps == [(4.0, 1), (7.0, 0)]
    assert done.summary["ladder"]["AAA"]["highest"] == 2


def test_a_need_that_fails_is_named_with_its_present_value() -> None:
    reason = refusals(run(crisis()))["blow"]
    assert reason == "forces must stand ready (needs alert[self] >= 3; at present alert[self] = 2)"


STRIKE = {"threat": "strike"}
OUT_OF_RANGE = {"missile": "nodong", "from": "pad", "to": "0,0"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (order("o", "AAA", "shout", DAY), "'shout' is not a known move"),
        (order("o", "AAA", "threaten", DAY), "threaten needs a target"),
        (order("o", "AAA", "threaten", DAY, target="XXX"), "is not an actor of this scenario"),
        (order("o", "AAA", "send", DAY, parameters={"unit": "the-ship"}), "only DDD"),
        (order("o", "AAA", "put-off", DAY), "is missing: put-off needs it"),
        (order("o", "AAA", "put-off", DAY, parameters={"threat": "none"}), "is not a threat of this scenario"),
        (order("o", "AAA", "put-off", DAY, parameters=STRIKE), "threat.strike = 'none'"),
        (order("o", "AAA", "strike", DAY, target="DDD", by="minister", parameters=STRIKE), "head-of-government"),
        (order("o", "AAA", "say", DAY, loudly=True), "is not a known field"),
        (order("o", "AAA", "test", DAY, parameters=OUT_OF_RANGE), "is out of range for nodong"),
    ],
)
def test_an_order_is_refused_with_the_reason(given: Order, words: str) -> None:
    done = run(quiet(), inputs=[given])
    assert words in refusals(done)["o"]
    assert not kinds(done, "move")


def test_a_move_waits_for_its_lead_time() -> None:
    ready = [order(f"r{n}", "AAA", "ready", DAY + n) for n in range(3)]
    strike = [
        order("t", "AAA", "threaten", DAY, target="DDD", parameters={"threat": "strike"}),
        order("s", "AAA", "strike", 2 * DAY, target="DDD", parameters={"threat": "strike"}),
    ]
    done = run(quiet(), inputs=[*ready, *strike])
    accepted = kinds(done, "order_accepted")
    assert [event["data"]["takes_effect_s"] for event in accepted] == [2 * DAY + 6 * HOUR]
    assert [event["t_s"] for event in kinds(done, "move") if event["data"]["move"] == "strike"] == [2 * DAY + 6 * HOUR]
    assert done.summary["threats"] == 2
    assert done.summary["threats_announced"]["strike"] == "carried-out"


def test_an_order_can_be_taken_back_until_it_takes_effect() -> None:
    ready = [order(f"r{n}", "AAA", "ready", DAY + n) for n in range(3)]
    threat = order("t", "AAA", "threaten", DAY, target="DDD", parameters={"threat": "strike"})
    strike = order("s", "AAA", "strike", 2 * DAY, target="DDD", parameters={"threat": "strike"})
    inputs = [*ready, threat, strike]
    in_time = run(quiet(), inputs=[*inputs, Order("c", "AAA", "cancel", 2 * DAY + HOUR, {"order": "s"})])
    assert in_time.summary["threats"] == 0
    assert [event["data"]["order"] for event in kinds(in_time, "order_cancelled")] == ["s"]
    late = run(quiet(), inputs=[*inputs, Order("c", "AAA", "cancel", 3 * DAY, {"order": "s"})])
    assert late.summary["threats"] == 2
    assert refusals(late)["c"] == "order 's' is carried out already"
    others = run(quiet(), inputs=[*inputs, Order("c", "DDD", "cancel", 2 * DAY + HOUR, {"order": "s"})])
    assert refusals(others)["c"] == "DDD has given no order 's'"


def test_an_order_needs_a_name_of_its_own() -> None:
    twice = [order("o", "AAA", "say", DAY), order("o", "AAA", "say", 2 * DAY)]
    done = run(quiet(), inputs=twice)
    assert len(kinds(done, "move")) == 1
    assert "given before" in refusals(done)["o"]


def test_a_destroyer_that_was_sent_engages_and_one_that_was_not_does_not() -> None:
    raid = [
        *[order(f"r{n}", "AAA", "ready", DAY + n) for n in range(3)],
        order("t", "AAA", "threaten", DAY, target="DDD", parameters={"threat": "strike"}),
        order("s", "AAA", "strike", 3 * DAY, target="DDD", parameters={"threat": "strike"}),
    ]
    away = run(quiet(), inputs=raid)
    sent = run(quiet(), inputs=[*raid, order("go", "DDD", "send", DAY, parameters={"unit": "the-ship"})])
    late = run(quiet(), inputs=[*raid, order("go", "DDD", "send", 3 * DAY, parameters={"unit": "the-ship"})])
    assert away.summary["interceptors_fired"] == 0
    assert not kinds(away, "detection", "track", "commit", "not_detected", "no_engagement")
    assert sent.summary["interceptors_fired"] == 4
    assert {event["data"]["battery"] for event in kinds(sent, "commit")} == {"ship"}
    # Twelve hours of sailing against six of lead time: it comes too late.
    assert late.summary["interceptors_fired"] == 0


def test_a_test_is_no_raid() -> None:
    summary = run(crisis()).summary
    assert summary["tests"] == 1
    assert (summary["threats"], summary["leakers"]) == (0, 0)


def test_a_drill_goes_ahead_in_spite_of_a_call_or_heeds_it() -> None:
    call = order("c", "AAA", "call-off", DAY, target="DDD", parameters={"drill": "games"})
    ignored = kinds(run(quiet(), inputs=[call]), "drill")
    assert [(event["data"]["to"], event["data"]["unheeded"]) for event in ignored] == [
        ("running", ["AAA"]),
        ("ended", []),
    ]
    assert [event["t_s"] / DAY for event in ignored] == [3.0, 5.0]
    shelve = order("x", "DDD", "shelve", 2 * DAY, parameters={"drill": "games"})
    heeded = kinds(run(quiet(), inputs=[call, shelve]), "drill")
    assert [(event["data"]["to"], event["data"]["heeded"]) for event in heeded] == [("shelved", ["AAA"])]


def test_what_allies_see_is_hidden_from_the_others() -> None:
    done = run(quiet(), inputs=[order("o", "DDD", "ready", DAY)])
    seen = {event["kind"]: event["visible_to"] for event in kinds(done, "move", "alert")}
    assert seen == {"move": ["DDD", "FFF"], "alert": ["DDD", "FFF"]}


def test_a_record_of_a_crisis_replays() -> None:
    inputs = [
        *[order(f"r{n}", "AAA", "ready", DAY + n) for n in range(3)],
        order("t", "AAA", "threaten", DAY, target="DDD", parameters=STRIKE),
        order("s", "AAA", "strike", 2 * DAY, target="DDD", parameters=STRIKE),
        Order("c", "AAA", "cancel", 2 * DAY + HOUR, {"order": "s"}),
        order("late", "AAA", "strike", 3 * DAY, target="DDD", parameters=STRIKE),
    ]
    done = run(quiet(), inputs=inputs)
    assert [event["data"]["order"] for event in kinds(done, "order_cancelled")] == ["s"]
    assert done.summary["threats"] == 2
    assert replay(done.record).identical


def test_an_author_adds_a_move_without_touching_python() -> None:
    need = '{if: "tone[target][self] < 0.0", say: there must be a grievance}'
    mine = f'{{title: Recall the envoy, cameo: "161", ladder: posturing, target: required, needs: [{need}]}}'
    scenario = load_scenario(FILE, ["crisis.history=[]", f"crisis.moves.recall={mine}"])
    early = order("early", "DDD", "recall", HOUR, target="AAA")
    later = order("later", "DDD", "recall", 2 * DAY, target="AAA")
    done = run(scenario, inputs=[early, order("o", "AAA", "threaten", DAY, target="DDD"), later])
    assert [event["data"]["order"] for event in kinds(done, "move")] == ["o", "later"]
    # CAMEO 161, reduce or break diplomatic relations: Goldstein weight -4.0.
    assert kinds(done, "move")[1]["data"]["tone"]["weight"] == -4.0
    assert "there must be a grievance" in refusals(done)["early"]
