"""A target's trade by sector and partner, and how much of it measures leave.

Yearly trade without measures is a constant rate. For a partner p and a sector s with rate r(p, s), the measures that
bind p leave the fraction f(p, s) of it, and p carries out the share e(p, s) of the cut:

    with(p, s) = r(p, s) * (1 - e(p, s) * (1 - f(p, s)))

f is the least over the binding measures: 0 for a full ban, its exempt share for a ban with exemption, and for a cap the
least of cap / (rate of all partners that it binds), in each unit that cap and trade share, and at most 1. A cap on all
is thus shared out in proportion to trade, and one on several sectors is on all of them together. A freeze at the
present level, a listing and an inspection leave all of it.
The derivation and its limits are in docs/models/sanctions.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from standoff.crisis.sanctions.measure import Measure

OTHERS: Final = "OTH"
"""Trading partner: every state that is not named by itself."""

MONEY: Final = "money USD"

Flow = Literal["export", "import"]


@dataclass(frozen=True)
class Trade:
    """What a target sells to (export) or buys from (import) one partner in one sector, a year, without measures.

    `yearly` maps dimensions to amounts in SI: US dollars, kilograms, cubic meters.
    """

    id: str
    target: str
    sector: str
    direction: Flow
    partner: str
    yearly: Mapping[str, float]


def fraction_left(
    trade: Trade, all_trade: Sequence[Trade], binding: Sequence[Measure], begins: Mapping[str, float]
) -> float:
    """The fraction of a trade that the binding measures leave if carried out in full, 0 to 1.

    `begins` maps ids of measures to the time at which they began, for caps of a whole term.
    """
    left = 1.0
    for measure in binding:
        if measure.covers(trade.target, trade.sector, trade.direction) and measure.binds(trade.partner):
            left = min(left, _left_by(measure, all_trade, begins[measure.id]))
    return left


def _left_by(measure: Measure, all_trade: Sequence[Trade], begins_s: float) -> float:
    if measure.kind == "ban":
        return measure.exempt
    if measure.kind != "cap":
        return 1.0
    bound = [
        one for one in all_trade if measure.covers(one.target, one.sector, one.direction) and measure.binds(one.partner)
    ]
    left = 1.0
    for limit in measure.caps:
        # A unit in which some partner's trade is not known would make the sum too small: it says nothing.
        if all(limit.dimension in one.yearly for one in bound):
            total = sum(one.yearly[limit.dimension] for one in bound)
            left = min(left, measure.yearly(limit, begins_s) / total) if total > 0 else left
    return left
