"""Reported flights from a CSV table: the shipped one (`data/flights.csv`) or a user's of the same form.

Columns needed: missile, range_km, apogee_km. Read where present: date_local, site_lat_deg, site_lon_deg, flight_time_s,
status, source, notes; and, of this project, use (`fit`, `hold out` or `other`), azimuth_deg (direction of the impact),
time_sigma_s (how well the time is known) and full_burn (`yes` or `no`; empty: yes if the flight was lofted).
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from standoff.base.errors import InputError
from standoff.base.geodesy import Place
from standoff.flight.fitting import TIME_SIGMA_S, Report

SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "flights.csv"

# Assumptions where a table says nothing: Sunan airport, and the direction of the Sea of Japan's middle from there.
DEFAULT_SITE: Final = Place(39.2, 125.67)
DEFAULT_AZIMUTH_DEG: Final = 80.0

_NEEDED: Final = ("missile", "range_km", "apogee_km")
Value = TypeVar("Value")

_USES: Final = ("fit", "hold out", "other")


@dataclass(frozen=True)
class ReportedFlight:
    """One row of the table; what the row leaves empty is None."""

    missile: str
    date: str
    site: Place | None
    azimuth_deg: float | None
    range_km: float | None
    apogee_km: float | None
    time_s: float | None
    time_sigma_s: float
    full_burn: bool | None
    status: str
    source: str
    notes: str
    use: str
    line: int

    @property
    def was_flown(self) -> bool:
        """Whether the flight took place, as far as reported."""
        return self.status == "reported"

    def report(self) -> Report:
        """The flight as a fit takes it. Raises `InputError` for a row without range and apogee."""
        if self.range_km is None or self.apogee_km is None:
            raise InputError("a fit needs a range and an apogee", line=self.line, field=f"{self.missile} {self.date}")
        return Report(
            name=self.date,
            launch=self.site or DEFAULT_SITE,
            azimuth_deg=DEFAULT_AZIMUTH_DEG if self.azimuth_deg is None else self.azimuth_deg,
            range_m=1e3 * self.range_km,
            apogee_m=1e3 * self.apogee_km,
            time_s=self.time_s,
            time_sigma_s=self.time_sigma_s,
            full_burn=self.full_burn,
            held_out=self.use == "hold out",
        )


def read_flights(path: Path = SHIPPED) -> list[ReportedFlight]:
    """All rows of a table of reported flights.

    Raises:
        InputError: a file that is not such a table (says the line, the column and what is allowed).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is not a text file"
        raise InputError(f"cannot be read: {reason}", file=path, allowed="a CSV table of reported flights") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError("lacks a column", file=path, line=1, field=missing[0], allowed=", ".join(_NEEDED))
    try:
        return [_Row(path, reader.line_num, row).flight() for row in reader]
    except csv.Error as error:
        message = f"is not a CSV table: {error}"
        raise InputError(message, path, reader.line_num + 1, allowed="a CSV table of reported flights") from None


class _Row:
    """One row with its place in the file, for errors."""

    def __init__(self, path: Path, line: int, row: dict[str, str | None]) -> None:
        self._path, self._line, self._row = path, line, row

    def flight(self) -> ReportedFlight:
        lat, lon = self._number("site_lat_deg", -90.0, 90.0), self._number("site_lon_deg", -180.0, 360.0)
        return ReportedFlight(
            missile=self._text("missile").lower(),
            date=self._text("date_local"),
            site=None if lat is None or lon is None else Place(lat, lon),
            azimuth_deg=self._number("azimuth_deg", 0.0, 360.0),
            range_km=self._number("range_km", 1.0, 20_000.0),
            apogee_km=self._number("apogee_km", 1.0, 100_000.0),
            time_s=self._number("flight_time_s", 1.0, 100_000.0),
            time_sigma_s=self._number("time_sigma_s", 0.1, 10_000.0) or TIME_SIGMA_S,
            full_burn=self._choice("full_burn", {"": None, "yes": True, "no": False}),
            status=self._text("status") or "reported",
            source=self._text("source"),
            notes=self._text("notes"),
            use=self._choice("use", {"": "fit", **{use: use for use in _USES}}),
            line=self._line,
        )

    def _text(self, column: str) -> str:
        return (self._row.get(column) or "").strip()

    def _number(self, column: str, low: float, high: float) -> float | None:
        text = self._text(column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise self._refuse(column, text, f"a number from {low:g} to {high:g}, or empty")
        return value

    def _choice(self, column: str, values: dict[str, Value]) -> Value:
        text = self._text(column)
        if text not in values:
            raise self._refuse(column, text, ", ".join(key or "empty" for key in values))
        return values[text]

    def _refuse(self, column: str, text: str, allowed: str) -> InputError:
        return InputError(
            "is not a value of this column", file=self._path, line=self._line, field=column, value=text, allowed=allowed
        )
