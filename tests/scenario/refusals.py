"""How a scenario file with something wrong in it is refused: one clear message, with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.scenario.loading import load_scenario


def changed(file: Path, text: str, old: str, new: str) -> Path:
    """The file, with a text in it whose first occurrence of something is changed."""
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def assert_refused(file: Path, message: str, on_line: str | None) -> None:
    """It is refused by one line that a pattern finds, with the file and a line of it that holds a text."""
    with pytest.raises(InputError) as caught:
        load_scenario(file)
    error = caught.value
    shown = str(error)
    assert re.search(message, shown), shown
    assert "\n" not in shown
    assert Path(str(error.file)) == file
    assert error.line is not None
    if on_line is not None:
        assert on_line in file.read_text(encoding="utf-8").splitlines(keepends=True)[error.line - 1]
