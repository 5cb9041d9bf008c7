"""How a quantity is written in a file: `{low, nominal, high, unit, source, note}` or `{value, unit, source, note}`.

Fields of models are annotated with `QuantityField`, which checks dimension, order, bounds and provenance and gives a
`standoff.base.quantity.Quantity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import ASSUMPTION, Quantity, dimension, to_si, units_of

CHOICE: Final = "choice of the scenario"
"""The source of a quantity that a scenario may give without one: an order's interval, the length of the game."""

_RANGE: Final = ("low", "nominal", "high")
_KNOWN: Final = (*_RANGE, "value", "unit", "source", "note")
_FORMS: Final = "{low, nominal, high, unit, source} or {value, unit, source}"


@dataclass(frozen=True)
class QuantityField:
    """What a quantity may be: its dimension, and its bounds in `unit` (the first unit of the dimension by default)."""

    dimension: str
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    unit: str = ""
    sourced: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read by one plain function; write back as the mapping."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Two shapes with the units of the dimension."""
        number = {"type": "number", **self._json_bounds()}
        common: dict[str, Any] = {
            "unit": {
                "enum": [*units_of(self.dimension), *([1] if self.dimension == "ratio" else [])],
                "description": f"a unit of {self.dimension}",
            },
            "source": {"type": "string", "minLength": 1, "description": "citation, or `assumption` with a note"},
            "note": {"type": "string", "description": "what the value rests on"},
        }
        needed = ["unit", "source"] if self.sourced else ["unit"]
        shapes = [
            {"properties": {**dict.fromkeys(_RANGE, number), **common}, "required": [*_RANGE, *needed]},
            {"properties": {"value": number, **common}, "required": ["value", *needed]},
        ]
        return {
            "type": "object",
            "title": f"quantity of {self.dimension}, {self.allowed()}" + ("" if self.sourced else ", source optional"),
            "oneOf": [{**shape, "additionalProperties": False} for shape in shapes],
            "if": {"properties": {"source": {"const": ASSUMPTION}}, "required": ["source"]},
            "then": {"required": ["note"]},
        }

    def read(self, data: Any) -> Quantity:
        """Check the mapping and turn it into a `Quantity`. Raises `InputError` with the sub-field."""
        if isinstance(data, Quantity):
            return data
        if not isinstance(data, Mapping):
            raise InputError("is a bare value", value=data, allowed=f"{_FORMS} with a unit of {self.dimension}")
        for key in data:
            if key not in _KNOWN:
                raise InputError("is not a known field", field=key, allowed=nearest(key, _KNOWN))
        unit = self._unit(data)
        low, nominal, high = self._numbers(data, unit)
        source, note = self._provenance(data)
        if not low <= nominal <= high:
            raise InputError(
                "low, nominal and high are out of order", value=(low, nominal, high), allowed="low <= nominal <= high"
            )
        return Quantity(low, nominal, high, unit, source, note)

    def _unit(self, data: Mapping[str, Any]) -> str:
        allowed = "one of " + ", ".join(units_of(self.dimension))
        unit = data.get("unit")
        if unit is None:
            raise InputError("has no unit", allowed=allowed)
        unit = str(unit)
        try:
            found = dimension(unit)
        except InputError:
            raise InputError("is not a known unit", field="unit", value=unit, allowed=allowed) from None
        if found != self.dimension:
            message = f"is a unit of {found} where {self.dimension} is wanted"
            raise InputError(message, field="unit", value=unit, allowed=allowed)
        return unit

    def _numbers(self, data: Mapping[str, Any], unit: str) -> tuple[float, float, float]:
        given = [name for name in _RANGE if name in data]
        if "value" in data:
            if given:
                raise InputError(f"has value as well as {' and '.join(given)}", allowed=_FORMS)
            value = self._number("value", data["value"], unit)
            return value, value, value
        for name in _RANGE:
            if name not in data:
                message = f"has no {name}" if given else "has no number"
                raise InputError(message, allowed=_FORMS)
        low, nominal, high = (self._number(name, data[name], unit) for name in _RANGE)
        return low, nominal, high

    def _number(self, name: str, value: Any, unit: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InputError("is not a number", field=name, value=value, allowed=f"a number in {unit}")
        number, base = float(value), self.bounds_unit
        # Compared in the unit of the bounds; the slack forgives the rounding of the conversion only.
        inside, slack = number * to_si(1.0, unit) / to_si(1.0, base), 1e-9
        low = self.minimum is not None and inside < self.minimum - slack
        open_low = self.above is not None and inside <= self.above
        high = self.maximum is not None and inside > self.maximum + slack
        if low or open_low or high:
            message = "is negative" if number < 0 and (self.minimum == 0 or self.above == 0) else "is out of bounds"
            raise InputError(message, field=name, value=value, allowed=self.allowed())
        return number

    def _provenance(self, data: Mapping[str, Any]) -> tuple[str, str]:
        source, note = data.get("source"), data.get("note", "")
        if source is None and not self.sourced:
            source = CHOICE
        if not isinstance(source, str) or not source.strip():
            raise InputError(
                "has no source", value=source, allowed="a citation, or the word assumption with a note that says why"
            )
        if not isinstance(note, str):
            raise InputError("is not text", field="note", value=note, allowed="text")
        if source.strip().lower() == ASSUMPTION and not note.strip():
            raise InputError("is an assumption without a note", allowed="a note that says on what it rests")
        return source, note

    @property
    def bounds_unit(self) -> str:
        """The unit in which the bounds are given."""
        return self.unit or units_of(self.dimension)[0]

    def allowed(self) -> str:
        """The bounds in words."""
        parts = []
        if self.above is not None:
            parts.append(f"more than {self.above:g}")
        if self.minimum is not None:
            parts.append(f"at least {self.minimum:g}")
        if self.maximum is not None:
            parts.append(f"at most {self.maximum:g}")
        unit = "" if self.bounds_unit == "1" else f" {self.bounds_unit}"
        return " and ".join(parts) + unit if parts else f"any number in a unit of {self.dimension}"

    def _json_bounds(self) -> dict[str, float]:
        # Only bounds that hold in every unit of the dimension: zero, or those of a dimension with one unit.
        bounds = {"minimum": self.minimum, "exclusiveMinimum": self.above, "maximum": self.maximum}
        single = len(units_of(self.dimension)) == 1
        return {name: bound for name, bound in bounds.items() if bound is not None and (single or bound == 0)}


Mass = Annotated[Quantity, QuantityField("mass", above=0)]
Length = Annotated[Quantity, QuantityField("length", above=0)]
Height = Annotated[Quantity, QuantityField("length", minimum=0)]
Area = Annotated[Quantity, QuantityField("area", above=0)]
Time = Annotated[Quantity, QuantityField("time", above=0)]
Delay = Annotated[Quantity, QuantityField("time", minimum=0)]
Speed = Annotated[Quantity, QuantityField("speed", above=0)]
ArealDensity = Annotated[Quantity, QuantityField("areal density", above=0)]
Share = Annotated[Quantity, QuantityField("ratio", minimum=0)]
Probability = Annotated[Quantity, QuantityField("ratio", minimum=0, maximum=1)]
HalfWidth = Annotated[Quantity, QuantityField("angle", above=0, maximum=180, unit="deg")]
Elevation = Annotated[Quantity, QuantityField("angle", minimum=-90, maximum=90, unit="deg")]
AngleError = Annotated[Quantity, QuantityField("angle", minimum=0, maximum=90, unit="deg")]
Money = Annotated[Quantity, QuantityField("money USD", minimum=0)]
Yen = Annotated[Quantity, QuantityField("money JPY", minimum=0)]
ExchangeRate = Annotated[Quantity, QuantityField("exchange rate", above=0)]
DiscountRate = Annotated[Quantity, QuantityField("ratio", minimum=0, maximum=1)]
Rounds = Annotated[Quantity, QuantityField("ratio", minimum=0, maximum=1000)]

# Choices of a scenario's author: a source is welcome, not needed.
ChosenTime = Annotated[Quantity, QuantityField("time", above=0, sourced=False)]
ChosenDelay = Annotated[Quantity, QuantityField("time", minimum=0, sourced=False)]
ChosenLength = Annotated[Quantity, QuantityField("length", above=0, sourced=False)]
