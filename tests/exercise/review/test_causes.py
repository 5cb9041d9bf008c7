"""Chains of causes, and what stands at their beginning."""

from __future__ import annotations

import pytest

from exercise.review.records import Made
from standoff.exercise.review.causes import chain, root
from standoff.exercise.review.kinds import chosen, decisive, left_out


def test_a_chain_runs_from_the_event_down_to_what_began_it() -> None:
    made = Made()
    order = made.add("order", 1.0, "PRK", origin="input")
    made.add("message", 2.0, "USA")
    move = made.add("move", 3.0, "PRK", order)
    launch = made.add("launch", 4.0, "PRK", move)
    assert [event["id"] for event in chain(made.events, launch)] == [launch, move, order]
    assert [event["id"] for event in chain(made.events, order)] == [order]


@pytest.mark.parametrize("cause", [2, 5, 99])
def test_the_chain_of_a_damaged_record_ends(cause: int) -> None:
    made = Made()
    made.add("move")
    made.add("move", cause=cause)
    assert [event["id"] for event in chain(made.events, 2)] == [2]


@pytest.mark.parametrize(
    ("kind", "data", "began"),
    [
        ("order", {"origin": "input"}, "order of people"),
        ("order", {"origin": "policy"}, "history"),
        ("order", {"origin": "inject"}, "inject"),
        ("order", {"origin": "timeline"}, "scenario"),
        ("inject", {"by": "control"}, "inject"),
        ("inject_put", {"by": "control"}, "inject"),
        ("decision", {}, "policy"),
        ("message", {"by": "usa-1"}, "people"),
        ("drill", {}, "world"),
    ],
)
def test_what_began_it_has_a_name(kind: str, data: dict[str, str], began: str) -> None:
    made = Made()
    first = made.add(kind)
    made.events[0]["data"] = data
    last = made.add("move", 1.0, "USA", first)
    assert root(made.events, last) == began


def test_an_account_keeps_what_weighs_most_and_says_what_it_leaves_out() -> None:
    made = Made()
    for i in range(5):
        made.add("message", float(i), "USA")
    seat = made.add("seat", 5.0, "USA")
    moves = [made.add("move", 6.0 + i, "USA") for i in range(3)]
    launch = made.add("launch", 10.0, "PRK")
    assert [event["id"] for event in chosen(made.events, 100)] == [seat, *moves, launch]
    told = chosen(made.events, 3)
    assert [event["id"] for event in told] == [*moves[:2], launch]
    assert left_out(made.events, told) == {"message": 5, "move": 1, "seat": 1}


def test_decisive_events_are_grouped_and_a_ruling_makes_any_event_decisive() -> None:
    made = Made()
    announced = made.add("threat", 1.0, "PRK", to="announced")
    carried = made.add("threat", 2.0, "PRK", to="carried-out")
    launch = made.add("launch", 3.0, "PRK")
    hit = made.add("intercept", 4.0, "USA", result="hit")
    ruled = made.add("order_refused", 5.0, "USA")
    made.events[ruled - 1]["override"] = {"outcome": "refused"}
    found = {title: [event["id"] for event in some] for title, some in decisive(made.events).items()}
    assert found == {
        "Launches": [launch], "Intercepts": [hit], "Threats carried out": [carried],
        "Other rulings of control": [ruled],
    }  # fmt: skip
    assert all(announced not in some for some in found.values())
