"""Deployments: units that can be sent, and the stations where they can stand.

A unit may be a battery with its sensors: then it exists for the missile defense only where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

AWAY: Final = ""


@dataclass(frozen=True)
class Deployment:
    """A unit: whose, how long it travels, its stations (name -> place as plain data), and where it stands at first."""

    id: str
    title: str
    actor: str
    stations: Mapping[str, Mapping[str, Any]]
    home: str = AWAY
    travel_s: float = 0.0
    battery: str | None = None
    sensors: tuple[str, ...] = ()

    @property
    def first_station(self) -> str:
        """Where it goes if nobody says where."""
        return next(iter(self.stations))
