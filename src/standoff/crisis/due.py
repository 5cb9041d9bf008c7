"""Something that a crisis function makes due later: a ship's arrival, the end of a drill, a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from standoff.crisis.change import EVERYONE


class Due(NamedTuple):
    """What is due at `time_s` after STARTEX: its kind, whose business it is, and plain data."""

    time_s: float
    kind: str
    actor: str | None = None
    data: Mapping[str, Any] = MappingProxyType({})
    seen_by: tuple[str, ...] = EVERYONE
    """Who sees what comes of it, unless that says so itself."""
