"""A choice of sites in words, rows and pictures, from plain data."""

from __future__ import annotations

from typing import Any

import pytest

from standoff.views.figures.site import draw_site
from standoff.views.siting import words as words
from standoff.views.siting.folder import to_csv
from standoff.views.siting.report import command, render


def band(nominal: float) -> dict[str, float]:
    return {"low": nominal / 2, "nominal": nominal, "high": nominal * 2, "p05": nominal * 0.8, "p50": nominal,
            "p95": nominal * 1.5}  # fmt: skip


def row(year: int, part: str, nominal: float) -> dict[str, Any]:
    return {"fiscal_year": year, "part": part, "spent": band(nominal), "discounted": band(nominal)}


CITIES: dict[str, list[Any]] = {
    "name": ["North <b>", "South", "Far"], "lat_deg": [38.0, 34.0, 26.2], "lon_deg": [140.0, 132.0, 127.7],
    "threatened": [True, True, False], "defended_before": [False, False, False], "defended": [True, False, False],
}  # fmt: skip


def summary(**changes: Any) -> dict[str, Any]:
    site = {
        "id": "cape", "title": "Cape & Sons", "lat_deg": 39.0, "lon_deg": 140.0, "source": "made up", "note": "",
        "offer": "x", "interceptor": "sm-3-iia", "rounds": 24, "cost": 179.2, "cities_alone": 1,
        "population_alone": 2_000_000, "cities_added": 1, "population_added": 2_000_000, "chosen": True,
    }  # fmt: skip
    cost = {
        "currency": "JPY", "unit": "JPY billion", "counted": 182.7, "share_of_draws_within_budget": 0.71,
        "acquisition": band(182.7), "total": band(281.7), "discounted": band(240.0), "base_year": 2018,
        "years_of_operation": 3,
        "parts": {"design": band(3.5), "construction": band(100.0), "interceptors": band(79.2), "operation": band(9.9)},
        "by_year": [
            row(2017, "design", 2.8), row(2018, "design", 0.73), row(2019, "construction", 100.0),
            row(2019, "interceptors", 79.2), *(row(year, "operation", 3.3) for year in (2020, 2021, 2022)),
        ],
        "milestones": [
            {"fiscal_year": 2018, "title": "Design request", "requested": "2017-08", "cost": 0.73},
        ],
    }  # fmt: skip
    whole = {
        "scenario": "made-up", "source": "made-up.yaml", "title": "A raid", "actor": "JPN", "seed": 1,
        "shots": 3, "share": None, "samples": 0,
        "budget": {"amount": 4e11, "currency": "JPY", "read_as": "JPY 400 billion", "counts": "acquisition"},
        "sites": [site], "candidates": [site], "cost": cost,
        "cities_defended": [{"name": "North <b>", "region": "", "population": 2_000_000}],
        "population_defended": 2_000_000, "defended_before": {"cities": 0, "population": 0},
        "threatened": {"cities": 2, "population": 3_000_000},
        "undefended": [{"name": "South", "region": "", "population": 1_000_000}], "out_of_reach": [],
        "must": [], "without": [], "min_population": 100_000,
        "threats": [{"missile": "nodong", "from": "Here", "lat_deg": 39.0, "lon_deg": 127.0,
                     "trajectory": "minimum-energy", "cities_reached": 2}],
        "batteries": [], "exchange": [], "asked": {"site": ["Cape=39,140"], "count": 1}, "optimal": True, "gap": 0.0,
        "bound": 2_000_000, "out": None,
    }  # fmt: skip
    return {**whole, **changes}


def test_the_answer_in_a_sentence() -> None:
    assert words.headline(summary()) == "Cape & Sons: 2.0 of 3.0 million people in threatened cities defended"
    none = words.headline(summary(sites=[]))
    assert none.startswith("No site: none adds anyone")


def test_the_account_tells_budget_criterion_and_proof() -> None:
    text = " ".join(words.account(summary()))
    assert "Budget JPY 400 billion" in text
    assert "at least three shots" in text
    assert "(proved)" in text
    ran_out = " ".join(words.account(summary(optimal=False, gap=0.25, bound=2_500_000)))
    assert "at most 2.5 million people" in ran_out
    assert "25 % more than found" in ran_out
    assert "in at least 90 % of 18 samples" in " ".join(words.account(summary(share=0.9, samples=18)))


def test_years_of_operation_alone_are_one_row_and_the_request_stands_in_its_year() -> None:
    rows = words.year_rows(summary()["cost"])
    assert [one.label for one in rows] == ["FY2017", "FY2018", "FY2019", "FY2020 to FY2022, each year"]
    assert rows[1].note == "Design request, asked for in August 2017"
    assert rows[2].parts == ("", "100.0", "79.2", "")
    assert rows[2].total == ("89.6", "179.2", "358.4")


def test_part_rows_end_with_totals() -> None:
    rows = words.part_rows(summary()["cost"])
    assert [name for name, _ in rows][-3:] == [
        "Acquisition", "Total with three years of operation", "Total, as worth in FY2018",
    ]  # fmt: skip
    assert rows[0] == ("Design and survey", ("1.75", "3.50", "7.00", "2.80", "3.50", "5.25"))


@pytest.mark.parametrize(("date", "said"), [("2017-08", "August 2017"), ("2017-08-31", "2017-08-31"), ("2017", "2017")])
def test_months_are_words(date: str, said: str) -> None:
    assert words.when(date) == said


def test_the_page_escapes_names_and_says_how_to_run_it_again() -> None:
    page = render(summary(), CITIES)
    assert "Cape &amp; Sons" in page
    assert "North <b>" not in page
    assert "no unit cost in the library" in page
    assert (
        command(summary()) == "standoff site made-up.yaml --budget 400000000000 --site Cape=39,140 --count 1 --out DIR"
    )


def test_figures_repeat_and_there_is_no_bill_without_sites() -> None:
    drawn = draw_site(summary(), CITIES)
    assert drawn == draw_site(summary(), CITIES)
    assert "Cape &amp; Sons" in drawn["site-map"]
    assert "0.73 JPY billion, asked for in August 2017" in drawn["site-costs"]
    empty = {**summary()["cost"], "by_year": [], "milestones": []}
    assert set(draw_site(summary(sites=[], cost=empty), CITIES)) == {"site-map"}


def test_csv_has_empty_cells_for_numbers_that_do_not_exist() -> None:
    text = to_csv({"name": ["a,b"], "share": [float("nan")], "defended": [True]}).decode()
    assert text == 'name,share,defended\n"a,b",,true\n'
