"""Write the JSON Schemas in `docs/schema/` and the tables of `docs/scenario-format.md` from the models.

python builders/schemas.py
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from standoff.scenario import json_schema

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
PAGE: Final = DOCS / "scenario-format.md"

_FIELDS: Final = re.compile(r"(<!-- fields: (\w+) (\S+)(?: (\S+))? -->\n).*?(<!-- /fields -->)", re.DOTALL)
_UNITS: Final = re.compile(r"(\|---\|---\|\n<!-- units -->\n).*?(<!-- /units -->)", re.DOTALL)
_PLAIN: Final = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "object": "mapping",
}


def page(text: str) -> str:
    """The page with its tables written anew."""
    schemas = {kind: json_schema.schema(kind) for kind in json_schema.KINDS}

    def fields(match: re.Match[str]) -> str:
        whole = schemas[match[2]]
        block = whole if match[3] == "-" else whole["$defs"][match[3]]
        wanted = None if match[4] is None else match[4].split(",")
        return f"{match[1]}{table(block, whole['$defs'], wanted)}{match[5]}"

    return _UNITS.sub(lambda match: f"{match[1]}{units(schemas.values())}{match[2]}", _FIELDS.sub(fields, text))


def table(block: dict[str, Any], definitions: dict[str, Any], wanted: Iterable[str] | None) -> str:
    """A table of a block's fields; those that must be there are bold."""
    properties, required = block["properties"], block.get("required", ())
    rows = ["| field | what | value |", "|---|---|---|"]
    for name in wanted or properties:
        field = properties[name]
        shown = f"**`{name}`**" if name in required else f"`{name}`"
        rows.append(f"| {shown} | {field.get('description', '')} | {kind_of(field, definitions)} |")
    return "\n".join(rows) + "\n"


def kind_of(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What a field may hold, in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        title = definitions[name].get("title", "")
        return str(title) if title.startswith("quantity") else name.removesuffix("Block")
    if "anyOf" in field or "oneOf" in field:
        options = field.get("anyOf") or field["oneOf"]
        return " or ".join(kind_of(option, definitions) for option in options if option.get("type") != "null")
    if "enum" in field or "const" in field:
        return ", ".join(f"`{choice}`" for choice in field.get("enum", [field.get("const")]))
    if isinstance(field.get("type"), list):
        return " or ".join(_PLAIN.get(name, "list") for name in field["type"])
    if field.get("type") == "array":
        if "prefixItems" in field:
            return "[" + ", ".join(kind_of(item, definitions) for item in field["prefixItems"]) + "]"
        return f"list of {kind_of(field['items'], definitions)}"
    if field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"mapping to {kind_of(field['additionalProperties'], definitions)}"
    return _PLAIN.get(str(field.get("type")), "anything") + _bounds(field)


def units(schemas: Iterable[dict[str, Any]]) -> str:
    """Rows of the table of units, for the dimensions that the format uses."""
    shapes = [block for whole in schemas for name, block in whole["$defs"].items() if name.startswith("quantity-")]
    found = {shape["title"].removeprefix("quantity of ").partition(",")[0]: shape for shape in shapes}
    rows = ((name, found[name]["oneOf"][0]["properties"]["unit"]["enum"]) for name in sorted(found))
    return "".join(
        f"| {name} | {', '.join(f'`{unit}`' for unit in dict.fromkeys(map(str, enum)))} |\n" for name, enum in rows
    )


def _bounds(field: dict[str, Any]) -> str:
    names = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    words = [f"{word} {field[key]:g}" for key, word in names.items() if key in field]
    return f", {' and '.join(words)}" if words else ""


if __name__ == "__main__":
    (DOCS / "schema").mkdir(parents=True, exist_ok=True)
    for kind in json_schema.KINDS:
        (DOCS / "schema" / f"{kind}.schema.json").write_text(json_schema.text(kind), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
