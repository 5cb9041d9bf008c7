"""What the scenes say of a missile, a shot, a battery or a sensor when it is picked: headings with short texts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from standoff.views.crisis.standings import Drill, Stand
from standoff.views.digest import BatteryResult, Digest, Shot, Threat
from standoff.views.stations import Sensor
from standoff.views.wording import clock, coordinates, count, day, figure, km, listing, minutes, plain

Rows = tuple[tuple[str, str], ...]


def threat_rows(threat: Threat, told: Digest) -> Rows:
    """Who fired what at what, who saw it first, who engaged it and who did not, and how it ended."""
    first = min(threat.sightings, key=lambda seen: seen.t_s, default=None)
    rows = [
        ("Missile", threat.missile_name),
        ("Launched by", _owner(threat.actor, told)),
        ("Launch", f"{clock(told.startex, threat.launched_s)} UTC from {_spot_name(threat.origin)}"),
        ("Aim", _spot_name(threat.aim)),
        ("Range", "" if threat.range_km is None else km(threat.range_km)),
        ("Greatest altitude", "" if threat.apogee_km is None else km(threat.apogee_km)),
        ("Flight time", "" if threat.flight_time_s is None else minutes(threat.flight_time_s)),
        ("First seen", "by nobody" if first is None else _after(threat, first.t_s, first.sensor_name)),
        ("Engaged by", listing([e.battery_name for e in threat.engagements if e.shots]) or "nobody"),
    ]
    rows += [("Not engaged by", f"{refusal.station_name}: {refusal.detail}") for refusal in threat.refusals]
    return _filled([*rows, ("Outcome", _outcome(threat))])


def shot_rows(shot: Shot, kind: str, told: Digest) -> Rows:
    """What was fired at what, and whether it hit."""
    result = {"hit": "hit", "miss": "missed", "spent": "not needed"}.get(
        shot.result or "", "not decided when the run ended"
    )
    cause = f": {plain(shot.cause_of_miss)}" if shot.cause_of_miss else ""
    height = shot.altitude_km if shot.altitude_km is not None else shot.planned_altitude_km
    return _filled(
        [
            ("Interceptor", kind),
            ("Fired at", shot.threat),
            ("Fired", f"{clock(told.startex, shot.t_s)} UTC"),
            ("Intercept", "" if shot.result_t_s is None else f"{clock(told.startex, shot.result_t_s)} UTC"),
            ("Altitude", "" if height is None else km(height)),
            ("Result", result + cause),
        ]
    )


def battery_rows(result: BatteryResult, told: Digest) -> Rows:
    """Whose it is, what it can do, and what it did."""
    battery = result.battery
    limits = [value for value in (battery.lowest_km, battery.highest_km) if value is not None]
    rows = [
        ("Owner", _owner(battery.actor, told)),
        ("Interceptor", battery.interceptor_name),
        ("Place", coordinates(battery.lat_deg, battery.lon_deg)),
        ("Intercept altitude", f"{figure(limits[0])} to {km(limits[1])}" if len(limits) == 2 else ""),
        ("Greatest range", "" if battery.range_km is None else km(battery.range_km)),
        ("Fired", f"{result.fired} of {battery.inventory}"),
        ("Hits", str(result.hits)),
    ]
    return _filled(rows + [(f"Not {threat}", refusal.detail) for threat, refusal in result.refusals])


def sensor_rows(
    sensor: Sensor, reach_km: float | None, missile: str, cross_section_m2: float | None, told: Digest
) -> Rows:
    """Whose it is, how far it sees, and what it saw."""
    seen = [(threat, s) for threat in told.threats for s in threat.sightings if s.sensor == sensor.id]
    whole = sensor.halfwidth_deg >= 180.0
    reach = "" if reach_km is None else km(reach_km)
    if reach and cross_section_m2 is not None:
        reach += f" against the warhead of {missile} ({figure(cross_section_m2)} m²)"
    elif reach and sensor.reference_rcs_m2:
        reach += f" against {figure(sensor.reference_rcs_m2)} m²"
    placed = sensor.lat_deg is not None and sensor.lon_deg is not None
    sector = "all round" if whole else f"{sensor.boresight_deg:.0f}° ± {sensor.halfwidth_deg:.0f}°"
    rows = [
        ("Owner", _owner(sensor.actor, told)),
        ("Kind", plain(sensor.kind)),
        ("Place", coordinates(sensor.lat_deg or 0.0, sensor.lon_deg or 0.0) if placed else ""),
        ("Detection range", reach),
        ("Sector", sector if reach else ""),
        ("Saw", count(len(seen), "missile")),
    ]
    return _filled(rows + [(threat.id, _after(threat, s.t_s, "")) for threat, s in seen])


def drill_rows(drill: Drill, told: Digest) -> Rows:
    """Who drills where and when with how many people, and who wanted it shelved."""
    people = [f"{number:,} {_owner(actor, told)}" for actor, number in drill.people.items()]
    rows = [
        ("Drill", plain(drill.kind) + (", much of it simulated" if drill.simulated else "")),
        ("Who", listing([_owner(actor, told) for actor in drill.actors])),
        ("Where", "" if drill.spot is None else drill.spot.name),
        ("When", f"{day(told.startex, drill.from_s)} to {day(told.startex, drill.until_s)}"),
        ("People", listing(people)),
        ("Called to be shelved by", listing([_owner(actor, told) for _, actor in drill.calls])),
        ("Became", plain(drill.status)),
    ]
    return _filled(rows)


def stand_rows(stand: Stand, told: Digest) -> Rows:
    """Whose unit stood where from when until when."""
    rows = [
        ("Owner", _owner(stand.actor, told)),
        ("Where", stand.spot.name),
        ("When", f"{day(told.startex, stand.from_s)} to {day(told.startex, stand.until_s)}"),
    ]
    return _filled(rows)


def to_html(rows: Iterable[tuple[str, str]]) -> str:
    """Rows as a table, with every text escaped."""
    cells = "".join(f"<tr><th>{escape(heading)}</th><td>{escape(text)}</td></tr>" for heading, text in rows)
    return f"<table>{cells}</table>"


def _owner(actor: str, told: Digest) -> str:
    return told.actors.get(actor, actor).removeprefix("the ")


def _filled(rows: Iterable[tuple[str, str]]) -> Rows:
    return tuple((heading, text) for heading, text in rows if text)


def _spot_name(spot: object) -> str:
    name, lat, lon = (getattr(spot, part) for part in ("name", "lat_deg", "lon_deg"))
    return str(name) or coordinates(lat, lon)


def _after(threat: Threat, time_s: float, who: str) -> str:
    delay = f"{minutes(time_s - threat.launched_s)} after launch"
    return f"{delay}, by {who}" if who else f"seen {delay}"


def _outcome(threat: Threat) -> str:
    if threat.intercept is not None:
        height = "" if threat.intercept.altitude_km is None else f" {km(threat.intercept.altitude_km)} up"
        return f"intercepted by {threat.intercept.interceptor}{height}"
    if threat.impact is not None:
        near, distance = threat.impact.nearest_place, threat.impact.distance_km
        verb = "failed under thrust and fell" if threat.impact.failed else "came down"
        return verb + (f" {km(distance)} from {near}" if near and distance is not None else "")
    return "still in flight when the run ended"
