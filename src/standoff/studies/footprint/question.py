"""What a footprint is asked about: a battery of a scenario, a missile, its launch places, and how many shots must fit.

The missile may be any of the library: it is added to the scenario's items if no order of the scenario uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.base.bounds import about
from standoff.base.errors import InputError, nearest
from standoff.base.geodesy import Place
from standoff.engagement.battery import Battery
from standoff.engine.screen import ThreatPaths, count_shots, fly_to
from standoff.flight.aiming import Kind, maximum_range
from standoff.scenario import paths as document_paths
from standoff.scenario import schema, yaml
from standoff.scenario.library import Library, load, names
from standoff.scenario.loading import Scenario, as_loaded, load_scenario
from standoff.scenario.values import Point
from standoff.scenario.world import Missile, World, build_world

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

MOST_SHOTS: Final = 1000
# Directions in which the missile's greatest range is flown; the Earth's rotation makes it differ smoothly in between.
_DIRECTIONS: Final = 16


@dataclass(frozen=True)
class Launch:
    """A launch place, its name, and the text by which it was asked for."""

    name: str
    place: Place
    asked: str


@dataclass(frozen=True)
class Options:
    """How closely to look: samples and what they vary, whose cities count, the grid, and the seed."""

    samples: int
    vary: tuple[str, ...]
    countries: tuple[str, ...]
    nodes: int
    step_km: float | None
    seed: int


@dataclass(frozen=True)
class Ask:
    """One question at one design point. `shots` must fit at an aim point for it to count as defended."""

    scenario: Scenario
    world: World
    battery: Battery
    missile: Missile
    launches: tuple[Launch, ...]
    trajectory: Kind
    shots: int

    def at(self, point: Point) -> Ask:
        """The same question at another design point. Raises `InputError` for values that a model refuses."""
        world = build_world(self.scenario, point=point)
        return replace(
            self, world=world, battery=world.batteries[self.battery.id], missile=world.missiles[self.missile.name]
        )  # fmt: skip

    @cached_property
    def block(self) -> schema.BatteryBlock:
        """The battery as the scenario's file describes it."""
        return next(block for block in self.scenario.model.batteries if block.id == self.battery.id)

    @property
    def sensors(self) -> tuple[str, ...]:
        """Ids of the sensors on whose tracks the battery may commit or guide."""
        network = self.battery.network
        return tuple(dict.fromkeys((*network.commit_sensors, *network.guidance_sensors)))

    def fly(self, lat_deg: Array, lon_deg: Array) -> tuple[ThreatPaths, ...]:
        """Flights from each launch place to aim points (n,)."""
        return tuple(fly_to(self.missile, launch.place, lat_deg, lon_deg, self.trajectory) for launch in self.launches)

    def count(self, flights: Sequence[ThreatPaths], most: int) -> Counts:
        """Shots (launches, n) that fit at each aim point, counted up to `most`."""
        return np.stack([count_shots(self.world, self.battery, self.missile, paths, most) for paths in flights])

    @cached_property
    def range_m(self) -> float:
        """The missile's greatest range from its launch places in any direction; half-way round where it is farther."""
        return max(self.range_from_m(launch) for launch in self.launches)

    def range_from_m(self, launch: Launch) -> float:
        """The missile's greatest range from one launch place in any of 16 directions."""
        azimuths = np.arange(_DIRECTIONS) * (360.0 / _DIRECTIONS)
        return max(_greatest_range_m(self.missile, launch.place, float(azimuth)) for azimuth in azimuths)


def ask(
    scenario: str | Path | Scenario,
    battery: str,
    threat: str,
    start: Sequence[str],
    *,
    shots: int = 1,
    trajectory: str = "minimum-energy",
    settings: Sequence[str] = (),
) -> Ask:
    """Look everything up. Raises `InputError` for what is unknown, missing or out of its limits."""
    require_shots(shots)
    if trajectory not in get_args(Kind):
        raise InputError("is no trajectory", field="--trajectory", value=trajectory, allowed=", ".join(get_args(Kind)))
    if not start:
        raise InputError("is missing", field="--from", allowed="one launch place or more, each LAT,LON or a name")
    loaded = with_missile(scenario, threat, settings)
    name = own_missile_name(threat)
    ids = [block.id for block in loaded.model.batteries]
    if battery not in ids:
        raise InputError(
            "is not a battery of this scenario", field="--battery", value=battery, allowed=nearest(battery, ids)
        )
    world = build_world(loaded)
    return Ask(
        loaded, world, world.batteries[battery], world.missiles[name], _launches(world, start), trajectory, shots  # type: ignore[arg-type]  # checked above
    )  # fmt: skip


def require_shots(shots: int) -> None:
    """Raise `InputError` for a number of shots that nobody can want."""
    if not 1 <= shots <= MOST_SHOTS:
        raise InputError("is out of bounds", field="--shots", value=shots, allowed=f"1 to {MOST_SHOTS}")


def own_missile_name(threat: str) -> str:
    """The library's own name of a missile, for a name or an alias."""
    with about("--threat"):
        try:
            item = load(threat)
        except InputError as error:
            missiles = names("missile")
            error.allowed = nearest(threat, missiles)
            raise
    if not isinstance(item, schema.Missile):
        raise InputError(
            f"is of kind {item.kind}", field="--threat", value=threat, allowed=nearest(threat, names("missile"))
        )
    return item.name


def with_missile(scenario: str | Path | Scenario, threat: str, settings: Sequence[str]) -> Scenario:
    """The scenario with the missile among its items. Settings may go into the missile as into any other item."""
    name = own_missile_name(threat)
    prefix = f"library.{name}."
    if isinstance(scenario, Scenario):
        loaded, mine = as_loaded(scenario, settings), []
    else:
        loaded = load_scenario(scenario)
        mine = [] if name in loaded.items else [text for text in settings if text.strip().startswith(prefix)]
        if settings:
            loaded = load_scenario(scenario, [text for text in settings if text not in mine])
    if name in loaded.items:
        return loaded
    item = yaml.copy(Library().document(name))
    for text in mine:
        path, _, value = text.partition("=")
        with about(f"--set {path.strip()}"):
            document_paths.assign({"library": {name: item}}, path.strip(), yaml.load(value), "set by the user")
    whole = Scenario.from_documents(loaded.document, {**loaded.library, name: item})
    return replace(whole, source=loaded.source, settings=(*loaded.settings, *mine))


def _launches(world: World, start: Sequence[str]) -> tuple[Launch, ...]:
    launches = []
    for text in start:
        with about("--from"):
            place = world.places.place(text)
        launches.append(Launch(world.name_of(place) or text, place, text))
    if len({launch.place for launch in launches}) < len(launches):
        raise InputError("names one place twice", field="--from", value=", ".join(start), allowed="different places")
    return tuple(launches)


@lru_cache(maxsize=1024)
def _greatest_range_m(missile: Missile, place: Place, azimuth_deg: float) -> float:
    try:
        return maximum_range(missile.vehicle, place, azimuth_deg).range_m
    except InputError:
        return float("inf")
