"""Agreements, clauses, readings and commitments read from a record."""

from __future__ import annotations

import pytest

from standoff import api
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.tables import clause_rows
from views.crisis.conftest import read
from views.crisis.sample_crisis import DAY_S


def test_a_package_and_its_clauses_have_their_statuses_with_reasons(crisis: Crisis) -> None:
    (bargain,) = crisis.agreements
    assert [(one.status, one.reason) for one in bargain.statuses] == [("agreed", "signed"), ("collapsed", "a breach")]
    rows = {row.clause: row for row in clause_rows(bargain, crisis)}
    assert (rows["shut"].status, rows["shut"].since, rows["shut"].reason) == ("breached", "14 Aug", "a test")
    assert (rows["fuel"].status, rows["fuel"].since, rows["fuel"].waits) == ("agreed", "before", "shut")


def test_readings_that_differ_are_kept_side_by_side(crisis: Crisis) -> None:
    (bargain,) = crisis.agreements
    assert [(held.actor, held.question, held.reading) for held in bargain.readings] == [
        ("PRK", "when?", "first"), ("USA", "when?", "afterward"),
    ]  # fmt: skip
    assert bargain.disputes == ("PRK: first; USA: afterward",)


def test_credibility_moves_from_where_the_scenario_puts_it(crisis: Crisis) -> None:
    (treaty,) = crisis.commitments
    assert [(one.t_s / DAY_S, one.value) for one in treaty.beliefs] == [(0, 0.7), (10, 0.75), (18, 0.9)]
    assert treaty.beliefs[-1].standing == "honored"
    assert treaty.calls == ((17 * DAY_S, "raid > 0 holds"),)
    assert treaty.answers == ((18 * DAY_S, "USA", "show-force"),)


def test_they_meet_the_summary_of_the_shipped_crisis(korea: api.RunResult) -> None:
    crisis, told = read(korea.record), korea.to_json()
    for agreement in crisis.agreements:
        summary = told["agreements"][agreement.id]
        assert agreement.statuses[-1].status == summary["status"]
        for clause in agreement.clauses:
            assert clause.statuses[-1].status == summary["clauses"][clause.id]["status"], clause.id
    for one in crisis.commitments:
        assert one.beliefs[-1].value == pytest.approx(told["commitments"][one.id]["credibility"])
        assert one.beliefs[-1].standing == told["commitments"][one.id]["standing"]
