"""What ships cover of Japan, what one or two Aegis Ashore sites add with SM-3 Block IB or IIA, and what they cost.

    python examples/aegis_ashore.py

Prints the tables of docs/examples/aegis-ashore.md: who is covered with one shot and with a second salvo, the bill by
fiscal year, and the summary for a budget. Cities are those of 300,000 people and more; land is a grid of 50 km.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

import standoff
from standoff.scenario import gazetteer
from standoff.scenario.loading import library_of
from standoff.scenario.world import build_world
from standoff.studies.siting.candidates import candidates_of
from standoff.studies.siting.cost import PARTS, Band, CostRow, Costs, costs_of
from standoff.studies.siting.cover import Cover, cover, site_id, threats_of, with_sites
from standoff.studies.siting.land import land_grid
from standoff.studies.siting.offers import offers

LEAST_PEOPLE, STEP_M = 300_000, 50e3
SHIPS = ("destroyer-west", "destroyer-middle", "us-destroyer")
BLOCKS = {"SM-3 IB": "aegis-ashore-japan:sm-3-ib", "SM-3 IIA": "aegis-ashore-japan"}
SITES = {"one site": ("araya",), "two sites": ("araya", "mutsumi")}
ONE_SHOT, SECOND_SALVO = 1, 3


class Line(NamedTuple):
    """Share of the threatened people and of the threatened land that is covered."""

    cities: int
    people: float
    land: float


class Japan:
    """Cities and land, and which batteries and sites cover them with how many shots."""

    def __init__(self) -> None:
        scenario = standoff.load_scenario("japan-2017")
        library = library_of(scenario)
        self.offers = offers(library, BLOCKS.values())
        self.candidates = {one.id: one for one in candidates_of(scenario, "JPN")}
        built = with_sites(scenario, library, "JPN", [self.candidates[id] for id in SITES["two sites"]], self.offers)
        cities = [city for city in gazetteer.cities("JP") if city.population >= LEAST_PEOPLE]
        lat, lon = land_grid("JPN", STEP_M)
        self.people = np.array([city.population for city in cities])
        points = [*(city.lat_deg for city in cities), *lat], [*(city.lon_deg for city in cities), *lon]
        batteries = (*SHIPS, *self.sites("SM-3 IB", "two sites"), *self.sites("SM-3 IIA", "two sites"))
        threats = threats_of(build_world(scenario))
        self.found: dict[int, Cover] = {
            shots: cover(built, threats, *points, shots, batteries=batteries) for shots in (ONE_SHOT, SECOND_SALVO)
        }

    def sites(self, block: str, sites: str) -> list[str]:
        """Ids of the sites as batteries."""
        offer = next(one for one in self.offers if one.name == BLOCKS[block])
        return [site_id(self.candidates[name], self.offers, offer) for name in SITES[sites]]

    def line(self, batteries: Sequence[str], shots: int) -> Line:
        """What some batteries cover together."""
        found = self.found[shots]
        met = np.logical_or.reduce([found.met[name] for name in batteries])
        threatened = np.logical_or.reduce(found.reached)
        covered = np.logical_and.reduce(met | ~found.reached) & threatened
        count = len(self.people)
        return Line(
            int(covered[:count].sum()),
            float(self.people[covered[:count]].sum() / self.people[threatened[:count]].sum()),
            float(covered[count:].sum() / threatened[count:].sum()),
        )

    def bill(self, block: str, sites: str) -> Costs:
        """What sites cost."""
        offer = next(one for one in self.offers if one.name == BLOCKS[block])
        return costs_of({offer: len(SITES[sites])})


def options(japan: Japan) -> Iterator[tuple[str, list[str], Costs | None]]:
    """What is compared: a name, the batteries, the bill of what is new."""
    yield "three ships", list(SHIPS), None
    for block in BLOCKS:
        for sites in SITES:
            yield f"{sites}, {block}", japan.sites(block, sites), japan.bill(block, sites)
    for sites in SITES:
        yield f"three ships and {sites}, SM-3 IIA", [*SHIPS, *japan.sites("SM-3 IIA", sites)], None


def cover_table(japan: Japan) -> list[str]:
    """Cities, people and land covered, with one shot and with a second salvo."""
    rows = [
        "| | cities, one shot | people | land | cities, second salvo | people | land |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, batteries, _ in options(japan):
        cells = []
        for shots in (ONE_SHOT, SECOND_SALVO):
            line = japan.line(batteries, shots)
            cells += [f"{line.cities}", f"{100 * line.people:.0f} %", f"{100 * line.land:.0f} %"]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return rows


def year_table(bills: Mapping[str, Costs]) -> list[str]:
    """Nominal sums by fiscal year, low and high behind; years of operation alone in one row."""
    rows = [f"| JPY billion | {' | '.join(bills)} |", f"|---|{'---:|' * len(bills)}"]
    years = sorted({row.fiscal_year for bill in bills.values() for row in bill.rows})
    building = [year for year in years if any(row.part != "operation" for row in in_year(bills, year))]
    later = [year for year in years if year not in building]
    for year in (*building, later[0]):
        label = f"FY{year}" if year != later[0] else f"FY{later[0]} to FY{later[-1]}, each year"
        cells = [range_of([row.spent for row in bill.rows if row.fiscal_year == year]) for bill in bills.values()]
        rows.append(f"| {label} | {' | '.join(cells)} |")
    rows.append(f"| all years | {' | '.join(range_of([bill.total]) for bill in bills.values())} |")
    return rows


def in_year(bills: Mapping[str, Costs], year: int) -> list[CostRow]:
    """Rows of all bills in one fiscal year."""
    return [row for bill in bills.values() for row in bill.rows if row.fiscal_year == year]


def summary_table(japan: Japan) -> list[str]:
    """For a budget: money by part, in all and as worth in the base year, beside the people covered."""
    bills = {name: (batteries, bill) for name, batteries, bill in options(japan) if bill is not None}
    rows = [
        f"| JPY billion: nominal (low to high) | {' | '.join(bills)} |",
        f"|---|{'---:|' * len(bills)}",
    ]
    names = {"design": "design and survey", "construction": "construction", "interceptors": "interceptors",
             "operation": "operation, 30 years"}  # fmt: skip
    for part in PARTS:
        rows.append(f"| {names[part]} | {' | '.join(range_of([bill.parts[part]]) for _, bill in bills.values())} |")
    totals = {"acquisition": "acquisition", "total": "total, 30 years", "discounted": "the same as worth in FY2018"}
    for key, name in totals.items():
        rows.append(f"| **{name}** | {' | '.join(range_of([getattr(b, key)]) for _, b in bills.values())} |")
    nine = [f"{bill.total.p05:.0f} to {bill.total.p95:.0f}" for _, bill in bills.values()]
    rows.append(f"| total, nine draws of ten | {' | '.join(nine)} |")
    for shots, name in ((ONE_SHOT, "one shot"), (SECOND_SALVO, "second salvo")):
        people = [f"{100 * japan.line(batteries, shots).people:.0f} %" for batteries, _ in bills.values()]
        rows.append(f"| threatened people covered, {name} | {' | '.join(people)} |")
    return rows


def range_of(bands: Sequence[Band]) -> str:
    """The sum of bands as `nominal (low to high)`."""
    low, nominal, high = (sum(getattr(band, end) for band in bands) for end in ("low", "nominal", "high"))
    digits = 2 if high < 10 else 1 if high < 100 else 0
    if low == high:
        return f"{nominal:.{digits}f}" if bands else ""
    return f"{nominal:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def main() -> None:
    """Print the three tables, a blank line between them."""
    japan = Japan()
    bills = {name: bill for name, _, bill in options(japan) if bill is not None}
    print("\n".join([*cover_table(japan), "", *year_table(bills), "", *summary_table(japan)]))


if __name__ == "__main__":
    main()
