"""Where an exercise stands, and which command of the clock leads from where to where."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from standoff.base.errors import InputError


class Status(StrEnum):
    """Where an exercise stands."""

    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    HELD = "held"
    ENDED = "ended"


# Command -> where it may be given, and where the exercise stands then.
_LEADS: Final = {
    "startex": (Status.PLANNED, Status.RUNNING),
    "pausex": (Status.RUNNING, Status.PAUSED),
    "resumex": (Status.PAUSED, Status.RUNNING),
    "step": (Status.PAUSED, Status.PAUSED),
    "jump": (Status.PAUSED, Status.PAUSED),
}


def commanded(status: Status, command: str) -> Status:
    """Where the exercise stands after a command of the clock; one that is about the rate alone moves nothing.

    Raises `InputError` for a command that does not fit.
    """
    if command not in _LEADS:
        return status
    before, then = _LEADS[command]
    if status is not before:
        fitting = [name for name, (start, _) in _LEADS.items() if start is status]
        raise InputError(
            f"does not fit: the exercise is {status.value}", field="command", value=command,
            allowed=", ".join([*fitting, "rate"]),
        )  # fmt: skip
    return then
