"""The trade ledger: a target's income and imports by sector, with and without measures, over a time and at a moment."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from standoff.crisis.sanctions.force import binding, moments
from standoff.crisis.sanctions.measure import UNITS, YEAR_S, told
from standoff.crisis.sanctions.state import Sanctions, SanctionsState, degree
from standoff.crisis.sanctions.trade import MONEY, Trade


@dataclass(frozen=True)
class Line:
    """One sector: yearly amounts (SI of `dimension`) at the end of the time, and sums over it, without and with."""

    sector: str
    dimension: str
    yearly_without: float
    yearly_with: float
    sum_without: float
    sum_with: float


@dataclass(frozen=True)
class Ledger:
    """A target's trade from `from_s` to `until_s` (s after STARTEX), line by line. Income is what exports bring."""

    target: str
    from_s: float
    until_s: float
    exports: tuple[Line, ...]
    imports: tuple[Line, ...]

    @property
    def share_lost(self) -> float:
        """The share of yearly export income lost at the end of the time, 0 to 1; 0 without any income."""
        return _share(self.exports, "yearly")

    @property
    def share_lost_so_far(self) -> float:
        """The share of export income lost over the whole time, 0 to 1."""
        return _share(self.exports, "sum")

    def as_dict(self) -> dict[str, Any]:
        """Plain data for a record: amounts in the unit told beside them."""
        return {
            "from_s": self.from_s,
            "until_s": self.until_s,
            "share_lost": self.share_lost,
            "share_lost_so_far": self.share_lost_so_far,
            "exports": [_told(line) for line in self.exports],
            "imports": [_told(line) for line in self.imports],
        }


def kept(
    sanctions: Sanctions, state: SanctionsState, at_s: float, trades: Iterable[Trade] | None = None
) -> dict[str, float]:
    """Id of a trade -> the fraction of it that goes on at a time, by measures and implementation, 0 to 1."""
    measures = binding(sanctions.measures, state.adopted, at_s, state.ended)
    begins = {measure.id: measure.begins_s(state.adopted) for measure in measures}
    found, fractions = {}, sanctions.left(measures, begins)
    for trade in sanctions.trade if trades is None else trades:
        left = fractions[trade.id]
        carried_out = degree(state, trade.partner, trade.sector, at_s) if left < 1.0 else 0.0
        found[trade.id] = 1.0 - carried_out * (1.0 - left)
    return found


def share_lost(sanctions: Sanctions, state: SanctionsState, target: str, at_s: float) -> float:
    """The share of a target's yearly export income that is lost at a time, 0 to 1; 0 without any income."""
    trades = [one for one in sanctions.trade if (one.target, one.direction) == (target, "export")]
    goes_on = kept(sanctions, state, at_s, trades)
    without = math.fsum(one.yearly.get(MONEY, 0.0) for one in trades)
    lost = math.fsum(one.yearly.get(MONEY, 0.0) * (1.0 - goes_on[one.id]) for one in trades)
    return lost / without if without > 0 else 0.0


def ledger(sanctions: Sanctions, state: SanctionsState, target: str, from_s: float, until_s: float) -> Ledger:
    """The ledger of a target from one time to another; between two changes trade is constant.

    Raises:
        ValueError: it would end before it begins.
    """
    if until_s < from_s:
        raise ValueError("a ledger cannot end before it begins")
    trades = [one for one in sanctions.trade if one.target == target]
    edges = [from_s, *_edges(sanctions, state, from_s, until_s), until_s]
    sums = dict.fromkeys((trade.id for trade in trades), 0.0)
    for begin_s, end_s in pairwise(edges):
        goes_on = kept(sanctions, state, begin_s, trades)
        for trade in trades:
            sums[trade.id] += goes_on[trade.id] * (end_s - begin_s) / YEAR_S
    now = kept(sanctions, state, until_s, trades)
    years = (until_s - from_s) / YEAR_S
    lines = {flow: _lines(trades, flow, now, sums, years) for flow in ("export", "import")}
    return Ledger(target, from_s, until_s, lines["export"], lines["import"])


def _edges(sanctions: Sanctions, state: SanctionsState, from_s: float, until_s: float) -> list[float]:
    times = set(moments(sanctions.measures, state.adopted, state.ended))
    times.update(step.from_s for steps in state.steps.values() for step in steps)
    return sorted(time_s for time_s in times if from_s < time_s < until_s)


def _lines(
    trades: Iterable[Trade], flow: str, now: Mapping[str, float], sums: Mapping[str, float], years: float
) -> tuple[Line, ...]:
    """One line a sector and dimension, in the order of the scenario."""
    found: dict[tuple[str, str], list[float]] = {}
    for trade in trades:
        if trade.direction != flow:
            continue
        for dimension, yearly in trade.yearly.items():
            line = found.setdefault((trade.sector, dimension), [0.0, 0.0, 0.0, 0.0])
            parts = (1.0, now[trade.id], years, sums[trade.id])
            found[trade.sector, dimension] = [held + yearly * part for held, part in zip(line, parts, strict=True)]
    return tuple(Line(sector, dimension, *amounts) for (sector, dimension), amounts in found.items())


def _share(lines: Iterable[Line], what: str) -> float:
    money = [line for line in lines if line.dimension == MONEY]
    without = math.fsum(getattr(line, f"{what}_without") for line in money)
    left = math.fsum(getattr(line, f"{what}_with") for line in money)
    return 1.0 - left / without if without > 0 else 0.0


def _told(line: Line) -> dict[str, Any]:
    amounts = {
        "per_year": {"without": line.yearly_without, "with": line.yearly_with},
        "so_far": {"without": line.sum_without, "with": line.sum_with},
    }
    return {
        "sector": line.sector,
        "unit": UNITS[line.dimension],
        **{what: {name: told(value, line.dimension) for name, value in pair.items()} for what, pair in amounts.items()},
    }
