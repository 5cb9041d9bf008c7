"""The parameters of an order: whether they are what its move takes, and name what there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.crisis.move import Move

VOTES: Final = ("yes", "no", "abstain")
LAUNCH: Final = "launch"

# Kinds whose values are no names: kind -> (types, what they are).
_PLAIN: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    "number": ((int, float), "a number"),
    "text": ((str,), "text"),
    "reading": ((str,), "text"),
    "place": ((str,), "a place's name or `LAT,LON`"),
    "places": ((str, list, tuple), "a place, or a list of places"),
    "station": ((str,), "a station of the unit"),
    "missile": ((str,), "library name of a missile"),
    "quantity": ((Mapping,), "a value with its unit"),
}


def require_parameters(move: Move, parameters: Mapping[str, Any], names: Mapping[str, Collection[str]]) -> None:
    """Check an order's parameters against what its move takes.

    A move that launches also takes what an order `launch` has; that is checked where missiles and places are known.

    Args:
        move: the move.
        parameters: name -> value, as written.
        names: kind -> what there is of it; a kind that it lacks (a place) is checked elsewhere.

    Raises:
        InputError: a parameter that is missing, not known, or names what there is not; `field` is the parameter.
    """
    takes = move.takes or {}
    launches = any(effect.kind == LAUNCH for effect in move.effects)
    for name in parameters:
        if name not in takes and not launches:
            allowed = nearest(name, takes) if takes else f"nothing: {move.id} takes no parameters"
            raise InputError(f"is not a parameter of {move.id}", field=name, value=parameters[name], allowed=allowed)
    for name, kind in takes.items():
        if name in parameters:
            _require(name, kind.removesuffix("?"), parameters[name], names)
        elif not kind.endswith("?"):
            raise InputError(f"is missing: {move.id} needs it", field=name, allowed=f"a {kind}")


def _require(name: str, kind: str, value: Any, names: Mapping[str, Collection[str]]) -> None:
    if kind == "vote" and value not in VOTES:
        raise InputError("is not a vote", field=name, value=value, allowed=", ".join(VOTES))
    if kind == "flag" and not isinstance(value, bool):
        raise InputError("is not true or false", field=name, value=value, allowed="true or false")
    if kind in _PLAIN:
        types, words = _PLAIN[kind]
        if not isinstance(value, types) or isinstance(value, bool):
            raise InputError(f"is not {words}", field=name, value=value, allowed=words)
    if kind in names and (not isinstance(value, str) or value not in names[kind]):
        raise InputError(
            f"is not a {kind} of this scenario", field=name, value=value, allowed=nearest(str(value), names[kind])
        )
