"""What is counted of a crisis: missiles as they leave, agreements as they come into force; how orders are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.table import DAY, opened, plans_of, quantity, rules, table
from standoff.engine.options import Option
from standoff.engine.outcomes import measure
from standoff.engine.run import Run, run
from standoff.engine.session import Session
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.orders import Order
from standoff.scenario.world import build_world

FILE = Path(__file__).parent / "crisis.yaml"
STRIKE = {"threat": "strike"}
SOURCE = {"source": "assumption", "note": "made up"}
FLIGHT = {"missile": "nodong", "from": "pad", "to": "39.0,134.0", "may_fail": False}


def quiet(*settings: str) -> Scenario:
    return load_scenario(FILE, ["crisis.history=[]", *settings])


def ask(name: str, actor: str, move: str, at_s: float, target: str = "", **given: Any) -> Order:
    fields = {"target": target, "with": given}
    return Order(name, actor, move, at_s, {key: value for key, value in fields.items() if value})


def metrics(scenario: Scenario, done: Run) -> dict[str, float | None]:
    return dict(measure(build_world(scenario), done.state))


# Missiles.


def test_a_threat_that_was_taken_back_by_the_same_move_launches_nothing() -> None:
    bluff = '{title: Bluff, cameo: "190", ladder: posturing, takes: {threat: threat}, effects: [{threat: withdraw}, {threat: carry-out}]}'  # noqa: E501
    scenario = quiet(f"crisis.moves.bluff={bluff}")
    threat = ask("t", "AAA", "threaten", DAY, "DDD", **STRIKE)
    done = run(scenario, inputs=[threat, ask("b", "AAA", "bluff", 2 * DAY, **STRIKE)])
    assert done.summary["threats_announced"]["strike"] == "withdrawn"
    assert done.summary["threats"] == 0


def test_missiles_count_when_they_leave_and_not_when_they_are_ordered() -> None:
    many: dict[str, Any] = {**FLIGHT, "count": 3, "interval": quantity(12.0, "h")}
    scenario = quiet()
    whole = run(scenario, inputs=[ask("o", "AAA", "test", DAY, **many)])
    assert whole.summary["tests"] == len(list(whole.record.of_kind("launch"))) == 3
    # An hour after the first two have left the run stops.
    cut = run(scenario, inputs=[ask("o", "AAA", "test", DAY, **many)], until="2030-01-02T13:00:00Z")
    assert cut.summary["tests"] == len(list(cut.record.of_kind("launch"))) == 2


def test_a_launch_of_the_timeline_is_a_raid_of_the_crisis() -> None:
    launch = "{id: blow, at: P2D, actor: AAA, move: launch, missile: nodong, from: pad, to: city, may_fail: false}"
    pledge = {
        "title": "Pact", "guarantor": "FFF", "beneficiary": "DDD", "trigger": "raid > 0",
        "responses": [{"move": "say"}], "within": quantity(2.0, "d"), "credibility": quantity(0.5, "1"), **SOURCE,
    }  # fmt: skip
    scenario = load_scenario(
        FILE, ["crisis.history=[]", f"timeline=[{launch}]", f"crisis.commitments={json.dumps({'pact': pledge})}"]
    )
    done = run(scenario)
    assert (done.summary["threats"], metrics(scenario, done)["raid"]) == (1, True)
    called = [(event["t_s"] / DAY, list(event["visible_to"])) for event in done.record.of_kind("commitment_triggered")]
    assert called == [(2.0, ["*"])]


# Agreements and resolutions.

OWED = {"action": "to stop", "obligor": "AAA", "type": "material"}


def agreement(**begins: Any) -> dict[str, Any]:
    whole = {"title": "Bargain", "signatories": ["AAA", "BBB"], "clauses": {"stop": OWED}, **SOURCE}
    return {"bargain": {**whole, **({"begins": begins} if begins else {})}}


@pytest.mark.parametrize("collapses", [False, True])
def test_an_agreement_that_came_into_force_was_reached_whatever_became_of_it(collapses: bool) -> None:
    scenario = table({}, "crisis.history=[]", agreements=agreement())
    bargain = {"agreement": "bargain"}
    inputs = [
        ask("offer", "AAA", "offer-agreement", DAY, "BBB", **bargain),
        ask("sign", "BBB", "sign-agreement", 2 * DAY, "AAA", **bargain),
        *([ask("leave", "BBB", "leave-agreement", 3 * DAY, "AAA", **bargain)] if collapses else []),
    ]
    done = run(scenario, inputs=inputs)
    assert not list(done.record.of_kind("order_refused"))
    assert done.summary["agreements"]["bargain"]["status"] == ("collapsed" if collapses else "agreed")
    assert metrics(scenario, done)["agreement"] is True
    assert metrics(scenario, run(scenario, inputs=inputs[:1]))["agreement"] is False


def test_an_agreement_that_stood_at_startex_was_not_reached_in_play() -> None:
    scenario = table({}, "crisis.history=[]", agreements=agreement(status="agreed", reason="signed"))
    assert metrics(scenario, run(scenario))["agreement"] is False


def test_a_draft_that_was_adopted_before_startex_is_no_resolution_of_the_run() -> None:
    ban = {
        "title": "No coal", "resolution": "first", "target": "BBB", "direction": "export", "kind": "ban",
        "sectors": ["coal"], "adopted": "2029-01-01", **SOURCE,
    }  # fmt: skip
    seats = ("AAA", "BBB", "JPN", "BOL", "EGY", "ETH", "ITA", "KAZ", "SEN")
    members = {code: {"title": code, "permanent": False, "yes": quantity(1.0, "1")} for code in seats}
    scenario = table(
        {},
        "crisis.history=[]",
        measures={"no-coal": ban},
        council={"source": "the Charter", "members": members},
        drafts={"first": {"title": "Draft", "measures": ["no-coal"], **SOURCE}},
    )
    done = run(scenario)
    assert done.summary["drafts"]["first"] == "adopted"
    assert metrics(scenario, done)["resolutions"] == 0


# Names of orders, on which the random streams of their missiles hang.


def test_another_actors_moves_do_not_rename_an_actors_orders() -> None:
    told = {"id": "r", "at_most": 2, "move": "blame", "target": "BBB"}
    other = {"id": "s", "at_most": 3, "move": "consult", "target": "AAA"}

    def names(policies: dict[str, Any], *settings: str) -> list[str]:
        done = run(table(policies, "crisis.history=[]", *settings))
        return [event["data"]["order"] for event in done.record.of_kind("move") if event["actor"] == "AAA"]

    alone = names({"AAA": [rules(told)]})
    assert alone == ["aaa-blame-1", "aaa-blame-2"]
    assert names({"CCC": [rules(other)], "AAA": [rules(told)]}) == alone


def test_a_policy_takes_no_name_that_an_order_of_the_scenario_has() -> None:
    told = {"id": "r", "at_most": 2, "move": "blame", "target": "BBB"}
    history = [{"id": "aaa-blame-1", "at": "P5D", "actor": "BBB", "move": "blame", "target": "AAA"}]
    done = run(table({"AAA": [rules(told)]}, history=history))
    assert not list(done.record.of_kind("order_refused"))
    orders = [event["data"]["order"] for event in done.record.of_kind("order")]
    assert orders == ["aaa-blame-2", "aaa-blame-3", "aaa-blame-1"]


def test_one_seat_does_not_rename_anothers_orders() -> None:
    session = Session(quiet(), ("AAA", "DDD"))
    given = (("DDD", "ready"), ("AAA", "ready"), ("AAA", "say"))
    assert [session.act(actor, Option(move)) for actor, move in given] == ["ddd-ready-1", "aaa-ready-1", "aaa-say-2"]


def test_names_are_counted_without_a_record_too() -> None:
    told = {"id": "r", "at_most": 2, "move": "blame", "target": "BBB"}
    playing = opened(plans_of(table({"AAA": [rules(told)]})), 0)
    playing.advance()
    assert {"aaa-blame-1", "aaa-blame-2"} <= set(playing.state.orders)
