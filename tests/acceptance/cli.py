"""Running the command as a user would: in a process of its own, or in this one where that is too slow."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from standoff import cli


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


def here(*words: str | Path, cwd: Path | None = None) -> Answer:
    """Run `standoff WORDS` in this process, which saves its start."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        if cwd is not None:
            patch.chdir(cwd)
        patch.setattr(sys, "argv", ["standoff", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return Answer(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def refused(*words: str | Path, cwd: Path | None = None) -> str:
    """Run a command here that must be refused: exit status 2, nothing on stdout, one message without a traceback."""
    answer = here(*words, cwd=cwd)
    assert answer.status == 2, (answer.status, answer.out, answer.err)
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1, answer.err
    return answer.err
