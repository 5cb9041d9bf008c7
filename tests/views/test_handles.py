"""Sentences of an exercise call things by their titles; ids that say nothing stand as they are."""

from __future__ import annotations

from typing import Any

import pytest

from standoff.views.names import Names
from standoff.views.story import sentence
from standoff.views.wording import ordinal

NAMES = Names.of(
    {
        "scenario": {
            "actors": {"USA": {}, "PRK": {}},
            "crisis": {
                "moves": {"denounce": {"title": "Denounce"}, "order-interception": {"title": "Order interception"}},
                "drafts": {"unsc-2371": {"title": "Full bans on coal"}},
            },
        }
    }
)


def told(kind: str, actor: str | None = None, **data: Any) -> str:
    return sentence({"kind": kind, "actor": actor, "target": None, "data": data}, NAMES)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("request/usa-request-1", "the first request of the United States"),
        ("order/usa-denounce-p1", "the order “Denounce” of the United States"),
        ("order/prk-denounce-p21", "the 21st order “Denounce” of North Korea"),
        ("order/usa-sulk-p1", "the order usa-sulk-p1"),
        ("order/strange", "the order strange"),
        ("request/strange", "the request strange"),
        ("launch/salvo/1", "the launch of salvo/1"),
        ("intercept/guam/salvo/1/2", "the intercept by guam/salvo/1/2"),
        ("strange", "strange"),
    ],
)
def test_a_ruling_says_what_it_is_on(on: str, words: str) -> None:
    assert told("ruling", on=on, outcome="so", reason="why not") == f"Control rules on {words}: so; why not."


def test_an_order_is_called_by_its_move_and_whose_it_is() -> None:
    accepted = told("order_accepted", "USA", order="usa-order-interception-p2", takes_effect_s=1.0)
    assert accepted == "The second order “Order interception” of the United States is accepted; it takes effect later."
    assert told("order_cancelled", "USA", order="usa-pressure-3") == (
        "The order usa-pressure-3 of the United States is cancelled before it takes effect."
    )
    assert told("order_let_through", order="prk-denounce-p1") == (
        "The order “Denounce” of North Korea goes through by control's ruling."
    )


def test_of_an_order_without_its_name_nothing_more_is_told() -> None:
    assert told("order_accepted", "USA") == "An order of the United States is accepted; it takes effect later."


def test_an_objective_is_called_by_its_title() -> None:
    goal = {"id": "promise-to-japan", "title": "Japan is told first"}
    assert told("objective_put", objective=goal) == "The objective “Japan is told first” is set."
    met = told("objective", objective="promise-to-japan", title=goal["title"], fails=False, late=True)
    assert met == "The objective “Japan is told first” is met, late."


def test_a_vote_says_on_what() -> None:
    assert told("vote", "USA", draft="unsc-2371", vote="yes") == (
        "The United States votes yes on the draft unsc-2371 (Full bans on coal)."
    )
    assert told("vote", "USA", draft="other", vote="abstain") == "The United States abstains on the draft other."


def test_numbers_in_a_row_are_told_in_words_and_then_in_digits() -> None:
    words = [ordinal(number) for number in (1, 12, 13, 21, 22, 23, 111, 112, 1003)]
    assert words == ["first", "twelfth", "13th", "21st", "22nd", "23rd", "111th", "112th", "1,003rd"]
