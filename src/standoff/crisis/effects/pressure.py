"""Effects on sanctions: drafts before the Council, votes, how far a state carries measures out, and their easing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from standoff.base.errors import InputError
from standoff.base.evolve import evolve
from standoff.crisis import council
from standoff.crisis.change import Change
from standoff.crisis.council import CouncilState
from standoff.crisis.crisis import Crisis
from standoff.crisis.due import Due
from standoff.crisis.effects.act import Act, Result
from standoff.crisis.sanctions import state as sanctions
from standoff.crisis.sanctions.ledger import share_lost
from standoff.crisis.state import CrisisState, Stock


def draft(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> Result:
    """Table a draft, vote on it, or withdraw it. The vote is held when all who play have voted, or at its time."""
    name = act.parameters["draft"]
    papers, changes = _voiced(crisis, state, act, verb)
    state = evolve(state, council=papers)
    if verb == "table":
        vote_at_s = papers.papers[name].vote_at_s
        assert vote_at_s is not None
        return Result(state, tuple(changes), (Due(vote_at_s, "vote", act.actor, {"draft": name}),))
    if council.complete(crisis.council, papers, name, act.now_s):
        held = hold(crisis, state, name, act)
        return Result(held.state, (*changes, *held.changes), held.dues)
    return Result(state, tuple(changes))


def hold(crisis: Crisis, state: CrisisState, name: str, act: Act) -> Result:
    """The Council votes on a draft; an adopted resolution brings its measures."""
    when = f"{act.now_s:.0f}"
    uniforms = [act.draw("council", name, when, member.code) for member in crisis.council.members]
    papers, changes = council.hold(crisis.council, state.council, name, uniforms, act.now_s)
    after = evolve(state, council=papers)
    if papers.status(name) != "adopted":
        return Result(after, tuple(changes))
    adopted, _ = sanctions.adopt(state.sanctions, crisis.council.drafts[name].resolution, act.now_s)
    news = take_stock(crisis, replace(after, sanctions=adopted), act.now_s)
    return Result(news.state, (*changes, *news.changes), news.dues)


def no_draft(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> str | None:
    """Why a draft cannot be tabled, voted on or withdrawn now."""
    try:
        _voiced(crisis, state, act, verb)
    except InputError as error:
        return str(error)
    return None


def implement(crisis: Crisis, state: CrisisState, act: Act, verb: Mapping[str, Any]) -> Result:
    """The actor carries measures out to another degree, in one sector or in all."""
    asked = {**verb, **act.parameters}
    after, changes = sanctions.implement(
        state.sanctions, act.actor, float(asked["degree"]), act.now_s, asked.get("sector", sanctions.ALL_SECTORS)
    )
    news = take_stock(crisis, evolve(state, sanctions=after), act.now_s)
    return Result(news.state, (*changes, *news.changes), news.dues)


def ease(crisis: Crisis, state: CrisisState, act: Act, verb: Any) -> Result:
    """End a measure before its time."""
    name = act.parameters.get("measure")
    if name is None:
        return Result(state)
    after, changes = sanctions.ease(crisis.sanctions, state.sanctions, name, act.now_s)
    news = take_stock(crisis, evolve(state, sanctions=after), act.now_s)
    return Result(news.state, (*changes, *news.changes), news.dues)


def no_easing(crisis: Crisis, state: CrisisState, act: Act, verb: Any) -> str | None:
    """Why a measure cannot be eased: whether it is in force, and who imposed it."""
    name = act.parameters.get("measure")
    if name is None:
        return None
    if name not in state.stock.in_force:
        return f"{name} is not in force"
    by = next(measure.by for measure in crisis.sanctions.measures if measure.id == name)
    return None if by == act.actor else f"{name} was imposed by {by}; {act.actor} cannot ease it"


def no_degree(crisis: Crisis, state: CrisisState, act: Act, verb: Mapping[str, Any]) -> str | None:
    """Why measures cannot be carried out to this degree, or in this sector."""
    asked = {**verb, **act.parameters}
    degree, sector = asked.get("degree"), asked.get("sector")
    if not isinstance(degree, (int, float)) or not 0.0 <= degree <= 1.0:
        return f"{degree!r} is no degree of implementation: 0 (not at all) to 1 (in full)"
    known = {one for measure in crisis.sanctions.measures for one in measure.sectors}
    if sector is not None and sector not in known:
        return f"no measure is about the sector {sector!r}: {', '.join(sorted(known))}"
    return None


def take_stock(crisis: Crisis, state: CrisisState, now_s: float) -> Result:
    """Which measures are in force now, what is new of that, the income lost, and when that may change by itself."""
    before = state.stock
    changes: list[Change] = []
    in_force = sanctions.in_force_now(crisis.sanctions, state.sanctions, now_s)
    if before.taken:
        changes = sanctions.news(crisis.sanctions, before.in_force, state.sanctions, in_force)
    lost = {target: round(share_lost(crisis.sanctions, state.sanctions, target, now_s), 6) for target in crisis.traders}
    if before.taken:
        changes += [
            Change("income", {"lost": share, "before": before.lost[target]}, target)
            for target, share in lost.items()
            if share != before.lost[target]
        ]
    next_s = sanctions.next_change_s(crisis.sanctions, state.sanctions, now_s)
    stock = Stock(True, frozenset(measure.id for measure in in_force), lost, next_s)
    dues = () if next_s is None or next_s == before.next_s else (Due(next_s, "stock"),)
    return Result(evolve(state, stock=stock), tuple(changes), dues)


def _voiced(crisis: Crisis, state: CrisisState, act: Act, verb: str) -> tuple[CouncilState, list[Change]]:
    name = act.parameters["draft"]
    if verb == "table":
        return council.table(crisis.council, state.council, name, act.actor, act.now_s)
    if verb == "withdraw":
        return council.withdraw(crisis.council, state.council, name, act.actor)
    choice = "no" if verb == "veto" else act.parameters["vote"]
    return council.vote(crisis.council, state.council, name, act.actor, choice)
