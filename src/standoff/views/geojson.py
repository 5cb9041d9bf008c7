"""The scene as GeoJSON (RFC 7946), for GIS and for anything that reads features with properties.

Positions are longitude, latitude and, where there is one, altitude in meters. What crosses the antimeridian is cut
there (section 3.1.9); outer rings run counterclockwise (3.1.6). Features that have no place have a null geometry (3.2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.engine.record import Record
from standoff.views.figures.scene import TrackLike
from standoff.views.picture import Happening, Path, Picture, Site, Station, picture
from standoff.views.symbols import symbol

Array = NDArray[np.float64]
Feature = dict[str, Any]


def geojson(record: Record, tracks: Mapping[str, TrackLike]) -> bytes:
    """The scene of a run as a GeoJSON document. Equal records give equal bytes."""
    return document(picture(record, tracks))


def document(shown: Picture) -> bytes:
    """The feature collection of a picture, one feature a line."""
    head = {"scenario": shown.digest.name, "title": shown.digest.title, "startex": shown.utc(0.0)}
    lines = ",\n".join(_json(feature) for feature in features(shown))
    text = '{"type":"FeatureCollection",' + f'"properties":{_json(head)},"features":[\n{lines}\n]}}\n'
    return text.encode("utf-8")


def features(shown: Picture) -> list[Feature]:
    """Flights, stations, coverage, events and places, in this order."""
    found = [_flight(path, shown) for path in shown.paths]
    found += [_station(station, shown) for station in shown.stations]
    found += [_site(site, shown) for site in shown.sites]
    found += [_coverage(station) for station in shown.stations if station.coverage is not None]
    found += [_event(happening, shown) for happening in shown.happenings]
    return found + [
        _feature(f"place/{spot.name}", _point(spot.lat_deg, spot.lon_deg), {"kind": "place", "name": spot.name})
        for spot in shown.places
    ]


def lines_geometry(points: Array) -> Feature:
    """A line (n, 2 or more: longitude, latitude, ...) as one LineString, or several where it is cut at 180 degrees."""
    pieces = split_line(points)
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": _numbers(pieces[0])}
    return {"type": "MultiLineString", "coordinates": [_numbers(piece) for piece in pieces]}


def area_geometry(ring: Array) -> Feature:
    """A closed ring (n, 2) as one Polygon, or several where it is cut at 180 degrees."""
    pieces = split_ring(ring)
    if len(pieces) == 1:
        return {"type": "Polygon", "coordinates": [_numbers(pieces[0])]}
    return {"type": "MultiPolygon", "coordinates": [[_numbers(piece)] for piece in pieces]}


def split_line(points: Array) -> list[Array]:
    """Cut a line wherever it crosses the antimeridian; each piece lies within -180 to 180 degrees."""
    line = _evenly(points)
    worlds = np.floor((line[:, 0] + 180.0) / 360.0)
    pieces: list[list[Array]] = [[line[0] - _turn(line, worlds[0])]]
    for start, end, world, last in zip(line[:-1], line[1:], worlds[:-1], worlds[1:], strict=True):
        step = np.sign(last - world)
        while world != last:
            edge = 360.0 * world + 180.0 * step
            crossing = start + (edge - start[0]) / (end[0] - start[0]) * (end - start)
            crossing[0] = edge
            pieces[-1].append(crossing - _turn(line, world))
            world += step
            pieces.append([crossing - _turn(line, world)])
        pieces[-1].append(end - _turn(line, world))
    found = [np.vstack(piece) for piece in pieces]
    return [piece for piece in found if np.any(piece != piece[0])] or found[:1]


def split_ring(ring: Array) -> list[Array]:
    """Cut a closed ring at the antimeridian; pieces are closed, counterclockwise and within -180 to 180 degrees."""
    outline = _evenly(ring)
    if abs(outline[-1, 0] - outline[0, 0]) > 180.0:  # around a pole: close it there
        pole = np.copysign(90.0, outline[:, 1].mean())
        outline = np.vstack([outline, [outline[-1, 0], pole], [outline[0, 0], pole], outline[:1]])
    pieces = []
    first, last = np.floor((outline[:, 0].min() + 180.0) / 360.0), np.ceil((outline[:, 0].max() - 180.0) / 360.0)
    for turn in 360.0 * np.arange(first, max(first, last) + 1.0):
        cut = _half(_half(outline, -180.0 + turn, 1.0), 180.0 + turn, -1.0)
        if len(cut) < 3:
            continue
        cut[:, 0] -= turn
        closed = np.vstack([cut, cut[:1]])
        x, y = closed[:, 0], closed[:, 1]
        area = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        if area != 0.0:
            pieces.append(closed if area > 0.0 else closed[::-1])
    return pieces


def _evenly(points: Array) -> Array:
    """The points with longitudes that run on without a jump."""
    line = np.array(points, dtype=float)
    line[:, 0] = np.unwrap(line[:, 0], period=360.0)
    return line


def _turn(line: Array, world: float) -> Array:
    """What to take off a point to bring it from a turn of the world back to -180..180."""
    off = np.zeros(line.shape[1])
    off[0] = 360.0 * world
    return off


def _half(ring: Array, edge: float, sign: float) -> Array:
    """What of a ring lies on one side of a meridian (Sutherland and Hodgman, Comm. ACM 17, 1974)."""
    kept = []
    for start, end in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        before, after = sign * (start[0] - edge), sign * (end[0] - edge)
        if before >= 0.0:
            kept.append(start)
        if before * after < 0.0:
            kept.append(start + before / (before - after) * (end - start))
    return np.array(kept).reshape(-1, ring.shape[1])


def _flight(path: Path, shown: Picture) -> Feature:
    points = np.column_stack([path.lon_deg, path.lat_deg, path.altitude_m])
    properties = {
        "kind": path.kind,
        "name": path.name,
        "actor": path.actor,
        "outcome": path.outcome,
        "start": shown.utc(float(path.time_s[0])),
        "end": shown.utc(float(path.time_s[-1])),
        "sidc": symbol("missile", "hostile").sidc if path.kind == "threat" else symbol("interceptor", "friend").sidc,
        "about": dict(path.rows),
    }
    return _feature(path.id, lines_geometry(points), properties)


def _station(station: Station, shown: Picture) -> Feature:
    placed = station.lat_deg is not None and station.lon_deg is not None
    geometry = _point(station.lat_deg or 0.0, station.lon_deg or 0.0) if placed else None
    properties = {
        "kind": station.kind,
        "name": station.name,
        "actor": station.actor,
        "sidc": symbol(station.role, station.identity).sidc,
        "about": dict(station.rows),
        **_while(station.times, shown),
    }
    return _feature(station.id, geometry, properties)


def _site(site: Site, shown: Picture) -> Feature:
    properties = {
        "kind": site.kind,
        "name": site.name,
        "actor": site.actor,
        "about": dict(site.rows),
        **_while(site.times, shown),
    }
    return _feature(site.id, _point(site.lat_deg, site.lon_deg), properties)


def _while(times: tuple[float, float] | None, shown: Picture) -> Feature:
    """Start and end of what is not there throughout."""
    return {} if times is None else {"start": shown.utc(max(times[0], 0.0)), "end": shown.utc(times[1])}


def _coverage(station: Station) -> Feature:
    ring = station.coverage.ground if station.coverage is not None else np.empty((0, 2))
    properties = {"kind": "coverage", "name": f"{station.name}: coverage", "sensor": station.id, "actor": station.actor}
    return _feature(f"coverage/{station.id}", area_geometry(ring), properties)


def _event(happening: Happening, shown: Picture) -> Feature:
    line = happening.line
    properties = {
        "kind": line.kind,
        "name": line.sentence,
        "time": shown.utc(line.t_s),
        "t_s": round(line.t_s, 3),
        "threat": line.threat,
        "result": happening.result,
    }
    geometry = None if happening.spot is None else _point(*happening.spot)
    return _feature(f"event/{line.id}", geometry, properties)


def _point(lat_deg: float, lon_deg: float, altitude_m: float | None = None) -> Feature:
    place = [round(float(lon_deg), 5), round(float(lat_deg), 5)]
    return {"type": "Point", "coordinates": place if altitude_m is None else [*place, round(float(altitude_m), 1)]}


def _feature(name: str, geometry: Feature | None, properties: Feature) -> Feature:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _numbers(points: Array) -> list[list[float]]:
    return [
        [round(lon, 5), round(lat, 5), *(round(height, 1) for height in rest)] for lon, lat, *rest in points.tolist()
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
