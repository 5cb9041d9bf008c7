"""Announced threats: what an actor says it may do, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NONE: Final = "none"
ANNOUNCED: Final = "announced"
SUSPENDED: Final = "suspended"
CARRIED_OUT: Final = "carried-out"
WITHDRAWN: Final = "withdrawn"

STATUSES: Final = (NONE, ANNOUNCED, SUSPENDED, CARRIED_OUT, WITHDRAWN)

_AFTER: Final = {
    "announce": (ANNOUNCED, (NONE, SUSPENDED, WITHDRAWN)),
    "suspend": (SUSPENDED, (ANNOUNCED,)),
    "resume": (ANNOUNCED, (SUSPENDED,)),
    "carry-out": (CARRIED_OUT, (ANNOUNCED, SUSPENDED)),
    "withdraw": (WITHDRAWN, (ANNOUNCED, SUSPENDED)),
}


@dataclass(frozen=True)
class Threat:
    """A threat: who threatens whom with what; `plan` names the launches that carry it out, if there are any."""

    id: str
    title: str
    actor: str
    target: str
    plan: str | None = None
    status: str = NONE


def after(status: str, verb: str) -> str:
    """The status after a verb; unchanged where the verb means nothing: what is not announced cannot be suspended."""
    wanted, possible = _AFTER[verb]
    return wanted if status in possible else status
