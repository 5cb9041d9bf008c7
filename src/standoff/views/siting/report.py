"""The report of a choice of sites: one HTML page with map, bill and tables, complete in itself."""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.base.files import write_text
from standoff.views.report import FILE, Figure, environment
from standoff.views.siting import words as words
from standoff.views.siting.words import Summary
from standoff.views.wording import percent

SITES: Final = "sites.geojson"
CITIES: Final = "cities.csv"
_COLUMNS: Final = ("name", "lat_deg", "lon_deg", "threatened", "defended_before", "defended")

_FIGURES: Final = {
    "site-map": (
        "Where",
        "Full stars are the sites chosen, empty ones the candidates left. A city counts as defended when every missile"
        " and launch place that reaches it meets one battery with enough shots.",
    ),
    "site-costs": (
        "When it is paid",
        "Nominal sums by Japanese fiscal year (April to March); thin lines run from all prices low to all prices high."
        " The design money of the first years is too small to see beside the rest, so its place is marked.",
    ),
}


def is_site(folder: Path) -> bool:
    """Whether a folder holds a choice of sites."""
    return (folder / SITES).is_file() and (folder / CITIES).is_file()


def write_report(folder: Path) -> Path:
    """Write `report.html` again from a choice's summary and cities. Raises `InputError` if they are not whole."""
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        with (folder / CITIES).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        page = render(summary, {name: [_read(row[name]) for row in rows] for name in _COLUMNS})
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"holds no whole choice of sites: {' '.join(str(error).split())}"
        raise InputError(message, file=folder, allowed="the folder of a finished standoff site") from error
    path = folder / FILE
    write_text(path, page)
    return path


def _read(cell: str) -> Any:
    """A cell of the table of cities: true, false, a number or text."""
    if cell in ("true", "false"):
        return cell == "true"
    try:
        return float(cell)
    except ValueError:
        return cell


def render(summary: Summary, cities: Mapping[str, Sequence[Any]]) -> str:
    """The page as text, from the summary and the table of cities (column -> values)."""
    from standoff.views.figures.site import draw_site

    drawn = draw_site(summary, cities)
    figures = [
        Figure(name, title, caption, drawn[name]) for name, (title, caption) in _FIGURES.items() if name in drawn
    ]
    return (
        environment()
        .get_template("site.html.j2")
        .render(
            site=summary,
            headline=words.headline(summary),
            account=words.account(summary),
            numbers=numbers(summary),
            figures=figures,
            years=words.year_rows(summary["cost"]),
            parts=words.part_rows(summary["cost"]),
            part_names=list(words.PARTS.values()),
            undefended=words.names(summary["undefended"], 40),
            exchange=exchange_rows(summary),
            money=words.money,
            millions=words.millions,
            command=command(summary),
        )
    )


def numbers(summary: Summary) -> list[tuple[str, str]]:
    """Key numbers with what they count."""
    cost, threatened = summary["cost"], summary["threatened"]
    share = summary["population_defended"] / threatened["population"] if threatened["population"] else 0.0
    before = summary["defended_before"]["population"] / threatened["population"] if threatened["population"] else 0.0
    return [
        (str(len(summary["sites"])), "sites"),
        (words.money(cost["acquisition"]["nominal"]), f"{cost['unit']} to acquire"),
        (words.money(cost["total"]["nominal"]), f"{cost['unit']} with {cost['years_of_operation']} years of operation"),
        (percent(share), "of the threatened people defended"),
        (percent(before), "were before"),
        ("yes" if summary["optimal"] else "no", "proved optimal"),
    ]


def exchange_rows(summary: Summary) -> list[tuple[str, ...]]:
    """Interceptors over missiles in money, a row an offer with known prices."""
    rows: list[tuple[str, ...]] = []
    for entry in summary["exchange"]:
        if entry["ratio"] is None:
            continue
        fired = entry["rounds_per_missile"] * sum(entry["missiles"].values())
        ratio = entry["ratio"]
        rows.append(
            (entry["interceptor"], str(fired), words.money(entry["interceptors_cost"]["nominal"]),
             str(sum(entry["missiles"].values())), words.money(entry["missiles_cost"]["nominal"]),
             f"{ratio['nominal']:.1f}", f"{ratio['p05']:.1f} to {ratio['p95']:.1f}",
             f"{ratio['low']:.1f} to {ratio['high']:.0f}")
        )  # fmt: skip
    return rows


def command(summary: Summary) -> str:
    """The command that does this again."""
    budget = summary["budget"]
    parts = ["standoff", "site", summary["source"], "--budget", f"{budget['amount']:.12g}"]
    if budget["currency"] != "JPY":
        parts += ["--currency", budget["currency"]]
    for option, value in summary["asked"].items():
        for one in value if isinstance(value, list) else [value]:
            parts += [f"--{option}", str(one)]
    return shlex.join([*parts, "--out", "DIR"])
