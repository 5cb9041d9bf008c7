"""Where things are that fly, as far as a cell may know: its own, and what its sensors have detected; up to now only."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np

from standoff.base.geodesy import Place
from standoff.engagement.interceptor import Interceptor
from standoff.engagement.path import FlyoutPath, flyout_path
from standoff.engagement.window import Shot as PlannedShot
from standoff.engine.state import Shot, State, Threat
from standoff.engine.tracks import Array
from standoff.exercise.sight import Sight
from standoff.scenario.world import World

STEP_S: Final = 5.0
"""Spacing of the points of a trail."""

# Ways of interceptors that are kept, some kilobytes each: more than fly in an exercise at a time.
_MOST_WAYS: Final = 1024

Json = dict[str, Any]


def trails(world: World, state: State, now_s: float, sight: Sight | None, since_s: float = 0.0) -> list[Json]:
    """Trails of everything that flies or flew in a span of time: [t_s, lat_deg, lon_deg, altitude_m] every 5 s.

    Args:
        world: what there is.
        state: where it stands.
        now_s: the end of the span: nothing of the future is told.
        sight: the cell's; None for control, which sees everything that was launched.
        since_s: the beginning of the span.
    """
    found = []
    ends = {shot.threat: shot.plan.intercept_s for shot in state.shots.values() if shot.hit}
    for threat in state.threats.values():
        trail = _threat(threat, ends.get(threat.id), now_s, sight, since_s)
        if trail is not None:
            found.append(trail)
    for shot in state.shots.values():
        trail = _interceptor(shot, state, world, now_s, sight, since_s)
        if trail is not None:
            found.append(trail)
    return found


def _threat(threat: Threat, end_s: float | None, now_s: float, sight: Sight | None, since_s: float) -> Json | None:
    if threat.flown is None:
        return None
    path = threat.flown.path
    last_s = min(now_s, float(path.time_s[-1]), np.inf if end_s is None else end_s)
    # This is asked every second, for every view, of everything that ever flew: what is over costs nothing.
    if last_s < since_s:
        return None
    mine = sight is None or threat.actor == sight.cell
    seen_s = -np.inf
    if not mine:
        assert sight is not None
        detected = sight.detected_s(threat.id)
        if detected is None:
            return None
        seen_s = detected
    name = threat.id if sight is None else sight.name_of(threat.id)
    kind = "own-missile" if mine and sight is not None else "missile"
    points = _points(path.time_s, path.lat_deg, path.lon_deg, path.altitude_m, max(since_s, seen_s), last_s)
    return _trail(name, kind, points, last_s < now_s)


def _interceptor(
    shot: Shot, state: State, world: World, now_s: float, sight: Sight | None, since_s: float
) -> Json | None:
    last_s = min(now_s, shot.plan.launch_s + shot.plan.flyout_s)
    if not shot.fired or last_s < since_s:
        return None
    if sight is not None and world.batteries[shot.battery].actor != sight.cell:
        return None
    battery = state.threats[shot.threat].plan.batteries[shot.battery]
    way = _way(battery.interceptor, battery.place, shot.plan)
    name = shot.id
    if sight is not None:
        name = name.replace(shot.threat, sight.name_of(shot.threat))
    points = _points(way.time_s, way.lat_deg, way.lon_deg, way.altitude_m, since_s, last_s)
    return _trail(name, "interceptor", points, last_s < now_s)


@lru_cache(maxsize=_MOST_WAYS)
def _way(interceptor: Interceptor, battery: Place, shot: PlannedShot) -> FlyoutPath:
    """The way of one shot: the same for every view and every second of it."""
    return flyout_path(interceptor, battery, shot)


def _trail(name: str, kind: str, points: list[list[float]], over: bool) -> Json | None:
    return {"id": name, "kind": kind, "points": points, "over": over} if points else None


def _points(
    time_s: Array, lat_deg: Array, lon_deg: Array, altitude_m: Array, first_s: float, last_s: float
) -> list[list[float]]:
    """Points every few seconds of a span, with both its ends."""
    begin = max(first_s, float(time_s[0]))
    if last_s < begin:
        return []
    at = np.unique(np.append(np.arange(begin, last_s, STEP_S), last_s))
    lon = np.interp(at, time_s, np.unwrap(lon_deg, period=360.0))
    columns = (at, np.interp(at, time_s, lat_deg), (lon + 180.0) % 360.0 - 180.0, np.interp(at, time_s, altitude_m))
    rounded = [np.round(column, places) for column, places in zip(columns, (3, 4, 4, 0), strict=True)]
    return [list(map(float, row)) for row in zip(*rounded, strict=True)]
