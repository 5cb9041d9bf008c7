"""A name for another exercise of a store."""

from __future__ import annotations

from typing import Final

from standoff.base.errors import InputError
from standoff.exercise.store import Store

_MOST: Final = 10_000


def free_name(store: Store, begins: str) -> str:
    """The first of `begins-1`, `begins-2` and so on that no exercise has. Raises `InputError` if there are too many."""
    taken = {heading.id for heading in store.exercises()}
    for number in range(1, _MOST):
        if f"{begins}-{number}" not in taken:
            return f"{begins}-{number}"
    raise InputError("holds too many exercises", field="--db", allowed="a new database")
