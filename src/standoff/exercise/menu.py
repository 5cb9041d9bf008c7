"""What a cell may order now: moves with their targets, lead times, authority, and effects in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from standoff.crisis.move import Effect, Move
from standoff.engine.options import Option

Json = dict[str, Any]

_WORDS: Final[Mapping[str, str]] = {
    "threat": "threat: {verb}",
    "talks": "talks: {verb}",
    "drill": "drill: {verb}",
    "deploy": "a unit: {verb}",
    "launch": "missiles leave: {verb}",
    "raid": "a plan of launches is carried out",
    "test": "a nuclear device is tested",
    "civil-protection": "civil protection: {verb}",
    "draft": "a draft in the Council: {verb}",
    "agreement": "an agreement: {verb}",
    "clause": "a clause: {verb}",
    "commitment": "a promise to an ally: {verb}",
    "implement": "how far measures are carried out",
    "ease": "a measure is eased",
}


def menu(moves: Mapping[str, Move], options: Iterable[Option], legal: Iterable[bool]) -> list[Json]:
    """The menu of a cell: one entry a move that it could order now, with the options that are open.

    Args:
        moves: the catalogue.
        options: everything that the cell could order at some time.
        legal: for each, whether it could be ordered now.
    """
    found: dict[str, Json] = {}
    for option, free in zip(options, legal, strict=True):
        if not free:
            continue
        entry = found.setdefault(option.move, described(moves[option.move]))
        entry["options"].append({"target": option.target, "with": dict(option.parameters)})
    return list(found.values())


def described(move: Move) -> Json:
    """A move in words and numbers."""
    return {
        "move": move.id,
        "title": move.title,
        "category": move.category,
        "weight": move.weight,
        "authority": move.authority,
        "lead_time_s": move.lead_time_s,
        "duration_s": move.duration_s,
        "seen_by": move.seen_by,
        "does": [_effect(effect) for effect in move.effects],
        "takes": dict(move.takes or {}),
        "target": move.target,
        "options": [],
    }


def _effect(effect: Effect) -> str:
    if effect.kind == "alert":
        if isinstance(effect.verb, Mapping):
            return f"own alert becomes {effect.verb['set']}"
        return f"own alert {'rises' if effect.verb > 0 else 'falls'} by {abs(effect.verb)}"
    if effect.kind in ("set", "add"):
        does = "becomes" if effect.kind == "set" else "changes by"
        return ", ".join(f"{name} {does} {value:g}" for name, value in effect.verb.items())
    return _WORDS[effect.kind].format(verb=str(effect.verb).replace("-", " "))
