"""Aiming at many places: impacts on the places wanted, and the flights of `aim_at`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from flight.missiles import LIQUID
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination, geodesic
from standoff.flight.aiming import Kind, aim_at, maximum_range, minimum_energy_near
from standoff.flight.flight import fly, trajectory
from standoff.flight.line import Steering
from standoff.flight.many_aims import MISS_M, Aims, aim_at_many

LAUNCH = Place(39.0, 127.0)


def spread(bearings_deg: np.ndarray, shares: np.ndarray) -> list[Place]:
    """Places over bearings and shares of the greatest range due east."""
    reach_m = maximum_range(LIQUID, LAUNCH, 90.0).range_m
    return [destination(LAUNCH, float(b), float(s) * reach_m) for b in bearings_deg for s in shares]


def aimed(places: list[Place], kind: Kind = "minimum-energy") -> Aims:
    return aim_at_many(LIQUID, LAUNCH, [p.lat_deg for p in places], [p.lon_deg for p in places], kind)


def steered(aims: Aims, places: list[Place]) -> Iterator[tuple[int, Place]]:
    for i, place in enumerate(places):
        if aims.ok[i]:
            yield i, place


@pytest.mark.parametrize("kind", ["minimum-energy", "lofted", "depressed"])
def test_impacts_lie_on_the_places_wanted(kind: Kind) -> None:
    places = spread(np.linspace(60.0, 140.0, 7), np.linspace(0.3, 0.95, 8))
    aims = aimed(places, kind)
    assert aims.ok.all()
    for i, place in steered(aims, places):
        ascent = LIQUID.ascent(float(aims.azimuth_deg[i]), float(aims.kick_deg[i]), float(aims.cutoff_s[i]))
        flight = fly(LIQUID, LAUNCH, ascent)
        assert geodesic(flight.impact, place).distance_m <= 1.01 * MISS_M
        assert (aims.impact_lat_deg[i], aims.impact_lon_deg[i]) == flight.impact[:2]
        assert aims.flight_time_s[i] == flight.flight_time_s


@pytest.mark.parametrize(("kind", "kick", "path_m"), [("minimum-energy", 6e-3, 20e3), ("lofted", 1e-4, 500.0)])
def test_flights_are_those_of_one_aim_at_a_time(kind: Kind, kick: float, path_m: float) -> None:
    """Minimum-energy kicks agree to three times that search's own width (2e-3 to both sides), lofted ones closely."""
    places = spread(np.linspace(70.0, 130.0, 6), np.linspace(0.35, 0.97, 8))
    aims = aimed(places, kind)
    for i, place in list(steered(aims, places))[::5]:
        exact = aim_at(LIQUID, LAUNCH, place, kind).ascent
        assert aims.kick_deg[i] == pytest.approx(exact.kick_deg, rel=kick)
        ours = LIQUID.ascent(float(aims.azimuth_deg[i]), float(aims.kick_deg[i]), float(aims.cutoff_s[i]))
        one, other = (trajectory(LIQUID, LAUNCH, ascent, 10.0).position_m for ascent in (exact, ours))
        both = min(len(one), len(other)) - 1
        assert np.linalg.norm(one[:both] - other[:both], axis=1).max() < path_m


@pytest.mark.parametrize(("kick", "cutoff"), [(1.0, 1.0), (0.9, 0.97), (1.15, 1.02), (3.0, 0.5), (0.2, 1.0)])
def test_a_search_that_begins_near_ends_where_a_whole_one_does(kick: float, cutoff: float) -> None:
    (place,) = spread(np.array([110.0]), np.array([0.6]))
    whole = aim_at(LIQUID, LAUNCH, place)
    ascent = whole.ascent
    near = Steering(ascent.azimuth_deg + 0.3, kick * ascent.kick_deg, cutoff * ascent.cutoff_s)
    found = minimum_energy_near(LIQUID, LAUNCH, place, near)
    assert geodesic(found.impact, place).distance_m <= 1.0
    assert found.ascent.kick_deg == pytest.approx(ascent.kick_deg, rel=6e-3)
    # The cut-off is least there, so it hardly depends on the kick angle.
    assert found.ascent.cutoff_s == pytest.approx(ascent.cutoff_s, rel=1e-5)


def test_a_place_out_of_reach_is_named_from_near_as_well() -> None:
    (place,) = spread(np.array([110.0]), np.array([1.2]))
    with pytest.raises(InputError, match="out of range"):
        minimum_energy_near(LIQUID, LAUNCH, place, Steering(110.0, 2.0, LIQUID.full_burn_s))


def test_the_edge_of_reach_is_that_of_the_missile() -> None:
    reach_m = maximum_range(LIQUID, LAUNCH, 90.0).range_m
    shares = np.array([*np.linspace(0.5, 0.99, 50), 0.995, 1.005, 1.05, 1.5])
    aims = aimed([destination(LAUNCH, 90.0, float(share) * reach_m) for share in shares])
    assert aims.ok.tolist() == [share < 1.0 for share in shares]
    assert np.isnan(aims.kick_deg[~aims.ok]).all()


def test_all_round_the_launch_place() -> None:
    places = spread(np.arange(0.0, 360.0, 15.0), np.array([0.4, 0.7]))
    assert aimed(places).ok.all()


def test_few_places_are_aimed_one_by_one() -> None:
    place = spread(np.array([100.0]), np.array([0.8]))[0]
    exact = aim_at(LIQUID, LAUNCH, place)
    aims = aim_at_many(LIQUID, LAUNCH, place.lat_deg, place.lon_deg)
    assert aims.azimuth_deg.tolist() == [exact.ascent.azimuth_deg]
    assert aims.flight_time_s.tolist() == [exact.flight_time_s]


def test_an_unknown_kind_is_refused() -> None:
    places = spread(np.linspace(60.0, 140.0, 7), np.linspace(0.3, 0.95, 8))
    with pytest.raises(InputError, match="unknown kind of trajectory"):
        aimed(places, "flat")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="unknown kind of trajectory"):
        aimed(places[:2], "flat")  # type: ignore[arg-type]
