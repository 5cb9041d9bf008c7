"""Where the dictionaries are, and how they are read: once, as plain data."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any, Final

from standoff.scenario import yaml

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "coding"


@cache
def dictionary(name: str) -> Any:
    """A YAML dictionary of `data/coding` as plain data."""
    return yaml.plain(yaml.load_file(FOLDER / f"{name}.yaml"))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """A CSV dictionary of `data/coding`, row by row."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def words(name: str) -> frozenset[str]:
    """One set of grammar words of `words.yaml`."""
    return frozenset(dictionary("words")[name])
