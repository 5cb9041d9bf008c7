"""Many runs of one scenario at one design point, by either engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Literal

from standoff.base.errors import InputError
from standoff.engine.ahead import streams_of
from standoff.engine.outcomes import Outcomes, measure, metrics_of, outcomes_of
from standoff.engine.plan import Plans
from standoff.engine.run import end_of, refuse_impossible_timeline
from standoff.scenario.loading import Scenario
from standoff.scenario.values import Point
from standoff.scenario.world import build_world

CRISIS: Final = "crisis."
"""How the paths of quantities begin that no flight and no defense depends on."""

Engine = Literal["compiled", "events"]

ENGINES: Final[tuple[Engine, ...]] = ("compiled", "events")


def play_many(
    scenario: Scenario, point: Point, seed: int, runs: Sequence[int], engine: Engine = "compiled"
) -> Outcomes:
    """The outcomes of runs of a scenario at a design point; a function of the arguments alone.

    Args:
        scenario: the scenario as loaded.
        point: path of a quantity -> value in the quantity's own unit; empty for nominal values.
        seed: of all random streams.
        runs: indices of the runs, which key their streams.
        engine: `compiled` plays the draws in a kernel, `events` one event after another; the outcomes are the same.

    Raises:
        InputError: a point whose path leads to no quantity, or values that a model refuses (an aim out of range).
    """
    from standoff.engine.compiled import can_play, play_compiled

    world = build_world(scenario, point=point)
    refuse_impossible_timeline(scenario, world)
    plans = Plans(world, _made(scenario.sha256, _of_defense(point)))
    if runs and max(runs) >= 2**63:
        raise InputError("is out of bounds", field="run", value=max(runs), allowed="0 to 2^63-1")
    if engine == "compiled" and can_play(world):
        return play_compiled(plans, seed, runs)
    ends = (end_of(plans, streams) for streams in streams_of(world, seed, runs))
    return outcomes_of(metrics_of(world), runs, [measure(world, end) for end in ends])


def _of_defense(point: Point) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((path, value) for path, value in point.items() if not path.startswith(CRISIS)))


@lru_cache(maxsize=1)
def _made(_scenario: str, _point: tuple[tuple[str, float], ...]) -> dict[Any, Any]:
    """The plans of flights made so far: design points that differ in the crisis alone share them."""
    return {}
