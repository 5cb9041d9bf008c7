"""Numerical properties of the kernel: order of both integrators, energy, batches, heights, Kepler's timing."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from flight.public_vehicles import LAUNCH, TWO_STAGE
from standoff.base.constants import MU_M3_S2, OMEGA_RAD_S
from standoff.base.geodesy import Place, ecef_from_geodetic, geodesic, geodetic_from_ecef
from standoff.flight import rows
from standoff.flight.atmosphere import smooth_table
from standoff.flight.batch import propagate, sampled
from standoff.flight.drag import RV_CONE, V2
from standoff.flight.flight import fly_many
from standoff.flight.kernel import forces, notes, steps, vacuum

Array = NDArray[np.float64]

COAST = (3.0,) + (0.0,) * 13
START = (6_878_137.0, 0.0, 1e5, 1500.0, 6800.0, 2000.0)


def random_arcs(n: int, seed: int = 5) -> Array:
    draw = np.random.default_rng(seed)
    table = np.zeros((n, rows.COLUMNS))
    table[:, rows.LAT], table[:, rows.LON] = draw.uniform(-80, 80, n), draw.uniform(-180, 180, n)
    table[:, rows.ALTITUDE], table[:, rows.AZIMUTH] = draw.uniform(0, 2e5, n), draw.uniform(0, 360, n)
    table[:, rows.SPEED], table[:, rows.PATH_ANGLE] = draw.uniform(500, 6500, n), draw.uniform(0, 85, n)
    table[:, rows.BETA], table[:, rows.OMEGA] = draw.uniform(500, 15000, n), OMEGA_RAD_S
    table[::7, rows.BETA] = 0.0
    return table


def dormand_prince(state: tuple[float, ...], h: float, count: int) -> tuple[float, ...]:
    air, curve = smooth_table(), RV_CONE.table
    for _ in range(count):
        k1 = forces.derivative(0.0, state, 0.0, air, curve, 0.0, COAST)
        state, _ = steps.dormand_prince(0.0, state, k1, h, 0.0, air, curve, 0.0, COAST)
    return state


def dop853(state: tuple[float, ...], h: float, count: int) -> tuple[float, ...]:
    work = np.zeros(steps.VACUUM_SIZE)
    for _ in range(count):
        state = steps.vacuum_step(state, h, work)
    return state


@pytest.mark.parametrize(("method", "coarse_s", "order"), [(dormand_prince, 100.0, 5), (dop853, 500.0, 8)])
def test_order_of_convergence(method, coarse_s: float, order: int) -> None:  # type: ignore[no-untyped-def]
    span_s = 2000.0
    exact = np.array(dop853(START, 20.0, 100))
    errors = []
    for halvings in range(2):
        count = int(span_s / coarse_s) * 2**halvings
        errors.append(float(np.linalg.norm(np.array(method(START, span_s / count, count))[:3] - exact[:3])))
    measured = math.log2(errors[0] / errors[1])
    assert order - 0.6 < measured < order + 2.0


def test_energy_of_an_arc_without_drag() -> None:
    row = random_arcs(1)
    row[0, [rows.BETA, rows.OMEGA, rows.SPEED, rows.PATH_ANGLE, rows.ALTITUDE]] = 0.0, 0.0, 5000.0, 60.0, 1e5
    samples = sampled(row[0], np.stack([RV_CONE.table]), 10.0, 400)
    position, speed = samples[:, 1:4], np.linalg.norm(samples[:, 4:7], axis=1)
    r = np.linalg.norm(position, axis=1)
    energy = 0.5 * speed**2 - MU_M3_S2 / r * (
        1.0 - forces.J2_FACTOR / 1.5 / r**2 * (1.5 * (position[:, 2] / r) ** 2 - 0.5)
    )
    assert samples[-1, 0] > 1000.0
    assert energy[-1] == pytest.approx(energy[0], rel=1e-9)
    # Between the steps, minutes long, speeds are interpolated: centimetres a second.
    assert np.ptp(energy) / abs(energy[0]) < 3e-6


def test_batch_equals_single_rows_bit_by_bit() -> None:
    arcs, curves = random_arcs(60), np.stack([V2.table, RV_CONE.table])
    flights = np.tile(rows.pack_flight(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(0.0, 5.0), OMEGA_RAD_S), (40, 1))
    flights[:, rows.AZIMUTH], flights[:, rows.KICK] = np.arange(40) * 9.0, np.linspace(1.0, 60.0, 40)
    mixed = np.concatenate([arcs, flights])
    whole, _ = propagate(mixed, curves)
    single = np.concatenate([propagate(mixed[i : i + 1], curves)[0] for i in range(len(mixed))])
    shared, _ = propagate(mixed, curves, workers=2)
    assert np.array_equal(whole, single, equal_nan=True)
    assert np.array_equal(whole, shared, equal_nan=True)


def test_samples_of_a_batch_equal_those_of_its_rows_bit_by_bit() -> None:
    curves = np.stack([V2.table, RV_CONE.table])
    mixed = np.tile(rows.pack_flight(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(0.0, 5.0), OMEGA_RAD_S), (20, 1))
    mixed[:, rows.AZIMUTH], mixed[:, rows.KICK] = np.arange(20) * 18.0, np.linspace(1.0, 30.0, 20)
    mixed[:, rows.CUTOFF] = np.where(np.arange(20) % 2, np.inf, np.linspace(20.0, 100.0, 20))
    mixed = np.concatenate([random_arcs(20), mixed])
    out, samples = propagate(mixed, curves, every_s=2.5, samples=300)
    unsampled, none = propagate(mixed, curves)
    shared, shared_samples = propagate(mixed, curves, every_s=2.5, samples=300, workers=2)
    assert none.shape == (40, 0, 8)
    assert np.array_equal(np.delete(out, rows.SAMPLES, 1), np.delete(unsampled, rows.SAMPLES, 1), equal_nan=True)
    assert np.array_equal(out, shared, equal_nan=True)
    assert np.array_equal(samples, shared_samples)
    assert len(set(out[:, rows.SAMPLES])) > 10
    for row, result, found in zip(mixed, out, samples, strict=True):
        taken = int(result[rows.SAMPLES])
        assert np.array_equal(found[:taken], sampled(row, curves, 2.5, 300))
        assert not found[taken:].any()
        if taken < 300:
            assert found[taken - 1, 0] == result[rows.TIME]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({rows.STAGE + 3: 50.0}, vacuum.NO_LIFT),
        ({rows.KICK: 60.0}, vacuum.FELL),
        ({rows.STAGE + 3: 2500.0, rows.KICK: 3.0}, vacuum.ESCAPE),
        ({rows.STAGE + 3: math.nan}, vacuum.BAD),
        ({}, vacuum.OK),
    ],
)
def test_status_of_powered_flights(change: dict[int, float], status: float) -> None:
    row = rows.pack_flight(TWO_STAGE, LAUNCH, TWO_STAGE.ascent(90.0, 6.0), OMEGA_RAD_S)[None]
    for column, value in change.items():
        row[0, column] = value
    out, _ = propagate(row, np.stack([V2.table, RV_CONE.table]))
    assert out[0, rows.STATUS] == status


def test_fast_height_agrees_with_the_exact_one() -> None:
    lat, h = np.meshgrid(np.linspace(-90.0, 90.0, 61), [0.0, 1e4, 5e4, 1e5, 2e5])
    for place in zip(lat.ravel(), h.ravel(), strict=True):
        x, y, z = ecef_from_geodetic(place[0], 30.0, place[1])
        assert forces.height(z, math.sqrt(x * x + y * y + z * z)) == pytest.approx(place[1], abs=0.02)


def test_geodetic_agrees_with_base() -> None:
    for position in np.random.default_rng(2).normal(0.0, 7e6, (200, 3)):
        if np.linalg.norm(position) < 6.3e6:
            continue
        lat, lon, h = forces.geodetic(*position)
        expected = geodetic_from_ecef(position)
        assert np.allclose([math.degrees(lat), math.degrees(lon)], expected[:2], atol=1e-11)
        assert h == pytest.approx(float(expected[2]), abs=1e-6)


def test_kernel_geodesic_agrees_with_geographiclib() -> None:
    draw = np.random.default_rng(4)
    for _ in range(100):
        start = Place(draw.uniform(-80, 80), draw.uniform(-180, 180))
        end = Place(draw.uniform(-80, 80), draw.uniform(-180, 180))
        angles = [math.radians(v) for v in (start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)]
        length = notes.vincenty(*angles)
        if not math.isnan(length):
            assert length == pytest.approx(geodesic(start, end).distance_m, abs=1e-3)
    assert math.isnan(notes.vincenty(0.0, 0.0, 0.001, math.pi - 0.001))


def test_kepler_fall_time_on_a_circle_fraction() -> None:
    # From the apogee of an ellipse to its perigee is half a period.
    a, e = 7_000_000.0, 0.15
    speed = math.sqrt(MU_M3_S2 / a * (1.0 - e) / (1.0 + e))
    half = math.pi * math.sqrt(a**3 / MU_M3_S2)
    assert vacuum.fall_time((a * (1.0 + e), 0.0, 0.0, 0.0, speed, 0.0), a * (1.0 - e) + 1e-3) == pytest.approx(
        half, abs=1.0
    )


def test_no_apogee_falls_between_two_steps() -> None:
    # Every flight that is still rising at its last thrust culminates above it; a fine sweep meets every step boundary.
    flights = fly_many(TWO_STAGE, LAUNCH, 90.0, np.linspace(1.0, 10.0, 4001), omega_rad_s=0.0)
    rising = flights.ok & (flights.burnout_path_angle_deg > 0.0)
    assert np.count_nonzero(rising) > 2000
    assert np.all(flights.apogee_m[rising] > flights.burnout_altitude_m[rising])
