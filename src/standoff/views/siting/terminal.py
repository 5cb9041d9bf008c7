"""The summary that `standoff site` prints: plain words first, then sites, costs by part and by year, and files."""

from __future__ import annotations

from typing import Any, Final, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.views.printing import printing, section, sentences
from standoff.views.siting import words as words
from standoff.views.siting.words import Summary
from standoff.views.wording import sentence_case

_FILES: Final = (
    ("report.html", "the report: map, costs by fiscal year, tables"),
    ("sites.geojson", "sites and cities, for maps and GIS"),
    ("costs.csv, costs.parquet", "one row a fiscal year and part"),
    ("cities.csv", "one row a city"),
    ("summary.json", "the numbers of this summary"),
)


def print_site(summary: Summary, file: TextIO) -> None:
    """Print the summary of a choice of sites."""
    with printing(file) as console:
        _print(console, summary)


def _print(console: Console, summary: Summary) -> None:
    console.print(Text(f"Sites for {summary['actor']}", style="bold"))
    console.print(Text(f"{summary['scenario']}, seed {summary['seed']}", style="dim"))
    console.print()
    console.print(Text(words.headline(summary), style="bold"))
    sentences(console, words.account(summary))
    section(console, "Candidates")
    console.print(_candidates(summary))
    if summary["sites"]:
        unit = summary["cost"]["unit"]
        section(console, f"Cost by part, {unit}")
        console.print(_parts(summary["cost"]))
        section(console, f"Cost by fiscal year, {unit}")
        console.print(_years(summary["cost"]))
    if summary["undefended"]:
        console.print(Text(f"Not defended: {words.names(summary['undefended'])}."))
    if summary["out"] is not None:
        section(console, f"Files in {summary['out']}")
        grid = Table.grid(padding=(0, 2))
        for name, purpose in _FILES:
            grid.add_row(name, purpose)
        console.print(Padding(grid, (0, 0, 0, 1)))


def _candidates(summary: Summary) -> Table:
    table = _table(("", 1), ("Place", None), ("Interceptor", None))
    for heading in (f"Price, {summary['cost']['unit']}", "Cities alone", "Adds cities", "Adds people"):
        table.add_column(heading, justify="right")
    for entry in summary["candidates"]:
        table.add_row(
            "*" if entry["chosen"] else "", entry["title"], entry["interceptor"], words.money(entry["cost"]),
            str(entry["cities_alone"]), str(entry["cities_added"]), f"{entry['population_added']:,}",
        )  # fmt: skip
    return table


def _parts(cost: Any) -> Table:
    table = _table(("", None))
    for end in words.ENDS:
        table.add_column(sentence_case(end), justify="right")
    for name, cells in words.part_rows(cost):
        table.add_row(name, *cells)
    return table


def _years(cost: Any) -> Table:
    table = _table(("Fiscal year", None))
    for heading in ("Design", "Construct.", "Intercept.", "Operation", "Total", "Low", "High"):
        table.add_column(heading, justify="right")
    for row in words.year_rows(cost):
        low, nominal, high = row.total
        table.add_row(row.label, *row.parts, nominal, low, high)
    return table


def _table(*columns: tuple[str, int | None]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading, width in columns:
        table.add_column(heading, min_width=width, overflow="fold")
    return table
