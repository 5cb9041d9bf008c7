"""Where a cell's sensors and batteries stand now, what they cover and hold, with their APP-6 symbols."""

from __future__ import annotations

from typing import Any

import numpy as np

from standoff.engine.state import State
from standoff.scenario.loading import Scenario
from standoff.scenario.world import World
from standoff.views.coverage import radar_coverage
from standoff.views.stations import Battery, Sensor, batteries_of, sensors_of
from standoff.views.symbols import symbol

Json = dict[str, Any]


def forces(scenario: Scenario, world: World, state: State, cell: str | None) -> list[Json]:
    """The sensors and batteries of a cell, of all cells if None, at their places of the moment.

    Those that a unit carries are told only while it stands somewhere. Coverage is that against the reference
    cross-section of the sensor.
    """
    header = {"scenario": scenario.document, "library": scenario.library}
    standing = world.standing(_force(world, state))
    told = []
    for battery in batteries_of(header):
        if cell in (None, battery.actor) and battery.id in standing.batteries:
            place = standing.batteries[battery.id].place
            left = state.inventory.get(battery.id, battery.inventory)
            told.append(_battery(battery, place.lat_deg, place.lon_deg, left))
    for sensor in sensors_of(header):
        if cell in (None, sensor.actor) and sensor.id in standing.sensors:
            told.append(_sensor(sensor, getattr(standing.sensors[sensor.id].model, "place", None)))
    return told


def _force(world: World, state: State) -> tuple[tuple[str, str], ...]:
    if world.crisis is None or state.crisis is None:
        return ()
    units = world.crisis.deployments
    return tuple((name, state.crisis.units[name]) for name, unit in units.items() if unit.battery or unit.sensors)


def _battery(battery: Battery, lat_deg: float, lon_deg: float, left: int) -> Json:
    drawn = symbol("ship" if battery.type == "ship" else "battery", "friend")
    return {
        "id": battery.id,
        "kind": "battery",
        "name": battery.name,
        "actor": battery.actor,
        "lat_deg": round(lat_deg, 4),
        "lon_deg": round(lon_deg, 4),
        "interceptor": battery.interceptor_name,
        "left": left,
        "reach_km": battery.range_km,
        "symbol": drawn.uri,
    }


def _sensor(sensor: Sensor, place: Any) -> Json:
    told: Json = {
        "id": sensor.id,
        "kind": "sensor",
        "name": sensor.name,
        "actor": sensor.actor,
        "lat_deg": None,
        "lon_deg": None,
        "range_km": sensor.range_km,
        "symbol": symbol("satellite" if place is None else "radar", "friend").uri,
    }
    if place is None or sensor.range_km is None:
        return told
    cover = radar_coverage(
        place.lat_deg, place.lon_deg, sensor.range_km * 1e3, sensor.boresight_deg, sensor.halfwidth_deg
    )
    ring = np.round(cover.ground, 3).tolist()
    return told | {"lat_deg": round(place.lat_deg, 4), "lon_deg": round(place.lon_deg, 4), "coverage": ring}
