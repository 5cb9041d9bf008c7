"""Verdicts on claims: reported flights, the library's own, and distances between places."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination
from standoff.flight.aiming import aim_at, maximum_range
from standoff.flight.arc import arc
from standoff.flight.claims import check_distance, check_flight
from standoff.scenario.construct import build_vehicle
from standoff.scenario.flights import ReportedFlight, read_flights
from standoff.scenario.library import load, names
from standoff.scenario.schema import Missile

PYONGYANG, GUAM, SUNAN = Place(39.03, 125.75), Place(13.44, 144.79), Place(39.2, 125.67)


TIMED = [flight for flight in read_flights() if flight.time_s and flight.apogee_km]


@pytest.mark.parametrize("flight", TIMED, ids=lambda flight: f"{flight.missile} {flight.date}")
def test_only_one_reported_flight_is_impossible(flight: ReportedFlight) -> None:
    assert flight.apogee_km is not None
    assert flight.time_s is not None
    odd = (flight.missile, flight.date) == ("hwasong-17", "2022-03-24")
    verdict = check_flight(flight.range_km or 0.0, flight.apogee_km, flight.time_s)
    assert verdict.verdict == ("impossible" if odd else "consistent"), verdict.reason


@pytest.mark.parametrize("name", names("missile"))
def test_what_the_library_flies_is_consistent(name: str) -> None:
    item = load(name)
    assert isinstance(item, Missile)
    vehicle = build_vehicle(item)
    reach_m = 9_000e3 if name == "hwasong-15" else maximum_range(vehicle, SUNAN, 90.0).range_m
    targets = [destination(SUNAN, 90.0, share * reach_m) for share in (0.4, 0.95)]
    flights = [aim_at(vehicle, SUNAN, target) for target in targets]
    for flight in [*flights, aim_at(vehicle, SUNAN, targets[0], "lofted")]:
        verdict = check_flight(flight.range_m / 1e3, flight.apogee_m / 1e3, flight.flight_time_s)
        assert verdict.verdict == "consistent", verdict.reason


@given(
    lat_deg=st.floats(-85.0, 85.0),
    azimuth_deg=st.floats(0.0, 360.0),
    speed_m_s=st.floats(1_000.0, 7_000.0),
    angle_deg=st.floats(15.0, 85.0),
)
def test_no_arc_over_the_rotating_ellipsoid_is_called_impossible(
    lat_deg: float, azimuth_deg: float, speed_m_s: float, angle_deg: float
) -> None:
    # Unpowered vacuum arcs from the ground are the fastest flights that physics allows.
    flown = arc(Place(lat_deg, 10.0), speed_m_s, angle_deg, azimuth_deg)
    if flown.range_m < 1.0 or flown.range_m > 19_000e3:
        return
    verdict = check_flight(flown.range_m / 1e3, flown.apogee_m / 1e3, flown.flight_time_s)
    assert verdict.verdict != "impossible", verdict.reason
    assert verdict.least_time_s is not None
    assert flown.flight_time_s >= verdict.least_time_s


def test_time_far_beyond_and_just_above_the_minimum_are_doubtful() -> None:
    slow = check_flight(1_000.0, 260.0, 1_500.0)
    assert (slow.verdict, "takes missiles" in slow.reason) == ("doubtful", True)
    vacuum = slow.vacuum_minimum_time_s
    assert vacuum is not None
    fast = check_flight(1_000.0, 260.0, vacuum + 1.0)
    assert (fast.verdict, "no time for the powered ascent" in fast.reason) == ("doubtful", True)


def test_a_fitted_missile_narrows_the_verdict() -> None:
    assert check_flight(3_700.0, 770.0, 1_140.0, 1_141.0, "hwasong-12").verdict == "consistent"
    off = check_flight(3_700.0, 770.0, 1_190.0, 1_141.0, "hwasong-12")
    assert off.verdict == "doubtful"
    assert "hwasong-12 takes 1141 s" in off.reason
    assert "+4.3%" in off.reason


def test_distance_claimed_between_pyongyang_and_guam_is_doubtful() -> None:
    verdict = check_distance(PYONGYANG, GUAM, 3_200.0)
    assert verdict.verdict == "doubtful"
    assert verdict.geodesic_km == pytest.approx(3_390.0, abs=15.0)
    assert "3200 km is" in verdict.reason
    assert "short of the geodesic" in verdict.reason


@pytest.mark.parametrize(
    ("distance_km", "verdict"),
    [(3_400.0, "consistent"), (3_350.0, "consistent"), (2_900.0, "impossible"), (4_200.0, "doubtful")],
)
def test_other_distances_to_guam(distance_km: float, verdict: str) -> None:
    assert check_distance(PYONGYANG, GUAM, distance_km).verdict == verdict


@pytest.mark.parametrize("bad", [0.0, -5.0, math.nan, math.inf])
def test_claims_without_sense_are_refused(bad: float) -> None:
    with pytest.raises(InputError, match="range-km"):
        check_flight(bad, 100.0, 100.0)
    with pytest.raises(InputError, match="time-s"):
        check_flight(100.0, 100.0, bad)
    with pytest.raises(InputError, match="distance-km"):
        check_distance(PYONGYANG, GUAM, bad)
