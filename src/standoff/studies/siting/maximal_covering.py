"""Maximal covering by integer programming: which sites to build so that the most people are covered.

The maximal covering location problem (Church and ReVelle, Papers of the Regional Science Association 32, 1974), with
several conditions a city, options a site, a budget and cities that must be covered:

    maximize  sum_j w_j y_j
    y_j <= sum over (s, o) of a[s, o, j, t] x[s, o]      for every condition t of city j
    sum_o x[s, o] <= 1,  sum x <= count,  sum c x + sum d z <= budget,  z_g >= x[s, o] of kind g
    y_j = 1 for cities that must be covered;  x, y, z in {0, 1}

A condition is a threat that must be met; a city without conditions left is covered already. Solved by HiGHS (Huangfu
and Hall, Math. Prog. Comp. 10, 2018) through `scipy.optimize.milp`.

The answer is unique: among the choices with the greatest weight the cheapest, among those the one whose columns come
first in the order given. The solver works with tolerances; weights are whole and are counted again here, and a choice
that is within the tolerances only is excluded and the solver asked again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Costs are compared with this relative slack: it forgives rounding of sums.
_SLACK: Final = 1e-9
# How scipy.optimize.milp says that there is no solution, and that time ran out.
_TIME_OUT, _INFEASIBLE = 1, 2


@dataclass(frozen=True, eq=False)
class Problem:
    """A covering problem.

    Columns are choices (a site with an option); rows are pairs of a city and a condition.

    Attributes:
        covers: (columns, rows): the choice meets the condition.
        city: (rows,): index of the city to which the condition belongs.
        weight: (cities,) whole numbers >= 0.
        place: (columns,): index of the site; at most one choice a site.
        cost: (columns,) of a choice, >= 0.
        kind: (columns,): index of what is paid once for all choices of a kind.
        kind_cost: (kinds,) that is paid once.
        budget: most that may be paid; inf for no limit.
        count: most sites; None for no limit.
        must: (cities,) cities that must be covered.
    """

    covers: Mask
    city: NDArray[np.int64]
    weight: NDArray[np.int64]
    place: NDArray[np.int64]
    cost: Array
    kind: NDArray[np.int64]
    kind_cost: Array
    budget: float
    count: int | None
    must: Mask

    def covered(self, chosen: Mask) -> Mask:
        """Cities (cities,) that a choice (columns,) covers."""
        met = self.covers[chosen].any(axis=0)
        covered: Mask = np.bincount(self.city[~met], minlength=len(self.weight)) == 0
        return covered

    def value(self, chosen: Mask) -> int:
        """The weight of the cities that a choice covers."""
        return int(self.weight[self.covered(chosen)].sum())

    def price(self, chosen: Mask) -> float:
        """What a choice costs."""
        return float(self.cost[chosen].sum() + self.kind_cost[np.unique(self.kind[chosen])].sum())


@dataclass(frozen=True, eq=False)
class Solution:
    """A choice (columns,) with its value; `bound` is what no choice can exceed, `optimal` says that it is met.

    `gap` is (bound - value) / value, 0 when optimal, None when the value is 0 and the bound is not.
    """

    chosen: Mask
    value: int
    price: float
    optimal: bool
    bound: float

    @property
    def gap(self) -> float | None:
        """How far the bound is above the value."""
        if self.optimal:
            return 0.0
        return (self.bound - self.value) / self.value if self.value > 0 else None


@dataclass(frozen=True)
class Infeasible:
    """No choice covers the cities that must be covered within count and budget.

    `least` is the least price at which one does, None if none does at any price; `sites` the least number of sites
    that would do, None if none does.
    """

    least: float | None
    sites: int | None


def solve(problem: Problem, time_limit_s: float | None = None) -> Solution | Infeasible:
    """The best choice, or why there is none. Without a time limit the solution is optimal.

    With one, what was found in time is given with its gap; which of several equal choices it is may then depend on the
    speed of the machine.
    """
    solver = _Solver(problem, time_limit_s)
    best, bound = solver.heaviest()
    if best is None:
        return _least(problem) if solver.proved else Solution(_none(problem), 0, 0.0, False, bound)
    if not solver.proved:
        return _solution(problem, best, False, bound)
    best = solver.cheapest(best)
    best = solver.first(best)
    return _solution(problem, best, True, float(problem.value(best)))


def _solution(problem: Problem, chosen: Mask, optimal: bool, bound: float) -> Solution:
    return Solution(chosen, problem.value(chosen), problem.price(chosen), optimal, bound)


def _none(problem: Problem) -> Mask:
    return np.zeros(len(problem.cost), dtype=bool)


def _least(problem: Problem) -> Infeasible:
    """The least price and the least number of sites that cover what must be covered."""
    free = _replaced(problem, budget=np.inf)
    found = _Solver(free, None).minimal(free.cost, free.kind_cost)
    counted = _replaced(free, count=None)
    fewest = _Solver(counted, None).minimal(np.ones_like(free.cost), np.zeros_like(free.kind_cost))
    return Infeasible(
        None if found is None else problem.price(found),
        None if fewest is None else int(fewest.sum()),
    )


def _replaced(problem: Problem, **changes: Any) -> Problem:
    return Problem(**{**vars(problem), **changes})


@dataclass(frozen=True, eq=False)
class _Rows:
    """Linear constraints low <= matrix @ variables <= high."""

    matrix: Any
    low: Array
    high: Array


@dataclass(eq=False)
class _Solver:
    """The programme in variables x (columns), y (cities), z (kinds), with rows added as more becomes known."""

    problem: Problem
    time_limit_s: float | None
    proved: bool = True
    extra: list[tuple[Array, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ends_at = None if self.time_limit_s is None else time.monotonic() + self.time_limit_s
        problem = self.problem
        self._n, self._m, self._k = len(problem.cost), len(problem.weight), len(problem.kind_cost)
        self._rows = _constraints(problem)
        low, high = np.zeros(self._width), np.ones(self._width)
        low[self._n : self._n + self._m][problem.must] = 1.0
        self._low, self._high = low, high

    @property
    def _width(self) -> int:
        return self._n + self._m + self._k

    def heaviest(self) -> tuple[Mask | None, float]:
        """A choice of the greatest weight, and the bound on it; None if nothing is feasible (or known in time)."""
        weights = self._vector(y=self.problem.weight)
        best, bound = self._ask(-weights)
        while best is not None and self.proved:
            # The proof: nothing weighs one person more. What the solver's tolerance lets through is shut out.
            value = self.problem.value(best)
            self.extra[:1] = [(weights, value + 1.0, np.inf)]
            found, _ = self._ask(-weights)
            if found is None and self.proved:
                return best, float(value)
            if found is not None and self.problem.value(found) > value:
                best = found
            elif found is not None:
                self._exclude(found)
        return best, bound

    def cheapest(self, best: Mask) -> Mask:
        """Of the choices with the weight of `best` the one that costs least."""
        problem, value = self.problem, self.problem.value(best)
        self.extra = [(self._vector(y=problem.weight), float(value), np.inf)]
        found = self.minimal(problem.cost, problem.kind_cost, value)
        return best if found is None or problem.price(found) >= problem.price(best) else found

    def minimal(self, cost: Array, kind_cost: Array, value: int = 0) -> Mask | None:
        """A choice that costs least, with at least a weight, by exact count; None if there is none."""
        while True:
            found, _ = self._ask(self._vector(x=cost, z=kind_cost))
            if found is None or self.problem.value(found) >= value:
                return found
            self._exclude(found)

    def first(self, best: Mask) -> Mask:
        """Of the choices with weight and price of `best` the one whose columns come first.

        Column by column in the order given: each is taken if some such choice holds it and all those taken before.
        """
        problem, value, price = self.problem, self.problem.value(best), self.problem.price(best)
        self.extra = [
            (self._vector(y=problem.weight), float(value), np.inf),
            (self._vector(x=problem.cost, z=problem.kind_cost), -np.inf, price * (1.0 + _SLACK)),
        ]
        start = 0
        while best[start:].any():
            at = start + int(np.argmax(best[start:]))
            while (earlier := self._holding(start, at, value, price)) is not None:
                best, at = earlier, start + int(np.argmax(earlier[start:]))
            self._high[start:at] = 0.0
            self._low[at] = 1.0
            start = at + 1
        return best

    def _holding(self, start: int, end: int, value: int, price: float) -> Mask | None:
        """A choice as good as the best that holds one of the columns start..end - 1, or None."""
        if start == end:
            return None
        row, before = self._vector(), len(self.extra)
        row[start:end] = 1.0
        self.extra.append((row, 1.0, np.inf))
        while True:
            found, _ = self._ask(self._vector())
            exact = found is None or (
                self.problem.value(found) >= value and self.problem.price(found) <= price * (1.0 + _SLACK)
            )
            if exact:
                del self.extra[before:]
                return found
            assert found is not None
            self._exclude(found)

    def _exclude(self, chosen: Mask) -> None:
        """Never this very choice again."""
        row = self._vector(x=np.where(chosen, -1.0, 1.0))
        self.extra.append((row, 1.0 - float(chosen.sum()), np.inf))

    def _vector(self, x: Any = None, y: Any = None, z: Any = None) -> Array:
        parts = ((self._n, x), (self._m, y), (self._k, z))
        return np.concatenate([np.zeros(size) if part is None else np.asarray(part, float) for size, part in parts])

    def _ask(self, objective: Array) -> tuple[Mask | None, float]:
        """The x of a best solution and the bound on what was maximized (its negative was minimized)."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        options: Any = {"mip_rel_gap": 0.0}
        if self._ends_at is not None:
            options["time_limit"] = max(self._ends_at - time.monotonic(), 0.01)
        scale = max(float(np.abs(objective).max(initial=0.0)), 1.0)
        constraints = [LinearConstraint(self._rows.matrix, self._rows.low, self._rows.high)]
        constraints += [LinearConstraint(row[None, :], low, high) for row, low, high in self.extra]
        # Cities are whole numbers too: else a tolerance of 1e-6 of a city of millions would count as people.
        whole = np.ones(self._width, dtype=np.int64)
        bounds = Bounds(self._low, self._high)
        result = milp(objective / scale, integrality=whole, bounds=bounds, constraints=constraints, options=options)
        if result.status == _TIME_OUT:
            self.proved = False
        elif result.status not in (0, _INFEASIBLE):
            raise RuntimeError(f"HiGHS: {result.message}")
        bound = getattr(result, "mip_dual_bound", None)
        most = float(self.problem.weight.sum()) if bound is None else -float(bound) * scale
        return None if result.x is None else result.x[: self._n] > 0.5, most


def _constraints(problem: Problem) -> _Rows:
    """The rows of the module's docstring, in its order."""
    from scipy.sparse import coo_array

    n, m, k = len(problem.cost), len(problem.weight), len(problem.kind_cost)
    rows = len(problem.city)
    entries: list[tuple[Sequence[int] | Any, Sequence[int] | Any, Any]] = []
    columns, covered = np.nonzero(problem.covers)
    entries.append((covered, columns, np.ones(len(covered))))
    entries.append((np.arange(rows), n + problem.city, -np.ones(rows)))
    low, high = [np.zeros(rows)], [np.full(rows, np.inf)]
    places = np.unique(problem.place)
    entries.append((rows + np.searchsorted(places, problem.place), np.arange(n), np.ones(n)))
    low.append(np.full(len(places), -np.inf))
    high.append(np.ones(len(places)))
    at = rows + len(places)
    entries.append((at + np.arange(n), n + m + problem.kind, np.ones(n)))
    entries.append((at + np.arange(n), np.arange(n), -np.ones(n)))
    low.append(np.zeros(n))
    high.append(np.full(n, np.inf))
    at += n
    entries.append((np.full(n, at), np.arange(n), np.ones(n)))
    low.append(np.array([-np.inf]))
    high.append(np.array([np.inf if problem.count is None else float(problem.count)]))
    scale = max(float(problem.cost.max(initial=0.0)), float(problem.kind_cost.max(initial=0.0)), 1e-300)
    entries.append((np.full(n + k, at + 1), np.concatenate([np.arange(n), n + m + np.arange(k)]),
                    np.concatenate([problem.cost, problem.kind_cost]) / scale))  # fmt: skip
    low.append(np.array([-np.inf]))
    high.append(np.array([problem.budget / scale * (1.0 + _SLACK)]))
    row, column, value = (np.concatenate([np.asarray(entry[i], float) for entry in entries]) for i in range(3))
    shape = (at + 2, n + m + k)
    matrix = coo_array((value, (row.astype(np.int64), column.astype(np.int64))), shape=shape).tocsr()
    return _Rows(matrix, np.concatenate(low), np.concatenate(high))
