"""Numbers as a user gave them: refused under the user's name for them, in the user's unit, before anything converts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from standoff.base.errors import InputError


def require_within(field: str, value: float, low: float, high: float, *, open_below: bool = False) -> None:
    """Raise `InputError` unless `low <= value <= high` (or `low < value`, if open below); NaN never is."""
    if low <= value <= high and not (open_below and value == low):
        return
    least = f"more than {low:.12g}" if open_below else f"{low:.12g}"
    raise InputError("is out of bounds", field=field, value=value, allowed=f"{least} to {high:.12g}")


@contextmanager
def about(field: str) -> Iterator[None]:
    """Errors raised inside that name neither a file nor a field are about this field."""
    try:
        yield
    except InputError as error:
        if error.field is None and error.file is None:
            error.field = field
        raise
