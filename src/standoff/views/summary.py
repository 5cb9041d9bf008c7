"""From a record to a digest: what happened to each threat, what each battery did, and the totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from standoff.base.time import parse_utc
from standoff.engine.record import Record
from standoff.views.crisis.reading import crisis_of
from standoff.views.digest import (
    BatteryResult,
    Claim,
    Digest,
    Engagement,
    Impact,
    Overflight,
    Refusal,
    Shot,
    Sighting,
    Spot,
    Threat,
    Totals,
    TrackQuality,
)
from standoff.views.names import Names
from standoff.views.wording import plain

Event = Mapping[str, Any]


def digest(record: Record) -> Digest:
    """The digest of a record. Events of kinds that it does not know are passed over."""
    header, scenario = record.header, record.header["scenario"]
    names = Names.of(header)
    threats = tuple(_by_salvo(_threat(events, names) for events in _by_threat(record.events).values()))
    batteries = tuple(_battery_results(threats, names))
    return Digest(
        name=str(scenario["name"]),
        variant=scenario.get("variant"),
        variant_title=_variant_title(scenario),
        title=str(scenario.get("title") or scenario["name"]),
        summary=str(scenario.get("summary") or ""),
        startex=parse_utc(str(header["startex"])),
        seed=int(header.get("seed", 0)),
        run=int(header.get("run", 0)),
        until=header.get("until"),
        settings=tuple(str(change) for change in header.get("settings") or ()),
        software=str(header.get("software", "standoff")),
        scenario_sha256=str(header.get("scenario_sha256", "")),
        actors=names.actors,
        threats=threats,
        sensors=tuple(names.sensors.values()),
        batteries=batteries,
        claims=tuple(_claims(record)),
        totals=_totals(threats),
        events=len(record.events),
        watched=tuple(str(place) for place in scenario.get("overflight") or ()),
        places=_places(scenario, names),
        crisis=crisis_of(record),
    )


def _by_threat(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Events of each threat that was launched, in order of launch."""
    grouped: dict[str, list[Event]] = defaultdict(list)
    launched: dict[str, list[Event]] = {}
    for event in events:
        threat = event["data"].get("threat")
        if threat is None:
            continue
        if event["kind"] == "launch":
            launched[threat] = grouped[threat]
        grouped[threat].append(event)
    return launched


def _by_salvo(threats: Iterable[Threat]) -> list[Threat]:
    """Threats of one order together (`salvo/1`, `salvo/2` …), orders by their first launch."""
    orders: dict[str, list[Threat]] = defaultdict(list)
    for threat in threats:
        orders[threat.id.rpartition("/")[0] or threat.id].append(threat)
    return [threat for order in orders.values() for threat in order]


def _threat(events: Sequence[Event], names: Names) -> Threat:
    launch = next(event for event in events if event["kind"] == "launch")
    data = launch["data"]
    burnout = next((event for event in events if event["kind"] == "burnout"), None)
    impact = next((event for event in events if event["kind"] == "impact"), None)
    engagements = tuple(_engagements(events, names))
    hits = [shot for engagement in engagements for shot in engagement.shots if shot.result == "hit"]
    return Threat(
        id=str(data["threat"]),
        actor=str(launch.get("actor") or ""),
        missile=str(data["missile"]),
        missile_name=names.missile(str(data["missile"])),
        origin=_spot(data["from"], names),
        aim=_spot(data["aim"], names),
        launched_s=float(launch["t_s"]),
        range_km=data.get("range_km"),
        apogee_km=data.get("apogee_km"),
        flight_time_s=data.get("flight_time_s"),
        burnout_s=None if burnout is None else float(burnout["t_s"]),
        sightings=tuple(_sightings(events, names)),
        tracks=tuple(_tracks(events, names)),
        unseen=tuple(_refusals(events, "not_detected", "sensor", names)),
        overflights=tuple(_overflights(events, names)),
        engagements=engagements,
        refusals=tuple(_refusals(events, "no_engagement", "battery", names)),
        intercept=min(hits, key=lambda shot: shot.result_t_s or 0.0, default=None),
        impact=None if impact is None else _impact(impact, names),
        test=bool(data.get("test")),
    )


def _sightings(events: Iterable[Event], names: Names) -> Iterable[Sighting]:
    seen: set[str] = set()
    for event in events:
        data = event["data"]
        if event["kind"] != "detection" or data["sensor"] in seen:
            continue
        seen.add(data["sensor"])
        yield Sighting(
            sensor=data["sensor"],
            sensor_name=names.sensor(data["sensor"]),
            actor=str(event.get("actor") or ""),
            basis=str(data.get("basis", "radar")),
            t_s=float(event["t_s"]),
            range_km=data.get("range_km"),
            altitude_km=data.get("altitude_km"),
        )


def _tracks(events: Iterable[Event], names: Names) -> Iterable[TrackQuality]:
    seen: set[tuple[str, str]] = set()
    for event in events:
        data = event["data"]
        key = (data.get("battery"), data.get("sensor"))
        if event["kind"] != "track" or key in seen:
            continue
        seen.add(key)
        yield TrackQuality(
            data["sensor"],
            names.sensor(data["sensor"]),
            str(data.get("battery") or ""),
            float(event["t_s"]),
            data.get("error_km"),
            data.get("basket_km"),
        )


def _overflights(events: Iterable[Event], names: Names) -> Iterable[Overflight]:
    for event in events:
        if event["kind"] == "overflight":
            data = event["data"]
            yield Overflight(
                names.place(data["place"]), float(event["t_s"]), float(data["altitude_km"]), float(data["distance_km"])
            )


def _refusals(events: Iterable[Event], kind: str, station: str, names: Names) -> Iterable[Refusal]:
    """The last refusal of each station: earlier ones were overtaken."""
    last: dict[str, Event] = {}
    for event in events:
        if event["kind"] == kind:
            last[event["data"][station]] = event
    name = names.sensor if station == "sensor" else names.battery
    for station_id, event in last.items():
        data = event["data"]
        reason = str(data.get("reason", ""))
        yield Refusal(
            station=station_id,
            station_name=name(station_id),
            actor=str(event.get("actor") or ""),
            reason=reason,
            detail=str(data.get("detail") or plain(reason)).rstrip("."),
            numbers=dict(data.get("numbers") or {}),
            t_s=float(event["t_s"]),
        )


def _engagements(events: Sequence[Event], names: Names) -> Iterable[Engagement]:
    """One engagement a battery that committed or fired, in the order of its first act."""
    order: dict[str, Event] = {}
    for event in events:
        if event["kind"] in ("commit", "shot"):
            order.setdefault(event["data"]["battery"], event)
    for battery, first in order.items():
        commit = first if first["kind"] == "commit" else None
        yield Engagement(
            battery=battery,
            battery_name=names.battery(battery),
            actor=str(first.get("actor") or ""),
            committed_s=None if commit is None else float(commit["t_s"]),
            mode="" if commit is None else str(commit["data"].get("mode", "")),
            sensor_name="" if commit is None else names.sensor(commit["data"].get("sensor")),
            shots=tuple(_shots(events, battery)),
        )


def _shots(events: Sequence[Event], battery: str) -> Iterable[Shot]:
    results = {event["data"]["interceptor"]: event for event in events if event["kind"] == "intercept"}
    for event in events:
        data = event["data"]
        if event["kind"] != "shot" or data["battery"] != battery:
            continue
        planned = data.get("planned_intercept") or {}
        end = results.get(data["interceptor"])
        met = {} if end is None else end["data"]
        yield Shot(
            interceptor=str(data["interceptor"]),
            battery=battery,
            threat=str(data["threat"]),
            t_s=float(event["t_s"]),
            planned_t_s=planned.get("t_s"),
            planned_altitude_km=planned.get("altitude_km"),
            result=met.get("result"),
            result_t_s=None if end is None else float(end["t_s"]),
            lat_deg=met.get("lat_deg"),
            lon_deg=met.get("lon_deg"),
            altitude_km=met.get("altitude_km"),
            cause_of_miss=met.get("cause_of_miss"),
        )


def _impact(event: Event, names: Names) -> Impact:
    data = event["data"]
    return Impact(
        t_s=float(event["t_s"]),
        spot=Spot(float(data["lat_deg"]), float(data["lon_deg"])),
        nearest_place=names.place(data.get("nearest_place")),
        distance_km=data.get("distance_km"),
        aim_miss_km=data.get("aim_miss_km"),
        failed=bool(data.get("failed")),
    )


def _battery_results(threats: Sequence[Threat], names: Names) -> Iterable[BatteryResult]:
    for battery in names.batteries.values():
        mine = [(t, e) for t in threats for e in t.engagements if e.battery == battery.id]
        fired = sum(len(engagement.shots) for _, engagement in mine)
        yield BatteryResult(
            battery=battery,
            fired=fired,
            left=max(battery.inventory - fired, 0),
            hits=sum(engagement.hits for _, engagement in mine),
            engaged=tuple(threat.id for threat, engagement in mine if engagement.shots),
            refusals=tuple((t.id, r) for t in threats for r in t.refusals if r.station == battery.id),
        )


def _claims(record: Record) -> Iterable[Claim]:
    """Claims with their checks, from the header or from `claim_checked` events, whichever the record holds."""
    listed = list(record.header.get("evidence") or ())
    listed += [event["data"] for event in record.events if event["kind"] == "claim_checked"]
    if not listed:
        listed = list(record.header["scenario"].get("claims") or ())
        listed = [{**claim, "check": None} for claim in listed]
    sources = record.header["scenario"].get("sources") or {}
    for claim in listed:
        source = sources.get(claim.get("document")) or {}
        yield Claim(
            id=str(claim.get("id") or ""),
            text=str(claim.get("text") or ""),
            document=str(claim.get("document") or ""),
            source=str(claim.get("source") or source.get("title") or ""),
            grade=str(claim.get("grade") or source.get("grade") or ""),
            paragraph=str(claim.get("paragraph") or ""),
            date=str(claim.get("date") or ""),
            represented_by=_together(claim.get("represented_by")),
            differs=str(claim.get("differs") or ""),
            check=claim.get("check"),
        )


def _together(found: Any) -> str:
    """What a claim became: a text, or several, each alone or with what it refers to."""
    if found is None or isinstance(found, str):
        return found or ""
    told = [one if isinstance(one, str) else str(one.get("what") or one.get("reference") or "") for one in found]
    return "; ".join(text for text in told if text)


def _totals(threats: Sequence[Threat]) -> Totals:
    """Key numbers; what was launched as a test counts for shots alone."""
    shots = [shot for threat in threats for shot in threat.shots]
    outcomes = [threat.outcome for threat in threats if not threat.test]
    return Totals(
        threats=len(outcomes),
        intercepted=outcomes.count("intercepted"),
        leakers=outcomes.count("arrived"),
        failed=outcomes.count("failed"),
        unresolved=outcomes.count("unresolved"),
        fired=len(shots),
        hits=sum(shot.result == "hit" for shot in shots),
    )


def _variant_title(scenario: Mapping[str, Any]) -> str:
    variant = scenario.get("variant")
    block = (scenario.get("variants") or {}).get(variant) or {}
    return str(block.get("title") or variant or "")


def _places(scenario: Mapping[str, Any], names: Names) -> dict[str, Spot]:
    return {
        str(name): Spot(float(entry["lat_deg"]), float(entry["lon_deg"]), names.place(str(name)))
        for name, entry in (scenario.get("places") or {}).items()
        if entry.get("lat_deg") is not None and entry.get("lon_deg") is not None
    }


def _spot(data: Mapping[str, Any], names: Names) -> Spot:
    return Spot(float(data["lat_deg"]), float(data["lon_deg"]), names.place(data.get("name")))
