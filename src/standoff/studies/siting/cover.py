"""Which sites and batteries can meet which threats at which places: the table that siting chooses from.

A battery meets a threat at a place if at least so many shots of its own fit into the flight to that place, from launch
to impact, by the engine's own conditions (`engine.screen`). A threat is a missile from one launch place. A site that
is not there is asked about as a battery of a scenario in which every candidate has been built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.engine.screen import ThreatPaths, count_shots, fly_to
from standoff.flight.aiming import Kind
from standoff.scenario import yaml
from standoff.scenario.library import Library
from standoff.scenario.loading import Scenario
from standoff.scenario.values import Point
from standoff.scenario.world import World, build_world
from standoff.studies.designs import make_design
from standoff.studies.limits import require_consistent
from standoff.studies.parameters import Parameter, default_parameters
from standoff.studies.siting.candidates import Candidate
from standoff.studies.siting.offers import Offer

Mask = NDArray[np.bool_]

# What of an interceptor decides where it can be; the rest of its values are about kills and cost.
_OF_INTERCEPTORS: Final = ("burnout_speed", "minimum_altitude", "maximum_altitude", "maximum_range", "divert")


@dataclass(frozen=True)
class Threat:
    """A missile from one launch place."""

    missile: str
    origin: str
    launch: Place
    trajectory: Kind = "minimum-energy"

    @property
    def title(self) -> str:
        """For people."""
        way = "" if self.trajectory == "minimum-energy" else f", {self.trajectory}"
        return f"{self.missile} from {self.origin}{way}"


@dataclass(frozen=True, eq=False)
class Cover:
    """What can be met where. Masks are (threats, places).

    `reached` says which threats reach a place; `met` maps the id of a battery to where it meets them.
    """

    threats: tuple[Threat, ...]
    reached: Mask
    met: Mapping[str, Mask]


def threats_of(world: World) -> tuple[Threat, ...]:
    """The missiles and launch places of a scenario's own timeline, each once, in its order.

    An order with an apogee of its own counts as minimum-energy: the way to another aim point has no such apogee.
    """
    found: dict[Threat, None] = {}
    for order in world.orders:
        if order.move != "launch":
            continue
        ask = world.launch_parameters(order.parameters)
        way: Any = ask.trajectory if ask.apogee_m is None else "minimum-energy"
        origin = world.name_of(ask.origin) or f"{ask.origin.lat_deg:g},{ask.origin.lon_deg:g}"
        found[Threat(ask.missile, origin, ask.origin, way)] = None
    return tuple(found)


def site_id(candidate: Candidate, offers: Sequence[Offer], offer: Offer) -> str:
    """The id of the battery that an offer would be at a candidate."""
    return f"site-{candidate.id}" if len(offers) == 1 else f"site-{candidate.id}-{offers.index(offer) + 1}"


def with_sites(
    scenario: Scenario, library: Library, actor: str, candidates: Sequence[Candidate], offers: Sequence[Offer]
) -> Scenario:
    """The scenario with every offer built at every candidate: a battery with a radar of its own each."""
    document, items = yaml.copy(scenario.document), dict(scenario.library)
    network = (scenario.document.get("siting") or {}).get("network")
    for offer in offers:
        for name in (offer.interceptor.name, offer.radar.name):
            items.setdefault(name, yaml.plain(library.document(name)))
    for candidate in candidates:
        lat_deg, lon_deg, altitude_m = candidate.place
        at = {"lat_deg": lat_deg, "lon_deg": lon_deg, "altitude_m": altitude_m, "source": "assumption", "actor": actor}
        for offer in offers:
            name = site_id(candidate, offers, offer)
            # Made on purpose to be all round: a site's faces look everywhere.
            radar = {"id": f"{name}-radar", "type": offer.radar.name, "boresight_deg": 0.0, **at}
            document.setdefault("sensors", []).append(radar)
            document.setdefault("batteries", []).append({**_battery(offer, library), "id": name, **at,
                                                         "sensor": radar["id"]})  # fmt: skip
            if network is not None:
                document["batteries"][-1]["network"] = yaml.copy(network)
    return Scenario.from_documents(document, items)


def _battery(offer: Offer, library: Library) -> dict[str, Any]:
    """The fields of a battery that the site's item gives."""
    site = yaml.plain(library.document(offer.site.name))
    return {
        "title": offer.title, "type": "ground", "interceptor": offer.interceptor.name, "inventory": offer.rounds,
        "doctrine": site["doctrine"], "reaction": site["reaction"], "simultaneous": site["simultaneous"],
    }  # fmt: skip


def cover(
    scenario: Scenario,
    threats: Sequence[Threat],
    lat_deg: ArrayLike,
    lon_deg: ArrayLike,
    shots: int,
    tell: Callable[[str], None] | None = None,
    batteries: Sequence[str] | None = None,
) -> Cover:
    """What each battery of a scenario (or some, by id) meets at places (n,), at nominal values."""
    world = build_world(scenario)
    asked = tuple(world.batteries) if batteries is None else tuple(batteries)
    flights = _flights(world, threats, lat_deg, lon_deg)
    reached = np.stack([paths.flown for paths in flights])
    met = {}
    for number, name in enumerate(asked, 1):
        if tell is not None:
            tell(f"battery {number} of {len(asked)}: {name}")
        met[name] = _met(world, name, threats, flights, shots)
    return Cover(tuple(threats), reached, met)


def cover_in_samples(
    scenario: Scenario,
    nominal: Cover,
    lat_deg: ArrayLike,
    lon_deg: ArrayLike,
    shots: int,
    points: Sequence[Point],
    tell: Callable[[str], None] | None = None,
) -> list[Cover]:
    """What each battery meets at design points; one that meets nothing at nominal values is not asked.

    Points that describe nothing that can be built are left out. Raises `InputError` if no point is left.
    """
    flights = _flights(build_world(scenario), nominal.threats, lat_deg, lon_deg)
    none = np.zeros_like(nominal.reached)
    covers = []
    for number, point in enumerate(points, 1):
        if tell is not None:
            tell(f"sample {number} of {len(points)}")
        try:
            world = build_world(scenario, point=point)
        except InputError:
            continue
        met = {
            name: _met(world, name, nominal.threats, flights, shots) if mask.any() else none
            for name, mask in nominal.met.items()
        }
        covers.append(Cover(nominal.threats, nominal.reached, met))
    if not covers:
        raise InputError("no sample describes a defense that can be built", field="--samples", value=len(points))
    return covers


def samples_of(scenario: Scenario, count: int, seed: int) -> list[Point]:
    """Design points over the ranges that decide where batteries can meet missiles: a Latin hypercube.

    Points that describe nothing that can be built are left out.
    """
    design = make_design("lhs", parameters_of(scenario), count, runs=count, seed=seed)
    points = []
    for index in range(len(design)):
        point = design.point(index)
        try:
            require_consistent(scenario, point)
        except InputError:
            continue
        points.append(point)
    return points


def parameters_of(scenario: Scenario) -> tuple[Parameter, ...]:
    """Ranges of reach, sensors, cross-sections and the batteries' times; not those of kills."""
    model = scenario.model
    return default_parameters(
        scenario,
        (
            *(f"batteries.{block.id}" for block in model.batteries),
            *(f"library.{name}.{field}" for name in sorted({b.interceptor for b in model.batteries})
              for field in _OF_INTERCEPTORS),
            *(f"library.{name}" for name in sorted({block.type for block in model.sensors})),
            *(f"library.{name}.radar_cross_section" for name in sorted(scenario.items)
              if scenario.items[name].kind == "missile"),
        ),
    )  # fmt: skip


def _flights(world: World, threats: Sequence[Threat], lat_deg: ArrayLike, lon_deg: ArrayLike) -> list[ThreatPaths]:
    return [fly_to(world.missiles[t.missile], t.launch, lat_deg, lon_deg, t.trajectory) for t in threats]


def _met(world: World, name: str, threats: Sequence[Threat], flights: Sequence[ThreatPaths], shots: int) -> Mask:
    battery = world.batteries[name]
    return np.stack(
        [
            count_shots(world, battery, world.missiles[threat.missile], paths, shots) >= shots
            for threat, paths in zip(threats, flights, strict=True)
        ]
    )
