"""Rungs, scores and alerts as steps: those of the record, nothing in between."""

from __future__ import annotations

from standoff import api
from standoff.views.crisis.ladder import value_at
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.tables import ladder_rows
from views.crisis.conftest import read
from views.crisis.sample_crisis import DAY_S


def days(steps: tuple[object, ...]) -> list[tuple[float, float]]:
    return [(step.t_s / DAY_S, step.value) for step in steps]  # type: ignore[attr-defined]


def test_rungs_rise_by_moves_and_fall_by_moves_and_quiet_spells(crisis: Crisis) -> None:
    assert days(crisis.climbs["PRK"].rungs) == [(0, 0), (2, 2), (7, 1)]
    assert days(crisis.climbs["USA"].rungs) == [(0, 0), (4, 2), (7, 1), (10, 0)]
    raised = crisis.climbs["PRK"].rungs[1].move
    assert raised is not None
    assert raised.title == "Announce a plan"
    assert crisis.climbs["USA"].rungs[2].move is None, "a quiet spell is no move"
    assert crisis.climbs["USA"].highest == 2


def test_scores_are_those_of_the_moves(crisis: Crisis) -> None:
    assert days(crisis.climbs["PRK"].scores) == [(0, 0), (2, 12), (7, 10)]


def test_alerts_begin_where_the_scenario_says_and_keep_their_names(crisis: Crisis) -> None:
    steps = crisis.climbs["JPN"].alerts
    assert [(step.value, step.label) for step in steps] == [(2, "watch"), (3, "ready")]
    assert days(crisis.climbs["PRK"].alerts) == [(0, 1)]


def test_the_table_says_what_brought_an_actor_to_its_highest_rung(crisis: Crisis) -> None:
    row = next(row for row in ladder_rows(crisis) if row.actor == "North Korea")
    assert (row.rung, row.highest) == ("posturing", "non-violent escalation")
    assert row.by == "Announce a plan, 3 Aug"
    japan = [row for row in ladder_rows(crisis) if row.actor == "Japan"]
    assert japan == [], "who neither moved nor was moved upon has no row"


def test_steps_equal_the_record_of_the_shipped_crisis(korea: api.RunResult) -> None:
    crisis, told = read(korea.record), korea.to_json()
    for actor, place in told["ladder"].items():
        climb = crisis.climbs[actor]
        assert climb.rungs[-1].value == place["rung"]
        assert climb.highest == place["highest"]
        assert climb.scores[-1].value == place["score"]
        assert climb.alerts[-1].value == told["alerts"][actor]
    last: dict[tuple[str, float], int] = {}
    for event in korea.record.events:
        if event["kind"] == "move":
            last[event["actor"], event["t_s"]] = event["data"]["ladder"]["rung"]
        elif event["kind"] == "rung":
            last[event["actor"], event["t_s"]] = event["data"]["rung"]
    assert len(last) > 50
    for (actor, t_s), rung in last.items():
        assert value_at(crisis.climbs[actor].rungs, t_s) == rung
