"""Where a crisis stands, as plain JSON: what `standoff run --json` adds for a scenario that has one."""

from __future__ import annotations

from typing import Any

from standoff.crisis import commitments
from standoff.crisis.agreements import summary as agreements
from standoff.crisis.crisis import Crisis
from standoff.crisis.ladder import NAMES
from standoff.crisis.sanctions import state as sanctions
from standoff.crisis.sanctions.ledger import ledger
from standoff.crisis.sanctions.trade import MONEY
from standoff.crisis.state import CrisisState


def crisis_summary(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, Any]:
    """Tone, ladder, measures in force, agreements, and what else stands between the actors `now_s` after STARTEX."""
    measures = sanctions.in_force_now(crisis.sanctions, state.sanctions, now_s)
    return {
        "tone": tone_matrix(crisis, state, now_s),
        "ladder": {actor: _place(crisis, state, actor, now_s) for actor in crisis.actors},
        "alerts": dict(state.alerts),
        "measures_in_force": [sanctions.described(measure, state.sanctions) for measure in measures],
        "agreements": {
            name: agreements.to_json(agreement, state.agreements[name]) for name, agreement in crisis.agreements.items()
        },
        "commitments": {
            name: commitments.to_json(one, state.commitments[name]) for name, one in crisis.commitments.items()
        },
        "threats_announced": dict(state.threats),
        "talks": {"-".join(pair): status for pair, status in sorted(state.talks.items())},
        "drills": {
            name: {"status": standing.status, "called_to_be_shelved_by": list(standing.called_by)}
            for name, standing in state.drills.items()
        },
        "deployed": {name: station or None for name, station in state.units.items()},
        "drafts": {name: state.council.status(name) for name in crisis.council.drafts},
        "income": {
            target: ledger(crisis.sanctions, state.sanctions, target, 0.0, now_s).as_dict() for target in crisis.traders
        },
        "tests": state.tests,
    }


def tone_matrix(crisis: Crisis, state: CrisisState, now_s: float) -> dict[str, dict[str, float]]:
    """Actor -> other actor -> tone of what the first did toward the second, to three decimals."""
    return {
        one: {
            other: round(crisis.tone.at(state.tones, (one, other), now_s), 3) + 0.0
            for other in crisis.actors
            if other != one
        }
        for one in crisis.actors
    }


def income_lost_usd(crisis: Crisis, state: CrisisState, now_s: float) -> float:
    """Export income that all targets of measures lost since STARTEX, in US dollars."""
    books = [ledger(crisis.sanctions, state.sanctions, target, 0.0, now_s) for target in crisis.traders]
    return sum(line.sum_without - line.sum_with for book in books for line in book.exports if line.dimension == MONEY)


def _place(crisis: Crisis, state: CrisisState, actor: str, now_s: float) -> dict[str, Any]:
    place = crisis.ladder.at(state.rungs[actor], now_s)
    return {"rung": place.rung, "name": NAMES[place.rung], "score": place.score, "highest": place.highest}
