"""The published JSON Schemas (draft 2020-12) of scenario and library files, made from the models that read them.

They describe one file by itself. What only shows between blocks (unknown names, times after ENDEX, `low` above
`nominal`) is checked by `standoff validate`.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from pydantic import TypeAdapter

from standoff.base.errors import InputError, nearest
from standoff.scenario.schema import LibraryItem, ScenarioFile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
KINDS: Final[dict[str, Any]] = {"scenario": ScenarioFile, "library": LibraryItem}

_QUANTITY_KEYS: Final = ("type", "title", "oneOf", "if", "then")


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of `scenario` or `library` files. Raises `InputError` for another kind."""
    if kind not in KINDS:
        raise InputError("is not a kind of file", value=kind, allowed=nearest(kind, KINDS))
    adapter: TypeAdapter[Any] = TypeAdapter(KINDS[kind])
    made = adapter.json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = made.pop("$defs", {})
    quantities: dict[str, Any] = {}
    body = _shared(made, quantities)
    blocks = {name: _shared(block, quantities) for name, block in definitions.items()}
    body.pop("title", None)
    return {
        "$schema": DIALECT,
        "$id": f"urn:standoff:{kind}:1",
        "title": f"Standoff {kind} file, version 1",
        **body,
        "$defs": {**dict(sorted(blocks.items())), **dict(sorted(quantities.items()))},
    }


def text(kind: str) -> str:
    """The schema as it is committed: indented JSON with a newline at its end."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def _shared(node: Any, quantities: dict[str, Any]) -> Any:
    """The same schema with every quantity's shape moved to one definition, and without titles made from names."""
    if isinstance(node, list):
        return [_shared(item, quantities) for item in node]
    if not isinstance(node, dict):
        return node
    if str(node.get("title", "")).startswith("quantity of "):
        shape = {key: node[key] for key in _QUANTITY_KEYS if key in node}
        words = shape["title"].lower().replace(" -", " minus ")
        name = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
        quantities[name] = shape
        rest = {key: value for key, value in node.items() if key not in _QUANTITY_KEYS}
        return {"$ref": f"#/$defs/{name}", **rest}
    if "patternProperties" in node:
        node = {**node, "additionalProperties": False}
    return {
        key: {name: _shared(field, quantities) for name, field in value.items()}
        if key == "properties"
        else _shared(value, quantities)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }
