"""Dotted paths into a document: `batteries.kongo.inventory`, `library.hwasong-12.stages.0.burn`.

Items of a list are addressed by their `id`, or by their number from 0. Keys may hold dots: the longest key that fits
is taken.
"""

from __future__ import annotations

import re
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.quantity import ASSUMPTION
from standoff.scenario import yaml
from standoff.scenario.validation import dotted

_NUMBER_AND_UNIT: Final = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s+(\S.*?)\s*\Z")


def assign(root: Any, path: str, value: Any, why: str) -> None:
    """Put `value` at `path` of `root`, in place.

    The entry may be new (a later validation knows whether it may be there), the way to it may not. Text of the form
    `600 kg` becomes a quantity, and so does a plain number on a quantity that has no dimension; `why` is noted in it.
    Raises `InputError` for an unknown path, with the nearest name.
    """
    keys, rest = _follow(root, path)
    whole = (*keys, *rest)
    parent: Any = _at(root, whole[:-1]) if len(rest) < 2 else None
    usable = isinstance(parent, dict) or (isinstance(parent, list) and not rest)
    if not usable:
        raise _unknown(root, keys, rest[0], path)
    if isinstance(parent, list) and isinstance(yaml.child(parent, whole[-1]), dict) and not isinstance(value, dict):
        raise InputError("is not a mapping", field=path, value=value, allowed="a value of one of its fields")
    parent[whole[-1]] = _as_entry(value, yaml.child(parent, whole[-1]), path, why)


def put(root: Any, keys: yaml.PathKeys, value: Any) -> None:
    """Put `value` at a place that is there, in place."""
    _at(root, keys[:-1])[keys[-1]] = value


def remove(root: Any, path: str) -> None:
    """Take the entry at `path` out, in place. Raises `InputError` for an unknown path."""
    keys, rest = _follow(root, path)
    if rest or not keys:
        raise _unknown(root, keys, rest[0] if rest else "", path)
    parent, last = _at(root, keys[:-1]), keys[-1]
    del parent[last]
    if isinstance(parent, yaml.Sequence) and isinstance(last, int) and last < len(parent.lines):
        del parent.lines[last]


def entry(root: Any, path: str) -> Any:
    """The entry at `path`. Raises `InputError` for an unknown path, with the nearest name."""
    keys, rest = _follow(root, path)
    if rest:
        raise _unknown(root, keys, rest[0], path)
    return _at(root, keys)


def _follow(root: Any, path: str) -> tuple[yaml.PathKeys, list[str]]:
    """Keys of the longest known beginning of a path, and the words that are left."""
    words, keys, node = path.split("."), [], root
    while words:
        found = _step(node, words)
        if found is None:
            break
        key, used = found
        keys.append(key)
        node = node[key]
        del words[:used]
    return tuple(keys), words


def _step(node: Any, words: list[str]) -> tuple[str | int, int] | None:
    if isinstance(node, dict):
        joined = (".".join(words[:count]) for count in range(len(words), 0, -1))
        return next(((key, key.count(".") + 1) for key in joined if key in node), None)
    if isinstance(node, list):
        for index, item in enumerate(node):
            if isinstance(item, dict) and item.get("id") == words[0]:
                return index, 1
        if words[0].isdecimal() and int(words[0]) < len(node):
            return int(words[0]), 1
    return None


def _at(root: Any, keys: yaml.PathKeys) -> Any:
    node = root
    for key in keys:
        node = node[key]
    return node


def _unknown(root: Any, keys: yaml.PathKeys, word: str, path: str) -> InputError:
    node = _at(root, keys)
    if isinstance(node, dict):
        known = [str(key) for key in node]
    elif isinstance(node, list):
        known = [
            str(item.get("id", index)) if isinstance(item, dict) else str(index) for index, item in enumerate(node)
        ]
    else:
        known = []
    where = f"{dotted(root, keys)} has no {word!r}" if keys else f"there is no {word!r}"
    return InputError(f"is an unknown path: {where}", field=path, allowed=nearest(word, known))


def _as_entry(value: Any, present: Any, path: str, why: str) -> Any:
    is_quantity = isinstance(present, dict) and "unit" in present
    parts = _NUMBER_AND_UNIT.match(value) if isinstance(value, str) else None
    if parts is not None:
        number, unit = yaml.scalar(parts[1]), parts[2]
    elif is_quantity and isinstance(value, (int, float)) and not isinstance(value, bool):
        if str(present["unit"]) != "1":
            example = f"{value} {present['unit']}"
            raise InputError("has no unit", field=path, value=value, allowed=f"a number and a unit, such as {example}")
        number, unit = value, "1"
    else:
        return value
    before = f" in place of: {present['source']}" if is_quantity and present.get("source") else ""
    return {"value": number, "unit": unit, "source": ASSUMPTION, "note": f"{why}{before}"}
