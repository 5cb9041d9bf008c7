"""What an agent is rewarded for. The default is a placeholder for research and no judgment of what any actor wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scene:
    """The crisis at the end of a step, as it is and not as anybody sees it.

    Attributes:
        time_s: seconds after STARTEX.
        view: the state under the names that conditions use, all of it.
        highest: actor -> highest rung so far.
        over: whether ENDEX has come.
    """

    time_s: float
    view: Mapping[str, Any]
    highest: Mapping[str, int]
    over: bool


Reward = Callable[[Scene, Scene, str], float]
"""`reward(before, after, agent)`: what an agent gets for a step from one scene to the next."""


def calm(before: Scene, after: Scene, agent: str) -> float:  # noqa: ARG001  (the shape of a reward)
    """The default, equal for all: minus the rise of the highest rung that anybody reached, minus missiles in anger.

    It is a placeholder: simple, bounded below by what happened, and the same for friend and foe. It says nothing about
    what any actor wants, and an agent trained on it says nothing about what any actor would do.
    """
    rise = max(after.highest.values()) - max(before.highest.values())
    return -float(rise) - float(after.view["raid"] - before.view["raid"])
