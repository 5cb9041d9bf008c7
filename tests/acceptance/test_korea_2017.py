"""August 2017 as it went: the dated events of published lists come out of the run, and what hangs on them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from standoff.engine.run import Run, replay, run
from standoff.scenario.loading import load_scenario

# CNS/NTI missile test database (nagix/nk-missile-tests), times in UTC: date, minute, range km (None: not published).
TESTS = [
    ("2017-07-28T14:42", "hwasong-14", 998.0),
    ("2017-08-25T21:49", "scud-b", 250.0),
    ("2017-08-25T22:07", "scud-b", None),
    ("2017-08-25T22:19", "scud-b", 250.0),
    # The database has 20:58; Japanese sources 20:57 (Jiji, 29 August 2017).
    ("2017-08-28T20:57", "hwasong-12", 2700.0),
]


@pytest.fixture(scope="module")
def history() -> Run:
    return run(load_scenario("korea-2017"))


def events(done: Run, *kinds: str) -> list[dict[str, Any]]:
    return [dict(event) for event in done.record.of_kind(*kinds)]


def test_seven_actors_take_part(history: Run) -> None:
    assert list(history.summary["tone"]) == ["USA", "JPN", "KOR", "PRK", "CHN", "RUS", "UNO"]
    assert {event["actor"] for event in events(history, "move")} == set(history.summary["tone"])


def test_no_order_of_history_is_refused_and_each_takes_effect_on_its_date(history: Run) -> None:
    scenario = load_scenario("korea-2017")
    assert scenario.model.crisis is not None
    dated = {order.id: scenario.seconds(order.at) for order in scenario.model.crisis.history}
    assert len(dated) > 100
    assert not events(history, "order_refused")
    assert {event["data"]["order"]: event["t_s"] for event in events(history, "move")} == pytest.approx(dated, abs=1e-3)


def test_missile_tests_fly_at_their_published_times_and_ranges(history: Run) -> None:
    launches = events(history, "launch")
    assert [(event["time"][:16], event["data"]["missile"][:6]) for event in launches] == [
        (time, missile[:6]) for time, missile, _ in TESTS
    ]
    for event, (_, _, range_km) in zip(launches, TESTS, strict=True):
        assert event["data"]["test"]
        if range_km is not None:
            assert event["data"]["range_km"] == pytest.approx(range_km, rel=0.03)
    failed = [event["target"] for event in events(history, "launch_failure")]
    assert failed == [launches[2]["target"]]
    assert history.summary["threats"] == history.summary["leakers"] == 0


def test_resolution_2371_is_adopted_on_5_august_by_fifteen_votes(history: Run) -> None:
    # UN press release SC/12945 of 5 August 2017: unanimously.
    (adopted,) = (event for event in events(history, "draft") if event["data"]["status"] == "adopted")
    assert adopted["time"].startswith("2017-08-05")
    assert adopted["data"]["count"] == {"yes": 15, "no": 0, "abstain": 0}


def test_on_21_august_coal_is_banned_and_no_cap_is_in_force() -> None:
    summary = run(load_scenario("korea-2017"), until="2017-08-21T12:00:00Z").summary
    coal = {one["measure"]: one["kind"] for one in summary["measures_in_force"] if "coal" in one["sectors"]}
    assert coal["unsc-2371-coal"] == "ban"
    assert "cap" not in coal.values()
    assert not any(one["resolution"] in ("unsc-2375", "unsc-2397") for one in summary["measures_in_force"])
    before = run(load_scenario("korea-2017"), until="2017-08-04T12:00:00Z").summary
    assert {one["measure"]: one["kind"] for one in before["measures_in_force"]}["unsc-2321-coal"] == "cap"


def test_the_threat_to_guam_is_announced_and_put_off(history: Run) -> None:
    # KCNA, 9 and 10 August: the plan; 15 August, of the 14th: the leader will watch a little more.
    steps = [(event["time"][:10], event["data"]["to"]) for event in events(history, "threat")]
    assert [to for _, to in steps] == ["announced", "suspended"]
    assert steps[0][0] in ("2017-08-08", "2017-08-09")
    assert steps[1][0] in ("2017-08-14", "2017-08-15")


def test_both_drills_are_held_with_their_published_figures_and_calls_go_unheeded(history: Run) -> None:
    begun = {event["data"]["drill"]: event for event in events(history, "drill") if event["data"]["to"] == "running"}
    viper, ufg = begun["northern-viper-2017"], begun["ufg-2017"]
    # USFJ release 17-011: more than 2000 Marines, about 1500 Japanese, 10 to 28 August.
    assert viper["data"]["people"] == {"USA": 2000, "JPN": 1500}
    assert viper["time"].startswith("2017-08-10")
    # Inside Defense 2017-08-18 and Yonhap 2017-08-21: 17,500 US, about 50,000 South Korean troops, 21 to 31 August.
    assert ufg["data"]["people"] == {"USA": 17500, "KOR": 50000}
    assert ufg["data"]["simulated"]
    assert set(ufg["data"]["unheeded"]) == {"CHN", "PRK"}
    assert ufg["time"].startswith("2017-08-21")
    assert not any(event["data"]["heeded"] for event in events(history, "drill"))


def test_the_patriot_units_stand_in_western_japan_from_12_august(history: Run) -> None:
    # Jiji by nippon.com and Yomiuri, 12 August 2017.
    arrived = {event["data"]["battery"]: event["time"][:10] for event in events(history, "deployment")}
    assert set(arrived) == {"pac3-izumo", "pac3-kaitaichi", "pac3-matsuyama", "pac3-kochi"}
    assert set(arrived.values()) <= {"2017-08-11", "2017-08-12"}
    first, last = (event["target"] for event in (events(history, "launch")[0], events(history, "launch")[-1]))
    told = {(event["target"], event["data"]["battery"]) for event in events(history, "no_engagement")}
    assert (first, "pac3-kochi") not in told
    assert (last, "pac3-kochi") in told


def test_the_record_replays_and_is_the_same_twice(history: Run) -> None:
    assert run(load_scenario("korea-2017")).record.sha256 == history.record.sha256
    assert replay(history.record).identical


def test_the_autumn_brings_two_more_resolutions_and_the_nuclear_test() -> None:
    done = run(load_scenario("korea-2017:autumn"))
    adopted = [event["time"][:10] for event in events(done, "draft") if event["data"]["status"] == "adopted"]
    assert adopted == ["2017-08-05", "2017-09-11", "2017-12-22"]
    # Punggye-ri, 3 September 2017 (Jimin-official/nk-provocation-detection).
    assert [event["time"][:10] for event in events(done, "nuclear_test")] == ["2017-09-03"]
    assert not events(done, "order_refused")


def test_let_loose_another_seed_is_another_august_and_the_same_seed_the_same() -> None:
    scenario = load_scenario("korea-2017:let-loose")
    one, two = run(scenario, 1), run(scenario, 2)
    assert one.record.sha256 != two.record.sha256
    assert run(scenario, 1).record.sha256 == one.record.sha256
    assert replay(two.record).identical
    decided = events(one, "decision")
    assert {event["actor"] for event in decided} == set(one.summary["tone"])
    assert min(event["time"] for event in decided) >= "2017-07-29T12:00:00.000Z"
    json.dumps(one.summary, allow_nan=False)
