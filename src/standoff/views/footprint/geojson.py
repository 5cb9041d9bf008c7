"""A footprint as GeoJSON (RFC 7946): bands, the area of each launch place, stations, launch places and cities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from standoff.views.footprint.scene import MEANING, FootprintScene
from standoff.views.symbols import Role, symbol

Feature = dict[str, Any]


def document(scene: FootprintScene) -> bytes:
    """The feature collection, one feature a line."""
    summary = scene.summary
    head = {"title": scene.title, "scenario": summary["scenario"], "shots": summary["shots"], "seed": summary["seed"]}
    lines = ",\n".join(_json(feature) for feature in features(scene))
    return ('{"type":"FeatureCollection",' + f'"properties":{_json(head)},"features":[\n{lines}\n]}}\n').encode()


def features(scene: FootprintScene) -> Iterator[Feature]:
    """Areas from the largest to the smallest, then what stands where."""
    summary = scene.summary
    for name in ("p95", "p50", "p05", "nominal"):
        if name in summary["polygons"]:
            properties = {
                "kind": "footprint", "name": name, "meaning": f"defended {MEANING[name]}",
                "area_km2": summary["area_km2"][name] if name == "nominal" else None,
            }  # fmt: skip
            yield _feature(f"footprint/{name}", summary["polygons"][name], properties)
    for number, launch in enumerate(summary["launches"], start=1):
        if launch["polygons"] is not None:
            properties = {
                "kind": "footprint", "name": f"nominal, {launch['name']}",
                "meaning": f"defended at nominal values against a launch from {launch['name']} alone",
                "area_km2": launch["area_km2"]["nominal"],
            }  # fmt: skip
            yield _feature(f"footprint/launch-{number}", launch["polygons"], properties)
        yield _feature(
            f"launch/{number}", _point(launch["lat_deg"], launch["lon_deg"]), {"kind": "launch", "name": launch["name"]}
        )
    battery = summary["battery"]
    role: Role = "ship" if battery["type"] == "ship" else "battery"
    properties = {"kind": "battery", "name": battery["name"], "sidc": symbol(role, "friend").sidc}
    yield _feature(battery["id"], _point(scene.battery.lat_deg, scene.battery.lon_deg), properties)
    for radar in scene.radars:
        properties = {"kind": "sensor", "name": radar.name, "sidc": symbol("radar", "friend").sidc}
        yield _feature(radar.id, _point(radar.lat_deg or 0.0, radar.lon_deg or 0.0), properties)
    for number, city in enumerate(scene.cities, start=1):
        properties = {
            "kind": "city", "name": city.spot.name, "country": city.country, "population": city.population,
            "defended": city.defended, "share": city.share,
        }  # fmt: skip
        yield _feature(f"city/{number}", _point(city.spot.lat_deg, city.spot.lon_deg), properties)


def _point(lat_deg: float, lon_deg: float) -> Feature:
    return {"type": "Point", "coordinates": [round(float(lon_deg), 5), round(float(lat_deg), 5)]}


def _feature(name: str, geometry: Any, properties: Feature) -> Feature:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
