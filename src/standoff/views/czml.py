"""The scene as CZML, for stock CesiumJS and for the globe page.

CZML is plain JSON (github.com/AnalyticalGraphicsInc/czml-writer, wiki): a list of packets, the first of which is the
document with its clock. It is written from plain dictionaries; the czml3 package would check the same keys by way of
pydantic models at half a second of import, a quarter of the time that a whole run may take. The tests check instead,
with CesiumJS itself.

What the globe page reads beside what any viewer draws are the `properties` of packets: the kind, the time and the
sentence of every `event/...`, and the totals in `scenario`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from standoff.engine.record import Record
from standoff.views.crisis.words import numbers
from standoff.views.descriptions import to_html
from standoff.views.figures.scene import TrackLike
from standoff.views.palette import COVERAGE, IN_FLIGHT, INTERCEPTOR, MISSED, PLACE, SKY_BLUE, WHITE, outcome_color, rgba
from standoff.views.picture import Happening, Link, Path, Picture, Site, Station, picture
from standoff.views.symbols import Mark, mark_uri, symbol
from standoff.views.wording import sentence_case

Packet = dict[str, Any]

MULTIPLIER: Final = 10.0
# Speeds that the globe page offers as well.
_FAST: Final = (10.0, 60.0, 600.0, 3600.0, 21600.0)
_PATIENCE_S: Final = 300.0
_TOGETHER_S: Final = 30.0
_TOGETHER_DEG: Final = 0.5
_LABEL_ROWS: Final = 6
_ALWAYS: Final = "0000-01-01T00:00:00Z/9999-12-31T24:00:00Z"
_FONT: Final = "600 12px sans-serif"
_SMALL_FONT: Final = "12px sans-serif"
_MARKED: Final = {"impact": "impact", "hit": "hit", "miss": "miss"}


def czml(record: Record, tracks: Mapping[str, TrackLike]) -> bytes:
    """The scene of a run as a CZML document. Equal records give equal bytes."""
    return document(picture(record, tracks))


def document(shown: Picture) -> bytes:
    """The CZML document of a picture, one packet a line."""
    packets = scene(shown)
    lines = (json.dumps(packet, ensure_ascii=False, allow_nan=False, separators=(",", ":")) for packet in packets)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8")


def scene(shown: Picture) -> list[Packet]:
    """All packets: the document, then places, stations, paths, links and events."""
    packets = [_head(shown), _scenario(shown)]
    packets += [_place(shown, number) for number in range(len(shown.places))]
    for station in shown.stations:
        packets += _station(station, shown)
    packets += [_site(site, shown) for site in shown.sites]
    threats = [path for path in shown.paths if path.kind == "threat"]
    for number, path in enumerate(threats):
        packets += _threat(path, shown, _label_row(path, threats[:number]))
    packets += [_interceptor(path, shown) for path in shown.paths if path.kind == "interceptor"]
    drawable = {path.id for path in threats} | {s.id for s in shown.stations if s.lat_deg is not None}
    packets += [_link(link, shown) for link in shown.links if {link.station, link.threat} <= drawable]
    return packets + [_event(happening, shown) for happening in shown.happenings]


def _head(shown: Picture) -> Packet:
    start, end = shown.utc(0.0), shown.utc(shown.end_s)
    first = min((path.time_s[0] for path in shown.paths), default=0.0)
    if shown.digest.crisis is not None:
        first = 0.0
    clock = {
        "interval": f"{start}/{end}",
        "currentTime": shown.utc(float(first)),
        "multiplier": _speed(shown),
        "range": "CLAMPED",
        "step": "SYSTEM_CLOCK_MULTIPLIER",
    }
    return {"id": "document", "name": shown.digest.title, "version": "1.0", "clock": clock}


def _speed(shown: Picture) -> float:
    """Ten seconds a second, or as fast as brings a run of days to its end in five minutes."""
    if shown.digest.crisis is None:
        return MULTIPLIER
    return next((speed for speed in _FAST if shown.end_s / speed <= _PATIENCE_S), _FAST[-1])


def _scenario(shown: Picture) -> Packet:
    told = shown.digest
    totals = told.totals
    text = f"<p>{escape(told.summary)}</p>" if told.summary else ""
    rows: tuple[tuple[str, str], ...] = (
        ("Scenario", told.name + (f":{told.variant}" if told.variant else "")),
        ("Seed", str(told.seed)),
        ("Threats", str(totals.threats)),
        ("Intercepted", str(totals.intercepted)),
        ("Arrived", str(totals.leakers)),
        ("Interceptors fired", str(totals.fired)),
    )
    if told.crisis is not None:
        rows += tuple((sentence_case(heading), number) for number, heading in numbers(told.crisis))
    return {
        "id": "scenario",
        "name": told.title,
        "description": text + to_html(rows),
        "properties": {"startex": shown.utc(0.0), "threats": totals.threats},
    }


def _place(shown: Picture, number: int) -> Packet:
    spot = shown.places[number]
    watched = spot.name in shown.digest.watched
    return {
        "id": f"place/{number + 1}",
        "name": spot.name,
        "position": _at(spot.lat_deg, spot.lon_deg),
        "point": {
            "pixelSize": 5,
            "color": {"rgba": rgba(PLACE)},
            "outlineColor": {"rgba": [0, 0, 0, 255]},
            "outlineWidth": 1,
        },
        "label": _label(spot.name, PLACE, (0, -19), small=True, near_m=3.0e6 if watched else 5.0e5),
    }


def _station(station: Station, shown: Picture) -> list[Packet]:
    packet: Packet = {
        "id": station.id,
        "name": station.name,
        "description": to_html(station.rows),
        "properties": {"kind": station.kind, "actor": station.actor},
        **_while(station.times, shown),
    }
    if station.lat_deg is not None and station.lon_deg is not None:
        packet["position"] = _at(station.lat_deg, station.lon_deg)
        if station.host is None:
            packet["billboard"] = _billboard(symbol(station.role, station.identity).uri, 0.62)
            packet["label"] = _label(station.name, WHITE, (0, 24), small=True, near_m=2.5e6)
    return [packet, *({**part, **_while(station.times, shown)} for part in _coverage(station))]


def _while(times: tuple[float, float] | None, shown: Picture) -> Packet:
    """The time in which something is there, for what is not there throughout."""
    if times is None:
        return {}
    start, end = (shown.utc(min(max(time, 0.0), shown.end_s)) for time in times)
    return {"availability": f"{start}/{end}"}


def _site(site: Site, shown: Picture) -> Packet:
    return {
        "id": site.id,
        "name": site.name,
        "description": to_html(site.rows),
        "properties": {"kind": site.kind, "actor": site.actor},
        **_while(site.times, shown),
        "position": _at(site.lat_deg, site.lon_deg),
        "billboard": _billboard(mark_uri(site.kind), 1.0),
        "label": _label(site.name, SKY_BLUE if site.kind == "drill" else WHITE, (0, -24), small=True, near_m=8.0e6),
    }


def _coverage(station: Station) -> list[Packet]:
    if station.coverage is None:
        return []
    base = f"coverage/{station.id}"
    ring = [number for lon, lat in station.coverage.ground[:-1] for number in (_degrees(lon), _degrees(lat), 0)]
    ground = {
        "id": f"{base}/ground",
        "parent": station.id,
        "name": f"{station.name}: coverage",
        "polygon": {
            "positions": {"cartographicDegrees": ring},
            "height": 0,
            "material": {"solidColor": {"color": {"rgba": rgba(COVERAGE, 0.045)}}},
        },
    }
    edges = [
        {
            "id": f"{base}/edge/{number}",
            "parent": station.id,
            "name": f"{station.name}: coverage",
            "polyline": _line(_degrees_flat(edge), _solid(COVERAGE, 0.4 if number == 1 else 0.13), 1),
        }
        for number, edge in enumerate(station.coverage.edges, start=1)
    ]
    return [ground, *edges]


def _threat(path: Path, shown: Picture, row: int) -> list[Packet]:
    color = _changing(path, shown, IN_FLIGHT, outcome_color(path.outcome))
    flight = f"{shown.utc(float(path.time_s[0]))}/{shown.utc(float(path.time_s[-1]))}"
    label = _label(path.id, IN_FLIGHT, (0, -24 - 14 * (row % _LABEL_ROWS)))
    packet: Packet = {
        "id": path.id,
        "name": path.name,
        "description": to_html(path.rows),
        "availability": f"{shown.utc(float(path.time_s[0]))}/{shown.utc(shown.end_s)}",
        "position": _samples(path, shown),
        "path": _trail(color, 2.5, shown.end_s),
        "billboard": {**_billboard(symbol("missile", "hostile").uri, 0.5), "show": _only(flight)},
        "label": {**label, "show": _only(flight)},
        "properties": {"kind": "threat", "outcome": path.outcome, "ends_s": round(float(path.time_s[-1]), 3)},
    }
    shadow: Packet = {
        "id": f"{path.id}/ground",
        "parent": path.id,
        "name": f"{path.id}: ground track",
        "availability": packet["availability"],
        "position": _samples(path, shown, on_ground=True),
        "path": _trail({"solidColor": {"color": {"rgba": rgba(IN_FLIGHT, 0.35)}}}, 1.0, shown.end_s),
    }
    plumb: Packet = {
        "id": f"{path.id}/height",
        "parent": path.id,
        "name": f"{path.id}: height",
        "availability": flight,
        "polyline": {
            "positions": {"references": [_position_of(path.id), _position_of(f"{path.id}/ground")]},
            "arcType": "NONE",
            "width": 1,
            "material": _solid(IN_FLIGHT, 0.45),
        },
    }
    return [packet, shadow, plumb]


def _label_row(path: Path, earlier: Sequence[Path]) -> int:
    """Labels of missiles that left one place shortly after each other stand one above the other."""

    def together(other: Path) -> bool:
        apart = max(abs(path.lat_deg[0] - other.lat_deg[0]), abs(path.lon_deg[0] - other.lon_deg[0]))
        return bool(abs(path.time_s[0] - other.time_s[0]) <= _TOGETHER_S and apart < _TOGETHER_DEG)

    return sum(map(together, earlier))


def _interceptor(path: Path, shown: Picture) -> Packet:
    color = _changing(path, shown, INTERCEPTOR, INTERCEPTOR if path.outcome in ("hit", "unresolved") else MISSED)
    flight = f"{shown.utc(float(path.time_s[0]))}/{shown.utc(float(path.time_s[-1]))}"
    return {
        "id": path.id,
        "name": path.name,
        "description": to_html(path.rows),
        "availability": f"{shown.utc(float(path.time_s[0]))}/{shown.utc(shown.end_s)}",
        "position": _samples(path, shown),
        "path": _trail(color, 1.8, shown.end_s),
        "billboard": {**_billboard(symbol("interceptor", "friend").uri, 0.38), "show": _only(flight)},
        "properties": {"kind": "interceptor", "outcome": path.outcome, "ends_s": round(float(path.time_s[-1]), 3)},
    }


def _link(link: Link, shown: Picture) -> Packet:
    engaged = link.kind == "engagement"
    color = {"color": {"rgba": rgba(INTERCEPTOR if engaged else WHITE, 0.8 if engaged else 0.5)}}
    return {
        "id": link.id,
        "name": link.name,
        "availability": f"{shown.utc(link.start_s)}/{shown.utc(link.end_s)}",
        "polyline": {
            "positions": {"references": [_position_of(link.station), _position_of(link.threat)]},
            "arcType": "NONE",
            "width": 1.5 if engaged else 1,
            "material": {"polylineDash": {**color, "dashLength": 10}} if engaged else {"solidColor": color},
        },
        "properties": {"kind": link.kind},
    }


def _event(happening: Happening, shown: Picture) -> Packet:
    line = happening.line
    packet: Packet = {
        "id": f"event/{line.id}",
        "name": line.sentence,
        "availability": f"{shown.utc(line.t_s)}/{shown.utc(shown.end_s)}",
        "properties": {
            "kind": line.kind,
            "result": happening.result,
            "t_s": round(line.t_s, 3),
            "threat": line.threat,
            "actor": line.actor,
            "cause": f"event/{line.cause}" if line.cause is not None else "",
        },
    }
    if happening.spot is not None:
        packet["position"] = _at(*happening.spot)
        mark = _MARKED.get(happening.result if line.kind == "intercept" else line.kind)
        if mark is not None:
            packet["billboard"] = _billboard(mark_uri(_mark(mark)), 1.0)
        elif line.kind in ("burnout", "overflight"):
            packet["point"] = {"pixelSize": 4, "color": {"rgba": rgba(WHITE, 0.8)}}
    return packet


def _mark(name: str) -> Mark:
    return "hit" if name == "hit" else "miss" if name == "miss" else "impact"


def _samples(path: Path, shown: Picture, on_ground: bool = False) -> Packet:
    """Time-tagged positions; after the last one the object stays where it ended, so that its trail stays visible."""
    numbers: list[float] = []
    for time, lon, lat, altitude in zip(path.time_s, path.lon_deg, path.lat_deg, path.altitude_m, strict=True):
        height = 0.0 if on_ground else round(float(altitude), 1)
        numbers += [round(float(time), 3), _degrees(lon), _degrees(lat), height]
    return {
        "epoch": shown.utc(0.0),
        "interpolationAlgorithm": "LINEAR",
        "interpolationDegree": 1,
        "forwardExtrapolationType": "HOLD",
        "cartographicDegrees": numbers,
    }


def _changing(path: Path, shown: Picture, flying: str, ended: str) -> Packet:
    """A color in flight and a color after the end."""
    start, end, last = shown.utc(float(path.time_s[0])), shown.utc(float(path.time_s[-1])), shown.utc(shown.end_s)
    intervals = [{"interval": f"{start}/{end}", "rgba": rgba(flying)}]
    if last > end:
        intervals.append({"interval": f"{end}/{last}", "rgba": rgba(ended)})
    return {"solidColor": {"color": intervals}}


def _trail(material: Packet, width: float, end_s: float) -> Packet:
    """What was flown stays in sight to the end of the run."""
    return {"leadTime": 0, "trailTime": max(1e6, end_s), "width": width, "resolution": 30, "material": material}


def _only(interval: str) -> list[Packet]:
    return [{"interval": _ALWAYS, "boolean": False}, {"interval": interval, "boolean": True}]


def _billboard(uri: str, scale: float) -> Packet:
    return {
        "image": {"uri": uri},
        "scale": scale,
        "scaleByDistance": {"nearFarScalar": [5.0e5, 1.2, 7.0e6, 0.65]},
        "eyeOffset": {"cartesian": [0, 0, -1000]},
    }


def _label(text: str, color: str, offset: tuple[int, int], small: bool = False, near_m: float | None = None) -> Packet:
    label: Packet = {
        "text": text,
        "font": _SMALL_FONT if small else _FONT,
        "style": "FILL_AND_OUTLINE",
        "fillColor": {"rgba": rgba(color)},
        "outlineColor": {"rgba": [0, 0, 0, 255]},
        "outlineWidth": 3,
        "horizontalOrigin": "CENTER" if offset[0] == 0 else "LEFT",
        "pixelOffset": {"cartesian2": list(offset)},
    }
    if near_m is not None:
        label["distanceDisplayCondition"] = {"distanceDisplayCondition": [0.0, near_m]}
    return label


def _line(degrees: list[float], material: Packet, width: float) -> Packet:
    return {
        "positions": {"cartographicDegrees": degrees},
        "arcType": "NONE",
        "width": width,
        "material": material,
    }


def _solid(color: str, alpha: float) -> Packet:
    return {"solidColor": {"color": {"rgba": rgba(color, alpha)}}}


def _position_of(name: str) -> str:
    """A reference to where another packet is; the two characters with a meaning in references are escaped."""
    return name.replace("\\", "\\\\").replace("#", "\\#") + "#position"


def _at(lat_deg: float, lon_deg: float, altitude_m: float = 0.0) -> Packet:
    return {"cartographicDegrees": [_degrees(lon_deg), _degrees(lat_deg), round(altitude_m, 1)]}


def _degrees(angle: float) -> float:
    return round(float(angle), 5)


def _degrees_flat(points: Any) -> list[float]:
    return [n for lon, lat, altitude in points for n in (_degrees(lon), _degrees(lat), round(float(altitude), 0))]
