"""Where batteries and sensors stood, and when: a unit that can be sent exists only where and while it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from standoff.views.digest import BatteryResult, Digest
from standoff.views.stations import Sensor

if TYPE_CHECKING:
    from standoff.views.crisis.standings import Stand

Times = tuple[float, float] | None
"""From and until, s after STARTEX; None: throughout."""


class PlacedBattery(NamedTuple):
    """A battery at one of its places. `number` counts the places of one battery from 1."""

    result: BatteryResult
    times: Times
    number: int


class PlacedSensor(NamedTuple):
    """A sensor at one of its places. `number` counts the places of one sensor from 1."""

    sensor: Sensor
    times: Times
    number: int


def placed_batteries(digest: Digest) -> list[PlacedBattery]:
    """Every battery once for each time at which it stood somewhere; one that was away throughout is absent."""
    found = []
    for result in digest.batteries:
        for stand, times, number in _stands(digest, result.battery.id):
            moved = result
            if stand is not None:
                spot = stand.spot
                moved = replace(result, battery=replace(result.battery, lat_deg=spot.lat_deg, lon_deg=spot.lon_deg))
            found.append(PlacedBattery(moved, times, number))
    return found


def placed_sensors(digest: Digest) -> list[PlacedSensor]:
    """The same of sensors; satellites have no place and are there throughout."""
    found = []
    for sensor in digest.sensors:
        for stand, times, number in _stands(digest, sensor.id):
            moved = sensor
            if stand is not None:
                moved = replace(sensor, lat_deg=stand.spot.lat_deg, lon_deg=stand.spot.lon_deg)
            found.append(PlacedSensor(moved, times, number))
    return found


def away_throughout(digest: Digest, station: str) -> bool:
    """Whether a battery or sensor goes with a unit that stood nowhere in the run."""
    return digest.crisis is not None and station in digest.crisis.away


def away_when_missiles_flew(digest: Digest, station: str) -> bool:
    """Whether a battery or sensor goes with a unit that stood somewhere, but never while a missile flew."""
    stands = () if digest.crisis is None else digest.crisis.stands
    own = [stand for stand in stands if station == stand.battery or station in stand.sensors]
    return bool(own and digest.threats) and not any(
        stand.from_s <= (float("inf") if threat.ended_s is None else threat.ended_s)
        and stand.until_s >= threat.launched_s
        for stand in own
        for threat in digest.threats
    )


def absence(digest: Digest, station: str) -> str:
    """That a battery or sensor was away, in words; empty if it stood somewhere while a missile flew."""
    if away_throughout(digest, station):
        return "away throughout"
    return "away when missiles flew" if away_when_missiles_flew(digest, station) else ""


def _stands(digest: Digest, station: str) -> Iterator[tuple[Stand | None, Times, int]]:
    """The stands of a battery or sensor; one entry without a stand if it goes with no unit."""
    if away_throughout(digest, station):
        return
    stands = () if digest.crisis is None else digest.crisis.stands
    own = [stand for stand in stands if station == stand.battery or station in stand.sensors]
    if not own:
        yield None, None, 1
    for number, stand in enumerate(own, start=1):
        yield stand, (stand.from_s, stand.until_s), number
