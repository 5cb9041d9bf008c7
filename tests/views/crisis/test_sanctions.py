"""Measures, income, implementation and votes read from a record."""

from __future__ import annotations

import pytest

from standoff import api
from standoff.views.crisis.reading import Crisis
from standoff.views.crisis.sanctions import decision
from standoff.views.crisis.tables import vote_rows
from views.crisis.conftest import read
from views.crisis.sample_crisis import DAY_S, END_DAY, SEATS


def test_measures_are_in_force_from_before_the_run_or_from_the_vote(crisis: Crisis) -> None:
    bars = {bar.id: bar for bar in crisis.sanctions.measures}
    assert bars["old-cap"].spans == ((0.0, 5 * DAY_S),)
    assert bars["old-cap"].since_s < 0.0
    assert bars["coal-ban"].spans == ((5 * DAY_S, END_DAY * DAY_S),)
    assert bars["old-cap"].cap == "400 USD million a year"
    assert bars["coal-ban"].binds_s == 5 * DAY_S
    assert bars["workers"].binds_s == (5 + 30) * DAY_S, "thirty days of grace from the vote on"


def test_income_is_that_of_the_ledger(crisis: Crisis) -> None:
    (income,) = crisis.sanctions.income
    # 800 a year: half of it is over the cap for five days, all is forbidden for fifteen, then China makes a quarter
    # of the cut.
    assert [(t_s / DAY_S, share) for t_s, share in income.steps] == [(0, 0.5), (5, 1.0), (20, 0.25)]
    assert income.lost_at_end == pytest.approx(0.25)
    assert income.lost_over_run == pytest.approx((0.5 * 5 + 1.0 * 15 + 0.25 * 10) / 30)
    (coal,) = income.sectors
    assert coal.sector == "coal"
    assert (coal.without, coal.with_measures) == pytest.approx((800.0, 600.0))


def test_implementation_is_kept_step_by_step(crisis: Crisis) -> None:
    steps = [(one.actor, one.t_s / DAY_S, one.degree) for one in crisis.sanctions.degrees]
    assert steps == [("CHN", 0, 1.0), ("CHN", 20, 0.25)]


def test_a_vote_has_fifteen_members_with_the_permanent_ones_first(crisis: Crisis) -> None:
    (ballot,) = crisis.sanctions.ballots
    assert (ballot.tabled_s / DAY_S, ballot.voted_s, ballot.verdict) == (3, 5 * DAY_S, "adopted")
    rows = vote_rows(crisis)
    assert len(rows) == len(SEATS) == 15
    assert all("permanent" in member for member, _ in rows[:5])
    votes = {member.removeprefix("Seat ")[:3]: choices for member, choices in rows}
    assert (votes["BOL"], votes["CHN"], votes["SWE"]) == (["no"], ["abstain"], ["yes"])


@pytest.mark.parametrize(
    ("resolution", "told"), [("unsc-2371", "resolution 2371"), ("chn-coal-2017", "chn coal 2017"), ("second", "second")]
)
def test_decisions_in_words(resolution: str, told: str) -> None:
    assert decision(resolution) == told


def test_sanctions_meet_the_summary_of_the_shipped_crisis(korea: api.RunResult) -> None:
    crisis, told = read(korea.record), korea.to_json()
    at_end = {bar.id for bar in crisis.sanctions.measures if bar.spans[-1][1] == crisis.end_s}
    assert at_end == {measure["measure"] for measure in told["measures_in_force"]}
    (income,) = crisis.sanctions.income
    book = told["income"][income.target]
    assert income.lost_at_end == pytest.approx(book["share_lost"], abs=1e-9)
    assert income.lost_over_run == pytest.approx(book["share_lost_so_far"], abs=1e-9)
    assert income.steps[-1][1] == pytest.approx(income.lost_at_end, abs=1e-6)
    sold = {line["sector"]: line["per_year"] for line in book["exports"] if line["unit"] == "USD million"}
    for line in income.sectors:
        assert line.without == pytest.approx(sold[line.sector]["without"])
        assert line.with_measures == pytest.approx(sold[line.sector]["with"])
    verdicts = {name: status for name, status in told["drafts"].items() if status != "none"}
    assert {ballot.draft: ballot.verdict for ballot in crisis.sanctions.ballots} == verdicts
