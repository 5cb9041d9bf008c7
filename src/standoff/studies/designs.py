"""Designs: at which points of the parameters' ranges a study is played.

Kinds: `lhs` Latin hypercube (McKay, Beckman & Conover, Technometrics 21, 1979), `sobol` scrambled Sobol sequence (Owen,
J. Complexity 14, 1998), `grid` every combination of equally spaced levels with both ends, `saltelli` the design behind
Sobol indices (Saltelli et al., Comput. Phys. Commun. 181, 2010, by SALib). A design is a function of its arguments:
equal arguments give equal points.

A range says between which values a quantity lies, and no more: `uniform` prefers none of them. `triangular` has its
mode at the nominal value, for those who trust it more than the ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.scenario.values import Point
from standoff.studies.parameters import Parameter

Kind = Literal["lhs", "sobol", "grid", "saltelli"]
Distribution = Literal["uniform", "triangular"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)
DISTRIBUTIONS: Final[tuple[str, ...]] = get_args(Distribution)

# More points than this have no use and do not fit in memory beside their results.
MOST_POINTS: Final = 1_000_000
# Keeps the design's random numbers apart from those of the runs, which are keyed by the same seed.
_DESIGN_STREAM: Final = 0x64657369676E
# One more parameter than there are: nothing depends on it, so its index is what chance alone gives.
_DUMMIES: Final = 1


@dataclass(frozen=True, eq=False)
class Design:
    """Points of a design: `values` (points, parameters), each in its parameter's own unit.

    `base` is what a Saltelli design is built on: its points come in groups of parameters + 3, one group for each of
    `base` pairs of points, because one dummy parameter that nothing depends on is among them; 0 for other kinds.
    """

    kind: Kind
    distribution: Distribution
    parameters: tuple[Parameter, ...]
    values: NDArray[np.float64]
    base: int = 0

    def __len__(self) -> int:
        return len(self.values)

    def point(self, index: int) -> Point:
        """A point as path -> value."""
        row = self.values[index]
        return {parameter.path: float(value) for parameter, value in zip(self.parameters, row, strict=True)}


def make_design(
    kind: str,
    parameters: Sequence[Parameter],
    points: int | None,
    *,
    runs: int,
    seed: int,
    distribution: str = "uniform",
) -> Design:
    """A design of about as many points as asked for: as many as its kind allows, never more.

    Args:
        kind: one of `KINDS`.
        parameters: what is varied; with none there is one point, the nominal one.
        points: how many points; by default about the square root of the runs (a tenth of the runs for `saltelli`).
        runs: how many runs are dealt over the points, at least one each.
        seed: of the design.
        distribution: one of `DISTRIBUTIONS`.

    Raises:
        InputError: more points than runs, a number of points that the kind cannot have, or a distribution on a grid.
    """
    require_one_of("--design", kind, KINDS)
    require_one_of("--distribution", distribution, DISTRIBUTIONS)
    if kind == "grid" and distribution != "uniform":
        allowed = "uniform: a grid takes equal steps"
        raise InputError("does not go with a grid", field="--distribution", value=distribution, allowed=allowed)
    chosen = tuple(parameters)
    wanted = _wanted(kind, points, runs)
    if not chosen:
        return Design("lhs", "uniform", (), np.empty((1, 0)))
    unit, base = _unit_cube(kind, len(chosen), wanted, points is not None, seed)
    if len(unit) > runs:
        raise _too_few_runs(len(unit), runs)
    columns = [_scaled(unit[:, index], parameter, distribution) for index, parameter in enumerate(chosen)]
    return Design(kind, distribution, chosen, np.column_stack(columns), base)  # type: ignore[arg-type]  # checked above


def require_one_of(field: str, value: str, allowed: Sequence[str]) -> None:
    """Raise `InputError` for a word that is none of those allowed."""
    if value not in allowed:
        raise InputError("is not known", field=field, value=value, allowed=f"one of {', '.join(allowed)}")


def require_no_wish(kind: str, points: int | None, distribution: str) -> None:
    """Raise `InputError` for a user's wish about points where nothing varies, so that there is but one."""
    for field, value, only in (
        ("--points", points, (None, 1)), ("--design", kind, ("lhs",)), ("--distribution", distribution, ("uniform",)),
    ):  # fmt: skip
        if value not in only:
            allowed = f"no {field}; or --vary that names a quantity with a range"
            message = "has no use: nothing varies, so there is one point"
            raise InputError(message, field=field, value=value, allowed=allowed)


def _wanted(kind: str, points: int | None, runs: int) -> int:
    if points is None:
        return max(1, runs // 10 if kind == "saltelli" else math.isqrt(runs))
    if not 1 <= points <= MOST_POINTS:
        raise InputError("is out of bounds", field="--points", value=points, allowed=f"1 to {MOST_POINTS}")
    if points > runs:
        raise _too_few_runs(points, runs)
    return points


def _too_few_runs(points: int, runs: int) -> InputError:
    message = f"is more than the runs ({runs}): every point is played at least once"
    return InputError(message, field="--points", value=points, allowed=f"1 to {runs}, or more --runs")


def _unit_cube(kind: str, dimensions: int, wanted: int, given: bool, seed: int) -> tuple[NDArray[np.float64], int]:
    """Points of the unit cube (points, dimensions), and the base of a Saltelli design."""
    if kind == "grid":
        return _grid(dimensions, wanted), 0
    if kind == "saltelli":
        return _saltelli(dimensions, wanted, seed)
    from scipy.stats import qmc

    if kind == "lhs":
        return qmc.LatinHypercube(dimensions, rng=_generator(seed)).random(wanted), 0
    exponent = _exponent(wanted, given)
    return qmc.Sobol(dimensions, rng=_generator(seed)).random_base2(exponent), 0


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng([_DESIGN_STREAM, seed])


def _exponent(wanted: int, given: bool) -> int:
    """Of a number of points that is a power of two, for which alone the sequence is balanced."""
    exponent = wanted.bit_length() - 1
    if given and wanted != 2**exponent:
        allowed = f"a power of two, such as {2**exponent} or {2 ** (exponent + 1)}"
        raise InputError("does not balance a Sobol sequence", field="--points", value=wanted, allowed=allowed)
    return exponent


def _grid(dimensions: int, wanted: int) -> NDArray[np.float64]:
    levels = round(wanted ** (1.0 / dimensions))
    levels -= levels**dimensions > wanted
    if levels < 2:
        least = f"{2**dimensions} points for {dimensions} parameters" if dimensions < 40 else "fewer parameters"
        message = "gives a grid less than two levels a parameter"
        raise InputError(message, field="--points", value=wanted, allowed=f"at least {least}; --vary names fewer")
    return np.array(list(product(np.linspace(0.0, 1.0, levels), repeat=dimensions)))


def _saltelli(dimensions: int, wanted: int, seed: int) -> tuple[NDArray[np.float64], int]:
    group = dimensions + _DUMMIES + 2
    base = wanted // group
    if base < 2:
        allowed = f"at least {2 * group} ({group} for each of two or more base points); --vary names fewer parameters"
        raise InputError("is too few for a Saltelli design", field="--points", value=wanted, allowed=allowed)
    base = 2 ** (base.bit_length() - 1)
    from SALib.sample import sobol

    problem = unit_problem(dimensions + _DUMMIES)
    whole = sobol.sample(problem, base, calc_second_order=False, seed=_generator(seed))
    return whole[:, :dimensions], base


def unit_problem(dimensions: int) -> dict[str, object]:
    """What SALib wants to know of parameters on the unit cube."""
    names = [f"x{index}" for index in range(dimensions)]
    return {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}


def _scaled(unit: NDArray[np.float64], parameter: Parameter, distribution: str) -> NDArray[np.float64]:
    """Values whose distribution function is `unit`, never outside the range by rounding."""
    low, high = parameter.low, parameter.high
    if distribution == "uniform":
        values = low + unit * (high - low)
    else:
        mode = (parameter.nominal - low) / (high - low)
        # Inverse of the triangular distribution function on the unit interval.
        rising = np.sqrt(unit * mode)
        falling = 1.0 - np.sqrt((1.0 - unit) * (1.0 - mode))
        values = low + np.where(unit < mode, rising, falling) * (high - low)
    return np.clip(values, low, high)
