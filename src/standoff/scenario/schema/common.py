"""What all blocks of the file format share: strictness, names, texts, times, places and sources."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from standoff.base.errors import InputError, nearest
from standoff.base.time import parse_utc

FORMAT_VERSION: Final = 1

_DURATION: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z")


class Block(BaseModel):
    """A mapping of the file: only known fields, and frozen once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, use_attribute_docstrings=False)

    @model_validator(mode="before")
    @classmethod
    def _only_known_fields(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = _field_names(cls)
        for key in data:
            if key not in known:
                raise InputError("is not a known field", field=str(key), allowed=nearest(str(key), known))
        return data


def _field_names(block: type[BaseModel]) -> dict[str, None]:
    cached = _FIELD_NAMES.get(block)
    if cached is None:
        cached = {field.alias or name: None for name, field in block.model_fields.items()}
        _FIELD_NAMES[block] = cached
    return cached


_FIELD_NAMES: dict[type[BaseModel], dict[str, None]] = {}


def parse_duration(text: str) -> float:
    """Seconds in an ISO 8601 duration of days and shorter (`PT1H30M`). Raises `InputError`."""
    match = _DURATION.match(text)
    if match is None or not any(match.groups()):
        raise InputError("is not a duration", value=text, allowed="an ISO 8601 duration such as PT20M")
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return days * 86400.0 + hours * 3600.0 + minutes * 60.0 + seconds


def _moment(text: str) -> str:
    parse_utc(text)
    return text


def _moment_or_duration(text: str) -> str:
    if text.startswith("P"):
        parse_duration(text)
        return text
    try:
        parse_utc(text)
    except InputError as error:
        allowed = f"{error.allowed}; or a duration after STARTEX, e.g. PT6H"
        raise InputError(error.message, value=text, allowed=allowed) from None
    return text


def _version(value: Any) -> Any:
    if value != FORMAT_VERSION or isinstance(value, bool):
        message = "is a version of the file format that this program does not read"
        raise InputError(message, value=value, allowed=str(FORMAT_VERSION))
    return value


def _number_to_text(value: Any) -> Any:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Version = Annotated[int, BeforeValidator(_version), WithJsonSchema({"const": FORMAT_VERSION})]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Actor = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Text = Annotated[str, Field(min_length=1)]
# Years, paragraphs and the like are text even when an author leaves the quotes away.
Label = Annotated[str, BeforeValidator(_number_to_text), WithJsonSchema({"type": ["string", "number"]})]
Moment = Annotated[str, AfterValidator(_moment)]
MomentOrDuration = Annotated[str, AfterValidator(_moment_or_duration)]
PlaceName = Annotated[str, Field(min_length=1)]
PlaceNames = Annotated[
    tuple[PlaceName, ...],
    BeforeValidator(_one_or_many),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string", "minLength": 1}, "minItems": 1}),
]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180)]
Altitude = Annotated[float, Field(strict=True, ge=-500, le=50_000_000)]
Azimuth = Annotated[float, Field(strict=True, ge=0, lt=360)]
Count = Annotated[int, Field(strict=True, ge=1)]
CountOrNone = Annotated[int, Field(strict=True, ge=0)]
Positive = Annotated[float, Field(strict=True, gt=0)]
Number = Annotated[float, Field(strict=True)]
YesNo = Annotated[bool, Field(strict=True)]
Grade = Annotated[str, Field(pattern=r"^[A-F][1-6]$")]


class Source(Block):
    """A publication that stands behind facts of the file."""

    title: Text = Field(description="title of the document, data set or page")
    publisher: Text | None = Field(None, description="who published it")
    date: Label | None = Field(None, description="date of publication: year, year-month or day")
    grade: Grade | None = Field(
        None, description="Admiralty grade: reliability of the source A-F, credibility of the information 1-6"
    )
    url: Text | None = Field(None, description="where it can be read")
    note: Text | None = Field(None, description="what to know about it, for instance a garbled copy")
