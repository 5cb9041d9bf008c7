"""YAML to plain data that remembers its file and lines.

Mappings and sequences come back as `Mapping` and `Sequence`: an ordinary dict and list that also know the file and the
line of every entry, so that a refusal far from the parser can still say where. Scalars follow the core schema of
YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema): `NO` and dates stay text, `1:30` is not ninety minutes,
and keys are always text. Duplicate keys, tags, merge keys and numbers that are not finite are refused.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, Final

import yaml

from standoff.base.errors import InputError

PathKeys = tuple[str | int, ...]

# Far above any scenario, far below what the interpreter's stack and a machine's memory bear.
DEEPEST: Final = 60
MOST_ENTRIES: Final = 1_000_000

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER: Final = re.compile(r"[-+]?[0-9]+\Z")
_BASED: Final = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Mapping(dict[str, Any]):
    """A mapping that knows its file and the line of each key."""

    __slots__ = ("file", "line", "lines")

    def __init__(self, file: str | None = None, line: int | None = None) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A sequence that knows its file and the line of each item (those added later have none)."""

    __slots__ = ("file", "line", "lines")

    def __init__(self, file: str | None = None, line: int | None = None) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: list[int] = []


def load(text: str, file: str | Path | None = None) -> Any:
    """Read one YAML document. Raises `InputError` with file and line for anything that is not one."""
    name = None if file is None else str(file)
    try:
        return _Reader(text, name).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "cannot be read"
        if "maximum nesting depth" in problem:
            # The parser has a limit of its own, which it reaches before ours.
            line = None if mark is None else mark.line + 1
            raise InputError("is nested too deep", name, line, allowed=f"at most {DEEPEST} levels") from None
        raise InputError(f"YAML syntax error: {problem}", name, None if mark is None else mark.line + 1) from None
    except yaml.YAMLError as error:
        raise InputError(f"YAML syntax error: {error}".splitlines()[0], name) from None


def load_file(path: Path) -> Any:
    """Read a YAML file in UTF-8. Raises `InputError` if it is not there, not text or not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from None
    except UnicodeDecodeError:
        raise InputError("is not text in UTF-8", path) from None
    return load(text, path)


def locate(root: object, path: PathKeys) -> tuple[str | None, int | None]:
    """File and line of the entry at `path`, or of the nearest entry above it that has a line."""
    file, line = getattr(root, "file", None), getattr(root, "line", None)
    node: object = root
    for key in path:
        found = _line_of(node, key)
        if found is not None:
            file, line = getattr(node, "file", file) or file, found
        node = child(node, key)
        if node is None:
            break
        if found is None and getattr(node, "line", None) is not None:
            file, line = getattr(node, "file", None), getattr(node, "line", None)
    return file, line


def child(node: object, key: str | int) -> Any:
    """The entry of a mapping or sequence, or None."""
    if isinstance(node, dict):
        return node.get(key)
    if isinstance(node, list) and isinstance(key, int) and -len(node) <= key < len(node):
        return node[key]
    return None


def plain(node: Any) -> Any:
    """A deep copy as ordinary dicts and lists."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain(value) for value in node]
    return node


def copy(node: Any) -> Any:
    """A deep copy that keeps files and lines."""
    if isinstance(node, dict):
        mapping = Mapping(getattr(node, "file", None), getattr(node, "line", None))
        mapping.lines.update(getattr(node, "lines", {}))
        mapping.update((key, copy(value)) for key, value in node.items())
        return mapping
    if isinstance(node, list):
        sequence = Sequence(getattr(node, "file", None), getattr(node, "line", None))
        sequence.lines.extend(getattr(node, "lines", []))
        sequence.extend(copy(value) for value in node)
        return sequence
    return node


def scalar(text: str) -> Any:
    """The value of an unquoted scalar. Raises `InputError` for infinity and not-a-number."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if not (first.isdigit() or first in "+-."):
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        value = float(text)
        if math.isfinite(value):
            return value
    elif _BASED.match(text):
        return int(text, 0)
    elif not _NOT_FINITE.match(text):
        return text
    raise InputError("is not a finite number", value=text, allowed="a finite number")


def _line_of(node: object, key: str | int) -> int | None:
    if isinstance(node, Mapping):
        return node.lines.get(str(key))
    if isinstance(node, Sequence) and isinstance(key, int) and 0 <= key < len(node.lines):
        return node.lines[key]
    return None


class _Reader:
    """Turns the parser's events into data, depth first."""

    def __init__(self, text: str, file: str | None) -> None:
        self._next = _Loader(text).get_event
        self._file = file
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._depth = 0
        self._entries = 0

    def document(self) -> Any:
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise InputError("is empty", self._file)
        data = self._node(self._next())
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refuse(event, "holds more than one document", "one document a file")
        return data

    def _node(self, event: Any) -> Any:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise self._refuse(event, f"refers to an unknown anchor *{event.anchor}", "an anchor that is complete")
            data, size = self._anchors[event.anchor]
            self._count(event, size)
            return copy(data)
        if event.tag is not None:
            raise self._refuse(event, f"carries a tag {event.tag}", "plain YAML without tags")
        before = self._entries
        self._count(event, 1)
        if isinstance(event, yaml.ScalarEvent):
            data = self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            data = self._mapping(event)
        else:
            data = self._sequence(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = data, self._entries - before
        return data

    def _count(self, event: Any, entries: int) -> None:
        """Refuse what aliases of aliases would blow up, before they do."""
        self._entries += entries
        if self._entries > MOST_ENTRIES:
            raise self._refuse(event, "holds too many entries", f"at most {MOST_ENTRIES:,}")

    def _deeper(self, event: Any) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refuse(event, "is nested too deep", f"at most {DEEPEST} levels")

    def _scalar(self, event: Any) -> Any:
        if not event.implicit[0]:
            return event.value
        try:
            return scalar(event.value)
        except InputError as error:
            error.file, error.line = self._file, event.start_mark.line + 1
            raise

    def _mapping(self, start: Any) -> Mapping:
        mapping = Mapping(self._file, start.start_mark.line + 1)
        self._deeper(start)
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "has a key that is not text", "keys that are single words or texts")
            key = event.value
            if key == "<<" and event.implicit[0]:
                raise self._refuse(event, "merge keys are not supported", "every field written out")
            if key in mapping:
                first = mapping.lines[key]
                raise self._refuse(event, f"the key {key!r} is already on line {first}", "each key once")
            mark: Any = event.start_mark
            mapping.lines[key] = mark.line + 1
            mapping[key] = self._node(self._next())
        self._depth -= 1
        return mapping

    def _sequence(self, start: Any) -> Sequence:
        sequence = Sequence(self._file, start.start_mark.line + 1)
        self._deeper(start)
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            sequence.lines.append(event.start_mark.line + 1)
            sequence.append(self._node(event))
        self._depth -= 1
        return sequence

    def _refuse(self, event: Any, message: str, allowed: str) -> InputError:
        return InputError(message, self._file, event.start_mark.line + 1, allowed=allowed)
