"""The crisis in sentences and on the terminal."""

from __future__ import annotations

import io
from dataclasses import replace

from standoff import api
from standoff.crisis.agreements.agreement import Status
from standoff.engine.record import Record
from standoff.views.crisis import words
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.tables import diary
from standoff.views.crisis.telling import TELLERS
from standoff.views.headline import account_of, headline_of
from standoff.views.names import Names
from standoff.views.story import Story, sentence
from standoff.views.summary import digest
from standoff.views.terminal import print_run
from views.crisis.conftest import read
from views.crisis.sample_crisis import DAY_S


def test_the_headline_names_the_highest_rung_and_whether_it_came_to_a_raid(crisis: Crisis, raid: api.RunResult) -> None:
    assert words.headline(crisis) == (
        "No missile was fired in anger; the highest rung was non-violent escalation, reached by the United States and"
        " North Korea."
    )
    told = digest(raid.record)
    assert told.crisis is not None
    assert headline_of(told, told.crisis).startswith("Two missiles were fired in anger; the highest rung was violent")


def test_the_account_tells_what_happened_in_words(crisis: Crisis) -> None:
    told = " ".join(words.account(crisis))
    for part in (
        "Four moves took effect from 1 Aug to 31 Aug",
        "one order was refused",
        "was announced on 3 Aug and suspended on 8 Aug",
        "Drills given up: Guardian (shelved)",
        "was adopted on 6 Aug by 13 to 1 with 1 abstaining",
        "The bargain has collapsed by the end: a breach",
        "credibility 0.70 at STARTEX, 0.90 at the end, called upon once (honored)",
    ):
        assert part in told


def test_titles_within_a_sentence_are_quoted_and_agreements_stand_in_good_grammar(crisis: Crisis) -> None:
    told = words.account(crisis)
    assert any(one.startswith("The threat of North Korea, “Missiles <off> Guam”, was announced on") for one in told)
    assert set(words._STANDS) == {status.value for status in Status}
    names = Names.of({"scenario": {"actors": {"PRK": {}, "USA": {}}}})
    made = {"title": "To fire off Guam", "to": "announced"}
    assert sentence({"kind": "threat", "actor": "PRK", "target": "USA", "data": made}, names) == (
        "The threat of North Korea against the United States, “To fire off Guam”, is announced."
    )
    ended = {"title": "The bargain", "status": "collapsed", "reason": "a breach"}
    told_of_it = sentence({"kind": "agreement_status", "actor": None, "target": None, "data": ended}, names)
    assert told_of_it == "The bargain has collapsed: a breach."


def test_a_threat_that_was_carried_out_is_told_as_one(raid: api.RunResult) -> None:
    told = digest(raid.record)
    assert told.crisis is not None
    [step] = [event for event in raid.record.of_kind("threat") if event["data"]["to"] == "carried-out"]
    [sentence] = [text for text in words.account(told.crisis) if "threat of" in text]
    assert "was announced on" in sentence
    assert sentence.rstrip(".").endswith(f"carried out on {told.crisis.date(step['t_s'])}")


def test_a_test_is_not_told_as_a_raid(small: api.RunResult) -> None:
    told = digest(small.record)
    assert told.crisis is not None
    account = " ".join(account_of(told, told.crisis))
    assert "Attacker tests Nodong on 5 Jan" in account
    assert "fires one Nodong" not in account


def test_every_kind_of_the_shipped_crisis_has_its_sentence(korea: api.RunResult) -> None:
    story = Story.of(korea.record)
    of_missiles = {
        "startex", "endex", "order", "order_refused", "launch", "burnout", "launch_failure", "apogee", "overflight",
        "detection", "not_detected", "track", "commit", "no_engagement", "shot", "shot_cancelled", "intercept",
        "kill_assessment", "impact", "claim_checked",
    }  # fmt: skip
    kinds = {event["kind"] for event in korea.record.events}
    assert kinds - of_missiles <= set(TELLERS)
    assert all(line.sentence.endswith(".") and len(line.sentence) > 8 for line in story.lines())


def test_lines_of_a_crisis_have_their_date(made_up: Record) -> None:
    lines = Story.of(made_up).lines()
    assert lines[0].clock == "1 Aug 00:00:00"
    assert lines[-1].clock == "31 Aug 00:00:00"


def test_a_sentence_says_what_a_move_did_to_the_ladder(made_up: Record) -> None:
    told = next(line.sentence for line in Story.of(made_up).lines() if line.kind == "move")
    assert told == (
        "North Korea toward the United States: announce a plan: Missiles <off> Guam (tone 0 to 0, climbs to"
        " non-violent escalation). It will."
    )


def test_the_diary_gathers_measures_of_one_moment_and_leaves_out_bookkeeping(korea: api.RunResult) -> None:
    entries = diary(Story.of(korea.record))
    kinds = [entry.kind for entry in entries]
    assert kinds.count("measure_in_force") == 1
    assert not {"order", "vote", "credibility", "detection"} & set(kinds)
    assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)
    assert len(entries) < len(korea.record.events) / 2


def test_the_summary_fits_a_terminal(made_up: Record, korea: api.RunResult) -> None:
    for record in (made_up, korea.record):
        out = io.StringIO()
        print_run(digest(record), file=out)
        lines = out.getvalue().splitlines()
        assert max(map(len, lines)) <= 100
        for heading in ("Ladder and alert at the end", "Sanctions", "Agreements and commitments"):
            assert heading in lines


def test_a_battery_that_was_away_is_told_so(made_up: Record) -> None:
    out = io.StringIO()
    print_run(digest(made_up), file=out)
    assert "it was away throughout" in out.getvalue()


def test_names_of_the_reader_are_those_of_the_scenario(korea: api.RunResult) -> None:
    crisis = read(korea.record)
    assert (crisis.name("USA"), crisis.short("USA"), crisis.name("XXX")) == (
        "the United States",
        "United States",
        "XXX",
    )


def test_dates_have_their_years_when_the_run_crosses_one(crisis: Crisis) -> None:
    assert crisis.date(DAY_S) == "2 Aug"
    assert replace(crisis, end_s=400.0 * DAY_S).date(DAY_S) == "2 Aug 2017"
    assert replace(crisis, end_s=400.0 * DAY_S).date(400.0 * DAY_S) == "5 Sep 2018"
