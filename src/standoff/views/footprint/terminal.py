"""The summary that `standoff footprint` prints: plain words first, then areas, cities and files."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.views.footprint import words as words
from standoff.views.printing import printing

_CITIES: Final = 12
_BANDS: Final = ("nominal", "p05", "p50", "p95")
_FILES: Final = (
    ("report.html", "the report: map, areas, cities, why it ends there, parameters"),
    ("footprint.geojson, footprint.kml", "the areas for GIS and Google Earth"),
    ("scene.czml", "the globe: standoff view DIR"),
    ("grid.parquet", "one row an aim point"),
    ("summary.json", "all of this as JSON"),
)


def print_footprint(summary: Mapping[str, Any]) -> None:
    """Print the summary of a footprint on standard output."""
    with printing(sys.stdout) as console:
        _print(console, summary)


def _print(console: Console, summary: Mapping[str, Any]) -> None:
    console.print(Text(f"Footprint of {words.subject(summary)}", style="bold"))
    console.print(Text(f"{summary['scenario']}, seed {summary['seed']}", style="dim"))
    console.print(words.asked(summary))
    console.print()
    console.print(Text(words.headline(summary), style="bold"))
    for sentence in words.account(summary):
        line = Table.grid(padding=(0, 1))
        line.add_row("-", sentence)
        console.print(line)
    console.print()
    console.print(_areas(summary))
    if summary["cities_defended"]:
        console.print(_cities(summary))
    for failure in summary["samples"]["failed"][:3]:
        console.print(f"Sample {failure['sample']} was left out: {failure['reason']}")
    if summary.get("out"):
        console.print(f"Written to {summary['out']}:")
        files = Table.grid(padding=(0, 2))
        for name, meaning in _FILES:
            files.add_row(f"  {name}", meaning)
        console.print(files)


def _areas(summary: Mapping[str, Any]) -> Table:
    bands = [name for name in _BANDS if summary["area_km2"][name] is not None]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
    table.add_column("area")
    for name in bands:
        table.add_column(name, justify="right")
    launches = summary["launches"]
    if len(launches) > 1:
        for launch in launches:
            table.add_row(f"against {launch['name']} alone", *(words.area(launch["area_km2"][name]) for name in bands))
    which = "against all at once" if len(launches) > 1 else f"against {launches[0]['name']}"
    table.add_row(which, *(words.area(summary["area_km2"][name]) for name in bands))
    table.add_row("people in its cities", *(words.people(summary["population_defended"][name]) for name in bands))
    return table


def _cities(summary: Mapping[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
    table.add_column("largest cities defended")
    table.add_column("country")
    table.add_column("people", justify="right")
    banded = summary["samples"]["used"] > 0
    if banded:
        table.add_column("in samples", justify="right")
    for city in summary["cities_defended"][:_CITIES]:
        row = [city["name"], city["country"], f"{city['population']:,}"]
        table.add_row(*row, *([words.share(city["share"])] if banded else []))
    return table
