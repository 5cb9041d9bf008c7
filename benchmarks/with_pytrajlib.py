"""pytrajlib's own flights with its own steps, and a tight solution of its own equations.

Its physics: a sphere that does not rotate, inverse-square gravity, one exponential atmosphere, constant drag
coefficients, thrust without back-pressure along a fixed direction after five seconds of vertical flight, constant
acceleration over each step (1 s in boost and above 100 km, 0.01 s below). It flies its built-in vehicles only; it has
no vehicle of two stages, and the one that it flies fastest, of three, stands in. It integrates a true and an estimated
state side by side. Values below are those of version 1.0.0a6, as its headers state them.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

Array = NDArray[np.float64]

RADIUS_M: Final = 6_371e3
GM: Final = 6.67408e-11 * 5.972e24
G: Final = 9.81
SCALE_HEIGHT_M: Final = 8_000.0
SEA_LEVEL_KG_M3: Final = 1.225
RV_AREA_M2: Final = math.pi * 0.23**2
RV_CD: Final = 0.1
BALLISTIC_KG: Final = 400.0
REENTRY_ONLY_KG: Final = 450.0
BOOSTER_AREA_M2: Final = 2.2698
BOOSTER_CD: Final = 0.15
BUS_KG: Final = 100.0
VERTICAL_S: Final = 5.0
# Wet mass (kg), fuel (kg), specific impulse (s), burn (s) of each stage of its default booster.
STAGES: Final = ((23_230.0, 20_780.0, 267.0, 61.0), (7_270.0, 6_240.0, 287.0, 66.0), (3_710.0, 3_306.0, 285.0, 61.0))
REENTRY_HEIGHT_M: Final = 500e3

# Angle of the fall (rad) and speed (m/s) at the start: falls of about 1,000 s. Aims of the boosted flights (km).
ARCS: Final = ((0.72, 3000.0), (0.74, 3300.0), (0.70, 3600.0))
AIMS_KM: Final = (7000.0, 9000.0, 11_000.0)


@dataclass(frozen=True)
class Result:
    """Rates (flights/s) and errors (m) over the runs, and the mean flight time."""

    rates: list[float]
    errors_m: list[float]
    flight_time_s: float


def arcs(count: int) -> Result:
    """Falls of its re-entry vehicle."""
    runs = [{"run_type": 1, "reentry_angle": angle, "reentry_vel": speed, **_aim(5000.0)} for angle, speed in ARCS]
    answers = _fly(runs, count)
    truth = [_reference_arc(angle, speed) for angle, speed in ARCS]
    return _result(answers, truth, count)


def flights(count: int) -> Result:
    """Flights of its default booster."""
    answers = _fly([{"run_type": 0, "booster_type": 0, **_aim(km)} for km in AIMS_KM], count)
    truth = [_reference_flight(a["impact"]["theta_long"], a["impact"]["theta_lat"]) for a in answers]
    return _result(answers, truth, count)


def _aim(range_km: float) -> dict[str, float]:
    angle = range_km * 1e3 / RADIUS_M
    return {"x_aim": RADIUS_M * math.cos(angle), "y_aim": RADIUS_M * math.sin(angle), "z_aim": 0.0}


def _fly(runs: list[dict[str, float]], count: int) -> list[dict[str, Any]]:
    few = max(1, count // 10)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.pytrajlib_worker"],
        input=json.dumps({"counts": [few, few + count], "runs": runs}),
        env=os.environ | {"TQDM_DISABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no message"])[-1])
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _result(answers: list[dict[str, Any]], truth: list[Array], count: int) -> Result:
    # Its search for the aim runs once a call: the difference of two counts leaves it out.
    rates = [count / (a["seconds"][1] - a["seconds"][0]) for a in answers]
    found = [np.array([a["impact"][axis] for axis in "xyz"]) for a in answers]
    errors = [float(np.linalg.norm(f - t)) for f, t in zip(found, truth, strict=True)]
    return Result(rates, errors, float(np.mean([a["impact"]["t"] for a in answers])))


def _reference_arc(angle: float, speed: float) -> Array:
    start = np.array([RADIUS_M + REENTRY_HEIGHT_M, RADIUS_M / math.tan(angle), 0.0])
    velocity = -speed * np.array([math.sin(angle), math.cos(angle), 0.0])
    return _fall(0.0, np.concatenate([start, velocity]), REENTRY_ONLY_KG)


def _reference_flight(theta_long: float, theta_lat: float) -> Array:
    tilted = np.array(
        [
            math.cos(theta_long) * math.cos(theta_lat),
            math.sin(theta_long) * math.cos(theta_lat),
            math.sin(theta_lat),
        ]
    )
    mass = BUS_KG + BALLISTIC_KG + sum(stage[0] for stage in STAGES)
    state, now = np.array([RADIUS_M, 0.0, 0.0, 0.0, 0.0, 0.0]), 0.0
    for wet, fuel, impulse, burn in STAGES:
        ignition = now
        for end in (VERTICAL_S, ignition + burn) if now < VERTICAL_S else (ignition + burn,):
            direction = tilted if now >= VERTICAL_S else np.array([1.0, 0.0, 0.0])
            rhs = _boost(direction, mass, fuel / burn, impulse * G, ignition)
            state, now = _solve(rhs, now, end, state)[0], end
        mass -= wet
    return _fall(now, state, BALLISTIC_KG)


def _boost(direction: Array, mass: float, flow: float, exhaust: float, ignition: float) -> Any:
    def derivative(now: float, y: Array) -> Array:
        kg = mass - flow * (now - ignition)
        drag = _drag(y, BOOSTER_AREA_M2 * BOOSTER_CD)
        return np.concatenate([y[3:], _gravity(y) + (exhaust * flow * direction + drag) / kg])

    return derivative


def _fall(now: float, state: Array, mass: float) -> Array:
    def derivative(_now: float, y: Array) -> Array:
        return np.concatenate([y[3:], _gravity(y) + _drag(y, RV_AREA_M2 * RV_CD) / mass])

    def ground(_now: float, y: Array) -> float:
        return float(np.linalg.norm(y[:3])) - RADIUS_M

    ground.terminal, ground.direction = True, -1.0  # type: ignore[attr-defined]
    return _solve(derivative, now, now + 20_000.0, state, events=ground, max_step=20.0)[0][:3]


def _solve(derivative: Any, start: float, end: float, state: Array, **more: Any) -> tuple[Array, float]:
    tolerance = np.array([1e-7] * 3 + [1e-9] * 3)
    done = solve_ivp(derivative, (start, end), state, method="DOP853", rtol=1e-12, atol=tolerance, **more)
    return done.y[:, -1], float(done.t[-1])


def _gravity(y: Array) -> Array:
    result: Array = -GM * y[:3] / np.linalg.norm(y[:3]) ** 3
    return result


def _drag(y: Array, area: float) -> Array:
    height = max(0.0, float(np.linalg.norm(y[:3])) - RADIUS_M)
    density = SEA_LEVEL_KG_M3 * math.exp(-height / SCALE_HEIGHT_M)
    result: Array = -0.5 * density * area * np.linalg.norm(y[3:]) * y[3:]
    return result
