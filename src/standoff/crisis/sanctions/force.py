"""Which measures are in force at a time, which of them bind trade, and which contradict each other.

A measure is displaced only while one that supersedes it, directly or in turn, has begun and not ended. So supersession
never leaves a gap: at the end of the chain stands a measure in force; and when that one ends, or is eased, what it
superseded holds again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from standoff.crisis.sanctions.measure import Measure, by_id

NOTHING: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True)
class Contradiction:
    """Two measures that cannot both hold on one sector at one time (s after STARTEX), and why."""

    first: Measure
    second: Measure
    sector: str
    at_s: float
    why: str


def in_force(
    measures: Sequence[Measure], adopted: Mapping[str, float], at_s: float, ended: Mapping[str, float] = NOTHING
) -> tuple[Measure, ...]:
    """The measures in force at a time, in the order given.

    `adopted` maps resolutions to the time of their adoption, `ended` ids of measures to the time at which they were
    eased (s after STARTEX).
    """
    begun = {measure.id for measure in measures if _runs(measure, adopted, at_s, ended, 0.0)}
    return _undisplaced(measures, begun)


def binding(
    measures: Sequence[Measure], adopted: Mapping[str, float], at_s: float, ended: Mapping[str, float] = NOTHING
) -> tuple[Measure, ...]:
    """The measures that trade must heed at a time: as `in_force`, but each begins after its period of grace.

    Until then what it supersedes goes on binding.
    """
    begun = {measure.id for measure in measures if _runs(measure, adopted, at_s, ended, measure.grace_s)}
    return _undisplaced(measures, begun)


def moments(measures: Sequence[Measure], adopted: Mapping[str, float], ended: Mapping[str, float]) -> list[float]:
    """Times at which the sets in force or binding can change, ascending (s after STARTEX)."""
    found: set[float] = set(ended.values())
    for measure in measures:
        begins_s = measure.begins_s(adopted)
        found.update((begins_s, begins_s + measure.grace_s, measure.until_s))
    return sorted(time_s for time_s in found if math.isfinite(time_s))


def nominal_adoption(measures: Sequence[Measure]) -> dict[str, float]:
    """Resolution -> the time of adoption that its measures state, as if history took its course."""
    return {measure.resolution: measure.adopted_s for measure in measures}


def contradictions(measures: Sequence[Measure]) -> Iterator[Contradiction]:
    """Pairs in force together that cannot both hold: a full ban and a cap, or caps of one period and unit that differ.

    Each pair once, at the first time, with every resolution adopted on its stated date. Measures of different authors
    do not contradict each other: a state may forbid itself what the Council caps.
    """
    adopted = nominal_adoption(measures)
    seen: set[tuple[str, str]] = set()
    for at_s in moments(measures, adopted, NOTHING):
        together = in_force(measures, adopted, at_s)
        for index, first in enumerate(together):
            for second in together[index + 1 :]:
                why = _clash(first, second)
                if why and (first.id, second.id) not in seen:
                    seen.add((first.id, second.id))
                    shared = next(sector for sector in first.sectors if sector in second.sectors)
                    yield Contradiction(first, second, shared, at_s, why)


def successors(measure: Measure, known: Mapping[str, Measure]) -> tuple[str, ...]:
    """Ids of all measures that supersede one, directly or in turn, nearest first. A circle is walked once."""
    found: list[str] = []
    ahead = list(measure.superseded_by)
    while ahead:
        name = ahead.pop(0)
        if name not in found:
            found.append(name)
            ahead += known[name].superseded_by if name in known else ()
    return tuple(found)


def _runs(
    measure: Measure, adopted: Mapping[str, float], at_s: float, ended: Mapping[str, float], delay_s: float
) -> bool:
    ends_s = min(measure.until_s, ended.get(measure.id, math.inf))
    return measure.begins_s(adopted) + delay_s <= at_s < ends_s


def _undisplaced(measures: Sequence[Measure], begun: set[str]) -> tuple[Measure, ...]:
    known = by_id(measures)
    return tuple(
        measure
        for measure in measures
        if measure.id in begun and not any(name in begun for name in successors(measure, known))
    )


def _clash(first: Measure, second: Measure) -> str:
    alike = (first.target, first.direction, first.by) == (second.target, second.direction, second.by)
    if not alike or not set(first.sectors) & set(second.sectors):
        return ""
    kinds = {first.kind, second.kind}
    if kinds == {"ban", "cap"}:
        ban = first if first.kind == "ban" else second
        return "" if ban.exempt > 0 else "a full ban and a cap"
    if kinds == {"cap"} and first.per == second.per:
        theirs = {limit.dimension: limit.amount for limit in second.caps}
        for limit in first.caps:
            if not math.isclose(theirs.get(limit.dimension, limit.amount), limit.amount, rel_tol=1e-9):
                return "two caps of different size"
    return ""
