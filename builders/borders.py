"""Build `src/standoff/data/borders/world-50m.json` from the npm package world-atlas.

    npm pack world-atlas@2.0.2
    python builders/borders.py world-atlas-2.0.2.tgz

world-atlas 2.0.2 (Mike Bostock, ISC) repackages Natural Earth 4.1.0 (public domain), 1:50 million, as TopoJSON with
coordinates on a grid of about 0.0036 by 0.0017 degrees (some 200 to 400 m). Kept: the countries with their names and
ISO 3166-1 numeric codes, and the arcs they share. Dropped: the merged land object, which the countries contain. The
numbers are not changed, so the same package always gives the same bytes; only their order is: the steps of all arcs
stand in one flat list with the arcs' lengths beside it, which Python and browsers read several times faster.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

INTEGRITY = "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
"""The package's SHA-512 as the npm registry states it for world-atlas 2.0.2 (base 64)."""

TARGET = Path(__file__).resolve().parents[1] / "src/standoff/data/borders/world-50m.json"


def read_topology(package: Path) -> dict[str, Any]:
    """The 1:50 million countries of the package, after its checksum was found right."""
    content = package.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != INTEGRITY:
        raise SystemExit(f"{package}: is not world-atlas 2.0.2 as published on npm (SHA-512 differs)")
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/countries-50m.json")
        if member is None:
            raise SystemExit(f"{package}: holds no countries-50m.json")
        topology: dict[str, Any] = json.load(member)
    return topology


def compact(topology: dict[str, Any]) -> dict[str, Any]:
    """Countries and flattened arcs. A ring is a list of arc numbers; `~i` (that is -1-i) means arc i backward."""
    countries = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        countries.append({"name": country["properties"]["name"], "id": country.get("id"), "polygons": polygons})
    return {
        "source": "Natural Earth 4.1.0, 1:50m, public domain; by world-atlas 2.0.2 (ISC)",
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "countries": countries,
        "lengths": [len(arc) for arc in topology["arcs"]],
        "steps": [number for arc in topology["arcs"] for point in arc for number in point],
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    built = compact(read_topology(Path(sys.argv[1])))
    text = json.dumps(built, ensure_ascii=False, separators=(",", ":")) + "\n"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {len(text.encode()) / 1e6:.2f} MB, {len(built['lengths'])} arcs\n")
