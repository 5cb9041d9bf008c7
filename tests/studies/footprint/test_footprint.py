"""A footprint of a small world: against the engine, against readable geometry, and what must always hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm
from shapely.geometry import Point, shape

from engine.toys import TOY
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engagement.ground import range_and_altitude_m
from standoff.engine.run import run
from standoff.flight.aiming import aim_at
from standoff.flight.flight import trajectory
from standoff.flight.results import Phase
from standoff.scenario.loading import load_scenario
from standoff.scenario.world import build_world
from standoff.studies.footprint.footprint import Footprint, footprint
from standoff.studies.footprint.question import ask
from standoff.studies.footprint.samples import SHARES, draw, intervals, least_count, parameters_of, percentiles

pytestmark = pytest.mark.xdist_group("footprint")

STEP_KM = 25.0
SECOND = "39.2,125.67"


def find(*settings: str, start: str | Sequence[str] = "sinpo", **options: Any) -> Footprint:
    asked = {"battery": "thaad", "threat": "hwasong-12", "samples": 0, "step_km": STEP_KM, **options}
    return footprint(TOY, start=start, settings=settings, **asked)


@pytest.fixture(scope="module")
def alone() -> Footprint:
    return find()


@pytest.fixture(scope="module")
def both() -> Footprint:
    return find(start=["sinpo", SECOND])


@pytest.fixture(scope="module")
def banded() -> Footprint:
    return find(samples=12)


def nodes(found: Footprint) -> set[tuple[float, float]]:
    """The defended nodes. Grids of one battery and one step share their lattice."""
    held = found.table["defended"]
    lat, lon = (np.round(found.table[name][held], 4).tolist() for name in ("lat_deg", "lon_deg"))
    return set(zip(lat, lon, strict=True))


def shots_fired(lat_deg: float, lon_deg: float) -> int:
    scenario = load_scenario(TOY, [f"timeline.shot.to={lat_deg:.5f},{lon_deg:.5f}"])
    return len(list(run(scenario, 1).record.of_kind("shot")))


@pytest.mark.slow
def test_the_engine_fires_at_aim_points_inside_and_at_none_outside(alone: Footprint) -> None:
    """Places more than a step from the edge, by the polygon: the event engine decides by itself whether to shoot."""
    area = shape(alone.polygons["nominal"])
    margin_deg = 1.2 * STEP_KM / 111.0
    places = list(zip(alone.table["lat_deg"].tolist(), alone.table["lon_deg"].tolist(), strict=True))
    inside = [place for place in places if area.buffer(-margin_deg).contains(Point(place[1], place[0]))]
    outside = [place for place in places if not area.buffer(margin_deg).contains(Point(place[1], place[0]))]
    assert len(inside) > 5
    assert len(outside) > 5
    assert all(shots_fired(*place) for place in inside[:: len(inside) // 5])
    assert not any(shots_fired(*place) for place in outside[:: len(outside) // 5])


@pytest.mark.slow
def test_no_defended_aim_point_lies_under_a_path_that_stays_out_of_range(alone: Footprint) -> None:
    world = build_world(load_scenario(TOY))
    battery, vehicle = world.batteries["thaad"], world.missiles["hwasong-12"].vehicle
    interceptor, launch = battery.interceptor, world.places.place("sinpo")
    for lat, lon in sorted(nodes(alone))[::12]:
        flight = aim_at(vehicle, launch, Place(lat, lon))
        path = trajectory(vehicle, launch, flight.ascent)
        away_m, altitude_m = range_and_altitude_m(battery.place, path.position_m)
        high = (altitude_m >= interceptor.minimum_altitude_m) & (altitude_m <= interceptor.maximum_altitude_m)
        assert away_m[high & (path.phase != Phase.BOOST)].min() < interceptor.maximum_range_m


def test_the_area_is_that_of_its_nodes_and_of_its_polygon(alone: Footprint) -> None:
    area_km2 = alone.area_km2["nominal"]
    assert area_km2 is not None
    assert len(nodes(alone)) * STEP_KM**2 == pytest.approx(area_km2, rel=0.08)
    table = alone.to_pandas()
    assert list(alone.to_polars().columns) == list(table.columns)
    assert table["defended"].sum() == len(nodes(alone))
    assert ((table["shots_1"] >= 1) == table["defended"]).all()


def test_it_is_no_circle(alone: Footprint) -> None:
    outer = max(alone.polygons["nominal"]["coordinates"], key=lambda piece: len(piece[0]))[0]
    lon, lat = np.array(outer).T
    lon = (lon - lon.mean()) * np.cos(np.radians(lat.mean()))
    away = np.hypot(lon, lat - lat.mean())
    assert away.max() > 1.15 * away.min()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "least_lost"),
    [
        ("library.an-tpy-2.reference_range=700 km", 1),
        ("batteries.thaad.reaction=30 s", 1),
        ("library.thaad.maximum_range=90 km", 1),
    ],
)
def test_less_of_anything_defends_no_place_that_more_does_not(alone: Footprint, setting: str, least_lost: int) -> None:
    lesser = nodes(find(setting))
    assert lesser <= nodes(alone)
    assert len(nodes(alone)) - len(lesser) >= least_lost


@pytest.mark.slow
def test_more_shots_fit_at_fewer_places() -> None:
    slow = "batteries.thaad.doctrine.launch_interval=25 s"
    one, two = find(slow), find(slow, shots=2)
    assert nodes(two) < nodes(one)
    assert (two.table["shots_1"][two.table["defended"]] >= 2).all()


def test_several_launch_places_are_taken_alone_and_all_at_once(alone: Footprint, both: Footprint) -> None:
    held = (both.table["shots_1"] >= 1) & (both.table["shots_2"] >= 1)
    assert (held == both.table["defended"]).all()
    assert nodes(both) <= nodes(alone)
    every = shape(both.polygons["nominal"])
    for launch in both.summary["launches"]:
        assert every.difference(shape(launch["polygons"])).area < 0.01 * every.area
        assert launch["area_km2"]["nominal"] >= both.area_km2["nominal"]
    assert both.summary["launches"][0]["area_km2"]["nominal"] == pytest.approx(alone.area_km2["nominal"], rel=0.01)


def test_bands_lie_one_in_the_other_and_areas_in_order(banded: Footprint) -> None:
    p05, p50, p95 = (shape(banded.polygons[name]) for name in ("p05", "p50", "p95"))
    assert p05.is_valid
    assert p05.difference(p50).area < 0.02 * p50.area
    assert p50.difference(p95).area < 0.02 * p95.area
    areas = [banded.area_km2[name] for name in ("p05", "p50", "p95")]
    assert areas == sorted(areas, key=float)  # type: ignore[arg-type]  # none is None here
    assert banded.summary["samples"]["used"] == len(banded.summary["samples"]["area_km2"]) == 12
    share = banded.table["share"]
    assert ((share >= 0.0) & (share <= 1.0)).all()


def test_the_share_of_a_city_is_that_of_its_samples(banded: Footprint) -> None:
    """Hagatna, Guam: each sample asked by itself."""
    asked = ask(TOY, "thaad", "hwasong-12", ["sinpo"])
    samples = draw(asked, parameters_of(asked, ()), 12, 1)
    city = next(city for city in banded.cities_defended if city["population"] > 1000)
    lat, lon = np.array([city["lat_deg"]]), np.array([city["lon_deg"]])
    counted = [int(sample.count(sample.fly(lat, lon), 1)[0, 0]) >= 1 for sample in samples.asks]
    assert city["share"] == pytest.approx(np.mean(counted), abs=1e-3)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_footprint_and_another_another(banded: Footprint) -> None:
    again, other = find(samples=12), find(samples=3, seed=2)
    assert again.summary == banded.summary
    assert other.polygons["nominal"] == banded.polygons["nominal"]
    assert other.summary["samples"]["area_km2"] != banded.summary["samples"]["area_km2"][:3]


def test_only_what_matters_is_varied() -> None:
    asked = ask(TOY, "thaad", "scud-b", ["sinpo"])
    paths = [parameter.path for parameter in parameters_of(asked, ())]
    assert "library.an-tpy-2.reference_range" in paths
    assert "library.scud-b.radar_cross_section.warhead" in paths
    assert "library.thaad.kill_probability" not in paths
    assert not any("hwasong" in path for path in paths)


def test_a_sample_that_describes_nothing_is_named_and_left_out() -> None:
    """A floor that may lie above the ceiling: some samples cannot be built."""
    asked = ask(TOY, "thaad", "hwasong-12", ["sinpo"])
    vary = ["library.thaad.minimum_altitude=40..200 km", "library.thaad.maximum_altitude=120..180 km"]
    samples = draw(asked, parameters_of(asked, vary), 20, 1)
    assert samples.failed
    assert len(samples) + len(samples.failed) == 20
    for failure in samples.failed:
        assert "altitude" in failure.reason


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"battery": "thad"}, "did you mean 'thaad'"),
        ({"threat": "hwasong-13"}, "did you mean 'hwasong-1"),
        ({"threat": "thaad"}, "kind interceptor"),
        ({"shots": 0}, "1 to 1000"),
        ({"start": []}, "--from"),
        ({"start": "Sinpoo"}, "Sinp"),
        ({"start": ["sinpo", "sinpo"]}, "twice"),
        ({"samples": -1}, "--samples"),
        ({"grid": 3}, "--grid"),
        ({"step_km": 0.0}, "--step-km"),
        ({"seed": -1}, "--seed"),
        ({"trajectory": "flat"}, "minimum-energy"),
        ({"countries": ["Japan"]}, "ISO 3166"),
        ({"samples": 5, "vary": ["library.thaad.divart"]}, "library.thaad.divert"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        find(**changes)
    assert said in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "options", "said"),
    [
        ((), {"threat": "scud-b"}, "out of reach|nearest; reach is 200 km|no aim point"),
        (("batteries.thaad.reaction=3000 s",), {}, "what fails first: .*\\d"),
        (("library.an-tpy-2.reference_range=20 km",), {}, "what fails first: .*\\d"),
        ((), {"shots": 9}, "at most 8|no aim point with 9 shots"),
    ],
)
def test_a_battery_that_defends_nothing_says_what_fails_first(
    settings: tuple[str, ...], options: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        find(*settings, **options)


def test_how_many_samples_make_a_share() -> None:
    assert [least_count(60, share) for share in SHARES.values()] == [57, 30, 3]
    assert least_count(4, 0.05) == 1
    assert least_count(20, 0.95) == 19


def test_intervals_of_percentiles_are_the_tabulated_order_statistics() -> None:
    """Ranks of the 95 % interval of a median (Conover, Practical Nonparametric Statistics, 3rd ed. 1999, table A3)."""
    for count, low, high in ((20, 6, 15), (10, 2, 9)):
        assert intervals(np.arange(1.0, count + 1.0))["p50"] == (low, high)
    assert intervals(np.arange(60.0))["p05"][0] is None
    assert intervals(np.arange(60.0))["p95"][1] is None


def test_intervals_hold_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    truth = {name: norm.ppf(q) for name, q in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))}
    held = dict.fromkeys(truth, 0)
    for _ in range(400):
        ends = intervals(rng.standard_normal(100))
        for name, value in truth.items():
            low, high = ends[name]
            held[name] += (low is None or low <= value) and (high is None or value <= high)
    assert all(count / 400 > 0.93 for count in held.values())


def test_percentiles_of_an_even_spread() -> None:
    assert percentiles(np.linspace(0.0, 100.0, 101)) == {"p05": 5.0, "p50": 50.0, "p95": 95.0}
