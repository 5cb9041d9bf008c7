"""The block `crisis` of a scenario: what actors may do to one another, what is planned, and who plays whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from standoff.base.errors import InputError, nearest
from standoff.scenario.schema.agreements import AgreementBlock, CommitmentBlock
from standoff.scenario.schema.common import (
    Actor,
    Block,
    Id,
    MomentOrDuration,
    Number,
    PlaceName,
    Text,
    YesNo,
)
from standoff.scenario.schema.moves import Authority, CrisisOrder, LaunchOrder, OrderBase
from standoff.scenario.schema.policies import GameBlock, Policies
from standoff.scenario.schema.quantity import ChosenDelay, QuantityField
from standoff.scenario.schema.sanctions import SanctionsBlocks

# What the parameters of a move may name. A kind with a question mark behind it may be left out.
PARAMETER_KINDS: Final = (
    "threat", "drill", "unit", "station", "place", "draft", "vote", "measure", "agreement", "clause", "reading",
    "commitment", "plan", "missile", "actor", "number", "text", "flag", "quantity", "places",
)  # fmt: skip

# Effect -> the verbs that it may have; those that are no list of verbs take what `_effect` says.
EFFECTS: Final[dict[str, tuple[str, ...]]] = {
    "threat": ("announce", "suspend", "resume", "carry-out", "withdraw"),
    "talks": ("offer", "accept", "refuse", "open", "halt", "end"),
    "drill": ("announce", "begin", "end", "postpone", "shelve", "call-to-shelve"),
    "deploy": ("send", "withdraw"),
    "launch": ("test", "strike"),
    "raid": ("go",),
    "test": ("device",),
    "civil-protection": ("on", "off"),
    "draft": ("table", "vote", "veto", "withdraw"),
    "agreement": ("offer", "accept", "reject", "withdraw", "declare-collapse"),
    "clause": ("perform", "verify", "breach", "suspend", "resume", "claim"),
    "commitment": ("affirm", "weaken"),
    "alert": (),
    "implement": (),
    "ease": ("measure",),
    "set": (),
    "add": (),
}

Category = Literal[
    "status-quo", "de-escalation", "posturing", "non-violent-escalation", "violent-escalation", "nuclear"
]
Visibility = Literal["everyone", "actor", "parties", "allies"]


def _known_kinds(takes: dict[str, str]) -> dict[str, str]:
    for name, kind in takes.items():
        if kind.removesuffix("?") not in PARAMETER_KINDS:
            advice = nearest(kind, PARAMETER_KINDS)
            raise InputError("is not a kind of parameter", field=name, value=kind, allowed=advice)
    return takes


def _effect(data: Any) -> Any:
    if not isinstance(data, dict) or len(data) != 1:
        raise InputError("is not an effect", value=data, allowed="one of the effects with its verb, such as alert: 1")
    (name, verb), = data.items()  # fmt: skip
    if name not in EFFECTS:
        raise InputError("is not a known effect", field=str(name), value=name, allowed=nearest(str(name), EFFECTS))
    if EFFECTS[name] and verb not in EFFECTS[name]:
        raise InputError("is not a verb of this effect", field=name, value=verb, allowed=", ".join(EFFECTS[name]))
    if name in ("set", "add") and not (isinstance(verb, dict) and all(_is_number(value) for value in verb.values())):
        raise InputError("is not a mapping of values to numbers", field=name, value=verb, allowed="{NAME: number}")
    if name == "alert" and not _is_whole(verb["set"] if isinstance(verb, dict) and list(verb) == ["set"] else verb):
        raise InputError("is not a change of alert", field=name, value=verb, allowed="a step such as 1, or {set: 3}")
    if name == "implement" and not isinstance(verb, dict):
        raise InputError("is not a mapping", field=name, value=verb, allowed="{}, or what is fixed: {degree: 0.5}")
    if name == "implement" and "degree" in verb and not (_is_number(verb["degree"]) and 0 <= verb["degree"] <= 1):
        raise InputError("is no degree", field=f"{name}.degree", value=verb["degree"], allowed="0 to 1")
    return data


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _actors_or_any(data: Any) -> Any:
    return [] if data == "any" else data


Actors = Annotated[tuple[Actor, ...], BeforeValidator(_actors_or_any)]
Effect = Annotated[dict[str, Any], BeforeValidator(_effect)]
People = Annotated[Any, QuantityField("ratio", minimum=0, sourced=False)]


class NeedBlock(Block):
    """What must hold for a move."""

    condition: Text = Field(alias="if", description="CEL expression over the state of the crisis")
    say: Text = Field(description="the need in words, for whoever is refused")


class MoveBlock(Block):
    """A kind of action."""

    title: Text = Field(description="the move in words")
    cameo: Text = Field(description="CAMEO code; its Goldstein weight moves the tone from actor to target")
    ladder: Category = Field(description="category on the ladder of escalation")
    score: Number | None = Field(None, description="score on the ladder; the category's own if absent")
    who: Actors = Field((), description="actors who may take it; `any` or empty: all")
    target: Literal["required", "optional", "none"] = Field("none", description="whether it is done to an actor")
    takes: Annotated[dict[str, Text], AfterValidator(_known_kinds)] = Field(
        default_factory=dict, description="parameter -> kind, with a question mark behind it if it may be left out"
    )
    needs: tuple[NeedBlock, ...] = Field((), description="what must hold when it is ordered and when it takes effect")
    authority: Authority = Field("minister", description="lowest office that may approve it")
    lead_time: ChosenDelay | None = Field(None, description="time from order to effect; none if absent")
    duration: ChosenDelay | None = Field(None, description="how long it lasts; a moment if absent")
    effects: tuple[Effect, ...] = Field((), description="what it changes, beside tone and ladder")
    seen_by: Visibility = Field("everyone", description="who sees that it happens")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class ToneBlock(Block):
    """How long an action colors a relation."""

    half_life: Annotated[Any, QuantityField("time", above=0)] = Field(
        description="time in which half of an action's weight is forgotten"
    )


class LadderBlock(Block):
    """How fast actors come down the ladder by doing nothing."""

    settle: Annotated[Any, QuantityField("time", above=0)] = Field(
        description="quiet time after which an actor steps down one rung"
    )


class AlertBlock(Block):
    """An actor's alert level at STARTEX, 1 (normal) to 5 (highest)."""

    level: Annotated[int, Field(strict=True, ge=1, le=5)] = Field(description="level at STARTEX")
    names: tuple[Text, ...] = Field((), description="the actor's own names of the five levels, if it has any")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class PlanBlock(Block):
    """Launches that an actor holds ready: a raid that may come, or never comes."""

    title: Text = Field(description="the plan in words")
    actor: Actor = Field(description="whose it is")
    target: Actor | None = Field(None, description="against whom")
    scenario: Text | None = Field(None, description="scenario whose launches these are, in place of `orders`")
    orders: tuple[LaunchOrder, ...] = Field(
        (), description="the launches; `at` is a duration after the plan is carried out"
    )
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class ThreatBlock(Block):
    """Something that an actor says it may do."""

    title: Text = Field(description="the threat in words")
    actor: Actor = Field(description="who threatens")
    target: Actor = Field(description="who is threatened")
    plan: Id | None = Field(None, description="the plan that carries it out")
    status: Literal["none", "announced", "suspended"] = Field("none", description="where it stands at STARTEX")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class ForceBlock(Block):
    """People of one actor in a drill."""

    actor: Actor = Field(description="whose people")
    people: People = Field(description="how many")
    source: Text = Field(description="citation, or `assumption`")
    note: Text | None = Field(None, description="what the figure rests on")


class DrillBlock(Block):
    """A drill: forces, place, dates, kind."""

    title: Text = Field(description="its name")
    kind: Literal["live-fire", "command-post", "field", "flight", "naval"] = Field(description="what kind of drill")
    actors: tuple[Actor, ...] = Field(min_length=1, description="who takes part; the first one leads")
    place: PlaceName | None = Field(None, description="where: a place's name or `LAT,LON`")
    start: MomentOrDuration = Field(alias="from", description="planned beginning")
    end: MomentOrDuration = Field(alias="until", description="planned end")
    forces: tuple[ForceBlock, ...] = Field((), description="people by actor, as published")
    simulated: YesNo = Field(False, description="whether much of it is computer simulation")
    opposed_by: tuple[Actor, ...] = Field((), description="who wants it shelved")
    automatic: YesNo = Field(True, description="whether it begins and ends on its dates unless postponed or shelved")
    source: Text = Field(description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class DeploymentBlock(Block):
    """A unit that can be sent: a battery of the scenario with its sensors, and the stations where it can stand."""

    title: Text = Field(description="the unit in words")
    actor: Actor = Field(description="whose it is")
    unit: Id | None = Field(
        None, description="the battery that exists only where the unit stands; none: presence alone"
    )
    sensors: tuple[Id, ...] = Field((), description="sensors that go with it")
    stations: dict[Id, PlaceName] = Field(min_length=1, description="station -> place")
    home: Id | None = Field(None, description="station at STARTEX; away if absent")
    travel: ChosenDelay | None = Field(None, description="time from sending to arrival; none if absent")
    source: Text = Field(description="citation, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class AllianceBlock(Block):
    """Actors who see what the others of the alliance do among themselves."""

    title: Text = Field(description="its name")
    members: tuple[Actor, ...] = Field(min_length=2, description="its members")
    source: Text | None = Field(None, description="citation, or `assumption`")


class CrisisBlock(SanctionsBlocks):
    """A crisis between the actors of the scenario."""

    tone: ToneBlock = Field(description="tone between actors")
    ladder: LadderBlock = Field(description="ladder of escalation")
    alliances: dict[Id, AllianceBlock] = Field(default_factory=dict, description="id -> alliance")
    alerts: dict[Actor, AlertBlock] = Field(default_factory=dict, description="actor -> alert at STARTEX; 1 if absent")
    moves: dict[Id, MoveBlock] = Field(
        default_factory=dict, description="moves of this scenario, in front of the catalogue that ships"
    )
    threats: dict[Id, ThreatBlock] = Field(default_factory=dict, description="id -> threat")
    plans: dict[Id, PlanBlock] = Field(default_factory=dict, description="id -> launches held ready")
    drills: dict[Id, DrillBlock] = Field(default_factory=dict, description="id -> drill")
    deployments: dict[Id, DeploymentBlock] = Field(default_factory=dict, description="id -> unit that can be sent")
    values: dict[Id, Annotated[Any, QuantityField("ratio")]] = Field(
        default_factory=dict, description="the author's own variables: name -> value at STARTEX"
    )
    agreements: dict[Id, AgreementBlock] = Field(default_factory=dict, description="id -> package of clauses")
    commitments: dict[Id, CommitmentBlock] = Field(default_factory=dict, description="id -> promise to an ally")
    history: tuple[CrisisOrder, ...] = Field((), description="orders that the policy `scripted` gives, as it went")
    policies: Policies = Field(
        default_factory=dict, description="actor -> policies, all of which act; an actor without plays its history"
    )
    games: dict[Id, GameBlock] = Field(default_factory=dict, description="id -> game of the policies `deterrence`")

    def library_references(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every place of the block that names a library item, with the name."""
        for index, order in enumerate(self.history):
            yield from order_references(("history", index), order)
        for name, plan in self.plans.items():
            for index, launch in enumerate(plan.orders):
                yield from order_references(("plans", name, "orders", index), launch)
        for actor, blocks in self.policies.items():
            for index, block in enumerate(blocks):
                for place, rule in enumerate(getattr(block, "rules", ())):
                    missile = rule.parameters.get("missile")
                    if isinstance(missile, str):
                        yield ("policies", actor, index, "rules", place, "with", "missile"), missile


def order_references(path: tuple[str | int, ...], order: OrderBase) -> list[tuple[tuple[str | int, ...], str]]:
    """Every place of an order that names a library item, with the name."""
    return [((*path, *field.split(".")), name) for field, name in order.library_references().items()]
