"""Rules of engagement on territories whose distances are known."""

from __future__ import annotations

import pytest

from standoff.base.errors import InputError
from standoff.base.geodesy import Place, destination
from standoff.engagement.refusal import Reason
from standoff.engagement.rules import Rules, Territory, permits, weapons_free_from

BOX = Territory("JPN", "a box", ((34.0, 132.0), (34.0, 134.0), (36.0, 134.0), (36.0, 132.0)), margin_m=22_224.0)
ISLAND = Territory("USA", "Guam", ((13.45, 144.78),), margin_m=40_000.0)
IN_BOX, AT_GUAM, AT_SEA = Place(35.0, 133.0), Place(13.5, 144.8), Place(25.0, 139.0)


def test_inside_on_the_margin_and_outside() -> None:
    assert BOX.distance_m(IN_BOX) == 0.0
    north = Place(36.0, 133.0)
    assert BOX.distance_m(destination(north, 0.0, 20_000.0)) == 0.0
    assert BOX.distance_m(destination(north, 0.0, 122_224.0)) == pytest.approx(100_000.0, rel=0.01)


def test_a_single_point_is_a_circle() -> None:
    center = Place(13.45, 144.78)
    for azimuth in (0.0, 77.0, 200.0):
        assert ISLAND.distance_m(destination(center, azimuth, 39_000.0)) == 0.0
        assert ISLAND.distance_m(destination(center, azimuth, 90_000.0)) == pytest.approx(50_000.0, rel=0.02)


def test_across_the_date_line() -> None:
    strip = Territory("XXX", "strip", ((-1.0, 179.0), (-1.0, -179.0), (1.0, -179.0), (1.0, 179.0)))
    assert strip.distance_m(Place(0.0, 180.0)) == 0.0
    assert strip.distance_m(Place(0.0, -179.5)) == 0.0
    assert strip.distance_m(Place(0.0, 178.0)) > 100_000.0


def test_concave_outline() -> None:
    """A U open to the north: its notch is outside."""
    u = Territory(
        "XXX", "U", ((0.0, 0.0), (0.0, 3.0), (3.0, 3.0), (3.0, 2.0), (1.0, 2.0), (1.0, 1.0), (3.0, 1.0), (3.0, 0.0))
    )
    assert u.distance_m(Place(2.0, 0.5)) == 0.0
    assert u.distance_m(Place(2.0, 1.5)) == pytest.approx(55_600.0, rel=0.02)


def reason(rules: Rules, impact: Place, time_s: float = 0.0) -> Reason | None:
    found = permits(rules, impact, time_s)
    return None if found is None else found.reason


def test_who_may_be_defended() -> None:
    japan = Rules(defends=("JPN",), territories=(BOX, ISLAND))
    assert reason(japan, IN_BOX) is None
    assert reason(japan, AT_GUAM) is Reason.NOT_DEFENDED
    assert reason(japan, AT_SEA) is None
    assert reason(Rules(defends=("JPN", "USA"), territories=(BOX, ISLAND)), AT_GUAM) is None


def test_only_if_aimed_at_listed_territory() -> None:
    strict = Rules(defends=("JPN",), territories=(BOX, ISLAND), only_if_aimed_at=True)
    assert reason(strict, IN_BOX) is None
    refusal = permits(strict, AT_SEA, 0.0)
    assert refusal is not None
    assert refusal.reason is Reason.NOT_DEFENDED
    # From 25 N 139 E to the corner at 34 N 134 E: 9 degrees north and about 5 west at 25 N, less the margin.
    assert refusal.value == pytest.approx(1_105_000.0, rel=0.03)


def test_the_host_has_a_say() -> None:
    hosted = Rules(defends=("JPN", "USA"), territories=(BOX, ISLAND), host="JPN", host_permits=("JPN",))
    assert reason(hosted, IN_BOX) is None
    assert reason(hosted, AT_GUAM) is Reason.HOST_FORBIDS


def test_weapons_free_times() -> None:
    rules = Rules(weapons_free_s=((100.0, 200.0), (300.0, 400.0)))
    assert [weapons_free_from(rules, t) for t in (0.0, 150.0, 200.0, 399.0)] == [100.0, 150.0, 300.0, 399.0]
    assert reason(rules, IN_BOX, 400.0) is Reason.WEAPONS_HOLD
    assert reason(rules, IN_BOX, 0.0) is None
    with pytest.raises(InputError, match="ends before it starts"):
        Rules(weapons_free_s=((5.0, 5.0),))


def test_aimed_at_needs_territories() -> None:
    with pytest.raises(InputError, match="needs territories"):
        Rules(only_if_aimed_at=True)
