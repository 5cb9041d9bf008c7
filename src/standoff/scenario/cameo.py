"""The CAMEO codes that ship, read once from `data/crisis/cameo.csv`; the README beside it names their origin."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

from standoff.crisis.cameo import Cameo, Code

TABLE: Final = Path(__file__).resolve().parent.parent / "data" / "crisis" / "cameo.csv"


@cache
def cameo() -> Cameo:
    """All codes with names and Goldstein weights."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        codes = {row["code"]: Code(row["code"], row["name"], _weight(row["weight"])) for row in rows}
    return Cameo(codes)


def _weight(text: str) -> float | None:
    return float(text) if text else None
