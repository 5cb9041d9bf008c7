"""A footprint as CZML for the globe: bands on the ground, one over the other, the outline, stations and cities.

Nothing moves: the clock stands for one minute, because CZML wants one. The globe page takes the property `view` of the
packet `scenario` as the word that the scene is a footprint and no run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from standoff.views.coverage import radar_coverage
from standoff.views.descriptions import to_html
from standoff.views.footprint.scene import BANDS, MEANING, Array, City, FootprintScene
from standoff.views.footprint.words import headline, people, rows, share, subject
from standoff.views.palette import ARRIVED, COVERAGE, INTERCEPTED, PLACE, SKY_BLUE, WHITE, rgba
from standoff.views.stations import Sensor
from standoff.views.symbols import Role, symbol

Packet = dict[str, Any]

# Bands lie on the ground, under all labels, in this order.
_ORDER: Final = {"p95": 1, "p50": 2, "p05": 3, "nominal": 1}
_EDGE_M: Final = 2000.0
# One color, laid over itself: the more samples agree, the brighter on the dark globe.
_OPACITY: Final = {"p95": 0.24, "p50": 0.30, "p05": 0.42, "nominal": 0.50}
_CLOCK: Final = "2000-01-01T00:00:00Z"
_END: Final = "2000-01-01T00:01:00Z"
_MOST_CITIES: Final = 150
# From afar only so many of the largest cities are named, none so near to a larger one.
_NAMED: Final = 12
_APART_DEG: Final = 1.2


def document(scene: FootprintScene) -> bytes:
    """The CZML document, one packet a line."""
    lines = (json.dumps(p, ensure_ascii=False, allow_nan=False, separators=(",", ":")) for p in packets(scene))
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8")


def packets(scene: FootprintScene) -> list[Packet]:
    """All packets: document, what is told, areas, stations, launch places, cities."""
    found = [_head(scene), _told(scene)]
    for name in BANDS:
        found += _band(name, scene.areas.get(name, ()))
    if not scene.banded:
        found += _band("nominal", scene.areas["nominal"])
    found += _outline(scene)
    found.append(_battery(scene))
    for radar in scene.radars:
        found += _radar(radar, scene)
    found += [_launch(scene, number) for number in range(len(scene.launches))]
    largest = sorted(scene.cities, key=lambda city: -city.population)[:_MOST_CITIES]
    named = _named(largest)
    return found + [_city(city, number, city in named) for number, city in enumerate(largest, start=1)]


def _head(scene: FootprintScene) -> Packet:
    clock = {"interval": f"{_CLOCK}/{_END}", "currentTime": _CLOCK, "multiplier": 1.0, "range": "CLAMPED"}
    return {"id": "document", "name": f"Footprint of {scene.title}", "version": "1.0", "clock": clock}


def _told(scene: FootprintScene) -> Packet:
    text = f"<p>{escape(headline(scene.summary))}</p>"
    return {
        "id": "scenario",
        "name": subject(scene.summary),
        "description": text + to_html(rows(scene.summary)),
        "properties": {"startex": _CLOCK, "view": "footprint"},
    }


def _band(name: str, pieces: Sequence[list[Array]]) -> list[Packet]:
    return [
        {
            "id": f"band/{name}/{number}",
            "name": f"{name}: defended {MEANING[name]}",
            "polygon": {
                "positions": {"cartographicDegrees": _flat(outer)},
                **({"holes": {"cartographicDegrees": [_flat(hole) for hole in holes]}} if holes else {}),
                "zIndex": _ORDER[name],
                "material": {"solidColor": {"color": {"rgba": rgba(SKY_BLUE, _OPACITY[name])}}},
            },
            "properties": {"kind": "band"},
        }
        for number, (outer, *holes) in enumerate(pieces, start=1)
    ]


def _outline(scene: FootprintScene) -> list[Packet]:
    rings = [ring for piece in scene.areas["nominal"] for ring in piece]
    return [
        {
            "id": f"outline/{number}",
            "name": "Edge at nominal values",
            "polyline": {
                "positions": {"cartographicDegrees": _flat(ring, _EDGE_M, closed=True)},
                "width": 2.5,
                "material": {"solidColor": {"color": {"rgba": rgba(WHITE)}}},
            },
            "properties": {"kind": "outline"},
        }
        for number, ring in enumerate(rings, start=1)
    ]


def _battery(scene: FootprintScene) -> Packet:
    battery = scene.summary["battery"]
    role: Role = "ship" if battery["type"] == "ship" else "battery"
    return {
        "id": battery["id"], "name": battery["name"], "position": _at(scene.battery.lat_deg, scene.battery.lon_deg),
        "description": to_html(rows(scene.summary)),
        "billboard": _billboard(symbol(role, "friend").uri), "label": _label(battery["name"], WHITE, 24),
        "properties": {"kind": "battery"},
    }  # fmt: skip


def _radar(radar: Sensor, scene: FootprintScene) -> list[Packet]:
    lat, lon = radar.lat_deg or 0.0, radar.lon_deg or 0.0
    reach_km = radar.range_against_km(scene.rcs_m2)
    packet: Packet = {
        "id": radar.id, "name": radar.name, "position": _at(lat, lon), "properties": {"kind": "sensor"},
        "description": to_html((("Range against the warhead", "" if reach_km is None else f"{reach_km:,.0f} km"),)),
    }  # fmt: skip
    if (lat, lon) != (scene.battery.lat_deg, scene.battery.lon_deg):
        packet |= {"billboard": _billboard(symbol("radar", "friend").uri), "label": _label(radar.name, WHITE, 24)}
    if reach_km is None:
        return [packet]
    shown = radar_coverage(lat, lon, reach_km * 1e3, radar.boresight_deg, radar.halfwidth_deg)
    edge: Packet = {
        "id": f"coverage/{radar.id}", "parent": radar.id, "name": f"{radar.name}: range",
        "polyline": {
            "positions": {"cartographicDegrees": _flat(shown.ground, 500.0, closed=True)}, "width": 1.2,
            "material": {"polylineDash": {"color": {"rgba": rgba(COVERAGE, 0.6)}, "dashLength": 12}},
        },
        "properties": {"kind": "coverage"},
    }  # fmt: skip
    return [packet, edge]


def _launch(scene: FootprintScene, number: int) -> Packet:
    spot = scene.launches[number]
    return {
        "id": f"launch/{number + 1}", "name": spot.name, "position": _at(spot.lat_deg, spot.lon_deg),
        "billboard": _billboard(symbol("launcher", "hostile").uri), "label": _label(spot.name, WHITE, 24),
        "properties": {"kind": "launch"},
    }  # fmt: skip


def _named(cities: Sequence[City]) -> list[City]:
    chosen: list[City] = []
    for city in cities:
        apart = all(
            max(abs(city.spot.lat_deg - other.spot.lat_deg), abs(city.spot.lon_deg - other.spot.lon_deg)) > _APART_DEG
            for other in chosen
        )
        if apart and len(chosen) < _NAMED:
            chosen.append(city)
    return chosen


def _city(city: City, number: int, named: bool) -> Packet:
    told = [("People", people(city.population)), ("At nominal values", "defended" if city.defended else "not defended")]
    if city.share is not None:
        told.append(("Defended in", f"{share(city.share)} of the samples"))
    color = INTERCEPTED if city.defended else ARRIVED
    near_m = None if named else 8.0e5
    return {
        "id": f"city/{number}", "name": city.spot.name, "position": _at(city.spot.lat_deg, city.spot.lon_deg, 4500.0),
        "description": to_html(tuple(told)),
        "point": {
            "pixelSize": 6, "color": {"rgba": rgba(color)}, "outlineColor": {"rgba": [0, 0, 0, 255]}, "outlineWidth": 1,
        },
        "label": _label(city.spot.name, PLACE, -14, near_m),
        "properties": {"kind": "city", "defended": city.defended},
    }  # fmt: skip


def _billboard(uri: str) -> Packet:
    return {
        "image": {"uri": uri}, "scale": 0.62, "eyeOffset": {"cartesian": [0, 0, -90000]},
        "scaleByDistance": {"nearFarScalar": [5.0e5, 1.2, 7.0e6, 0.65]},
    }  # fmt: skip


def _label(text: str, color: str, down: int, near_m: float | None = None) -> Packet:
    label: Packet = {
        "text": text, "font": "12px sans-serif", "style": "FILL_AND_OUTLINE", "fillColor": {"rgba": rgba(color)},
        "outlineColor": {"rgba": [0, 0, 0, 255]}, "outlineWidth": 3, "horizontalOrigin": "CENTER",
        "pixelOffset": {"cartesian2": [0, down]}, "eyeOffset": {"cartesian": [0, 0, -100000]},
    }  # fmt: skip
    if near_m is not None:
        label["distanceDisplayCondition"] = {"distanceDisplayCondition": [0.0, near_m]}
    return label


def _at(lat_deg: float, lon_deg: float, height_m: float = 0.0) -> Packet:
    return {"cartographicDegrees": [round(float(lon_deg), 5), round(float(lat_deg), 5), height_m]}


def _flat(ring: Array, height_m: float = 0.0, closed: bool = False) -> list[float]:
    """Longitude, latitude and height of a ring's points; a polygon needs no last point that is the first."""
    points = ring if closed else ring[:-1]
    return [number for lon, lat in points.tolist() for number in (round(lon, 4), round(lat, 4), height_m)]
