"""Trails of what flies: the same whether asked for at once or bit by bit, and nothing is done for what is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from exercise.sessions import DAY, HOUR, exercise, salvo
from standoff.engagement.path import flyout_path
from standoff.engine.inputs import CONTROL
from standoff.exercise import positions
from standoff.exercise.session import Exercise
from standoff.flight import results

pytestmark = pytest.mark.xdist_group("exercise")

Trail = tuple[str, list[list[float]], bool]

OVER_S = 12 * DAY


@cache
def played() -> Exercise:
    """The salvo toward Guam, flown and shot at until everything has come down."""
    session = exercise("PRK", "USA", "JPN")
    session.advance_to(11 * DAY)
    salvo(session)
    session.advance_to(OVER_S)
    return session


def slowly(session: Exercise, cell: str, now_s: float, since_s: float) -> list[Trail]:
    """The trails worked out the long way: the whole path of everything, of which what is told is then cut out."""
    state, sight = session.play.state, session.sights.get(cell)
    ends = {shot.threat: shot.plan.intercept_s for shot in state.shots.values() if shot.hit}
    told: list[Trail] = []

    def tell(name: str, way: Any, first_s: float, end_s: float) -> None:
        points = positions._points(way.time_s, way.lat_deg, way.lon_deg, way.altitude_m, first_s, end_s)
        if points:
            told.append((name, points, end_s < now_s))

    for threat in state.threats.values():
        assert threat.flown is not None
        path = threat.flown.path
        end_s = min(now_s, float(path.time_s[-1]), ends.get(threat.id, np.inf))
        if sight is None or threat.actor == cell:
            tell(threat.id if sight is None else sight.name_of(threat.id), path, since_s, end_s)
        elif (seen_s := sight.detected_s(threat.id)) is not None:
            tell(sight.name_of(threat.id), path, max(since_s, seen_s), end_s)
    for shot in state.shots.values():
        battery = state.threats[shot.threat].plan.batteries[shot.battery]
        if shot.fired and (sight is None or session.world.batteries[shot.battery].actor == cell):
            way = flyout_path(battery.interceptor, battery.place, shot.plan)
            name = shot.id if sight is None else shot.id.replace(shot.threat, sight.name_of(shot.threat))
            tell(name, way, since_s, min(now_s, float(way.time_s[-1])))
    return told


def trails(session: Exercise, cell: str, now_s: float, since_s: float) -> list[Trail]:
    """The trails as they would be told at a moment."""
    found = positions.trails(session.world, session.play.state, now_s, session.sights.get(cell), since_s)
    return [(trail["id"], trail["points"], trail["over"]) for trail in found]


def moments(session: Exercise) -> list[float]:
    """From before the first lift-off until all is over, at odd steps, and every end of a flight to the float."""
    state = session.play.state
    paths = [threat.flown.path.time_s for threat in state.threats.values() if threat.flown is not None]
    ends = [float(time_s[-1]) for time_s in paths]
    ends += [shot.plan.launch_s + shot.plan.flyout_s for shot in state.shots.values() if shot.fired]
    first_s = min(float(time_s[0]) for time_s in paths)
    return sorted({*np.arange(first_s - 50.0, max(ends) + 200.0, 83.7).tolist(), *ends})


def test_the_exercise_of_these_tests_has_missiles_and_interceptors() -> None:
    state = played().play.state
    assert len(state.threats) >= 4
    assert sum(shot.fired for shot in state.shots.values()) >= 4


@pytest.mark.parametrize("cell", [CONTROL, "PRK", "USA"])
def test_trails_are_those_of_the_long_way_at_once_and_bit_by_bit(cell: str) -> None:
    session, since_s = played(), 0.0
    joined: dict[str, list[list[float]]] = {}
    for now_s in moments(session):
        assert trails(session, cell, now_s, 0.0) == slowly(session, cell, now_s, 0.0)
        increment = trails(session, cell, now_s, since_s)
        assert increment == slowly(session, cell, now_s, since_s)
        for name, points, _ in increment:
            joined.setdefault(name, []).extend(points)
        since_s = now_s
    whole = trails(session, cell, OVER_S, 0.0)
    assert whole
    assert {name for name, _, _ in whole} == set(joined)
    for name, points, _ in whole:
        times = [point[0] for point in joined[name]]
        assert (joined[name][0], joined[name][-1]) == (points[0], points[-1])
        assert times == sorted(times)
        assert max(np.diff(times)) <= positions.STEP_S + 0.001


def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, done: Counter[str]) -> None:
    """Count the calls of a function of a module."""
    real: Callable[..., Any] = getattr(module, name)

    def counting(*given: Any) -> Any:
        done[name] += 1
        return real(*given)

    monkeypatch.setattr(module, name, counting)


def test_each_flight_is_worked_out_once_and_one_that_is_over_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    session = exercise("PRK", "USA")
    session.advance_to(11 * DAY)
    salvo(session)
    session.advance_to(OVER_S)
    state = session.play.state
    for threat in state.threats.values():
        assert threat.flown is not None
        threat.flown.path.__dict__.pop("_geodetic", None)
    positions._way.cache_clear()
    done: Counter[str] = Counter()
    for module, name in (
        (results, "geodetic_from_ecef"), (positions, "flyout_path"), (positions, "_points"),
    ):  # fmt: skip
        counted(monkeypatch, module, name, done)
    views = (CONTROL, "PRK", "USA", "JPN")
    for _ in range(3):
        for view in views:
            assert session.trails(view, OVER_S - HOUR) == []
    assert not done
    for _ in range(3):
        for view in views:
            session.trails(view)
    assert done["geodetic_from_ecef"] == len(state.threats)
    assert done["flyout_path"] == sum(shot.fired for shot in state.shots.values())
