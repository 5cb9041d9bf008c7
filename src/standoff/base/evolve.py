"""A changed copy of a frozen dataclass, in the time that a run of thousands of steps can afford."""

from __future__ import annotations

from typing import Any, TypeVar

Frozen = TypeVar("Frozen")


def evolve(old: Frozen, **changes: Any) -> Frozen:
    """A copy with some fields changed, as `dataclasses.replace` makes it, some five times faster.

    For states with many fields and without `__post_init__`: neither that nor `__init__` runs.
    """
    new = object.__new__(type(old))
    new.__dict__.update(old.__dict__)
    new.__dict__.update(changes)
    return new
