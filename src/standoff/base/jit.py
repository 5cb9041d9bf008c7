"""The decorator of kernel modules: Numba's `njit`, with machine code that is kept between processes and never stale.

Numba keeps a function's code beside its source and makes it anew when that file changes, but not when a function that
it calls has changed in another file. Here the code is kept in a folder named by a digest of all kernel modules, of
the modules that they lead to, and of the compiler's version, so code of other sources is never found. Only kernel
modules import this: Numba takes a second.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numba

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_PREFIX: Final = "kernels-"
_IMPORT: Final = re.compile(rb"^from standoff\.([\w.]+) import", re.MULTILINE)


def jit(function: Callable[..., Any]) -> Any:
    """Compile a function that handles no Python objects; without fast-math, so that it rounds as NumPy does."""
    compiled = numba.njit(error_model="numpy", nogil=True)(function)
    settings: Any = numba.config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(_folder())
    try:
        compiled.enable_caching()
    finally:
        settings.CACHE_DIR = before
    return compiled


@cache
def _folder() -> Path:
    """The folder of this package's machine code; those of other sources beside it go."""
    digest = hashlib.sha256(version("numba").encode())
    for source in _sources():
        digest.update(source)
    name = f"{_PREFIX}{digest.hexdigest()[:20]}"
    for home in (_PACKAGE / "__pycache__", _user_cache()):
        try:
            (home / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if home.parent == _PACKAGE:  # the user's folder may hold those of other installations
            for outdated in set(home.glob(f"{_PREFIX}*")) - {home / name}:
                shutil.rmtree(outdated, ignore_errors=True)
        return home / name
    return Path(name)


def _sources() -> list[bytes]:
    """The kernel modules, known by their import of this one, and all of this package that they lead to."""
    texts = {path: path.read_bytes() for path in sorted(_PACKAGE.rglob("*.py"))}
    wanted: set[Path] = set()
    found = {path for path, text in texts.items() if b"from standoff.base.jit import" in text}
    while found:
        wanted |= found
        names = {name.decode() for path in found for name in _IMPORT.findall(texts[path])}
        found = {path for name in names for path in _files(name) if path in texts} - wanted
    return [text for path, text in texts.items() if path in wanted]


def _files(name: str) -> tuple[Path, Path]:
    """What a module's name may stand for: a file, or a folder's own file."""
    path = _PACKAGE.joinpath(*name.split("."))
    return path.with_suffix(".py"), path / "__init__.py"


def _user_cache() -> Path:
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "standoff"
    except RuntimeError:  # a user without a home folder
        return Path(".standoff-cache")
