"""What sites cost, by fiscal year and part, with the band that follows from the ranges of the library.

Parts are design and survey (once, however many sites of a kind are built), construction, interceptors and operation.
Sums are yen or dollars of their own year; `discounted` ones are worth as much in the base year of the economy. Inside,
money is plain yen or dollars; tables give billions of yen or millions of dollars.

A band has two kinds of ends. `low` and `high` add up the low and the high ends of all ranges: what would be if
everything came out cheap, or dear, together. `p05`, `p50`, `p95` are percentiles of draws: a Latin hypercube over the
ranges, triangular with the mode at the nominal value, one draw of a price for all sites and years. See
docs/models/siting-and-cost.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.base.quantity import Level, Quantity, to_si
from standoff.scenario import schema
from standoff.scenario.schema.site import Period
from standoff.studies.designs import make_design
from standoff.studies.parameters import Parameter
from standoff.studies.siting.offers import Offer

Array = NDArray[np.float64]

PARTS: Final = ("design", "construction", "interceptors", "operation")
ACQUISITION: Final = PARTS[:3]
CURRENCIES: Final = ("JPY", "USD")
UNITS: Final[Mapping[str, str]] = {"JPY": "JPY billion", "USD": "USD million"}
DRAWS: Final = 10_000

Read = Callable[[str, Quantity], Array]
"""Values (n,) of a quantity in SI units (plain yen or dollars): one case, or one a draw."""


@dataclass(frozen=True)
class Band:
    """A sum in the unit of its table: plain sums of low, nominal and high, and percentiles of draws."""

    low: float
    nominal: float
    high: float
    p05: float
    p50: float
    p95: float


@dataclass(frozen=True)
class CostRow:
    """What one part costs in one fiscal year, as spent and as worth in the base year."""

    fiscal_year: int
    part: str
    spent: Band
    discounted: Band


@dataclass(frozen=True)
class Milestone:
    """A sum that a budget named: design and survey of one fiscal year. `cost` is in the unit of the table."""

    fiscal_year: int
    title: str
    requested: str | None
    cost: float


@dataclass(frozen=True, eq=False)
class Costs:
    """The bill of some sites. `unit` holds for all sums; `horizon` counts the years of operation that are in them.

    `parts` are sums over all years; `drawn` (draws,) are the draws of `acquisition` and `total`.
    """

    currency: str
    unit: str
    base_year: int
    horizon: int
    sites: Mapping[str, int]
    rows: tuple[CostRow, ...]
    parts: Mapping[str, Band]
    acquisition: Band
    total: Band
    discounted: Band
    milestones: tuple[Milestone, ...]
    drawn: Mapping[str, Array]

    def share_within(self, amount: float, what: str = "acquisition") -> float:
        """Share of the draws in which `acquisition` or `total` is no more than an amount in the table's unit."""
        return float((self.drawn[what] <= amount * (1.0 + 1e-12)).mean())


def costs_of(
    bought: Mapping[Offer, int], *, currency: str = "JPY", horizon: int | None = None, seed: int = 1, draws: int = DRAWS
) -> Costs:
    """The bill of sites: offer -> how many. All offers are of one economy; none or zero of each costs nothing.

    Args:
        bought: offer -> number of sites.
        currency: one of `CURRENCIES`.
        horizon: years of operation that are counted; the whole service life if absent.
        seed: of the draws.
        draws: how many.

    Raises:
        InputError: an unknown currency, or a horizon that is negative or beyond the service life.
    """
    require_currency(currency)
    bought = {offer: count for offer, count in bought.items() if count}
    years = _years(bought, horizon)
    cases = {
        "low": _flows(bought, years, horizon, _Prices(_at("low"), currency, cheap=True)),
        "nominal": _flows(bought, years, horizon, _Prices(_at("nominal"), currency)),
        "high": _flows(bought, years, horizon, _Prices(_at("high"), currency, cheap=False)),
        "drawn": _flows(bought, years, horizon, _Prices(_drawn(bought, seed, draws), currency)),
    }
    scale = to_si(1.0, UNITS[currency])
    spent = {case: flows.spent / scale for case, flows in cases.items()}
    worth = {case: flows.discounted / scale for case, flows in cases.items()}
    acquisition = slice(0, len(ACQUISITION))
    return Costs(
        currency=currency,
        unit=UNITS[currency],
        base_year=next((offer.economy.base_year for offer in bought), 0),
        horizon=max((_service(offer, horizon) for offer in bought), default=0),
        sites={offer.name: count for offer, count in bought.items()},
        rows=tuple(
            CostRow(year, part, _band(spent, np.s_[i, j]), _band(worth, np.s_[i, j]))
            for i, year in enumerate(years)
            for j, part in enumerate(PARTS)
            if spent["high"][i, j].any()
        ),
        parts={part: _band(spent, np.s_[:, j]) for j, part in enumerate(PARTS)},
        acquisition=_band(spent, np.s_[:, acquisition]),
        total=_band(spent, np.s_[:, :]),
        discounted=_band(worth, np.s_[:, :]),
        milestones=_milestones(bought, currency),
        drawn={
            "acquisition": spent["drawn"][:, acquisition].sum(axis=(0, 1)),
            "total": spent["drawn"].sum(axis=(0, 1)),
        },
    )


def price_of_site(offer: Offer, currency: str = "JPY", horizon: int = 0) -> float:
    """Nominal cost of one site without design: construction, rounds, years of operation; yen or dollars."""
    construction, rounds, yearly = (float(sums[0]) for sums in _site_sums(offer, _Prices(_at("nominal"), currency)))
    return construction + rounds + _service(offer, horizon) * yearly


def price_of_design(site: schema.Site, economy: schema.Economy, currency: str = "JPY") -> float:
    """Nominal cost of design and survey, paid once for a kind of site; yen or dollars."""
    rate = 1.0 if currency == "JPY" else economy.exchange_rate.si()
    return sum(entry.cost.si() for entry in site.design) / rate


def require_currency(currency: str) -> None:
    """Raise `InputError` for a currency that is not one of `CURRENCIES`."""
    if currency not in CURRENCIES:
        raise InputError("is not a currency of budgets here", field="--currency", value=currency, allowed="JPY or USD")


@dataclass(frozen=True)
class _Prices:
    """How quantities are read in one case. `cheap` says which end of exchange and discount makes sums low or high."""

    read: Read
    currency: str
    cheap: bool | None = None

    def yen(self, path: str, quantity: Quantity, economy: schema.Economy) -> Array:
        """A sum that is known in yen, in the currency of the table."""
        value = self.read(path, quantity)
        return value if self.currency == "JPY" else value / self._rate(economy, against=True)

    def dollars(self, path: str, quantity: Quantity, economy: schema.Economy) -> Array:
        """A sum that is known in dollars, in the currency of the table."""
        value = self.read(path, quantity)
        return value if self.currency == "USD" else value * self._rate(economy, against=False)

    def worth(self, economy: schema.Economy, year: int) -> Array:
        """What one unit of money of a year is worth in the base year: a high rate makes later sums low."""
        later = year > economy.base_year
        rate = self._end(f"library.{economy.name}.discount_rate", economy.discount_rate, against=later)
        return (1.0 + rate) ** (economy.base_year - year)

    def _rate(self, economy: schema.Economy, *, against: bool) -> Array:
        return self._end(f"library.{economy.name}.exchange_rate", economy.exchange_rate, against=against)

    def _end(self, path: str, quantity: Quantity, *, against: bool) -> Array:
        if self.cheap is None:
            return self.read(path, quantity)
        return np.array([quantity.si("low" if self.cheap != against else "high")])


@dataclass(frozen=True)
class _Flows:
    """Money (years, parts, n), as spent and as worth in the base year."""

    spent: Array
    discounted: Array


def _flows(bought: Mapping[Offer, int], years: tuple[int, ...], horizon: int | None, prices: _Prices) -> _Flows:
    rows: list[tuple[int, int, Array]] = []
    designed: set[str] = set()
    for offer, count in bought.items():
        construction, rounds, yearly = _site_sums(offer, prices)
        site = offer.site
        if site.name not in designed:
            designed.add(site.name)
            rows += [
                (entry.fiscal_year, 0, prices.yen(f"library.{site.name}.design.{i}.cost", entry.cost, offer.economy))
                for i, entry in enumerate(site.design)
            ]
        rows += [(year, 1, count * construction / site.construction.years) for year in _span(site.construction)]
        rows += [(year, 2, count * rounds / site.interceptors.years) for year in _span(site.interceptors)]
        rows += [(year, 3, count * yearly) for year in _span(site.operation)[: _service(offer, horizon)]]
    width = max((len(sum_) for *_, sum_ in rows), default=1)
    spent = np.zeros((len(years), len(PARTS), width))
    for year, part, sum_ in rows:
        spent[years.index(year), part] += sum_
    economy = next((offer.economy for offer in bought), None)
    if economy is None:
        return _Flows(spent, spent)
    worth = np.stack([np.broadcast_to(prices.worth(economy, year), width) for year in years])
    return _Flows(spent, spent * worth[:, None, :])


def _site_sums(offer: Offer, prices: _Prices) -> tuple[Array, Array, Array]:
    """Of one site: construction, rounds, and one year of operation; each (n,)."""
    site, economy = offer.site, offer.economy
    path, cost = f"library.{site.name}", offer.interceptor.unit_cost
    assert cost is not None
    each = prices.dollars(f"library.{offer.interceptor.name}.unit_cost", cost, economy)
    return (
        prices.yen(f"{path}.construction.cost", site.construction.cost, economy),
        prices.read(f"{path}.rounds", site.rounds) * each,
        prices.yen(f"{path}.operation.cost", site.operation.cost, economy),
    )


def _at(level: Level) -> Read:
    return lambda _, quantity: np.array([quantity.si(level)])


def _drawn(bought: Mapping[Offer, int], seed: int, draws: int) -> Read:
    """Reads draws (n,) of each quantity that the bill rests on."""
    ranges: dict[str, Parameter] = {}

    def note(path: str, quantity: Quantity) -> Array:
        if quantity.low < quantity.high:
            ranges[path] = Parameter(path, quantity.low, quantity.nominal, quantity.high, quantity.unit)
        return np.array([quantity.si()])

    _flows(bought, _years(bought, None), None, _Prices(note, "JPY"))
    parameters = tuple(ranges[path] for path in sorted(ranges))
    design = make_design("lhs", parameters, draws, runs=draws, seed=seed, distribution="triangular")
    columns = {parameter.path: column for column, parameter in enumerate(parameters)}

    def read(path: str, quantity: Quantity) -> Array:
        if path not in columns:
            return np.array([quantity.si()])
        return design.values[:, columns[path]] * to_si(1.0, quantity.unit)

    return read


def _years(bought: Mapping[Offer, int], horizon: int | None) -> tuple[int, ...]:
    """All fiscal years from the first to the last in which money is spent."""
    found: set[int] = set()
    for offer in bought:
        site = offer.site
        found |= {entry.fiscal_year for entry in site.design}
        found |= {*_span(site.construction), *_span(site.interceptors)}
        found |= {*_span(site.operation)[: _service(offer, horizon)]}
    return tuple(range(min(found), max(found) + 1)) if found else ()


def _span(period: Period) -> tuple[int, ...]:
    return tuple(range(period.first_year, period.first_year + period.years))


def _service(offer: Offer, horizon: int | None) -> int:
    """Years of operation that are counted."""
    years = offer.site.operation.years
    if horizon is None:
        return years
    if not 0 <= horizon <= years:
        allowed = f"0 to {years}, the service life of {offer.site.name}"
        raise InputError("is outside the service life", field="--horizon", value=horizon, allowed=allowed)
    return horizon


def _band(cases: Mapping[str, Array], index: tuple[int | slice, ...]) -> Band:
    """Sums over the years and parts of an index, in all cases."""
    sums = {case: array[index].reshape(-1, array.shape[-1]).sum(axis=0) for case, array in cases.items()}
    plain = (float(sums[case][0]) for case in ("low", "nominal", "high"))
    drawn = np.percentile(sums["drawn"], (5.0, 50.0, 95.0))
    return Band(*plain, *(float(value) for value in drawn))


def _milestones(bought: Mapping[Offer, int], currency: str) -> tuple[Milestone, ...]:
    scale, found = to_si(1.0, UNITS[currency]), {}
    for offer in bought:
        prices = _Prices(_at("nominal"), currency)
        for entry in offer.site.design:
            cost = float(prices.yen("", entry.cost, offer.economy)[0]) / scale
            found[offer.site.name, entry.title] = Milestone(entry.fiscal_year, entry.title, entry.requested, cost)
    return tuple(found.values())
