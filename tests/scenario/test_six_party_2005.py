"""The joint statement of 2005 as a scenario: what it says against what was published, and how its runs go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

import standoff
from standoff.base.quantity import Quantity
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.schema.crisis import CrisisBlock
from standoff.scenario.values import quantities

SIX = {"CHN", "PRK", "JPN", "KOR", "RUS", "USA"}
STATEMENT, INITIAL, SECOND = "joint-statement-2005", "initial-actions-2007", "second-phase-2007"

# Order of the history -> day by other accounts than the one that the file names where there are two:
# AFP list of dates (Expatica, 23 October 2011), UN press releases SC/8778 and SC/8853, Reuters timeline of
# 15 April 2009, Al Jazeera timeline of 26 May 2009, KBS World of 26 August 2008 and 14 April 2009.
DATES = {
    "bank-named": "2005-09-15",
    "statement-prk": "2005-09-19",
    "lwr-first": "2005-09-20",
    "resolution-1695": "2006-07-15",
    "test-2006": "2006-10-09",
    "resolution-1718": "2006-10-14",
    "initial-prk": "2007-02-13",
    "funds-free": "2007-06-25",
    "shut-verified": "2007-07-18",
    "second-prk": "2007-10-03",
    "declaration": "2008-06-26",
    "tower": "2008-06-27",
    "disabling-halted": "2008-08-14",
    "declared-enough": "2008-08-26",
    "seals-removed": "2008-09-24",
    "delisted": "2008-10-11",
    "oil-halted": "2008-12-12",
    "rocket-2009": "2009-04-05",
    "statement-2009": "2009-04-13",
    "leave-js": "2009-04-14",
    "test-2009": "2009-05-25",
    "resolution-1874": "2009-06-12",
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("six-party-2005")


@pytest.fixture(scope="module")
def crisis(scenario: Scenario) -> CrisisBlock:
    assert scenario.model.crisis is not None
    return scenario.model.crisis


@pytest.fixture(scope="module")
def run() -> standoff.RunResult:
    return standoff.run("six-party-2005", seed=1)


def happened(run: standoff.RunResult, kind: str, **data: Any) -> list[dict[str, Any]]:
    """Events of a kind whose data hold all of these."""
    return [event for event in run.record.events if event["kind"] == kind and data.items() <= event["data"].items()]


def only(run: standoff.RunResult, kind: str, **data: Any) -> tuple[str, str]:
    """Day and reason of the one event of its kind."""
    (event,) = happened(run, kind, **data)
    return event["time"][:10], event["data"]["reason"]


def test_the_statement_has_its_eleven_clauses_and_six_signatories(crisis: CrisisBlock) -> None:
    statement = crisis.agreements[STATEMENT]
    assert list(statement.clauses) == ["k1", "k2", "u1", "r1", "l1", "n1", "n2", "e1", "e2", "p1", "s1"]
    assert set(statement.signatories) == SIX
    assert statement.sequencing == "parallel", "commitment for commitment, action for action"


# Joint Statement, 19 September 2005: who owes what.
@pytest.mark.parametrize(
    ("clause", "obligors", "words"),
    [
        ("k1", {"PRK"}, "all nuclear weapons and existing nuclear programs"),
        ("k2", {"PRK"}, "Non-Proliferation Treaty and to IAEA safeguards"),
        ("u1", {"USA"}, "no intention to attack or invade"),
        ("r1", {"KOR"}, "declaration of 1992"),
        ("l1", SIX - {"PRK"}, "at an appropriate time"),
        ("n1", {"PRK", "USA"}, "normal relations"),
        ("n2", {"PRK", "JPN"}, "Pyongyang Declaration"),
        ("e1", SIX - {"PRK"}, "energy assistance"),
        ("e2", {"KOR"}, "two million kilowatts"),
        ("s1", SIX, "action for action"),
    ],
)
def test_clauses_of_the_statement(crisis: CrisisBlock, clause: str, obligors: set[str], words: str) -> None:
    block = crisis.agreements[STATEMENT].clauses[clause]
    assert set(block.obligor) == obligors
    assert words in block.action


def test_dates_of_the_follow_on_agreements_are_those_of_their_texts(crisis: CrisisBlock) -> None:
    initial, second = crisis.agreements[INITIAL].clauses, crisis.agreements[SECOND].clauses
    for clause, days in (("shut", 60), ("fuel", 60), ("groups", 30), ("funds", 30)):
        due = initial[clause].due
        assert due is not None
        assert due.within.si() == days * 86400.0
        assert due.after == "agreed"
    assert "50,000 t" in initial["fuel"].action
    for clause in ("disable", "declare"):
        due = second[clause].due
        assert due is not None
        assert date(2007, 10, 3) + timedelta(seconds=due.within.si()) == date(2007, 12, 31)
    assert "JPN" not in second["oil"].obligor, "Japan sent no oil (Voice of America, 12 December 2008)"


def test_every_number_has_a_source_or_a_reason(scenario: Scenario) -> None:
    found = {**quantities(scenario), **quantities(load_scenario("six-party-2005:let-loose"))}
    own = {path: quantity for path, quantity in found.items() if not path.startswith("crisis.moves.")}
    assert len(own) > 60
    for path, quantity in own.items():
        assert quantity.source.strip(), path
        assert not quantity.is_assumption or len(quantity.note.split()) >= 4, path


def test_every_listed_source_is_used_and_every_used_one_is_listed(scenario: Scenario) -> None:
    keys, texts = set(scenario.model.sources), list(_texts(scenario.document["crisis"]))
    for key in keys:
        assert any(key in text for text in texts), f"{key} is listed and stands behind nothing"
    for order in scenario.model.crisis.history if scenario.model.crisis else ():
        assert order.source in keys, order.id


def test_rates_of_the_rules_are_those_of_history_halved_and_doubled() -> None:
    found = quantities(load_scenario("six-party-2005:let-loose"))
    rates = {path: quantity for path, quantity in found.items() if path.endswith(".rate")}
    assert len(rates) > 35
    days = {path: match for path, rate in rates.items() if (match := _history_days(rate)) is not None}
    assert len(days) > 20
    for path, (told, spans) in days.items():
        assert rates[path].nominal == pytest.approx(1.0 / told, rel=0.01), path
        assert rates[path].high == pytest.approx(4.0 * rates[path].low, rel=0.02), path
        assert not spans or any(abs(span - told) <= 1 for span in spans), f"{path}: {told} d for {spans}"


def test_history_comes_out_on_its_dates(run: standoff.RunResult) -> None:
    took = {event["data"]["order"]: event["time"][:10] for event in happened(run, "move")}
    assert {order: took.get(order) for order in DATES} == DATES
    assert happened(run, "order_refused") == []


def test_the_statement_collapses_as_it_did_with_the_reason_in_the_record(run: standoff.RunResult) -> None:
    told = run.summary["agreements"][STATEMENT]
    assert told["status"] == "collapsed"
    assert told["reason"].startswith("PRK withdraws from it: bound by no agreement of the talks")
    assert only(run, "agreement_status", agreement=STATEMENT, status="collapsed") == ("2009-04-14", told["reason"])
    last = run.record.events[-1]["time"][:10]
    assert last > "2009-05-25", "the crisis goes on after it"


def test_a_day_later_it_was_read_in_opposite_orders(run: standoff.RunResult) -> None:
    first = happened(run, "agreement_disputed", agreement=STATEMENT)[0]
    assert first["time"][:10] == "2005-09-20"
    assert "each waits for the other (k1 -> l1 -> k1)" in first["data"]["reason"]
    claims = run.summary["agreements"][STATEMENT]["readings"]["reactor-when"]
    assert claims == {"PRK": "reactor-first", **dict.fromkeys(("USA", "JPN", "RUS"), "reactor-after")}


def test_the_test_of_2006_broke_it_and_february_2007_mended_it(run: standoff.RunResult) -> None:
    assert only(run, "clause_status", agreement=STATEMENT, clause="k1", status="breached")[0] == "2006-10-09"
    suspended = {event["data"]["clause"] for event in happened(run, "clause_status", status="suspended")}
    assert {"e1", "e2", "l1"} <= suspended
    day, reason = only(run, "clause_status", agreement=STATEMENT, clause="k1", before="breached", status="agreed")
    assert day == "2007-02-13"
    assert "takes it up again" in reason


def test_missed_dates_are_late_and_not_breaches(run: standoff.RunResult) -> None:
    day, reason = only(run, "clause_late", agreement=INITIAL, clause="shut")
    assert day == "2007-04-14", "60 days after 13 February (American Banker: the deadline came and went)"
    assert "PRK reads it so that it waits for funds" in reason
    assert only(run, "clause_late", agreement=SECOND, clause="declare")[0] == "2007-12-31"
    day, reason = only(run, "clause_late", agreement=SECOND, clause="delist")
    assert day in ("2008-08-10", "2008-08-11"), "45 days after 26 June"
    assert "USA reads it so that it waits for declare to be verified" in reason
    assert run.summary["agreements"][SECOND]["breaches"] == 0


def test_that_the_declaration_fell_short_is_known_to_its_author_alone(run: standoff.RunResult) -> None:
    (short,) = happened(run, "performed_short")
    assert short["visible_to"] == ["PRK"]
    assert run.summary["agreements"][SECOND]["clauses"]["declare"]["status"] == "performed", "never verified"


def test_let_loose_it_holds_or_collapses_and_says_why() -> None:
    reasons: dict[bool, list[str]] = {True: [], False: []}
    for seed in range(8):
        told = standoff.run("six-party-2005:let-loose", seed=seed).summary["agreements"][STATEMENT]
        reasons[told["status"] == "collapsed"].append(told["reason"])
    assert len(reasons[True]) >= 2
    assert len(reasons[False]) >= 1
    for reason in reasons[True]:
        assert re.search(r"withdraws from it|without a way back|collapses with", reason)
        assert len(reason) > 60, "which clause, who and why"


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"]  # fmt: skip
_SPAN = re.compile(rf"(\d+)(?: ({'|'.join(_MONTHS)}))?(?: (\d{{4}}))? to (\d+) ({'|'.join(_MONTHS)}) (\d{{4}})")


def _history_days(rate: Quantity) -> tuple[int, list[int]] | None:
    """Days that the note tells and the spans of dates that it gives for them; None for a rate without history."""
    told = re.match(r"Once (?:a day|in (\d+) days), as long as it took in history", rate.note)
    if told is None:
        return None
    spans = []
    for day, month, year, last, last_month, last_year in _SPAN.findall(rate.note):
        end = date(int(last_year), _MONTHS.index(last_month) + 1, int(last))
        start = date(int(year or last_year), _MONTHS.index(month or last_month) + 1, int(day))
        spans.append((end - start).days)
    return int(told[1] or 1), spans
