"""Sanctions in play: what a scenario says of them, what has changed since STARTEX, and the verbs that change it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.crisis.change import Change
from standoff.crisis.sanctions.force import in_force, moments
from standoff.crisis.sanctions.measure import UNITS, Measure, by_id, told
from standoff.crisis.sanctions.trade import OTHERS, Trade, fraction_left

ALL_SECTORS: Final = ""


@dataclass(frozen=True)
class Step:
    """From `from_s` on an actor carries out the share `degree` (0 to 1) of what measures demand in a sector, or all."""

    from_s: float
    sector: str
    degree: float


@dataclass(frozen=True)
class Sanctions:
    """What a scenario says: measures, trade without them, and each actor's implementation at STARTEX.

    `implementation` maps actor -> sector (`""`: all others) -> degree; `OTH` stands for states that are not named.
    An actor that it lacks does as `OTH` does, and nothing if that is not there either.
    """

    measures: tuple[Measure, ...] = ()
    trade: tuple[Trade, ...] = ()
    implementation: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def left(self, binding: Sequence[Measure], begins: Mapping[str, float]) -> Mapping[str, float]:
        """Id of a trade -> the fraction that the binding measures leave of it if carried out in full, 0 to 1.

        `begins` maps ids of measures to the time at which they began, on which caps of a whole term hang.
        """
        terms = tuple(begins[one.id] for one in binding if one.per == "term")
        key = (tuple(one.id for one in binding), terms)
        found = self._left.get(key)
        if found is None:
            found = {one.id: fraction_left(one, self.trade, binding, begins) for one in self.trade}
            self._left[key] = found
        return found

    @cached_property
    def _left(self) -> dict[tuple[tuple[str, ...], tuple[float, ...]], dict[str, float]]:
        """What was left in cases that were met before: few, since resolutions come one after the other."""
        return {}


@dataclass(frozen=True)
class SanctionsState:
    """What changes: adopted resolutions, measures that were eased (both with times), implementation step by step."""

    adopted: Mapping[str, float] = field(default_factory=dict)
    ended: Mapping[str, float] = field(default_factory=dict)
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)


def start(sanctions: Sanctions, awaited: Collection[str] = ()) -> SanctionsState:
    """The state at STARTEX.

    A resolution dated at or before STARTEX is adopted; one of `awaited` (those that drafts of the scenario bring) dated
    later comes only by a vote in play; any other dated later is adopted on its date, come what may.
    """
    adopted = {
        measure.resolution: measure.adopted_s
        for measure in sanctions.measures
        if measure.adopted_s <= 0 or measure.resolution not in awaited
    }
    steps = {
        actor: tuple(Step(-math.inf, sector, degree) for sector, degree in sorted(degrees.items()))
        for actor, degrees in sanctions.implementation.items()
    }
    return SanctionsState(adopted, {}, steps)


def degree(state: SanctionsState, actor: str, sector: str, at_s: float) -> float:
    """The share of the demanded cut that an actor makes in a sector at a time, 0 to 1: its latest word on it."""
    found = [step for step in _steps(state, actor) if step.from_s <= at_s and step.sector in (sector, ALL_SECTORS)]
    return max(found, key=lambda step: (step.from_s, step.sector != ALL_SECTORS)).degree if found else 0.0


def adopt(state: SanctionsState, resolution: str, now_s: float) -> tuple[SanctionsState, list[Change]]:
    """Adopt a resolution: its measures begin now, or on their own later dates (`news` tells which). Once only."""
    if state.adopted.get(resolution, math.inf) <= now_s:
        return state, []
    return replace(state, adopted={**state.adopted, resolution: now_s}), []


def implement(
    state: SanctionsState, actor: str, share: float, now_s: float, sector: str = ALL_SECTORS
) -> tuple[SanctionsState, list[Change]]:
    """An actor carries out measures to another degree from now on, in one sector or in all.

    Raises:
        InputError: a degree outside 0 to 1.
    """
    if not 0.0 <= share <= 1.0:
        raise InputError("is not a degree of implementation", field="degree", value=share, allowed="0 to 1")
    steps = tuple(step for step in _steps(state, actor) if step.from_s != now_s or step.sector != sector)
    after = replace(state, steps={**state.steps, actor: (*steps, Step(now_s, sector, share))})
    data: dict[str, Any] = {"degree": share, "before": degree(state, actor, sector, now_s)}
    if sector:
        data["sector"] = sector
    return after, [Change("implementation", data, actor)]


def ease(sanctions: Sanctions, state: SanctionsState, name: str, now_s: float) -> tuple[SanctionsState, list[Change]]:
    """End a measure now; what it superseded holds again (`news` tells it).

    Raises:
        InputError: an unknown measure, or one that is not in force.
    """
    known = by_id(sanctions.measures)
    if name not in known:
        raise InputError("is not a measure", field="measure", value=name, allowed=nearest(name, known))
    present = by_id(in_force_now(sanctions, state, now_s))
    if name not in present:
        raise InputError("is not in force", field="measure", value=name, allowed=nearest(name, present))
    return replace(state, ended={**state.ended, name: now_s}), []


def in_force_now(sanctions: Sanctions, state: SanctionsState, now_s: float) -> tuple[Measure, ...]:
    """The measures in force."""
    return in_force(sanctions.measures, state.adopted, now_s, state.ended)


def next_change_s(sanctions: Sanctions, state: SanctionsState, now_s: float) -> float | None:
    """The next time after now at which a measure begins, starts to bind or ends by itself; None if never."""
    ahead = (time_s for time_s in moments(sanctions.measures, state.adopted, state.ended) if time_s > now_s)
    return next(ahead, None)


def news(
    sanctions: Sanctions, earlier: Collection[str], after: SanctionsState, present: Collection[Measure]
) -> list[Change]:
    """What came into force and what ceased, in the order of the scenario.

    `earlier` are ids of the measures that were in force, `present` are those in force in the state `after`.
    """
    still = by_id(present)
    came = [one for one in present if one.id not in earlier]
    went = [one for one in sanctions.measures if one.id in earlier and one.id not in still]
    changes = [Change("measure_in_force", described(one, after), None, one.target) for one in came]
    return changes + [
        Change("measure_ceased", {"measure": one.id, "title": one.title}, None, one.target) for one in went
    ]


def described(measure: Measure, state: SanctionsState) -> dict[str, Any]:
    """A measure as plain data for a record; `since_s` is when it began."""
    return {
        "measure": measure.id,
        "title": measure.title,
        "resolution": measure.resolution,
        "target": measure.target,
        "by": measure.by,
        "direction": measure.direction,
        "kind": measure.kind,
        "sectors": list(measure.sectors),
        "cap": [_limit(limit.dimension, limit.amount) for limit in measure.caps],
        "per": measure.per if measure.caps else None,
        "since_s": measure.begins_s(state.adopted),
        "until_s": measure.until_s if math.isfinite(measure.until_s) else None,
    }


def _steps(state: SanctionsState, actor: str) -> tuple[Step, ...]:
    return state.steps.get(actor, state.steps.get(OTHERS, ()))


def _limit(dimension: str, amount: float) -> dict[str, Any]:
    return {"amount": told(amount, dimension), "unit": UNITS[dimension]}
