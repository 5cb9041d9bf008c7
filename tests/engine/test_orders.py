"""Orders: one door for the timeline and for people; recorded, carried out or refused, and replayed."""

from __future__ import annotations

import pytest

from engine.toys import kinds, launch, toy
from standoff.base.errors import InputError
from standoff.engine.run import inputs_of, replay, run
from standoff.scenario.loading import load_scenario
from standoff.scenario.orders import Order


def test_an_order_from_outside_flies_like_one_of_the_timeline() -> None:
    done = run(toy(), inputs=[launch()])
    assert [event["data"]["threat"] for event in kinds(done, "launch")] == ["shot/1", "extra/1"]
    assert [event["data"]["origin"] for event in kinds(done, "order")] == ["scenario", "input"]
    own, extra = kinds(done, "launch")
    assert own["data"]["range_km"] == pytest.approx(extra["data"]["range_km"], abs=40.0)


def test_inputs_are_replayed_byte_for_byte() -> None:
    done = run(toy(), 7, inputs=[launch(), launch("bad", to="nowhere")])
    assert [given.id for given in inputs_of(done.record) if isinstance(given, Order)] == ["extra", "bad"]
    assert replay(done.record).identical


@pytest.mark.parametrize(
    ("order", "naming"),
    [
        (launch(missile="hwasong-13"), "hwasong-12"),
        (launch(to="nowhere"), "nowhere"),
        (launch(to="-60,-60"), "out of range"),
        (launch(actor="ATL"), "takes no part"),
        (launch(count=-1), "count"),
        (Order("odd", "PRK", "lunch", 10.0), "'launch'"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason_and_the_rest_goes_on(order: Order, naming: str) -> None:
    done = run(toy(), inputs=[order])
    (refused,) = kinds(done, "order_refused")
    assert naming in refused["data"]["reason"]
    given = next(event for event in kinds(done, "order") if event["data"]["order"] == order.id)
    assert refused["cause"] == given["id"]
    assert len(kinds(done, "launch")) == 1


def test_an_authors_impossible_order_ends_the_run_before_it_starts() -> None:
    from engine.toys import TOY

    with pytest.raises(InputError, match=r"timeline\.shot.*maximum"):
        run(load_scenario(TOY, ["timeline.shot.to=-60,-60"]))


def test_only_the_launching_side_sees_its_order_and_only_the_seeing_side_its_detection() -> None:
    done = run(toy())
    assert all(event["visible_to"] == ["PRK"] for event in kinds(done, "order", "launch", "burnout"))
    assert all(event["visible_to"] == ["USA"] for event in kinds(done, "detection", "track", "commit", "shot"))
