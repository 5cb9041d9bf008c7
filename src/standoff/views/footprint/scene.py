"""A footprint's summary as typed plain data, for its map, its scenes and its report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.views.digest import Spot
from standoff.views.stations import Sensor

Array = NDArray[np.float64]
Json = Mapping[str, Any]
Polygon = list[Array]
"""One piece of an area: rings (n, 2) of longitude and latitude, closed, the outer one first."""

SUMMARY: Final = "summary.json"
AREAS: Final = "footprint.geojson"
BANDS: Final = ("p95", "p50", "p05")
"""From the largest to the smallest."""
MEANING: Final = {
    "p05": "in at least 95 % of the samples",
    "p50": "in at least half of the samples",
    "p95": "in at least 5 % of the samples",
    "nominal": "at nominal values",
}


@dataclass(frozen=True)
class City:
    """A city of the gazetteer; `share` of the samples in which it is defended, None without samples."""

    spot: Spot
    country: str
    population: int
    share: float | None
    defended: bool


@dataclass(frozen=True, eq=False)
class FootprintScene:
    """A footprint, ready to be drawn. Areas map `nominal`, `p05`, `p50`, `p95` to polygons."""

    summary: Json
    battery: Spot
    reach_km: float | None
    interceptor: str
    threat: str
    rcs_m2: float
    launches: tuple[Spot, ...]
    radars: tuple[Sensor, ...]
    cities: tuple[City, ...]
    areas: Mapping[str, list[Polygon]]

    @classmethod
    def of(cls, summary: Json) -> FootprintScene:
        """The scene of a summary. Raises `KeyError` for one that is not whole."""
        battery, defended = summary["battery"], summary["cities_defended"]
        cities = [_city(row, True) for row in defended]
        cities += [_city(row, False) for row in summary["cities_not_defended"]["largest"]]
        return cls(
            summary=summary,
            battery=_spot(battery),
            reach_km=battery["range_km"],
            interceptor=battery["interceptor_name"],
            threat=summary["threat"]["name"],
            rcs_m2=summary["threat"]["warhead_rcs_m2"],
            launches=tuple(_spot(launch) for launch in summary["launches"]),
            radars=tuple(_radar(row) for row in summary["sensors"] if "lat_deg" in row),
            cities=tuple(cities),
            areas={name: polygons(geometry) for name, geometry in summary["polygons"].items()},
        )

    @property
    def title(self) -> str:
        """What it is the footprint of."""
        return f"{self.battery.name} against {self.threat}"

    @property
    def banded(self) -> bool:
        """Whether there are samples."""
        return "p50" in self.areas


def polygons(geometry: Json) -> list[Polygon]:
    """The pieces of a GeoJSON MultiPolygon."""
    return [[np.array(ring, dtype=float) for ring in piece] for piece in geometry["coordinates"]]


def read_summary(folder: Path) -> dict[str, Any] | None:
    """The summary in a folder if it is that of a footprint, else None. Raises `InputError` if it cannot be read."""
    file = folder / SUMMARY
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            "cannot be read as JSON", file=file, allowed="what `standoff footprint --out` wrote"
        ) from error
    whole = isinstance(content, dict) and {"polygons", "cities_defended", "battery"} <= content.keys()
    return content if whole else None


def _city(row: Json, defended: bool) -> City:
    return City(_spot(row), row["country"], row["population"], row["share"], defended)


def _spot(row: Json) -> Spot:
    return Spot(row["lat_deg"], row["lon_deg"], row["name"])


def _radar(row: Json) -> Sensor:
    return Sensor(
        id=row["id"], name=row["name"], actor=row["actor"], type=row["type"], kind="radar",
        lat_deg=row["lat_deg"], lon_deg=row["lon_deg"],
        range_km=row["range_km"], reference_rcs_m2=row["reference_rcs_m2"],
        boresight_deg=row["boresight_deg"], halfwidth_deg=row["halfwidth_deg"],
    )  # fmt: skip
