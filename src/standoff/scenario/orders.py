"""Orders: one actor's instruction to take a move.

A scripted timeline, a policy and a person all hand in the same `Order`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Origin = Literal["scenario", "policy", "inject", "input"]


class Order(NamedTuple):
    """An instruction by `actor` to take `move`, handed in `issued_s` seconds after STARTEX.

    `parameters` are the move's own fields as a file writes them. `origin` says whether the scenario's own timeline gave
    the order, a policy or an inject did, or whether it came from outside (a person, a program): the last are the inputs
    that a replay has to feed in again. `due_s` is when it takes effect, where that is known (history, which was
    prepared before it shows); the move's lead time decides otherwise. `by` is the seat of the person who gave it.
    """

    id: str
    actor: str
    move: str
    issued_s: float
    parameters: Mapping[str, Any] = MappingProxyType({})
    origin: Origin = "input"
    due_s: float | None = None
    by: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The order as the record keeps it."""
        return {
            "order": self.id,
            "move": self.move,
            "issued_s": self.issued_s,
            "origin": self.origin,
            "parameters": dict(self.parameters),
            **({} if self.due_s is None else {"due_s": self.due_s}),
            **({} if self.by is None else {"by": self.by}),
        }

    @staticmethod
    def from_json(actor: str, data: Mapping[str, Any]) -> Order:
        """The order that an event of kind `order` holds."""
        order = Order(data["order"], actor, data["move"], data["issued_s"], data["parameters"], data["origin"])
        return order._replace(by=data.get("by"))
