"""Numbers that are drawn ahead are those that would be drawn when they are wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.base.streams import Streams
from standoff.engine.ahead import DrawnAhead, streams_of
from standoff.engine.many import play_many
from standoff.engine.outcomes import measure, metrics_of
from standoff.engine.plan import Plans
from standoff.engine.run import play
from standoff.scenario.loading import load_scenario
from standoff.scenario.world import build_world

FILE = Path(__file__).parent / "crisis.yaml"
RATE = "{low: 0.1, nominal: 0.5, high: 1, unit: 1/d, source: assumption, note: made up}"
RULE = f"{{id: shout, move: threaten, target: DDD, rate: {RATE}}}"
SETTINGS = [
    "crisis.history=[]",
    f"crisis.policies={{AAA: [{{kind: rules, every: {{value: 12, unit: h}}, rules: [{RULE}]}}]}}",
]


def test_drawn_ahead_or_not_the_numbers_are_the_same() -> None:
    world = build_world(load_scenario(FILE, SETTINGS))
    for run, streams in zip((0, 5), streams_of(world, 3, (0, 5)), strict=True):
        assert isinstance(streams, DrawnAhead)
        assert len(streams.known) >= 5
        for name, value in streams.known.items():
            assert value == streams.number(*name.split("/")) == Streams(3, run).uniform(name).value
        assert streams.uniform("anything", "else") == Streams(3, run).uniform("anything", "else")
        assert streams.number("anything", "else") == Streams(3, run).number("anything", "else")


def test_many_runs_come_to_what_each_comes_to_alone() -> None:
    scenario = load_scenario(FILE, SETTINGS)
    world = build_world(scenario)
    outcomes = play_many(scenario, {}, 3, range(12))
    alone = [measure(world, play(Plans(world), 3, run)) for run in range(12)]
    for metric in metrics_of(world):
        told = [round(float(row[metric.name] or 0.0), metric.decimals) for row in alone]
        assert outcomes.values[metric.name].tolist() == pytest.approx(told, rel=0.0, abs=1e-9), metric.name
    assert len(set(outcomes.values["tone.AAA.DDD"].tolist())) > 3
