"""Why a battery does not engage: a reason code with the numbers behind it, and the sentence a report prints.

Values are SI; the sentence converts to kilometers. A refusal is an answer, not an error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """The first condition that fails; the order is the order in which conditions are tried."""

    WEAPONS_HOLD = "weapons-hold"
    NOT_DEFENDED = "not-defended"
    HOST_FORBIDS = "host-forbids"
    NO_INVENTORY = "no-inventory"
    NO_CHANNEL = "no-channel"
    NO_TRACK = "no-track"
    POOR_TRACK = "poor-track"
    LATE_TRACK = "late-track"
    STILL_BOOSTING = "still-boosting"
    OUT_OF_RANGE = "out-of-range"
    TOO_HIGH = "too-high"
    TOO_LOW = "too-low"
    OUT_OF_ALTITUDE = "out-of-altitude"
    OUT_OF_ENERGY = "out-of-energy"
    NO_GUIDANCE = "no-guidance"
    TOO_LATE = "too-late"
    NOT_NEEDED = "not-needed"
    LEFT_TO_ANOTHER = "left-to-another"


# `value` and `limit` as the templates see them: raw, and in km for lengths.
_SENTENCES: dict[Reason, str] = {
    Reason.WEAPONS_HOLD: "weapons are held: permission to fire ended {limit:.0f} s after STARTEX",
    Reason.NOT_DEFENDED: "the predicted impact lies {value_km:,.0f} km from anything that this battery may defend",
    Reason.HOST_FORBIDS: "the host of the battery does not allow this defense from its soil",
    Reason.NO_INVENTORY: "no interceptor is left ({limit:.0f} were loaded)",
    Reason.NO_CHANNEL: "all {limit:.0f} simultaneous engagements are taken",
    Reason.NO_TRACK: "no sensor that this battery may use holds a track good enough to commit",
    Reason.POOR_TRACK: "the best track in time is good to {value_km:.1f} km; the interceptor diverts {limit_km:.1f} km",
    Reason.LATE_TRACK: "its sensors have no usable track until {value:.0f} s after its last moment to fire",
    Reason.STILL_BOOSTING: "the missile is under thrust for the whole path that was seen",
    Reason.OUT_OF_RANGE: "passes {value_km:,.0f} km away at its nearest; reach is {limit_km:,.0f} km",
    Reason.TOO_HIGH: "lowest altitude in range is {value_km:,.0f} km; the interceptor's ceiling is {limit_km:,.0f} km",
    Reason.TOO_LOW: "highest altitude in range is {value_km:,.0f} km; the interceptor's floor is {limit_km:,.0f} km",
    Reason.OUT_OF_ALTITUDE: "is at altitudes in reach only out of range; {value_km:,.0f} km too far at the nearest",
    Reason.OUT_OF_ENERGY: "lies {value_km:,.0f} km beyond what the interceptor's speed can reach at that altitude",
    Reason.NO_GUIDANCE: "no sensor that may guide the interceptor sees the missile while it is in reach",
    Reason.TOO_LATE: "the interceptor would reach the path {value:.0f} s too late",
    Reason.NOT_NEEDED: "another battery had already destroyed the missile",
    Reason.LEFT_TO_ANOTHER: "another battery had shots under way at it until it was too late to fire",
}


@dataclass(frozen=True)
class Refusal:
    """No engagement: the reason, the number found and the limit that it broke (SI; NaN where none exists)."""

    reason: Reason
    value: float = float("nan")
    limit: float = float("nan")

    @property
    def sentence(self) -> str:
        """What a reader without the model needs to know, e.g. "passes 412 km away at its nearest; reach is 250 km"."""
        if self.reason is Reason.NOT_DEFENDED and self.value != self.value:
            return "the predicted impact is on nobody whom this battery may defend"
        return _SENTENCES[self.reason].format(
            value=self.value, limit=self.limit, value_km=self.value / 1000.0, limit_km=self.limit / 1000.0
        )

    @property
    def numbers(self) -> dict[str, float | None]:
        """Value and limit as plain JSON numbers, None where a number does not exist."""
        pairs = {"value": self.value, "limit": self.limit}
        return {name: number if math.isfinite(number) else None for name, number in pairs.items()}
