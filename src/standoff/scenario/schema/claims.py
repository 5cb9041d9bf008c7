"""The blocks `claims` and `sources`: what documents say, where they differ, and what in the scenario stands for it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from standoff.base.errors import InputError, nearest
from standoff.scenario.schema.common import Actor, Block, Count, Id, Label, PlaceName, Positive, Source, Text

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKDAYS: Final = get_args(Weekday)

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _day(text: str) -> str:
    try:
        if _DAY.match(text):
            date.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise InputError("is not a day", value=text, allowed="a day such as 2017-08-21")


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_TEXTS: Final = {"type": ["string", "array"], "items": {"type": "string", "minLength": 1}}

CalendarDay = Annotated[str, AfterValidator(_day)]
Keys = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), WithJsonSchema(_TEXTS)]
Representations = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), WithJsonSchema(_TEXTS)]


class Document(Source):
    """A source of a scenario: a publication, which may be a copy of another one."""

    derived_from: Keys = Field(
        (), description="sources of which it is a copy or a rewording: they are one witness, however many there are"
    )


class DistanceCheck(Block):
    """A claimed distance between two places, held against the geodesic."""

    kind: Literal["distance"] = Field(description="what is checked")
    start: PlaceName = Field(alias="from", description="one place")
    end: PlaceName = Field(alias="to", description="the other place")
    distance_km: Positive = Field(description="the claimed distance")

    def place_references(self) -> dict[str, str]:
        """Field of the file -> place named in it."""
        return {"from": self.start, "to": self.end}


class _WithoutPlaces(Block):
    def place_references(self) -> dict[str, str]:
        """None."""
        return {}


class FlightCheck(_WithoutPlaces):
    """A claimed range, apogee and time, held against the shortest time in vacuum."""

    kind: Literal["flight"] = Field(description="what is checked")
    range_km: Positive = Field(description="the claimed ground range")
    apogee_km: Positive = Field(description="the claimed greatest height")
    time_s: Positive = Field(description="the claimed time of flight")


class MeasureCheck(_WithoutPlaces):
    """A claimed cap or ban on a day, held against the measures of the crisis, each adopted on its stated day."""

    kind: Literal["measure"] = Field(description="what is checked")
    sector: Id = Field(description="sector of the measures, such as `coal`")
    direction: Literal["export", "import", "finance", "list", "cargo"] = Field(description="as the target sees it")
    date: CalendarDay = Field(description="day on which it is said to be in force")
    measure: Literal["ban", "cap", "freeze", "list", "inspection"] | None = Field(
        None, description="claimed kind of measure; any if absent"
    )
    cap: Positive | None = Field(None, description="claimed amount of a cap, in `unit`")
    unit: Text | None = Field(None, description="`USD million`, `t` or `bbl`")


class DurationCheck(_WithoutPlaces):
    """A claimed number of days between two days, held against the calendar."""

    kind: Literal["duration"] = Field(description="what is checked")
    start: CalendarDay = Field(alias="from", description="first day")
    end: CalendarDay = Field(alias="to", description="last day")
    days: Count = Field(description="the claimed number of days")

    @model_validator(mode="after")
    def _forward(self) -> DurationCheck:
        if self.end < self.start:
            raise InputError("is before the first day", field="to", value=self.end, allowed=f"{self.start} or later")
        return self


class WeekdayCheck(_WithoutPlaces):
    """A claimed day of the week, held against the calendar."""

    kind: Literal["weekday"] = Field(description="what is checked")
    date: CalendarDay = Field(description="the day")
    weekday: Weekday = Field(description="the claimed day of the week")


CHECKS: Final = {
    "distance": DistanceCheck,
    "flight": FlightCheck,
    "measure": MeasureCheck,
    "duration": DurationCheck,
    "weekday": WeekdayCheck,
}


def _known_check(data: Any) -> Any:
    if isinstance(data, dict):
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in CHECKS:
            raise InputError("is not a known check", field="kind", value=kind, allowed=nearest(str(kind), CHECKS))
    return data


def _kind_of_check(data: Any) -> str:
    # The tilde tells a tag from a field where a validator names both in one location.
    return f"~{data.get('kind') if isinstance(data, dict) else getattr(data, 'kind', None)}"


AnyCheck = DistanceCheck | FlightCheck | MeasureCheck | DurationCheck | WeekdayCheck
Check = Annotated[
    Annotated[DistanceCheck, Tag("~distance")]
    | Annotated[FlightCheck, Tag("~flight")]
    | Annotated[MeasureCheck, Tag("~measure")]
    | Annotated[DurationCheck, Tag("~duration")]
    | Annotated[WeekdayCheck, Tag("~weekday")],
    Discriminator(_kind_of_check),
    BeforeValidator(_known_check),
]


class ConflictBlock(Block):
    """Another claim of this file that says something else. Both are kept; none is preferred."""

    claim: Id = Field(description="the other claim")
    about: Text = Field(description="in what the two differ")


class ClaimBlock(Block):
    """What a source says, in the project's own words."""

    id: Id = Field(description="name of the claim")
    document: Text = Field(description="key of the source that makes it")
    paragraph: Label | None = Field(None, description="paragraph, page or row")
    date: Label | None = Field(None, description="the day that the claim is about")
    text: Text = Field(description="the claim in the project's own words")
    actors: tuple[Actor, ...] = Field((), description="whom it concerns, taking part or not")
    agrees_with: tuple[Id, ...] = Field(
        (), description="claims that say the same; said on either side, it holds for both"
    )
    conflicts_with: tuple[ConflictBlock, ...] = Field(
        (), description="claims that say something else; said on either side, it holds for both"
    )
    represented_by: Representations = Field(
        (),
        description="what in the scenario stands for it: references such as `history.ID` or `batteries.ID`, or words",
    )
    differs: Text | None = Field(None, description="what another source says instead, in words")
    check: Check | None = Field(None, description="a check that the models can do")
