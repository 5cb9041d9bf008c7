"""The flights with SciPy's RK45 at rtol 1e-7 (its default atol) and a right-hand side in Python.

Phases restart at every change of thrust or steering; an event ends the flight on the ground. The right-hand side is a
module with `unpowered`, `powered` and `ground`: `scalars` (fast Python) or `arrays` (short Python).
Frame: inertial, coinciding with ECEF at time zero; SI units.
"""

from __future__ import annotations

import math
from typing import Any, Final, Protocol

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.cases import LAUNCH, VEHICLE, Arcs, Flights
from benchmarks.steering import Array, Derivative, Engine, State, Steering
from standoff.base.constants import OMEGA_RAD_S
from standoff.base.geodesy import ecef_from_geodetic, enu_axes
from standoff.flight.drag import CONSTANT, DragCurve

RELATIVE_TOLERANCE: Final = 1e-7
LONGEST_S: Final = 7200.0


class RightHandSide(Protocol):
    """What a module of right-hand sides offers."""

    def unpowered(self, load: float, curve: DragCurve) -> Derivative:
        """Without thrust."""

    def powered(self, engine: Engine, steering: Steering, half_area: float, curve: DragCurve) -> Derivative:
        """Under thrust."""

    def ground(self, _time: float, state: Array) -> float:
        """Height."""


def arc(cases: Arcs, i: int, rhs: RightHandSide) -> Array:
    """Impact (3,) of one arc: ECEF."""
    load = 0.5 / (float(cases.beta_kg_m2[i]) * CONSTANT.hypersonic)
    return _fall(rhs, 0.0, start_of_arc(cases, i), load, CONSTANT)


def flight(cases: Flights, i: int, rhs: RightHandSide) -> Array:
    """Impact (3,) of one powered flight: ECEF."""
    cutoff, half_area = float(cases.cutoff_s[i]), 0.125 * math.pi * VEHICLE.diameter_m**2
    rise, pitched = VEHICLE.vertical_rise_s, VEHICLE.vertical_rise_s + VEHICLE.pitch_over_s
    up, forward = launch_axes(float(cases.azimuth_deg[i]))
    state: State = start_of_flight()
    time, mass = 0.0, VEHICLE.launch_mass_kg
    for number, stage in enumerate(VEHICLE.stages):
        engine = Engine(stage.vacuum_thrust_n, stage.nozzle_exit_area_m2, mass, stage.flow_kg_s, time)
        end = min(time + stage.burn_s, cutoff)
        for stop in sorted({end, *(t for t in (rise, pitched) if time < t < end)}):
            rate = 0.0 if time < rise else math.radians(float(cases.kick_deg[i])) / VEHICLE.pitch_over_s
            steering = Steering(rate if time < pitched else None, rise, up, forward)
            state = _advance(rhs.powered(engine, steering, half_area, VEHICLE.boost_drag), time, stop, state)
            time = stop
        mass -= stage.propellant_kg + stage.dry_kg
        if number < len(VEHICLE.stages) - 1:
            state = _advance(rhs.unpowered(half_area / mass, VEHICLE.boost_drag), time, time + stage.coast_s, state)
            time += stage.coast_s
    load = 0.5 / (VEHICLE.reentry_beta_kg_m2 * VEHICLE.reentry_drag.hypersonic)
    return _fall(rhs, time, state, load, VEHICLE.reentry_drag)


def start_of_arc(cases: Arcs, i: int) -> Array:
    """Inertial state (6,) at the start of one arc."""
    place = cases.place(i)
    east, north, up = enu_axes(place.lat_deg, place.lon_deg)
    azimuth, angle = math.radians(float(cases.azimuth_deg[i])), math.radians(float(cases.path_angle_deg[i]))
    level = math.sin(azimuth) * east + math.cos(azimuth) * north
    position = ecef_from_geodetic(*place)
    velocity = float(cases.speed_m_s[i]) * (math.cos(angle) * level + math.sin(angle) * up)
    return np.concatenate([position, velocity + np.cross([0.0, 0.0, OMEGA_RAD_S], position)])


def start_of_flight() -> Array:
    """Inertial state (6,) on the launch pad."""
    position = ecef_from_geodetic(*LAUNCH)
    return np.concatenate([position, np.cross([0.0, 0.0, OMEGA_RAD_S], position)])


def launch_axes(azimuth_deg: float) -> tuple[Array, Array]:
    """Up and forward unit vectors (3,) at the launch."""
    east, north, up = enu_axes(LAUNCH.lat_deg, LAUNCH.lon_deg)
    azimuth = math.radians(azimuth_deg)
    forward: Array = math.sin(azimuth) * east + math.cos(azimuth) * north
    return up, forward


def earth_fixed(position: State, time_s: float) -> Array:
    """ECEF position (3,) of an inertial one."""
    c, s = math.cos(OMEGA_RAD_S * time_s), math.sin(OMEGA_RAD_S * time_s)
    return np.array([c * position[0] + s * position[1], c * position[1] - s * position[0], position[2]])


def _advance(derivative: Derivative, start: float, end: float, state: State) -> Array:
    solution = solve_ivp(derivative, (start, end), state, method="RK45", rtol=RELATIVE_TOLERANCE)
    result: Array = solution.y[:, -1]
    return result


def _fall(rhs: RightHandSide, time: float, state: State, load: float, curve: DragCurve) -> Array:
    def ground(when: float, y: Array) -> float:
        return rhs.ground(when, y)

    ground.terminal, ground.direction = True, -1.0  # type: ignore[attr-defined]
    solution = solve_ivp(
        rhs.unpowered(load, curve), (time, LONGEST_S), state, method="RK45", rtol=RELATIVE_TOLERANCE, events=ground
    )
    end = end_at_event(solution)
    return earth_fixed(end[:3], float(end[3]))


def end_at_event(solution: Any) -> Array:
    """Position and time (4,) of the event that ended a solution of `solve_ivp`."""
    if solution.status != 1:
        raise RuntimeError("SciPy: a flight did not come down")
    return np.append(solution.y_events[0][0][:3], solution.t_events[0][0])
