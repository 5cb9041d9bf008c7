"""Cost exchange of a raid: what the interceptors that were fired cost, over what the missiles cost.

Two ratios: over all missiles that they were fired at, and over those that were destroyed. Costs are the library's
`unit_cost`; both sides in US dollars, so no exchange rate enters. A ratio says what a shot costs beside what it shoots
at, not what it saves; see docs/models/siting-and-cost.md.

Counts may be single numbers (a run) or one a run (a study). Percentiles are over draws of the unit costs, paired with
the runs in turn: with single numbers they show the prices alone, with many runs chance as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import Quantity
from standoff.scenario import schema
from standoff.scenario.loading import Scenario
from standoff.studies.designs import make_design
from standoff.studies.parameters import Parameter
from standoff.studies.siting.cost import DRAWS, Band

Array = NDArray[np.float64]
UNIT: Final = "USD million"


@dataclass(frozen=True)
class Exchange:
    """A raid in money: sums in USD million, ratios without unit; None where nothing was fired at or destroyed."""

    interceptors: Band
    missiles: Band
    destroyed: Band
    per_missile: Band | None
    per_destroyed: Band | None


def missiles_of(scenario: Scenario) -> dict[str, int]:
    """Missile -> how many the scenario's timeline launches."""
    found: dict[str, int] = {}
    for order in scenario.model.launches:
        found[order.missile] = found.get(order.missile, 0) + order.count
    return found


def exchange_of_table(scenario: Scenario, columns: Mapping[str, ArrayLike], *, seed: int = 1) -> Exchange:
    """The exchange of many runs from a study's outcomes, one entry a run.

    Args:
        scenario: what was played; its timeline says which missiles were launched.
        columns: `fired.BATTERY` for each battery and `intercepted`; others are passed over.
        seed: of the draws of prices.

    Raises:
        InputError: no such columns, a battery that the scenario has not, or an item without `unit_cost`.
    """
    fired = {name.removeprefix("fired."): counts for name, counts in columns.items() if name.startswith("fired.")}
    if not fired or "intercepted" not in columns:
        raise InputError("holds no raid", allowed="columns fired.BATTERY and intercepted", value=sorted(columns)[:8])
    return cost_exchange(scenario, fired, missiles_of(scenario), columns["intercepted"], seed=seed)


def cost_exchange(
    scenario: Scenario,
    fired: Mapping[str, ArrayLike],
    missiles: Mapping[str, ArrayLike],
    destroyed: Mapping[str, ArrayLike] | ArrayLike,
    *,
    seed: int = 1,
    draws: int = DRAWS,
) -> Exchange:
    """The exchange of one run or of many.

    Args:
        scenario: its batteries say which interceptors were fired, its items what things cost.
        fired: battery -> interceptors fired, a number or one a run.
        missiles: missile -> how many were fired at.
        destroyed: missile -> how many were destroyed; or their number alone: then each counts as the mean missile.
        seed: of the draws of prices.
        draws: how many.

    Raises:
        InputError: an unknown battery or missile, or an item without `unit_cost`.
    """
    shots = _by_interceptor(scenario, fired)
    mixed = not isinstance(destroyed, Mapping)
    down: Mapping[str, Any] = destroyed if isinstance(destroyed, Mapping) else {}
    prices = {name: _unit_cost(scenario, name) for name in sorted({*shots, *missiles, *down})}

    def sums(cost: Mapping[str, Array], dear: Mapping[str, Array], runs: NDArray[np.int64] | None) -> tuple[Array, ...]:
        def total(counts: Mapping[str, Any], each: Mapping[str, Array]) -> Array:
            rows = [_counts(count, runs) * each[name] for name, count in counts.items()]
            return np.sum(rows, axis=0) if rows else np.zeros(1)

        aimed = total(missiles, dear)
        every = np.sum([_counts(count, runs) for count in missiles.values()], axis=0) if missiles else np.zeros(1)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(every > 0, aimed / every, 0.0)
        lost = _counts(destroyed, runs) * mean if mixed else total(down, dear)
        return total(shots, cost), aimed, lost

    ends = {level: {name: np.array([getattr(price, level)]) for name, price in prices.items()} for level in _LEVELS}
    drawn = _drawn(prices, seed, draws)
    runs = np.arange(draws)
    cases = {
        "low": sums(ends["low"], ends["high"], None),
        "nominal": sums(ends["nominal"], ends["nominal"], None),
        "high": sums(ends["high"], ends["low"], None),
        "drawn": sums(drawn, drawn, runs),
    }
    return _exchange(cases)


_LEVELS: Final = ("low", "nominal", "high")


def _exchange(cases: Mapping[str, tuple[Array, ...]]) -> Exchange:
    """Sums (interceptors, missiles, destroyed) in each case as bands; `low` and `high` are those of the ratios."""
    spent, aimed, lost = ({case: sums[i] for case, sums in cases.items()} for i in range(3))
    # In the case in which a ratio is low, the missiles are dear.
    swapped = {"low": "high", "high": "low"}
    return Exchange(
        interceptors=_band(spent),
        missiles=_band({swapped.get(case, case): sums for case, sums in aimed.items()}),
        destroyed=_band({swapped.get(case, case): sums for case, sums in lost.items()}),
        per_missile=_ratio(spent, aimed),
        per_destroyed=_ratio(spent, lost),
    )


def _ratio(over: Mapping[str, Array], under: Mapping[str, Array]) -> Band | None:
    """Mean cost over mean cost in the plain cases; a run in which nothing was destroyed has no ratio of its own."""
    if not under["nominal"].mean() > 0.0:
        return None
    plain = [float(over[case].mean() / under[case].mean()) if under[case].mean() > 0 else 0.0 for case in _LEVELS]
    kept = under["drawn"] > 0.0
    drawn = np.percentile(np.broadcast_to(over["drawn"], kept.shape)[kept] / under["drawn"][kept], (5.0, 50.0, 95.0))
    return Band(*plain, *(float(value) for value in drawn))


def _band(sums: Mapping[str, Array]) -> Band:
    drawn = np.percentile(sums["drawn"], (5.0, 50.0, 95.0))
    return Band(*(float(sums[case].mean()) for case in _LEVELS), *(float(value) for value in drawn))


def _by_interceptor(scenario: Scenario, fired: Mapping[str, ArrayLike]) -> dict[str, Array]:
    batteries = {block.id: block.interceptor for block in scenario.model.batteries}
    found: dict[str, Array] = {}
    for battery, count in fired.items():
        if battery not in batteries:
            allowed = nearest(battery, batteries)
            raise InputError("is not a battery of the scenario", value=battery, allowed=allowed)
        name = batteries[battery]
        found[name] = found.get(name, np.zeros(1)) + np.atleast_1d(np.asarray(count, dtype=float))
    return found


def _unit_cost(scenario: Scenario, name: str) -> Quantity:
    item = scenario.items.get(name)
    if not isinstance(item, (schema.Missile, schema.Interceptor)):
        raise InputError("is not a missile or interceptor of the scenario", value=name)
    if item.unit_cost is None:
        raise InputError("has no unit_cost", field=f"library.{name}.unit_cost", allowed="a cost of one round")
    return item.unit_cost


def _counts(count: Any, runs: NDArray[np.int64] | None) -> Array:
    """Counts (n,) of the runs themselves, or of the run paired with each draw."""
    counts: Array = np.atleast_1d(np.asarray(count, dtype=float))
    return counts if runs is None else counts[runs % len(counts)]


def _drawn(prices: Mapping[str, Quantity], seed: int, draws: int) -> dict[str, Array]:
    ranged = tuple(
        Parameter(name, price.low, price.nominal, price.high, price.unit)
        for name, price in prices.items()
        if price.low < price.high
    )
    values = make_design("lhs", ranged, draws, runs=draws, seed=seed, distribution="triangular").values
    columns = {parameter.path: values[:, i] for i, parameter in enumerate(ranged)}
    return {name: columns.get(name, np.full(draws, price.nominal)) for name, price in prices.items()}
