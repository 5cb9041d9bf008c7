"""The clock: how exercise time follows the time of day. It reads no clock itself; the time of day is handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from standoff.base.errors import InputError

SLOWEST: Final = 1.0
FASTEST: Final = 3600.0


@dataclass(frozen=True)
class Clock:
    """Where exercise time stands and how fast it passes.

    Attributes:
        at_s: exercise time at the anchor, seconds after STARTEX.
        anchor_s: the moment of the anchor on a clock that never goes back, seconds.
        rate: exercise seconds a second.
        running: whether time passes.
    """

    at_s: float = 0.0
    anchor_s: float = 0.0
    rate: float = 60.0
    running: bool = False

    def now_s(self, wall_s: float) -> float:
        """Exercise time at a moment, to the millisecond."""
        if not self.running:
            return self.at_s
        return round(self.at_s + max(wall_s - self.anchor_s, 0.0) * self.rate, 3)

    def set(self, at_s: float, wall_s: float, *, rate: float | None = None, running: bool | None = None) -> Clock:
        """The clock anchored anew at an exercise time, with another rate, running or standing. Raises `InputError`."""
        return replace(
            self,
            at_s=at_s,
            anchor_s=wall_s,
            rate=self.rate if rate is None else checked_rate(rate),
            running=self.running if running is None else running,
        )


def checked_rate(rate: Any) -> float:
    """The rate. Raises `InputError` if it is none, or out of bounds."""
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not SLOWEST <= rate <= FASTEST:
        raise InputError("is out of bounds", field="rate", value=rate, allowed=f"{SLOWEST:g} to {FASTEST:g}")
    return float(rate)
