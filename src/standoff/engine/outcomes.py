"""What a run comes to, as whole numbers: one column a metric, one row a run. Both engines give it, studies use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import Place
from standoff.engine.launch import salvo
from standoff.engine.state import Fate, State
from standoff.scenario.world import World

Counts = NDArray[np.int32]

TOTALS = ("threats", "intercepted", "leakers", "failed", "interceptors_fired")


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Outcomes of n runs: `run` (n,) their indices, `counts` metric -> (n,).

    Metrics are the counts of `standoff run` (`TOTALS`), then `fired.BATTERY` for each battery and `leakers.PLACE` for
    each aim point. `failed` counts missiles that failed under thrust, which are no leakers.
    """

    run: NDArray[np.int64]
    counts: Mapping[str, Counts]


def metrics_of(world: World) -> tuple[str, ...]:
    """The metrics of a world's runs, in their order; the same at every design point of a scenario."""
    batteries = (f"fired.{battery}" for battery in world.batteries)
    return (*TOTALS, *batteries, *(f"leakers.{label}" for label in aim_labels(world).values()))


def count_state(world: World, state: State) -> dict[str, int]:
    """The metrics of one run from the state at its end."""
    labels = aim_labels(world)
    fates = [threat.fate for threat in state.threats.values()]
    counts = dict.fromkeys(metrics_of(world), 0)
    counts |= {
        "threats": len(fates),
        "intercepted": fates.count(Fate.INTERCEPTED),
        "leakers": fates.count(Fate.ARRIVED),
        "failed": fates.count(Fate.FAILED),
    }
    for shot in state.shots.values():
        counts["interceptors_fired"] += shot.fired
        counts[f"fired.{shot.battery}"] += shot.fired
    for threat in state.threats.values():
        counts[f"leakers.{labels[threat.aim]}"] += threat.fate is Fate.ARRIVED
    return counts


def aim_labels(world: World) -> dict[Place, str]:
    """The aim points of the timeline's launches in the order in which they first come, each with a label of its own.

    That is the scenario's name of the place, or its coordinates where it has none or shares it.
    """
    launches = (order for order in world.orders if order.move == "launch")
    aims = dict.fromkeys(lift_off.aim for order in launches for _, lift_off in salvo(world, order))
    names = Counter(world.name_of(aim) for aim in aims)
    return {aim: _label(world.name_of(aim), aim, names) for aim in aims}


def _label(name: str | None, place: Place, names: Mapping[str | None, int]) -> str:
    # All digits of the coordinates, or two places a meter apart would share a column.
    return name if name is not None and names[name] == 1 else f"{place.lat_deg!r},{place.lon_deg!r}"
