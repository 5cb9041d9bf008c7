import math
from dataclasses import replace

import numpy as np
import pytest

from flight.public_vehicles import LAUNCH, SCUD_B, SCUD_B_WHOLE, THREE_STAGE, TWO_STAGE
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, ecef_from_geodetic, geodesic
from standoff.flight.flight import Phase, Status, fly, fly_many, trajectory
from standoff.flight.vehicle import Stage


@pytest.mark.parametrize(
    ("vehicle", "kick"), [(SCUD_B, 20.0), (SCUD_B_WHOLE, 20.0), (TWO_STAGE, 6.0), (THREE_STAGE, 1.0)]
)
@pytest.mark.parametrize("step_s", [0.7, 10.0])
def test_trajectory_ends_where_the_flight_ends(vehicle, kick: float, step_s: float) -> None:  # type: ignore[no-untyped-def]
    ascent = vehicle.ascent(110.0, kick)
    flight, path = fly(vehicle, LAUNCH, ascent), trajectory(vehicle, LAUNCH, ascent, step_s)
    assert path.time_s[-1] == flight.flight_time_s  # the same steps
    assert np.linalg.norm(path.position_m[-1] - ecef_from_geodetic(*flight.impact)) < 0.01
    assert np.linalg.norm(path.velocity_m_s[-1]) == pytest.approx(flight.impact_speed_m_s)
    assert np.linalg.norm(path.position_m[0] - ecef_from_geodetic(*LAUNCH)) < 1e-6
    assert path.altitude_m.max() < flight.apogee_m + 0.5
    assert np.all(np.diff(path.time_s) > 0.0)


def test_samples_do_not_depend_on_their_step() -> None:
    ascent = TWO_STAGE.ascent(110.0, 6.0)
    fine, coarse = trajectory(TWO_STAGE, LAUNCH, ascent, 1.0), trajectory(TWO_STAGE, LAUNCH, ascent, 10.0)
    assert np.allclose(fine.position_m[::10][: len(coarse.time_s) - 1], coarse.position_m[:-1], atol=1e-6)


def test_interpolation_between_samples() -> None:
    ascent = TWO_STAGE.ascent(110.0, 6.0)
    fine, coarse = trajectory(TWO_STAGE, LAUNCH, ascent, 0.5), trajectory(TWO_STAGE, LAUNCH, ascent, 1.0)
    assert np.max(np.linalg.norm(coarse.at(fine.time_s) - fine.position_m, axis=1)) < 1.0
    assert coarse.at(100.0).shape == (3,)
    assert np.array_equal(coarse.at([-5.0, 1e9]), coarse.position_m[[0, -1]])


def test_phases_follow_each_other() -> None:
    path = trajectory(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(110.0, 6.0))
    order = [Phase(p) for p in path.phase[np.flatnonzero(np.diff(path.phase, prepend=-1))]]
    assert order == [Phase.BOOST, Phase.COAST, Phase.BOOST, Phase.VACUUM, Phase.REENTRY] or order == [
        Phase.BOOST, Phase.COAST, Phase.BOOST, Phase.COAST, Phase.VACUUM, Phase.REENTRY
    ]  # fmt: skip
    low = trajectory(SCUD_B, LAUNCH, SCUD_B.ascent(110.0, 38.0))
    order = [Phase(p) for p in low.phase[np.flatnonzero(np.diff(low.phase, prepend=-1))]]
    assert order == [Phase.BOOST, Phase.COAST, Phase.REENTRY]


def test_a_flight_without_rotation_stays_in_the_plane_of_a_meridian() -> None:
    flight = fly(TWO_STAGE, Place(10.0, 100.0), TWO_STAGE.ascent(0.0, 6.0), omega_rad_s=0.0)
    assert flight.impact.lon_deg == pytest.approx(100.0, abs=1e-9)
    turning = fly(TWO_STAGE, Place(10.0, 100.0), TWO_STAGE.ascent(0.0, 6.0))
    assert abs(turning.impact.lon_deg - 100.0) > 0.1


def test_east_and_west_are_alike_without_rotation_and_differ_with_it() -> None:
    start = Place(0.0, 50.0)
    still = fly_many(TWO_STAGE, start, [90.0, 270.0], 6.0, omega_rad_s=0.0)
    assert still.range_m[0] == pytest.approx(still.range_m[1], abs=1e-3)
    turning = fly_many(TWO_STAGE, start, [90.0, 270.0], 6.0)
    assert abs(turning.range_m[0] - turning.range_m[1]) > 50e3


def test_thrust_termination() -> None:
    full = fly(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(90.0, 6.0))
    assert full.burnout_time_s == pytest.approx(TWO_STAGE.full_burn_s)
    short = fly(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(90.0, 6.0, 150.0))
    assert short.burnout_time_s == pytest.approx(150.0)
    assert short.burnout_speed_m_s < full.burnout_speed_m_s
    # Cut off in the pause between the stages: the second never lights.
    pause = fly(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(90.0, 6.0, 81.0))
    assert pause.burnout_time_s == pytest.approx(80.0)


def test_lofted_and_depressed_flights_of_one_missile() -> None:
    kicks = np.linspace(0.2, 80.0, 400)
    many = fly_many(THREE_STAGE, LAUNCH, 90.0, kicks, 170.0)
    near = many.ok & (many.range_m > 500e3) & (many.range_m < 1500e3)
    assert np.any(many.apogee_m[near] > 2000e3)
    assert np.any(many.apogee_m[many.ok & (many.range_m > 500e3)] < 300e3)


def test_rocket_equation_without_gravity_losses_bounds_the_burnout_speed() -> None:
    flight = fly(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(90.0, 6.0))
    ideal, mass = 0.0, TWO_STAGE.launch_mass_kg
    for stage in TWO_STAGE.stages:
        ideal += 9.80665 * stage.isp_vacuum_s * math.log(mass / (mass - stage.propellant_kg))
        mass -= stage.propellant_kg + stage.dry_kg
    assert 0.6 * ideal < flight.burnout_speed_m_s < ideal


def test_a_burst_in_empty_space_obeys_the_rocket_equation() -> None:
    # A very short burn from rest, straight up at great height: gravity loss is known, drag and back-pressure are nil.
    stage = Stage(1000.0, 100.0, 1.0, 300.0, 0.1)
    vehicle = replace(SCUD_B, stages=(stage,), payload_kg=400.0)
    flight = fly(vehicle, Place(0.0, 0.0, 250e3), vehicle.ascent(90.0, 0.0), omega_rad_s=0.0)
    gravity = 3.986004418e14 / (6_378_137.0 + 250e3) ** 2 * (1.0 + 1.5 * 1.0826e-3)
    expected = 9.80665 * 300.0 * math.log(1500.0 / 500.0) - gravity * 1.0
    assert flight.burnout_speed_m_s == pytest.approx(expected, abs=0.5)


def test_failures_are_told_apart_and_explained() -> None:
    weak = replace(SCUD_B, stages=(replace(SCUD_B.stages[0], burn_s=300.0),))
    outcome = fly(weak, LAUNCH, weak.ascent(90.0, 10.0))
    assert outcome.status is Status.NO_LIFT
    assert math.isnan(outcome.range_m)
    with pytest.raises(InputError, match="does not lift off"):
        outcome.landed()
    with pytest.raises(InputError, match="fell to the ground under thrust"):
        trajectory(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(90.0, 60.0))
    mighty = replace(
        THREE_STAGE, payload_kg=10.0, stages=tuple(replace(s, isp_vacuum_s=600.0) for s in THREE_STAGE.stages)
    )
    assert fly(mighty, LAUNCH, mighty.ascent(90.0, 1.0)).status is Status.ESCAPE


def test_antipodal_flights_still_have_a_range() -> None:
    strong = replace(
        THREE_STAGE, stages=tuple(replace(s, isp_vacuum_s=s.isp_vacuum_s * 1.06) for s in THREE_STAGE.stages)
    )
    many = fly_many(strong, LAUNCH, 90.0, np.linspace(0.5, 12.0, 60))
    assert np.all(np.isfinite(many.range_m[many.ok]))
    i = int(np.argmax(np.where(many.ok, many.range_m, 0.0)))
    impact = Place(many.impact_lat_deg[i], many.impact_lon_deg[i])
    assert many.range_m[i] == pytest.approx(geodesic(LAUNCH, impact).distance_m, abs=1e-3)
