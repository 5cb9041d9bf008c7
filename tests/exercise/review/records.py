"""Small records made by hand, for the tests of what a review makes of them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Made:
    """Events in order, numbered from 1."""

    def __init__(self) -> None:
        self.events: list[Json] = []

    def add(
        self, kind: str, t_s: float = 0.0, actor: str | None = None, cause: int | None = None, *,
        seen: tuple[str, ...] = ("*",), **data: Any,
    ) -> int:  # fmt: skip
        """Add an event; its number."""
        self.events.append(
            {
                "id": len(self.events) + 1,
                "t_s": t_s,
                "time": f"t{t_s:g}",
                "kind": kind,
                "actor": actor,
                "target": None,
                "cause": cause,
                "data": data,
                "cameo": None,
                "visible_to": list(seen),
                "draws": [],
                "override": None,
            }
        )
        return len(self.events)

    def move(self, t_s: float, actor: str, category: str, rung: int, weight: float | None) -> int:
        """A move with its place on the ladder and its weight."""
        ladder, tone = {"category": category, "rung": rung}, None if weight is None else {"weight": weight}
        return self.add("move", t_s, actor, ladder=ladder, tone=tone)
