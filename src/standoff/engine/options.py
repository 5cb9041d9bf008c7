"""What an actor could order: a menu of every move that it may take, with the targets and parameters that make sense."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.crisis.crisis import Crisis
from standoff.crisis.move import NO_TARGET, REQUIRED, Move
from standoff.crisis.parameters import LAUNCH, VOTES
from standoff.engine import statecraft
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order
from standoff.scenario.world import World

Parameters = Mapping[str, Any]

# Verbs about a clause that only those can do who owe it.
_OBLIGED: Final = ("perform", "breach", "suspend", "resume")


@dataclass(frozen=True)
class Option:
    """A move with its target and parameters. Equal ones have the same text, which names them."""

    move: str
    target: str | None = None
    parameters: Parameters = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Any]:
        """The option as the fields of an order."""
        asked = {"target": self.target, "with": dict(self.parameters)}
        return {name: value for name, value in asked.items() if value}

    def __str__(self) -> str:
        """`test-missile toward JPN (missile: hwasong-12)`."""
        toward = f" toward {self.target}" if self.target else ""
        told = ", ".join(f"{name}: {value}" for name, value in self.parameters.items())
        return f"{self.move}{toward}" + (f" ({told})" if told else "")


def options_of(scenario: Scenario, world: World, actor: str) -> tuple[Option, ...]:
    """The menu of an actor, in the order of the catalogue. An order off the menu may still be possible.

    Parameters that name something take every value that there is for this actor: its own threats, units and drills, the
    clauses that it owes, the drafts of the Council. Those that name nothing (a missile's flight, a degree) take the
    values with which the scenario itself, in history and rules, has the actor take this move; if they may be left out,
    they are. Targets are those whom what is named concerns. What could never be ordered is not on the menu.

    Args:
        scenario: the scenario as it was written.
        world: what it describes, with a crisis.
        actor: one of its actors.
    """
    crisis = world.crisis
    assert crisis is not None
    found: dict[str, Option] = {}
    for move in crisis.moves.values():
        if move.who and actor not in move.who:
            continue
        for parameters in _parameters(scenario, crisis, move, actor):
            for target in _targets(crisis, move, actor, parameters):
                option = Option(move.id, target, parameters)
                found.setdefault(json.dumps([option.move, option.fields], sort_keys=True), option)
    return tuple(option for option in found.values() if _possible(world, actor, option))


def _possible(world: World, actor: str, option: Option) -> bool:
    try:
        statecraft.require(world, Order("option", actor, option.move, 0.0, option.fields))
    except InputError:
        return False
    return True


def _targets(crisis: Crisis, move: Move, actor: str, parameters: Parameters) -> list[str | None]:
    if move.target == NO_TARGET:
        return [None]
    concerned = _concerned(crisis, move, parameters)
    others: list[str | None] = [
        one for one in crisis.actors if one != actor and (concerned is None or one in concerned)
    ]
    return others if move.target == REQUIRED else [None, *others]


def _concerned(crisis: Crisis, move: Move, parameters: Parameters) -> Collection[str] | None:
    """Whom what the parameters name concerns; None if that may be anybody."""
    for name, kind in (move.takes or {}).items():
        value = parameters.get(name)
        if value is None:
            continue
        match kind.removesuffix("?"):
            case "threat":
                return (crisis.threats[value].target,)
            case "commitment":
                return (crisis.commitments[value].beneficiary,)
            case "drill":
                return (*crisis.drills[value].actors, *crisis.drills[value].opposed_by)
            case "measure":
                return {measure.target for measure in crisis.sanctions.measures if measure.id == value}
            case "agreement":
                return crisis.agreements[value].signatories
            case "clause":
                agreement, _, clause = value.partition("/")
                owed = crisis.agreements[agreement].by_id[clause]
                return {*owed.obligors, *owed.beneficiaries} or crisis.agreements[agreement].signatories
    return None


def _parameters(scenario: Scenario, crisis: Crisis, move: Move, actor: str) -> Iterator[Parameters]:
    takes, names = move.takes or {}, _names(crisis, move, actor)
    if any(effect.kind == LAUNCH for effect in move.effects) or any(
        kind.removesuffix("?") not in names and not kind.endswith("?") for kind in takes.values()
    ):
        yield from _used(scenario, move.id, actor)
        return
    choices: list[list[tuple[str, Any] | None]] = []
    for name, kind in takes.items():
        values: list[tuple[str, Any] | None] = [(name, value) for value in names.get(kind.removesuffix("?"), ())]
        choices.append([None, *values] if kind.endswith("?") else values)
    for chosen in product(*choices):
        parameters = dict(pair for pair in chosen if pair is not None)
        if _fit(crisis, takes, parameters):
            yield parameters


def _fit(crisis: Crisis, takes: Mapping[str, str], parameters: Parameters) -> bool:
    """Whether a clause and a reading among the parameters belong together."""
    named = {kind.removesuffix("?"): parameters.get(name) for name, kind in takes.items()}
    clause, reading = named.get("clause"), named.get("reading")
    if clause is None or reading is None:
        return True
    agreement, _, part = clause.partition("/")
    readings = crisis.agreements[agreement].readings
    return reading in readings and readings[reading][0].clause == part


def _names(crisis: Crisis, move: Move, actor: str) -> dict[str, list[str]]:
    """Kind of parameter -> what there is of it for an actor and a move."""
    return {
        "threat": [name for name, threat in crisis.threats.items() if threat.actor == actor],
        "drill": _drills(crisis, move, actor),
        "unit": [name for name, unit in crisis.deployments.items() if unit.actor == actor],
        "draft": list(crisis.council.drafts),
        "vote": list(VOTES),
        "measure": [measure.id for measure in crisis.sanctions.measures],
        "agreement": [name for name, one in crisis.agreements.items() if actor in one.signatories],
        "clause": _clauses(crisis, move, actor),
        "reading": [reading for one in crisis.agreements.values() for reading in one.readings],
        "commitment": [name for name, one in crisis.commitments.items() if one.guarantor == actor],
        "actor": list(crisis.actors),
    }


def _drills(crisis: Crisis, move: Move, actor: str) -> list[str]:
    """Others' drills to call off, one's own to hold."""
    calls = any(effect.kind == "drill" and effect.verb == "call-to-shelve" for effect in move.effects)
    return [name for name, drill in crisis.drills.items() if (actor in drill.actors) != calls]


def _clauses(crisis: Crisis, move: Move, actor: str) -> list[str]:
    """The clauses about which an actor can do what the move does: those that it owes, or verifies, or signed."""
    verbs = {effect.verb for effect in move.effects if effect.kind == "clause"}
    return [
        f"{name}/{clause.id}"
        for name, one in crisis.agreements.items()
        for clause in one.clauses
        if (actor in clause.obligors or verbs.isdisjoint(_OBLIGED))
        and (actor == clause.verifier or "verify" not in verbs)
        and (actor in one.signatories or actor == clause.verifier)
    ]


def _used(scenario: Scenario, move: str, actor: str) -> Iterator[Parameters]:
    """The parameters with which the scenario itself has an actor take a move."""
    block = scenario.model.crisis
    assert block is not None
    for order in block.history:
        if order.move == move and order.actor == actor:
            yield order.parameters
    for policy in block.policies.get(actor, ()):
        for rule in getattr(policy, "rules", ()):
            if rule.move == move:
                yield rule.parameters
