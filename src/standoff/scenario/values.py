"""Every quantity of a scenario by its path, and which value of it a run takes: a level, or a point of a design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import Level, Quantity, to_si

if TYPE_CHECKING:
    from standoff.scenario.loading import Scenario

Point = Mapping[str, float]
"""A design point: path of a quantity -> value in the quantity's own unit."""


def quantities(scenario: Scenario) -> dict[str, Quantity]:
    """Path -> quantity, for all of the scenario (`batteries.kongo.reaction`) and of the library items that it uses.

    Paths are those of `--set`: `library.hwasong-12.stages.0.burn`.
    """
    found = quantities_of(scenario.model)
    for name, item in scenario.items.items():
        found.update(_walk(item, f"library.{name}"))
    return found


def quantities_of(block: BaseModel) -> dict[str, Quantity]:
    """Path -> quantity within one block, such as a library item."""
    return dict(_walk(block, ""))


def require_known(scenario: Scenario, point: Point) -> None:
    """Raise `InputError` for a path of a design point that leads to no quantity, with the nearest one."""
    if point:
        known = scenario.quantities
        for path, value in point.items():
            if path not in known:
                raise InputError("leads to no quantity", field=path, value=value, allowed=nearest(path, known))


@dataclass(frozen=True)
class Values:
    """Reads quantities at a level, or at a design point where that has the path."""

    level: Level = "nominal"
    point: Point = field(default_factory=dict)
    prefix: str = ""

    def under(self, *names: str | int) -> Values:
        """The same for the block at a path below this one."""
        return Values(self.level, self.point, ".".join(str(name) for name in (self.prefix, *names) if name != ""))

    def si(self, quantity: Quantity, name: str) -> float:
        """The value in SI units (angles in radians) of the quantity in field `name` of the present block."""
        path = f"{self.prefix}.{name}" if self.prefix else name
        if path in self.point:
            return to_si(self.point[path], quantity.unit)
        return quantity.si(self.level)

    def si_or(self, quantity: Quantity | None, name: str, absent: float) -> float:
        """The same for a quantity that a file may leave out."""
        return absent if quantity is None else self.si(quantity, name)


def _walk(node: Any, path: str) -> Iterator[tuple[str, Quantity]]:
    if isinstance(node, Quantity):
        yield path, node
        return
    for name, value in _children(node):
        yield from _walk(value, f"{path}.{name}" if path else name)


def _children(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, BaseModel):
        fields = type(node).model_fields
        yield from ((field.alias or name, getattr(node, name)) for name, field in fields.items())
    elif isinstance(node, Mapping):
        yield from ((str(key), value) for key, value in node.items())
    elif isinstance(node, tuple):
        yield from ((str(getattr(value, "id", index)), value) for index, value in enumerate(node))
