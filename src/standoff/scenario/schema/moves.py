"""Orders: `launch` has fields of its own, every move of a crisis's catalogue is written alike."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

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

    fails: YesNo = Field(False, description="whether the missile fails under thrust for certain, as a past flight did")

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


Authority = Literal["commander", "minister", "head-of-government", "council"]


class CrisisOrder(OrderBase):
    """An order to take a move of the catalogue."""

    move: Text = Field(description="id of a move of the catalogue")
    target: Actor | None = Field(None, description="to whom it is done")
    says: Text | None = Field(None, description="what is said or done, in the project's own words")
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with", description="the move's parameters")
    by: Authority | None = Field(None, description="office that gives the order; the move's own authority if absent")

    def library_references(self) -> dict[str, str]:
        """The missile, if the order names one."""
        missile = self.parameters.get("missile")
        return {"with.missile": missile} if isinstance(missile, str) else {}


LAUNCH: Final = "launch"
_LAUNCH_FIELDS: Final = frozenset({"missile", "from", "to"})


def _kind_of_order(data: Any) -> str:
    # The tilde tells a tag from a field where a validator names both in one location.
    move = data.get("move") if isinstance(data, dict) else getattr(data, "move", None)
    return "~launch" if move == LAUNCH else "~crisis"


def _no_launch_by_another_name(data: Any) -> Any:
    if isinstance(data, dict) and data.get("move") != LAUNCH and _LAUNCH_FIELDS & data.keys():
        move = data.get("move")
        raise InputError("is not a known move", field="move", value=move, allowed=nearest(str(move), [LAUNCH]))
    return data


Order = Annotated[
    Annotated[LaunchOrder, Tag("~launch")] | Annotated[CrisisOrder, Tag("~crisis")],
    Discriminator(_kind_of_order),
    BeforeValidator(_no_launch_by_another_name),
]
