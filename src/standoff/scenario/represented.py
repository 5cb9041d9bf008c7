"""What a claim became in the scenario: references such as `history.fire-and-fury` with what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.time import after, parse_utc
from standoff.scenario.schema.agreements import AgreementBlock
from standoff.scenario.schema.crisis import DrillBlock
from standoff.scenario.schema.moves import CrisisOrder, LaunchOrder
from standoff.scenario.schema.sanctions import MeasureBlock
from standoff.scenario.schema.scenario import BatteryBlock, ScenarioFile

_REFERENCE: Final = re.compile(r"([a-z_]+)\.([A-Za-z0-9-]+)(?:\.([A-Za-z0-9-]+))?\Z")

NOT_HERE: Final = "not in this variant"


@dataclass(frozen=True)
class Representation:
    """What stands for a claim: an entry of the scenario by its reference, or words alone (no reference)."""

    reference: str | None
    what: str


def represented(text: str, model: ScenarioFile) -> Representation:
    """A line of `represented_by` with what it stands for.

    Raises:
        InputError: a reference into a block that there is not, or to an entry that there is not. A variant may have
            taken entries out; there they are said to be missing.
    """
    match = _REFERENCE.match(text)
    if match is None:
        return Representation(None, text)
    block, name, part = match.groups()
    if block not in _BLOCKS:
        raise InputError(
            "is not in a block of scenarios", value=text, allowed=f"{nearest(block, _BLOCKS)} Or words with blanks"
        )
    entries = _entries(block, model)
    entry = entries.get(name)
    if entry is None:
        if model.variant is not None:
            return Representation(text, NOT_HERE)
        raise InputError(f"leads nowhere: there is no {name!r} in {block}", value=text, allowed=nearest(name, entries))
    return Representation(text, _part(entry, part, text) if part else _BLOCKS[block](name, entry, model))


def _entries(block: str, model: ScenarioFile) -> Mapping[str, Any]:
    """Id -> entry of a block, of the scenario itself or of its crisis."""
    found = getattr(model, block) if block in _OUTER else getattr(model.crisis, block, {})
    return found if isinstance(found, Mapping) else {entry.id: entry for entry in found}


def _part(entry: Any, part: str, text: str) -> str:
    """A part of an entry: so far only agreements have parts, their clauses."""
    if not isinstance(entry, AgreementBlock):
        raise InputError("names a part of what has no parts", value=text, allowed="the entry without it")
    clause = entry.clauses.get(part)
    if clause is None:
        allowed = nearest(part, entry.clauses)
        raise InputError(f"leads nowhere: there is no clause {part!r}", value=text, allowed=allowed)
    return f"clause of {entry.title}: {clause.action}"


def _titled(kind: str) -> Callable[[str, Any, ScenarioFile], str]:
    def told(name: str, entry: Any, _: ScenarioFile) -> str:
        return f"{kind}: {getattr(entry, 'title', None) or name}"

    return told


def _order(_: str, order: LaunchOrder | CrisisOrder, model: ScenarioFile) -> str:
    moment = after(parse_utc(model.startex), model.seconds(order.at))
    when = f"{moment.day} {moment:%b %Y %H:%M} UTC"
    if isinstance(order, LaunchOrder):
        return f"{when}, {order.actor} launches {order.count} {order.missile}{_colon(order.title)}"
    move = None if model.crisis is None else model.crisis.moves.get(order.move)
    who = order.actor if order.target is None else f"{order.actor} to {order.target}"
    title = order.move if move is None else f"{move.title} (CAMEO {move.cameo})"
    return f"{when}, {who}: {title}{_colon(order.says or order.title)}"


def _drill(_: str, drill: DrillBlock, model: ScenarioFile) -> str:
    startex = parse_utc(model.startex)
    first, last = (after(startex, model.seconds(moment)) for moment in (drill.start, drill.end))
    forces = ", ".join(f"{force.actor} {force.people.nominal:,.0f}" for force in drill.forces)
    days = f"{first.day} {first:%b} to {last.day} {last:%b %Y}"
    return f"{drill.kind} drill: {drill.title}, {days}{_colon(forces)}"


def _battery(_: str, battery: BatteryBlock, __: ScenarioFile) -> str:
    return f"battery of {battery.actor}: {battery.title or battery.id}, {battery.inventory} {battery.interceptor}"


def _measure(_: str, measure: MeasureBlock, __: ScenarioFile) -> str:
    until = "" if measure.until is None else f" until {measure.until}"
    return f"{measure.kind} of {measure.resolution}, adopted {measure.adopted}{until}: {measure.title}"


def _agreement(_: str, agreement: AgreementBlock, __: ScenarioFile) -> str:
    standing = "" if agreement.begins is None else f", {agreement.begins.status} at STARTEX"
    number = len(agreement.clauses)
    return f"agreement of {number} clause{'s' if number > 1 else ''}{standing}: {agreement.title}"


def _implementation(name: str, entry: Any, _: ScenarioFile) -> str:
    return f"how far {name} carries measures out at STARTEX: {entry.degree.nominal:g} of 1"


def _alert(name: str, entry: Any, _: ScenarioFile) -> str:
    return f"alert of {name} at STARTEX: level {entry.level} of 5"


def _policies(name: str, entry: Any, _: ScenarioFile) -> str:
    return f"policies of {name}: {', '.join(policy.kind for policy in entry)}"


def _trade(name: str, entry: Any, _: ScenarioFile) -> str:
    return f"trade of {name}: {len(entry.exports)} exports, {len(entry.imports)} imports"


def _value(name: str, entry: Any, _: ScenarioFile) -> str:
    return f"value {name}: {entry.nominal:g} at STARTEX"


def _colon(text: str | None) -> str:
    return f": {text}" if text else ""


_OUTER: Final[Mapping[str, Callable[[str, Any, ScenarioFile], str]]] = {
    "actors": _titled("actor"),
    "places": _titled("place"),
    "sensors": _titled("sensor"),
    "batteries": _battery,
    "timeline": _order,
}
_BLOCKS: Final[Mapping[str, Callable[[str, Any, ScenarioFile], str]]] = {
    **_OUTER,
    "history": _order,
    "moves": _titled("move"),
    "threats": _titled("threat"),
    "plans": _titled("plan"),
    "drills": _drill,
    "deployments": _titled("unit that can be sent"),
    "agreements": _agreement,
    "commitments": _titled("commitment"),
    "measures": _measure,
    "drafts": _titled("draft resolution"),
    "implementation": _implementation,
    "trade": _trade,
    "alliances": _titled("alliance"),
    "alerts": _alert,
    "policies": _policies,
    "games": _titled("game"),
    "values": _value,
}
