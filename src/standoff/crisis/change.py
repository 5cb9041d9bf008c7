"""What a crisis function says happened; the engine writes it into the record as an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

EVERYONE: Final = ("*",)


@dataclass(frozen=True)
class Change:
    """One thing that changed: its kind, who did it to whom, plain JSON data, and who may see it."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    actor: str | None = None
    target: str | None = None
    visible_to: tuple[str, ...] = EVERYONE
    cameo: str | None = None
