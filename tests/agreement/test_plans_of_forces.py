"""What is known of a flight is shared between places of the units: it is what each place would give alone."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from engine.crisis import crisis
from standoff.engine import launch
from standoff.engine.plan import EngagementPlan, Plans, ThreatPlan
from standoff.scenario.world import Force, World, build_world

FORCES: tuple[Force, ...] = ((("the-ship", ""),), (("the-ship", "at-sea"),), (("the-ship", "off-city"),))


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(crisis())


def told(plan: ThreatPlan) -> dict[str, Any]:
    """All that sensors and batteries can do about it, as plain data."""
    return {
        "sightings": plan.sightings,
        "unseen": plan.unseen,
        "engagements": {name: _told(one) for name, one in plan.engagements.items()},
        "possible": sorted(plan.possible),
    }


def _told(one: EngagementPlan) -> tuple[Any, ...]:
    window = None if one.window is None else (one.window.intercept_s.tolist(), one.window.launch_s.tolist())
    return one.track, one.refusal, window


@pytest.mark.parametrize("order", list(permutations(range(len(FORCES)))), ids=str)
def test_in_whatever_order_units_stand_about(world: World, order: tuple[int, ...]) -> None:
    ((_, parameters),) = world.plans["raid"].launches.values()
    _, lift_off = next(launch.lift_offs(world, "o", "AAA", parameters))
    shared, found = Plans(world), {}
    for place in (*order, *order):
        plan = shared.of(lift_off, None, 60.0, FORCES[place])
        found[place] = told(plan)
        assert found[place] == told(Plans(world).of(lift_off, None, 60.0, FORCES[place]))
    # The ship makes the difference: away it is not there, elsewhere it sees and reaches at other times.
    assert found[0]["possible"] == []
    assert found[1] != found[2]
    assert np.isfinite([seen.time_s for seen in found[1]["sightings"]]).all()
