"""The block `crisis` as the domain's own objects, at a level or a design point."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from standoff.base.time import parse_utc
from standoff.crisis import council, drills, talks, threats
from standoff.crisis.agreements.agreement import Status
from standoff.crisis.agreements.clause import ClauseStatus
from standoff.crisis.cameo import Cameo
from standoff.crisis.condition import Vocabulary
from standoff.crisis.crisis import Crisis
from standoff.crisis.deployments import AWAY, Deployment
from standoff.crisis.drills import Drill, Force
from standoff.crisis.ladder import Ladder
from standoff.crisis.move import Effect, Move, Need
from standoff.crisis.sanctions.state import start
from standoff.crisis.threats import Threat
from standoff.crisis.tone import Tone
from standoff.crisis.view import VARIABLES
from standoff.scenario import schema
from standoff.scenario.agreements_of import begin_agreements, build_agreements, build_commitments, names_of
from standoff.scenario.cameo import cameo
from standoff.scenario.gazetteer import Gazetteer
from standoff.scenario.policies_of import Ground, begins_of, build_policies
from standoff.scenario.sanctions_of import awaited, build_council, build_sanctions
from standoff.scenario.schema.crisis import CrisisBlock, DeploymentBlock, DrillBlock, MoveBlock
from standoff.scenario.values import Values


def build_crisis(model: schema.ScenarioFile, block: CrisisBlock, values: Values, places: Gazetteer) -> Crisis:
    """The crisis; `values` stands at the scenario."""
    at, codes = values.under("crisis"), cameo()
    words, startex = vocabulary_of(model, block), parse_utc(model.startex)
    sanctions = build_sanctions(block, startex, at)
    agreements = build_agreements(block.agreements, at, words, model.seconds)
    tone = Tone(at.under("tone").si(block.tone.half_life, "half_life"))
    moves = {name: _move(name, move, at.under("moves", name), codes, words) for name, move in block.moves.items()}
    return Crisis(
        actors=tuple(model.actors),
        cameo=codes,
        vocabulary=words,
        tone=tone,
        ladder=Ladder(at.under("ladder").si(block.ladder.settle, "settle")),
        moves=moves,
        alliances=tuple(frozenset(alliance.members) for alliance in block.alliances.values()),
        alerts={actor: alert.level for actor, alert in block.alerts.items()},
        alert_names={actor: alert.names for actor, alert in block.alerts.items() if alert.names},
        threats={
            name: Threat(name, threat.title, threat.actor, threat.target, threat.plan, threat.status)
            for name, threat in block.threats.items()
        },
        drills={
            name: _drill(name, drill, model, at.under("drills", name), places) for name, drill in block.drills.items()
        },
        deployments={
            name: _deployment(name, unit, at.under("deployments", name), places)
            for name, unit in block.deployments.items()
        },
        values={name: at.under("values").si(quantity, name) for name, quantity in block.values.items()},
        council=build_council(block, model.actors, startex, at),
        sanctions=sanctions,
        adopted=start(sanctions, awaited(block)),
        agreements=agreements,
        concluded=begin_agreements(block.agreements, agreements, model.seconds),
        commitments=build_commitments(block.commitments, at, words),
        planners={name: plan.actor for name, plan in block.plans.items()},
        policies=build_policies(block.policies, at, Ground(words, moves, tone, block.games)),
        begins_s=begins_of(block.policies, model.seconds),
    )


def vocabulary_of(model: schema.ScenarioFile, block: CrisisBlock) -> Vocabulary:
    """What conditions of this scenario may name."""
    actors, moves = tuple(model.actors), tuple(block.moves)
    promised = names_of(block.agreements, block.commitments)
    known: Mapping[str, tuple[tuple[str, ...], ...]] = {
        "tone": (actors, actors),
        "talks": (actors, actors),
        "rung": (actors,),
        "score": (actors,),
        "alert": (actors,),
        "done": (actors, moves),
        "since": (actors, moves),
        "threat": (tuple(block.threats),),
        "drill": (tuple(block.drills),),
        "unit": (tuple(block.deployments),),
        "value": (tuple(block.values),),
        "measure": (tuple(block.measures),),
        "draft": (tuple(block.drafts),),
        "income": (tuple(block.trade),),
        "agreement": (tuple(promised["agreement"]),),
        "clause": (tuple(promised["clause"]),),
        "credibility": (tuple(promised["commitment"]),),
    }
    stations = {station for unit in block.deployments.values() for station in unit.stations}
    texts = {
        "threat": threats.STATUSES,
        "talks": talks.STATUSES,
        "drill": drills.STATUSES,
        "draft": council.STATUSES,
        "unit": (*sorted(stations), ""),
        "agreement": tuple(status.value for status in Status),
        "clause": tuple(status.value for status in ClauseStatus),
    }
    return _vocabulary(tuple(known.items()), tuple(texts.items()))


@lru_cache(maxsize=16)
def _vocabulary(
    known: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...], texts: tuple[tuple[str, tuple[str, ...]], ...]
) -> Vocabulary:
    """One vocabulary for all worlds of a scenario, so that its conditions are read once for a study's many points."""
    return Vocabulary(VARIABLES, dict(known), dict(texts))


def place_data(text: str, places: Gazetteer) -> dict[str, Any]:
    """A named place as an event tells it, to about a metre."""
    place = places.place(text)
    return {"name": text, "lat_deg": round(place.lat_deg, 5), "lon_deg": round(place.lon_deg, 5)}


def _move(name: str, block: MoveBlock, values: Values, codes: Cameo, words: Vocabulary) -> Move:
    return Move(
        id=name,
        title=block.title,
        cameo=block.cameo,
        weight=codes.weight(block.cameo),
        category=block.ladder,
        score=block.score,
        who=block.who,
        target=block.target,
        takes=block.takes,
        needs=tuple(Need(words.condition(need.condition), need.say) for need in block.needs),
        authority=block.authority,
        lead_time_s=values.si_or(block.lead_time, "lead_time", 0.0),
        duration_s=values.si_or(block.duration, "duration", 0.0),
        effects=tuple(Effect(kind, verb) for effect in block.effects for kind, verb in effect.items()),
        seen_by=block.seen_by,
    )


def _drill(name: str, block: DrillBlock, model: schema.ScenarioFile, values: Values, places: Gazetteer) -> Drill:
    people = [values.under("forces", index) for index in range(len(block.forces))]
    return Drill(
        id=name,
        title=block.title,
        kind=block.kind,
        actors=block.actors,
        start_s=model.seconds(block.start),
        end_s=model.seconds(block.end),
        place=None if block.place is None else place_data(block.place, places),
        forces=tuple(
            Force(force.actor, force.people.low, at.si(force.people, "people"), force.people.high)
            for force, at in zip(block.forces, people, strict=True)
        ),
        simulated=block.simulated,
        opposed_by=block.opposed_by,
        automatic=block.automatic,
    )


def _deployment(name: str, block: DeploymentBlock, values: Values, places: Gazetteer) -> Deployment:
    return Deployment(
        id=name,
        title=block.title,
        actor=block.actor,
        stations={station: place_data(place, places) for station, place in block.stations.items()},
        home=block.home or AWAY,
        travel_s=values.si_or(block.travel, "travel", 0.0),
        battery=block.unit,
        sensors=block.sensors,
    )
