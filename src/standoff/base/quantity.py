"""A value with its range and its source: the only way a number enters the model.

A quantity holds low, nominal and high in its own unit; `si()` converts. The source is a citation, or the word
`assumption` with a note that says on what it rests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from standoff.base.errors import InputError, nearest

Level = Literal["low", "nominal", "high"]

ASSUMPTION: Final = "assumption"

# Unit -> (dimension, factor to SI). Angles go to radians.
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "1": ("ratio", 1.0),
    "m": ("length", 1.0),
    "km": ("length", 1000.0),
    "m2": ("area", 1.0),
    "m3": ("volume", 1.0),
    "bbl": ("volume", 0.158987294928),
    "s": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "d": ("time", 86400.0),
    "kg": ("mass", 1.0),
    "t": ("mass", 1000.0),
    "m/s": ("speed", 1.0),
    "km/s": ("speed", 1000.0),
    "m/s2": ("acceleration", 1.0),
    "N": ("force", 1.0),
    "kN": ("force", 1000.0),
    "kgf": ("force", 9.80665),
    "Pa": ("pressure", 1.0),
    "kg/m2": ("areal density", 1.0),
    "deg": ("angle", 0.017453292519943295),
    "mrad": ("angle", 0.001),
    "Hz": ("frequency", 1.0),
    "1/d": ("rate", 1.0 / 86400.0),
    "USD million": ("money USD", 1e6),
    "JPY billion": ("money JPY", 1e9),
    "JPY/USD": ("exchange rate", 1.0),
}


def dimension(unit: str) -> str:
    """The dimension of a unit (`length`, `mass` …). Raises `InputError` for an unknown unit."""
    if unit not in _UNITS:
        raise InputError("is not a known unit", field="unit", value=unit, allowed=nearest(unit, _UNITS))
    return _UNITS[unit][0]


def units_of(wanted: str) -> list[str]:
    """All units of a dimension."""
    return [unit for unit, (name, _) in _UNITS.items() if name == wanted]


def to_si(value: float, unit: str) -> float:
    """Convert a value to SI (angles to radians)."""
    dimension(unit)
    return value * _UNITS[unit][1]


@dataclass(frozen=True)
class Quantity:
    """A published or assumed value: `low <= nominal <= high` in `unit`, with its source."""

    low: float
    nominal: float
    high: float
    unit: str
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        dimension(self.unit)
        if not self.low <= self.nominal <= self.high:
            raise InputError(
                "low, nominal and high are out of order",
                value=(self.low, self.nominal, self.high),
                allowed="low <= nominal <= high",
            )

    @property
    def is_assumption(self) -> bool:
        """Whether no publication stands behind the value."""
        return self.source.split(":")[0].strip().lower() == ASSUMPTION

    def si(self, level: Level = "nominal") -> float:
        """The value at a level, in SI units."""
        value: float = getattr(self, level)
        return to_si(value, self.unit)
