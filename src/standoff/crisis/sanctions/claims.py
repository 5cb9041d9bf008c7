"""Checks of claims about sanctions: was such a measure in force on such a day?

The verdict is `impossible` where the measures rule the claim out, `doubtful` where they nearly meet it (a number that
is slightly off, a day on the edge), else `consistent`. Its reason names the measure that decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import dimension, to_si
from standoff.base.time import DAY_S
from standoff.crisis.sanctions.force import in_force, nominal_adoption, successors
from standoff.crisis.sanctions.measure import UNITS, Measure, by_id

Judgment = Literal["consistent", "doubtful", "impossible"]

# Figures are quoted rounded; beyond that, up to a twentieth, a slip of the pen is likelier than another measure.
ROUNDING: Final = 0.005
SLIP: Final = 0.05

# A day in one time zone is partly the day before or after in another.
EDGE_S: Final = DAY_S


@dataclass(frozen=True)
class MeasureCheck:
    """A judgment with its reason, and the measures on that sector that were in force."""

    verdict: Judgment
    reason: str
    in_force: tuple[Measure, ...] = ()


def check_measure(
    measures: Sequence[Measure],
    adopted: Mapping[str, float],
    *,
    sector: str,
    direction: str,
    at_s: float,
    kind: str | None = None,
    cap: float | None = None,
    unit: str | None = None,
) -> MeasureCheck:
    """Whether a measure of a kind (any if None), with a cap of `cap` `unit`, was in force on a sector at a time.

    Args:
        measures: all that could be.
        adopted: resolution -> time of adoption, s after STARTEX (`force.nominal_adoption` for history).
        sector: id of the sector, such as `coal`.
        direction: export, import, finance, list or cargo, as the target sees it.
        at_s: the time of the claim, s after STARTEX.
        kind: ban, cap, freeze, list or inspection.
        cap: claimed amount of a cap, in `unit`.
        unit: `USD million`, `t` or `bbl`.

    Raises:
        InputError: a sector that no measure names, a cap without its unit or a unit that no cap has.
    """
    about = tuple(one for one in measures if sector in one.sectors and one.direction == direction)
    _require_known(measures, sector, kind, cap, unit)
    there = tuple(one for one in in_force(measures, adopted, at_s) if one in about)
    fitting = tuple(one for one in there if _is_kind(one, kind, cap))
    if fitting:
        verdict, reason = _judge(fitting, cap, unit)
        return MeasureCheck(verdict, reason, there)
    near = next((one for one in about if _is_kind(one, kind, cap) and _near(measures, adopted, one, at_s)), None)
    if near is not None:
        return MeasureCheck("doubtful", f"{_named(near)} begins or ends within a day of that time", there)
    claimed = [one for one in about if _is_kind(one, kind, cap)]
    reason = _why_not(measures, adopted, _likeliest(claimed, adopted, cap, unit), there, at_s)
    return MeasureCheck("impossible", reason, there)


def _require_known(
    measures: Sequence[Measure], sector: str, kind: str | None, cap: float | None, unit: str | None
) -> None:
    sectors = {name for measure in measures for name in measure.sectors}
    if sector not in sectors:
        raise InputError(
            "is not a sector of any measure", field="sector", value=sector, allowed=nearest(sector, sectors)
        )
    if cap is None:
        return
    if unit is None:
        raise InputError("is a cap without a unit", field="unit", allowed="one of " + ", ".join(UNITS.values()))
    if dimension(unit) not in UNITS:
        raise InputError("is not a unit of caps", field="unit", value=unit, allowed=", ".join(UNITS.values()))
    if kind not in (None, "cap"):
        raise InputError("has a cap as well", field="kind", value=kind, allowed="kind: cap")


def _is_kind(measure: Measure, kind: str | None, cap: float | None) -> bool:
    wanted = "cap" if cap is not None else kind
    return wanted is None or measure.kind == wanted


def _judge(fitting: Sequence[Measure], cap: float | None, unit: str | None) -> tuple[Judgment, str]:
    if cap is None or unit is None:
        return "consistent", f"{_named(min(fitting, key=lambda one: one.exempt))} was in force"
    claimed = to_si(cap, unit)
    limits = [(one, limit) for one in fitting for limit in one.caps if limit.dimension == dimension(unit)]
    if not limits:
        return "impossible", f"{_named(fitting[0])} has no limit in {unit}"
    measure, limit = min(limits, key=lambda pair: abs(pair[1].amount - claimed))
    amount, off = limit.amount / to_si(1.0, unit), abs(claimed / limit.amount - 1.0)
    said = f"{_named(measure)} caps at {amount:,.10g} {unit}"
    if off <= ROUNDING:
        return "consistent", said
    return ("doubtful" if off <= SLIP else "impossible"), f"{said}, not {cap:,.10g}"


def _near(measures: Sequence[Measure], adopted: Mapping[str, float], measure: Measure, at_s: float) -> bool:
    return any(measure in in_force(measures, adopted, at_s + shift) for shift in (-EDGE_S, EDGE_S))


def _likeliest(
    claimed: Sequence[Measure], adopted: Mapping[str, float], cap: float | None, unit: str | None
) -> list[Measure]:
    """What the claim may mean, best first: nearest in amount, then the latest."""

    def rank(measure: Measure) -> tuple[float, float]:
        amounts = [] if unit is None else [one.amount for one in measure.caps if one.dimension == dimension(unit)]
        off = 0.0 if cap is None or unit is None else abs(min(amounts, default=0.0) / to_si(cap, unit) - 1.0)
        return off, -measure.begins_s(adopted)

    return sorted(claimed, key=rank)


def _why_not(
    measures: Sequence[Measure],
    adopted: Mapping[str, float],
    claimed: Sequence[Measure],
    there: Sequence[Measure],
    at_s: float,
) -> str:
    present, known = by_id(there), by_id(measures)
    for one in claimed:
        heir = next((present[name] for name in successors(one, known) if name in present), None)
        if one.begins_s(adopted) > at_s:
            return f"{_named(one)} was not yet in force"
        if heir is not None:
            return f"{_named(one)} was replaced by {_named(heir)}{_since(heir, measures, adopted)}"
        return f"{_named(one)} had run out"
    names = ", ".join(_named(one) for one in there)
    return f"what was in force: {names}" if names else "no measure on it was in force"


def _named(measure: Measure) -> str:
    kind = "full ban" if measure.kind == "ban" and measure.exempt == 0 else measure.kind
    return f"the {kind} {measure.id}"


def _since(measure: Measure, measures: Sequence[Measure], adopted: Mapping[str, float]) -> str:
    late_s = adopted[measure.resolution] - nominal_adoption(measures)[measure.resolution]
    day = measure.adopted_on if 0 <= late_s < EDGE_S else ""
    return f" of {measure.resolution}" + (f", adopted on {day}" if day else "")
