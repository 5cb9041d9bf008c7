"""The bill of sites: published totals, fiscal years, bands, currencies and discounting."""

from dataclasses import replace

import pytest

from standoff.base.errors import InputError
from standoff.base.quantity import Quantity
from standoff.scenario.library import Library
from standoff.studies.siting.cost import CURRENCIES, PARTS, Band, Costs, costs_of, price_of_design, price_of_site
from standoff.studies.siting.offers import Offer, offer, offers


@pytest.fixture(scope="module")
def site() -> Offer:
    return offer(Library(), "aegis-ashore-japan")


@pytest.fixture(scope="module")
def two(site: Offer) -> Costs:
    return costs_of({site: 2})


def without_rounds(costs: Costs, end: str) -> float:
    return float(getattr(costs.total, end) - getattr(costs.parts["interceptors"], end))


def test_parts_add_up_to_the_published_thirty_year_totals(two: Costs) -> None:
    # Mainichi 2018-08-07: 466.4 billion yen for two sites and thirty years; 439 in the later estimate; no interceptors.
    assert two.horizon == 30
    for published in (439.0, 466.4):
        assert without_rounds(two, "low") < published < without_rounds(two, "high")
    # AERA 2018: up to 700 with 48 SM-3 Block IIA.
    assert two.total.low < 700.0 < two.total.high
    # CSIS 2018: close to 600 for the full project with interceptors.
    assert two.total.p05 < 600.0 < two.total.p95


def test_the_published_parts_of_july_2018_give_the_published_total(site: Offer) -> None:
    # 134 billion yen a site and 466.4 in all belong together (Mainichi 2018-08-07).
    dear = replace_cost(site, 134.0)
    costs = costs_of({dear: 2}, draws=10)
    total = costs.parts["construction"].nominal + costs.parts["operation"].nominal
    assert total == pytest.approx(466.4, rel=0.01)


def replace_cost(site: Offer, billion: float) -> Offer:
    cost = Quantity(billion, billion, billion, "JPY billion", "Mainichi 2018-08-07")
    construction = site.site.construction.model_copy(update={"cost": cost})
    return replace(site, site=site.site.model_copy(update={"construction": construction}))


def test_the_design_request_falls_into_fiscal_year_2018(two: Costs) -> None:
    # Jiji Press 2017-12-22: 730 million yen in the budget of FY2018, 2.8 billion in the supplementary one of FY2017.
    design = {row.fiscal_year: row.spent.nominal for row in two.rows if row.part == "design"}
    assert design == {2017: pytest.approx(2.8), 2018: pytest.approx(0.73)}
    request = next(milestone for milestone in two.milestones if milestone.fiscal_year == 2018)
    assert request.requested == "2017-08"  # press texts of August 2017


def test_design_is_paid_once_and_the_rest_by_the_site(site: Offer, two: Costs) -> None:
    one = costs_of({site: 1})
    assert one.parts["design"] == two.parts["design"]
    for part in PARTS[1:]:
        assert two.parts[part].nominal == pytest.approx(2.0 * one.parts[part].nominal)
        # One draw of a price holds for all sites: the band of two is twice that of one.
        assert two.parts[part].p95 == pytest.approx(2.0 * one.parts[part].p95)


def test_years_and_parts_add_up(two: Costs) -> None:
    for end in ("low", "nominal", "high"):
        by_year = sum(getattr(row.spent, end) for row in two.rows)
        assert by_year == pytest.approx(getattr(two.total, end))
        assert sum(getattr(band, end) for band in two.parts.values()) == pytest.approx(by_year)
    years = [row.fiscal_year for row in two.rows]
    assert (min(years), max(years)) == (2017, 2053)
    assert years == sorted(years)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_band_is_in_order(site: Offer, currency: str) -> None:
    costs = costs_of({site: 2}, currency=currency)
    bands = [costs.acquisition, costs.total, costs.discounted, *costs.parts.values()]
    bands += [band for row in costs.rows for band in (row.spent, row.discounted)]
    for band in bands:
        assert band.low <= band.p05 * (1 + 1e-9)
        assert band.p05 <= band.p50 <= band.p95 <= band.high * (1 + 1e-9)
        assert band.low <= band.nominal * (1 + 1e-12) <= band.high * (1 + 1e-9)


def test_discounting_by_hand(site: Offer, two: Costs) -> None:
    # 2 % a year from FY2018: a sum of FY2020 is worth 1/1.02^2, one of FY2017 is worth 1.02.
    rows = {(row.fiscal_year, row.part): row for row in two.rows}
    assert rows[2020, "construction"].discounted.nominal == pytest.approx(40.0 / 1.02**2)
    assert rows[2017, "design"].discounted.nominal == pytest.approx(2.8 * 1.02)
    assert rows[2018, "design"].discounted == rows[2018, "design"].spent
    assert two.discounted.nominal < two.total.nominal
    # Without a rate, worth is what is spent.
    free = site.economy.model_copy(update={"discount_rate": Quantity(0, 0, 0, "1", "assumption", "none")})
    undiscounted = costs_of({replace(site, economy=free): 2}, draws=50)
    assert undiscounted.discounted == undiscounted.total


def test_dollars_are_yen_over_the_rate_of_the_budget_request(site: Offer, two: Costs) -> None:
    dollars = costs_of({site: 2}, currency="USD")
    # 110 yen for a dollar (Xinhua 2017-08-31); millions of dollars against billions of yen.
    assert dollars.parts["construction"].nominal == pytest.approx(200.0 / 110.0 * 1000.0)
    # 48 rounds at 30 million dollars need no rate.
    interceptors = dollars.parts["interceptors"]
    found = [interceptors.low, interceptors.nominal, interceptors.high]
    assert found == pytest.approx([48 * 20, 48 * 30, 48 * 45])
    assert two.parts["interceptors"].nominal == pytest.approx(48 * 30 * 110 / 1000.0)


def test_the_same_seed_gives_the_same_bill_and_another_one_nearly(site: Offer, two: Costs) -> None:
    assert costs_of({site: 2}).total == two.total
    other = costs_of({site: 2}, seed=99).total
    assert other.p50 != two.total.p50
    assert other.p50 == pytest.approx(two.total.p50, rel=0.01)


def test_share_within_a_budget_follows_the_percentiles(two: Costs) -> None:
    assert two.share_within(two.acquisition.p50) == pytest.approx(0.5, abs=0.01)
    assert two.share_within(two.total.p95, "total") == pytest.approx(0.95, abs=0.01)
    assert two.share_within(0.0) == 0.0
    assert two.share_within(two.acquisition.high) == 1.0


def test_a_horizon_counts_fewer_years_of_operation(site: Offer) -> None:
    ten = costs_of({site: 1}, horizon=10)
    assert ten.parts["operation"].nominal == pytest.approx(33.0)
    assert costs_of({site: 1}, horizon=0).total.p95 == pytest.approx(ten.acquisition.p95)
    assert price_of_site(site, horizon=10) == pytest.approx((100.0 + 24 * 0.03 * 110 + 33.0) * 1e9)
    with pytest.raises(InputError, match="service life"):
        costs_of({site: 1}, horizon=31)


def test_nothing_costs_nothing() -> None:
    assert costs_of({}).total == Band(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert costs_of({}).rows == ()


def test_another_interceptor_changes_the_rounds_alone(site: Offer) -> None:
    older = offer(Library(), "aegis-ashore-japan:sm-3-ib")
    assert older.name == "aegis-ashore-japan:sm-3-ib"
    saved = price_of_site(site) - price_of_site(older)
    assert saved == pytest.approx(24 * (30 - 15) * 1e6 * 110)
    assert price_of_design(older.site, older.economy) == price_of_design(site.site, site.economy)
    both = costs_of({site: 1, older: 1})
    assert both.parts["design"].nominal == pytest.approx(3.53)  # one kind of site


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("aegis-ashore-jpan", "did you mean 'aegis-ashore-japan'"),
        ("sm-3-iia", "is of kind interceptor"),
        ("aegis-ashore-japan:an-spy-1d", "is of kind radar"),
        ("aegis-ashore-japan:pac-3-mse", "has no unit_cost"),
    ],
)
def test_an_offer_that_cannot_be_bought_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        offers(Library(), [text])
    assert caught.value.field == "--option"


def test_an_unknown_currency_is_refused(site: Offer) -> None:
    with pytest.raises(InputError, match="JPY or USD"):
        costs_of({site: 1}, currency="EUR")
