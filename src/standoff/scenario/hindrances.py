"""What stands in the way of an order for good, whatever the state of the crisis: whose a thing is, and what cannot be.

The engine refuses such an order each time that it is given (`standoff.crisis.effects.OBSTACLES`). What is planned long
before it is given, such as the orders of an inject, is refused when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from standoff.crisis.condition import Vocabulary
from standoff.scenario.schema.crisis import CrisisBlock, MoveBlock
from standoff.scenario.schema.exercise import InjectOrder

# What the obligor of a clause does about it, or its verifier; for the rest the signatories have a say.
_OF_CLAUSES: Final = ("perform", "breach", "suspend", "resume", "verify")


class Hindrance(NamedTuple):
    """Why an order can never be carried out, and the parameter that is to blame; None: the actor is."""

    reason: str
    parameter: str | None = None


def hindrances(block: CrisisBlock, words: Vocabulary, move: MoveBlock, order: InjectOrder) -> Iterator[Hindrance]:
    """Each thing that stands in the way of an order whose move, target and parameters fit together."""
    view = {"self": order.actor, "target": order.target or ""}
    for need in move.needs:
        condition = words.condition(need.condition)
        if set(condition.names) <= view.keys() and not condition.holds(view):
            yield Hindrance(f"can never take this move: {need.say}")
    for effect in move.effects:
        for kind, verb in effect.items():
            if kind in _BY_EFFECT:
                yield from _BY_EFFECT[kind](block, order, verb)


def _threat(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:  # noqa: ARG001  (a row's shape)
    name = order.parameters.get("threat")
    if name is None:
        return
    threat = block.threats[name]
    if threat.actor != order.actor:
        yield Hindrance(f"is a threat of {threat.actor}, not of {order.actor}", "threat")
    elif order.target not in (None, threat.target):
        yield Hindrance(f"is a threat to {threat.target}, not to {order.target}", "threat")


def _drill(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:
    name = order.parameters.get("drill")
    if name is not None and verb != "call-to-shelve" and order.actor not in block.drills[name].actors:
        yield Hindrance(f"is a drill of {', '.join(block.drills[name].actors)}, not of {order.actor}", "drill")


def _unit(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:  # noqa: ARG001  (a row's shape)
    name, station = order.parameters.get("unit"), order.parameters.get("station")
    if name is None:
        return
    unit = block.deployments[name]
    if unit.actor != order.actor:
        yield Hindrance(f"is a unit of {unit.actor}, not of {order.actor}", "unit")
    elif station is not None and station not in unit.stations:
        yield Hindrance(f"is not a station of {name}: {', '.join(unit.stations)}", "station")


def _plan(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:  # noqa: ARG001  (a row's shape)
    name = order.parameters["plan"]
    if block.plans[name].actor != order.actor:
        yield Hindrance(f"is a plan of {block.plans[name].actor}, not of {order.actor}", "plan")


def _draft(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:
    sponsor = block.drafts[order.parameters["draft"]].sponsor
    seats = {} if block.council is None else block.council.members
    if verb == "withdraw" and sponsor not in (None, order.actor):
        yield Hindrance(f"is a draft of {sponsor}, not of {order.actor}", "draft")
    elif verb != "withdraw" and order.actor not in seats:
        yield Hindrance("has no seat on the Security Council")


def _degree(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:
    asked = {**verb, **order.parameters}
    sectors = {sector for measure in block.measures.values() for sector in measure.sectors}
    if not 0 <= asked.get("degree", 0) <= 1:
        yield Hindrance("is no degree of implementation: 0 (not at all) to 1 (in full)", "degree")
    if asked.get("sector") is not None and asked["sector"] not in sectors:
        yield Hindrance(f"is a sector that no measure is about: {', '.join(sorted(sectors))}", "sector")


def _measure(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:  # noqa: ARG001  (a row's shape)
    name = order.parameters.get("measure")
    if name is not None and block.measures[name].by != order.actor:
        yield Hindrance(f"was imposed by {block.measures[name].by}, not by {order.actor}", "measure")


def _agreement(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:
    parameter = "clause" if "clause" in order.parameters else "agreement"
    named = order.parameters.get(parameter)
    if named is None:
        yield Hindrance("names no agreement")
        return
    agreement = block.agreements[named.partition("/")[0]]
    if agreement.begins is not None and agreement.begins.status == "collapsed":
        yield Hindrance("has collapsed before STARTEX", parameter)
    elif verb not in _OF_CLAUSES and order.actor not in agreement.signatories:
        yield Hindrance(f"is between {', '.join(agreement.signatories)}, without {order.actor}", parameter)


def _clause(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:
    yield from _agreement(block, order, verb)
    named = order.parameters.get("clause")
    if named is None:
        return
    name, _, part = named.partition("/")
    clause = block.agreements[name].clauses[part]
    verifier = None if clause.verifier is None else clause.verifier.actor
    if verb == "verify" and verifier != order.actor:
        yield Hindrance(f"is verified by {verifier or 'nobody'}, not by {order.actor}", "clause")
    elif verb != "verify" and verb in _OF_CLAUSES and order.actor not in clause.obligor:
        yield Hindrance(f"binds {', '.join(clause.obligor)}, not {order.actor}", "clause")


def _commitment(block: CrisisBlock, order: InjectOrder, verb: Any) -> Iterator[Hindrance]:  # noqa: ARG001  (a row's shape)
    name = order.parameters.get("commitment")
    if name is None:
        return
    promise = block.commitments[name]
    if order.actor not in (promise.guarantor, promise.beneficiary):
        yield Hindrance(f"is between {promise.guarantor} and {promise.beneficiary}, not {order.actor}'s", "commitment")


_BY_EFFECT: Final[Mapping[str, Callable[[CrisisBlock, InjectOrder, Any], Iterator[Hindrance]]]] = {
    "threat": _threat,
    "drill": _drill,
    "deploy": _unit,
    "raid": _plan,
    "draft": _draft,
    "implement": _degree,
    "ease": _measure,
    "agreement": _agreement,
    "clause": _clause,
    "commitment": _commitment,
}
