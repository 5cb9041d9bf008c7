"""Files are written whole or not at all; times carry a zone."""

import tempfile
from pathlib import Path
from typing import Any

import pytest

from standoff.base.errors import InputError
from standoff.base.files import OutputFolder, require_writable_folder, write_all, write_text
from standoff.base.time import after, format_utc, parse_utc


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "old")

    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("standoff.base.files.os.replace", disk_full)
    with pytest.raises(InputError, match="No space left on device"):
        write_text(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        require_writable_folder(tmp_path / "file" / "sub")


def test_times_are_utc_to_the_millisecond() -> None:
    startex = parse_utc("2017-08-15T06:00:00+09:00")
    assert format_utc(startex) == "2017-08-14T21:00:00.000Z"
    assert format_utc(after(startex, 61.2344)) == "2017-08-14T21:01:01.234Z"


@pytest.mark.parametrize("text", ["2017-08-15T06:00:00", "yesterday", ""])
def test_times_without_a_zone_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="Z"):
        parse_utc(text)


def test_of_several_files_all_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    make, count = tempfile.mkstemp, [0]

    def full_at_the_second(*words: Any, **named: Any) -> Any:
        count[0] += 1
        if count[0] == 2:
            raise OSError(28, "No space left on device")
        return make(*words, **named)

    monkeypatch.setattr("standoff.base.files.tempfile.mkstemp", full_at_the_second)
    with pytest.raises(InputError, match="No space left on device"):
        write_all(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_made_for_work_that_fails_goes_again(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), OutputFolder(tmp_path / "new" / "sub"):
        raise RuntimeError
    assert not list(tmp_path.iterdir())
    with OutputFolder(tmp_path / "new") as folder:
        folder.write({"a": b"1"})
    assert (tmp_path / "new" / "a").read_bytes() == b"1"


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_times_at_the_ends_of_the_calendar_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="calendar"):
        parse_utc(text)
