"""Which scenario a study plays: the one that is named, or the variant that it names for studies in its place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from standoff.base.errors import InputError
from standoff.scenario.loading import Scenario, as_loaded, load_scenario
from standoff.studies.study.watch import Watch


def scenario_played(scenario: str | Path | Scenario, settings: Iterable[str], watch: Watch) -> Scenario:
    """The scenario of a study, with its settings in it.

    A scenario whose field `studied_as` names a variant is studied as that one, unless a variant is asked for: its base
    is history as it went, of which one run is like another. A scenario that is loaded already is played as it is.

    Raises:
        InputError: anything wrong with the scenario, its variant or the settings.
    """
    if isinstance(scenario, Scenario):
        return as_loaded(scenario, settings)
    variant = _studied_as(scenario)
    if variant is None:
        return load_scenario(scenario, settings)
    played = load_scenario(f"{scenario}:{variant}", settings)
    watch.note(f"{scenario} is studied as its variant {variant}, as it asks for; NAME:VARIANT names another")
    return played


def _studied_as(source: str | Path) -> str | None:
    """The variant that a scenario names for studies; looked up without settings, which may be the variant's alone."""
    try:
        model = load_scenario(source).model
    except InputError:
        return None  # loading it with its settings says what is wrong, or mends it
    return model.studied_as if model.variant is None else None
