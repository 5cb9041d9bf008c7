"""What the file format allows of each quantity of a scenario, and which quantities a run reads at all.

Values are in the quantity's own unit unless said otherwise. Paths are those of `standoff.scenario.values`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from standoff.base.errors import InputError
from standoff.base.quantity import Quantity
from standoff.scenario import paths, yaml
from standoff.scenario.library import item_from
from standoff.scenario.loading import Scenario
from standoff.scenario.schema.quantity import QuantityField
from standoff.scenario.values import Point
from standoff.scenario.world import build_world
from standoff.sensing.radar import Radar

_WHY = "a point of a design"


class _Asked(dict[str, float]):
    """A design point that holds nothing and notes every path that it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    def __contains__(self, path: object) -> bool:
        self.paths.append(str(path))
        return False

    def __bool__(self) -> bool:
        return True


def quantities_read(scenario: Scenario) -> frozenset[str]:
    """Paths of the quantities that building the scenario's world reads; no other can move a run."""
    asked = _Asked()
    build_world(scenario, point=asked)
    return frozenset(asked.paths)


def sensors_used(scenario: Scenario) -> frozenset[str]:
    """Library names of the radars on whose tracks some battery may commit or guide; no other sensor can move a run.

    Satellites report a launch and give no track, so whatever they see nothing is shot at on their word.
    """
    world = build_world(scenario)
    networks = [battery.network for battery in world.batteries.values()]
    named = {sensor for network in networks for sensor in (*network.commit_sensors, *network.guidance_sensors)}
    return frozenset(
        block.type
        for block in scenario.model.sensors
        if block.id in named and isinstance(world.sensors[block.id].model, Radar)
    )


def fields(scenario: Scenario) -> dict[str, QuantityField]:
    """Path -> what the file format allows of the quantity there: its dimension and bounds."""
    found = dict(_walk(scenario.model, ""))
    for name, item in scenario.items.items():
        found.update(_walk(item, f"library.{name}"))
    return found


def require_consistent(scenario: Scenario, point: Point) -> None:
    """Raise `InputError` where a point's values, put into the library items, would make an item that is refused.

    Such as an interceptor whose lowest intercept is above its highest: each value is in its range, both together are
    not a description of anything.
    """
    changes: dict[str, dict[str, float]] = {}
    for path, value in point.items():
        if path.startswith("library."):
            name, _, rest = path.removeprefix("library.").partition(".")
            changes.setdefault(name, {})[rest] = value
    for name, values in changes.items():
        document = yaml.copy(scenario.library[name])
        for rest, value in values.items():
            unit = str(paths.entry(document, rest)["unit"])
            paths.assign(document, rest, {"value": value, "unit": unit, "source": "assumption", "note": _WHY}, _WHY)
        item_from(document, {"library": {name: document}}, ("library", name))


def require_allowed(path: str, field: QuantityField, quantity: Quantity) -> None:
    """Raise `InputError` for a range that reaches outside what the file format allows of the quantity."""
    data = {level: getattr(quantity, level) for level in ("low", "nominal", "high")}
    try:
        field.read({**data, "unit": quantity.unit, "source": "assumption", "note": _WHY})
    except InputError as error:
        error.field = f"{path}.{error.field}" if error.field else path
        raise


def _walk(node: Any, path: str, rule: QuantityField | None = None) -> Iterator[tuple[str, QuantityField]]:
    """Quantities below a node with their rules; `rule` is that of the quantities in a mapping or list."""
    if isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            label, value = info.alias or name, getattr(node, name)
            below = f"{path}.{label}" if path else label
            yield from _walk(value, below, next(_rules((*info.metadata, info.annotation)), None))
    elif isinstance(node, Quantity):
        if rule is not None:
            yield path, rule
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _walk(value, f"{path}.{key}", rule)
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _walk(value, f"{path}.{getattr(value, 'id', index)}", rule)


def _rules(annotations: tuple[Any, ...]) -> Iterator[QuantityField]:
    """The rules in annotations, however deep: `Time`, `Time | None`."""
    for annotation in annotations:
        if isinstance(annotation, QuantityField):
            yield annotation
        else:
            yield from _rules((*get_args(annotation), *getattr(annotation, "__metadata__", ())))
