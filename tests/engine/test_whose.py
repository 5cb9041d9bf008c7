"""Whose threats, units, drills, plans and commitments: nobody disposes of another's, and each only where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from standoff.engine.run import run
from standoff.scenario.loading import load_scenario
from standoff.scenario.orders import Order

FILE = Path(__file__).parent / "crisis.yaml"
DAY = 86400.0


def refused(settings: list[str], *orders: Order) -> dict[str, str]:
    done = run(load_scenario(FILE, ["crisis.history=[]", *settings]), inputs=orders)
    return {event["data"]["order"]: event["data"]["reason"] for event in done.record.of_kind("order_refused")}


def order(actor: str, move: str, target: str | None = None, at_s: float = DAY, **given: Any) -> Order:
    fields = {"target": target, "with": given}
    return Order("o", actor, move, at_s, {name: value for name, value in fields.items() if value})


@pytest.mark.parametrize(
    ("given", "settings", "words"),
    [
        (order("DDD", "threaten", "AAA", threat="strike"), [], "is a threat of AAA, not of DDD"),
        (order("AAA", "threaten", "FFF", threat="strike"), [], "is a threat to DDD, not to FFF"),
        (order("AAA", "shelve", drill="games"), [], "AAA takes no part in games"),
        (order("AAA", "send", unit="the-ship"), ["crisis.moves.send.who=[]"], "is a unit of DDD, not of AAA"),
        (order("DDD", "send", unit="the-ship", station="nowhere"), [], "has no station 'nowhere': at-sea"),
        (order("FFF", "implement-sanctions", "AAA", degree=5), [], "is no degree of implementation"),
        (order("FFF", "implement-sanctions", "AAA", degree=0.5, sector="dreams"), [], "no measure is about the sector"),
        (order("FFF", "implement-sanctions", "AAA", degree="much"), [], "is not a number"),
        (order("DDD", "raid", "AAA", plan="raid"), [], "needs|plan of AAA"),
    ],
)
def test_what_is_anothers_or_is_not_there_is_refused(given: Order, settings: list[str], words: str) -> None:
    reason = refused(settings, given)["o"]
    assert any(word in reason for word in words.split("|"))


def test_a_threat_is_carried_out_once_and_only_when_it_is_out() -> None:
    ready = [Order(f"r{n}", "AAA", "ready", DAY + n) for n in range(3)]
    fields = {"target": "DDD", "with": {"threat": "strike"}}
    never = refused([], *ready, Order("s", "AAA", "strike", 2 * DAY, fields))
    assert never["s"] == "strike cannot be carried out: it is none"
    threat = Order("t", "AAA", "threaten", DAY, fields)
    twice = [Order("s", "AAA", "strike", 2 * DAY, fields), Order("again", "AAA", "strike", 4 * DAY, fields)]
    done = run(load_scenario(FILE, ["crisis.history=[]"]), inputs=[*ready, threat, *twice])
    reasons = {event["data"]["order"]: event["data"]["reason"] for event in done.record.of_kind("order_refused")}
    assert reasons == {"again": "strike cannot be carried out: it is carried-out"}
    assert done.summary["threats"] == 2
