"""How numbers are written in the record: rounded well below what the models can claim, never NaN."""

from __future__ import annotations

import math
from typing import Any

from standoff.base.geodesy import Place


def km(metres: float) -> float | None:
    """Kilometres to the metre; None for what does not exist."""
    return round(metres / 1000.0, 3) if math.isfinite(metres) else None


def rounded(value: float, digits: int = 3) -> float | None:
    """A number to some decimals; None for what does not exist."""
    return round(value, digits) if math.isfinite(value) else None


def spot(place: Place, name: str | None = None) -> dict[str, Any]:
    """A place on the ground, to about a metre."""
    data: dict[str, Any] = {"lat_deg": round(place.lat_deg, 5), "lon_deg": round(place.lon_deg, 5)}
    return data if name is None else {**data, "name": name}


def spot_aloft(place: Place) -> dict[str, Any]:
    """A place with its altitude."""
    return {**spot(place), "altitude_km": km(place.altitude_m)}
