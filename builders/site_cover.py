"""Yardstick Y14: what two Aegis Ashore sites cover of Japan's four main islands and Okinawa main island.

The sites are the candidates Araya and Mutsumi of `japan-2017`, alone, with the library item `aegis-ashore-japan`. A
grid of equal areas on land stands for the ground; a point is covered if at least one shot of one site fits into the
flight to it, at nominal values. Launch points are those of the scenario's Nodong: Wonsan, Hwangju and Sinpo. The Nodong
of the library does not reach all of Hokkaido and Okinawa, so the Hwasong-12 is asked about too, which does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from standoff.base.geodesy import Place, geodesic
from standoff.engine.screen import explain, fly_to
from standoff.scenario.gazetteer import Gazetteer, place
from standoff.scenario.loading import Scenario, library_of, load_scenario
from standoff.scenario.world import build_world
from standoff.studies.footprint.question import with_missile
from standoff.studies.siting.candidates import Candidate, candidates_of
from standoff.studies.siting.cover import Threat, cover, site_id, with_sites
from standoff.studies.siting.land import inside, land_grid, pieces
from standoff.studies.siting.offers import Offer, offers

ISLANDS: Final = ("Honshu", "Hokkaido", "Kyushu", "Shikoku", "Okinawa")
"""The largest pieces of Japan's land in the order of their size; the last is Okinawa main island."""
ORIGINS: Final = ("wonsan", "hwangju", "sinpo")
FLIGHTS: Final = (("nodong", "minimum-energy"), ("hwasong-12", "minimum-energy"), ("hwasong-12", "lofted"))
OPTIONS: Final = ("aegis-ashore-japan", "aegis-ashore-japan:sm-3-ib")
STEP_M: Final = 50e3
STEP_OKINAWA_M: Final = 10e3


class Share(NamedTuple):
    """Points of an island that a missile reaches from some launch place, and those covered against all that do."""

    reached: int
    covered: int

    @property
    def percent(self) -> float:
        """Share covered of what is reached."""
        return 100.0 * self.covered / self.reached if self.reached else float("nan")


class Found(NamedTuple):
    """Cover of one island by both sites with one interceptor against one kind of flight."""

    missile: str
    trajectory: str
    interceptor: str
    island: str
    share: Share


@lru_cache(maxsize=1)
def two_sites() -> tuple[Found, ...]:
    """Everything, island by island."""
    built, chosen, on_offer, threats = _built()
    lat, lon, island = ground()
    sites = [site_id(one, on_offer, offer) for one in chosen for offer in on_offer]
    found = cover(built, threats, lat, lon, 1, batteries=sites)
    results = []
    for missile, way in FLIGHTS:
        rows = [i for i, threat in enumerate(threats) if (threat.missile, threat.trajectory) == (missile, way)]
        reached = found.reached[rows]
        somewhere = np.logical_or.reduce(reached)
        for offer in on_offer:
            met = np.logical_or.reduce([found.met[site_id(one, on_offer, offer)][rows] for one in chosen])
            held = (met | ~reached).all(axis=0) & somewhere
            for number, name in enumerate(ISLANDS):
                here = island == number
                share = Share(int(somewhere[here].sum()), int(held[here].sum()))
                results.append(Found(missile, way, offer.interceptor.name, name, share))
    return tuple(results)


def covered_percent(missile: str, trajectory: str, interceptor: str) -> float:
    """Share of the reached land of all five islands, each point of a grid standing for its area."""
    weights = {name: (STEP_OKINAWA_M if name == "Okinawa" else STEP_M) ** 2 for name in ISLANDS}
    rows = [row for row in two_sites() if row[:3] == (missile, trajectory, interceptor)]
    reached = sum(row.share.reached * weights[row.island] for row in rows)
    return 100.0 * sum(row.share.covered * weights[row.island] for row in rows) / reached


def left_open(interceptor: str) -> Iterator[str]:
    """Where an interceptor fails: an island and a kind of flight, in words."""
    for row in two_sites():
        if row.interceptor == interceptor and row.share.covered < row.share.reached:
            lost = row.share.reached - row.share.covered
            yield f"{row.island} against the {row.trajectory} {row.missile} ({lost} of {row.share.reached} points)"


def why_open(interceptor: str, island: str, missile: str, trajectory: str) -> str:
    """What fails first at the nearest of both sites, where a shot comes nearest."""
    built, chosen, on_offer, threats = _built()
    world = build_world(built)
    offer = next(one for one in on_offer if one.interceptor.name == interceptor)
    lat, lon, number = ground()
    here = number == ISLANDS.index(island)
    threat = next(one for one in threats if (one.missile, one.trajectory) == (missile, trajectory))
    flights = fly_to(world.missiles[missile], threat.launch, lat[here], lon[here], threat.trajectory)
    middle = Place(float(lat[here].mean()), float(lon[here].mean()))
    nearest = min(chosen, key=lambda one: geodesic(one.place, middle).distance_m)
    found = explain(world, world.batteries[site_id(nearest, on_offer, offer)], world.missiles[missile], flights)
    return "a shot fits" if found is None else f"from {nearest.title} {found.sentence}"


@lru_cache(maxsize=1)
def _built() -> tuple[Scenario, tuple[Candidate, ...], tuple[Offer, ...], tuple[Threat, ...]]:
    """The scenario with both sites built with either interceptor, the sites, the offers and what is flown."""
    scenario = load_scenario("japan-2017")
    for missile in dict.fromkeys(missile for missile, _ in FLIGHTS):
        scenario = with_missile(scenario, missile, ())
    library = library_of(scenario)
    chosen = tuple(one for one in candidates_of(scenario, "JPN") if one.id in ("araya", "mutsumi"))
    on_offer = offers(library, OPTIONS)
    gazetteer = Gazetteer.of(scenario.model)
    threats = tuple(
        Threat(missile, origin, gazetteer.place(origin), way)  # type: ignore[arg-type]  # one of the kinds
        for missile, way in FLIGHTS
        for origin in ORIGINS
    )
    return with_sites(scenario, library, "JPN", chosen, on_offer), chosen, on_offer, threats


def distances_km() -> dict[str, float]:
    """Distance to the nearest site: of Naha, and of the five islands' coast where it is farthest from both."""
    sites = [one.place for one in candidates_of(load_scenario("japan-2017"), "JPN") if one.id in ("araya", "mutsumi")]

    def nearest_km(here: Place) -> float:
        return min(geodesic(here, site).distance_m for site in sites) / 1e3

    coast = [Place(y, x) for piece in pieces("JPN")[: len(ISLANDS)] for x, y in piece.exterior.coords]
    return {"of Naha": nearest_km(place("Naha")), "of the farthest coast": max(map(nearest_km, coast))}


def ground() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Latitude, longitude and number of the island of each grid point (n,); Okinawa has a finer grid."""
    parts = []
    grids = {step_m: land_grid("JPN", step_m) for step_m in (STEP_M, STEP_OKINAWA_M)}
    for number, (name, piece) in enumerate(zip(ISLANDS, pieces("JPN"), strict=False)):
        lat, lon = inside(piece, *grids[STEP_OKINAWA_M if name == "Okinawa" else STEP_M])
        parts.append((lat, lon, np.full(len(lat), number)))
    lat, lon, island = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return lat, lon, island
