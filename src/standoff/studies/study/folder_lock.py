"""The lock of a folder: a file in it that one process at a time holds, however that process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from standoff.base.errors import InputError
from standoff.base.files import readable


class FolderLock:
    """Held from the making of this object until `release`, or until the process ends. On Windows it holds nothing."""

    def __init__(self, path: Path) -> None:
        """Lock the file. Raises `InputError` if another process holds it, or if it cannot be made."""
        self._path = path
        self._file: IO[bytes] | None = None
        while sys.platform != "win32" and self._file is None:
            self._file = _locked(path)

    def release(self) -> None:
        """Remove the file, then let go of it: who opened it before that finds that it is no longer there."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def _locked(path: Path) -> IO[bytes] | None:
    """The file, opened and locked; None if it was removed between the two, by whoever held it."""
    import fcntl

    try:
        file = path.open("ab")
    except OSError as error:
        allowed = "a folder that can be written"
        raise InputError(f"cannot be made: {error.strerror}", file=path, allowed=allowed) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = path.stat()
    except BlockingIOError:
        file.close()
        message = f"is in use: another process is at the study in {readable(path.parent)}"
        raise InputError(message, file=path.parent, allowed="waiting for it, or another folder") from None
    except FileNotFoundError:
        file.close()
        return None
    except OSError as error:
        file.close()
        allowed = "a folder on a disk that knows locks"
        raise InputError(f"cannot be locked: {error.strerror}", file=path, allowed=allowed) from None
    if os.path.samestat(there, os.fstat(file.fileno())):
        return file
    file.close()
    return None
