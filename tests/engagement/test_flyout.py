"""Scaled boosters, their fans and their reach tables, against the rocket equation and against flights one by one."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.boosters import ONE_STAGE, THREE_STAGES, lower, terminal, upper
from standoff.base.constants import G0_M_S2
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, geodesic
from standoff.engagement.flyout import fan
from standoff.engagement.interceptor import Interceptor
from standoff.engagement.reach import ReachTable, reach_of
from standoff.engagement.scaling import reference_burnout_speed_m_s, with_burnout_speed, with_mass_ratio_power
from standoff.flight.flight import trajectory
from standoff.flight.vehicle import Vehicle

kinds = pytest.mark.parametrize("make", [upper, terminal, lower])
Maker = Callable[[], Interceptor]


def ideal_speed_m_s(vehicle: Vehicle) -> float:
    """Tsiolkovsky, stage by stage."""
    total, above_kg = 0.0, vehicle.payload_kg
    for stage in reversed(vehicle.stages):
        start_kg = above_kg + stage.propellant_kg + stage.dry_kg
        total += G0_M_S2 * stage.isp_vacuum_s * math.log(start_kg / (start_kg - stage.propellant_kg))
        above_kg = start_kg
    return total


@given(st.floats(0.3, 1.2))
def test_power_of_the_mass_ratios_multiplies_the_ideal_speed(power: float) -> None:
    scaled = with_mass_ratio_power(THREE_STAGES, power)
    assert ideal_speed_m_s(scaled) == pytest.approx(power * ideal_speed_m_s(THREE_STAGES), rel=1e-12)
    assert scaled.launch_mass_kg == pytest.approx(THREE_STAGES.launch_mass_kg)
    assert [s.propellant_kg + s.dry_kg for s in scaled.stages] == pytest.approx([600.0, 900.0, 270.0])


@settings(max_examples=15, deadline=None)
@given(st.floats(2_700.0, 5_000.0))
def test_scaled_vehicle_burns_out_at_the_wanted_speed(speed: float) -> None:
    scaled = with_burnout_speed(THREE_STAGES, speed)
    assert reference_burnout_speed_m_s(scaled) == pytest.approx(speed, abs=0.1)
    # Losses of gravity and drag are real but not more than the climb can explain.
    assert speed + 200.0 < ideal_speed_m_s(scaled) < speed + 2_000.0


def test_a_speed_out_of_reach_is_refused_with_what_is_possible() -> None:
    with pytest.raises(InputError, match="cannot be met by the notional stages of one stage") as refusal:
        with_burnout_speed(ONE_STAGE, 9_000.0)
    assert refusal.value.allowed is not None
    assert "km/s" in refusal.value.allowed


def test_no_stage_is_all_propellant() -> None:
    with pytest.raises(InputError, match="no mass left"):
        with_mass_ratio_power(THREE_STAGES, 9.0)


@kinds
def test_table_agrees_with_flights_elsewhere_on_the_rotating_earth(make: Maker) -> None:
    """Flights from 38 N toward 60 degrees, with rotation and flattening: 1.5 % in time, on their way up.

    The table may be faster (another flight gets there sooner), but not where a flight climbs freely.
    """
    interceptor, place = make(), Place(38.0, 135.0)
    table = reach_of(interceptor)
    checked = 0
    for kick_deg in (0.0, 13.0, 29.0, 47.0, 66.0, 81.0):
        flown = trajectory(interceptor.vehicle, place, interceptor.vehicle.ascent(60.0, kick_deg), step_s=1.0)
        apex = int(np.argmax(flown.altitude_m))
        for i in range(int(interceptor.vehicle.full_burn_s) + 1, int(0.8 * apex), max(1, apex // 20)):
            ground_range = geodesic(place, Place(float(flown.lat_deg[i]), float(flown.lon_deg[i]))).distance_m
            altitude = float(flown.altitude_m[i])
            inside = interceptor.minimum_altitude_m < altitude < interceptor.maximum_altitude_m
            if inside and ground_range < interceptor.maximum_range_m:
                assert table.flyout_time_s(ground_range, altitude) == pytest.approx(flown.time_s[i], rel=0.015, abs=0.2)
                checked += 1
    assert checked > 20


@kinds
def test_straight_up_is_a_flight_of_the_fan(make: Maker) -> None:
    interceptor = make()
    flown = trajectory(
        interceptor.vehicle, Place(0.0, 0.0), interceptor.vehicle.ascent(90.0, 0.0), 0.25, omega_rad_s=0.0
    )
    for share in (0.1, 0.5, 0.9):
        altitude = interceptor.minimum_altitude_m + share * (
            interceptor.maximum_altitude_m - interceptor.minimum_altitude_m
        )
        direct = np.interp(
            altitude, flown.altitude_m[: np.argmax(flown.altitude_m)], flown.time_s[: np.argmax(flown.altitude_m)]
        )
        wanted = max(float(direct), interceptor.vehicle.full_burn_s)
        assert reach_of(interceptor).flyout_time_s(0.0, altitude) == pytest.approx(wanted, rel=0.002)


@kinds
def test_fan_runs_from_vertical_to_useless(make: Maker) -> None:
    interceptor = make()
    flights = fan(interceptor.vehicle, interceptor.minimum_altitude_m)
    assert np.abs(flights[0].ground_range_m).max() < 1.0
    apogees = np.array([flight.altitude_m.max() for flight in flights])
    assert (np.diff(apogees) < 1.0).all()
    assert apogees[-1] < interceptor.minimum_altitude_m


@pytest.mark.parametrize(("slow", "fast"), [(upper(2_800.0), upper(3_300.0)), (terminal(2_500.0), terminal(2_900.0))])
def test_a_faster_interceptor_is_sooner_everywhere_it_coasts(slow: Interceptor, fast: Interceptor) -> None:
    altitude = np.linspace(slow.minimum_altitude_m + 5e3, slow.maximum_altitude_m - 5e3, 20)[:, None]
    ground_range = np.linspace(0.0, slow.maximum_range_m, 25)
    slower, faster = (reach_of(one).flyout_time_s(ground_range, altitude) for one in (slow, fast))
    coasting = np.isfinite(slower) & (slower > slow.vehicle.full_burn_s + 1.0)
    assert coasting.sum() > 100
    assert (faster[coasting] < slower[coasting] + 0.2).all()


@kinds
def test_no_intercept_before_burnout(make: Maker) -> None:
    interceptor = make()
    grid = reach_of(interceptor).flyout_time_s(0.0, np.linspace(0.0, interceptor.maximum_altitude_m, 50))
    assert grid.min() >= interceptor.vehicle.full_burn_s


def test_an_interceptor_too_weak_for_its_floor_is_refused() -> None:
    weak = with_burnout_speed(ONE_STAGE, 1_200.0)
    with pytest.raises(InputError, match="rises to"):
        ReachTable.build(Interceptor("weak", weak, 1_200.0, 200e3, 300e3, 200e3, 2e3))


def test_one_table_a_type() -> None:
    assert reach_of(terminal()) is reach_of(terminal())


def test_floor_and_ceiling_in_order() -> None:
    with pytest.raises(InputError, match="floor and ceiling"):
        Interceptor("x", ONE_STAGE, 2_700.0, 150e3, 40e3, 200e3, 2e3)
