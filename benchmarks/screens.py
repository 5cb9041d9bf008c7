"""Screens: shots of one battery at many aim points by the kernel, against the plan of one flight at a time.

The readable way aims each flight by itself, plans it and counts; it is timed on a sample of the same aim points and
extrapolated by the point.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.measure import Effort, Sheet, Target, seconds
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.doctrine import shots_that_fit
from standoff.engine.plan import FlightPlan
from standoff.engine.screen import Case, ThreatPaths, count_shots, count_shots_each, fly_to
from standoff.flight import many_aims
from standoff.flight.aiming import aim_at
from standoff.scenario.loading import load_scenario
from standoff.scenario.world import build_world

WANTED_S: Final = 10.0
REPEATS: Final = 8


@dataclass(frozen=True)
class Field:
    """A battery, a missile from a place, and a box (south, north, west, east) over the footprint's edge."""

    scenario: str
    battery: str
    missile: str
    launch: Place
    box: tuple[float, float, float, float]


FIELDS: Final = (
    Field("japan-2017", "destroyer-middle", "nodong", Place(38.67, 125.776), (32.0, 43.0, 130.0, 142.0)),
    Field("japan-2017", "pac3-fukuoka", "nodong", Place(38.67, 125.776), (33.2, 34.0, 130.0, 130.9)),
    Field("guam-2017", "thaad-guam", "hwasong-12", Place(39.2, 125.67), (11.6, 15.6, 142.9, 147.0)),
)


def measure_screens(effort: Effort) -> Sheet:
    """Seconds of the whole screen, of a repeat with other parameters, and the readable way by the point."""
    rows: list[tuple[str, ...]] = []
    targets = []
    for field in FIELDS:
        aiming, counting, repeat, plain = (statistics.median(times) for times in _times(field, effort))
        total, points = aiming + counting, _side(effort) ** 2
        each = total / points
        rows.append(
            (
                f"{field.battery}, {field.missile}", f"{total:.2f} s", f"{aiming:.2f} s", f"{counting:.2f} s",
                f"{repeat:.2f} s", f"{1e6 * each:.0f} µs", f"{1e3 * plain:.1f} ms", f"{plain / each:.0f} times",
            )
        )  # fmt: skip
        label = f"{points:,} aim points: {field.battery} against {field.missile}"
        targets.append(Target(label, f"under {WANTED_S:.0f} s", f"{total:.2f} s", total < WANTED_S))
    return Sheet(
        "screens",
        "Aim points at which shots fit",
        f"{_side(effort) ** 2:,} aim points on a grid over the footprint's edge, one thread, flights included. A "
        f"repeat screens the same flights for other parameters, {REPEATS} sets at once. The readable way aims and "
        f"plans each flight by itself; it is timed on {effort.sample} of the points. Medians of {effort.rounds} "
        "rounds, after one that warms up.",
        ("", "all", "aiming", "counting", "a repeat", "a point", "the readable way", "faster"),
        rows,
        targets,
    )


def _side(effort: Effort) -> int:
    return math.isqrt(effort.flights)


def _times(field: Field, effort: Effort) -> tuple[list[float], list[float], list[float], list[float]]:
    """Seconds of aiming, counting and a repeat over all points, and of the readable way by the point, each round."""
    world = build_world(load_scenario(field.scenario))
    missile, battery = world.missiles[field.missile], world.batteries[field.battery]
    south, north, west, east = field.box
    lat, lon = np.meshgrid(np.linspace(south, north, _side(effort)), np.linspace(west, east, _side(effort)))
    case = Case(world, battery, missile)
    some = np.linspace(0, lat.size - 1, effort.sample).astype(int)
    sample = [Place(float(lat.flat[i]), float(lon.flat[i])) for i in some]
    found: list[ThreatPaths] = [fly_to(missile, field.launch, lat.ravel(), lon.ravel())]

    def aim() -> None:
        many_aims.forget()
        found[0] = fly_to(missile, field.launch, lat.ravel(), lon.ravel())

    def plainly() -> None:
        for place in sample:
            _plain(case, field.launch, place)

    count_shots(*case, found[0])
    plainly()
    aiming, counting, repeat, plain = [], [], [], []
    for _ in range(effort.rounds):
        aiming.append(seconds(aim))
        counting.append(seconds(lambda: count_shots(*case, found[0])))
        repeat.append(seconds(lambda: count_shots_each([case] * REPEATS, found[0])) / REPEATS)
        plain.append(seconds(plainly) / len(sample))
    return aiming, counting, repeat, plain


def _plain(case: Case, launch: Place, aim: Place) -> int:
    """Shots at one aim point, by the readable plan."""
    try:
        flight = aim_at(case.missile.vehicle, launch, aim)
    except InputError:
        return 0
    alone = replace(case.world, batteries={case.battery.id: case.battery})
    window = FlightPlan(alone, case.missile, flight).engagements[case.battery.id].window
    return 0 if window is None else int(shots_that_fit(case.battery.doctrine, window, -np.inf, case.battery.inventory))
