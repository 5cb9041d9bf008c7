"""Checking a file from outside: a scenario with all its variants, or a library item."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.scenario import yaml
from standoff.scenario.library import item_from
from standoff.scenario.loading import load_scenario
from standoff.scenario.schema import KINDS
from standoff.scenario.validation import refuse
from standoff.scenario.values import quantities, quantities_of


def validate_file(file: Path) -> dict[str, Any]:
    """What a file holds, once all of it is found right. Raises `InputError` for the first thing wrong in it."""
    root = yaml.load_file(Path(file))
    if not isinstance(root, yaml.Mapping):
        raise InputError("is not a mapping", file, allowed="the fields of a scenario or of a library item")
    if root.get("kind") == "scenario":
        return _scenario(file, root)
    if root.get("kind") not in KINDS:
        known = ["scenario", *KINDS]
        raise refuse(root, ("kind",), "is not a kind of file", root.get("kind"), nearest(str(root.get("kind")), known))
    item = item_from(root)
    found = quantities_of(item)
    return {
        "file": str(file),
        "valid": True,
        "kind": item.kind,
        "name": item.name,
        "values": len(found),
        "assumptions": sum(quantity.is_assumption for quantity in found.values()),
    }


def _scenario(file: Path, root: yaml.Mapping) -> dict[str, Any]:
    base = load_scenario(file)
    variants = list(root.get("variants") or {})
    for variant in variants:
        load_scenario(f"{file}:{variant}")
    found = quantities(base)
    return {
        "file": str(file),
        "valid": True,
        "kind": "scenario",
        "name": base.model.name,
        "variants": variants,
        "library": list(base.library),
        "values": len(found),
        "assumptions": sum(quantity.is_assumption for quantity in found.values()),
    }
