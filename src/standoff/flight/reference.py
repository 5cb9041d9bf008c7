"""The readable twin of the kernel: SciPy's DOP853 at tight tolerance, exact atmosphere layers, exact geodetic height.

Slow and plain on purpose: tests compare the kernel with it, force by force and flight by flight. Inertial frame that
coincides with ECEF at time zero, SI units. SciPy is imported when a flight is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.base.constants import J2, MU_M3_S2, OMEGA_RAD_S, WGS84_A_M
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, ecef_from_geodetic, enu_axes, geodesic, geodetic_from_ecef
from standoff.flight import atmosphere
from standoff.flight.drag import CONSTANT, DragCurve
from standoff.flight.vehicle import Ascent, Stage, Vehicle

Array = NDArray[np.float64]
Derivative = Callable[[float, Array], Array]

RELATIVE_TOLERANCE = 1e-12
ABSOLUTE_TOLERANCE = np.array([1e-7] * 3 + [1e-9] * 3)
MAX_TIME_S = 172_800.0


@dataclass(frozen=True)
class Outcome:
    """End of a reference flight; burnout fields are NaN for an arc."""

    range_m: float
    apogee_m: float
    flight_time_s: float
    impact: Place
    impact_position_m: Array
    impact_speed_m_s: float
    burnout_time_s: float
    burnout_speed_m_s: float
    burnout_altitude_m: float
    burnout_state: Array


def gravity(position: Array) -> Array:
    """Acceleration of a central mass with J2 (Montenbruck and Gill, Satellite Orbits, 2000, section 3.2)."""
    r = float(np.linalg.norm(position))
    s = position[2] / r
    bulge = 1.5 * J2 * (WGS84_A_M / r) ** 2
    shape = np.array([1.0 + bulge * (1.0 - 5.0 * s**2)] * 2 + [1.0 + bulge * (3.0 - 5.0 * s**2)])
    result: Array = -MU_M3_S2 / r**3 * shape * position
    return result


def altitude_m(position: Array) -> float:
    """Height above the ellipsoid."""
    return float(geodetic_from_ecef(position)[2])


def air_velocity(state: Array, omega_rad_s: float) -> Array:
    """Velocity relative to air that turns with the Earth, along inertial axes."""
    return state[3:] - np.cross([0.0, 0.0, omega_rad_s], state[:3])


def drag(state: Array, area_per_mass: float, curve: DragCurve, omega_rad_s: float) -> Array:
    """Acceleration by drag for a reference area per mass (m2/kg)."""
    height = altitude_m(state[:3])
    if height >= atmosphere.AIR_TOP_M:
        return np.zeros(3)
    air, velocity = atmosphere.exact(max(height, atmosphere.AIR_BOTTOM_M)), air_velocity(state, omega_rad_s)
    speed = float(np.linalg.norm(velocity))
    cd = float(curve(speed / float(air.sound_m_s)))
    result: Array = -0.5 * float(air.density_kg_m3) * speed * area_per_mass * cd * velocity
    return result


def thrust_n(stage: Stage, height_m: float) -> float:
    """Thrust of a stage at a height: vacuum thrust less outside pressure on the nozzle's exit."""
    outside = 0.0
    if height_m < atmosphere.AIR_TOP_M:
        outside = float(atmosphere.exact(max(height_m, atmosphere.AIR_BOTTOM_M)).pressure_pa)
    return stage.vacuum_thrust_n - outside * stage.nozzle_exit_area_m2


def thrust_direction(time_s: float, state: Array, launch: Place, ascent: Ascent, omega_rad_s: float) -> Array:
    """Unit vector of the thrust: up, then pitching over, then along the velocity through the air."""
    pitched_s = ascent.vertical_rise_s + ascent.pitch_over_s
    velocity = air_velocity(state, omega_rad_s)
    speed = float(np.linalg.norm(velocity))
    if time_s >= pitched_s and speed > 1e-3:
        result: Array = velocity / speed
        return result
    _, _, up = axes = enu_axes(launch.lat_deg, launch.lon_deg)
    azimuth = math.radians(ascent.azimuth_deg)
    forward = math.sin(azimuth) * axes[0] + math.cos(azimuth) * axes[1]
    done = 0.0 if time_s >= pitched_s else max(0.0, (time_s - ascent.vertical_rise_s) / ascent.pitch_over_s)
    tilt = math.radians(ascent.kick_deg) * done
    return _turned(math.cos(tilt) * up + math.sin(tilt) * forward, omega_rad_s * time_s)


def powered(
    vehicle: Vehicle, stage: int, ignition_s: float, launch: Place, ascent: Ascent, omega_rad_s: float, after: bool
) -> Derivative:
    """Right-hand side while a stage burns; `after` says whether the pitch-over is over (steering is discontinuous)."""
    burning = vehicle.stages[stage]
    start_kg = _mass_at_ignition(vehicle, stage)
    area = _area_m2(vehicle, stage)
    late = ascent.vertical_rise_s + ascent.pitch_over_s

    def derivative(time_s: float, state: Array) -> Array:
        mass = start_kg - burning.flow_kg_s * (time_s - ignition_s)
        when = time_s if after else min(time_s, math.nextafter(late, 0.0))
        direction = thrust_direction(when, state, launch, ascent, omega_rad_s)
        push = thrust_n(burning, altitude_m(state[:3])) / mass * direction
        resist = drag(state, area / mass, vehicle.boost_drag, omega_rad_s)
        return np.concatenate([state[3:], gravity(state[:3]) + push + resist])

    return derivative


def unpowered(area_per_mass: float, curve: DragCurve, omega_rad_s: float) -> Derivative:
    """Right-hand side without thrust; the area per mass refers to the curve's coefficients."""

    def derivative(_time_s: float, state: Array) -> Array:
        resist = drag(state, area_per_mass, curve, omega_rad_s) if area_per_mass > 0.0 else 0.0
        return np.concatenate([state[3:], gravity(state[:3]) + resist])

    return derivative


def fly(vehicle: Vehicle, launch: Place, ascent: Ascent, omega_rad_s: float = OMEGA_RAD_S) -> Outcome:
    """One powered flight to the ground. Flights that do not come down are not for the reference."""
    position = ecef_from_geodetic(*launch)
    state = np.concatenate([position, np.cross([0.0, 0.0, omega_rad_s], position)])
    breaks = (ascent.vertical_rise_s, ascent.vertical_rise_s + ascent.pitch_over_s)
    time_s, top = 0.0, launch.altitude_m
    for i, stage in enumerate(vehicle.stages):
        ignition = time_s
        end = min(ignition + stage.burn_s, ascent.cutoff_s)
        for stop in sorted({*(b for b in breaks if ignition < b < end), end}):
            rhs = powered(vehicle, i, ignition, launch, ascent, omega_rad_s, after=time_s >= breaks[1])
            state, top = _integrate(rhs, time_s, stop, state, top)
            time_s = stop
        mass = _mass_at_ignition(vehicle, i) - stage.flow_kg_s * (time_s - ignition)
        last = i == len(vehicle.stages) - 1 or ascent.cutoff_s <= time_s + stage.coast_s
        if last or end < ignition + stage.burn_s:
            break
        mass -= stage.dry_kg
        rhs = unpowered(_area_m2(vehicle, i + 1) / mass, vehicle.boost_drag, omega_rad_s)
        if stage.coast_s > 0.0:
            state, top = _integrate(rhs, time_s, time_s + stage.coast_s, state, top)
            time_s += stage.coast_s
    empty = vehicle.payload_kg + vehicle.stages[-1].dry_kg
    beta = vehicle.reentry_beta_kg_m2 * (1.0 if vehicle.separates else mass / empty)
    return _coast(time_s, state, top, launch, beta, vehicle.reentry_drag, omega_rad_s, burnout=True)


def arc(
    start: Place,
    speed_m_s: float,
    path_angle_deg: float,
    azimuth_deg: float,
    beta_kg_m2: float | None = None,
    frame: str = "earth-fixed",
    drag: DragCurve = CONSTANT,
    omega_rad_s: float = OMEGA_RAD_S,
) -> Outcome:
    """One unpowered arc to the ground, with the meaning of `standoff.flight.arc.arc`."""
    east, north, up = enu_axes(start.lat_deg, start.lon_deg)
    azimuth, angle = math.radians(azimuth_deg), math.radians(path_angle_deg)
    level = math.sin(azimuth) * east + math.cos(azimuth) * north
    velocity = speed_m_s * (math.cos(angle) * level + math.sin(angle) * up)
    position = ecef_from_geodetic(*start)
    if frame == "earth-fixed":
        velocity = velocity + np.cross([0.0, 0.0, omega_rad_s], position)
    state = np.concatenate([position, velocity])
    beta = math.inf if beta_kg_m2 is None else beta_kg_m2
    return _coast(0.0, state, start.altitude_m, start, beta, drag, omega_rad_s, burnout=False)


def _coast(
    time_s: float,
    state: Array,
    top: float,
    origin: Place,
    beta: float,
    curve: DragCurve,
    omega_rad_s: float,
    burnout: bool,
) -> Outcome:
    from scipy.integrate import solve_ivp

    def ground(_time: float, y: Array) -> float:
        return altitude_m(y[:3]) if _time > time_s else 1.0

    def apogee(_time: float, y: Array) -> float:
        return _climb(y)

    ground.terminal, ground.direction, apogee.direction = True, -1.0, -1.0  # type: ignore[attr-defined]
    per_mass = 0.0 if math.isinf(beta) else 1.0 / (beta * curve.hypersonic)
    rhs = unpowered(per_mass, curve, omega_rad_s)
    solution = solve_ivp(
        rhs,
        (time_s, MAX_TIME_S),
        state,
        method="DOP853",
        rtol=RELATIVE_TOLERANCE,
        atol=ABSOLUTE_TOLERANCE,
        events=[ground, apogee],
        max_step=20.0,
    )
    times, states = solution.t_events, solution.y_events
    if not times or not states or not len(times[0]):
        raise InputError("the reference flight does not come down to the ground")
    end_s, end = float(times[0][0]), states[0][0]
    tops = [altitude_m(y[:3]) for y in states[1]]
    position = _turned(end[:3], -omega_rad_s * end_s)
    lat, lon, _ = (float(v) for v in geodetic_from_ecef(position))
    impact = Place(lat, lon)
    return Outcome(
        range_m=geodesic(origin, impact).distance_m,
        apogee_m=max([top, *tops]),
        flight_time_s=end_s,
        impact=impact,
        impact_position_m=position,
        impact_speed_m_s=float(np.linalg.norm(air_velocity(end, omega_rad_s))),
        burnout_time_s=time_s if burnout else math.nan,
        burnout_speed_m_s=float(np.linalg.norm(air_velocity(state, omega_rad_s))) if burnout else math.nan,
        burnout_altitude_m=altitude_m(state[:3]) if burnout else math.nan,
        burnout_state=state,
    )


def _integrate(rhs: Derivative, start_s: float, end_s: float, state: Array, top: float) -> tuple[Array, float]:
    from scipy.integrate import solve_ivp

    solution = solve_ivp(
        rhs, (start_s, end_s), state, method="DOP853", rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE
    )
    end: Array = solution.y[:, -1]
    return end, max(top, altitude_m(end[:3]))


def _climb(state: Array) -> float:
    lat, lon, _ = geodetic_from_ecef(state[:3])
    return float(enu_axes(float(lat), float(lon))[2] @ state[3:])


def _mass_at_ignition(vehicle: Vehicle, stage: int) -> float:
    return vehicle.payload_kg + sum(s.propellant_kg + s.dry_kg for s in vehicle.stages[stage:])


def _area_m2(vehicle: Vehicle, stage: int) -> float:
    return 0.25 * math.pi * (vehicle.stages[stage].diameter_m or vehicle.diameter_m) ** 2


def _turned(vector: Array, angle_rad: float) -> Array:
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([cos * vector[0] - sin * vector[1], sin * vector[0] + cos * vector[1], vector[2]])
