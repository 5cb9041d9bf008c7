"""What stood when: threats, drills and the calls upon them, units at their stations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff import api
from standoff.engine.record import Record
from standoff.views.crisis.reading import Crisis, crisis_of
from standoff.views.placing import absence, away_throughout, placed_batteries, placed_sensors
from standoff.views.summary import digest
from views.crisis.conftest import read
from views.crisis.sample_crisis import DAY_S
from views.sample_report import sample


def test_a_record_without_a_crisis_has_none() -> None:
    assert crisis_of(sample()[0]) is None


def test_a_threat_stands_from_its_announcement_to_the_end(crisis: Crisis) -> None:
    (threat,) = crisis.threats
    spans = [(span.from_s / DAY_S, span.until_s / DAY_S, span.status) for span in threat.spans]
    assert spans == [(2, 7, "announced"), (7, 30, "suspended")]


def test_a_drill_that_was_held_has_its_own_dates_and_others_those_of_the_plan(crisis: Crisis) -> None:
    drills = {drill.id: drill for drill in crisis.drills}
    viper, guardian, ace = drills["viper"], drills["guardian"], drills["ace"]
    assert (viper.held, viper.from_s / DAY_S, viper.until_s / DAY_S, viper.status) == (True, 9, 18, "ended")
    assert (guardian.held, guardian.from_s / DAY_S, guardian.until_s / DAY_S) == (False, 20, 30)
    assert (guardian.status, guardian.heeded, guardian.calls) == ("shelved", ("PRK",), ((12 * DAY_S, "PRK"),))
    assert (ace.held, ace.from_s / DAY_S, ace.status) == (False, 40, "planned")
    assert viper.people == {"JPN": 1500}
    assert viper.spot is not None
    assert (viper.spot.lat_deg, viper.spot.name) == (42.8, "Camp")


def test_a_unit_stands_where_it_was_sent_and_while_it_was_there(crisis: Crisis) -> None:
    stands = [(s.unit, s.spot.name, s.from_s / DAY_S, s.until_s / DAY_S) for s in crisis.stands]
    assert stands == [("destroyer", "Camp", 6, 16), ("destroyer", "Cape", 16, 25), ("carrier", "Cape", 0, 30)]
    assert crisis.away == {"spare"}


def test_batteries_and_sensors_are_placed_once_a_stand_and_not_at_all_while_away(made_up: Record) -> None:
    told = digest(made_up)
    placed = [(one.result.battery.id, one.result.battery.lat_deg, one.number) for one in placed_batteries(told)]
    assert placed == [("ship", 42.8, 1), ("ship", 39.0, 2)]
    assert [(one.sensor.lat_deg, one.times) for one in placed_sensors(told)] == [
        (42.8, (6 * DAY_S, 16 * DAY_S)), (39.0, (16 * DAY_S, 25 * DAY_S)),
    ]  # fmt: skip
    assert away_throughout(told, "spare")
    assert not away_throughout(told, "ship")


def test_tests_raids_talks_and_refusals_are_read(crisis: Crisis) -> None:
    assert [(trial.actor, trial.name) for trial in crisis.trials] == [("PRK", "nuclear test")]
    assert crisis.raids == ()
    assert [(talk.actor, talk.other, talk.after) for talk in crisis.talks] == [("USA", "PRK", "offered")]
    assert [refusal.reason for refusal in crisis.refused] == ["forces must stand ready"]


def test_a_raid_is_no_test(raid: api.RunResult) -> None:
    crisis = read(raid.record)
    assert [(actor, missiles) for _, actor, missiles in crisis.raids] == [("AAA", 2)]
    assert len(crisis.trials) == raid.to_json()["tests"] == 1
    told = digest(raid.record)
    assert told.totals.threats == 2
    assert [threat.test for threat in told.threats].count(True) == 1


def test_standings_meet_the_summary_of_the_shipped_crisis(korea: api.RunResult) -> None:
    crisis, told = read(korea.record), korea.to_json()
    assert {drill.id: drill.status for drill in crisis.drills} == {
        name: drill["status"] for name, drill in told["drills"].items()
    }
    standing = {stand.unit: stand.station for stand in crisis.stands if stand.until_s == crisis.end_s}
    assert standing == {name: station for name, station in told["deployed"].items() if station}
    assert len(crisis.trials) == told["tests"]
    assert crisis.end_s == pytest.approx(float(korea.record.events[-1]["t_s"]))


def test_a_unit_that_stood_only_before_the_missiles_was_away_when_they_flew(made_up: Record) -> None:
    told = digest(made_up)
    flown = digest(sample()[0]).threats[0]
    threat = replace(flown, launched_s=26 * DAY_S, intercept=None, impact=None)
    during = replace(threat, launched_s=24.5 * DAY_S)
    assert absence(replace(told, threats=(threat,)), "ship") == "away when missiles flew"
    assert absence(replace(told, threats=(threat, during)), "ship") == ""
    assert absence(told, "spare") == "away throughout"
