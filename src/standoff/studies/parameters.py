"""Which quantities a study varies, and between which values.

A parameter is a quantity of the scenario or of a library item that it uses, with the range in which it is varied. All
values are in the quantity's own unit, as in a design point (`standoff.scenario.values.Point`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import Quantity, dimension, to_si, units_of
from standoff.scenario import schema
from standoff.scenario.loading import Scenario
from standoff.scenario.schema.quantity import QuantityField
from standoff.scenario.values import quantities
from standoff.studies import limits

NOTHING: Final = "none"
"""The word that varies nothing, in place of a path."""

_READ: Final = "a quantity of the defense, of a missile or of the crisis"
# Of a crisis: not varied unless named.
_NO_DEFAULTS: Final = ("moves.*", "drills.*", "deployments.*", "measures.*", "trade.*", "*.within")

_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf|infinity)"
_RANGE: Final = re.compile(rf"\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*(\S.*?)?\s*\Z", re.IGNORECASE)
_FORM: Final = "PATH=LOW..HIGH with a unit behind it if it is not the quantity's own, such as {path}={low:g}..{high:g}"


@dataclass(frozen=True)
class Parameter:
    """A quantity that is varied: its path, and low < high in `unit` (its own), with the nominal value between."""

    path: str
    low: float
    nominal: float
    high: float
    unit: str


def chosen(scenario: Scenario, vary: Sequence[str]) -> tuple[Parameter, ...]:
    """The parameters that texts name, in the order of the texts; a later text for the same path wins.

    A text is `PATH` (the quantity's own low to high), `PATH=LOW..HIGH` with an optional unit behind, or either with `*`
    in the path, which stands for any characters (`library.sm-3-*.kill_probability`, `library.thaad.*`). The one text
    `none` varies nothing. The nominal value of a range given here is the quantity's own, or the nearer end.

    Raises:
        InputError: an unknown path (with the nearest one), a quantity that no run reads, a range with low above high,
            not a number, without width or outside what the file format allows, a unit of another dimension, or a `*`
            that meets no quantity with a range.
    """
    if list(vary) == [NOTHING]:
        return ()
    known = {path: quantity for path, quantity in quantities(scenario).items() if path in _read(scenario)}
    rules = limits.fields(scenario)
    found: dict[str, Parameter] = {}
    for text in vary:
        path, given, ends = (part.strip() for part in text.partition("="))
        if path == NOTHING:
            raise InputError("stands alone", field="--vary", value=NOTHING, allowed="none, or paths, not both")
        for one in _matching(scenario, path, known, ranged=not given):
            found[one] = _given(one, known[one], ends, rules) if given else _own(one, known[one])
    return tuple(found.values())


def default_parameters(scenario: Scenario, within: Iterable[str] | None = None) -> tuple[Parameter, ...]:
    """What is varied if nothing is chosen: every range of the crisis, if there is one; else those of the defense.

    Of a crisis that is how its actors judge and react, how far they carry out measures and what they think of promises:
    what nobody outside knows. What is reported or agreed stays (texts of resolutions, trade, forces in drills), and so
    do the times that moves, journeys and clauses take. The defense stays too: it matters in the rare run that comes to
    a raid, and its geometry would have to be worked out anew at every point.

    Of the defense that is interceptors, the radars that some battery uses and the batteries' own times; of missiles the
    radar cross-section, and the reliability of those that may fail. The body of a missile (stages, payload, diameter,
    reentry, ascent) stays: its values were fitted together to reported flights, and moved one by one they describe a
    missile that flew none of them. Impact scatter stays too: it moves where a warhead falls, not whether it arrives.

    Args:
        scenario: the scenario.
        within: of the defense alone, and only quantities at or below these paths (`library.thaad`, `batteries.kongo`).
    """
    read = _read(scenario)
    ranged = {path: one for path, one in quantities(scenario).items() if one.low < one.high and path in read}
    if within is None and scenario.model.crisis is not None:
        return tuple(_own(path, quantity) for path, quantity in ranged.items() if _is_of_crisis(path))
    prefixes = None if within is None else tuple(within)
    moving = _Moving(limits.sensors_used(scenario), _may_fail(scenario))
    return tuple(
        _own(path, quantity)
        for path, quantity in ranged.items()
        if _is_default(scenario, path, moving)
        and (prefixes is None or any(path == prefix or path.startswith(f"{prefix}.") for prefix in prefixes))
    )


def as_parameters(scenario: Scenario, vary: Sequence[str] | None) -> tuple[Parameter, ...]:
    """What a user asked for: the default if nothing was said, else what was chosen."""
    return chosen(scenario, vary) if vary else default_parameters(scenario)


def _read(scenario: Scenario) -> frozenset[str]:
    return limits.quantities_read(scenario)


@dataclass(frozen=True)
class _Moving:
    """Library names of the sensors that batteries use, and of the missiles that may fail."""

    sensors: frozenset[str]
    failing: frozenset[str]


def _is_of_crisis(path: str) -> bool:
    """Whether a quantity of a crisis is a matter of judgment, not of report, of a text, or of time that things take."""
    head, _, rest = path.partition(".")
    return head == "crisis" and not any(fnmatchcase(rest, pattern) for pattern in _NO_DEFAULTS)


def _is_default(scenario: Scenario, path: str, moving: _Moving) -> bool:
    head, *rest = path.split(".")
    if head == "batteries":
        return True
    if head != "library":
        return False
    name, rest = rest[0], rest[1:]
    item = scenario.items[name]
    if isinstance(item, (schema.Radar, schema.Infrared)):
        return name in moving.sensors
    if not isinstance(item, schema.Missile):
        return True
    return rest[0] == "radar_cross_section" or (rest[0] == "reliability" and name in moving.failing)


def _may_fail(scenario: Scenario) -> frozenset[str]:
    """Missile types of which at least one launch may fail."""
    orders = scenario.model.timeline
    return frozenset(
        str(name)
        for order in orders
        if getattr(order, "may_fail", False)
        for name in order.library_references().values()
    )


def _matching(scenario: Scenario, path: str, known: Mapping[str, Quantity], *, ranged: bool) -> Iterator[str]:
    if "*" in path or "?" in path:
        every = [one for one in known if fnmatchcase(one, path)]
        found = [one for one in every if known[one].low < known[one].high] if ranged else every
        if not found:
            message = "meets only quantities without a range" if every else "meets no quantity"
            allowed = "PATH=LOW..HIGH gives one a range" if every else "see standoff library NAME for the paths"
            raise InputError(message, field="--vary", value=path, allowed=allowed)
        yield from found
        return
    if path not in known:
        if path in quantities(scenario):
            message = "is a quantity that no run reads: nothing would follow from varying it"
            raise InputError(message, field="--vary", value=path, allowed=_READ)
        raise InputError("leads to no quantity", field="--vary", value=path, allowed=_nearest(path, known))
    yield path


def _nearest(path: str, known: Iterable[str]) -> str:
    advice = nearest(path, known)
    return advice if advice.startswith("did you mean") else "a path such as library.thaad.divert; see standoff library"


def _own(path: str, quantity: Quantity) -> Parameter:
    if not quantity.low < quantity.high:
        example = _FORM.format(path=path, low=quantity.low / 2, high=quantity.high)
        raise InputError("has no range of its own", field="--vary", value=path, allowed=example)
    return Parameter(path, quantity.low, quantity.nominal, quantity.high, quantity.unit)


def _given(path: str, quantity: Quantity, ends: str, rules: Mapping[str, QuantityField]) -> Parameter:
    field = f"--vary {path}"
    match = _RANGE.match(ends)
    if match is None:
        allowed = _FORM.format(path=path, low=quantity.low, high=quantity.high)
        raise InputError("is not a range", field=field, value=ends, allowed=allowed)
    unit = match[3] or quantity.unit
    _require_unit(field, unit, quantity)
    scale = 1.0 if unit == quantity.unit else to_si(1.0, unit) / to_si(1.0, quantity.unit)
    low, high = (float(match[group]) * scale for group in (1, 2))
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError("is not a range of finite numbers", field=field, value=ends, allowed="two finite numbers")
    if low > high:
        raise InputError("has its low end above its high end", field=field, value=ends, allowed="LOW..HIGH")
    if low == high:
        raise InputError("is one value, not a range", field=field, value=ends, allowed=f"--set {path}=VALUE holds it")
    nominal = min(max(quantity.nominal, low), high)
    limits.require_allowed(field, rules[path], Quantity(low, nominal, high, quantity.unit, quantity.source))
    return Parameter(path, low, nominal, high, quantity.unit)


def _require_unit(field: str, unit: str, quantity: Quantity) -> None:
    wanted = dimension(quantity.unit)
    allowed = "one of " + ", ".join(units_of(wanted))
    try:
        found = dimension(unit)
    except InputError:
        raise InputError("has an unknown unit", field=field, value=unit, allowed=allowed) from None
    if found != wanted:
        message = f"has a unit of {found} where {wanted} is wanted"
        raise InputError(message, field=field, value=unit, allowed=allowed)
