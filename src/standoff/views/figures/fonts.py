"""The type that comes with the figures: DejaVu Sans, which matplotlib brings along."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def dejavu(face: str = "DejaVuSans") -> Path:
    """The file of a face, as `DejaVuSans` or `DejaVuSans-Bold`; found without importing matplotlib."""
    found = find_spec("matplotlib")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf" / f"{face}.ttf"
