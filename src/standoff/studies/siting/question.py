"""A question of siting: what was asked, everything looked up and screened, and the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import to_si
from standoff.scenario import gazetteer
from standoff.scenario.gazetteer import Entry
from standoff.scenario.loading import Scenario, as_loaded, library_of
from standoff.scenario.world import build_world
from standoff.studies.siting.budget import Budget, read_budget, say
from standoff.studies.siting.candidates import Candidate, candidates_of
from standoff.studies.siting.cost import UNITS, Costs, costs_of, price_of_design, price_of_site
from standoff.studies.siting.cover import Cover, cover, cover_in_samples, samples_of, site_id, threats_of, with_sites
from standoff.studies.siting.land import country_of
from standoff.studies.siting.maximal_covering import Infeasible, Problem, Solution, solve
from standoff.studies.siting.offers import Offer, offers

Mask = NDArray[np.bool_]
Tell = Callable[[str], None]

EVERY: Final = "all"
"""In place of a battery's id: every one."""

# Sums that differ by less than this share are the same sum.
_SLACK: Final = 1e-9


@dataclass(frozen=True)
class Wish:
    """What was asked, as `studies.siting.site` takes it."""

    budget: str | float
    currency: str
    options: tuple[str, ...]
    sites: tuple[str, ...]
    grid_km: float | None
    count: int | None
    must: tuple[str, ...]
    without: tuple[str, ...]
    actor: str | None
    min_population: int
    shots: int | None
    share: float | None
    samples: int
    horizon: int | None
    seed: int
    time_limit_s: float | None
    settings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Question:
    """Everything looked up and screened.

    `own` are the scenario's batteries that count, `built` is the scenario with every site at every candidate. `cover`
    says what batteries and sites meet (`site_cover.site_id` names the latter), at nominal values; `in_samples` the same
    in samples, empty if not asked for; `counted` what counts: nominal values, or a share of the samples.
    """

    scenario: Scenario
    built: Scenario
    budget: Budget
    actor: str
    offers: tuple[Offer, ...]
    candidates: tuple[Candidate, ...]
    cities: tuple[Entry, ...]
    must: tuple[int, ...]
    own: tuple[str, ...]
    shots: int
    cover: Cover
    in_samples: tuple[Cover, ...]
    counted: Cover

    @cached_property
    def threatened(self) -> Mask:
        """Cities (n,) that some threat reaches."""
        found: Mask = np.logical_or.reduce(self.cover.reached)
        return found

    @cached_property
    def population(self) -> NDArray[np.int64]:
        """People (n,)."""
        return np.array([entry.population for entry in self.cities], dtype=np.int64)

    @property
    def unit(self) -> float:
        """Plain yen or dollars in the unit of tables."""
        return to_si(1.0, UNITS[self.budget.currency])

    def columns(self) -> list[tuple[Candidate, Offer]]:
        """The choices in their order: candidate by candidate, offer by offer."""
        return [(candidate, offer) for candidate in self.candidates for offer in self.offers]

    def battery(self, candidate: Candidate, offer: Offer) -> str:
        """The id of a site in the covers."""
        return site_id(candidate, self.offers, offer)

    def defended(self, found: Cover, batteries: Sequence[str]) -> Mask:
        """Threatened cities (n,) at which each threat that reaches them is met by one of some batteries."""
        met = np.logical_or.reduce([np.zeros_like(found.reached), *(found.met[name] for name in batteries)])
        defended: Mask = (met | ~found.reached).all(axis=0) & self.threatened
        return defended


@dataclass(frozen=True, eq=False)
class Choice:
    """The sites chosen and the bill; `counts_for` is the sum that was held against the budget, nominal, in the unit."""

    question: Question
    wish: Wish
    solution: Solution
    chosen: tuple[tuple[Candidate, Offer], ...]
    costs: Costs
    counts_for: float
    within_budget: float

    @property
    def batteries(self) -> tuple[str, ...]:
        """Ids of the scenario's batteries and of the sites chosen."""
        asked = self.question
        return (*asked.own, *(asked.battery(candidate, offer) for candidate, offer in self.chosen))


def ask(scenario: str | Path | Scenario, wish: Wish, tell: Tell | None = None) -> Question:
    """Look everything up, then screen. Raises `InputError`."""
    budget = read_budget(wish.budget, wish.currency)
    loaded = as_loaded(scenario, wish.settings)
    library, siting = library_of(loaded), loaded.model.siting
    actor = _actor(loaded, wish.actor)
    on_offer = offers(library, wish.options or (() if siting is None else siting.sites))
    if not on_offer:
        known = ", ".join(library.names("site"))
        raise InputError("no site is on offer", field="--option", allowed=f"a site of the library: {known}")
    _require_worth_something(budget, on_offer, wish.horizon or 0)
    candidates = candidates_of(loaded, actor, wish.sites, wish.grid_km)
    cities, must = _cities(actor, wish)
    built = with_sites(loaded, library, actor, candidates, on_offer)
    threats = threats_of(build_world(loaded))
    if not threats:
        raise InputError("launches no missile, so nothing threatens a city", value=loaded.name)
    lat, lon = ([getattr(city, name) for city in cities] for name in ("lat_deg", "lon_deg"))
    shots = second_salvo(on_offer) if wish.shots is None else wish.shots
    own = _own(loaded, wish.without)
    sites = [site_id(candidate, on_offer, offer) for candidate in candidates for offer in on_offer]
    found = cover(built, threats, lat, lon, shots, tell, (*own, *sites))
    in_samples: list[Cover] = []
    if wish.share is not None:
        points = samples_of(built, wish.samples, wish.seed)
        in_samples = cover_in_samples(built, found, lat, lon, shots, points, tell)
    counted = found if wish.share is None else robust(in_samples, wish.share)
    return Question(
        loaded, built, budget, actor, on_offer, candidates, cities, must, own, shots, found, tuple(in_samples), counted
    )


def second_salvo(on_offer: Sequence[Offer]) -> int:
    """Shots that let every site on offer fire again after a look; those of one salvo where its doctrine has no look."""
    doctrines = [offer.site.doctrine for offer in on_offer]
    wanted = (
        2 if doctrine.kind == "shoot-look-shoot" else doctrine.salvo_size + (doctrine.kind == "shoot-assess-shoot")
        for doctrine in doctrines
    )
    return max(wanted)


def choose(question: Question, wish: Wish) -> Choice:
    """The best choice within the budget of a wish, and its bill. Raises `InputError` if nothing does what must be."""
    question = _rebudgeted(question, wish)
    problem = _problem(question, wish)
    _require_coverable(question)
    solution = solve(problem, wish.time_limit_s)
    if isinstance(solution, Infeasible):
        raise _infeasible(question, wish, solution)
    chosen = tuple(pair for pair, taken in zip(question.columns(), solution.chosen, strict=True) if taken)
    bought: dict[Offer, int] = {}
    for _, offer in chosen:
        bought[offer] = bought.get(offer, 0) + 1
    costs = costs_of(bought, currency=wish.currency, seed=wish.seed)
    held = costs_of(bought, currency=wish.currency, horizon=wish.horizon or 0, seed=wish.seed)
    amount = question.budget.amount / question.unit
    return Choice(
        question, wish, solution, chosen, costs, held.total.nominal, held.share_within(amount, "total")
    )  # fmt: skip


def _rebudgeted(question: Question, wish: Wish) -> Question:
    """The same question with the budget of a wish: what was screened holds for any budget."""
    budget = read_budget(wish.budget, wish.currency)
    _require_worth_something(budget, question.offers, wish.horizon or 0)
    return replace(question, budget=budget)


def _actor(scenario: Scenario, given: str | None) -> str:
    siting, actors = scenario.model.siting, scenario.model.actors
    if given is None and siting is None:
        allowed = f"one of {', '.join(actors)}"
        raise InputError("does not say who builds", field="--actor", value=scenario.name, allowed=allowed)
    actor = given if given is not None else siting.actor  # type: ignore[union-attr]  # one of both is there
    if actor not in actors:
        allowed = f"one of {', '.join(actors)}"
        raise InputError("is not an actor of this scenario", field="--actor", value=actor, allowed=allowed)
    country_of(actor)
    return actor


def _own(scenario: Scenario, without: Sequence[str]) -> tuple[str, ...]:
    """Ids of the scenario's batteries that count; `all` leaves out every one."""
    ids = [block.id for block in scenario.model.batteries]
    for name in without:
        if name not in ids and name != EVERY:
            advice = nearest(name, [*ids, EVERY])
            raise InputError("is not a battery of this scenario", field="--without", value=name, allowed=advice)
    return () if EVERY in without else tuple(name for name in ids if name not in without)


def _cities(actor: str, wish: Wish) -> tuple[tuple[Entry, ...], tuple[int, ...]]:
    """The cities that count, the largest first, and which of them must be defended."""
    every = sorted(gazetteer.cities(*country_of(actor).codes), key=lambda city: (-city.population, city.name))
    named: dict[str, Entry] = {}
    for city in every:
        named.setdefault(city.key, city)
    asked = []
    for text in wish.must:
        key = gazetteer.fold(text)
        if key not in named:
            advice = nearest(key, named)
            advice = advice if advice.startswith("did you mean") else f"a city of {actor} in the gazetteer"
            raise InputError("is not a city that could be defended", field="--must", value=text, allowed=advice)
        asked.append(named[key])
    cities = tuple(city for city in every if city.population >= wish.min_population or city in asked)
    if not cities:
        most = max((city.population for city in every), default=0)
        allowed = f"at most {most}, the largest city of {actor}"
        raise InputError("leaves no city", field="--min-population", value=wish.min_population, allowed=allowed)
    return cities, tuple(cities.index(city) for city in dict.fromkeys(asked))


def robust(covers: Sequence[Cover], share: float) -> Cover:
    """What a battery meets in at least a share of the samples."""
    least = share * (1.0 - _SLACK)
    met = {name: np.mean([one.met[name] for one in covers], axis=0) >= least for name in covers[0].met}
    return Cover(covers[0].threats, covers[0].reached, met)


def _problem(question: Question, wish: Wish) -> Problem:
    """The covering problem: one row for each city and threat that the scenario's own batteries leave open."""
    found, columns = question.counted, question.columns()
    own = np.zeros_like(found.reached)
    for name in question.own:
        own |= found.met[name]
    city, threat = np.nonzero((found.reached & ~own).T)
    covers = np.stack([found.met[question.battery(candidate, offer)][threat, city] for candidate, offer in columns])
    # Threats that the same sites meet are one condition.
    _, kept = np.unique(np.vstack([city[None, :], covers]), axis=1, return_index=True)
    kinds = list(dict.fromkeys(offer.site.name for offer in question.offers))
    currency, unit, horizon = question.budget.currency, question.unit, wish.horizon or 0
    designs = {
        offer.site.name: price_of_design(offer.site, offer.economy, currency) / unit for offer in question.offers
    }
    must = np.zeros(len(question.cities), dtype=bool)
    must[list(question.must)] = True
    return Problem(
        covers=covers[:, kept],
        city=city[kept],
        weight=np.where(question.threatened, question.population, 0),
        place=np.repeat(np.arange(len(question.candidates)), len(question.offers)),
        cost=np.array([price_of_site(offer, currency, horizon) / unit for _, offer in columns]),
        kind=np.array([kinds.index(offer.site.name) for _, offer in columns]),
        kind_cost=np.array([designs[name] for name in kinds]),
        budget=question.budget.amount / unit,
        count=wish.count,
        must=must,
    )


def _require_worth_something(budget: Budget, on_offer: Sequence[Offer], horizon: int) -> None:
    """Raise `InputError` if the budget buys not one site, with the price of the cheapest."""
    currency = budget.currency
    prices = {
        offer.name: price_of_site(offer, currency, horizon) + price_of_design(offer.site, offer.economy, currency)
        for offer in on_offer
    }
    cheapest = min(prices, key=lambda name: prices[name])
    if budget.amount < prices[cheapest] * (1.0 - _SLACK):
        message = f"buys nothing, read as {budget.read_as}"
        allowed = f"at least {say(prices[cheapest], currency)}, the nominal price of one {cheapest}"
        raise InputError(message, field="--budget", allowed=allowed)


def _require_coverable(question: Question) -> None:
    """Raise `InputError` for a city that must be defended and that nothing on offer can defend."""
    found, every = question.counted, [question.battery(*pair) for pair in question.columns()]
    met = np.any([found.met[name] for name in (*question.own, *every)], axis=0)
    for index in question.must:
        missing = np.flatnonzero(found.reached[:, index] & ~met[:, index])
        if len(missing):
            name, threat = question.cities[index].name, found.threats[int(missing[0])].title
            message = f"cannot be defended against {threat} by any candidate, with {question.shots} shots"
            allowed = "a city that a candidate can defend, other candidates, or fewer --shots"
            raise InputError(message, field="--must", value=name, allowed=allowed)


def _infeasible(question: Question, wish: Wish, why: Infeasible) -> InputError:
    names = ", ".join(question.cities[index].name for index in question.must)
    if wish.count is not None and (why.least is None or (why.sites or 0) > wish.count):
        allowed = "no number of these candidates does" if why.sites is None else f"at least {why.sites}"
        return InputError(f"is too few to defend {names}", field="--count", value=wish.count, allowed=allowed)
    assert why.least is not None
    least = say(why.least * question.unit, question.budget.currency)
    message = f"does not pay for the defense of {names}, read as {question.budget.read_as}"
    return InputError(message, field="--budget", allowed=f"at least {least}")
