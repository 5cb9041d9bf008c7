"""What a scenario takes from elsewhere, written out in full before anything else reads it.

Three things: the catalogue of moves that ships (under a crisis's own moves), forces of other scenarios (`forces_from`),
and their launches as plans held ready (`crisis.plans.X.scenario`). What the scenario says itself always wins. A record
carries the document written out, so it stands for itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.base.time import parse_utc
from standoff.scenario import yaml
from standoff.scenario.measure_sets import expand
from standoff.scenario.schema.common import parse_duration
from standoff.scenario.validation import refuse

CATALOGUE: Final = Path(__file__).resolve().parent.parent / "data" / "crisis" / "moves.yaml"
SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "scenarios"

_NAMED: Final = ("places", "sources", "library")
_NUMBERED: Final = ("sensors", "batteries")


def written_out(root: yaml.Mapping, folder: Path) -> yaml.Mapping:
    """The document with everything in it that it takes from elsewhere. `folder` is the one of its file."""
    document: yaml.Mapping = yaml.copy(expand(root, (folder,)))
    for index, part in enumerate(_list(document, "forces_from")):
        _take_forces(document, part, ("forces_from", index), folder)
    document.pop("forces_from", None)
    crisis = document.get("crisis")
    if isinstance(crisis, dict):
        _take_moves(crisis)
        for name, plan in (crisis.get("plans") or {}).items():
            if isinstance(plan, dict) and "scenario" in plan:
                _take_launches(document, plan, ("crisis", "plans", name), folder)
    return document


def _take_moves(crisis: dict[str, Any]) -> None:
    own = crisis.setdefault("moves", yaml.Mapping())
    for name, move in _catalogue().items():
        if isinstance(own, dict) and name not in own:
            own[name] = yaml.copy(move)


@cache
def _catalogue() -> yaml.Mapping:
    root = yaml.load_file(CATALOGUE)
    moves: yaml.Mapping = root["moves"]
    return moves


def _take_forces(document: yaml.Mapping, part: Any, path: yaml.PathKeys, folder: Path) -> None:
    if not isinstance(part, dict) or set(part) - {"scenario", "leave_out"} or "scenario" not in part:
        allowed = "scenario: NAME, and leave_out: [ids] if some are not wanted"
        raise refuse(document, path, "is not a scenario to take forces from", part, allowed)
    other = _other(document, part["scenario"], (*path, "scenario"), folder)
    left_out = set(part.get("leave_out") or ())
    for block in _NAMED:
        _add_named(document, other, block)
    _add_territories(document, other)
    for block in _NUMBERED:
        mine = document.setdefault(block, yaml.Sequence())
        known = {entry.get("id") for entry in mine} | left_out
        mine.extend(yaml.copy(entry) for entry in other.get(block, ()) if entry.get("id") not in known)
        left_out -= {entry.get("id") for entry in other.get(block, ())}
    if left_out:
        name = sorted(left_out)[0]
        raise refuse(document, (*path, "leave_out"), f"is no sensor or battery of {part['scenario']}", name)


def _add_named(document: yaml.Mapping, other: yaml.Mapping, block: str) -> None:
    mine = document.setdefault(block, yaml.Mapping())
    for name, entry in (other.get(block) or {}).items():
        if name not in mine:
            mine[name] = yaml.copy(entry)


def _add_territories(document: yaml.Mapping, other: yaml.Mapping) -> None:
    for actor, entry in (other.get("actors") or {}).items():
        mine = document.get("actors", {}).get(actor)
        if isinstance(mine, dict) and "territory" in entry and "territory" not in mine:
            mine["territory"] = yaml.copy(entry["territory"])


def _take_launches(document: yaml.Mapping, plan: dict[str, Any], path: yaml.PathKeys, folder: Path) -> None:
    """The other scenario's launches, each after its first one, and the places that they name."""
    name = plan.pop("scenario")
    other = _other(document, name, (*path, "scenario"), folder)
    launches = [yaml.copy(order) for order in other.get("timeline", ()) if order.get("move") == "launch"]
    if not launches or "orders" in plan:
        raise refuse(
            document, (*path, "scenario"), "has no launches to take", name, "a scenario with launches, or orders"
        )
    at_s = [_seconds(order["at"], other) for order in launches]
    for order, when_s in zip(launches, at_s, strict=True):
        order["at"] = f"PT{when_s - min(at_s):g}S"
    plan["orders"] = yaml.Sequence(getattr(other, "file", None))
    plan["orders"].extend(launches)
    _add_named(document, other, "places")
    _add_named(document, other, "library")


def _seconds(moment: str, other: yaml.Mapping) -> float:
    if moment.startswith("P"):
        return parse_duration(moment)
    return (parse_utc(moment) - parse_utc(other["startex"])).total_seconds()


def _other(document: yaml.Mapping, name: Any, path: yaml.PathKeys, folder: Path) -> yaml.Mapping:
    """Another scenario's document, by its name: beside this one's file, or one that ships."""
    for place in (folder, SHIPPED):
        file = place / f"{name}.yaml"
        if isinstance(name, str) and "/" not in name and file.is_file():
            return _read(file, file.stat().st_mtime_ns)
    known = sorted(file.stem for file in SHIPPED.glob("*.yaml"))
    raise refuse(document, path, "is not a scenario", name, "one beside this file, or one of " + ", ".join(known))


@cache
def _read(file: Path, _modified: int) -> yaml.Mapping:
    root = yaml.load_file(file)
    if not isinstance(root, yaml.Mapping) or root.get("kind") != "scenario":
        raise InputError("is not a scenario", file)
    return root


def _list(document: yaml.Mapping, name: str) -> list[Any]:
    found = document.get(name) or []
    if not isinstance(found, list):
        raise refuse(document, (name,), "is not a list", found, "a list of scenarios")
    return found
