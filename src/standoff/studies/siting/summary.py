"""A choice of sites as plain data: what `standoff site --json` prints, and tables of cities, candidates and costs.

Sums are in the unit of the table (billions of yen, millions of dollars), populations people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.scenario.gazetteer import Entry
from standoff.studies.siting.candidates import Candidate
from standoff.studies.siting.cost import PARTS, Band, Costs, price_of_site
from standoff.studies.siting.cost_exchange import Exchange, cost_exchange, missiles_of
from standoff.studies.siting.offers import Offer
from standoff.studies.siting.question import Choice
from standoff.studies.siting.siting import Siting

Mask = NDArray[np.bool_]
Json = dict[str, Any]

_DIGITS: Final = 4


def summarize(choice: Choice, out: Path | None = None) -> Siting:
    """The result of a choice."""
    asked, wish = choice.question, choice.wish
    after = asked.defended(asked.counted, choice.batteries)
    before = asked.defended(asked.counted, asked.own)
    population = asked.population
    candidates = [_candidate(choice, *pair) for pair in asked.columns()]
    summary: Json = {
        "scenario": asked.scenario.name,
        "source": asked.scenario.source or asked.scenario.name,
        "title": asked.scenario.model.title,
        "actor": asked.actor,
        "budget": {
            "amount": asked.budget.amount, "currency": asked.budget.currency, "read_as": asked.budget.read_as,
            "counts": _counts(wish.horizon),
        },
        "sites": [entry for entry in candidates if entry["chosen"]],
        "cost": _cost(choice),
        "cities_defended": _names(asked.cities, after),
        "population_defended": int(population[after].sum()),
        "defended_before": {"cities": int(before.sum()), "population": int(population[before].sum())},
        "threatened": {"cities": int(asked.threatened.sum()), "population": int(population[asked.threatened].sum())},
        "undefended": _names(asked.cities, asked.threatened & ~after),
        "out_of_reach": _names(asked.cities, ~asked.threatened),
        "must": [asked.cities[index].name for index in asked.must],
        "candidates": candidates,
        "threats": [
            {"missile": t.missile, "from": t.origin, "lat_deg": t.launch.lat_deg, "lon_deg": t.launch.lon_deg,
             "trajectory": t.trajectory, "cities_reached": int(reached.sum())}
            for t, reached in zip(asked.cover.threats, asked.cover.reached, strict=True)
        ],
        "batteries": _batteries(choice),
        "exchange": [_exchange(choice, offer) for offer in asked.offers],
        "shots": asked.shots, "without": list(wish.without),
        "share": wish.share, "samples": len(asked.in_samples), "count": wish.count,
        "min_population": wish.min_population, "seed": wish.seed,
        "asked": _asked(choice),
        "optimal": choice.solution.optimal,
        "gap": choice.solution.gap,
        "bound": int(choice.solution.bound),
    }  # fmt: skip
    tables = {
        "cities": _city_table(choice, before, after),
        "candidates": _columns(candidates, ("id", "title", "lat_deg", "lon_deg", "offer", "interceptor", "rounds",
                                            "cost", "cities_alone", "population_alone", "cities_added",
                                            "population_added", "chosen")),
        "costs": _cost_table(choice.costs),
    }  # fmt: skip
    return Siting(summary, tables, choice.costs, out)


def _asked(choice: Choice) -> Json:
    """Options of the command line that were given, to run it again."""
    wish = choice.wish
    given: Json = {
        "option": list(wish.options), "site": list(wish.sites), "grid": wish.grid_km, "count": wish.count,
        "must": list(wish.must), "without": list(wish.without), "actor": wish.actor, "shots": wish.shots,
        "share": wish.share, "samples": wish.samples if wish.share is not None else None, "horizon": wish.horizon,
        "min-population": wish.min_population, "seed": wish.seed, "time-limit": wish.time_limit_s,
        "set": list(choice.question.scenario.settings),
    }  # fmt: skip
    return {name: value for name, value in given.items() if value not in (None, [])}


def _counts(horizon: int | None) -> str:
    if not horizon:
        return "acquisition: design, construction and interceptors"
    return f"acquisition and {horizon} {'year' if horizon == 1 else 'years'} of operation"


def _candidate(choice: Choice, candidate: Candidate, offer: Offer) -> Json:
    asked = choice.question
    name = asked.battery(candidate, offer)
    alone, own = asked.defended(asked.counted, [name]), asked.defended(asked.counted, asked.own)
    added = asked.defended(asked.counted, [*asked.own, name]) & ~own
    return {
        "id": candidate.id,
        "title": candidate.title,
        "lat_deg": candidate.place.lat_deg,
        "lon_deg": candidate.place.lon_deg,
        "source": candidate.source,
        "note": candidate.note,
        "offer": offer.name,
        "interceptor": offer.interceptor.name,
        "rounds": offer.rounds,
        "cost": _rounded(price_of_site(offer, asked.budget.currency, choice.wish.horizon or 0) / asked.unit),
        "cities_alone": int(alone.sum()),
        "population_alone": int(asked.population[alone].sum()),
        "cities_added": int(added.sum()),
        "population_added": int(asked.population[added].sum()),
        "chosen": (candidate, offer) in choice.chosen,
    }


def _batteries(choice: Choice) -> list[Json]:
    """The scenario's own batteries, which are there already."""
    asked = choice.question
    places = {block.id: block for block in asked.scenario.model.batteries}
    from standoff.scenario.world import build_world

    world = build_world(asked.scenario)
    found = []
    for name in asked.own:
        alone = asked.defended(asked.counted, [name])
        place, block = world.batteries[name].place, places[name]
        found.append(
            {"id": name, "title": block.title or name, "type": block.type, "lat_deg": place.lat_deg,
             "lon_deg": place.lon_deg, "interceptor": block.interceptor, "cities_alone": int(alone.sum()),
             "population_alone": int(asked.population[alone].sum())}
        )  # fmt: skip
    return found


def _cost(choice: Choice) -> Json:
    costs = choice.costs
    return {
        "currency": costs.currency,
        "unit": costs.unit,
        "counted": _rounded(choice.counts_for),
        "share_of_draws_within_budget": _rounded(choice.within_budget),
        "acquisition": _band(costs.acquisition),
        "total": _band(costs.total),
        "discounted": _band(costs.discounted),
        "base_year": costs.base_year or None,
        "years_of_operation": costs.horizon,
        "parts": {part: _band(band) for part, band in costs.parts.items()},
        "by_year": [
            {"fiscal_year": row.fiscal_year, "part": row.part, "spent": _band(row.spent),
             "discounted": _band(row.discounted)}
            for row in costs.rows
        ],
        "milestones": [{**asdict(milestone), "cost": _rounded(milestone.cost)} for milestone in costs.milestones],
    }  # fmt: skip


def _exchange(choice: Choice, offer: Offer) -> Json:
    """The first salvo of a site's doctrine at every missile of the raid, in money; None without unit costs."""
    asked = choice.question
    missiles, salvo = missiles_of(asked.scenario), offer.site.doctrine.salvo_size
    total = sum(missiles.values())
    battery = asked.battery(asked.candidates[0], offer)
    found: Exchange | None
    try:
        found = cost_exchange(asked.built, {battery: salvo * total}, missiles, total, seed=choice.wish.seed)
    except InputError:
        found = None
    ratio = None if found is None or found.per_missile is None else _band(found.per_missile)
    return {
        "offer": offer.name, "interceptor": offer.interceptor.name, "rounds_per_missile": salvo,
        "missiles": missiles, "unit": "USD million",
        "interceptors_cost": None if found is None else _band(found.interceptors),
        "missiles_cost": None if found is None else _band(found.missiles),
        "ratio": ratio,
    }  # fmt: skip


def _city_table(choice: Choice, before: Mask, after: Mask) -> dict[str, Any]:
    asked = choice.question
    columns: dict[str, Any] = {
        "name": [city.name for city in asked.cities],
        "region": [city.region for city in asked.cities],
        "lat_deg": np.array([city.lat_deg for city in asked.cities]),
        "lon_deg": np.array([city.lon_deg for city in asked.cities]),
        "population": asked.population,
        "threatened": asked.threatened,
        "defended_before": before,
        "defended": after,
    }
    shares = [asked.defended(one, choice.batteries) for one in asked.in_samples]
    columns["share"] = np.mean(shares, axis=0).round(_DIGITS) if shares else np.full(len(asked.cities), np.nan)
    return columns


def _cost_table(costs: Costs) -> dict[str, Any]:
    """One row a fiscal year and part: sums as spent, and as worth in the base year."""
    columns: dict[str, Any] = {
        "fiscal_year": np.array([row.fiscal_year for row in costs.rows], dtype=np.int64),
        "part": [row.part for row in costs.rows],
        "unit": [costs.unit for _ in costs.rows],
    }
    for prefix in ("spent", "discounted"):
        for end in ("low", "nominal", "high", "p05", "p50", "p95"):
            values = [getattr(getattr(row, prefix), end) for row in costs.rows]
            columns[f"{prefix}_{end}"] = np.array(values, dtype=np.float64).round(_DIGITS)
    assert all(part in PARTS for part in columns["part"])
    return columns


def _columns(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    return {name: [row[name] for row in rows] for name in names}


def _names(cities: Sequence[Entry], wanted: Mask) -> list[Json]:
    return [
        {"name": city.name, "region": city.region, "population": city.population}
        for city, kept in zip(cities, wanted, strict=True)
        if kept
    ]


def _band(band: Band) -> dict[str, float]:
    return {end: _rounded(value) for end, value in asdict(band).items()}


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)
