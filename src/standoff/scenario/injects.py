"""An inject by itself: one that is edited while an exercise runs, or that comes from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.scenario.exercise_checks import ExerciseChecks
from standoff.scenario.loading import Scenario
from standoff.scenario.schema.exercise import InjectBlock
from standoff.scenario.validation import validated


def inject_from(data: Mapping[str, Any], scenario: Scenario) -> InjectBlock:
    """The inject that a mapping of fields describes, held against a loaded scenario.

    The way back is `InjectBlock.plain`. Whether its id is used already is for whoever keeps the MSEL to say.

    Raises:
        InputError: a field that is wrong by itself, or an actor, objective, moment, condition or order that does not
            fit the scenario; `field` is the path within the inject (`to.0`, `orders.1.with.drill`).
    """
    told = dict(data)
    inject = validated(InjectBlock, told)
    for problem in ExerciseChecks(told, scenario.model, scenario.items).inject((), inject):
        raise problem
    return inject
