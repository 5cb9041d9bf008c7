"""The files of a choice of sites, made whole in memory: summary, map data, tables, report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from standoff.views.siting.words import Summary

Tables = Mapping[str, Mapping[str, Sequence[Any]]]


def site_files(summary: Summary, tables: Tables) -> dict[str, bytes]:
    """Name -> content of every file, from the summary and its tables (name -> column -> values)."""
    from standoff.views.siting.report import render

    return {
        "summary.json": (json.dumps(summary, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode(),
        "sites.geojson": geojson(summary, tables["cities"]),
        "cities.csv": to_csv(tables["cities"]),
        "costs.csv": to_csv(tables["costs"]),
        "costs.parquet": to_parquet(tables["costs"]),
        "report.html": render(summary, tables["cities"]).encode(),
    }


def geojson(summary: Summary, cities: Mapping[str, Sequence[Any]]) -> bytes:
    """Candidates, batteries, launch places and cities as points (RFC 7946)."""
    features = [
        _point(
            entry,
            "candidate",
            ("id", "title", "chosen", "interceptor", "cost", "cities_alone", "population_alone", "source"),
        )
        for entry in summary["candidates"]
    ]
    features += [_point(entry, "battery", ("id", "title", "type", "interceptor")) for entry in summary["batteries"]]
    features += [_point(entry, "launch", ("missile", "from", "trajectory")) for entry in summary["threats"]]
    names = ("name", "region", "population", "threatened", "defended_before", "defended")
    for row in zip(cities["lat_deg"], cities["lon_deg"], *(cities[name] for name in names), strict=True):
        entry = {"lat_deg": row[0], "lon_deg": row[1], **dict(zip(names, row[2:], strict=True))}
        features.append(_point(entry, "city", names))
    document = {"type": "FeatureCollection", "features": features}
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()


def to_csv(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """A table as CSV in UTF-8; numbers that do not exist are empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_cell(value) for value in row])
    return text.getvalue().encode()


def to_parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """A table as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _point(entry: Mapping[str, Any], kind: str, names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [_plain(entry["lon_deg"]), _plain(entry["lat_deg"])]},
        "properties": {"kind": kind, **{name: _plain(entry[name]) for name in names}},
    }


def _plain(value: Any) -> Any:
    """NumPy's numbers as Python's."""
    return value.item() if hasattr(value, "item") else value


def _cell(value: Any) -> Any:
    plain = _plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return "" if isinstance(plain, float) and plain != plain else plain
