"""The world of a run: a scenario's documents as the domain's own objects, at a level or at a design point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from standoff.base.geodesy import Place
from standoff.base.quantity import Level
from standoff.crisis.crisis import Crisis
from standoff.engagement.battery import Battery
from standoff.engagement.doctrine import Doctrine, Kind
from standoff.engagement.network import Mode, Network
from standoff.engagement.rules import Rules, Territory
from standoff.scenario import gazetteer, schema
from standoff.scenario.construct import (
    Missile,
    build_infrared,
    build_interceptor,
    build_missile,
    build_radar,
    build_vehicle,
)
from standoff.scenario.crisis_of import build_crisis
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order, Origin
from standoff.scenario.schema.moves import Order as OrderBlock
from standoff.scenario.schema.policies import ScriptedPolicyBlock
from standoff.scenario.schema.scenario import Located, RulesBlock
from standoff.scenario.validation import refuse, validated
from standoff.scenario.values import Point, Values, require_known
from standoff.sensing.infrared import Infrared
from standoff.sensing.radar import Radar

__all__ = ["LaunchParameters", "Missile", "Sensor", "World", "build_vehicle", "build_world"]

Force = tuple[tuple[str, str], ...]
"""Units that can be sent, each with the station where it stands (empty: away)."""

# Fields of an order that are not its move's own.
_ENVELOPE: Final = frozenset({"id", "at", "actor", "move", "title", "source", "note"})


@dataclass(frozen=True)
class Sensor:
    """A sensor of the scenario: whose it is, and its model."""

    id: str
    actor: str
    model: Radar | Infrared


@dataclass(frozen=True)
class LaunchParameters:
    """An order to launch, its names looked up: `targets` are aimed at in turn."""

    missile: str
    origin: Place
    targets: tuple[Place, ...]
    count: int
    interval_s: float
    trajectory: str
    apogee_m: float | None
    may_fail: bool
    fails: bool


@dataclass(frozen=True)
class Plan:
    """Launches that an actor holds ready: each order's parameters by its id, and the delay after the word is given."""

    id: str
    actor: str
    target: str | None
    launches: Mapping[str, tuple[float, Mapping[str, Any]]]


@dataclass(frozen=True)
class World:
    """Everything of a scenario that a run reads and nothing that changes in it. Times are seconds after STARTEX.

    `actors` maps codes to names, `watched` the places whose overflight is reported to their positions; `orders` are the
    timeline's. With a crisis come its description, its `script` (history, which scripted policies play), `plans` held
    ready, and the `stations` of its units: (unit, station) -> where that is.
    """

    name: str
    startex: datetime
    end_s: float
    actors: Mapping[str, str]
    missiles: Mapping[str, Missile]
    sensors: Mapping[str, Sensor]
    batteries: Mapping[str, Battery]
    orders: tuple[Order, ...]
    watched: Mapping[str, Place]
    allocation: str
    places: Gazetteer
    names: Mapping[Place, str]
    crisis: Crisis | None = None
    script: tuple[Order, ...] = ()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    stations: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def launch_parameters(self, parameters: Mapping[str, Any]) -> LaunchParameters:
        """What an order of the move `launch` asks for. Raises `InputError` for an unknown missile or place."""
        ask = validated(schema.LaunchParameters, dict(parameters))
        if ask.missile not in self.missiles:
            known = ", ".join(self.missiles)
            raise refuse(parameters, ("missile",), "is not in this scenario", ask.missile, f"one of {known}")
        return LaunchParameters(
            missile=ask.missile,
            origin=self.places.place(ask.origin),
            targets=tuple(self.places.place(name) for name in ask.target),
            count=ask.count,
            interval_s=0.0 if ask.interval is None else ask.interval.si(),
            trajectory=(ask.trajectory or "minimum-energy") if ask.apogee is None else "given-apogee",
            apogee_m=None if ask.apogee is None else ask.apogee.si(),
            may_fail=ask.may_fail,
            fails=ask.fails,
        )

    def standing(self, force: Force) -> World:
        """The world with its units where they stand: a battery away from its stations is not there, nor its sensors."""
        if self.crisis is None or not force:
            return self
        batteries, sensors = dict(self.batteries), dict(self.sensors)
        for name, station in force:
            unit = self.crisis.deployments[name]
            if unit.battery is not None:
                battery = batteries.pop(unit.battery)
                if station:
                    batteries[battery.id] = replace(battery, place=self.stations[name, station])
            for sensor_id in unit.sensors:
                sensor = sensors.pop(sensor_id)
                if station:
                    sensors[sensor_id] = _moved(sensor, self.stations[name, station])
        in_order = {name: batteries[name] for name in self.batteries if name in batteries}
        return replace(
            self, batteries=in_order, sensors={name: sensors[name] for name in self.sensors if name in sensors}
        )

    def name_of(self, place: Place) -> str | None:
        """The name by which the scenario calls a place, if it does."""
        return self.names.get(place)

    def nearest_place(self, place: Place) -> tuple[str, float]:
        """The nearest city or island of the gazetteer and its distance in metres."""
        entry, distance_m = gazetteer.nearest_entry(place)
        return entry.name, distance_m


def build_world(scenario: Scenario, level: Level = "nominal", point: Point | None = None) -> World:
    """The world of a scenario, all quantities at one level but those of the design point.

    Raises `InputError` for a point whose path leads to no quantity, and for values that a model refuses.
    """
    require_known(scenario, point or {})
    values, places = Values(level, point or {}), Gazetteer.of(scenario.model)
    model = scenario.model
    return World(
        name=scenario.name,
        startex=scenario.startex,
        end_s=values.si_or(model.duration, "duration", scenario.duration_s),
        actors={code: actor.title for code, actor in model.actors.items()},
        missiles={
            name: build_missile(item, values.under("library", name))
            for name, item in scenario.items.items()
            if isinstance(item, schema.Missile)
        },
        sensors={block.id: _sensor(block, scenario, values, places) for block in model.sensors},
        batteries={block.id: _battery(block, scenario, values, places) for block in model.batteries},
        orders=_orders(scenario),
        watched={name: places.place(name) for name in model.overflight},
        allocation=model.allocation,
        places=places,
        names=_names(model, places),
        crisis=None if model.crisis is None else build_crisis(model, model.crisis, values, places),
        script=_script(scenario),
        plans=_plans(scenario),
        stations=_stations(model, places),
    )


def _orders(scenario: Scenario) -> tuple[Order, ...]:
    blocks = zip(scenario.model.timeline, scenario.document.get("timeline", ()), strict=True)
    orders = (_order(scenario, block, data, "scenario") for block, data in blocks)
    return tuple(sorted(orders, key=lambda order: order.issued_s))


def _script(scenario: Scenario) -> tuple[Order, ...]:
    """History as orders; `due_s` is the moment at which each took effect."""
    if scenario.model.crisis is None:
        return ()
    blocks = zip(scenario.model.crisis.history, scenario.document["crisis"].get("history", ()), strict=True)
    orders = [_order(scenario, block, data, "policy") for block, data in blocks]
    played = [order for order in orders if order.issued_s <= _script_ends_s(scenario, order.actor)]
    return tuple(order._replace(due_s=order.issued_s) for order in sorted(played, key=lambda order: order.issued_s))


def _script_ends_s(scenario: Scenario, actor: str) -> float:
    """Until when an actor's history is played: to its end without a policy, never with others than `scripted`."""
    assert scenario.model.crisis is not None
    policies = scenario.model.crisis.policies.get(actor, ())
    for policy in policies:
        if isinstance(policy, ScriptedPolicyBlock):
            return math.inf if policy.until is None else scenario.seconds(policy.until)
    return -math.inf if policies else math.inf


def _order(scenario: Scenario, block: OrderBlock, data: Mapping[str, Any], origin: Origin) -> Order:
    return Order(
        id=block.id,
        actor=block.actor,
        move=block.move,
        issued_s=scenario.seconds(block.at),
        parameters=_own_fields(data),
        origin=origin,
    )


def _own_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _ENVELOPE}


def _plans(scenario: Scenario) -> dict[str, Plan]:
    if scenario.model.crisis is None:
        return {}
    made = {}
    for name, block in scenario.model.crisis.plans.items():
        written = scenario.document["crisis"]["plans"][name].get("orders", ())
        launches = {
            order.id: (scenario.seconds(order.at), _own_fields(data))
            for order, data in zip(block.orders, written, strict=True)
        }
        made[name] = Plan(name, block.actor, block.target, launches)
    return made


def _stations(model: schema.ScenarioFile, places: Gazetteer) -> dict[tuple[str, str], Place]:
    deployments = {} if model.crisis is None else model.crisis.deployments
    return {
        (name, station): places.place(place)
        for name, unit in deployments.items()
        for station, place in unit.stations.items()
    }


def _moved(sensor: Sensor, place: Place) -> Sensor:
    return replace(sensor, model=replace(sensor.model, place=place)) if isinstance(sensor.model, Radar) else sensor


def _sensor(block: schema.SensorBlock, scenario: Scenario, values: Values, places: Gazetteer) -> Sensor:
    item, at = scenario.items[block.type], values.under("library", block.type)
    model: Radar | Infrared
    if isinstance(item, schema.Infrared):
        model = build_infrared(item, at, block.id)
    else:
        assert isinstance(item, schema.Radar)
        model = build_radar(item, at, block.id, _position(block, places), block.boresight_deg or 0.0)
    return Sensor(block.id, block.actor, model)


def _battery(block: schema.BatteryBlock, scenario: Scenario, values: Values, places: Gazetteer) -> Battery:
    item, at = scenario.items[block.interceptor], values.under("batteries", block.id)
    assert isinstance(item, schema.Interceptor)
    return Battery(
        id=block.id,
        actor=block.actor,
        place=_position(block, places),
        interceptor=build_interceptor(item, values.under("library", item.name)),
        inventory=block.inventory,
        network=_network(block, at.under("network")),
        doctrine=_doctrine(block, at.under("doctrine")),
        rules=_rules(block, scenario.model, places, values),
        simultaneous=block.simultaneous,
        reaction_s=at.si_or(block.reaction, "reaction", 0.0),
    )


def _network(block: schema.BatteryBlock, values: Values) -> Network:
    if block.network is None:
        return Network(organic=block.sensor)
    delay_s = values.si_or(block.network.link_delay, "link_delay", 0.0)
    hold_s = values.si_or(block.network.hold, "hold", 0.0)
    return Network(Mode(block.network.mode), block.sensor, block.network.sensors, delay_s, hold_s)


def _doctrine(block: schema.BatteryBlock, values: Values) -> Doctrine:
    return Doctrine(
        kind=Kind(block.doctrine.kind),
        salvo_size=block.doctrine.salvo_size,
        assessment_delay_s=values.si_or(block.doctrine.assessment_delay, "assessment_delay", 0.0),
        launch_interval_s=values.si_or(block.doctrine.launch_interval, "launch_interval", 0.0),
        most_rounds=block.doctrine.most_rounds,
    )


def _rules(battery: schema.BatteryBlock, model: schema.ScenarioFile, places: Gazetteer, values: Values) -> Rules:
    block = battery.rules
    if block is None:
        return Rules()
    owner = battery.actor if not block.defends or battery.actor in block.defends else block.defends[0]
    return Rules(
        defends=block.defends,
        only_if_aimed_at=block.only_if_aimed_at_defended,
        territories=(
            *_territories(model, places, values),
            *_areas(block, owner, places, values.under("batteries", battery.id, "rules", "areas")),
        ),
        host=block.host or battery.actor,
        host_permits=block.host_permits,
        weapons_free_s=tuple(model.window_s(window) for window in block.weapons_free),
    )


def _territories(model: schema.ScenarioFile, places: Gazetteer, values: Values) -> list[Territory]:
    found = []
    for actor, block in model.actors.items():
        for index, ground in enumerate(block.territory):
            at = values.under("actors", actor, "territory", index)
            name = ground.title or ground.place or block.title
            if ground.place is not None:
                middle = places.place(ground.place)
                corners = ((middle.lat_deg, middle.lon_deg),)
                found.append(Territory(actor, name, corners, at.si_or(ground.radius, "radius", 0.0)))
            else:
                found.append(Territory(actor, name, ground.outline, at.si_or(ground.margin, "margin", 0.0)))
    return found


def _areas(block: RulesBlock, owner: str, places: Gazetteer, values: Values) -> list[Territory]:
    found = []
    for index, circle in enumerate(block.areas):
        middle = places.place(circle.place)
        radius_m = values.under(index).si(circle.radius, "radius")
        found.append(Territory(owner, circle.title or circle.place, ((middle.lat_deg, middle.lon_deg),), radius_m))
    return found


def _position(block: Located, places: Gazetteer) -> Place:
    if block.place is not None:
        place = places.place(block.place)
        return place if block.altitude_m is None else place._replace(altitude_m=block.altitude_m)
    assert block.lat_deg is not None and block.lon_deg is not None
    return Place(block.lat_deg, block.lon_deg, block.altitude_m or 0.0)


def _names(model: schema.ScenarioFile, places: Gazetteer) -> dict[Place, str]:
    """Titles of the scenario's own places, and the names of others that its orders use."""
    names = {places.place(name): block.title or name for name, block in model.places.items()}
    launches = () if model.crisis is None else (one for plan in model.crisis.plans.values() for one in plan.orders)
    for order in (*model.timeline, *launches):
        for texts in order.place_references().values():
            for text in texts:
                if gazetteer.parse_coordinates(text) is None:
                    names.setdefault(places.place(text), text)
    return names
