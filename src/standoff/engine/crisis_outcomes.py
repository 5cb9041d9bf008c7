"""What a run's crisis comes to: how high it climbed, in what tone it ended, what was tested, agreed, fired and lost."""

from __future__ import annotations

from standoff.engine.metric import Metric
from standoff.engine.state import State
from standoff.scenario.world import World


def is_crisis(world: World) -> bool:
    """Whether a world has a crisis."""
    return getattr(world, "crisis", None) is not None


def crisis_metrics(_world: World) -> tuple[Metric, ...]:
    """The metrics of a world's crisis, leading ones first; none for a world without one."""
    return ()


def measure_crisis(_world: World, _state: State) -> dict[str, float | None]:
    """A value for each of `crisis_metrics`, from the state at the end of a run."""
    return {}
