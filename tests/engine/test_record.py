"""The record: written and read back whole, and refused when it is not."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.engine.record import FORMAT, Record, read_record


def entry(number: int, kind: str = "burnout", **data: Any) -> dict[str, Any]:
    return {
        "id": number, "t_s": 1.0, "time": "2017-08-14T21:00:01.000Z", "kind": kind, "actor": None, "target": None,
        "cause": None, "data": data, "cameo": None, "visible_to": ["*"], "draws": [], "override": None,
    }  # fmt: skip


def whole(events: int = 3) -> Record:
    body = [entry(number) for number in range(1, events)]
    return Record({"standoff_record": FORMAT, "seed": 1}, (*body, entry(events, "endex", events=events)))


def test_a_record_survives_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    whole().write(path)
    again = read_record(path)
    assert again.content == whole().content
    assert again.sha256 == whole().sha256


@given(st.integers(1, 6), st.data())
def test_any_cut_is_noticed(events: int, data: st.DataObject) -> None:
    import tempfile

    content = whole(events).content
    cut = data.draw(st.integers(0, len(content) - 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.jsonl"
        path.write_bytes(content[:cut])
        with pytest.raises(InputError):
            read_record(path)


def test_the_message_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    lines = whole(4).content.splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[2][:20] + b"\n", *lines[3:]]))
    with pytest.raises(InputError, match=r"record\.jsonl:3.*cut or damaged"):
        read_record(path)


def test_a_line_that_is_missing_in_the_middle_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    lines = whole(5).content.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(InputError, match="order of events"):
        read_record(path)


def test_nan_never_reaches_a_record() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        _ = Record({"standoff_record": FORMAT, "x": float("nan")}, ()).content
