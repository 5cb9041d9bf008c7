"""The vertical plane of a flight: how far along it and how far beside it a point lies.

On the sphere of the mean radius, by the cross-track formulas of great circles; right for drawing, not for measuring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from standoff.views.digest import Spot, Threat
from standoff.views.figures.projection import EARTH_RADIUS_KM, Array


@dataclass(frozen=True)
class Plane:
    """The plane that holds an origin and an aim point."""

    origin: Spot
    bearing_rad: float

    @classmethod
    def of(cls, threat: Threat) -> Plane:
        """The plane from a threat's launch point to its aim."""
        _, bearing = _polar(threat.origin, threat.aim.lat_deg, threat.aim.lon_deg)
        return cls(threat.origin, float(bearing))

    def along_and_beside_km(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[Array, Array]:
        """Distance along the plane from its origin and distance to the right of it, km."""
        angle, bearing = _polar(self.origin, lat_deg, lon_deg)
        turn = bearing - self.bearing_rad
        along = np.arctan2(np.sin(angle) * np.cos(turn), np.cos(angle))
        beside = np.arcsin(np.clip(np.sin(angle) * np.sin(turn), -1.0, 1.0))
        return along * EARTH_RADIUS_KM, beside * EARTH_RADIUS_KM


def alike(threats: Sequence[Threat], turn_deg: float = 8.0, stretch: float = 0.2) -> list[list[Threat]]:
    """Threats grouped by launch area, direction and range, so that one plane can show a group. Largest first."""
    groups: list[list[Threat]] = []
    for threat in threats:
        for group in groups:
            if _same_plane(group[0], threat, np.radians(turn_deg), stretch):
                group.append(threat)
                break
        else:
            groups.append([threat])
    return sorted(groups, key=len, reverse=True)


def _same_plane(first: Threat, second: Threat, turn_rad: float, stretch: float) -> bool:
    apart, _ = _polar(first.origin, second.origin.lat_deg, second.origin.lon_deg)
    reach_1, bearing_1 = _polar(first.origin, first.aim.lat_deg, first.aim.lon_deg)
    reach_2, bearing_2 = _polar(second.origin, second.aim.lat_deg, second.aim.lon_deg)
    turn = abs((bearing_1 - bearing_2 + np.pi) % (2.0 * np.pi) - np.pi)
    return bool(apart < 0.1 * reach_1 and turn < turn_rad and abs(reach_1 - reach_2) < stretch * reach_1)


def _polar(origin: Spot, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[Array, Array]:
    """Central angle and initial bearing from the origin, rad."""
    lat0, lat = np.radians(origin.lat_deg), np.radians(lat_deg)
    turn = np.radians(lon_deg) - np.radians(origin.lon_deg)
    east = np.cos(lat) * np.sin(turn)
    north = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(turn)
    cosine = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(turn)
    return np.arctan2(np.hypot(east, north), cosine), np.arctan2(east, north)
