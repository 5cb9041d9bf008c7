"""A choice of sites in words and rows, for the terminal and the report: plain data in, plain data out.

Sums are in the unit of the summary (billions of yen, millions of dollars).
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from standoff.views.wording import count, listing, percent

Summary = Mapping[str, Any]

PARTS: Final = {
    "design": "Design and survey",
    "construction": "Construction",
    "interceptors": "Interceptors",
    "operation": "Operation",
}
ENDS: Final = ("low", "nominal", "high", "p05", "p50", "p95")


@dataclass(frozen=True)
class YearRow:
    """One fiscal year of the bill: nominal sums by part, the total with its band, and as worth in the base year."""

    label: str
    parts: tuple[str, ...]
    total: tuple[str, ...]
    discounted: str
    note: str = ""


def headline(summary: Summary) -> str:
    """The answer in one sentence."""
    sites = [site["title"] for site in summary["sites"]]
    people = f"{millions(summary['population_defended'])} of {millions(summary['threatened']['population'])} million"
    if not sites:
        return f"No site: none adds anyone to the {people} people in threatened cities that are defended already"
    return f"{listing(sites)}: {people} people in threatened cities defended"


def account(summary: Summary) -> list[str]:
    """What a reader asks next, a sentence each."""
    budget, cost = summary["budget"], summary["cost"]
    before, threatened = summary["defended_before"], summary["threatened"]
    lines = [
        f"Budget {budget['read_as']}, against which counts {budget['counts']}, at nominal prices.",
        f"Before: {count(before['cities'], 'city', 'cities')} with {millions(before['population'])} million people"
        f" defended by the scenario's own batteries, of {count(threatened['cities'], 'city', 'cities')} that a missile"
        f" of the scenario reaches.",
        _criterion(summary),
        _proof(summary),
    ]
    if summary["sites"]:
        lines.insert(
            1,
            f"It costs {money(cost['counted'])} {cost['unit']} of the budget; in"
            f" {percent(cost['share_of_draws_within_budget'])} of the draws of prices the sum stays within it.",
        )
        total = cost["total"]
        lines.append(
            f"With {count(cost['years_of_operation'], 'year')} of operation {money(total['nominal'])} {cost['unit']}"
            f" ({money(total['p05'])} to {money(total['p95'])} in nine draws of ten); worth"
            f" {money(cost['discounted']['nominal'])} in FY{cost['base_year']}."
        )
    if summary["must"]:
        lines.append(f"Asked for in any case: {listing(summary['must'])}.")
    if summary["without"]:
        lines.append(f"Left out of the scenario's batteries: {listing(summary['without'])}.")
    return lines


def _criterion(summary: Summary) -> str:
    shots = count(summary["shots"], "shot")
    share = summary["share"]
    where = "at nominal values" if share is None else f"in at least {percent(share)} of {summary['samples']} samples"
    return (
        f"A city counts as defended if one battery gets at least {shots} at each missile and launch place that reaches"
        f" it, {where}; each shot is taken to miss, so that the next is needed."
    )


def _proof(summary: Summary) -> str:
    if summary["optimal"]:
        return "No other choice within the budget defends more people (proved); among equals it is the cheapest."
    gap = summary["gap"]
    bound = f"at most {millions(summary['bound'])} million people could be defended"
    return f"Time ran out: {bound}" + ("." if gap is None else f", {percent(gap)} more than found.")


def year_rows(cost: Mapping[str, Any]) -> list[YearRow]:
    """The bill by fiscal year; years of operation alone that follow one another in equal sums are one row."""
    years: dict[int, dict[str, Mapping[str, Any]]] = {}
    for entry in cost["by_year"]:
        years.setdefault(entry["fiscal_year"], {})[entry["part"]] = entry
    notes: dict[int, list[str]] = {}
    for milestone in cost["milestones"]:
        asked = f", asked for in {when(milestone['requested'])}" if milestone["requested"] else ""
        notes.setdefault(milestone["fiscal_year"], []).append(f"{milestone['title']}{asked}")
    rows = []
    for group in _groups(years):
        first, last = group[0], group[-1]
        label = f"FY{first}" if first == last else f"FY{first} to FY{last}, each year"
        rows.append(_year_row(label, years[first], "; ".join(notes.get(first, ())), first != last))
    return rows


def _year_row(label: str, parts: Mapping[str, Mapping[str, Any]], note: str, several: bool) -> YearRow:
    spent = {end: sum(entry["spent"][end] for entry in parts.values()) for end in ("low", "nominal", "high")}
    worth = sum(entry["discounted"]["nominal"] for entry in parts.values())
    return YearRow(
        label,
        tuple(money(parts[part]["spent"]["nominal"]) if part in parts else "" for part in PARTS),
        tuple(money(spent[end]) for end in ("low", "nominal", "high")),
        "" if several else money(worth),
        note,
    )


def _groups(years: Mapping[int, Mapping[str, Mapping[str, Any]]]) -> list[list[int]]:
    groups: list[list[int]] = []
    for year in sorted(years):
        same = groups and set(years[year]) == {"operation"} == set(years[groups[-1][-1]])
        if same and years[year]["operation"]["spent"] == years[groups[-1][-1]]["operation"]["spent"]:
            groups[-1].append(year)
        else:
            groups.append([year])
    return groups


def part_rows(cost: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """Sums by part over all years, then acquisition, total and discounted total: a name and low to p95."""
    named = [(PARTS[part], band) for part, band in cost["parts"].items()]
    named += [
        ("Acquisition", cost["acquisition"]),
        (f"Total with {count(cost['years_of_operation'], 'year')} of operation", cost["total"]),
        (f"Total, as worth in FY{cost['base_year']}", cost["discounted"]),
    ]
    return [(name, tuple(money(band[end]) for end in ENDS)) for name, band in named]


def when(date: str) -> str:
    """`2017-08` -> `August 2017`; other dates as they are."""
    year, _, month = date.partition("-")
    known = len(month) == 2 and month.isdigit() and 1 <= int(month) <= 12
    return f"{month_name[int(month)]} {year}" if known else date


def money(value: float) -> str:
    """A sum: two places below ten, one below a thousand, none above."""
    digits = 2 if abs(value) < 10.0 else 1 if abs(value) < 1000.0 else 0
    return f"{value:,.{digits}f}"


def millions(people: float) -> str:
    """People in millions, one place."""
    return f"{people / 1e6:,.1f}"


def names(cities: Sequence[Mapping[str, Any]], most: int = 12) -> str:
    """The largest cities by name, and how many more there are."""
    shown = [city["name"] for city in cities[:most]]
    more = len(cities) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
