"""Talks between two actors: offered, accepted, refused, open, halted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Pair = tuple[str, str]

NONE: Final = "none"
OPEN: Final = "open"
_STATUS: Final = {
    "offer": "offered",
    "accept": OPEN,
    "refuse": "refused",
    "open": OPEN,
    "halt": "halted",
    "end": "none",
}

STATUSES: Final = (NONE, *dict.fromkeys(status for status in _STATUS.values() if status != NONE))


def pair(one: str, other: str) -> Pair:
    """The two, in alphabetical order: talks have no direction."""
    return (one, other) if one < other else (other, one)


def between(talks: Mapping[Pair, str], one: str, other: str) -> str:
    """Where talks between two actors stand."""
    return talks.get(pair(one, other), NONE)


def after(verb: str) -> str:
    """The status that a verb brings about."""
    return _STATUS[verb]
