"""Whose tracks a battery may use: to commit (launch) and to guide (cover the intercept).

| mode | commit on | guide with |
|---|---|---|
| organic | its own sensor | its own sensor |
| launch-on-remote | its own or the network's | its own sensor |
| engage-on-remote | its own or the network's | its own or the network's |

The modes are those that the US Missile Defense Agency names for Aegis BMD. A remote track arrives a link delay late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError

Mask = NDArray[np.bool_]


class Mode(StrEnum):
    """How far a battery relies on other sensors."""

    ORGANIC = "organic"
    LAUNCH_ON_REMOTE = "launch-on-remote"
    ENGAGE_ON_REMOTE = "engage-on-remote"


@dataclass(frozen=True)
class Network:
    """A battery's sensors: `organic` is the id of its own (None if it has none), `remote` the ids on its link.

    A guiding sensor must have held the threat for `hold_s` before an intercept: time to hand it to the interceptor.
    """

    mode: Mode = Mode.ORGANIC
    organic: str | None = None
    remote: tuple[str, ...] = ()
    link_delay_s: float = 0.0
    hold_s: float = 0.0

    def __post_init__(self) -> None:
        for field in ("link_delay_s", "hold_s"):
            if getattr(self, field) < 0.0:
                raise InputError("is negative", field=field, value=getattr(self, field), allowed="0 or more")
        if self.organic is None and self.mode is not Mode.ENGAGE_ON_REMOTE:
            raise InputError(
                "needs the battery's own sensor to guide", field="mode", value=str(self.mode),
                allowed=f"a sensor of its own, or mode {Mode.ENGAGE_ON_REMOTE}",
            )  # fmt: skip

    @property
    def commit_sensors(self) -> tuple[str, ...]:
        """Sensors whose track allows a launch, the battery's own first."""
        return self._own if self.mode is Mode.ORGANIC else self._own + self._others

    @property
    def guidance_sensors(self) -> tuple[str, ...]:
        """Sensors of which one must see the intercept, the battery's own first."""
        return self._own + self._others if self.mode is Mode.ENGAGE_ON_REMOTE else self._own

    @property
    def _own(self) -> tuple[str, ...]:
        return () if self.organic is None else (self.organic,)

    @property
    def _others(self) -> tuple[str, ...]:
        return tuple(sensor for sensor in self.remote if sensor != self.organic)


class Commit(NamedTuple):
    """When the first track good enough to commit is at the battery, and whose it is."""

    time_s: float
    sensor: str


def earliest_commit(network: Network, track_time_s: Mapping[str, float]) -> Commit | None:
    """First usable track among `track_time_s` (sensor id -> time at which its track fits the basket), or None.

    Remote tracks arrive `link_delay_s` later. On a tie the battery's own sensor comes first, then the order given.
    """
    arrivals = [
        Commit(track_time_s[sensor] + (0.0 if sensor == network.organic else network.link_delay_s), sensor)
        for sensor in network.commit_sensors
        if track_time_s.get(sensor, np.inf) < np.inf
    ]
    return min(arrivals, key=lambda commit: commit.time_s, default=None)


def guided_mask(network: Network, coverage: Mapping[str, Mask], time_s: ArrayLike) -> Mask:
    """Where along a path with times (n,) some sensor that may guide has held the threat for long enough.

    `coverage` maps sensor id -> mask (n,) of the samples at which the sensor holds the threat.
    """
    time = np.asarray(time_s, dtype=float)
    mask = np.zeros(time.shape, dtype=bool)
    for sensor in network.guidance_sensors:
        if sensor in coverage:
            mask |= _held_for(coverage[sensor], time, network.hold_s)
    return mask


def _held_for(holds: Mask, time_s: NDArray[np.float64], hold_s: float) -> Mask:
    """The samples at which a mask has been true without a break for `hold_s`."""
    lost_s = np.maximum.accumulate(np.where(holds, -np.inf, time_s))
    # The hold begins with the first true sample after the last loss.
    first = np.searchsorted(time_s, lost_s, side="right")
    return holds & (time_s - time_s[np.minimum(first, len(time_s) - 1)] >= hold_s)
