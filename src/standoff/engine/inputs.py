"""An input: something that came from outside while a run went on, beside orders.

Each one leaves one event of its own kind, with who handed it in as `by`; so the record holds all inputs, and a replay
feeds them in again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from standoff.base.errors import InputError

CONTROL: Final = "CONTROL"
"""The white cell, where a cell is named."""

KINDS: Final = frozenset(
    {
        "message", "request", "clock", "seat", "inject_put", "inject_skipped", "inject", "objective_put", "objective",
        "ruling",
        "adjudication", "note", "endex",
    }
)  # fmt: skip


class Input(NamedTuple):
    """What a person did.

    Attributes:
        kind: one of `KINDS`; the event that it leaves has the same.
        time_s: when, seconds after STARTEX.
        by: the seat that did it.
        data: what was done, plain JSON.
    """

    kind: str
    time_s: float
    by: str
    data: Mapping[str, Any] = MappingProxyType({})

    @staticmethod
    def of_event(event: Mapping[str, Any]) -> Input | None:
        """The input behind an event of a record; None for one that the run brought about itself."""
        data, kind = event["data"], event["kind"]
        if kind not in KINDS or "by" not in data:
            return None
        rest = {name: value for name, value in data.items() if name not in ("by", "events")}
        return Input(kind, event["t_s"], data["by"], rest)

    def told(self, name: str, kind: type = str) -> Any:
        """A field of the data. Raises `InputError` if it is missing, empty or of another kind."""
        value: Any = self.data.get(name)
        if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
            allowed = _NAMES.get(kind, kind.__name__)
            raise InputError("is missing or of the wrong kind", field=name, value=value, allowed=allowed)
        return value


_NAMES: Final[Mapping[type, str]] = {str: "a text", dict: "a mapping", list: "a list"}
