"""Files are written whole or not at all; times carry a zone."""

from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.base.files import require_writable_folder, write_text
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
