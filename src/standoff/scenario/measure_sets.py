"""Sets of measures that ship: a scenario names them, and they become part of its document when it is loaded.

A record carries the whole document, so a set that changes later changes no record.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field

from standoff.base.errors import InputError, nearest
from standoff.scenario import yaml
from standoff.scenario.schema.common import Source, Text, Version
from standoff.scenario.schema.sanctions import SanctionsBlocks
from standoff.scenario.validation import refuse, validated

SHIPPED_SETS: Final = Path(__file__).resolve().parent.parent / "data" / "crisis"

KEY: Final = "measures_from"
_MAPPINGS: Final = ("measures", "trade", "implementation", "drafts")


class MeasureSet(SanctionsBlocks):
    """A file of measures with what belongs to them."""

    standoff: Version = Field(description="version of the file format")
    kind: Literal["measures"] = Field(description="kind of file")
    title: Text = Field(description="what the set is")
    summary: Text | None = Field(None, description="what it holds and what it leaves out")
    sources: dict[str, Source] = Field(default_factory=dict, description="key -> publication")


def expand(document: Any, folders: Iterable[Path] = ()) -> Any:
    """The document with the sets that its `crisis.measures_from` names, in a copy; itself if it names none.

    Entries of the document go before those of a set, of an earlier set before those of a later one; `council` is taken
    whole. Sets lie in `folders` or ship. Raises `InputError` for an unknown set, or one that is not whole.
    """
    crisis = document.get("crisis") if isinstance(document, dict) else None
    names = crisis.get(KEY) if isinstance(crisis, dict) else None
    if not names:
        return document
    whole, searched = yaml.copy(document), (*folders, SHIPPED_SETS)
    names = [names] if isinstance(names, str) else names
    for index, name in enumerate(names):
        file = _find(str(name), searched)
        if file is None:
            advice = nearest(str(name), shipped_sets())
            raise refuse(document, ("crisis", KEY, index), "is not a set of measures", name, advice)
        _add(whole, _read(file))
    del whole["crisis"][KEY]
    return whole


def shipped_sets() -> list[str]:
    """Names of the sets that ship."""
    return sorted(file.stem for file in SHIPPED_SETS.glob("measures-*.yaml"))


def _find(name: str, folders: Iterable[Path]) -> Path | None:
    files = (folder / f"{name}.yaml" for folder in folders)
    return next((file for file in files if Path(name).name == name and file.is_file()), None)


def _read(file: Path) -> Any:
    root = yaml.load_file(file)
    if not isinstance(root, yaml.Mapping):
        raise InputError("is not a mapping", file, allowed="the fields of a set of measures")
    validated(MeasureSet, root)
    return root


def _add(document: Any, measures: Any) -> None:
    crisis = document["crisis"]
    for key in _MAPPINGS:
        _fill(crisis, key, measures)
    if "council" in measures:
        crisis.setdefault("council", measures["council"])
    _fill(document, "sources", measures)


def _fill(into: Any, key: str, measures: Any) -> None:
    entries = measures.get(key)
    if entries:
        own = into.setdefault(key, yaml.Mapping())
        for name, entry in entries.items():
            own.setdefault(name, entry)
