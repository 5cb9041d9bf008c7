"""Raids in the engine: chances against closed forms, bookkeeping, and what may not depend on what."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.toys import kinds, launch, repeated, toy
from standoff.engagement.wilkening import leak_free_probability
from standoff.engine.run import run


def test_the_share_of_kills_is_that_of_the_closed_form() -> None:
    # Two shots of 0.5 against one warhead: 1 - 0.5**2, Wilkening 1999 with perfect detection and no common mode.
    runs = 400
    killed = sum(done.summary["intercepted"] for done in repeated(toy(kill_probability=0.5), runs))
    expected = float(leak_free_probability(0.5, 2, 1))
    assert math.isclose(expected, 0.75)
    assert abs(killed - runs * expected) < 4.0 * math.sqrt(runs * expected * (1.0 - expected))


def test_a_common_mode_failure_stops_every_interceptor_of_the_class() -> None:
    done = run(toy(common_mode=1.0))
    assert done.summary["leakers"] == 1
    assert {event["data"]["cause_of_miss"] for event in kinds(done, "intercept")} == {"common-mode"}


def test_certain_interceptors_leave_no_leaker_and_name_the_second_shot_as_spent() -> None:
    done = run(toy())
    assert done.summary["intercepted"] == 1
    assert [event["data"]["result"] for event in kinds(done, "intercept")] == ["hit", "spent"]


def test_a_raid_larger_than_the_inventory_leaks_the_rest() -> None:
    extra = [launch(f"extra-{n}", 61.0 + n) for n in range(5)]
    done = run(toy(), inputs=extra)
    # Eight interceptors in pairs serve four of six missiles.
    assert done.summary["interceptors_fired"] <= 8
    assert done.summary["intercepted"] == 4
    assert done.summary["leakers"] == 2
    assert {event["data"]["reason"] for event in kinds(done, "no_engagement")} == {"no-inventory"}


def test_another_missile_does_not_move_the_first_ones_draws() -> None:
    alone, together = run(toy(kill_probability=0.5)), run(toy(kill_probability=0.5), inputs=[launch()])

    def draws(done: object) -> list[object]:
        return [event["draws"] for event in kinds(done, "intercept") if event["target"] == "shot/1"]  # type: ignore[arg-type]

    assert draws(alone) == draws(together)


def test_a_missile_that_fails_falls_short_and_is_no_leaker() -> None:
    from engine.toys import TOY
    from standoff.scenario.loading import load_scenario

    done = run(load_scenario(TOY, ["library.hwasong-12.reliability=0 1", "timeline.shot.may_fail=true"]))
    assert (done.summary["failed"], done.summary["leakers"]) == (1, 0)
    (impact,) = kinds(done, "impact")
    assert impact["data"]["failed"]
    assert impact["data"]["aim_miss_km"] > 50.0
    assert kinds(done, "launch_failure")


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.0, 600.0), st.sampled_from(["aim", "base", "13.0,146.0", "nowhere"])), max_size=6),
    st.integers(0, 2**32),
)
def test_the_books_balance_whatever_is_ordered(extra: list[tuple[float, str]], seed: int) -> None:
    orders = [launch(f"extra-{n}", at, to=aim) for n, (at, aim) in enumerate(extra)]
    done = run(toy(kill_probability=0.6), seed, inputs=orders)
    summary = done.summary
    assert summary["threats"] == len(kinds(done, "launch"))
    assert summary["threats"] == summary["intercepted"] + summary["leakers"] + summary["failed"]
    assert summary["interceptors_fired"] == len(kinds(done, "shot")) <= 8
    assert summary["interceptors_fired"] + done.state.inventory["thaad"] == 8
    assert [event["id"] for event in done.record.events] == list(range(1, summary["events"] + 1))
    times = [event["t_s"] for event in done.record.events]
    assert times == sorted(times)
    for event in done.record.events:
        assert event["cause"] is None or event["cause"] < event["id"]


def test_weapons_that_are_held_before_the_shot_stay_silent() -> None:
    # The missile falls about 1,100 s after STARTEX; the permission to fire ends long before an interceptor can leave.
    held = toy("batteries.thaad.rules={weapons_free: [{until: PT10M}]}")
    done = run(held)
    assert done.summary["interceptors_fired"] == 0
    assert {event["data"]["reason"] for event in kinds(done, "no_engagement")} == {"weapons-hold"}
