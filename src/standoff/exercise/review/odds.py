"""The odds of a shot: the chance of each link of its battery's kill chain, beside the numbers that were drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.engagement.kill import KillChain
from standoff.exercise.adjudication import single_shot
from standoff.scenario.world import World

Odds = Mapping[str, Mapping[str, float]]
"""Battery -> the chance to `hit`, and that each link holds, by the link's name in the names of draws.

`common-mode` is the chance that the whole class fails."""


def odds_of(world: World) -> Odds:
    """The odds of every battery's shots, as the computer reckoned with them."""
    return {name: _of_chain(battery.interceptor.chain) for name, battery in world.batteries.items()}


def _of_chain(chain: KillChain) -> dict[str, float]:
    return {
        "hit": round(single_shot(chain), 4),
        "reliability": chain.reliability,
        "discrimination": chain.discrimination,
        "kill": chain.kill,
        "common-mode": chain.common_mode_failure,
    }


def of_event(event: Mapping[str, Any], odds: Odds) -> dict[str, Any] | None:
    """The odds of a shot's outcome; None for any other event."""
    found = odds.get(str(event["data"].get("battery")))
    if event["kind"] != "intercept" or found is None or event["data"].get("result") == "spent":
        return None
    return {"hit": found["hit"], "miss": round(1.0 - found["hit"], 4)}
