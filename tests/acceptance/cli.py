"""Running the command as a user would: in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON; fails if anything else is there."""
        return json.loads(self.out)


def standoff(*words: str | Path, cwd: Path | None = None) -> Answer:
    """Run `standoff WORDS` and wait."""
    done = subprocess.run(
        [sys.executable, "-m", "standoff", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=300,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def refused(*words: str | Path, cwd: Path | None = None) -> str:
    """Run a command that must be refused: exit status 2, nothing on stdout, one message without a traceback."""
    answer = standoff(*words, cwd=cwd)
    assert answer.status == 2, (answer.status, answer.out, answer.err)
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1, answer.err
    return answer.err
