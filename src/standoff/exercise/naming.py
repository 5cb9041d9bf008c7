"""What things are called: all of them for control, and for a cell those that stand before it.

What an author holds ready is not for a cell to read: a threat that nobody has made yet, a draft that was not tabled, a
measure to come. Its name reaches a cell when it is on the cell's board, when the cell's own menu offers it, or with the
event that tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.crisis.crisis import Crisis
from standoff.crisis.move import Move
from standoff.engine.options import Option
from standoff.views.stations import title_of

Json = Mapping[str, Any]
Titles = dict[str, dict[str, str]]
"""Kind -> id -> title."""

# What everybody knows of: the catalogue of moves, promises, and agreements that were signed or are on offer.
_PUBLIC: Final = ("move", "agreement", "commitment")
# What an author may hold ready without a cell knowing.
_HELD_READY: Final = ("threat", "plan", "draft", "measure", "drill", "unit")


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
        kinds = _kinds(moves[entry["move"]])
        for option in entry["options"]:
            for name, value in option["with"].items():
                title = titles.get(kinds.get(name, ""), {}).get(value) if isinstance(value, str) else None
                if title is not None:
                    found.setdefault(kinds[name], {})[value] = title
    return found


def known_to(crisis: Crisis, cell: str, board: Json, options: Iterable[Option]) -> dict[str, set[str]]:
    """Kind -> what a cell knows of what an author may hold ready: its board, its own threats, what it could order.

    Args:
        crisis: as it is described.
        cell: the actor.
        board: its situation.
        options: everything that it could order at some time.
    """
    own = [threat for threat in crisis.threats.values() if threat.actor == cell]
    known = {kind: set(board.get(kind, ())) for kind in _HELD_READY}
    known["plan"] |= {threat.plan for threat in own if threat.plan}
    for option in options:
        for name, kind in _kinds(crisis.moves[option.move]).items():
            if kind in known and name in option.parameters:
                known[kind].add(option.parameters[name])
    return known


def require_known(move: Move, given: Json, known: Mapping[str, set[str]]) -> None:
    """Whether a cell knows of what its order names; `given` are the parameters.

    Raises:
        InputError: a name that is hidden from the cell, or is none; both are told alike.
    """
    for name, kind in _kinds(move).items():
        value, names = given.get(name), known.get(kind)
        if names is not None and isinstance(value, str) and value not in names:
            allowed = nearest(value, sorted(names)) if names else "none is known to this cell"
            raise InputError("is not known to this cell", field=f"with.{name}", value=value, allowed=allowed)


def _kinds(move: Move) -> dict[str, str]:
    """Parameter -> what kind of thing it names."""
    return {name: kind.removesuffix("?") for name, kind in (move.takes or {}).items()}
