"""What requests may hold: sizes and kinds, checked before anything else happens."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Name = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Cells = Annotated[list[Annotated[str, Field(min_length=1, max_length=20)]], Field(max_length=40)]
Fields = Annotated[dict[str, JsonValue], Field(max_length=40)]


class Body(BaseModel):
    """A body without fields that nobody knows."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Numbered(Body):
    """What a window of the browser sends: with its own count, so that nothing is applied twice or out of order."""

    tab: Name | None = Field(None, description="a name that the window gives itself")
    message: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None,
        description="the window's count of what it sent, from 1; sent again, it is answered again and not done twice",
    )


class Join(Body):
    """To sit down by a link."""

    link: Annotated[str, Field(min_length=1, max_length=400)]
    passphrase: Annotated[str, Field(max_length=400)] | None = None


class OrderBody(Numbered):
    """An order for the seat's own cell; control names the cell."""

    cell: Name | None = None
    move: Name
    target: Name | None = None
    says: Words | None = None
    with_: Fields | None = Field(None, alias="with")


class CancelBody(Numbered):
    """To take back an order that has not taken effect."""

    cell: Name | None = None
    order: Name


class MessageBody(Numbered):
    """Words to other cells; to nobody: to one's own cell alone."""

    cell: Name | None = None
    to: Cells = Field(default_factory=list)
    text: Words


class RequestBody(Numbered):
    """To ask control for something that no move does."""

    cell: Name | None = None
    text: Words


class PlayedByBody(Numbered):
    """To hand a cell to the policies of the scenario, or to take it back."""

    cell: Name | None = None
    played_by: Literal["people", "policy"]


class DraftBody(Body):
    """What a seat has written and not sent."""

    content: Fields
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = Field(
        0, description="of the draft that the writer saw last; 0 for a new one"
    )


class ClockBody(Numbered):
    """A command of the clock."""

    command: Literal["startex", "pausex", "resumex", "rate", "step", "jump"]
    rate: Annotated[float, Field(ge=1, le=3600, strict=False)] | None = None
    seconds: Annotated[float, Field(gt=0, le=2_592_000, strict=False)] | None = Field(None, description="of a step")


class EndBody(Numbered):
    """ENDEX before its time."""

    reason: Words | None = None


class InjectBody(Numbered):
    """An inject as the scenario's file describes one (`exercise.msel`)."""

    inject: Fields


class ReasonBody(Numbered):
    """Why."""

    reason: Words | None = None


class RulingBody(Numbered):
    """What becomes of a case of the adjudication queue."""

    on: Annotated[str, Field(min_length=1, max_length=300)]
    outcome: Name
    reason: Words


class AdjudicationBody(Numbered):
    """What control wants to rule on."""

    hold: Annotated[list[Name], Field(max_length=10)] = Field(default_factory=list)
    moves: Annotated[list[Name], Field(max_length=400)] = Field(default_factory=list)


class NoteBody(Numbered):
    """An observation or a lesson for the review."""

    text: Words
    note: Literal["observation", "lesson"] = "observation"
    about: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(None, description="event")
    cell: Name | None = None
    objective: Name | None = None


class SeatBody(Body):
    """A new seat."""

    role: Literal["control", "player", "observer"]
    cell: Name | None = None
    title: Annotated[str, Field(min_length=1, max_length=80)]
    passphrase: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    expires_at: Annotated[str, Field(max_length=40)] | None = Field(None, description="UTC time (ISO 8601)")


class BranchBody(Body):
    """To branch off at an event of the record."""

    event: Annotated[int, Field(ge=1, le=2**31 - 1)]
    title: Annotated[str, Field(min_length=1, max_length=120)]


class OpenBody(Body):
    """Whether players may see the review."""

    open: bool


class ContinueBody(Body):
    """To let the exercise run on without people, many times."""

    runs: Annotated[int, Field(ge=1, le=2000)] = 200
    from_s: Annotated[float, Field(ge=0, le=1e12, strict=False)] | None = Field(
        None, description="a moment of the exercise, seconds after STARTEX; now if it is left out"
    )


def data_of(body: Numbered, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a body says, under the names of the record, without the window's count and without what it leaves out."""
    left_out = {"tab", "message", *without}
    told = body.model_dump(by_alias=True, exclude_none=True)
    return {name: value for name, value in told.items() if name not in left_out}
