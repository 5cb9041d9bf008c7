"""The blocks `crisis.measures`, `trade`, `implementation`, `council` and `drafts`: sanctions and who votes on them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from standoff.base.errors import InputError
from standoff.base.time import parse_utc
from standoff.crisis.council import YES_NEEDED
from standoff.crisis.sanctions.measure import COUNCIL
from standoff.scenario.schema.common import Actor, Block, Id, Label, Text, YesNo
from standoff.scenario.schema.quantity import ChosenDelay, Delay, Mass, Money, Probability, QuantityField

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def day_or_time(text: str, *, end: bool = False) -> datetime:
    """A day (its beginning in UTC, or its end) or a time with a zone, in UTC. Raises `InputError`."""
    if not _DAY.match(text):
        return parse_utc(text)
    day = parse_utc(f"{text}T00:00:00Z")
    return day + timedelta(days=1) if end else day


def _readable(text: str) -> str:
    day_or_time(text)
    return text


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Day = Annotated[str, AfterValidator(_readable)]
Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(_one_or_many),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
Volume = Annotated[Any, QuantityField("volume", above=0)]
Vote = Literal["yes", "no", "abstain"]


class CapBlock(Block):
    """Limits that hold all at once: the lower binds."""

    money: Money | None = Field(None, description="limit in money")
    mass: Mass | None = Field(None, description="limit in mass")
    volume: Volume | None = Field(None, description="limit in volume")
    per: Literal["year", "term"] = Field("year", description="for each year, or for the whole time in force")

    @model_validator(mode="after")
    def _some_limit(self) -> CapBlock:
        if self.money is None and self.mass is None and self.volume is None:
            raise InputError("has no limit", allowed="money, mass or volume, each with its unit")
        return self


class MeasureBlock(Block):
    """One thing that a resolution, or a state for itself, forbids, limits, lists or has inspected."""

    title: Text = Field(description="the measure in words")
    resolution: Id = Field(description="the decision that brings it, such as `unsc-2371`")
    target: Actor = Field(description="against whom it is directed")
    direction: Literal["export", "import", "finance", "list", "cargo"] = Field(
        description="what of the target's it concerns: exports, imports, finance, listed persons, cargo"
    )
    kind: Literal["ban", "cap", "freeze", "list", "inspection"] = Field(
        description="ban; cap: limited amounts; freeze: no more than at present; list: of persons; inspection"
    )
    sectors: Ids = Field(min_length=1, description="sectors that it covers; a cap is on all of them together")
    cap: CapBlock | None = Field(None, description="how much a cap allows")
    exempt: Probability | None = Field(None, description="share of the trade that a ban leaves free; none if absent")
    adopted: Day = Field(description="day or UTC time of adoption")
    start: Day | None = Field(None, alias="from", description="when it begins, if later than its adoption")
    until: Day | None = Field(None, description="its last day, or the UTC time at which it ends; never if absent")
    grace: Delay | None = Field(
        None, description="time after its beginning in which goods of earlier contracts may still move; none if absent"
    )
    superseded_by: Ids = Field((), description="measures that replace it while they are in force")
    by: Actor = Field(COUNCIL, description="who imposes it: UNO binds all states, a state itself alone")
    source: Text = Field(description="citation or key of `sources`, or `assumption` with a note")
    note: Text | None = Field(None, description="what it rests on")

    @model_validator(mode="after")
    def _fits_together(self) -> MeasureBlock:
        if self.kind == "cap" and self.cap is None:
            raise InputError("is a cap without an amount", field="kind", value="cap", allowed="cap: with a limit")
        if self.kind != "cap" and self.cap is not None:
            raise InputError("has limits", field="kind", value=self.kind, allowed="kind: cap")
        if self.kind != "ban" and self.exempt is not None:
            raise InputError("has an exempt share", field="kind", value=self.kind, allowed="kind: ban")
        if self.cap is not None and self.cap.per == "term" and self.until is None:
            raise InputError("is a cap for a term without an end", field="cap", allowed="until: DAY, or per: year")
        if self.source == "assumption" and self.note is None:
            raise InputError("is an assumption without a note", field="source", allowed="a note on what it rests on")
        if self.until is not None and self.starts() >= day_or_time(self.until, end=True):
            raise InputError("is not after its beginning", field="until", value=self.until, allowed="a later day")
        return self

    def starts(self) -> datetime:
        """When it begins if its resolution is adopted on its date."""
        adopted = day_or_time(self.adopted)
        return adopted if self.start is None else max(adopted, day_or_time(self.start))


class FlowBlock(Block):
    """Trade with one partner in one sector, in a year, without the measures of the scenario."""

    sector: Id = Field(description="the sector, as measures name it")
    partner: Actor = Field(description="the partner; OTH: all states that are not named")
    value: Money | None = Field(None, description="value in a year; exports need it")
    mass: Mass | None = Field(None, description="mass in a year")
    volume: Volume | None = Field(None, description="volume in a year")

    @model_validator(mode="after")
    def _some_amount(self) -> FlowBlock:
        if self.value is None and self.mass is None and self.volume is None:
            raise InputError("has no amount", allowed="value, mass or volume, each with its unit")
        return self


class TradeBlock(Block):
    """An actor's trade in a year, without the measures of the scenario."""

    year: Label | None = Field(None, description="the year that it is taken from")
    exports: dict[Id, FlowBlock] = Field(default_factory=dict, description="id -> what it sells")
    imports: dict[Id, FlowBlock] = Field(default_factory=dict, description="id -> what it buys")
    note: Text | None = Field(None, description="what the figures rest on")

    @model_validator(mode="after")
    def _exports_have_value(self) -> TradeBlock:
        for name, flow in self.exports.items():
            if flow.value is None:
                raise InputError("has no value", field=f"exports.{name}", allowed="value: in USD million")
        return self


class ImplementationBlock(Block):
    """How far an actor carries out what measures demand, at STARTEX: 0 not at all, 1 in full."""

    degree: Probability = Field(description="share of the demanded cut that it makes")
    sectors: dict[Id, Probability] = Field(default_factory=dict, description="sector -> its own degree")


class StanceBlock(Block):
    """How a member of the Council votes by itself."""

    yes: Probability = Field(description="probability that it votes yes")
    otherwise: Vote = Field("abstain", description="its vote else")


class MemberBlock(StanceBlock):
    """A seat on the Security Council."""

    title: Text = Field(description="name of the state")
    permanent: YesNo = Field(False, description="whether its no is a veto")


class CouncilBlock(Block):
    """The Security Council."""

    members: dict[Actor, MemberBlock] = Field(
        min_length=YES_NEEDED, description="code -> member, taking part in the scenario or not"
    )
    source: Text = Field(description="citation for the membership, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class DraftBlock(Block):
    """A draft resolution that may be tabled."""

    title: Text = Field(description="the draft in words")
    measures: Ids = Field((), description="the measures that it brings: all of one resolution")
    sponsor: Actor | None = Field(None, description="who drafted it")
    earliest: Day | None = Field(None, description="day or UTC time of the earliest vote; STARTEX if absent")
    notice: ChosenDelay | None = Field(None, description="time from tabling to the vote; none if absent")
    stances: dict[Actor, StanceBlock] = Field(
        default_factory=dict, description="member -> its stance on this draft, in place of its usual one"
    )
    source: Text | None = Field(None, description="citation or key of `sources`, or `assumption`")
    note: Text | None = Field(None, description="what it rests on")


class SanctionsBlocks(Block):
    """The part of the block `crisis` that is about sanctions."""

    measures_from: Ids = Field((), description="sets of measures that ship, to which the blocks here are added")
    measures: dict[Id, MeasureBlock] = Field(default_factory=dict, description="id -> measure")
    trade: dict[Actor, TradeBlock] = Field(default_factory=dict, description="target of measures -> its trade")
    implementation: dict[Actor, ImplementationBlock] = Field(
        default_factory=dict, description="who carries out measures -> how far; OTH: all states that are not named"
    )
    council: CouncilBlock | None = Field(None, description="the Security Council")
    drafts: dict[Id, DraftBlock] = Field(default_factory=dict, description="id -> draft resolution")
