"""Which program makes a study: its version, its sources and data, and the libraries that its numbers depend on.

A version alone does not say it: a checkout changes without one. Two programs that differ in any of this can make two
tables of one study, so their blocks must not be mixed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

# What reads, draws or rounds the numbers of a table.
_LIBRARIES: Final = ("numpy", "scipy", "numba", "pyarrow", "SALib")
_PACKAGE: Final = Path(__file__).resolve().parents[2]
# Modules, and the shipped scenarios and library; not the machine code that is kept beside them.
_SOURCES: Final = (".py", ".yaml", ".csv", ".json")


def software() -> str:
    """Name and version of this program."""
    return f"standoff {version('standoff')}"


@cache
def program() -> Mapping[str, str]:
    """What this program is: part -> version, and `sources` -> digest of its modules and data."""
    libraries = {name.lower(): _version(name) for name in _LIBRARIES}
    return {"standoff": version("standoff"), "sources": _digest(_PACKAGE), **libraries}


def difference(theirs: object, mine: Mapping[str, str]) -> str:
    """How another program differs from this one: `its numpy is 2.0.1, not 2.1.0`; empty if it does not."""
    if not isinstance(theirs, Mapping):
        return "which program it was is not said"
    for part, wanted in mine.items():
        found = theirs.get(part)
        if found != wanted:
            return "its sources differ" if part == "sources" else f"its {part} is {found}, not {wanted}"
    return ""


def _digest(folder: Path) -> str:
    """Digest of names and contents of all sources below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SOURCES and path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
