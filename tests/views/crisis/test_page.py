"""The crisis in the report."""

from __future__ import annotations

import pytest

from standoff import api
from standoff.engine.record import Record
from standoff.views.report import render
from views.crisis.sample_crisis import SEATS
from views.sample_report import sample
from views.test_report import Page


@pytest.fixture(scope="module")
def text(made_up: Record) -> str:
    return render(made_up, {})


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_it_is_well_formed_and_asks_for_nothing(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.loads == []
    assert all(target[1:] in page.ids for target in page.targets)


def test_what_happened_comes_first_then_the_figures_in_order(text: str) -> None:
    order = [
        "What was done, and what came of it", "figure-crisis-timeline", "figure-crisis-dyads", "figure-crisis-tones",
        "figure-crisis-ladder", "figure-crisis-measures", "figure-crisis-income", "Votes in the Security Council",
        "figure-crisis-agreements", "figure-crisis-credibility", 'id="figures"',
    ]  # fmt: skip
    places = [text.index(f'id="{part}"' if part.startswith("figure-") else part) for part in order]
    assert places == sorted(places)


def test_tables_hold_the_end_state(text: str) -> None:
    for seat in SEATS:
        assert f"Seat {seat}" in text
    for part in ("They differ.", "PRK: first; USA: afterward", "away throughout", "Not sent, so not drawn: Reserve"):
        assert part in text
    assert text.count('class="tone"') == 1


def test_texts_of_the_scenario_are_escaped(text: str) -> None:
    assert "Missiles <off> Guam" not in text


def test_it_says_that_it_does_not_predict(text: str) -> None:
    assert "does not predict" in text.replace("\n", " ")


def test_a_run_without_a_crisis_has_no_such_part() -> None:
    plain = render(*sample())
    assert 'id="crisis"' not in plain
    assert "The crisis" not in plain


def test_the_shipped_crisis_makes_a_page(korea: api.RunResult) -> None:
    found = Page(render(korea.record, korea.tracks))
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert all(target[1:] in found.ids for target in found.targets)
