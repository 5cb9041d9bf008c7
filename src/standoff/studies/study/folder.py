"""The folder of a study: which study it is, its finished blocks, and at the end its tables.

`study.json` says which study the folder belongs to. While a study runs, `blocks/` holds one file a finished block, each
written whole or not at all, so that the same command goes on where it was cut off. At the end they are joined into
`runs.parquet` and removed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from standoff.base.errors import InputError
from standoff.base.files import OutputFolder, readable, sha256, write_all, write_bytes
from standoff.scenario.loading import canonical_json
from standoff.studies.study.blocks import Block, read_block
from standoff.studies.study.work import Work

FORMAT: Final = 1
SPEC: Final = "study.json"
RUNS: Final = "runs.parquet"
POINTS: Final = "points.parquet"
SUMMARY: Final = "summary.json"
BLOCKS: Final = "blocks"

REPORT: Final = "report.html"

# A folder that holds one of these but no `study.json` belongs to something else, whose files would be written over.
_OURS: Final = (RUNS, POINTS, SUMMARY, REPORT, BLOCKS)


class StudyFolder:
    """A folder as a context: claimed for one study on entering, refused if it holds another."""

    def __init__(self, path: Path, spec: Mapping[str, Any]) -> None:
        self.path = path
        self._spec = dict(spec)
        self._output = OutputFolder(path)
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._output.__enter__()
        try:
            self._claim()
        except BaseException as error:
            self._output.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.close()
        if error is not None:
            if not self._blocks.is_dir() and not (self.path / RUNS).exists():
                (self.path / SPEC).unlink(missing_ok=True)
            self._output.__exit__(kind, error, trace)

    def finished(self, digest: str) -> dict[str, Any] | None:
        """The summary of the study, if it is finished and its table is whole."""
        try:
            summary: dict[str, Any] = json.loads((self.path / SUMMARY).read_text(encoding="utf-8"))
            whole = summary.get("study_sha256") == digest and summary.get("table_sha256") == file_sha256(
                self.path / RUNS
            )
        except (OSError, ValueError, AttributeError):
            return None
        return summary if whole and (self.path / POINTS).is_file() else None

    def missing(self, work: Work, blocks: Sequence[Block]) -> list[Block]:
        """Blocks that have no whole file yet; damaged ones are among them, and will be made again."""
        if not self._blocks.is_dir():
            return list(blocks)
        return [block for block in blocks if read_block(self.block_file(block), block, work.stamp(block)) is None]

    def block_file(self, block: Block) -> Path:
        """Where a block stands."""
        return self._blocks / f"{block.index:06d}.parquet"

    def write_block(self, block: Block, content: bytes) -> None:
        """Write a finished block, whole or not at all."""
        try:
            self._blocks.mkdir(exist_ok=True)
            write_bytes(self.block_file(block), content)
        except (OSError, InputError) as error:
            raise self.no_room(error) from error

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write several files of the folder, all or none."""
        try:
            write_all(self.path, contents)
        except InputError as error:
            raise self.no_room(error) from error

    def remove_blocks(self) -> None:
        """Take the blocks away, once the tables hold them."""
        if self._blocks.is_dir():
            for file in self._blocks.glob("*"):
                file.unlink(missing_ok=True)
            self._blocks.rmdir()

    @property
    def _blocks(self) -> Path:
        return self.path / BLOCKS

    def _claim(self) -> None:
        if (self.path / SPEC).exists():
            self._require_same_study()
        else:
            for name in _OURS:
                if (self.path / name).exists():
                    message = f"holds {name} of something else, which would be written over"
                    raise InputError(message, file=self.path, allowed="a folder of its own for each study")
            write_bytes(self.path / SPEC, f"{json.dumps(self._spec, ensure_ascii=False, indent=2)}\n".encode())
        self._lock = _locked(self.path / SPEC)
        for cut_off in self.path.glob(f".{RUNS}.*"):
            cut_off.unlink(missing_ok=True)

    def _require_same_study(self) -> None:
        try:
            theirs = json.loads((self.path / SPEC).read_text(encoding="utf-8"))
            if not isinstance(theirs, dict):
                raise ValueError
        except (OSError, ValueError):
            allowed = "a new folder, or this one emptied"
            raise InputError("does not say which study this is", file=self.path / SPEC, allowed=allowed) from None
        for key, mine in self._spec.items():
            if theirs.get(key) != mine:
                where = difference(theirs.get(key), mine)
                message = f"belongs to another study: its {key}{where}"
                raise InputError(message, file=self.path, allowed="another folder, or the command that began this one")

    def no_room(self, error: Exception) -> InputError:
        """What to say when the folder takes no more: what is done stays done."""
        reason = error.message if isinstance(error, InputError) else f"cannot be written: {error}"
        file = error.file if isinstance(error, InputError) else self.path
        done = len(list(self._blocks.glob("*.parquet")))
        allowed = f"free space and write permission; {done} finished blocks are kept, and the same command goes on"
        return InputError(reason, file=file, allowed=allowed)


def difference(theirs: object, mine: object) -> str:
    """How a part of two specifications differs, in as few words as it takes."""
    if all(isinstance(value, (int, float, str)) and len(str(value)) < 40 for value in (theirs, mine)):
        return f" is {theirs}, not {mine}"
    if isinstance(theirs, list) and isinstance(mine, list):
        if len(theirs) != len(mine):
            return f" are {len(theirs)}, not {len(mine)}"
        first = next(index for index, (one, other) in enumerate(zip(theirs, mine, strict=True)) if one != other)
        name = mine[first].get("path", first) if isinstance(mine[first], dict) else first
        return f" differ, first in {name}"
    return " differs"


def digest_of(spec: Mapping[str, Any]) -> str:
    """Which study it is, in 64 characters."""
    return sha256(canonical_json(spec).encode("utf-8"))


def file_sha256(path: Path) -> str:
    """Digest of a file, read in pieces."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _locked(path: Path) -> IO[bytes] | None:
    """A lock that ends with this process, however it ends: two must not write the same blocks."""
    if sys.platform == "win32":
        return None
    import fcntl

    file = path.open("rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        message = f"is in use: another process is at the study in {readable(path.parent)}"
        raise InputError(message, file=path, allowed="waiting for it, or another folder") from None
    return file
