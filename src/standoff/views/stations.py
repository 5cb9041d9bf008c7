"""Who stands where: sensors and batteries of a record's scenario with their places, names and nominal limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from standoff.base.errors import InputError
from standoff.base.quantity import to_si

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Sensor:
    """A sensor of the scenario. Satellites have no place. Ranges are nominal and hold for `reference_rcs_m2`."""

    id: str
    name: str
    actor: str
    type: str
    kind: str
    lat_deg: float | None
    lon_deg: float | None
    range_km: float | None
    reference_rcs_m2: float | None
    boresight_deg: float
    halfwidth_deg: float

    def range_against_km(self, rcs_m2: float | None) -> float | None:
        """Detection range against a cross-section by the R^4 law (Skolnik); the reference range if none is given."""
        if self.range_km is None or self.reference_rcs_m2 is None or rcs_m2 is None:
            return self.range_km
        return self.range_km * float((rcs_m2 / self.reference_rcs_m2) ** 0.25)


@dataclass(frozen=True)
class Battery:
    """A battery of the scenario with the nominal limits of its interceptor."""

    id: str
    name: str
    actor: str
    type: str
    interceptor: str
    interceptor_name: str
    inventory: int
    lat_deg: float
    lon_deg: float
    range_km: float | None
    lowest_km: float | None
    highest_km: float | None


_Station = TypeVar("_Station", Sensor, Battery)


def title_of(library: Json, name: str) -> str:
    """The printed name of a library item, or its key when it has none."""
    item = library.get(name) or {}
    return str(item.get("title") or item.get("name") or name)


def nominal_si(item: Json, *path: str) -> float | None:
    """The nominal value of a library quantity in SI (angles in radians), None when the item has none."""
    found: Any = item
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping) or "unit" not in found:
        return None
    value = found.get("nominal", found.get("value"))
    return None if value is None else to_si(float(value), str(found["unit"]))


def sensors_of(header: Json) -> tuple[Sensor, ...]:
    """All sensors in the order of the scenario."""
    scenario, library = header["scenario"], header.get("library", {})
    found = []
    for entry in scenario.get("sensors") or ():
        item = library.get(entry["type"]) or {}
        place = position(entry, scenario)
        halfwidth = nominal_si(item, "azimuth_halfwidth")
        found.append(
            Sensor(
                id=entry["id"],
                name=_name(entry, title_of(library, entry["type"])),
                actor=str(entry.get("actor", "")),
                type=entry["type"],
                kind=str(item.get("kind", "radar" if place else "infrared")),
                lat_deg=place[0] if place else None,
                lon_deg=place[1] if place else None,
                range_km=_km(nominal_si(item, "reference_range")),
                reference_rcs_m2=nominal_si(item, "reference_rcs"),
                boresight_deg=float(entry.get("boresight_deg") or 0.0),
                halfwidth_deg=180.0 if halfwidth is None else round(halfwidth * 57.29577951308232, 6),
            )
        )
    return tuple(_unique(found))


def batteries_of(header: Json) -> tuple[Battery, ...]:
    """All batteries in the order of the scenario."""
    scenario, library = header["scenario"], header.get("library", {})
    found = []
    for entry in scenario.get("batteries") or ():
        item = library.get(entry["interceptor"]) or {}
        place = position(entry, scenario)
        if place is None:
            continue
        title = title_of(library, entry["interceptor"])
        found.append(
            Battery(
                id=entry["id"],
                name=_name(entry, title),
                actor=str(entry.get("actor", "")),
                type=str(entry.get("type", "ground")),
                interceptor=entry["interceptor"],
                interceptor_name=title,
                inventory=int(entry.get("inventory", 0)),
                lat_deg=place[0],
                lon_deg=place[1],
                range_km=_km(nominal_si(item, "maximum_range")),
                lowest_km=_km(nominal_si(item, "minimum_altitude")),
                highest_km=_km(nominal_si(item, "maximum_altitude")),
            )
        )
    return tuple(_unique(found))


def _km(value_m: float | None) -> float | None:
    return None if value_m is None else value_m / 1000.0


def _name(entry: Json, type_title: str) -> str:
    given = entry.get("title") or entry.get("name")
    if given:
        return str(given)
    place = entry.get("place")
    if isinstance(place, str) and not any(character.isdigit() for character in place):
        return f"{type_title}, {place}"
    return f"{type_title} {entry['id']}"


def _unique(stations: list[_Station]) -> list[_Station]:
    seen = Counter(station.name for station in stations)
    return [replace(s, name=f"{s.name} ({s.id})") if seen[s.name] > 1 else s for s in stations]


def position(entry: Json, scenario: Json) -> tuple[float, float] | None:
    """Latitude and longitude of an entry: its own, or those of its `place`; None if it has none that is known."""
    if entry.get("lat_deg") is not None and entry.get("lon_deg") is not None:
        return float(entry["lat_deg"]), float(entry["lon_deg"])
    place = entry.get("place")
    if not isinstance(place, str):
        return None
    known = (scenario.get("places") or {}).get(place)
    if known:
        return float(known["lat_deg"]), float(known["lon_deg"])
    from standoff.scenario.gazetteer import place as look_up  # only when the scenario does not hold the place itself

    try:
        found = look_up(place)
    except InputError:
        return None
    return float(found.lat_deg), float(found.lon_deg)
