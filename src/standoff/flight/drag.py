"""Drag coefficients against Mach number: named curves with sources, and their smooth tables.

A `DragCurve` holds published points. A uniform grid of Mach numbers is filled from them by quintic Hermite polynomials
with the slopes of Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5, 1984), zero at the ends, and no curvature at the
points, which cannot overshoot; the curve is the cubic spline through that grid: twice continuously differentiable.
Outside the points the coefficient is constant. Reference and kernels read the same table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.base.errors import InputError
from standoff.flight.spline import uniform_table

Array = NDArray[np.float64]

MACH_STEP: Final = 0.05
MACH_END: Final = 12.0


@dataclass(frozen=True)
class DragCurve:
    """Drag coefficient at Mach numbers, in rising order; `source` says where the points come from."""

    mach: tuple[float, ...]
    cd: tuple[float, ...]
    name: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse curves that no flight can use."""
        if len(self.mach) != len(self.cd) or len(self.mach) < 2:
            raise InputError("a drag curve needs as many coefficients as Mach numbers, two at least", field="drag")
        if any(b <= a for a, b in zip(self.mach, self.mach[1:], strict=False)) or self.mach[0] < 0.0:
            raise InputError("Mach numbers must rise from zero or more", field="drag", value=self.mach)
        if self.mach[-1] > MACH_END:
            raise InputError("Mach number beyond the tables", field="drag", value=self.mach[-1], allowed="0 to 12")
        if min(self.cd) <= 0.0:
            raise InputError("drag coefficients must be positive", field="drag", value=min(self.cd))

    @property
    def hypersonic(self) -> float:
        """The coefficient at and above the last Mach number, to which a ballistic coefficient refers."""
        return self.cd[-1]

    def __call__(self, mach: ArrayLike) -> Array:
        """The coefficient at Mach numbers of any shape."""
        at = np.clip(np.asarray(mach, dtype=float), 0.0, MACH_END) / MACH_STEP
        cell = np.minimum(at.astype(np.int64), len(self.table) - 1)
        u, c = at - cell, self.table[cell]
        result: Array = c[..., 0] + u * (c[..., 1] + u * (c[..., 2] + u * c[..., 3]))
        return result

    @cached_property
    def table(self) -> Array:
        """Cubic coefficients (cells, 4) on the uniform Mach grid, in powers of the cell fraction."""
        mach = np.arange(0.0, MACH_END + 0.5 * MACH_STEP, MACH_STEP)
        return uniform_table(MACH_STEP, self._between_points(mach), slopes=(0.0, 0.0))

    def _between_points(self, mach: Array) -> Array:
        x, y = np.array(self.mach), np.array(self.cd)
        at = np.clip(mach, x[0], x[-1])
        cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
        gap = x[cell + 1] - x[cell]
        u = (at - x[cell]) / gap
        leave, arrive = self._slopes[cell] * gap, self._slopes[cell + 1] * gap
        rise = y[cell + 1] - y[cell]
        # The quintic with given ends and end slopes and no curvature at either end.
        cubic = 10.0 * rise - 6.0 * leave - 4.0 * arrive
        quartic = -15.0 * rise + 8.0 * leave + 7.0 * arrive
        fifth = 6.0 * rise - 3.0 * leave - 3.0 * arrive
        result: Array = y[cell] + u * (leave + u * u * (cubic + u * (quartic + u * fifth)))
        return result

    @cached_property
    def _slopes(self) -> Array:
        gap, slope = np.diff(self.mach), np.diff(self.cd) / np.diff(self.mach)
        result = np.zeros(len(self.mach))
        before, after = slope[:-1], slope[1:]
        share = (gap[:-1] + 2.0 * gap[1:]) / (3.0 * (gap[:-1] + gap[1:]))
        same = before * after > 0.0
        result[1:-1][same] = (before * after)[same] / (share * after + (1.0 - share) * before)[same]
        return result


def constant(cd: float) -> DragCurve:
    """A coefficient that does not depend on Mach number."""
    return DragCurve((0.0, 1.0), (cd, cd), name=f"constant {cd:g}", source="definition")


def cone(half_angle_deg: float) -> DragCurve:
    """A sharp cone at zero incidence: fore-body pressure and base drag, reference the base area, no friction.

    Subsonic, transonic and supersonic pressure drag of a cone and base drag as in Niskanen, OpenRocket technical
    documentation (2013), sections 3.4.3 and 3.4.5; the points are evaluated from its formulas, and the transonic gap
    from Mach 1 to 1.3 is left to the interpolation.
    """
    sine = math.sin(math.radians(half_angle_deg))
    mach = (0.0, 0.4, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0)
    points = tuple(_cone_pressure(sine, m) + _base(m) for m in mach)
    return DragCurve(mach, points, name=f"cone of {half_angle_deg:g} degrees half-angle", source="Niskanen 2013")


def _cone_pressure(sine: float, mach: float) -> float:
    if mach >= 1.3:
        return 2.1 * sine**2 + 0.5 * sine / math.sqrt(mach**2 - 1.0)
    low, at_one, slope = 0.8 * sine**2, sine, 4.0 / 2.4 * (1.0 - 0.5 * sine)
    # Power law from the value at rest to value and slope at Mach 1.
    return low + (at_one - low) * math.pow(mach, slope / (at_one - low))


def _base(mach: float) -> float:
    return 0.12 + 0.13 * mach**2 if mach < 1.0 else 0.25 / mach


V2: Final = DragCurve(
    mach=(0.8, 1.2, 1.8, 5.0),
    cd=(0.15, 0.40, 0.25, 0.15),
    name="V-2",
    source="Sutton and Biblarz, Rocket Propulsion Elements, 7th edition, page 108, read at these points by several "
    "open rocket simulators",
)

RV_CONE: Final = cone(9.0)

# A ballistic coefficient that holds at every speed, as the word is mostly used.
CONSTANT: Final = constant(1.0)

NAMED: Final = {"v-2": V2, "cone-9": RV_CONE}
