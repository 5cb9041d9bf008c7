"""What the effects of a move change: one small function an effect, each from state to state with what happened.

Launches and raids are not here: they need the missile defense, which the engine joins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from standoff.crisis.effects import forces, posture, pressure, promises
from standoff.crisis.effects.act import Act, Handler, Obstacle, Result

__all__ = ["EFFECTS", "OBSTACLES", "Act", "Result"]

EFFECTS: Final[Mapping[str, Handler]] = {
    "alert": posture.alert,
    "civil-protection": posture.shelter,
    "threat": posture.threat,
    "talks": posture.talk,
    "set": posture.put,
    "add": posture.add,
    "drill": forces.drill,
    "deploy": forces.deploy,
    "test": forces.test_device,
    "draft": pressure.draft,
    "implement": pressure.implement,
    "ease": pressure.ease,
    "agreement": promises.agreement,
    "clause": promises.clause,
    "commitment": promises.commitment,
}
"""Effect -> what it does."""

OBSTACLES: Final[Mapping[str, Obstacle]] = {
    "threat": posture.no_threat,
    "drill": forces.no_drill,
    "deploy": forces.no_unit,
    "raid": forces.no_plan,
    "draft": pressure.no_draft,
    "implement": pressure.no_degree,
    "ease": pressure.no_easing,
    "commitment": promises.no_party,
    "agreement": promises.hindered,
    "clause": promises.hindered,
}
"""Effect -> why it cannot be had now, beside the move's own needs."""
