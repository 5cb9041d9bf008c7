"""From a validator's complaints to one sentence that a user can act on: file, line, field, value, what is allowed."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from standoff.base.errors import InputError, nearest
from standoff.scenario import yaml

Model = TypeVar("Model", bound=BaseModel)

UNION_TAG = "~"
"""What the tag of one of several models begins with, unlike any field."""

_WORDING = {
    "missing": ("is missing", "a value"),
    "string_type": ("is not text", "text (in quotes if it looks like a number)"),
    "string_too_short": ("is empty", "text"),
    "int_type": ("is not a whole number", "a whole number"),
    "float_type": ("is not a number", "a number"),
    "bool_type": ("is not true or false", "true or false"),
    "tuple_type": ("is not a list", "a list"),
    "list_type": ("is not a list", "a list"),
    "dict_type": ("is not a mapping", "a mapping of names to entries"),
    "model_type": ("is not a mapping", "a mapping of fields to values"),
    "model_attributes_type": ("is not a mapping", "a mapping of fields to values"),
    "too_short": ("has too few entries", "at least {min_length}"),
    "too_long": ("has too many entries", "at most {max_length}"),
    "greater_than": ("is out of bounds", "more than {gt:g}"),
    "greater_than_equal": ("is out of bounds", "at least {ge:g}"),
    "less_than": ("is out of bounds", "less than {lt:g}"),
    "less_than_equal": ("is out of bounds", "at most {le:g}"),
}

_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and single hyphens",
    "^[A-Z]{3}$": "three capital letters, such as JPN",
    "^[A-F][1-6]$": "an Admiralty grade such as B2",
}


def validated(model: type[Model], data: Any, root: Any = None, prefix: yaml.PathKeys = ()) -> Model:
    """`data` as a model. Raises `InputError` for the first thing wrong, by line, and counts the others.

    `root` is the document in which `data` stands at `prefix`; it gives file and lines.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        whole = data if root is None else root
        details = [detail for detail in error.errors(include_url=False) if not _counts_only_the_good(detail)]
        found = [_as_input_error(detail, data, whole, prefix) for detail in details]
    found.sort(key=lambda problem: problem.line or 0)
    first, others = found[0], len(found) - 1
    if others:
        more = f"({others} more problem{'s' if others > 1 else ''} in this file)"
        first.allowed = f"{first.allowed} {more}" if first.allowed else more
    raise first


def dotted(root: object, path: yaml.PathKeys) -> str:
    """A path as users write it: items of a list by their id where they have one (`batteries.kongo.inventory`)."""
    words, node = [], root
    for key in path:
        node = yaml.child(node, key)
        label = node.get("id") if isinstance(key, int) and isinstance(node, dict) else None
        words.append(label if isinstance(label, str) else str(key))
    return ".".join(words)


def refuse(
    root: object, path: yaml.PathKeys, message: str, value: object = None, allowed: str | None = None
) -> InputError:
    """An `InputError` about the entry at `path` of a document."""
    file, line = yaml.locate(root, path)
    return InputError(message, file, line, dotted(root, path) or None, value, allowed)


def _counts_only_the_good(detail: Any) -> bool:
    """Whether a list seems too short only because an entry is wrong, which is told by itself."""
    return bool(detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])


def _as_input_error(detail: Any, data: Any, root: Any, prefix: yaml.PathKeys) -> InputError:
    path, is_key = _path_in_data(detail["loc"], data)
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    inner = context.get("error")
    if isinstance(inner, InputError):
        if inner.field is not None:
            path = (*path, *inner.field.split("."))
        return refuse(root, (*prefix, *path), inner.message, inner.value, inner.allowed)
    if kind == "missing" or isinstance(value, (dict, list)):
        value = None
    if is_key:
        value = detail["loc"][-2] if detail["loc"][-1] == "[key]" else value
    message, allowed = _worded(kind, context, detail["msg"], value)
    return refuse(root, (*prefix, *path), message, value, allowed)


def _worded(kind: str, context: dict[str, Any], text: str, value: object) -> tuple[str, str | None]:
    if kind == "string_pattern_mismatch":
        return "is not a valid name", _PATTERNS.get(context["pattern"], context["pattern"])
    if kind == "literal_error":
        choices = [choice.strip("'") for choice in context["expected"].replace(" or ", ", ").split(", ")]
        advice = nearest(value, choices) if isinstance(value, str) else ""
        advice = f" ({advice})" if advice.startswith("did you mean") else ""  # else it is the list once more
        return "is not one of the choices", ", ".join(choices) + advice
    if kind in _WORDING:
        message, allowed = _WORDING[kind]
        return message, allowed.format(**context)
    return text[:1].lower() + text[1:], None


def _path_in_data(loc: tuple[str | int, ...], data: Any) -> tuple[yaml.PathKeys, bool]:
    """The part of a validator's location that names entries of the data: without union tags and key markers."""
    path: list[str | int] = []
    node, is_key = data, False
    for index, key in enumerate(loc):
        last = index == len(loc) - 1
        if key == "[key]":
            is_key = True
        elif yaml.child(node, key) is not None or _has(node, key):
            path.append(key)
            node = yaml.child(node, key)
        elif last and not str(key).startswith(UNION_TAG):
            path.append(key)
    return tuple(path), is_key


def _has(node: object, key: str | int) -> bool:
    return isinstance(node, dict) and key in node
