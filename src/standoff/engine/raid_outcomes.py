"""What a run's missiles come to: the counts of `standoff run`, for each battery, and for each aim point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from standoff.base.geodesy import Place
from standoff.engine.launch import salvo
from standoff.engine.metric import Metric
from standoff.engine.state import Fate, State
from standoff.scenario.world import World

TOTALS: Final = ("threats", "intercepted", "leakers", "failed", "interceptors_fired")


def raid_metrics(world: World) -> tuple[Metric, ...]:
    """`TOTALS`, then `fired.BATTERY` for each battery and `leakers.PLACE` for each aim point of the timeline.

    `failed` counts missiles that failed under thrust, which are no leakers.
    """
    batteries = (f"fired.{battery}" for battery in world.batteries)
    names = (*TOTALS, *batteries, *(f"leakers.{label}" for label in aim_labels(world).values()))
    return tuple(Metric(name) for name in names)


def count_raid(world: World, state: State) -> dict[str, float]:
    """The metrics of one run from the state at its end."""
    labels = aim_labels(world)
    counts: dict[str, float] = {metric.name: 0 for metric in raid_metrics(world)} | count_totals(state)
    for shot in state.shots.values():
        counts[f"fired.{shot.battery}"] += shot.fired
    for threat in state.raid:
        counts[f"leakers.{labels[threat.aim]}"] += threat.fate is Fate.ARRIVED
    return counts


def count_totals(state: State) -> dict[str, float]:
    """`TOTALS` of one run from the state at its end; missiles that were tested are no threats."""
    fates = [threat.fate for threat in state.raid]
    return {
        "threats": len(fates),
        "intercepted": fates.count(Fate.INTERCEPTED),
        "leakers": fates.count(Fate.ARRIVED),
        "failed": fates.count(Fate.FAILED),
        "interceptors_fired": sum(shot.fired for shot in state.shots.values()),
    }


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
