"""Units on their way and drills past their dates: the last word counts, and what cannot be any more is refused."""

from __future__ import annotations

from engine.crisis import DAY, kinds, order, quiet, refusals
from standoff.engine.run import run

SHIP = {"unit": "the-ship"}


def test_a_unit_called_back_on_its_way_does_not_arrive() -> None:
    sail, back = (
        order("go", "DDD", "send", DAY, parameters=SHIP),
        order("b", "DDD", "recall", 1.25 * DAY, parameters=SHIP),
    )
    done = run(quiet(), inputs=[sail, back])
    assert [event["data"]["station"] for event in kinds(done, "unit_recalled")] == ["at-sea"]
    assert not kinds(done, "deployment")
    assert done.summary["deployed"]["the-ship"] is None


def test_a_unit_sent_elsewhere_on_its_way_arrives_there_alone() -> None:
    first = order("one", "DDD", "send", DAY, parameters={**SHIP, "station": "at-sea"})
    second = order("two", "DDD", "send", 1.25 * DAY, parameters={**SHIP, "station": "off-city"})
    done = run(quiet(), inputs=[first, second])
    stands = [(event["t_s"] / DAY, event["data"]["station"]) for event in kinds(done, "deployment")]
    assert stands == [(1.75, "off-city")]


def test_a_unit_sent_twice_to_one_station_sails_on() -> None:
    inputs = [order(f"o{day}", "DDD", "send", day * DAY, parameters=SHIP) for day in (1.0, 1.25)]
    done = run(quiet(), inputs=inputs)
    assert len(kinds(done, "unit_sent")) == 1
    assert [event["t_s"] / DAY for event in kinds(done, "deployment")] == [1.5]


def test_a_unit_sent_back_and_out_again_arrives_once() -> None:
    told = [("a", "send", 1.0), ("b", "recall", 1.125), ("c", "send", 1.25)]
    inputs = [order(name, "DDD", move, day * DAY, parameters=SHIP) for name, move, day in told]
    assert [event["t_s"] / DAY for event in kinds(run(quiet(), inputs=inputs), "deployment")] == [1.75]


def test_a_drill_is_announced_again_before_its_date_and_not_after() -> None:
    shelve = order("s", "DDD", "shelve", DAY, parameters={"drill": "games"})
    early = order("e", "DDD", "announce", 2 * DAY, parameters={"drill": "games"})
    late = order("l", "DDD", "announce", 4 * DAY, parameters={"drill": "games"})
    held = run(quiet(), inputs=[shelve, early])
    assert [event["data"]["to"] for event in kinds(held, "drill")] == ["shelved", "planned", "running", "ended"]
    gone = run(quiet(), inputs=[shelve, late])
    assert refusals(gone)["l"] == "games was to begin 1.0 days ago: its date is past"
    assert gone.summary["drills"]["games"]["status"] == "shelved"
