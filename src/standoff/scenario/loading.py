"""Loading a scenario: file, variant and settings in, one frozen and fully checked `Scenario` out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from standoff.base.errors import InputError, nearest
from standoff.base.files import sha256
from standoff.base.quantity import Quantity
from standoff.base.time import parse_utc
from standoff.scenario import paths, yaml
from standoff.scenario.checks import check_references
from standoff.scenario.exercise_checks import require_variant
from standoff.scenario.library import SHIPPED, Library, item_from
from standoff.scenario.parts import written_out
from standoff.scenario.schema import LibraryItem, ScenarioFile
from standoff.scenario.validation import refuse, validated
from standoff.scenario.values import quantities
from standoff.scenario.variants import with_variant

SHIPPED_SCENARIOS: Final = Path(__file__).resolve().parent.parent / "data" / "scenarios"

_VARIANT: Final = re.compile(r"(.+?):([A-Za-z0-9][A-Za-z0-9-]*)\Z")


@dataclass(frozen=True)
class Scenario:
    """A scenario as it is used: variant and settings are in it, references are resolved and checked.

    `document` and `library` are plain data and say everything: a record carries them, and `from_documents` makes the
    same scenario of them again. `model` and `items` are the same as checked models. `source` and `settings` are the
    words that it was loaded by, for a command that does so again; a scenario of a record has none.
    """

    document: dict[str, Any]
    library: dict[str, dict[str, Any]]
    model: ScenarioFile
    items: dict[str, LibraryItem]
    file: str | None = None
    source: str | None = None
    settings: tuple[str, ...] = ()

    @classmethod
    def from_documents(cls, document: Mapping[str, Any], library: Mapping[str, Any]) -> Scenario:
        """The scenario of a record's two dicts. Raises `InputError` if they are not whole."""
        return _checked(yaml.copy(dict(document)), {name: yaml.copy(item) for name, item in library.items()}, None)

    @property
    def name(self) -> str:
        """`japan-2017`, or `japan-2017:one-site` for a variant."""
        variant = self.model.variant
        return f"{self.model.name}:{variant}" if variant else self.model.name

    @cached_property
    def startex(self) -> datetime:
        """Start of the exercise, UTC."""
        return parse_utc(self.model.startex)

    @cached_property
    def duration_s(self) -> float:
        """Length of the exercise."""
        return self.model.duration_s()

    @cached_property
    def sha256(self) -> str:
        """Digest of document and library as canonical JSON."""
        return sha256(canonical_json({"document": self.document, "library": self.library}).encode("utf-8"))

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Path -> quantity, for all of the scenario and of the library items that it uses (`values.quantities`)."""
        return quantities(self)

    def seconds(self, moment: str) -> float:
        """Seconds after STARTEX of a time or a duration as written in the file."""
        return self.model.seconds(moment)


@dataclass(frozen=True)
class Listing:
    """One scenario that ships: its name, title and variants (name -> title)."""

    name: str
    title: str
    summary: str
    variants: dict[str, str]


def load_scenario(source: str | Path, settings: Iterable[str] = ()) -> Scenario:
    """Load a scenario by name or path, with an optional variant (`japan-2017:one-site`) and settings `PATH=VALUE`.

    Paths go into the document (`batteries.kongo.inventory=4`) or into the library items that the scenario uses
    (`library.hwasong-12.payload=600 kg`). Raises `InputError` for anything wrong, with file and line where it has one.
    """
    file, variant = _find(str(source))
    root = written_out(read_document(file), file.parent)
    whole = validated(ScenarioFile, root)
    require_variant(root, whole.exercise, whole.variants)
    own = root.pop("library", None) or {}
    document = with_variant(root, variant)
    told = tuple(settings)
    changes = dict(_setting(text) for text in told)
    with _blaming(changes):
        loaded = _with_settings(document, changes, Library(own, (file.parent / "library", SHIPPED)), str(file))
    return replace(loaded, source=str(source), settings=told)


def as_loaded(scenario: str | Path | Scenario, settings: Iterable[str] = ()) -> Scenario:
    """A loaded scenario as it is, any other loaded. Raises `InputError` for settings beside one that is loaded."""
    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, settings)
    given = list(settings)
    if given:
        allowed = "load_scenario(NAME, settings), or the scenario by its name or file"
        raise InputError("come too late for a loaded scenario", field="settings", value=given, allowed=allowed)
    return scenario


def _with_settings(document: yaml.Mapping, changes: dict[str, Any], library: Library, file: str) -> Scenario:
    for path, value in changes.items():
        if not path.startswith("library."):
            paths.assign(document, path, value, "set by the user")
    items = _used_items(document, validated(ScenarioFile, document), library)
    for path, value in changes.items():
        if path.startswith("library."):
            paths.assign({"library": items}, path, value, "set by the user")
    return _checked(document, items, file)


@contextmanager
def _blaming(changes: Iterable[str]) -> Iterator[None]:
    """An error in an entry that a setting changed is the setting's, not the file's."""
    try:
        yield
    except InputError as error:
        field = error.field or ""
        if any(field == path or field.startswith(f"{path}.") for path in changes):
            error.file = error.line = None
            error.field = f"--set {field}"
        raise


def library_of(scenario: Scenario) -> Library:
    """Where the scenario's items come from: its own block, the folder beside its file, what ships.

    A scenario of a record has no file: what ships alone, with the items that it used in front.
    """
    if scenario.file is None:
        return Library({name: yaml.copy(item) for name, item in scenario.library.items()})
    file = Path(scenario.file)
    own = written_out(read_document(file), file.parent).get("library") or {}
    return Library(own, (file.parent / "library", SHIPPED))


def read_document(file: Path) -> yaml.Mapping:
    """A scenario file as data with lines, its mapping and kind checked."""
    root = yaml.load_file(file)
    if not isinstance(root, yaml.Mapping):
        raise InputError("is not a mapping", file, allowed="the fields of a scenario")
    kind = root.get("kind")
    if kind != "scenario":
        raise refuse(root, ("kind",), "is not a scenario", kind, "scenario")
    return root


def shipped() -> list[Listing]:
    """The scenarios that ship with the package."""
    listings = []
    for file in sorted(SHIPPED_SCENARIOS.glob("*.yaml")):
        root = read_document(file)
        variants = {name: str(block.get("title", "")) for name, block in root.get("variants", {}).items()}
        listings.append(Listing(file.stem, str(root.get("title", "")), str(root.get("summary", "")).strip(), variants))
    return listings


def canonical_json(data: Any) -> str:
    """One text for equal data: sorted keys, no spaces, plain numbers."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path, allowed="a scenario file") from None


def _find(source: str) -> tuple[Path, str | None]:
    match = _VARIANT.match(source)
    if _is_file(source) or match is None:
        name, variant = source, None
    else:
        name, variant = match[1], match[2]
    if name.endswith((".yaml", ".yml")) or "/" in name or _is_file(name):
        path = Path(name)
        if not _is_file(name):
            raise InputError("there is no such file", value=name, allowed="a scenario file, or a name that ships")
        return path, variant
    return shipped_file(name), variant


def shipped_file(name: str) -> Path:
    """The file of a scenario that ships. Raises `InputError` for a name that none has."""
    files = {file.stem: file for file in SHIPPED_SCENARIOS.glob("*.yaml")}
    if name not in files:
        allowed = f"a path to a file, or {nearest(name, files)}"
        raise InputError("is not a scenario that ships", value=name, allowed=allowed)
    return files[name]


def _setting(text: str) -> tuple[str, Any]:
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise InputError("is not a setting", value=text, allowed="PATH=VALUE, such as batteries.kongo.inventory=4")
    try:
        return path.strip(), yaml.load(value) if value.strip() else None
    except InputError as error:
        raise InputError(error.message, field=f"--set {path.strip()}", value=value, allowed=error.allowed) from None


def _used_items(document: yaml.Mapping, model: ScenarioFile, library: Library) -> dict[str, Any]:
    """The items that the document refers to; its references become the items' own names."""
    used: dict[str, Any] = {}
    for path, name in model.library_references():
        try:
            own = library.resolve(name)
        except InputError as error:
            raise refuse(document, path, error.message, name, error.allowed) from None
        paths.put(document, path, own)
        if own not in used:
            used[own] = yaml.copy(library.document(own))
    for index, name in enumerate(() if model.siting is None else model.siting.sites):
        # Sites on offer are no part of a run: their names are checked, the items stay where they are.
        try:
            library.resolve(name)
        except InputError as error:
            raise refuse(document, ("siting", "sites", index), error.message, name, error.allowed) from None
    return dict(sorted(used.items()))


def _checked(document: Any, library: dict[str, Any], file: str | None) -> Scenario:
    model = validated(ScenarioFile, document)
    root = {"library": library}
    items = {name: item_from(data, root, ("library", name)) for name, data in sorted(library.items())}
    check_references(document, model, items)
    return Scenario(yaml.plain(document), yaml.plain(library), model, items, file)
