"""Where a site could stand: the scenario's own candidates, places given, or a grid on the actor's land."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from standoff.base.bounds import about
from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.scenario.gazetteer import Gazetteer, nearest_entry
from standoff.scenario.loading import Scenario
from standoff.studies.siting.land import land_grid

FINEST_KM: Final = 5.0
COARSEST_KM: Final = 1000.0
MOST: Final = 500


@dataclass(frozen=True)
class Candidate:
    """A place where a site could be built; `source` says where the idea or the position comes from."""

    id: str
    title: str
    place: Place
    source: str
    note: str = ""


def candidates_of(
    scenario: Scenario, actor: str, given: Sequence[str] = (), step_km: float | None = None
) -> tuple[Candidate, ...]:
    """The candidates asked for, in their order; those of the scenario if nothing was asked for.

    Args:
        scenario: its places may be named, and its block `siting` names candidates.
        actor: on whose land the grid lies.
        given: texts `NAME=LAT,LON`, or names of places.
        step_km: step of a grid on the actor's land.

    Raises:
        InputError: an unknown place, a name twice, a step out of bounds, or no candidate at all.
    """
    found = [_given(scenario, text) for text in given]
    if step_km is not None:
        found += _grid(actor, step_km)
    if not found:
        found = _own(scenario)
    if not found:
        allowed = "--site NAME=LAT,LON or --grid STEP_KM, or a scenario with candidates under siting"
        raise InputError("there is no candidate site", field="--site", allowed=allowed)
    seen: set[str] = set()
    for candidate in found:
        if candidate.id in seen:
            raise InputError("is given twice", field="--site", value=candidate.title, allowed="each candidate once")
        seen.add(candidate.id)
    return tuple(found)


def _own(scenario: Scenario) -> list[Candidate]:
    offer = scenario.model.siting
    if offer is None:
        return []
    places = Gazetteer.of(scenario.model)
    found = []
    for block in offer.candidates:
        if block.place is not None:
            place = places.place(block.place)
        else:
            assert block.lat_deg is not None
            assert block.lon_deg is not None
            place = Place(block.lat_deg, block.lon_deg)
        place = place if block.altitude_m is None else place._replace(altitude_m=block.altitude_m)
        found.append(Candidate(block.id, block.title or block.id, place, block.source, block.note or ""))
    return found


def _given(scenario: Scenario, text: str) -> Candidate:
    name, equals, where = text.partition("=")
    own = next((one for one in _own(scenario) if text.strip().lower() in (one.id, one.title.lower())), None)
    if own is not None:
        return own
    title = name.strip()
    if not title or (equals and not where.strip()):
        raise InputError("is not a candidate", field="--site", value=text, allowed="NAME=LAT,LON or a place's name")
    with about("--site"):
        place = Gazetteer.of(scenario.model).place(where.strip() if equals else title)
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return Candidate(slug or "site", title, place, "given by the user")


def _grid(actor: str, step_km: float) -> list[Candidate]:
    if not FINEST_KM <= step_km <= COARSEST_KM:
        allowed = f"{FINEST_KM:g} to {COARSEST_KM:g} km"
        raise InputError("is out of bounds", field="--grid", value=step_km, allowed=allowed)
    lat, lon = land_grid(actor, step_km * 1e3)
    if len(lat) > MOST:
        message = f"gives {len(lat)} candidates"
        raise InputError(message, field="--grid", value=step_km, allowed=f"a step that gives at most {MOST}")
    found = []
    for number, place in enumerate(map(Place, lat.tolist(), lon.tolist()), 1):
        near, _ = nearest_entry(place)
        title = f"Grid {number}, near {near.name}"
        found.append(Candidate(f"grid-{number}", title, place, f"grid of {step_km:g} km on land"))
    return found
