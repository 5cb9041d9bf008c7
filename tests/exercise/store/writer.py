"""A server in a process of its own, to be killed: it appends batch after batch and says the number of each."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO, Final

from exercise.store.samples import batch, opened
from standoff.exercise.store import open_store

EVENTS: Final = 40
"""Events a batch."""


def start(database: str) -> Popen[str]:
    tests = Path(__file__).parents[2]
    return Popen([sys.executable, "-m", "exercise.store.writer", database], cwd=tests, stdout=PIPE, text=True)


def acknowledged(lines: IO[str] | None, at_most: int | None = None) -> list[int]:
    """The numbers that it said, up to its end or a count of them."""
    assert lines is not None
    said: list[int] = []
    while at_most is None or len(said) < at_most:
        line = lines.readline()
        if not line.endswith("\n"):
            break
        said.append(int(line))
    return said


def main(database: str) -> None:
    with open_store(database) as store:
        if not store.exercises():
            opened(store)
        number = store.counts("spring").inputs
        while True:
            number += 1
            store.append("spring", batch(number, EVENTS))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
