"""What the smaller commands print: plain aligned tables, at most 100 columns wide, without color in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

WIDTH = 100


def print_values(title: str, content: Mapping[str, Any]) -> None:
    """A flat result: one name and value a line."""
    table = _table("", "")
    table.show_header = False
    for name, value in content.items():
        table.add_row(name, _said(value))
    _print(title, table)


def print_scenarios(listings: Iterable[Mapping[str, Any]]) -> None:
    """Scenarios with their variants."""
    table = _table("scenario", "what it is")
    for listing in listings:
        table.add_row(listing["name"], f"{listing['title']}. {listing['summary']}")
        for variant, title in listing["variants"].items():
            table.add_row(f"  {listing['name']}:{variant}", title)
    _print("Scenarios that ship", table)


def print_library(items: Iterable[Mapping[str, Any]]) -> None:
    """The library's items."""
    table = _table("name", "kind", "what it is", "values", "assumed")
    for item in items:
        table.add_row(item["name"], item["kind"], item["title"], str(item["quantities"]), str(item["assumptions"]))
    _print("Library", table)


def print_library_item(item: Mapping[str, Any]) -> None:
    """One item: every value with its range and source, and where publications disagree."""
    table = _table("value", "low", "nominal", "high", "unit", "source")
    for value in item["values"]:
        low, high = (_number(value[level]) for level in ("low", "high"))
        single = value["low"] == value["high"]
        source = value["source"] + (f": {value['note']}" if value.get("note") else "")
        nominal = _number(value["nominal"])
        table.add_row(value["value"], "" if single else low, nominal, "" if single else high, value["unit"], source)
    _print(f"{item['title']} ({item['name']}, {item['kind']})", table)
    if item.get("fit"):
        _say("")
        _print("Fit to reported flights", _flights(item["fit"]["flights"]))
    for heading, lines in _texts(item):
        _say(f"\n{heading}")
        for line in lines:
            _say(f"  - {line}")


def print_fit(fit: Mapping[str, Any]) -> None:
    """A fit: parameters with their bands, what is left over for each flight, and the range that follows."""
    parameters = _table("parameter", "low", "fitted", "high", "unit", "range allowed")
    for path, band in fit["parameters"].items():
        allowed = " to ".join(_number(end) for end in band["range"])
        numbers = (_number(band[level]) for level in ("low", "nominal", "high"))
        parameters.add_row(path, *numbers, band["unit"], allowed)
    _print(f"{fit['missile']}: fitted parameters", parameters)
    _print("Flights", _flights(fit["residuals"]))
    standard = fit["standard_range_km"]
    low, nominal, high = (f"{standard[level]:,.0f}" for level in ("low", "nominal", "high"))
    _say(f"\nStandard range {nominal} km, band {low} to {high} km: {fit['standard_range']}.")
    for line in fit["assumptions"]:
        _say(f"  - {line}")


def _flights(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Reported flights beside what the fitted missile does, to 0.1 km and a second."""
    table = _table("flight", "used", "", "range km", "apogee km", "time s")
    for row in rows:
        for index, name in enumerate(("reported", "computed", "residual")):
            flown = row[name]
            numbers = [
                "-" if flown.get(key) is None else f"{round(flown[key], digits) + 0.0:,.{digits}f}"
                for key, digits in (("range_km", 1), ("apogee_km", 1), ("flight_time_s", 0))
            ]
            table.add_row(row["date"] if index == 0 else "", row["used"] if index == 0 else "", name, *numbers)
    return table


def _texts(item: Mapping[str, Any]) -> Iterable[tuple[str, Sequence[str]]]:
    if item.get("disagreements"):
        yield "Where publications disagree", item["disagreements"]
    if item.get("fit"):
        yield "How it was fitted", [item["fit"]["method"], *item["fit"].get("notes", ())]
    sources = item.get("sources") or {}
    if sources:
        yield "Sources", [_source(key, source) for key, source in sources.items()]


def _source(key: str, source: Mapping[str, Any]) -> str:
    parts = [str(source[name]) for name in ("title", "publisher", "date", "note") if source.get(name)]
    return f"{key}: {'; '.join(parts)}"


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in headings:
        numeric = heading in (
            "low",
            "nominal",
            "high",
            "fitted",
            "values",
            "assumed",
            "range km",
            "apogee km",
            "time s",
        )
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    return table


def _print(title: str, table: Table) -> None:
    _say(title)
    console = _console()
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().strip("\n").splitlines():
        sys.stdout.write(line.rstrip() + "\n")


def _say(text: str) -> None:
    _console().print(text, soft_wrap=False)


def _console() -> Console:
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def _said(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_said(part) for part in value)
    return str(value)


def _number(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
