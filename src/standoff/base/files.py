"""Writing so that nothing half-written stays behind: to a temporary name first, then renamed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from standoff.base.errors import InputError


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all."""
    write_all(path.parent, {path.name: content})


def write_text(path: Path, content: str) -> None:
    """Write UTF-8 text to `path` whole or not at all."""
    write_bytes(path, content.encode("utf-8"))


def write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write several files (name -> content) into a folder, all or none: renamed when every one is written."""
    waiting: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            with _refusing_to_write(folder / name):
                handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
                waiting[folder / name] = Path(temporary)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                os.chmod(temporary, 0o644)
        for path, written in waiting.items():
            with _refusing_to_write(path):
                os.replace(written, path)
    except BaseException:
        for left in waiting.values():
            left.unlink(missing_ok=True)
        raise


class OutputFolder:
    """A folder for results, proved to be writable on entering; if what follows fails, folders that it made go again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        with _refusing_to_write(self.path):
            self._made = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        try:
            require_writable_folder(self.path)
        except BaseException:
            self._remove_made()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._remove_made()

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write all files (name -> content) or none."""
        write_all(self.path, contents)

    def _remove_made(self) -> None:
        for folder in self._made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def require_writable_folder(path: Path) -> Path:
    """Make the folder if need be and prove that a file can be written in it, before any work is done."""
    with _refusing_to_write(path):
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path, prefix=".probe."):
            pass
    return path


def readable(path: Path) -> str:
    """A path as text that UTF-8 can hold: bytes of a name that are no text are shown as question marks."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256 digest."""
    return hashlib.sha256(content).hexdigest()


@contextmanager
def _refusing_to_write(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror or error}",
            file=path,
            allowed="a folder that exists or can be made, with write permission and free space",
        ) from error
