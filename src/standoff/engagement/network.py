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
from numpy.typing import NDArray

from standoff.base.errors import InputError

Mask = NDArray[np.bool_]


class Mode(StrEnum):
    """How far a battery relies on other sensors."""

    ORGANIC = "organic"
    LAUNCH_ON_REMOTE = "launch-on-remote"
    ENGAGE_ON_REMOTE = "engage-on-remote"


@dataclass(frozen=True)
class Network:
    """A battery's sensors: `organic` is the id of its own (None if it has none), `remote` the ids on its link."""

    mode: Mode = Mode.ORGANIC
    organic: str | None = None
    remote: tuple[str, ...] = ()
    link_delay_s: float = 0.0

    def __post_init__(self) -> None:
        if self.link_delay_s < 0.0:
            raise InputError("is negative", field="link_delay_s", value=self.link_delay_s, allowed="0 or more")
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


def guided_mask(network: Network, coverage: Mapping[str, Mask], samples: int) -> Mask:
    """Where along a path (n,) some sensor that may guide sees the threat; `coverage` maps sensor id -> mask (n,)."""
    mask = np.zeros(samples, dtype=bool)
    for sensor in network.guidance_sensors:
        if sensor in coverage:
            mask |= coverage[sensor]
    return mask
