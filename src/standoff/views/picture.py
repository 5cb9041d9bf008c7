"""The picture of a run in space and time: paths, stations, coverage, links, and what happened where.

CZML, KML and GeoJSON are three ways to write the same picture. Times are seconds after STARTEX, angles degrees,
altitudes meters above the WGS-84 ellipsoid. The side that launches is drawn as hostile and every other as friend: the
picture is that of those who defend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from standoff.base.geodesy import ecef_from_geodetic
from standoff.base.time import after, format_utc
from standoff.engine.record import Record
from standoff.views.coverage import Coverage, radar_coverage
from standoff.views.descriptions import battery_rows, drill_rows, sensor_rows, shot_rows, stand_rows, threat_rows
from standoff.views.digest import Digest, Shot, Spot, Threat
from standoff.views.figures.scene import TrackLike
from standoff.views.placing import PlacedBattery, Times, placed_batteries, placed_sensors
from standoff.views.stations import Sensor, nominal_si
from standoff.views.story import Line, Story
from standoff.views.summary import digest
from standoff.views.symbols import Identity, Role
from standoff.views.thinning import thin

Array = NDArray[np.float64]
Rows = tuple[tuple[str, str], ...]
"""Facts as pairs of a heading and a text, in the order in which they are shown."""

PATH_TOLERANCE_M: Final = 100.0
_AFTER_THE_LAST_EVENT_S: Final = 60.0
_SAME_SITE_DEG: Final = 0.02
_UNTOLD: Final = frozenset({"startex", "endex", "not_detected"})
"""Events that are no moment of the picture: its ends, and what is only known at the end of a flight."""


@dataclass(frozen=True)
class Path:
    """A flown path, thinned to `PATH_TOLERANCE_M`: arrays (n,). `outcome` is of the threat, or of the shot."""

    id: str
    kind: Literal["threat", "interceptor"]
    name: str
    actor: str
    outcome: str
    rows: Rows
    time_s: Array
    lat_deg: Array
    lon_deg: Array
    altitude_m: Array
    phase: tuple[str, ...]


@dataclass(frozen=True)
class Station:
    """A battery or a sensor with its place (None for satellites). A sensor at a battery's site names it as `host`."""

    id: str
    kind: Literal["battery", "sensor"]
    name: str
    actor: str
    role: Role
    identity: Identity
    lat_deg: float | None
    lon_deg: float | None
    rows: Rows
    host: str | None = None
    coverage: Coverage | None = None
    times: Times = None
    """From and until (s after STARTEX) for a unit that was sent; None for what is there throughout."""


@dataclass(frozen=True)
class Site:
    """Where something of a crisis goes on for a while: a drill, or a unit without a battery."""

    id: str
    kind: Literal["drill", "unit"]
    name: str
    actor: str
    lat_deg: float
    lon_deg: float
    times: tuple[float, float]
    rows: Rows


@dataclass(frozen=True)
class Happening:
    """An event at its moment and, where it has one, its place."""

    line: Line
    result: str
    spot: tuple[float, float, float] | None
    """Latitude, longitude, altitude (m)."""


@dataclass(frozen=True)
class Link:
    """A line between a station and a threat while something goes on between them."""

    id: str
    kind: Literal["engagement", "detection"]
    name: str
    station: str
    threat: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Picture:
    """A whole run."""

    digest: Digest
    end_s: float
    paths: tuple[Path, ...]
    stations: tuple[Station, ...]
    happenings: tuple[Happening, ...]
    links: tuple[Link, ...]
    places: tuple[Spot, ...]
    sites: tuple[Site, ...] = ()

    def utc(self, time_s: float) -> str:
        """A moment of the run as ISO 8601 text."""
        return format_utc(after(self.digest.startex, time_s))


def picture(record: Record, tracks: Mapping[str, TrackLike]) -> Picture:
    """Bring a record and its tracks into the form that scenes are written from."""
    told = digest(record)
    story = Story.of(record)
    paths = tuple(_paths(told, tracks))
    return Picture(
        digest=told,
        end_s=_end(record, paths),
        paths=paths,
        stations=(*_batteries(told), *_sensors(told, record.header)),
        happenings=tuple(_happenings(record, story, tracks)),
        links=tuple(_links(told)),
        places=tuple(_places(told)),
        sites=tuple(_sites(told)),
    )


def _paths(told: Digest, tracks: Mapping[str, TrackLike]) -> list[Path]:
    paths = []
    for threat in told.threats:
        if threat.id in tracks:
            paths.append(_threat_path(threat, tracks[threat.id], told))
        for shot in threat.shots:
            if shot.interceptor in tracks:
                paths.append(_shot_path(shot, tracks[shot.interceptor], told))
    return paths


def _threat_path(threat: Threat, track: TrackLike, told: Digest) -> Path:
    name = f"{threat.id} {threat.missile_name}"
    return Path(threat.id, "threat", name, threat.actor, threat.outcome, threat_rows(threat, told), *_thinned(track))


def _shot_path(shot: Shot, track: TrackLike, told: Digest) -> Path:
    battery = next((known.battery for known in told.batteries if known.battery.id == shot.battery), None)
    actor = battery.actor if battery else ""
    kind = battery.interceptor_name if battery else "interceptor"
    name = f"{kind} {shot.interceptor}"
    outcome = shot.result or "unresolved"
    return Path(
        shot.interceptor, "interceptor", name, actor, outcome, shot_rows(shot, kind, told), *_thinned(track)
    )  # fmt: skip


def _thinned(track: TrackLike) -> tuple[Array, Array, Array, Array, tuple[str, ...]]:
    time, lat, lon = (np.asarray(part, dtype=float) for part in (track.time_s, track.lat_deg, track.lon_deg))
    altitude = np.asarray(track.altitude_m, dtype=float)
    phase = np.asarray(track.phase)
    changes = (np.flatnonzero(phase[1:] != phase[:-1]) + 1).tolist()
    kept = thin(time, ecef_from_geodetic(lat, lon, altitude), PATH_TOLERANCE_M, changes)
    return time[kept], lat[kept], lon[kept], altitude[kept], tuple(str(name) for name in phase[kept])


def _batteries(told: Digest) -> list[Station]:
    return [
        Station(
            id=_numbered(battery.id, number),
            kind="battery",
            name=battery.name,
            actor=battery.actor,
            role="ship" if battery.type == "ship" else "battery",
            identity=_identity(battery.actor, told),
            lat_deg=battery.lat_deg,
            lon_deg=battery.lon_deg,
            rows=battery_rows(result, told),
            times=times,
        )
        for result, times, number in placed_batteries(told)
        for battery in (result.battery,)
    ]


def _numbered(station: str, number: int) -> str:
    """The id of a station at the place of a number: further places of a unit have ids of their own."""
    return station if number == 1 else f"{station}@{number}"


def _sensors(told: Digest, header: Mapping[str, Any]) -> list[Station]:
    library = header.get("library") or {}
    target = _warhead(told, library)
    stations = []
    hosts = [(_numbered(placed.result.battery.id, placed.number), placed) for placed in placed_batteries(told)]
    for sensor, times, number in placed_sensors(told):
        reach_km = sensor.range_against_km(target[1])
        stations.append(
            Station(
                id=_numbered(sensor.id, number),
                kind="sensor",
                name=sensor.name,
                actor=sensor.actor,
                role="satellite" if sensor.lat_deg is None else "radar",
                identity=_identity(sensor.actor, told),
                lat_deg=sensor.lat_deg,
                lon_deg=sensor.lon_deg,
                rows=sensor_rows(sensor, reach_km, *target, told),
                host=_host(sensor, times, hosts),
                coverage=_coverage(sensor, reach_km, library.get(sensor.type) or {}),
                times=times,
            )
        )
    return stations


def _identity(actor: str, told: Digest) -> Identity:
    return "hostile" if any(threat.actor == actor for threat in told.threats) else "friend"


def _result(event: Mapping[str, Any]) -> str:
    """`hit`, `miss` or `spent` of an interceptor; `failed` for a missile that fell short of its own failure."""
    return "failed" if event["data"].get("failed") else str(event["data"].get("result") or "")


def _host(sensor: Sensor, times: Times, batteries: Sequence[tuple[str, PlacedBattery]]) -> str | None:
    """The battery at whose site a sensor stands all the time that it stands there."""
    if sensor.lat_deg is None or sensor.lon_deg is None:
        return None
    for name, placed in batteries:
        battery = placed.result.battery
        apart = max(abs(battery.lat_deg - sensor.lat_deg), abs(battery.lon_deg - sensor.lon_deg))
        if battery.actor == sensor.actor and apart < _SAME_SITE_DEG and placed.times in (None, times):
            return name
    return None


def _warhead(told: Digest, library: Mapping[str, Any]) -> tuple[str, float | None]:
    """Whose coverage is drawn against: the first missile launched and the nominal cross-section of its warhead, m2."""
    for threat in told.threats:
        cross_section = nominal_si(library.get(threat.missile) or {}, "radar_cross_section", "warhead")
        if cross_section is not None:
            return threat.missile_name, cross_section
    return "", None


def _coverage(sensor: Sensor, reach_km: float | None, item: Mapping[str, Any]) -> Coverage | None:
    if sensor.lat_deg is None or sensor.lon_deg is None or reach_km is None:
        return None
    low, high = (nominal_si(item, key) for key in ("elevation_min", "elevation_max"))
    elevation = (0.0 if low is None else float(np.degrees(low)), 90.0 if high is None else float(np.degrees(high)))
    return radar_coverage(
        sensor.lat_deg, sensor.lon_deg, reach_km * 1e3, sensor.boresight_deg, sensor.halfwidth_deg, elevation
    )  # fmt: skip


def _happenings(record: Record, story: Story, tracks: Mapping[str, TrackLike]) -> list[Happening]:
    found = []
    for event, line in zip(record.events, story.lines(), strict=True):
        if event["kind"] not in _UNTOLD:
            found.append(Happening(line, _result(event), _spot(event, tracks)))
    return found


def _spot(event: Mapping[str, Any], tracks: Mapping[str, TrackLike]) -> tuple[float, float, float] | None:
    """Where it happened: as the event says, else where its threat was then."""
    data = event["data"]
    place = data.get("from") if event["kind"] == "launch" else data.get("place")
    place = place if isinstance(place, Mapping) else data
    if isinstance(place, Mapping) and place.get("lat_deg") is not None and place.get("lon_deg") is not None:
        return float(place["lat_deg"]), float(place["lon_deg"]), 1e3 * float(place.get("altitude_km") or 0.0)
    track = tracks.get(str(data.get("threat")))
    if track is None:
        return None
    time, lon = float(event["t_s"]), np.unwrap(np.asarray(track.lon_deg, dtype=float), period=360.0)
    lat, altitude = (float(np.interp(time, track.time_s, part)) for part in (track.lat_deg, track.altitude_m))
    return lat, (float(np.interp(time, track.time_s, lon)) + 180.0) % 360.0 - 180.0, altitude


def _links(told: Digest) -> list[Link]:
    """A battery and its threat from commitment to the last result; a sensor and a threat for a moment at detection."""
    links = []
    for threat in told.threats:
        for engagement in threat.engagements:
            times = [shot.t_s for shot in engagement.shots]
            ends = [shot.result_t_s or shot.planned_t_s or shot.t_s for shot in engagement.shots]
            start = engagement.committed_s if engagement.committed_s is not None else min(times, default=None)
            if start is None or not ends:
                continue
            name = f"{engagement.battery_name} engages {threat.id}"
            where = f"engagement/{engagement.battery}/{threat.id}"
            station = _station_at(told, engagement.battery, start)
            links.append(Link(where, "engagement", name, station, threat.id, start, max(ends)))
        for seen in threat.sightings:
            name = f"{seen.sensor_name} detects {threat.id}"
            where = f"detection/{seen.sensor}/{threat.id}"
            station = _station_at(told, seen.sensor, seen.t_s)
            links.append(Link(where, "detection", name, station, threat.id, seen.t_s, seen.t_s + 20.0))
    return links


def _station_at(told: Digest, station: str, t_s: float) -> str:
    """The id of a battery or sensor at the place where it stood at a time."""
    placed: list[tuple[str, Times, int]] = [
        (one.result.battery.id, one.times, one.number) for one in placed_batteries(told)
    ]
    placed += [(one.sensor.id, one.times, one.number) for one in placed_sensors(told)]
    for name, times, number in placed:
        if name == station and (times is None or times[0] <= t_s <= times[1]):
            return _numbered(station, number)
    return station


def _sites(told: Digest) -> list[Site]:
    """Drills that were held at a place, and units that stood somewhere and are no battery."""
    crisis = told.crisis
    if crisis is None:
        return []
    found = []
    for drill in crisis.drills:
        if drill.held and drill.spot is not None:
            times = (drill.from_s, min(drill.until_s, crisis.end_s))
            spot, rows = drill.spot, drill_rows(drill, told)
            name = f"{drill.title} (drill)"
            found.append(
                Site(f"drill/{drill.id}", "drill", name, drill.actors[0], spot.lat_deg, spot.lon_deg, times, rows)
            )
    for number, stand in enumerate(crisis.stands, start=1):
        if stand.battery is None:
            times, spot = (stand.from_s, stand.until_s), stand.spot
            rows = stand_rows(stand, told)
            where = f"unit/{stand.unit}/{number}"
            found.append(Site(where, "unit", stand.title, stand.actor, spot.lat_deg, spot.lon_deg, times, rows))
    return found


def _places(told: Digest) -> list[Spot]:
    """Watched places and aims, each once."""
    spots = {name: told.places[name] for name in told.watched if name in told.places}
    for threat in told.threats:
        spots.setdefault(threat.aim.name or f"aim of {threat.id}", threat.aim)
    return [Spot(spot.lat_deg, spot.lon_deg, name) for name, spot in spots.items()]


def _end(record: Record, paths: Sequence[Path]) -> float:
    """A minute after the last thing that happened, but not after ENDEX."""
    last = max((float(event["t_s"]) for event in record.events if event["kind"] != "endex"), default=0.0)
    last = max([last, *(float(path.time_s[-1]) for path in paths)]) + _AFTER_THE_LAST_EVENT_S
    endex = [float(event["t_s"]) for event in record.events if event["kind"] == "endex"]
    return min([last, *endex])
