"""Something that a crisis function makes due later: a ship's arrival, the end of a drill, a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from standoff.crisis.change import EVERYONE


@dataclass(frozen=True)
class Due:
    """What is due at `time_s` after STARTEX: its kind, whose business it is, and plain data."""

    time_s: float
    kind: str
    actor: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    seen_by: tuple[str, ...] = EVERYONE
    """Who sees what comes of it, unless that says so itself."""
