"""A measure: one thing that a resolution, or one state for itself, forbids, caps, freezes, lists or has inspected."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from standoff.base.quantity import to_si
from standoff.base.time import DAY_S

Direction = Literal["export", "import", "finance", "list", "cargo"]
Kind = Literal["ban", "cap", "freeze", "list", "inspection"]
Per = Literal["year", "term"]

YEAR_S: Final = 365.0 * DAY_S
"""Year of yearly caps and yearly trade. A leap day is far inside the ranges of trade figures."""

COUNCIL: Final = "UNO"
"""Author of measures that bind every state (UN Charter, articles 25 and 41)."""

UNITS: Final[Mapping[str, str]] = {"money USD": "USD million", "mass": "t", "volume": "bbl"}
"""Dimension of a limit -> the unit in which it is told."""


@dataclass(frozen=True)
class Limit:
    """An amount in SI of its dimension: US dollars (`money USD`), kilograms (`mass`), cubic meters (`volume`)."""

    dimension: str
    amount: float


@dataclass(frozen=True)
class Measure:
    """What is forbidden or limited, to whom, from when until when. Times are seconds after STARTEX.

    `caps` hold all at once: the lower binds. `per` says whether that is a year's allowance or that of the whole term.
    A measure begins with its resolution's adoption, or at `from_s` if that is later. `grace_s` is the time after that
    in which goods of earlier contracts may still move: the measure is in force but does not bind. `exempt` is the
    share of the trade that a ban leaves free. `by` is who imposed it: the Council binds all, a state itself alone.
    `adopted_on` is the day of `adopted_s` in words.
    """

    id: str
    resolution: str
    title: str
    target: str
    sectors: tuple[str, ...]
    direction: Direction
    kind: Kind
    adopted_s: float
    adopted_on: str = ""
    caps: tuple[Limit, ...] = ()
    per: Per = "year"
    from_s: float = -math.inf
    until_s: float = math.inf
    superseded_by: tuple[str, ...] = ()
    grace_s: float = 0.0
    exempt: float = 0.0
    by: str = COUNCIL

    def begins_s(self, adopted: Mapping[str, float]) -> float:
        """When it begins, given resolution -> time of adoption; infinity if its resolution is not adopted."""
        return max(adopted.get(self.resolution, math.inf), self.from_s)

    def covers(self, target: str, sector: str, direction: str) -> bool:
        """Whether it is about this sector of this target, in this direction."""
        return self.target == target and self.direction == direction and sector in self.sectors

    def binds(self, partner: str) -> bool:
        """Whether a trading partner must carry it out."""
        return self.by in (COUNCIL, partner)

    def yearly(self, limit: Limit, begins_s: float) -> float:
        """A limit as an amount a year (SI of its dimension): that of a term is spread evenly over it."""
        if self.per == "year":
            return limit.amount
        return limit.amount * YEAR_S / (self.until_s - begins_s)


def told(amount: float, dimension: str) -> float:
    """An amount in SI in the unit in which its dimension is told, without the noise of the conversion."""
    return float(f"{amount / to_si(1.0, UNITS[dimension]):.12g}")


def by_id(measures: Iterable[Measure]) -> dict[str, Measure]:
    """Id -> measure."""
    return {measure.id: measure for measure in measures}
