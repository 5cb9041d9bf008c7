"""Events of a record by kind, and what is always true of how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Event = Mapping[str, Any]


def of_kind(events: Iterable[Event], *kinds: str) -> Iterator[Event]:
    """Events of these kinds, in order."""
    return (event for event in events if event["kind"] in kinds)


def crisis_block(header: Mapping[str, Any]) -> Mapping[str, Any]:
    """The block `crisis` of a record's scenario, empty if it has none."""
    block: Mapping[str, Any] = header["scenario"].get("crisis") or {}
    return block
