"""What people hand in comes from a form or a program: whether its fields are of the right kinds and sizes.

What the engine can carry out is `engine.legality`'s to say; here is what nobody sensible asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.scenario.orders import Order

# What a person may order beside the catalogue.
CANCEL: Final = "cancel"
# As the game goes in fields of an order: whom, what, in which words, by which office.
_FIELDS: Final = ("target", "with", "says", "by")
# Whether a missile flies is chance, or control's ruling.
_FATE: Final = ("may_fail", "fails")
# A salvo larger than any that was announced is a slip of the hand.
_MOST_MISSILES: Final = 50
# Flights to each are solved before the order is taken, while all wait.
_MOST_AIMS: Final = 12
_LONGEST_STEP_S: Final = 30.0 * 86_400.0


def require_sensible(order: Order) -> None:
    """Raise `InputError` for an order with a field that is none, or that is out of bounds."""
    for name in order.parameters:
        if order.move != CANCEL and name not in _FIELDS:
            raise InputError("is not a field of an order", field=name, allowed=", ".join(_FIELDS))
    given = order.parameters.get("with") or {}
    if not isinstance(given, Mapping):
        raise InputError("is not a mapping", field="with", value=given, allowed="parameter: value")
    fate = next((name for name in _FATE if name in given), None)
    if fate is not None:
        raise InputError("is not for people to say", field=f"with.{fate}", value=given[fate], allowed="left out")
    count = given.get("count", 1)
    if isinstance(count, int) and count > _MOST_MISSILES:
        allowed = f"1 to {_MOST_MISSILES}"
        raise InputError("is more than anybody fires at once", field="with.count", value=count, allowed=allowed)
    aims = given.get("to")
    if isinstance(aims, list) and len(aims) > _MOST_AIMS:
        raise InputError(
            "is more than one order aims at", field="with.to", value=f"{len(aims)} places",
            allowed=f"at most {_MOST_AIMS} places",
        )  # fmt: skip


def require_cell(cell: str, cells: Iterable[str]) -> None:
    """Raise `InputError` for a name that is not one of the cells."""
    known = tuple(cells)
    if cell not in known:
        raise InputError("is not a cell of this exercise", field="cell", value=cell, allowed=nearest(cell, known))


def require_note(data: Mapping[str, Any], events: int, cells: Iterable[str], objectives: Iterable[str]) -> None:
    """Raise `InputError` for a note about what is not there: an event after the last, a cell, an objective."""
    about, cell, objective = (data.get(name) for name in ("about", "cell", "objective"))
    if about is not None and not 1 <= about <= events:
        raise InputError("is no event", field="about", value=about, allowed=f"1 to {events}")
    if cell is not None:
        require_cell(cell, cells)
    known = tuple(objectives)
    if objective is not None and objective not in known:
        raise InputError("is not an objective", field="objective", value=objective, allowed=nearest(objective, known))


def require_span(seconds: Any) -> None:
    """Raise `InputError` for what is no span of time to step on by."""
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not number or not 0.0 < seconds <= _LONGEST_STEP_S:
        allowed = f"more than 0, at most {_LONGEST_STEP_S:g}"
        raise InputError("is no span of time", field="seconds", value=seconds, allowed=allowed)
