"""The block `exercise` of a scenario: cells, objectives and the MSEL, for people who play it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from standoff.base.errors import InputError
from standoff.scenario.schema.common import Actor, Block, Count, Id, MomentOrDuration, YesNo

MOST_CHARACTERS: Final = 15_000
"""Longest text of an exercise: a cell of a spreadsheet holds twice that, counted as spreadsheets count."""

DEFAULT_RATE: Final = 60.0
CONTROL: Final = "Exercise control"

# What XML 1.0 does not allow, and so neither spreadsheets nor pages.
_UNPRINTABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _words(text: str) -> str:
    told = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not told:
        raise InputError("is empty", allowed="text")
    if len(told) > MOST_CHARACTERS:
        raise InputError("is too long", value=len(told), allowed=f"at most {MOST_CHARACTERS:,} characters")
    found = _UNPRINTABLE.search(told)
    if found is not None:
        raise InputError("holds a character that cannot be written", value=found[0], allowed="text")
    return told


def _in_order(columns: dict[str, str]) -> dict[str, str]:
    return dict(sorted(columns.items()))


# Text without blanks about it, so that it comes back from a spreadsheet as it went.
Words = Annotated[
    str,
    AfterValidator(_words),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}),
]
Rate = Annotated[float, Field(strict=True, ge=1, le=3600)]
Method = Literal["news", "intelligence", "telephone", "email", "meeting", "social-media", "other"]
ApprovalState = Literal["draft", "reviewed", "approved"]


class CellBlock(Block):
    """The people, or the policy, that play an actor."""

    brief: Words | None = Field(None, description="what the cell reads before STARTEX: its situation and its means")
    goals: tuple[Words, ...] = Field((), description="what it wants")
    seats: Count = Field(1, description="logins of the cell")
    people: YesNo = Field(
        True, description="whether people are expected; if not, its policy plays unless somebody takes it"
    )


class ObjectiveBlock(Block):
    """Something to reach or to avoid, and how the state of the world shows it."""

    id: Id = Field(description="name of the objective")
    title: Words = Field(description="the objective in words")
    cell: Actor | None = Field(None, description="whose it is; everybody's if absent")
    when: Words | None = Field(
        None, description="CEL expression over the state of the crisis: reached once it holds; judged by hand if absent"
    )
    by: MomentOrDuration | None = Field(None, description="until when it counts; ENDEX if absent")
    fails: YesNo = Field(False, description="whether reaching it is a failure: met if it never holds")
    source: Words | None = Field(None, description="citation, or `assumption`")
    note: Words | None = Field(None, description="what it rests on")


class InjectOrder(Block):
    """What an inject sets going in the world: an order, which goes through the same door as every order."""

    actor: Actor = Field(description="who acts")
    move: Id = Field(description="id of a move of the catalogue")
    target: Actor | None = Field(None, description="to whom it is done")
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with", description="the move's parameters")
    says: Words | None = Field(None, description="what is said or done, in the project's own words")


class InjectBlock(Block):
    """A planned event that is fed to cells: an entry of the MSEL."""

    id: Id = Field(description="name of the inject")
    number: Words | None = Field(
        None, description='the staff\'s number of it, such as 1.01; YAML wants it in quotes: `"1.01"`'
    )
    title: Words = Field(description="the inject in a few words: the headline that the cells read")
    at: MomentOrDuration | None = Field(
        None,
        description="when it is due: a UTC time, or a duration after STARTEX; with neither this nor `when` by hand",
    )
    when: Words | None = Field(
        None, description="CEL expression over the state of the crisis: due once it holds, in place of `at`"
    )
    after: MomentOrDuration | None = Field(None, description="`when` is looked at from then on; STARTEX if absent")
    until: MomentOrDuration | None = Field(None, description="`when` is looked at until then; ENDEX if absent")
    sender: Words = Field(
        CONTROL, alias="from", description="who it is from, as the cells read it; exercise control if absent"
    )
    to: tuple[Actor, ...] = Field((), description="cells that get it; all if empty")
    method: Method = Field("other", description="how it reaches them")
    text: Words = Field(description="what the cells read")
    expected: Words | None = Field(None, description="expected action of the cells; control alone reads it")
    objectives: tuple[Id, ...] = Field((), description="objectives that it serves")
    state: ApprovalState = Field("draft", description="how far the staff has got with it; a draft if absent")
    automatic: YesNo = Field(
        True, description="whether it fires by itself when due; if not it waits for control's hand"
    )
    orders: tuple[InjectOrder, ...] = Field((), description="what it sets going in the world")
    columns: Annotated[dict[Words, Words], AfterValidator(_in_order)] = Field(
        default_factory=dict, description="the staff's own columns: name -> text"
    )
    source: Words | None = Field(None, description="citation, or `assumption`")
    note: Words | None = Field(None, description="what it rests on")

    @model_validator(mode="after")
    def _one_occasion(self) -> InjectBlock:
        if self.at is not None and self.when is not None:
            raise InputError(
                "has both at and when", field="when", value=self.when, allowed="one of the two, or neither"
            )
        for name, moment in (("after", self.after), ("until", self.until)):
            if moment is not None and self.when is None:
                raise InputError("has no condition to look at", field=name, value=moment, allowed="only beside when")
        return self

    def plain(self) -> dict[str, Any]:
        """The block as a file writes it: fields in their order, those that stand at their defaults left out.

        Equal blocks give equal dicts, and a dict of this form comes back as it was from the block that is made of it.
        """
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class ExerciseBlock(Block):
    """An exercise: who plays, what for, and the MSEL."""

    title: Words = Field(description="name for people")
    summary: Words | None = Field(None, description="what it is about and for whom")
    served_as: Id | None = Field(
        None, description="variant that the exercise server plays if none is asked for; the base if absent"
    )
    rate: Rate = Field(
        DEFAULT_RATE, description="seconds of the exercise in one second, as proposed at STARTEX; 60 if absent"
    )
    cells: dict[Actor, CellBlock] = Field(
        default_factory=dict, description="actor -> cell; one without brief if absent"
    )
    objectives: tuple[ObjectiveBlock, ...] = Field((), description="what is to be reached or avoided")
    msel: tuple[InjectBlock, ...] = Field(
        (), description="the master scenario events list: injects, in any order of time"
    )

    def library_references(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every place of the block that names a library item, with the name."""
        for index, inject in enumerate(self.msel):
            for place, order in enumerate(inject.orders):
                missile = order.parameters.get("missile")
                if isinstance(missile, str):
                    yield ("msel", index, "orders", place, "with", "missile"), missile
