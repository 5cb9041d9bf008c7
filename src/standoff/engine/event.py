"""One thing that happened: when, what, who, why, who may see it, and the random draws that it used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from standoff.base.copies import copied
from standoff.base.streams import Draw
from standoff.base.time import after, format_utc

EVERYONE: Final = ("*",)


@dataclass(frozen=True)
class Event:
    """An entry of the record. `cause` is the id of the order, inject or event behind it; None at the roots."""

    id: int
    time_s: float
    kind: str
    actor: str | None = None
    target: str | None = None
    cause: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    cameo: str | None = None
    visible_to: tuple[str, ...] = EVERYONE
    draws: tuple[Draw, ...] = ()
    override: Mapping[str, Any] | None = None

    def copy(self) -> Event:
        """The same event with data of its own, so that whoever gets it can do no harm to the record."""
        return replace(self, data=copied(self.data), override=copied(self.override))

    def to_json(self, startex: datetime) -> dict[str, Any]:
        """The event as a line of the record: plain JSON, times to the millisecond."""
        return {
            "id": self.id,
            "t_s": round(self.time_s, 3),
            "time": format_utc(after(startex, self.time_s)),
            "kind": self.kind,
            "actor": self.actor,
            "target": self.target,
            "cause": self.cause,
            "data": dict(self.data),
            "cameo": self.cameo,
            "visible_to": list(self.visible_to),
            "draws": [{"stream": draw.stream, "value": draw.value} for draw in self.draws],
            "override": None if self.override is None else dict(self.override),
        }
