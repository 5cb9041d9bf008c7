"""The library: missiles, interceptors and sensors, each value with its range and source.

An item is one YAML file `<name>.yaml` in the package's library, in a folder `library/` beside a scenario's file, or an
entry of the scenario's own `library:` block. The nearest wins: block, folder, package.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.scenario import yaml
from standoff.scenario.schema import KINDS, LibraryItem
from standoff.scenario.schema.common import FORMAT_VERSION
from standoff.scenario.validation import refuse, validated
from standoff.scenario.values import quantities_of

SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "library"

# What `document` shows of an item beside its values.
_TEXTS: Final = {"summary", "aliases", "sources", "disagreements", "fit"}


# A name is a file's stem, never a way to another folder.
_NAME: Final = re.compile(r"[^/\\\0]+\Z")


@dataclass(frozen=True)
class Library:
    """Where items are looked for: `own` (name -> item as in a scenario's block), then `folders` in order."""

    own: Mapping[str, Any] = field(default_factory=dict)
    folders: tuple[Path, ...] = (SHIPPED,)

    def names(self, kind: str | None = None) -> list[str]:
        """Names of all items, or of those of one kind, in alphabetical order. Reads files only if a kind is asked."""
        names = {path.stem for folder in self.folders for path in folder.glob("*.yaml")} | set(self.own)
        return sorted(name for name in names if kind is None or self.document(name).get("kind") == kind)

    def resolve(self, name: str) -> str:
        """The item's own name for a name or an alias. Raises `InputError` with the nearest name."""
        wanted = name.strip().lower()
        names = self.names()
        if wanted in names:
            return wanted
        aliases = {alias.lower(): known for known in names for alias in self._aliases(known)}
        if wanted in aliases:
            return aliases[wanted]
        raise InputError("is not in the library", value=name, allowed=nearest(wanted, [*names, *aliases]))

    def document(self, name: str) -> yaml.Mapping:
        """The item as data with lines; `standoff` and `name` are filled in for an item of a scenario's block."""
        own = self.resolve(name) if name not in self.own and self._path(name) is None else name
        if own in self.own:
            return _completed(own, self.own[own])
        path = self._path(own)
        assert path is not None
        data = _read(path, path.stat().st_mtime_ns)
        if data.get("name") != own:
            raise refuse(data, ("name",), "is not the name of the file", data.get("name"), own)
        return data

    def load(self, name: str) -> LibraryItem:
        """The item as a validated model. Raises `InputError` for an unknown name and for whatever is wrong in it."""
        return item_from(self.document(name))

    def _path(self, name: str) -> Path | None:
        if _NAME.match(name) is None:
            return None
        candidates = (folder / f"{name}.yaml" for folder in self.folders)
        return next((path for path in candidates if path.is_file()), None)

    def _aliases(self, name: str) -> list[str]:
        aliases = self.document(name).get("aliases", ())
        return [alias for alias in aliases if isinstance(alias, str)] if isinstance(aliases, list) else []


def item_from(document: Any, root: Any = None, prefix: yaml.PathKeys = ()) -> LibraryItem:
    """An item's data as a model of its kind. Errors name fields from `root`, in which the item stands at `prefix`."""
    whole = document if root is None else root
    if not isinstance(document, dict):
        raise refuse(whole, prefix, "is not a mapping", document, "the fields of a library item")
    kind = document.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise refuse(whole, (*prefix, "kind"), "is not a kind of library item", kind, nearest(str(kind), KINDS))
    model: type[LibraryItem] = KINDS[kind]
    item: LibraryItem = validated(model, document, whole, prefix)
    return item


def names(kind: str | None = None) -> list[str]:
    """Names of the items that ship with the package, all or of one kind."""
    return Library().names(kind)


def load(name: str) -> LibraryItem:
    """An item that ships with the package, by name or alias."""
    return Library().load(name)


def overview() -> list[dict[str, Any]]:
    """What ships: name, kind, title, and how many of an item's values there are and rest on assumptions."""
    return [_headline(load(name)) for name in names()]


def document(name: str) -> dict[str, Any]:
    """An item that ships as plain data, every value as low, nominal, high, unit, source and note."""
    item = load(name)
    rest = item.model_dump(exclude_none=True, by_alias=True, include=_TEXTS)
    values = [
        {"value": path, **asdict(quantity), "assumption": quantity.is_assumption}
        for path, quantity in quantities_of(item).items()
    ]
    return {**_headline(item), **rest, "values": values}


def _headline(item: LibraryItem) -> dict[str, Any]:
    found = quantities_of(item)
    return {
        "name": item.name,
        "kind": item.kind,
        "title": item.title,
        "quantities": len(found),
        "assumptions": sum(quantity.is_assumption for quantity in found.values()),
    }


@cache
def _read(path: Path, _modified: int) -> yaml.Mapping:
    data = yaml.load_file(path)
    if not isinstance(data, yaml.Mapping):
        raise InputError("is not a mapping", path, allowed="the fields of a library item")
    return data


def _completed(name: str, entry: Any) -> yaml.Mapping:
    if not isinstance(entry, dict):
        raise refuse(entry, (), "is not a mapping", allowed="the fields of a library item")
    document: yaml.Mapping = yaml.copy(entry)
    document.setdefault("standoff", FORMAT_VERSION)
    if document.setdefault("name", name) != name:
        raise refuse(document, ("name",), "is not the key under which the item stands", document["name"], name)
    return document
