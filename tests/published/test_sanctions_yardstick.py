"""Sanctions against figures: what resolution 2371 costs, what was in force on 21 August 2017, trade of 2018."""

from datetime import UTC, datetime
from typing import Any

import pytest

from standoff.base.quantity import Level
from standoff.crisis.sanctions.claims import check_measure
from standoff.crisis.sanctions.force import in_force, nominal_adoption
from standoff.crisis.sanctions.ledger import kept, ledger
from standoff.crisis.sanctions.measure import COUNCIL, YEAR_S, Measure
from standoff.crisis.sanctions.state import ALL_SECTORS, Sanctions, SanctionsState, start
from standoff.crisis.sanctions.trade import MONEY, OTHERS, Trade
from standoff.scenario import yaml
from standoff.scenario.measure_sets import expand
from standoff.scenario.sanctions_of import build_sanctions
from standoff.scenario.schema.sanctions import SanctionsBlocks
from standoff.scenario.validation import validated
from standoff.scenario.values import Values

STARTEX = datetime(2017, 8, 1, tzinfo=UTC)
DAY_S = 86400.0
DAY_OF_THE_TABLE_S = 20 * DAY_S  # 21 August 2017
NEXT_SUMMER_S = 365 * DAY_S

# Fact sheet of the US mission to the UN, 5 August 2017 (eg.usembassy.gov), and a diplomat (Reuters in The
# Korea Herald, 7 August 2017): yearly exports in million USD; coal as the cap of resolution 2321 left it.
IRON, LEAD, SEAFOOD, COAL_CAP = 251.0, 113.0, 295.0, 400.870018
TOTAL = 3000.0
MORE_THAN = 1000.0
COAL_2016 = 1190.0  # "almost 1.2 billion", US Energy Information Administration, 9 June 2017

# Japan Times, 20 July 2019, after KOTRA: North Korea's exports of 2018 in million USD.
EXPORTS_2018 = 243.0


def shipped(level: Level = "nominal") -> Sanctions:
    whole = expand(yaml.load("crisis: {measures_from: [measures-dprk]}\n"))
    blocks = validated(SanctionsBlocks, whole["crisis"], whole, ("crisis",))
    return build_sanctions(blocks, STARTEX, Values(level).under("crisis"))


def of_council(sanctions: Sanctions) -> tuple[Measure, ...]:
    """The Council's measures alone: the fact sheet counts coal at the Council's cap, not under China's own ban."""
    return tuple(one for one in sanctions.measures if one.by == COUNCIL)


def fact_sheet(degree: float = 1.0) -> Sanctions:
    """Measures as they ship; trade as the fact sheet has it, all with China."""
    rest = TOTAL - COAL_2016 - IRON - LEAD - SEAFOOD
    sectors = {"coal": COAL_2016, "iron": IRON, "lead": LEAD, "seafood": SEAFOOD, "other": rest}
    trade = tuple(Trade(name, "PRK", name, "export", "CHN", {MONEY: 1e6 * value}) for name, value in sectors.items())
    return Sanctions(of_council(shipped()), trade, {OTHERS: {ALL_SECTORS: degree}})


def yearly_loss(sanctions: Sanctions, *resolutions: str) -> float:
    """Yearly income lost a year later (no grace is left) if these resolutions are adopted, million USD."""
    adoption = nominal_adoption(sanctions.measures)
    state = start(sanctions)
    adopted = SanctionsState({name: adoption[name] for name in resolutions}, {}, state.steps)
    lines = ledger(sanctions, adopted, "PRK", NEXT_SUMMER_S, NEXT_SUMMER_S).exports
    return sum(line.yearly_without - line.yearly_with for line in lines if line.dimension == MONEY) / 1e6


BEFORE = ("unsc-2270", "unsc-2321")


def test_resolution_2371_costs_more_than_one_of_three_billion_a_year() -> None:
    sanctions = fact_sheet()
    cost = yearly_loss(sanctions, *BEFORE, "unsc-2371") - yearly_loss(sanctions, *BEFORE)
    assert cost == pytest.approx(COAL_CAP + IRON + LEAD + SEAFOOD, abs=0.01)
    assert cost > MORE_THAN


def test_so_it_does_with_the_trade_that_ships() -> None:
    ships = shipped()
    sanctions = Sanctions(of_council(ships), ships.trade, {OTHERS: {ALL_SECTORS: 1.0}})
    cost = yearly_loss(sanctions, *BEFORE, "unsc-2371") - yearly_loss(sanctions, *BEFORE)
    # 7.5 of 22.5 million tonnes bind before the 400.87 million USD do: 396.7 in place of 400.9.
    assert cost == pytest.approx(COAL_CAP + IRON + LEAD + SEAFOOD, rel=0.01)
    assert cost > MORE_THAN
    without = sum(one.yearly[MONEY] for one in ships.trade if one.direction == "export") / 1e6
    assert without == pytest.approx(TOTAL, rel=0.05)
    assert without == pytest.approx(2830, rel=0.05)  # ITC's sum of 2016, Daily NK, April 2017


@pytest.mark.parametrize("degree", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_the_cost_scales_with_implementation(degree: float) -> None:
    full, partial = (
        yearly_loss(one, *BEFORE, "unsc-2371") - yearly_loss(one, *BEFORE) for one in (fact_sheet(), fact_sheet(degree))
    )
    assert partial == pytest.approx(degree * full)


def test_coal_counted_at_its_value_of_2016_is_lost_twice_over() -> None:
    # Without the cap of 2321 before it, the ban takes all that coal brought in 2016.
    assert yearly_loss(fact_sheet(), "unsc-2371") == pytest.approx(COAL_2016 + IRON + LEAD + SEAFOOD)


def test_trade_of_2018_lies_between_full_and_assumed_implementation() -> None:
    adoption = ("unsc-2270", "unsc-2321", "unsc-2371", "unsc-2375", "unsc-2397")
    left = {}
    levels: tuple[Level, ...] = ("nominal", "high")
    for level in levels:
        ships = shipped()
        sanctions = Sanctions(of_council(ships), ships.trade, shipped(level).implementation)
        without = sum(one.yearly[MONEY] for one in ships.trade if one.direction == "export") / 1e6
        left[level] = without - yearly_loss(sanctions, *adoption)
    assert left["high"] < EXPORTS_2018 < left["nominal"]


# Resolutions of 2016 and 2017 with the column "in force on 21 August 2017", compiled from the UN's page of the 1718
# committee, US fact sheets of 5 August and 22 December 2017, EU decisions and the press of the day.
TABLE = [
    # resolution, sectors, direction, kind, in force
    ("unsc-2270", "coal iron", "export", "ban", True),
    ("unsc-2270", "gold titanium vanadium rare-earth", "export", "ban", True),
    ("unsc-2270", "aviation-fuel", "import", "ban", True),
    ("unsc-2270", "all-cargo", "cargo", "inspection", True),
    ("unsc-2321", "coal", "export", "cap", False),
    ("unsc-2321", "copper nickel silver zinc statues", "export", "ban", True),
    ("unsc-2321", "helicopters vessels", "import", "ban", True),
    ("unsc-2356", "designations", "list", "list", True),
    ("unsc-2371", "coal iron", "export", "ban", True),
    ("unsc-2371", "lead", "export", "ban", True),
    ("unsc-2371", "seafood", "export", "ban", True),
    ("unsc-2371", "overseas-labor", "export", "freeze", True),
    ("unsc-2371", "joint-ventures", "finance", "freeze", True),
    ("unsc-2371", "designations", "list", "list", True),
    ("unsc-2375", "refined-petroleum", "import", "cap", False),
    ("unsc-2375", "crude-oil", "import", "freeze", False),
    ("unsc-2375", "condensates", "import", "ban", False),
    ("unsc-2375", "textiles", "export", "ban", False),
    ("unsc-2375", "overseas-labor", "export", "freeze", False),
    ("unsc-2375", "joint-ventures", "finance", "ban", False),
    ("unsc-2397", "refined-petroleum", "import", "cap", False),
    ("unsc-2397", "crude-oil", "import", "cap", False),
    ("unsc-2397", "food machinery earth-and-stone wood vessels", "export", "ban", False),
    ("unsc-2397", "industrial-machinery vehicles iron metals", "import", "ban", False),
    ("unsc-2397", "overseas-labor", "export", "ban", False),
]


def test_the_measures_in_force_on_21_august_2017_are_those_of_the_table() -> None:
    measures = of_council(shipped())
    there = in_force(measures, nominal_adoption(measures), DAY_OF_THE_TABLE_S)
    found = {(one.resolution, sector, one.direction, one.kind) for one in there for sector in one.sectors}
    expected: set[tuple[str, str, str, str]] = set()
    others: set[tuple[str, str, str, str]] = set()
    for resolution, sectors, direction, kind, yes in TABLE:
        (expected if yes else others).update((resolution, sector, direction, kind) for sector in sectors.split())
    assert found == expected
    every = {(one.resolution, sector, one.direction, one.kind) for one in measures for sector in one.sectors}
    assert every == expected | others


@pytest.mark.parametrize(
    ("day", "claim", "verdict"),
    [
        (datetime(2017, 8, 21, tzinfo=UTC), {"kind": "cap", "cap": 7.5e6, "unit": "t"}, "impossible"),
        (datetime(2017, 8, 21, tzinfo=UTC), {"kind": "ban"}, "consistent"),
        (datetime(2017, 6, 27, tzinfo=UTC), {"cap": 400.9, "unit": "USD million"}, "consistent"),  # Yonhap, that day
        (datetime(2017, 6, 4, tzinfo=UTC), {"cap": 408.7, "unit": "USD million"}, "doubtful"),  # Yonhap, a slip
        (datetime(2016, 12, 15, tzinfo=UTC), {"cap": 53495894e-6, "unit": "USD million"}, "consistent"),
        (datetime(2016, 10, 1, tzinfo=UTC), {"kind": "cap"}, "impossible"),
    ],
)
def test_published_claims_about_coal(day: datetime, claim: dict[str, Any], verdict: str) -> None:
    measures = of_council(shipped())
    at_s = (day - STARTEX).total_seconds()
    found = check_measure(measures, nominal_adoption(measures), sector="coal", direction="export", at_s=at_s, **claim)
    assert found.verdict == verdict
    if verdict == "impossible" and day > STARTEX:
        assert "unsc-2371" in found.reason
        assert "2017-08-05" in found.reason


def test_petroleum_is_cut_as_the_fact_sheet_says() -> None:
    # US mission to the UN, 22 December 2017: from 4.5 to 0.5 million barrels a year is a cut of 89 %.
    ships = shipped()
    sanctions = Sanctions(of_council(ships), ships.trade, {OTHERS: {ALL_SECTORS: 1.0}})
    state = start(sanctions)
    left = kept(sanctions, state, NEXT_SUMMER_S)
    oil = [one for one in ships.trade if one.sector == "refined-petroleum"]
    before = sum(one.yearly["volume"] for one in oil)
    after = sum(one.yearly["volume"] * left[one.id] for one in oil)
    assert 1 - after / before == pytest.approx(0.89, abs=0.005)
    lines = ledger(sanctions, state, "PRK", NEXT_SUMMER_S, NEXT_SUMMER_S + YEAR_S).imports
    (line,) = (one for one in lines if one.sector == "refined-petroleum")
    assert line.sum_with / 0.158987294928 == pytest.approx(500_000)
