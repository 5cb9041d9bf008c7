"""The folder of a study is one process's at a time."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from standoff.base.errors import InputError
from standoff.studies.study.folder import StudyFolder
from standoff.studies.study.folder_lock import FolderLock
from standoff.studies.study.program import _digest, difference, program

ROUNDS = 25


def claim(path: Path, seed: int, together: Any, said: Any) -> None:
    """Enter fresh folders at the same moments as another process, and say each time whether that was let be."""
    for number in range(ROUNDS):
        together.wait()
        try:
            with StudyFolder(path / str(number), {"program": {}, "seed": seed}):
                said.put((number, "in"))
                together.wait()  # nobody leaves before both have tried
        except InputError as error:
            said.put((number, str(error)))
            together.wait()


@pytest.mark.parametrize("seeds", [(1, 1), (1, 2)])
def test_two_processes_do_not_enter_one_fresh_folder(tmp_path: Path, seeds: tuple[int, int]) -> None:
    fork = multiprocessing.get_context("fork")
    together, said = fork.Barrier(2, timeout=20), fork.Queue()
    both = [fork.Process(target=claim, args=(tmp_path, seed, together, said)) for seed in seeds]
    for process in both:
        process.start()
    answers = [said.get(timeout=30) for _ in range(2 * ROUNDS)]
    for process in both:
        process.join()
        assert process.exitcode == 0
    for number in range(ROUNDS):
        one, other = sorted((text for of, text in answers if of == number), key=lambda text: text != "in")
        assert one == "in"
        assert "is in use: another process is at the study in" in other


def test_a_lock_that_was_removed_under_it_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening and locking, the holder may end and remove the file: whoever comes next makes a new one."""
    import fcntl

    taken: list[Any] = []
    path, whole = tmp_path / ".lock", fcntl.flock

    def late(file: Any, how: int) -> None:
        if not taken:
            taken.append(file)
            path.unlink()
            path.touch()
        whole(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    lock = FolderLock(path)
    with pytest.raises(InputError, match="is in use"):
        FolderLock(path)
    lock.release()
    assert not path.exists()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=lambda: FolderLock(tmp_path / ".lock") and os._exit(9))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert (tmp_path / ".lock").exists()
    FolderLock(tmp_path / ".lock").release()


def test_a_program_is_its_sources_and_its_libraries(tmp_path: Path) -> None:
    mine = program()
    assert {"standoff", "sources", "numpy", "scipy", "numba", "pyarrow", "salib"} == mine.keys()
    assert difference(dict(mine), mine) == ""
    assert difference({**mine, "numba": "0.1"}, mine) == f"its numba is 0.1, not {mine['numba']}"
    assert difference(None, mine) == "which program it was is not said"
    (tmp_path / "data").mkdir()
    digests = []
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b.py", "2"), ("data/c.yaml", "2"), ("d.nbc", "2")):
        (tmp_path / name).write_text(text)
        digests.append(_digest(tmp_path))
    assert len(set(digests)) == 4
    assert digests[-1] == digests[-2]  # machine code is no source
