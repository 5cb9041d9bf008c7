"""Variants: named changes (`set`, `add`, `remove`) that a scenario carries of itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from standoff.base.errors import InputError, nearest
from standoff.scenario import paths, yaml
from standoff.scenario.validation import refuse


def with_variant(root: yaml.Mapping, variant: str | None) -> yaml.Mapping:
    """A copy of the document with the variant's changes (and first those of the variants that it extends).

    Of the block `variants` only title and summary of the one in use are left: the document says what is played.
    """
    document: yaml.Mapping = yaml.copy(root)
    document.pop("variants", None)
    if variant is None:
        return document
    for name in _lineage(root, variant):
        _apply(document, root, name)
    block = root["variants"][variant]
    document["variant"] = variant
    document["variants"] = {variant: {key: block[key] for key in ("title", "summary") if key in block}}
    return document


def _lineage(root: yaml.Mapping, variant: str) -> list[str]:
    variants = root.get("variants") or {}
    if variant not in variants:
        message = "is not a variant of this scenario"
        raise InputError(message, root.file, field="variants", value=variant, allowed=nearest(variant, variants))
    names = [variant]
    while (parent := variants[names[0]].get("extends")) is not None:
        path = ("variants", names[0], "extends")
        if parent not in variants:
            raise refuse(root, path, "is not a variant of this scenario", parent, nearest(parent, variants))
        if parent in names:
            raise refuse(root, path, "extends itself", parent, "a variant that does not come back to this one")
        names.insert(0, parent)
    return names


def _apply(document: yaml.Mapping, root: yaml.Mapping, name: str) -> None:
    block = root["variants"][name]
    path: yaml.PathKeys = ("variants", name)
    for target in block.get("remove", ()):
        with _at(root, (*path, "remove")):
            paths.remove(document, target)
    for target, value in block.get("set", {}).items():
        with _at(root, (*path, "set", target)):
            paths.assign(document, target, yaml.copy(value), f"variant {name}")
    for target, entries in block.get("add", {}).items():
        with _at(root, (*path, "add", target)):
            _add(document, root, (*path, "add", target), target, entries)


def _add(document: yaml.Mapping, root: yaml.Mapping, path: yaml.PathKeys, target: str, entries: Any) -> None:
    present = _present(document, target, entries)
    if isinstance(present, list) and isinstance(entries, list):
        # The new items bring their own file and lines.
        present.extend(yaml.copy(entry) for entry in entries)
    elif isinstance(present, dict) and isinstance(entries, dict):
        for key, entry in entries.items():
            if key in present:
                raise refuse(root, (*path, key), "is there already", allowed="a new name; use set to change an entry")
            present[key] = yaml.copy(entry)
    else:
        kind = "a list" if isinstance(present, list) else "a mapping"
        raise refuse(root, path, f"does not fit: {target} is {kind}", allowed=kind)


def _present(document: yaml.Mapping, target: str, entries: Any) -> Any:
    """The block to which entries are added: one of the document's own, or one inside it by its path."""
    head, dot, last = target.rpartition(".")
    parent = paths.entry(document, head) if dot and target not in document else document
    if not isinstance(parent, dict):
        raise InputError("is not a mapping", field=head, allowed="a block of the scenario")
    empty = yaml.Sequence() if isinstance(entries, list) else yaml.Mapping()
    return parent.setdefault(target if parent is document else last, empty)


@contextmanager
def _at(root: yaml.Mapping, path: yaml.PathKeys) -> Iterator[None]:
    """Give an error the file and line of the variant that caused it."""
    try:
        yield
    except InputError as error:
        if error.file is None:
            error.file, error.line = yaml.locate(root, path)
        raise
