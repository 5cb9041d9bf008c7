"""The compiled engine against the event-by-event one: the same outcomes for the same seeds, run by run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.toys import toy
from standoff.base.errors import InputError
from standoff.base.streams import Streams
from standoff.engagement.doctrine import Doctrine, Kind, plan
from standoff.engagement.window import Window, launch_and_intercept_s
from standoff.engine.compiled import can_play, compile_tables, deal_luck, launches_of, play_compiled
from standoff.engine.kernel import plan_shots, uniforms
from standoff.engine.kernel.shots import next_shot
from standoff.engine.many import ENGINES, Engine, play_many
from standoff.engine.plan import Plans
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.world import build_world

pytestmark = pytest.mark.xdist_group("compiled-engine")

WORDS = st.integers(0, 2**64 - 1)


def assert_equal(scenario: Scenario, runs: int, point: dict[str, float] | None = None, seed: int = 5) -> None:
    compiled, events = (
        play_many(scenario, point or {}, seed, range(runs), engine=engine) for engine in ("compiled", "events")
    )
    assert compiled.values.keys() == events.values.keys()
    for name, counts in events.values.items():
        np.testing.assert_array_equal(compiled.values[name], counts, err_msg=name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "guam-2017", "guam-2017:collective-self-defense", "guam-2017:us-ship-guam", "japan-2017",
        "japan-2017:one-site", "japan-2017:two-sites", "japan-2017:two-sites-ib",
    ],
)  # fmt: skip
def test_shipped_scenarios(name: str) -> None:
    assert_equal(load_scenario(name), 40)


@pytest.mark.slow
def test_a_design_point_away_from_the_nominal_values() -> None:
    point = {
        "library.sm-3-ia.kill_probability": 0.45, "library.sm-3-ia.burnout_speed": 3.3,
        "library.pac-3.common_mode": 0.5, "library.an-tpy-2-forward.reference_range": 700.0,
        "batteries.destroyer-west.reaction": 40.0, "library.nodong.reliability": 0.55,
    }  # fmt: skip
    assert_equal(load_scenario("japan-2017"), 40, point)


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(list(Kind)),
    salvo=st.integers(1, 3),
    inventory=st.integers(0, 7),
    simultaneous=st.integers(1, 4),
    missiles=st.integers(1, 6),
    interval_s=st.sampled_from([0, 1, 7, 60]),
    launch_interval_s=st.sampled_from([0, 2, 9]),
    assessment_s=st.sampled_from([0, 5, 30]),
    free=st.sampled_from(["", "{until: PT18M}", "{from: PT18M20S}", "{until: PT18M30S}, {from: PT18M40S}"]),
    kill=st.sampled_from([0.0, 0.3, 0.7, 1.0]),
    reliability=st.sampled_from([0.5, 1.0]),
    variant=st.sampled_from(["", "layered"]),
)
def test_doctrines_loads_and_rules(
    kind: Kind, salvo: int, inventory: int, simultaneous: int, missiles: int, interval_s: int, launch_interval_s: int,
    assessment_s: int, free: str, kill: float, reliability: float, variant: str,
) -> None:  # fmt: skip
    doctrine = (
        f"{{kind: {kind}, salvo_size: {salvo}, launch_interval: {{value: {launch_interval_s}, unit: s}},"
        f" assessment_delay: {{value: {assessment_s}, unit: s}}}}"
    )
    changes = [
        f"batteries.thaad.doctrine={doctrine}", f"batteries.thaad.inventory={inventory}",
        f"batteries.thaad.simultaneous={simultaneous}", f"timeline.shot.count={missiles}",
        f"timeline.shot.interval={{value: {interval_s}, unit: s}}", "timeline.shot.may_fail=true",
        f"timeline.shot.to=[{', '.join((['aim', 'base'] * 3)[:missiles])}]",
        f"library.hwasong-12.reliability={reliability} 1",
    ]  # fmt: skip
    if free:
        changes.append(f"batteries.thaad.rules={{weapons_free: [{free}]}}")
    assert_equal(toy(*changes, variant=variant, kill_probability=kill, common_mode=0.2), 6)


def test_the_other_allocator_goes_to_the_other_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = toy("allocation=assignment", "timeline.shot.count=3", variant="layered", kill_probability=0.5)
    assert not can_play(build_world(scenario))
    monkeypatch.setattr("standoff.engine.compiled.play_compiled", None)
    assert play_many(scenario, {}, 1, range(3)).values["threats"].tolist() == [3, 3, 3]


def test_aim_points_that_share_a_name_or_lie_close_together_have_columns_of_their_own() -> None:
    close = toy(
        'timeline.shot.to=["13.60001,144.90001", "13.60002,144.90002", "13.60001,144.90001"]', "timeline.shot.count=3",
        kill_probability=0.0,
    )  # fmt: skip
    assert_equal(close, 3)
    counts = play_many(close, {}, 1, [0]).values
    assert [counts[f"leakers.{at}"][0] for at in ("13.60001,144.90001", "13.60002,144.90002")] == [2, 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_aim_point_that_cannot_be_reached_is_refused_by_both(engine: Engine) -> None:
    with pytest.raises(InputError, match="out of range"):
        play_many(toy(), {"library.hwasong-12.payload": 3000.0}, 1, range(2), engine=engine)


@pytest.mark.parametrize("change", ["timeline=[]", "timeline.shot.at=PT1H", "timeline.shot.at=PT50M"])
def test_nothing_to_shoot_at_and_ends_before_the_missile(change: str) -> None:
    assert_equal(toy(change), 3)


def test_nobody_to_shoot() -> None:
    plans = Plans(replace(build_world(toy()), batteries={}))
    assert play_compiled(plans, 1, range(3)).values["leakers"].tolist() == [1, 1, 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_beyond_all_runs_is_refused(engine: Engine) -> None:
    with pytest.raises(InputError, match="run: is out of bounds"):
        play_many(toy(), {}, 1, [2**63], engine=engine)


def test_runs_keep_their_numbers_whoever_else_is_played() -> None:
    scenario = toy(kill_probability=0.5)
    whole, part = play_many(scenario, {}, 1, range(20)), play_many(scenario, {}, 1, [3, 17])
    for name, counts in part.values.items():
        np.testing.assert_array_equal(counts, whole.values[name][[3, 17]])


def test_a_run_that_needs_more_streams_than_are_kept_goes_to_the_other_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standoff.engine.compiled._MOST_SHOTS", 1)
    assert_equal(toy(kill_probability=0.5), 6)


@given(WORDS, WORDS, st.lists(WORDS, min_size=1, max_size=5))
def test_the_kernels_numbers_are_those_of_numpy(seed: int, run: int, digests: list[int]) -> None:
    mine = uniforms(np.uint64(seed), np.array(digests, dtype=np.uint64), np.array([run], dtype=np.uint64))[0]
    for digest, number in zip(digests, mine, strict=True):
        philox = np.random.Philox(
            key=np.array([seed, digest], dtype=np.uint64), counter=np.array([0, run, 0, 0], dtype=np.uint64)
        )
        assert number == np.random.Generator(philox).random()


@given(st.integers(0, 2**63), st.integers(0, 2**63), st.text(min_size=1, max_size=30))
def test_the_kernels_streams_are_the_engines(seed: int, run: int, name: str) -> None:
    mine = uniforms(np.uint64(seed), np.array([Streams.digest(name)], np.uint64), np.array([run], np.uint64))
    assert mine[0, 0] == Streams(seed, run).uniform(name).value


@given(st.lists(st.floats(800.0, 1200.0), min_size=1, max_size=20))
def test_launches_in_a_window_are_the_same_numbers(moments: list[float]) -> None:
    plans = Plans(build_world(toy()))
    launches = launches_of(plans.world)
    deal = deal_luck(plans.world, launches, 1, np.array([0], dtype=np.uint64))
    tables = compile_tables(plans, launches, deal)
    possible = plans.of(launches.lift_offs[0], None, float(launches.lift_off_s[0])).engagements["thaad"].window
    assert isinstance(possible, Window)
    launch, intercept = launch_and_intercept_s(possible, moments)
    doctrine = Doctrine(Kind.SALVO, 2, launch_interval_s=3.0)  # the toy's
    for moment, wanted in zip(moments, zip(launch, intercept, strict=True), strict=True):
        assert next_shot(tables.nodes, tables.windows[0, 0], moment) == wanted
        fits = plan_shots(tables.nodes, tables.windows[0, 0], tables.batteries[0], tables.free_s, moment, 8)
        assert fits == sum(map(len, plan(doctrine, possible, moment, 8)))
