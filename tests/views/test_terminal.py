"""What `standoff run` prints."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from standoff.views.printing import WIDTH
from standoff.views.summary import digest
from standoff.views.terminal import print_run
from views.sample_report import sample


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("out")
    (folder / "report.html").touch()
    return printed(folder)


def printed(folder: Path | None = None) -> str:
    stream = io.StringIO()
    print_run(digest(sample()[0]), folder, stream)
    return stream.getvalue()


def test_it_fits_and_has_no_escape_codes_off_a_terminal(text: str) -> None:
    assert max(len(line) for line in text.splitlines() if "report.html" not in line) <= WIDTH
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_it_says_what_an_adviser_asks(text: str) -> None:
    flat = " ".join(text.split())
    for answer in (
        "Two of four missiles were shot down; two came down.",
        "45 s: Infrared",
        "shot down 63 km up at 21:18:20 UTC",
        "the SM-3 IA/IB reaches 500 km",
        "a9: doubtful",
        "The geodesic from Pyongyang to Guam is 3,390 km",
    ):
        assert answer in flat


def test_it_lists_only_files_that_are_there(text: str) -> None:
    assert "report.html" in text
    assert "scene.czml" not in text
    assert "Files" not in printed()
