"""Siting: candidates, who counts as defended, what is chosen, and what is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import standoff
from standoff.base.errors import InputError
from standoff.base.geodesy import Place, geodesic
from standoff.scenario.gazetteer import Entry
from standoff.scenario.library import Library
from standoff.scenario.loading import Scenario, library_of, load_scenario
from standoff.scenario.world import build_world
from standoff.studies.siting.budget import read_budget
from standoff.studies.siting.candidates import Candidate, candidates_of
from standoff.studies.siting.cover import Cover, Threat, parameters_of, threats_of, with_sites
from standoff.studies.siting.offers import Offer, offer
from standoff.studies.siting.question import Question, Wish, choose, robust, second_salvo
from standoff.studies.siting.summary import summarize

# Beside what solves the same aims.
pytestmark = pytest.mark.xdist_group("footprint")

WISH = Wish("400", "JPY", (), (), None, None, (), (), None, 0, 1, None, 20, None, 1, None, ())


@pytest.fixture(scope="module")
def japan() -> Scenario:
    return load_scenario("japan-2017")


@pytest.fixture(scope="module")
def site() -> Offer:
    return offer(Library(), "aegis-ashore-japan")


def city(name: str, population: int, lat_deg: float) -> Entry:
    return Entry(name, "city", "JP", "", lat_deg, 135.0, population, "made up", name.lower())


def question(japan: Scenario, site: Offer, reached: list[list[int]], met: dict[str, list[list[int]]]) -> Question:
    """Three cities, two threats, sites at a, b, c; masks are (threats, cities). Batteries are named in `met`."""
    places = [Candidate(name, name.upper(), Place(36.0, 135.0 + i), "made up") for i, name in enumerate("abc")]
    threats = (Threat("nodong", "here", Place(39.0, 127.0)), Threat("scud-er", "there", Place(39.0, 127.5)))
    none = np.zeros((2, 3), dtype=bool)
    masks = {f"site-{one.id}": np.array(met.get(one.id, none), dtype=bool) for one in places}
    masks["us-destroyer"] = np.array(met.get("us-destroyer", none), dtype=bool)
    found = Cover(threats, np.array(reached, dtype=bool), masks)
    built = with_sites(japan, library_of(japan), "JPN", places, [site])
    return Question(
        japan, built, read_budget("400"), "JPN", (site,), tuple(places),
        (city("Big", 9, 36.0), city("Mid", 5, 36.5), city("Low", 4, 37.0)), (), ("us-destroyer",), 1, found, (), found,
    )  # fmt: skip


EVERYWHERE = [[1, 1, 1], [1, 1, 1]]


def test_each_threat_must_be_met_but_not_by_the_same_battery(japan: Scenario, site: Offer) -> None:
    # A meets the first threat at the big city, the ship the second.
    met = {"a": [[1, 0, 0], [0, 0, 0]], "us-destroyer": [[0, 0, 0], [1, 0, 0]], "b": [[1, 1, 0], [0, 0, 0]]}
    asked = question(japan, site, EVERYWHERE, met)
    assert asked.defended(asked.cover, ["site-a"]).tolist() == [False, False, False]
    assert asked.defended(asked.cover, ["site-a", "us-destroyer"]).tolist() == [True, False, False]
    choice = choose(asked, replace(WISH, count=1))
    assert [one.id for one, _ in choice.chosen] == ["a"]  # equal to b, and first


def test_a_threat_that_does_not_reach_a_city_need_not_be_met(japan: Scenario, site: Offer) -> None:
    asked = question(japan, site, [[1, 0, 0], [0, 0, 1]], {"c": [[1, 0, 0], [0, 0, 0]]})
    assert asked.threatened.tolist() == [True, False, True]
    summary = summarize(choose(asked, WISH)).to_json()
    assert [one["name"] for one in summary["cities_defended"]] == ["Big"]
    assert summary["threatened"] == {"cities": 2, "population": 13}
    assert [one["name"] for one in summary["out_of_reach"]] == ["Mid"]
    assert [one["name"] for one in summary["undefended"]] == ["Low"]


def test_what_is_defended_already_is_not_paid_for_again(japan: Scenario, site: Offer) -> None:
    met = {"us-destroyer": [[1, 1, 1], [1, 1, 1]], "a": EVERYWHERE}
    choice = choose(question(japan, site, EVERYWHERE, met), WISH)
    assert choice.chosen == ()
    assert choice.solution.optimal
    summary = summarize(choice).to_json()
    assert summary["population_defended"] == 18
    assert summary["cost"]["total"]["high"] == 0.0


def test_a_budget_for_one_site_takes_the_one_with_most_people(japan: Scenario, site: Offer) -> None:
    met = {"a": [[0, 1, 1], [0, 1, 1]], "b": [[1, 0, 0], [1, 0, 0]], "c": [[0, 1, 0], [0, 1, 0]]}
    asked = question(japan, site, EVERYWHERE, met)
    # One site with design costs 182.7, two 361.9 billion yen.
    assert [one.id for one, _ in choose(asked, replace(WISH, budget="200")).chosen] == ["a"]
    assert [one.id for one, _ in choose(asked, replace(WISH, budget="361.93")).chosen] == ["a", "b"]
    assert [one.id for one, _ in choose(asked, replace(WISH, budget="361.92")).chosen] == ["a"]


def test_a_city_asked_for_goes_before_more_people(japan: Scenario, site: Offer) -> None:
    met = {"a": [[0, 1, 1], [0, 1, 1]], "b": [[1, 1, 0], [1, 1, 0]]}
    asked = replace(question(japan, site, EVERYWHERE, met), must=(2,))
    assert [one.id for one, _ in choose(asked, replace(WISH, budget="200")).chosen] == ["a"]


def test_what_cannot_be_done_says_what_could(japan: Scenario, site: Offer) -> None:
    met = {"a": [[0, 1, 0], [0, 1, 0]], "b": [[1, 0, 0], [1, 0, 0]]}
    both = replace(question(japan, site, EVERYWHERE, met), must=(0, 1))
    with pytest.raises(InputError, match=r"at least JPY 361.93 billion") as money:
        choose(both, replace(WISH, budget="300"))
    assert money.value.field == "--budget"
    with pytest.raises(InputError, match="at least 2") as count:
        choose(both, replace(WISH, count=1))
    assert count.value.field == "--count"
    with pytest.raises(InputError, match="cannot be defended against nodong from here") as place:
        choose(replace(both, must=(2,)), WISH)
    assert place.value.value == "Low"
    with pytest.raises(InputError, match=r"buys nothing.*at least JPY 182.73 billion"):
        choose(both, replace(WISH, budget="100"))


def test_a_horizon_makes_a_site_dearer(japan: Scenario, site: Offer) -> None:
    asked = question(japan, site, EVERYWHERE, {"a": EVERYWHERE})
    # Thirty years of operation are 99 billion yen more than 182.7.
    with pytest.raises(InputError, match=r"281.73 billion"):
        choose(asked, replace(WISH, budget="280", horizon=30))
    assert choose(asked, replace(WISH, budget="282", horizon=30)).counts_for == pytest.approx(281.73)


def test_the_second_salvo_needs_one_shot_more_than_the_first(site: Offer) -> None:
    # The doctrine of the site fires pairs and looks (Missile Defense Advocacy Alliance 2018: two in sequence).
    assert second_salvo([site]) == 3


def test_candidates_of_the_scenario_and_of_the_user(japan: Scenario) -> None:
    own = candidates_of(japan, "JPN")
    assert [one.id for one in own[:2]] == ["araya", "mutsumi"]
    for one in own[2:]:
        assert one.source == "assumption"
        assert "never discussed" in one.note
    given = candidates_of(japan, "JPN", ["Cape=40.0,139.7", "araya", "Hagi"])
    assert [(one.id, one.title) for one in given] == [("cape", "Cape"), ("araya", "Araya (Akita)"), ("hagi", "Hagi")]
    assert given[0].place == Place(40.0, 139.7)


def test_candidates_on_a_grid_lie_on_land_one_step_apart(japan: Scenario) -> None:
    grid = candidates_of(japan, "JPN", step_km=100.0)
    assert 20 < len(grid) < 60
    nearest = [min(geodesic(a.place, b.place).distance_m for b in grid if b is not a) for a in grid]
    assert np.median(nearest) == pytest.approx(100e3, rel=0.02)
    with pytest.raises(InputError, match="at most 500"):
        candidates_of(japan, "JPN", step_km=10.0)


@pytest.mark.parametrize(
    ("given", "message"),
    [("Atlantis", "not a known place"), ("=3,4", "not a candidate"), ("X=", "not a candidate"), ("X=99,1", "latitude")],
)
def test_a_candidate_that_is_no_place_is_refused(japan: Scenario, given: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        candidates_of(japan, "JPN", [given])
    assert caught.value.field == "--site"


def test_a_site_that_is_built_is_a_battery_as_its_item_says(japan: Scenario, site: Offer) -> None:
    araya = candidates_of(japan, "JPN")[:1]
    world = build_world(with_sites(japan, library_of(japan), "JPN", araya, [site]))
    battery, variant = world.batteries["site-araya"], build_world(load_scenario("japan-2017:one-site"))
    # The variant that was written by hand holds the same site.
    hand = variant.batteries["aegis-ashore-araya"]
    assert replace(battery, id=hand.id, network=hand.network) == hand
    assert battery.network == replace(hand.network, organic="site-araya-radar")
    assert set(world.batteries) == {*build_world(japan).batteries, "site-araya"}


def test_threats_are_those_of_the_timeline(japan: Scenario) -> None:
    found = {(one.missile, one.origin) for one in threats_of(build_world(japan))}
    assert found == {
        ("nodong", "Wonsan Kalma"), ("nodong", "Sinpo"), ("nodong", "Hwangju"), ("scud-er", "Kittaeryong"),
    }  # fmt: skip


def test_samples_move_reach_and_sight_and_not_kills_or_costs(japan: Scenario) -> None:
    paths = [parameter.path for parameter in parameters_of(japan)]
    assert "library.sm-3-ia.burnout_speed" in paths
    assert "library.an-spy-1d.reference_range" in paths
    assert not any(word in path for path in paths for word in ("kill", "common_mode", "cost", "reliability"))


def test_numbers_out_of_bounds_are_refused_before_anything_is_looked_up(tmp_path: Path) -> None:
    for field, wrong in (
        ("count", 0), ("shots", 0), ("share", 0.0), ("share", 1.5), ("samples", 0), ("horizon", -1),
        ("min_population", -1), ("time_limit_s", 0.0),
    ):  # fmt: skip
        with pytest.raises(InputError, match="out of bounds"):
            standoff.site("no-such-scenario", budget=1, **{field: wrong}, out=tmp_path / "never")  # type: ignore[arg-type]
    assert not (tmp_path / "never").exists()


def test_a_share_of_samples_is_asked_of_each_battery_and_threat() -> None:
    threats = (Threat("nodong", "here", Place(39.0, 127.0)),)
    reached = np.ones((1, 2), dtype=bool)
    masks = ([[1, 1]], [[1, 0]], [[1, 0]], [[0, 0]])
    covers = [Cover(threats, reached, {"ship": np.array(mask, dtype=bool)}) for mask in masks]
    assert robust(covers, 0.75).met["ship"].tolist() == [[True, False]]
    assert robust(covers, 0.76).met["ship"].tolist() == [[False, False]]
    assert robust(covers, 0.25).met["ship"].tolist() == [[True, True]]


@pytest.mark.slow
def test_samples_give_every_city_its_share(japan: Scenario) -> None:
    found = standoff.site(
        japan, budget=400, sites=["araya"], without=["all"], min_population=1_000_000, shots=1, share=0.5, samples=4
    )
    again = standoff.site(
        japan, budget=400, sites=["araya"], without=["all"], min_population=1_000_000, shots=1, share=0.5, samples=4
    )
    assert found.to_json() == again.to_json()
    assert found.summary["samples"] == 4
    cities = found.to_pandas()
    assert set(cities["share"]) <= {0.0, 0.25, 0.5, 0.75, 1.0}
    # One battery and four threats: defended in the table of shares no oftener than each threat is met.
    assert (cities.loc[~cities["defended"], "share"] < 1.0).all()
    assert cities["defended"].any()
