"""What things are called: all of them for control, and for a cell those that stand before it.

What an author holds ready is not for a cell to read: a threat that nobody has made yet, a draft that was not tabled, a
measure to come. Its name reaches a cell when it is on the cell's board, when the cell's own menu offers it, or with the
event that tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from standoff.crisis.crisis import Crisis
from standoff.crisis.move import Move
from standoff.views.stations import title_of

Json = Mapping[str, Any]
Titles = dict[str, dict[str, str]]
"""Kind -> id -> title."""

# What everybody knows of: the catalogue of moves, promises, and agreements that were signed or are on offer.
_PUBLIC: Final = ("move", "agreement", "commitment")


def titles_of(crisis: Crisis, library: Json) -> Titles:
    """The title of everything that an order or a board may name; `library` are the items of the scenario by name."""
    return {
        "threat": {name: threat.title for name, threat in crisis.threats.items()},
        "drill": {name: drill.title for name, drill in crisis.drills.items()},
        "unit": {name: unit.title for name, unit in crisis.deployments.items()},
        "agreement": {name: one.title for name, one in crisis.agreements.items()},
        "measure": {measure.id: measure.title for measure in crisis.sanctions.measures},
        "draft": {name: draft.title for name, draft in crisis.council.drafts.items()},
        "commitment": {name: one.title for name, one in crisis.commitments.items()},
        "move": {name: move.title for name, move in crisis.moves.items()},
        "missile": {name: title_of(library, name) for name, item in library.items() if item.get("kind") == "missile"},
    }


def on_board(titles: Titles, board: Json) -> Titles:
    """The titles of what is public and of what stands on a cell's board."""
    return {
        kind: {name: title for name, title in called.items() if kind in _PUBLIC or name in board.get(kind, ())}
        for kind, called in titles.items()
    }


def on_menu(titles: Titles, moves: Mapping[str, Move], menu: Iterable[Json]) -> Titles:
    """The titles of what the options of a menu name."""
    found: Titles = {}
    for entry in menu:
        kinds = {name: kind.removesuffix("?") for name, kind in (moves[entry["move"]].takes or {}).items()}
        for option in entry["options"]:
            for name, value in option["with"].items():
                title = titles.get(kinds.get(name, ""), {}).get(value) if isinstance(value, str) else None
                if title is not None:
                    found.setdefault(kinds[name], {})[value] = title
    return found
