"""The folder of a study: which study it is, its finished blocks, and at the end its tables.

`study.json` says which study the folder belongs to. While a study runs, `blocks/` holds one file a finished block, each
written whole or not at all, so that the same command goes on where it was cut off. At the end they are joined into
`runs.parquet` and removed, and `study.json` has the digests of all files, so that damage to one is noticed. `.lock` is
there while a process is at the study, and after one that was killed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from standoff.base.errors import InputError
from standoff.base.files import OutputFolder, sha256, write_all, write_bytes
from standoff.scenario.loading import canonical_json
from standoff.studies.study import program
from standoff.studies.study.blocks import Block, read_block
from standoff.studies.study.folder_lock import FolderLock
from standoff.studies.study.work import Work

FORMAT: Final = 1
SPEC: Final = "study.json"
RUNS: Final = "runs.parquet"
POINTS: Final = "points.parquet"
SUMMARY: Final = "summary.json"
REPORT: Final = "report.html"
BLOCKS: Final = "blocks"

LOCK: Final = ".lock"
# The part of `study.json` that says what the finished study is.
_FINISHED: Final = "finished"

# A folder that holds one of these but no `study.json` belongs to something else, whose files would be written over.
_OURS: Final = (RUNS, POINTS, SUMMARY, REPORT, BLOCKS)


class StudyFolder:
    """A folder as a context: claimed for one study on entering, refused if it holds another."""

    def __init__(self, path: Path, spec: Mapping[str, Any]) -> None:
        self.path = path
        self._spec = dict(spec)
        self._output = OutputFolder(path)
        self._lock: FolderLock | None = None

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
        if error is not None and not self._blocks.is_dir() and not (self.path / RUNS).exists():
            (self.path / SPEC).unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.release()
        self._output.__exit__(kind, error, trace)

    def seconds(self) -> float | None:
        """How long the study took, if it is finished and its table of runs is whole."""
        finished = self._finished()
        if finished is None or not self._is_whole(RUNS, finished):
            return None
        return float(finished["seconds"])

    def summary(self) -> dict[str, Any] | None:
        """The summary of a study whose table of runs is whole, if all files that were made of the table are so too."""
        finished = self._finished()
        if finished is None or not all(self._is_whole(name, finished) for name in (POINTS, REPORT, SUMMARY)):
            return None
        summary: dict[str, Any] = json.loads((self.path / SUMMARY).read_text(encoding="utf-8"))
        return summary

    def write_finished(self, contents: Mapping[str, bytes], seconds: float) -> None:
        """Write what was made of the table of runs, and note the digests of all files."""
        digests = {RUNS: file_sha256(self.path / RUNS), **{name: sha256(text) for name, text in contents.items()}}
        finished = {"seconds": seconds, "sha256": digests}
        self._write({**contents, SPEC: _json({**self._spec, _FINISHED: finished})})

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

    def _write(self, contents: Mapping[str, bytes]) -> None:
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

    def _finished(self) -> dict[str, Any] | None:
        """What `study.json` says of the finished study."""
        try:
            finished = json.loads((self.path / SPEC).read_text(encoding="utf-8"))[_FINISHED]
        except (OSError, ValueError, KeyError):
            return None
        is_whole = isinstance(finished, dict) and {"seconds", "sha256"} <= finished.keys()
        return finished if is_whole else None

    def _is_whole(self, name: str, finished: Mapping[str, Any]) -> bool:
        try:
            return bool(file_sha256(self.path / name) == finished["sha256"].get(name))
        except OSError:
            return False

    def _claim(self) -> None:
        self._lock = FolderLock(self.path / LOCK)
        try:
            self._require_ours()
        except BaseException:
            self._lock.release()
            raise
        for cut_off in self.path.glob(f".{RUNS}.*"):
            cut_off.unlink(missing_ok=True)

    def _require_ours(self) -> None:
        if (self.path / SPEC).exists():
            self._require_same_study()
        else:
            for name in _OURS:
                if (self.path / name).exists():
                    message = f"holds {name} of something else, which would be written over"
                    raise InputError(message, file=self.path, allowed="a folder of its own for each study")
            write_bytes(self.path / SPEC, _json(self._spec))

    def _require_same_study(self) -> None:
        try:
            theirs = json.loads((self.path / SPEC).read_text(encoding="utf-8"))
            if not isinstance(theirs, dict):
                raise ValueError
        except (OSError, ValueError):
            allowed = "a new folder, or this one emptied"
            raise InputError("does not say which study this is", file=self.path / SPEC, allowed=allowed) from None
        changed = program.difference(theirs.get("program"), self._spec["program"])
        if changed:
            message = f"was begun by another program: {changed}"
            allowed = "another folder, this one removed, or the program that began it"
            raise InputError(message, file=self.path, allowed=allowed)
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


def _json(content: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()
