"""The scenario `crisis.yaml`, orders for it, and what a run of it recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from standoff.engine.run import Run
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.orders import Order

FILE = Path(__file__).parent / "crisis.yaml"
HOUR, DAY = 3600.0, 86400.0


def crisis(*settings: str) -> Scenario:
    return load_scenario(FILE, settings)


def quiet() -> Scenario:
    """The same without its history."""
    return crisis("crisis.history=[]")


def order(name: str, actor: str, move: str, at_s: float, **fields: object) -> Order:
    given = {("with" if key == "parameters" else key): value for key, value in fields.items()}
    return Order(name, actor, move, at_s, given)


def kinds(done: Run, *wanted: str) -> list[dict[str, Any]]:
    return [dict(event) for event in done.record.of_kind(*wanted)]


def refusals(done: Run) -> dict[str, str]:
    return {event["data"]["order"]: event["data"]["reason"] for event in kinds(done, "order_refused")}
