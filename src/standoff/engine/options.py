"""What an actor could order: every move that it may take, with every target and every parameter that there is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from standoff.crisis.crisis import Crisis
from standoff.crisis.move import NO_TARGET, REQUIRED, Move
from standoff.crisis.parameters import VOTES
from standoff.engine.intake import unmet_need
from standoff.engine.play import Play
from standoff.engine.queue import Item
from standoff.engine.turn import Turn
from standoff.scenario.loading import Scenario
from standoff.scenario.orders import Order


@dataclass(frozen=True)
class Option:
    """A move with its target and parameters."""

    move: str
    target: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

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


def options_of(scenario: Scenario, crisis: Crisis, actor: str) -> tuple[Option, ...]:
    """Everything that an actor could order at some time, in the order of the catalogue.

    Parameters that name something (a drill, a draft, a unit) take every value that there is. Those that do not (a
    missile's flight, a degree) take the values that the scenario itself uses for this move, in its history and rules.
    """
    found: dict[str, Option] = {}
    for move in crisis.moves.values():
        if move.who and actor not in move.who:
            continue
        for target, parameters in product(_targets(crisis, move, actor), _parameters(scenario, crisis, move, actor)):
            option = Option(move.id, target, parameters)
            found.setdefault(json.dumps([option.move, option.fields], sort_keys=True), option)
    return tuple(found.values())


def refusal(playing: Play, order: Order) -> str | None:
    """Why an order would be refused if it were given now."""
    turn = Turn(playing.plans, playing.streams, playing.state, Item(playing.now_s, None))
    return unmet_need(turn, order)


def _targets(crisis: Crisis, move: Move, actor: str) -> list[str | None]:
    others: list[str | None] = [one for one in crisis.actors if one != actor]
    if move.target == NO_TARGET:
        return [None]
    return others if move.target == REQUIRED else [None, *others]


def _parameters(scenario: Scenario, crisis: Crisis, move: Move, actor: str) -> Iterator[Mapping[str, Any]]:
    takes, names = move.takes or {}, _names(crisis, actor)
    if any(effect.kind == "launch" for effect in move.effects) or any(
        kind.removesuffix("?") not in names and not kind.endswith("?") for kind in takes.values()
    ):
        yield from _used(scenario, move.id, actor)
        return
    choices: list[list[tuple[str, Any] | None]] = []
    for name, kind in takes.items():
        values: list[tuple[str, Any] | None] = [(name, value) for value in names.get(kind.removesuffix("?"), ())]
        choices.append([None, *values] if kind.endswith("?") else values)
    for chosen in product(*choices):
        yield dict(pair for pair in chosen if pair is not None)


def _names(crisis: Crisis, actor: str) -> dict[str, list[str]]:
    """Kind of parameter -> what there is of it for an actor: its own threats and units, everybody's drills."""
    return {
        "threat": [name for name, threat in crisis.threats.items() if actor in (threat.actor, threat.target)],
        "drill": list(crisis.drills),
        "unit": [name for name, unit in crisis.deployments.items() if unit.actor == actor],
        "draft": list(crisis.council.drafts),
        "vote": list(VOTES),
        "measure": [measure.id for measure in crisis.sanctions.measures],
        "agreement": list(crisis.agreements),
        "clause": [f"{name}/{clause.id}" for name, one in crisis.agreements.items() for clause in one.clauses],
        "commitment": [name for name, one in crisis.commitments.items() if one.guarantor == actor],
        "actor": list(crisis.actors),
    }


def _used(scenario: Scenario, move: str, actor: str) -> Iterator[Mapping[str, Any]]:
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
