"""Copies of nested plain data: maps and lists, as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def copied(value: Any) -> Any:
    """A value of the caller's own: maps become dicts and lists new lists, all the way down; others cannot change."""
    if isinstance(value, Mapping):
        return {name: copied(inner) for name, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value
