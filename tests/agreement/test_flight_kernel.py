"""The compiled kernel against the readable reference: force by force and flight by flight."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flight.public_vehicles import LAUNCH, SCUD_B, SCUD_B_WHOLE, THREE_STAGE, TWO_STAGE
from standoff.base.constants import OMEGA_RAD_S
from standoff.base.geodesy import Place, ecef_from_geodetic, eci_from_ecef, enu_axes
from standoff.flight import reference
from standoff.flight.arc import arc
from standoff.flight.atmosphere import exact, smooth_table
from standoff.flight.drag import RV_CONE, V2
from standoff.flight.flight import fly
from standoff.flight.kernel import ends, forces, notes
from standoff.flight.vehicle import Vehicle

AIR = smooth_table()
heights = st.floats(0.0, 199e3)
speeds = st.floats(10.0, 7000.0)
angles = st.floats(-85.0, 85.0)


def state_at(height: float, lat: float, speed: float, angle: float) -> np.ndarray:
    east, north, up = enu_axes(lat, 40.0)
    direction = math.sin(math.radians(angle)) * up + math.cos(math.radians(angle)) * 0.6 * east
    direction = direction + math.cos(math.radians(angle)) * 0.8 * north
    return np.concatenate([ecef_from_geodetic(lat, 40.0, height), speed * direction])


@given(height=st.floats(0.0, 1e7), lat=angles)
@settings(max_examples=50, deadline=None)
def test_gravity(height: float, lat: float) -> None:
    position = ecef_from_geodetic(lat, 40.0, height)
    assert np.allclose(forces.gravity(*position)[:3], reference.gravity(position), rtol=1e-13, atol=1e-14)


@given(height=heights)
@settings(max_examples=100, deadline=None)
def test_air(height: float) -> None:
    density, slowness = forces.density_sound(height, AIR)
    air = exact(height)
    assert density == pytest.approx(float(air.density_kg_m3), rel=6e-4)
    assert 1.0 / slowness == pytest.approx(float(air.sound_m_s), rel=6e-4)
    assert forces.pressure(height, AIR) == pytest.approx(float(air.pressure_pa), rel=1e-5)


@given(mach=st.floats(0.0, 30.0))
@settings(max_examples=50, deadline=None)
def test_drag_coefficient(mach: float) -> None:
    for curve in (V2, RV_CONE):
        assert forces.coefficient(mach, curve.table) == pytest.approx(float(curve(mach)), rel=1e-12)


@given(height=heights, lat=angles, speed=speeds, angle=angles)
@settings(max_examples=50, deadline=None)
def test_unpowered_derivative(height: float, lat: float, speed: float, angle: float) -> None:
    state = state_at(height, lat, speed, angle)
    per_mass = 1.0 / (5000.0 * RV_CONE.hypersonic)
    coast = (forces.UNPOWERED,) + (0.0,) * 13
    ours = forces.derivative(0.0, tuple(state), OMEGA_RAD_S, AIR, RV_CONE.table, 0.5 * per_mass, coast)
    plain = reference.unpowered(per_mass, RV_CONE, OMEGA_RAD_S)(0.0, state)
    drag = np.linalg.norm(reference.drag(state, per_mass, RV_CONE, OMEGA_RAD_S))
    assert np.allclose(ours, plain, rtol=1e-10, atol=1e-9 + 3e-3 * drag)


@given(time=st.floats(0.0, 60.0), height=st.floats(0.0, 80e3), speed=speeds, angle=st.floats(20.0, 85.0))
@settings(max_examples=50, deadline=None)
def test_powered_derivative(time: float, height: float, speed: float, angle: float) -> None:
    ascent, stage = SCUD_B.ascent(70.0, 20.0), SCUD_B.stages[0]
    state = state_at(height, LAUNCH.lat_deg, speed, angle)
    late = time >= ascent.vertical_rise_s + ascent.pitch_over_s
    mode = forces.GRAVITY_TURN if late else forces.PITCH_OVER if time >= ascent.vertical_rise_s else forces.VERTICAL
    axes = enu_axes(LAUNCH.lat_deg, LAUNCH.lon_deg)
    forward = math.sin(math.radians(70.0)) * axes[0] + math.cos(math.radians(70.0)) * axes[1]
    rate = math.radians(20.0) / ascent.pitch_over_s
    steering = (mode, 0.0, SCUD_B.launch_mass_kg, stage.flow_kg_s, stage.vacuum_thrust_n, stage.nozzle_exit_area_m2)
    steering = (*steering, ascent.vertical_rise_s, rate, *axes[2], *forward)
    area = math.pi * SCUD_B.diameter_m**2 / 4.0
    ours = forces.derivative(time, tuple(state), OMEGA_RAD_S, AIR, V2.table, 0.5 * area, steering)
    plain = reference.powered(SCUD_B, 0, 0.0, LAUNCH, ascent, OMEGA_RAD_S, late)(time, state)
    mass = SCUD_B.launch_mass_kg - stage.flow_kg_s * time
    drag = np.linalg.norm(reference.drag(state, area / mass, V2, OMEGA_RAD_S))
    assert np.allclose(ours, plain, rtol=1e-6, atol=1e-6 + 3e-3 * drag)


def test_start_state_and_frames() -> None:
    position = ecef_from_geodetic(*LAUNCH)
    row = np.zeros(50)
    row[:5] = *LAUNCH, OMEGA_RAD_S, 90.0
    state, up, forward = ends.start_state(row)
    assert np.allclose(state[:3], position, atol=1e-8)
    assert np.allclose(state[3:], np.cross([0.0, 0.0, OMEGA_RAD_S], position), atol=1e-10)
    axes = enu_axes(LAUNCH.lat_deg, LAUNCH.lon_deg)
    assert np.allclose([up, forward], [axes[2], axes[0]], atol=1e-14)
    sample = np.zeros(8)
    notes.write_sample(100.0, (*eci_from_ecef(position, 100.0), 0.0, 0.0, 0.0), 0.0, OMEGA_RAD_S, sample)
    assert np.allclose(sample[1:4], position, atol=1e-8)


CASES = [
    (SCUD_B, 100.0, 12.0, math.inf),
    (SCUD_B, 250.0, 30.0, 55.0),
    (SCUD_B_WHOLE, 100.0, 25.0, 50.0),
    (TWO_STAGE, 90.0, 4.0, math.inf),
    (TWO_STAGE, 330.0, 12.0, 150.0),
    (THREE_STAGE, 20.0, 0.6, 170.0),  # lofted: apogee of thousands of kilometres
    (THREE_STAGE, 45.0, 4.0, math.inf),
]


@pytest.mark.parametrize(("vehicle", "azimuth", "kick", "cutoff"), CASES)
def test_flights(vehicle: Vehicle, azimuth: float, kick: float, cutoff: float) -> None:
    ascent = vehicle.ascent(azimuth, kick, cutoff)
    ours, plain = fly(vehicle, LAUNCH, ascent).landed(), reference.fly(vehicle, LAUNCH, ascent)
    miss = np.linalg.norm(ecef_from_geodetic(*ours.impact) - plain.impact_position_m)
    assert miss < 5.0
    assert ours.range_m == pytest.approx(plain.range_m, abs=5.0)
    assert ours.apogee_m == pytest.approx(plain.apogee_m, rel=3e-6, abs=1.0)
    assert ours.flight_time_s == pytest.approx(plain.flight_time_s, abs=0.02)
    assert ours.burnout_time_s == pytest.approx(plain.burnout_time_s, abs=1e-9)
    assert ours.burnout_speed_m_s == pytest.approx(plain.burnout_speed_m_s, abs=0.01)
    assert ours.burnout_altitude_m == pytest.approx(plain.burnout_altitude_m, abs=1.0)


ARCS = [
    (Place(10.0, 20.0, 100e3), 4000.0, 40.0, 60.0, 5000.0),
    (Place(-50.0, 170.0, 60e3), 2500.0, 30.0, 300.0, 1500.0),
    (Place(35.0, 140.0, 100e3), 4300.0, 55.0, 200.0, 12000.0),
    (Place(0.0, 0.0, 150e3), 6500.0, 25.0, 90.0, 8000.0),
    (Place(70.0, 10.0, 0.0), 900.0, 50.0, 10.0, 6000.0),
    (Place(20.0, -60.0, 200e3), 3000.0, -20.0, 140.0, 3000.0),
    (Place(39.0, 125.0, 80e3), 5500.0, 60.0, 110.0, None),
]


@pytest.mark.parametrize(("start", "speed", "angle", "azimuth", "beta"), ARCS)
@pytest.mark.parametrize("frame", ["earth-fixed", "inertial"])
def test_arcs(start: Place, speed: float, angle: float, azimuth: float, beta: float | None, frame) -> None:  # type: ignore[no-untyped-def]
    ours = arc(start, speed, angle, azimuth, beta, frame)
    plain = reference.arc(start, speed, angle, azimuth, beta, frame)
    assert np.linalg.norm(ecef_from_geodetic(*ours.impact) - plain.impact_position_m) < 1.0
    assert ours.apogee_m == pytest.approx(plain.apogee_m, abs=1.0)
    assert ours.flight_time_s == pytest.approx(plain.flight_time_s, abs=0.02)


@given(
    lat=st.floats(-70.0, 70.0),
    speed=st.floats(3000.0, 5000.0),
    angle=st.floats(30.0, 65.0),
    azimuth=st.floats(0.0, 360.0),
    log_beta=st.floats(3.0, 4.2),
)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_arcs_of_any_direction(lat: float, speed: float, angle: float, azimuth: float, log_beta: float) -> None:
    start = Place(lat, 30.0, 100e3)
    ours = arc(start, speed, angle, azimuth, 10.0**log_beta)
    plain = reference.arc(start, speed, angle, azimuth, 10.0**log_beta)
    assert np.linalg.norm(ecef_from_geodetic(*ours.impact) - plain.impact_position_m) < 1.5
