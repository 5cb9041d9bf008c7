"""Places by name: those of the scenario first, then launch sites, cities and regions of the world; or `LAT,LON`.

The table is `data/gazetteer/places.csv`, written by `builders/gazetteer.py`; its README names the sources. Names are
compared without regard to case, accents, apostrophes and hyphens. Where several places share a name the home region
of the table (Japan, Korea, Guam and the northern Marianas) goes first, there a site before a city, a ward and a
region, then population; `Kochi, India` or `Kochi, IN` asks for another.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError, nearest
from standoff.base.geodesy import Place, geodesic

if TYPE_CHECKING:
    from standoff.scenario.schema import ScenarioFile

TABLE: Final = Path(__file__).resolve().parent.parent / "data" / "gazetteer" / "places.csv"

HOME: Final = frozenset({"JP", "KP", "KR", "GU", "MP"})

# An arc on the ellipsoid is 6,335 to 6,400 km long for each radian of it on a sphere with the same latitudes (the radii
# of curvature of WGS84), so what is farther by more than 1 % there is farther here; angles below rounding are alike.
_FLATTENED: Final = 1.011
_CLOSE_RAD: Final = 1e-6

_COORDINATES: Final = re.compile(r"\s*([-+]?\d+(?:\.\d*)?|[-+]?\.\d+)\s*,\s*([-+]?\d+(?:\.\d*)?|[-+]?\.\d+)\s*\Z")
_IGNORED: Final = re.compile(r"[^\w, ]|_", re.UNICODE)


class Entry(NamedTuple):
    """One named place of the table. `kind` is city, ward, region, island, launch-site, radar-site or base.

    A ward is a part of a city that stands in the table too: its people are counted there.
    """

    name: str
    kind: str
    country: str
    region: str
    lat_deg: float
    lon_deg: float
    population: int
    source: str
    key: str

    @property
    def place(self) -> Place:
        """Its position at zero height."""
        return Place(self.lat_deg, self.lon_deg)


@dataclass(frozen=True)
class Gazetteer:
    """The places of one scenario (name -> place) in front of the table."""

    own: Mapping[str, Place] = field(default_factory=dict)

    @classmethod
    def of(cls, model: ScenarioFile) -> Gazetteer:
        """The gazetteer of a scenario."""
        return cls({name: Place(at.lat_deg, at.lon_deg, at.altitude_m) for name, at in model.places.items()})

    def place(self, text: str) -> Place:
        """The place of a name or of `LAT,LON`. Raises `InputError` with the nearest name, or for a bad coordinate."""
        if text in self.own:
            return self.own[text]
        coordinates = parse_coordinates(text)
        if coordinates is not None:
            return coordinates
        folded = fold(text)
        for name, place in self.own.items():
            if fold(name) == folded:
                return place
        found = _find(folded)
        if found is None:
            known = {**{key: entry.name for key, entry in _index().items()}, **{fold(name): name for name in self.own}}
            raise InputError("is not a known place", value=text, allowed=f"LAT,LON or a name; {_advice(folded, known)}")
        return found.place


def place(text: str) -> Place:
    """The place of a gazetteer name or of `LAT,LON` in degrees."""
    return Gazetteer().place(text)


def parse_coordinates(text: str) -> Place | None:
    """The place of `LAT,LON`, None if the text has another form. Raises `InputError` outside the ranges."""
    match = _COORDINATES.match(text)
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[2])
    if not -90.0 <= lat <= 90.0:
        raise InputError("has a latitude out of bounds", value=text, allowed="latitude -90 to 90 degrees")
    if not -180.0 <= lon <= 180.0:
        raise InputError("has a longitude out of bounds", value=text, allowed="longitude -180 to 180 degrees")
    return Place(lat, lon)


@cache
def entries() -> tuple[Entry, ...]:
    """All rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return tuple(
            Entry(name, kind, country, region, float(lat), float(lon), int(people), source, key)
            for key, name, kind, country, region, lat, lon, people, source in rows
        )


def cities(*countries: str) -> tuple[Entry, ...]:
    """The cities of the table in some countries (ISO 3166 alpha-2), or all of them; no wards, so people count once."""
    return tuple(row for row in entries() if row.kind == "city" and (not countries or row.country in countries))


def nearest_entry(position: Place) -> tuple[Entry, float]:
    """The city or island of the table that is nearest to a position, and its distance in metres."""
    named, unit = _directions()
    # The nearest on a sphere is the nearest by geodesic but for flattening, so of the ten nearest there those are
    # measured that are hardly farther than the first.
    lat, lon = np.radians(position.lat_deg), np.radians(position.lon_deg)
    toward = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    cosine = unit @ toward
    near = np.argsort(-cosine, kind="stable")[:10]
    angle = np.arccos(np.clip(cosine[near], -1.0, 1.0))
    near = near[angle <= _FLATTENED * angle[0] + _CLOSE_RAD]
    distances = [geodesic(position, named[index].place).distance_m for index in near]
    best = int(np.argmin(distances))
    return named[near[best]], distances[best]


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """A name without case, accents, apostrophes, hyphens and double spaces."""
    plain = unicodedata.normalize("NFKD", name.replace("-", " ")).casefold()
    return " ".join(_IGNORED.sub("", "".join(c for c in plain if not unicodedata.combining(c))).split())


def _advice(folded: str, known: Mapping[str, str]) -> str:
    advice = nearest(folded, known)
    if not advice.startswith("did you mean"):
        return "no name in the gazetteer is near it"
    return f"did you mean {known[advice.split(chr(39))[1]]!r}?"


def _find(folded: str) -> Entry | None:
    found = _index().get(folded)
    if found is not None or "," not in folded:
        return found
    name, _, wanted = (part.strip() for part in folded.partition(","))
    same = [row for row in entries() if row.key == name and wanted in (row.country.lower(), fold(row.region))]
    return min(same, key=_rank, default=None)


@cache
def _directions() -> tuple[tuple[Entry, ...], NDArray[np.float64]]:
    named = tuple(row for row in entries() if row.kind in ("city", "ward", "island"))
    lat, lon = np.radians([row.lat_deg for row in named]), np.radians([row.lon_deg for row in named])
    return named, np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


@cache
def _index() -> dict[str, Entry]:
    """Looked-up name -> entry; the first of several places with one name wins."""
    index: dict[str, Entry] = {}
    for entry in sorted(entries(), key=_rank):
        index.setdefault(entry.key, entry)
    return index


def _rank(entry: Entry) -> tuple[bool, int, int]:
    order = {"city": 1, "ward": 2, "region": 3}.get(entry.kind, 0)
    return entry.country not in HOME, order, -entry.population
