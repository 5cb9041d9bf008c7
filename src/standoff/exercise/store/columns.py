"""Kinds of columns that mean the same in SQLite and in PostgreSQL, and refuse what either could not give back."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import BigInteger, Text
from sqlalchemy.types import TypeDecorator

from standoff.base.errors import InputError

_WHOLE: Final = 2**63


class Words(TypeDecorator[str]):
    """Text. Refuses what is no Unicode text (half a surrogate pair) and the character NUL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: object) -> str | None:
        """What goes into the column."""
        return None if value is None else _storable(value)


class Whole(TypeDecorator[int]):
    """A whole number of 64 bits. Refuses what is out of its bounds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, _dialect: object) -> int | None:
        """What goes into the column."""
        if value is not None and not -_WHOLE <= value < _WHOLE:
            raise InputError("is out of bounds", value=value, allowed="-2^63 to 2^63-1")
        return value


class Json(TypeDecorator[Any]):
    """A JSON value as text: keys in their order, no spaces, and numbers that read back to the last bit."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: object) -> str:
        """What goes into the column."""
        return _storable(_dumped(value))

    def process_result_value(self, value: str | None, _dialect: object) -> Any:
        """What comes out of it."""
        return None if value is None else json.loads(value)


def _dumped(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise InputError(f"cannot be stored: {error}", allowed="finite numbers and no loops") from None


def _storable(text: str) -> str:
    if "\x00" in text:
        raise InputError("cannot be stored: it holds the character NUL", value=text, allowed="text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("cannot be stored: it is no Unicode text", value=text, allowed="text") from None
    return text
