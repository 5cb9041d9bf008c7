"""The record: a header and one event a line, JSON Lines, append-only, the single source of truth of a run.

The header holds everything that is needed to run it again: the scenario and the library items as they were used, the
seed, the settings. The last line is the ENDEX event with the number of events, so a record that was cut is recognized.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import UnionType
from typing import Any, Final

from standoff.base.errors import InputError
from standoff.base.files import sha256, write_bytes

FORMAT: Final = 1
_REQUIRED: Final = frozenset({"id", "t_s", "time", "kind", "actor", "target", "cause", "data", "visible_to", "draws"})

# What the header must hold: the kinds of a value and what to call them.
_HEADER: Final[Mapping[str, tuple[type | UnionType, str]]] = {
    "name": (str, "a text"),
    "seed": (int, "a whole number"),
    "run": (int, "a whole number"),
    "settings": (list, "a list of texts"),
    "startex": (str, "a UTC time"),
    "endex": (str, "a UTC time"),
    "until": (str | None, "a UTC time or null"),
    "scenario": (dict, "a whole scenario"),
    "library": (dict, "the library items of the run"),
}

JsonObject = Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """What happened in one run, as plain JSON objects."""

    header: JsonObject
    events: Sequence[JsonObject]

    @cached_property
    def content(self) -> bytes:
        """The bytes of `record.jsonl`."""
        return b"".join(dump_line(line) for line in (self.header, *self.events))

    @cached_property
    def sha256(self) -> str:
        """Digest of the whole record; equal for equal scenario, seed and inputs."""
        return sha256(self.content)

    def of_kind(self, *kinds: str) -> Iterator[JsonObject]:
        """Events of these kinds, in order."""
        return (event for event in self.events if event["kind"] in kinds)

    def write(self, path: Path) -> None:
        """Write the record whole or not at all."""
        write_bytes(path, self.content)


def dump_line(entry: JsonObject) -> bytes:
    """One line of the record. Keys keep their order and NaN is refused, so equal entries give equal bytes."""
    return json.dumps(entry, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8") + b"\n"


def read_record(path: Path) -> Record:
    """Read a record. Raises `InputError` naming the line when the file is not one, or not a whole one."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        wanted = "a record.jsonl that `standoff run --out` wrote"
        raise InputError(f"cannot be read: {error.strerror}", file=path, allowed=wanted) from error
    entries = [_parse(line, path, number) for number, line in enumerate(lines, start=1)]
    if not entries or entries[0].get("standoff_record") != FORMAT:
        raise InputError(
            "is not a record of this version",
            file=path,
            line=1,
            value=entries[0].get("standoff_record") if entries else None,
            allowed=f"a first line with standoff_record: {FORMAT}",
        )
    _require_header(entries[0], path)
    for number, entry in enumerate(entries[1:], start=2):
        missing = sorted(_REQUIRED - entry.keys())
        if missing or not isinstance(entry["data"], dict):
            wanted = f"an event with {missing[0]!r}" if missing else "an event whose 'data' is an object"
            raise InputError("is not an event", file=path, line=number, allowed=wanted)
    _require_whole(entries[1:], path)
    return Record(entries[0], tuple(entries[1:]))


def _require_header(header: JsonObject, path: Path) -> None:
    """What a replay takes from the header must be there, and of its kind."""
    for key, (kinds, wanted) in _HEADER.items():
        value = header.get(key)
        if key not in header:
            raise InputError("is missing from the header", file=path, line=1, field=key, allowed=wanted)
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise InputError("is not a value of the header", file=path, line=1, field=key, value=value, allowed=wanted)
    for key in ("seed", "run"):
        if not 0 <= header[key] < 2**63:
            raise InputError("is out of bounds", file=path, line=1, field=key, value=header[key], allowed="0 to 2^63-1")
    if not all(isinstance(setting, str) for setting in header["settings"]):
        raise InputError("is not a list of texts", file=path, line=1, field="settings", allowed="texts PATH=VALUE")


def _parse(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(
            "is cut or damaged: the line is not JSON", file=path, line=number, allowed="one whole JSON object a line"
        ) from None
    if not isinstance(entry, dict) or not line.endswith(b"\n"):
        raise InputError("is cut or damaged", file=path, line=number, allowed="one whole JSON object a line")
    return entry


def _require_whole(events: Sequence[JsonObject], path: Path) -> None:
    for place, event in enumerate(events):
        if event["id"] != place + 1:
            raise InputError(
                "breaks the order of events", file=path, line=place + 2, field="id", value=event["id"],
                allowed=f"{place + 1}",
            )  # fmt: skip
    last = events[-1] if events else {"kind": None, "data": {}}
    if last["kind"] != "endex" or last["data"].get("events") != len(events):
        raise InputError(
            "is cut: the closing ENDEX event is missing or counts other events",
            file=path,
            line=len(events) + 1,
            value=last["kind"],
            allowed="a last line of kind endex",
        )
