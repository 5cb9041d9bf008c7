"""Exercise time: UTC, as seconds after STARTEX inside and ISO 8601 outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from standoff.base.errors import InputError

DAY_S: Final = 86400.0

# Four digits as ISO 8601 wants them, and room for any exercise before the calendar of `datetime` ends.
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 8999


def parse_utc(text: str) -> datetime:
    """Read an ISO 8601 time with a zone (`2017-08-14T21:00:00Z`) as UTC. Raises `InputError` without a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            "is not a time", value=text, allowed="ISO 8601 with a zone, e.g. 2017-08-14T21:00:00Z"
        ) from None
    if moment.tzinfo is None:
        raise InputError("has no time zone", value=text, allowed="a time that ends in Z or an offset such as +09:00")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise InputError("is outside the calendar", value=text, allowed=f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return moment.astimezone(UTC)


def format_utc(moment: datetime) -> str:
    """Write a UTC time to the millisecond: `2017-08-14T21:00:00.000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def after(startex: datetime, seconds: float) -> datetime:
    """The moment `seconds` after STARTEX, rounded to the millisecond so that text and number agree."""
    return startex + timedelta(milliseconds=round(seconds * 1000.0))
