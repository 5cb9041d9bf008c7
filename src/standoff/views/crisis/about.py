"""What a move is about: the clause, agreement, draft, drill, unit, threat or commitment that its parameters name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

# Parameter of a move -> list of the block `crisis` that it names an entry of.
_LISTS: Final = {
    "agreement": "agreements",
    "draft": "drafts",
    "drill": "drills",
    "unit": "deployments",
    "threat": "threats",
    "commitment": "commitments",
}


class About(NamedTuple):
    """What a move is about, and for a clause the agreement that it is part of; both empty if it names nothing."""

    what: str = ""
    part_of: str = ""


def about(block: Mapping[str, Any], parameters: Mapping[str, Any]) -> About:
    """Titles of what the parameters of a move name, looked up in the block `crisis` of a record's scenario.

    A name that the block does not know stands for itself, so telling never fails.
    """
    clause = str(parameters.get("clause") or "")
    if clause:
        return _clause(block, clause)
    for parameter, listed in _LISTS.items():
        name = parameters.get(parameter)
        if name:
            return About(_title(block, listed, str(name)))
    return About()


def _clause(block: Mapping[str, Any], reference: str) -> About:
    """A clause is named `agreement/clause`; what it is about is what it asks for."""
    agreement, _, clause = reference.partition("/")
    known = ((block.get("agreements") or {}).get(agreement) or {}).get("clauses") or {}
    action = str((known.get(clause) or {}).get("action") or clause)
    return About(action, _title(block, "agreements", agreement))


def _title(block: Mapping[str, Any], listed: str, name: str) -> str:
    entry = (block.get(listed) or {}).get(name)
    return str(entry.get("title") or name) if isinstance(entry, Mapping) else name
