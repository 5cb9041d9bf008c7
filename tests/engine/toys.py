"""A small scenario whose outcome can be worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from standoff.engine.run import Run, run
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.orders import Order

TOY = Path(__file__).with_name("toy.yaml")


def toy(*settings: str, variant: str = "", **chances: float) -> Scenario:
    """The toy with chances of the kill chain set, e.g. `kill_probability=0.5`, the others certain; and settings."""
    certain = {"kill_probability": 1.0, "reliability": 1.0, "discrimination": 1.0, "common_mode": 0.0}
    chain = [f"library.thaad.{name}={value} 1" for name, value in {**certain, **chances}.items()]
    return load_scenario(f"{TOY}:{variant}" if variant else TOY, [*chain, *settings])


def launch(order: str = "extra", issued_s: float = 120.0, actor: str = "PRK", **changes: Any) -> Order:
    """An order from outside to launch one more missile at the same place."""
    parameters = {"missile": "hwasong-12", "from": "sinpo", "to": "aim", "may_fail": False, **changes}
    return Order(order, actor, "launch", issued_s, parameters)


def kinds(done: Run, *wanted: str) -> list[dict[str, Any]]:
    """Events of these kinds."""
    return [dict(event) for event in done.record.of_kind(*wanted)]


def repeated(scenario: Scenario, runs: int) -> list[Run]:
    """Many runs of one seed."""
    return [run(scenario, 1, run_index=index) for index in range(runs)]
