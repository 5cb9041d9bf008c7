"""Orders on the timeline, one block per move; told apart by their field `move`.

A new move is a new block here and a new entry in `MOVES`; nothing else of the format changes.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from standoff.base.errors import InputError, nearest
from standoff.scenario.schema.common import (
    Actor,
    Block,
    Count,
    Id,
    MomentOrDuration,
    PlaceName,
    PlaceNames,
    Text,
    YesNo,
)
from standoff.scenario.schema.quantity import ChosenDelay, ChosenLength


class OrderBase(Block):
    """What every order has, whatever the move."""

    id: Id = Field(description="name of the order")
    at: MomentOrDuration = Field(
        description="when it is given: a UTC time, or an ISO 8601 duration after STARTEX (`PT20M`)"
    )
    actor: Actor = Field(description="who gives it")
    title: Text | None = Field(None, description="the order in words")
    source: Text | None = Field(None, description="citation, or `assumption`")
    note: Text | None = Field(None, description="what the order rests on")

    def library_references(self) -> dict[str, str]:
        """Field of the file -> library name in it."""
        return {}

    def place_references(self) -> dict[str, tuple[str, ...]]:
        """Field of the file -> places named in it."""
        return {}


class LaunchParameters(Block):
    """What an order to fire ballistic missiles says, from a timeline or from a person."""

    missile: Text = Field(description="library name of the missile")
    origin: PlaceName = Field(alias="from", description="launch point: a place's name or `LAT,LON`")
    target: PlaceNames = Field(
        alias="to", description="aim point, or one aim point per missile: a place's name or `LAT,LON`"
    )
    count: Count = Field(1, description="how many are fired")
    interval: ChosenDelay | None = Field(None, description="time between launches; all at once if absent")
    trajectory: Literal["minimum-energy", "lofted", "depressed"] | None = Field(
        None, description="kind of trajectory; minimum-energy if neither this nor `apogee` is given"
    )
    apogee: ChosenLength | None = Field(None, description="wanted greatest height, in place of `trajectory`")
    may_fail: YesNo = Field(
        True,
        description="whether a missile may fail under thrust, by its type's `reliability`; else all fly as planned",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.trajectory is not None and self.apogee is not None:
            raise InputError("has both trajectory and apogee", allowed="one of the two")
        if len(self.target) not in (1, self.count):
            raise InputError(
                "does not fit the count", field="to", value=len(self.target), allowed=f"1 or {self.count} aim points"
            )
        return self


class LaunchOrder(OrderBase, LaunchParameters):
    """Fire ballistic missiles."""

    move: Literal["launch"] = Field(description="the move")

    def library_references(self) -> dict[str, str]:
        """The missile."""
        return {"missile": self.missile}

    def place_references(self) -> dict[str, tuple[str, ...]]:
        """Launch point and aim points."""
        return {"from": (self.origin,), "to": self.target}


MOVES: Final[dict[str, type[OrderBase]]] = {"launch": LaunchOrder}


def _known_move(data: Any) -> Any:
    if isinstance(data, dict):
        move = data.get("move")
        if not isinstance(move, str) or move not in MOVES:
            raise InputError("is not a known move", field="move", value=move, allowed=nearest(str(move), MOVES))
    return data


# With a second move this becomes `Annotated[LaunchOrder | OtherOrder, Field(discriminator="move"), ...]`.
Order = Annotated[LaunchOrder, BeforeValidator(_known_move)]
