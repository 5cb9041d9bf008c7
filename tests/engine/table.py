"""The scenario `policies.yaml` with policies of a test's own, and runs of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from standoff.base.streams import Streams
from standoff.engine.plan import Plans
from standoff.engine.play import Play
from standoff.engine.run import play
from standoff.engine.state import State
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.orders import Order
from standoff.scenario.values import Point
from standoff.scenario.world import build_world

FILE = Path(__file__).parent / "policies.yaml"
DAY = 86400.0


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": "assumption", "note": "made up"}


def rhythm(value: float, unit: str = "h") -> dict[str, Any]:
    return {"value": value, "unit": unit}


def table(policies: Mapping[str, Sequence[Any]], *settings: str, **blocks: Any) -> Scenario:
    """The scenario with these policies and further blocks of the crisis."""
    told = [f"crisis.{name}={json.dumps(block)}" for name, block in {"policies": policies, **blocks}.items()]
    return load_scenario(FILE, [*told, *settings])


def rules(*given: Mapping[str, Any], every: float = 24.0) -> dict[str, Any]:
    return {"kind": "rules", "every": rhythm(every), "rules": list(given)}


def plans_of(scenario: Scenario, point: Point | None = None) -> Plans:
    return Plans(build_world(scenario, point=point or {}))


def ends(scenario: Scenario, runs: Iterable[int], seed: int = 1) -> list[State]:
    plans = plans_of(scenario)
    return [play(plans, seed, run) for run in runs]


def taken(state: State, actor: str, move: str) -> int:
    """How often an actor took a move."""
    assert state.crisis is not None
    return state.crisis.done.get(actor, {}).get(move, 0)


def opened(plans: Plans, run: int, inputs: Sequence[Order] = (), seed: int = 1) -> Play:
    """A run under way, without a record."""
    return Play(plans, Streams(seed, run), plans.world.end_s, inputs, recorded=False)


def tone(playing: Play, one: str, other: str) -> float:
    crisis, state = playing.plans.world.crisis, playing.state.crisis
    assert crisis is not None
    assert state is not None
    return crisis.tone.at(state.tones, (one, other), playing.now_s)
