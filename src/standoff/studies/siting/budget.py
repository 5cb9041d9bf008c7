"""Reading an amount of money as budgets write it: `300e9`, `300 billion`, `300bn`, or a plain `300`.

A plain number below a million is read in the unit in which such budgets are written: billions of yen, millions of
dollars. Anything larger is read as yen or dollars. What was read is always told.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from standoff.base.errors import InputError
from standoff.base.quantity import to_si
from standoff.studies.siting.cost import UNITS, require_currency

FIELD: Final = "--budget"
SMALL: Final = 1e6
ALLOWED: Final = "a positive amount such as 300e9, 300 billion, 300bn, or 300 (billions of yen, millions of dollars)"

_WORDS: Final = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_NUMBER: Final = r"[-+]?(?:\d[\d,_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_FORM: Final = re.compile(rf"\s*(?:(JPY|USD)\s*)?({_NUMBER})\s*([A-Za-z]+)?\s*(?:(JPY|USD))?\s*\Z", re.IGNORECASE)
# More than the world's yearly product in yen: a slip.
_MOST: Final = 1e17


@dataclass(frozen=True)
class Budget:
    """An amount in plain yen or dollars, and how the text was read."""

    amount: float
    currency: str
    read_as: str


def read_budget(given: str | float, currency: str = "JPY") -> Budget:
    """A budget from text or number.

    Raises:
        InputError: not an amount, zero, negative or not finite; another currency in the text than asked for.
    """
    require_currency(currency)
    text = f"{given:g}" if isinstance(given, (int, float)) and not isinstance(given, bool) else str(given)
    match = _FORM.match(text)
    word = (match[3] or "").lower() if match else ""
    if match is None or (word and word not in _WORDS):
        raise InputError("is not an amount of money", field=FIELD, value=given, allowed=ALLOWED)
    for named in (match[1], match[4]):
        if named is not None and named.upper() != currency:
            message = f"is in {named.upper()}, the table in {currency}"
            raise InputError(message, field=FIELD, value=given, allowed=f"--currency {named.upper()}")
    number = float(given) if isinstance(given, (int, float)) else float(re.sub(r"[,_]", "", match[2]))
    plain = not word and abs(number) < SMALL
    amount = number * (to_si(1.0, UNITS[currency]) if plain else _WORDS.get(word, 1.0))
    if not (math.isfinite(amount) and 0.0 < amount <= _MOST):
        raise InputError("is not a positive amount of money", field=FIELD, value=given, allowed=ALLOWED)
    return Budget(amount, currency, say(amount, currency))


def say(amount: float, currency: str) -> str:
    """An amount of plain yen or dollars in words, to three places: `JPY 300 billion`."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(amount) >= size:
            return f"{currency} {_trimmed(amount / size)} {word}"
    return f"{currency} {_trimmed(amount)}"


def _trimmed(number: float) -> str:
    return f"{number:,.3f}".rstrip("0").rstrip(".")
