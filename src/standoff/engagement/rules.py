"""Rules of engagement: who may be defended, from whose soil, against which predicted impacts, and from when.

Territory is an outline of latitudes and longitudes with a margin around it; a single point with a margin is a circle.
Outlines are small against the Earth: distances to their edges use a plane that is true at the place asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.base.constants import SPHERE_RADIUS_M
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.refusal import Reason, Refusal

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Territory:
    """Land (and the sea around it, by `margin_m`) of an actor: an outline of (lat_deg, lon_deg) corners."""

    actor: str
    name: str
    outline: tuple[tuple[float, float], ...]
    margin_m: float = 0.0

    def __post_init__(self) -> None:
        if not self.outline:
            raise InputError("has no corner", field=f"territory {self.name}", allowed="one point or more")

    def distance_m(self, place: Place) -> float:
        """How far `place` lies outside outline and margin; 0 inside."""
        scale = np.array([1.0, np.cos(np.radians(place.lat_deg))])
        offset_deg = np.array(self.outline) - (place.lat_deg, place.lon_deg)
        offset_deg[:, 1] = (offset_deg[:, 1] + 180.0) % 360.0 - 180.0
        corners = np.radians(offset_deg) * scale * SPHERE_RADIUS_M
        if _encloses_origin(corners):
            return 0.0
        return max(0.0, _origin_to_edges_m(corners) - self.margin_m)


@dataclass(frozen=True)
class Rules:
    """What a battery may do.

    `defends`: actors that may be defended; empty means anyone. `territories`: of all actors that matter, so that a
    predicted impact can be told apart; with `only_if_aimed_at` it must lie in one that may be defended. `host` is the
    actor whose soil or deck the battery fires from, `host_permits` the actors that the host lets it defend (None: all).
    `weapons_free_s`: intervals (start, end) after STARTEX in which it may fire; empty means always.
    """

    defends: tuple[str, ...] = ()
    only_if_aimed_at: bool = False
    territories: tuple[Territory, ...] = ()
    host: str | None = None
    host_permits: tuple[str, ...] | None = None
    weapons_free_s: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        for start, end in self.weapons_free_s:
            if not start < end:
                raise InputError("ends before it starts", field="weapons_free", value=(start, end))
        if self.only_if_aimed_at and not self.territories:
            raise InputError(
                "needs territories", field="only_if_aimed_at", value=True, allowed="a list of territories beside it"
            )


def may_fire(rules: Rules, time_s: float) -> bool:
    """Whether weapons are free at a moment."""
    return weapons_free_from(rules, time_s) == time_s


def permits(rules: Rules, predicted_impact: Place, time_s: float) -> Refusal | None:
    """None if a missile predicted to fall there may be shot at from `time_s` on, else the reason why not.

    An impact outside every listed territory (open sea) may be shot at unless `only_if_aimed_at` holds.
    """
    if weapons_free_from(rules, time_s) == np.inf:
        return Refusal(Reason.WEAPONS_HOLD, time_s, max(end for _, end in rules.weapons_free_s))
    aimed_at = {zone.actor for zone in rules.territories if zone.distance_m(predicted_impact) == 0.0}
    may_defend = {actor for actor in aimed_at if not rules.defends or actor in rules.defends}
    if not may_defend and (aimed_at or rules.only_if_aimed_at):
        return Refusal(Reason.NOT_DEFENDED, _distance_to_defended_m(rules, predicted_impact), 0.0)
    if may_defend and rules.host_permits is not None and may_defend.isdisjoint(rules.host_permits):
        return Refusal(Reason.HOST_FORBIDS)
    return None


def weapons_free_from(rules: Rules, time_s: float) -> float:
    """The first moment at or after `time_s` at which the rules let the battery fire; inf if there is none."""
    if not rules.weapons_free_s:
        return time_s
    return min((max(time_s, start) for start, end in rules.weapons_free_s if time_s < end), default=float("inf"))


def _distance_to_defended_m(rules: Rules, place: Place) -> float:
    zones = [zone for zone in rules.territories if not rules.defends or zone.actor in rules.defends]
    return min((zone.distance_m(place) for zone in zones), default=float("nan"))


def _encloses_origin(corners: Array) -> bool:
    """Even-odd rule for the origin; corners (n, 2) in a plane."""
    if len(corners) < 3:
        return False
    (y0, x0), (y1, x1) = corners.T, np.roll(corners, -1, axis=0).T
    straddles = (y0 > 0.0) != (y1 > 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 - y0 * (x1 - x0) / (y1 - y0)
    return bool(np.count_nonzero(straddles & (crossing > 0.0)) % 2)


def _origin_to_edges_m(corners: Array) -> float:
    """Shortest distance from the origin to the closed outline (n, 2)."""
    along = np.roll(corners, -1, axis=0) - corners
    length2 = np.maximum((along**2).sum(axis=1), 1e-12)
    fraction = np.clip(-(corners * along).sum(axis=1) / length2, 0.0, 1.0)
    return float(np.hypot(*(corners + fraction[:, None] * along).T).min())
