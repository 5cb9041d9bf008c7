"""The country of an actor: its code in the gazetteer, and a grid of points on its land.

Land is that of the map's borders (Natural Earth 1:50 million): outlines to some hundreds of meters, small islands left
out, territorial questions as its authors have them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.studies.footprint.grid import EqualArea, Grid
from standoff.views import borders

Array = NDArray[np.float64]


class Country(NamedTuple):
    """ISO 3166 alpha-2 codes in the gazetteer, and names in the borders."""

    codes: tuple[str, ...]
    names: tuple[str, ...]


COUNTRIES: Final[dict[str, Country]] = {
    "CHN": Country(("CN",), ("China",)),
    "JPN": Country(("JP",), ("Japan",)),
    "KOR": Country(("KR",), ("South Korea",)),
    "PRK": Country(("KP",), ("North Korea",)),
    "RUS": Country(("RU",), ("Russia",)),
    "USA": Country(("US", "GU", "MP"), ("United States of America", "Guam", "N. Mariana Is.")),
}


def country_of(actor: str) -> Country:
    """The country of an actor's code. Raises `InputError` for an actor without one."""
    if actor not in COUNTRIES:
        raise InputError("has no country on the map", field="actor", value=actor, allowed=", ".join(COUNTRIES))
    return COUNTRIES[actor]


def land_grid(actor: str, step_m: float) -> tuple[Array, Array]:
    """Latitude and longitude (n,) of the nodes of an equal-area square grid that lie on an actor's land.

    Each node stands for `step_m` squared of land. Nodes run from south to north, in each row from west to east.
    """
    land = _land(country_of(actor).names)
    west, south, east, north = land.bounds
    projection = EqualArea((south + north) / 2.0, (west + east) / 2.0)
    edge = np.linspace(0.0, 1.0, 50)
    lat = np.concatenate([np.full(50, south), np.full(50, north), *2 * [south + edge * (north - south)]])
    lon = np.concatenate([*2 * [west + edge * (east - west)], np.full(50, west), np.full(50, east)])
    x, y = projection.forward(lat, lon)
    grid = Grid.around(projection, (float(x.min()), float(y.min()), float(x.max()), float(y.max())), step_m)
    found_lat, found_lon = (part.ravel() for part in grid.places())
    return inside(land, found_lat, found_lon)


def inside(land: Any, lat_deg: Array, lon_deg: Array) -> tuple[Array, Array]:
    """The points (n,) that lie in a shape of longitude and latitude."""
    from shapely import contains_xy, prepare

    prepare(land)
    kept = contains_xy(land, lon_deg, lat_deg)
    return lat_deg[kept], lon_deg[kept]


def pieces(actor: str) -> list[Any]:
    """The separate pieces of an actor's land as polygons of longitude and latitude, the largest in degrees first."""
    from shapely import Polygon

    names = country_of(actor).names
    found = [Polygon(rings[0], rings[1:]) for name, rings in borders.polygons() if name in names]
    return sorted(found, key=lambda piece: -piece.area)


def _land(names: tuple[str, ...]) -> Any:
    from shapely import MultiPolygon, Polygon

    return MultiPolygon([Polygon(rings[0], rings[1:]) for name, rings in borders.polygons() if name in names])
