"""Cross checks of a scenario: every name that it uses exists, and every time lies inside the exercise."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.base.time import parse_utc
from standoff.scenario import claim_checks, crisis_checks, exercise_checks, yaml
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.schema import BatteryBlock, LibraryItem, Missile, Radar, RulesBlock, ScenarioFile, SensorBlock
from standoff.scenario.schema.library import Infrared, Interceptor
from standoff.scenario.validation import refuse


def check_references(root: Any, model: ScenarioFile, items: Mapping[str, LibraryItem]) -> None:
    """Raise `InputError`, with file and line from `root`, for the first reference that leads nowhere."""
    for problem in _problems(root, model, items):
        raise problem


def _problems(root: Any, model: ScenarioFile, items: Mapping[str, LibraryItem]) -> Iterator[InputError]:
    checks = _Checks(root, model, items)
    yield from checks.ids()
    yield from checks.clock()
    yield from checks.territories()
    for index, sensor in enumerate(model.sensors):
        yield from checks.sensor(("sensors", index), sensor)
    for index, battery in enumerate(model.batteries):
        yield from checks.battery(("batteries", index), battery)
    yield from checks.timeline()
    yield from checks.overflight()
    yield from checks.siting()
    yield from crisis_checks.problems(root, model)
    yield from exercise_checks.problems(root, model, items)
    yield from claim_checks.problems(root, model)


class _Checks:
    """One method a block; each yields the errors that it finds, in the order of the file."""

    def __init__(self, root: Any, model: ScenarioFile, items: Mapping[str, LibraryItem]) -> None:
        self._root = root
        self._model = model
        self._items = items
        self._gazetteer = Gazetteer.of(model)
        self._sensors = {sensor.id: sensor for sensor in model.sensors}

    def ids(self) -> Iterator[InputError]:
        units = [*_numbered("sensors", self._model.sensors), *_numbered("batteries", self._model.batteries)]
        for group in (units, _numbered("timeline", self._model.timeline), _numbered("claims", self._model.claims)):
            seen: dict[str, yaml.PathKeys] = {}
            for path, block in group:
                if block.id in seen:
                    _, line = yaml.locate(self._root, (*seen[block.id], "id"))
                    where = f"on line {line}" if line else f"in {seen[block.id][0]}"
                    yield self._refuse((*path, "id"), "is a duplicate", block.id, f"an unused id ({where})")
                seen[block.id] = path

    def clock(self) -> Iterator[InputError]:
        model = self._model
        if model.endex is not None and parse_utc(model.endex) <= parse_utc(model.startex):
            yield self._refuse(("endex",), "is not after STARTEX", model.endex, f"a time after {model.startex}")

    def territories(self) -> Iterator[InputError]:
        for actor, block in self._model.actors.items():
            for index, ground in enumerate(block.territory):
                yield from self._place(("actors", actor, "territory", index, "place"), ground.place)

    def sensor(self, path: yaml.PathKeys, sensor: SensorBlock) -> Iterator[InputError]:
        yield from self._actor((*path, "actor"), sensor.actor)
        yield from self._kind((*path, "type"), sensor.type, Radar, Infrared)
        yield from self._place((*path, "place"), sensor.place)
        item = self._items.get(sensor.type)
        has_position = sensor.place is not None or sensor.lat_deg is not None
        if isinstance(item, Infrared) and has_position:
            yield self._refuse(path, "has a position", allowed="none: infrared sensors look down from space")
        if isinstance(item, Radar):
            if not has_position:
                yield self._refuse(path, "has no position", allowed="place, or lat_deg and lon_deg")
            if sensor.boresight_deg is None and item.azimuth_halfwidth.si("low") < math.pi:
                yield self._refuse(path, "has no boresight_deg", allowed="0 to 360: this radar sees a sector")

    def battery(self, path: yaml.PathKeys, battery: BatteryBlock) -> Iterator[InputError]:
        yield from self._actor((*path, "actor"), battery.actor)
        yield from self._kind((*path, "interceptor"), battery.interceptor, Interceptor)
        yield from self._place((*path, "place"), battery.place)
        if battery.place is None and battery.lat_deg is None:
            yield self._refuse(path, "has no position", allowed="place, or lat_deg and lon_deg")
        yield from self._sensor((*path, "sensor"), battery.sensor)
        yield from self._network(path, battery)
        if battery.rules is not None:
            yield from self._rules((*path, "rules"), battery.rules)

    def timeline(self) -> Iterator[InputError]:
        end = self._model.duration_s()
        for index, order in enumerate(self._model.timeline):
            path: yaml.PathKeys = ("timeline", index)
            yield from self._actor((*path, "actor"), order.actor)
            at = self._model.seconds(order.at)
            if at < 0:
                yield self._refuse((*path, "at"), "is before STARTEX", order.at, f"{self._model.startex} or later")
            if at > end:
                yield self._refuse((*path, "at"), "is after ENDEX", order.at, f"at most {end:g} s after STARTEX")
            for field, name in order.library_references().items():
                yield from self._kind((*path, *field.split(".")), name, Missile)
            for field, names in order.place_references().items():
                for name in names:
                    yield from self._place((*path, field), name)

    def overflight(self) -> Iterator[InputError]:
        for index, name in enumerate(self._model.overflight):
            yield from self._place(("overflight", index), name)

    def siting(self) -> Iterator[InputError]:
        offer = self._model.siting
        if offer is None:
            return
        yield from self._actor(("siting", "actor"), offer.actor)
        seen: set[str] = set()
        for index, candidate in enumerate(offer.candidates):
            path: yaml.PathKeys = ("siting", "candidates", index)
            if candidate.id in seen:
                yield self._refuse((*path, "id"), "is a duplicate", candidate.id, "an unused id")
            seen.add(candidate.id)
            yield from self._place((*path, "place"), candidate.place)
            if candidate.place is None and candidate.lat_deg is None:
                yield self._refuse(path, "has no position", allowed="place, or lat_deg and lon_deg")
        if offer.network is not None:
            for index, name in enumerate(offer.network.sensors):
                yield from self._sensor(("siting", "network", "sensors", index), name)

    def _network(self, path: yaml.PathKeys, battery: BatteryBlock) -> Iterator[InputError]:
        network = battery.network
        mode = "organic" if network is None else network.mode
        remote = () if network is None else network.sensors
        for index, sensor in enumerate(remote):
            yield from self._sensor((*path, "network", "sensors", index), sensor)
        if mode == "organic" and remote:
            field = (*path, "network", "sensors")
            yield self._refuse(field, "is not used in mode organic", allowed="no sensors, or another mode")
        if mode != "organic" and not remote:
            yield self._refuse((*path, "network"), f"has no sensors for mode {mode}", allowed="ids of remote sensors")
        if mode != "engage-on-remote" and battery.sensor is None:
            yield self._refuse(path, f"has no sensor of its own, which mode {mode} needs", allowed="sensor: ID")

    def _rules(self, path: yaml.PathKeys, rules: RulesBlock) -> Iterator[InputError]:
        for index, actor in enumerate(rules.defends):
            yield from self._actor((*path, "defends", index), actor)
        for index, circle in enumerate(rules.areas):
            yield from self._place((*path, "areas", index, "place"), circle.place)
        if rules.host is not None:
            yield from self._actor((*path, "host"), rules.host)
        for index, actor in enumerate(rules.host_permits or ()):
            yield from self._actor((*path, "host_permits", index), actor)
        defended = rules.defends or tuple(self._model.actors)
        ground = any(self._model.actors[actor].territory for actor in defended if actor in self._model.actors)
        if rules.only_if_aimed_at_defended and not ground and not rules.areas:
            allowed = f"areas here, or a territory of {', '.join(defended)} under actors"
            yield self._refuse((*path, "only_if_aimed_at_defended"), "has no ground to defend", True, allowed)
        for index, window in enumerate(rules.weapons_free):
            start, end = self._model.window_s(window)
            if end <= start:
                yield self._refuse(
                    (*path, "weapons_free", index), "ends before it starts", (start, end), "from < until"
                )

    def _actor(self, path: yaml.PathKeys, actor: str) -> Iterator[InputError]:
        if actor not in self._model.actors:
            known = ", ".join(self._model.actors)
            yield self._refuse(path, "is not an actor of this scenario", actor, f"one of {known}")

    def _sensor(self, path: yaml.PathKeys, sensor: str | None) -> Iterator[InputError]:
        if sensor is not None and sensor not in self._sensors:
            yield self._refuse(path, "is not a sensor of this scenario", sensor, nearest(sensor, self._sensors))

    def _place(self, path: yaml.PathKeys, name: str | None) -> Iterator[InputError]:
        if name is None:
            return
        try:
            self._gazetteer.place(name)
        except InputError as error:
            yield self._refuse(path, error.message, error.value, error.allowed)

    def _kind(self, path: yaml.PathKeys, name: str, *kinds: type[LibraryItem]) -> Iterator[InputError]:
        item = self._items.get(name)
        if item is None:
            yield self._refuse(path, "is not in the library", name, nearest(name, self._items))
        elif not isinstance(item, kinds):
            wanted = " or ".join(kind.__name__.lower() for kind in kinds)
            article = "an" if wanted[0] in "aeiou" else "a"
            yield self._refuse(path, f"is not {article} {wanted}", f"{name} ({item.kind})")

    def _refuse(
        self, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
    ) -> InputError:
        return refuse(self._root, path, message, value, allowed)


def _numbered(block: str, items: Iterable[Any]) -> list[tuple[yaml.PathKeys, Any]]:
    return [((block, index), item) for index, item in enumerate(items)]
