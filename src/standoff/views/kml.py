"""The scene as KML 2.2 with Google's extensions for time, for Google Earth and other viewers.

Folders hold threats, interceptors, batteries, sensors, events and places. Flights are `gx:Track` (KML reference,
developers.google.com/kml/documentation/kmlreference), so the time slider moves them. No icon is fetched from anywhere:
pins are the viewer's own, tinted, since KML can hold no picture and Google Earth draws no SVG.

Written as text: simplekml numbers its elements through the life of the process, so that the same run would give other
bytes the second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from standoff.engine.record import Record
from standoff.views.descriptions import to_html
from standoff.views.digest import Spot
from standoff.views.figures.scene import TrackLike
from standoff.views.palette import COVERAGE, IN_FLIGHT, INTERCEPTOR, MISSED, PLACE, SKY_BLUE, WHITE, outcome_color
from standoff.views.picture import Happening, Path, Picture, Site, Station, picture

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
)
_PLACED_KINDS: Final = frozenset({"launch", "burnout", "apogee", "overflight", "intercept", "impact"})


def kml(record: Record, tracks: Mapping[str, TrackLike]) -> bytes:
    """The scene of a run as a KML document. Equal records give equal bytes."""
    return document(picture(record, tracks))


def document(shown: Picture) -> bytes:
    """The KML document of a picture."""
    threats = [path for path in shown.paths if path.kind == "threat"]
    interceptors = [path for path in shown.paths if path.kind == "interceptor"]
    batteries = [station for station in shown.stations if station.kind == "battery"]
    sensors = [station for station in shown.stations if station.kind == "sensor" and station.lat_deg is not None]
    events = [happening for happening in shown.happenings if happening.line.kind in _PLACED_KINDS and happening.spot]
    lines = [
        _HEAD,
        "<Document>",
        f"<name>{escape(shown.digest.title)}</name>",
        f"<description>{escape(shown.digest.summary)}</description>",
        *_styles(bool(shown.sites)),
        *_folder("Threats", (_flight(path, shown) for path in threats)),
        *_folder("Interceptors", (_flight(path, shown) for path in interceptors)),
        *_folder("Batteries", (_station(station, shown) for station in batteries)),
        *_folder("Sensors", (_station(station, shown) for station in sensors)),
        *_folder("Drills and units", (_site(site, shown) for site in shown.sites)),
        *_folder("Events", (_event(happening, shown) for happening in events)),
        *_folder("Places", (_place(spot) for spot in shown.places)),
        "</Document>",
        "</kml>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _styles(sites: bool) -> Iterator[str]:
    outcomes = {outcome: outcome_color(outcome) for outcome in ("unresolved", "intercepted", "arrived", "failed")}
    for name, color in {**outcomes, "interceptor": INTERCEPTOR, "missed": MISSED}.items():
        yield _style(name, color, f"<LineStyle><color>{abgr(color)}</color><width>2.5</width></LineStyle>", 0.7)
    edge = f"<LineStyle><color>{abgr(COVERAGE, 0.6)}</color><width>1.2</width></LineStyle>"
    yield _style("sensor", WHITE, f"{edge}<PolyStyle><color>{abgr(COVERAGE, 0.08)}</color></PolyStyle>", 0.8)
    yield _style("battery", INTERCEPTOR, "", 0.9)
    yield _style("event", IN_FLIGHT, "", 0.4, label=0.0)
    yield _style("hit", outcome_color("intercepted"), "", 0.8)
    yield _style("miss", MISSED, "", 0.6)
    yield _style("impact", outcome_color("arrived"), "", 0.9)
    yield _style("place", PLACE, "", 0.6)
    if sites:
        yield _style("drill", SKY_BLUE, "", 0.9)
        yield _style("unit", INTERCEPTOR, "", 0.9)


def _style(name: str, color: str, more: str, scale: float, label: float = 0.8) -> str:
    icon = f"<IconStyle><color>{abgr(color)}</color><scale>{scale}</scale></IconStyle>"
    return f"<Style id={quoteattr(name)}>{icon}<LabelStyle><scale>{label}</scale></LabelStyle>{more}</Style>"


def _folder(name: str, features: Iterable[str]) -> list[str]:
    inside = list(features)
    return ["<Folder>", f"<name>{name}</name>", *inside, "</Folder>"] if inside else []


def _placemark(name: str, style: str, description: str, body: Sequence[str]) -> str:
    head = f"<Placemark><name>{escape(name)}</name><styleUrl>#{style}</styleUrl>"
    text = f"<description>{escape(description)}</description>" if description else ""
    return "\n".join([head + text, *body, "</Placemark>"])


def _flight(path: Path, shown: Picture) -> str:
    shot = "interceptor" if path.outcome in ("hit", "unresolved") else "missed"
    style = path.outcome if path.kind == "threat" else shot
    whens = [f"<when>{shown.utc(float(time))}</when>" for time in path.time_s]
    coords = [
        f"<gx:coord>{lon:.5f} {lat:.5f} {altitude:.0f}</gx:coord>"
        for lon, lat, altitude in zip(path.lon_deg, path.lat_deg, path.altitude_m, strict=True)
    ]
    track = ["<gx:Track><altitudeMode>absolute</altitudeMode>", *whens, *coords, "</gx:Track>"]
    return _placemark(path.name, style, to_html(path.rows), track)


def _station(station: Station, shown: Picture) -> str:
    at = f"<Point><coordinates>{station.lon_deg:.5f},{station.lat_deg:.5f},0</coordinates></Point>"
    style = "battery" if station.kind == "battery" else "sensor"
    when = _while(station.times, shown)
    if station.coverage is None:
        return _placemark(station.name, style, to_html(station.rows), [*when, at])
    ring = " ".join(f"{lon:.5f},{lat:.5f},0" for lon, lat in station.coverage.ground)
    area = [
        "<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing>",
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>",
    ]
    edges = []
    for edge in station.coverage.edges:
        places = " ".join(f"{lon:.5f},{lat:.5f},{altitude:.0f}" for lon, lat, altitude in edge)
        edges.append(
            "<LineString><altitudeMode>absolute</altitudeMode>"
            f"<coordinates>{places}</coordinates></LineString>"
        )  # fmt: skip
    body = [*when, "<MultiGeometry>", at, *area, *edges, "</MultiGeometry>"]
    return _placemark(station.name, style, to_html(station.rows), body)


def _site(site: Site, shown: Picture) -> str:
    at = f"<Point><coordinates>{site.lon_deg:.5f},{site.lat_deg:.5f},0</coordinates></Point>"
    return _placemark(site.name, site.kind, to_html(site.rows), [*_while(site.times, shown), at])


def _while(times: tuple[float, float] | None, shown: Picture) -> list[str]:
    """The time span of what is not there throughout."""
    if times is None:
        return []
    begin, end = shown.utc(max(times[0], 0.0)), shown.utc(times[1])
    return [f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"]


def _event(happening: Happening, shown: Picture) -> str:
    lat, lon, altitude = happening.spot or (0.0, 0.0, 0.0)
    line = happening.line
    name = f"{line.clock} {line.threat} {happening.result or line.kind}".replace("  ", " ")
    style = happening.result if happening.result in ("hit", "miss") else "impact" if line.kind == "impact" else "event"
    span = f"<TimeSpan><begin>{shown.utc(line.t_s)}</begin></TimeSpan>"
    point = (
        "<Point><altitudeMode>absolute</altitudeMode>"
        f"<coordinates>{lon:.5f},{lat:.5f},{altitude:.0f}</coordinates></Point>"
    )
    return _placemark(name, style, line.sentence, [span, point])


def _place(spot: Spot) -> str:
    return _placemark(
        spot.name, "place", "", [f"<Point><coordinates>{spot.lon_deg:.5f},{spot.lat_deg:.5f},0</coordinates></Point>"]
    )


def abgr(color: str, alpha: float = 1.0) -> str:
    """KML's order of colors: alpha, blue, green, red in hexadecimal."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return f"{round(255 * alpha):02x}{blue:02x}{green:02x}{red:02x}"
