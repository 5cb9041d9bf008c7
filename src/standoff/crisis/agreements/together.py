"""The agreements of a crisis together: an order's parameters to a deed, time and the world to all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from standoff.crisis.agreements import course, deeds
from standoff.crisis.agreements.agreement import Agreement
from standoff.crisis.agreements.deed import Deed
from standoff.crisis.agreements.state import AgreementState
from standoff.crisis.change import Change

Agreements = Mapping[str, Agreement]
States = Mapping[str, AgreementState]


def named(parameters: Mapping[str, Any]) -> str | None:
    """The agreement that an order is about: its own parameter, or the first half of `clause: AGREEMENT/CLAUSE`."""
    if "clause" in parameters:
        return str(parameters["clause"]).partition("/")[0]
    agreement = parameters.get("agreement")
    return None if agreement is None else str(agreement)


def deed_of(verb: str, actor: str, parameters: Mapping[str, Any], says: str = "", chance: float = 0.0) -> Deed:
    """What an order asks for: parameters `clause`, `reading` and `in_full`."""
    clause = parameters.get("clause")
    return Deed(
        verb=verb,
        actor=actor,
        clause=None if clause is None else str(clause).partition("/")[2],
        reading=parameters.get("reading"),
        in_full=bool(parameters.get("in_full", True)),
        says=says,
        chance=chance,
    )


def obstacle(
    agreements: Agreements, states: States, verb: str, actor: str, parameters: Mapping[str, Any]
) -> str | None:
    """Why an order cannot be carried out now, in words; None if it can. One that names no agreement changes none."""
    name = named(parameters)
    if name is None:
        return None
    if name not in agreements:
        return f"{name!r} is not an agreement of this scenario"
    return deeds.obstacle(agreements[name], states[name], deed_of(verb, actor, parameters))


def take(
    agreements: Agreements,
    states: States,
    verb: str,
    actor: str,
    parameters: Mapping[str, Any],
    now_s: float,
    draw: Callable[[], float],
    says: str = "",
) -> tuple[States, list[Change]]:
    """Carry out an order about an agreement or a clause. `draw` gives a uniform number; only `verify` asks for one."""
    name = named(parameters)
    if name is None or name not in agreements:
        return states, []
    chance = draw() if verb == "verify" else 0.0
    deed = deed_of(verb, actor, parameters, says, chance)
    state, changes = deeds.apply(agreements[name], states[name], deed, now_s)
    return {**states, name: state}, changes


def refresh(
    agreements: Agreements, states: States, now_s: float, view: Mapping[str, Any]
) -> tuple[States, list[Change]]:
    """What has come due in all of them by `now_s`; the same mapping if nothing changed."""
    moved: dict[str, AgreementState] = {}
    told: list[Change] = []
    for name, agreement in agreements.items():
        state, changes = course.refresh(agreement, states[name], now_s, view)
        told += changes
        if state is not states[name]:
            moved[name] = state
    return ({**states, **moved} if moved else states), told


def next_deadline(agreements: Agreements, states: States) -> float | None:
    """When `refresh` must be called though nothing happens."""
    times = [course.next_deadline(agreement, states[name]) for name, agreement in agreements.items()]
    return min((time for time in times if time is not None), default=None)
