"""The record: written and read back whole, and refused when it is not."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.engine.record import FORMAT, Record, read_record

HEADER: dict[str, Any] = {
    "standoff_record": FORMAT, "name": "toy", "seed": 1, "run": 0, "settings": [], "startex": "2017-08-14T21:00:00Z",
    "endex": "2017-08-14T22:00:00Z", "until": None, "scenario": {}, "library": {},
}  # fmt: skip


def entry(number: int, kind: str = "burnout", **data: Any) -> dict[str, Any]:
    return {
        "id": number, "t_s": 1.0, "time": "2017-08-14T21:00:01.000Z", "kind": kind, "actor": None, "target": None,
        "cause": None, "data": data, "cameo": None, "visible_to": ["*"], "draws": [], "override": None,
    }  # fmt: skip


def whole(events: int = 3) -> Record:
    body = [entry(number) for number in range(1, events)]
    return Record(HEADER, (*body, entry(events, "endex", events=events)))


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


@pytest.mark.parametrize("key", [key for key in HEADER if key != "standoff_record"])
def test_a_header_without_what_a_replay_needs_is_refused(tmp_path: Path, key: str) -> None:
    header = {name: value for name, value in HEADER.items() if name != key}
    path = tmp_path / "record.jsonl"
    Record(header, whole().events).write(path)
    with pytest.raises(InputError, match=f":1: {key}: is missing from the header"):
        read_record(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seed", "x"), ("seed", None), ("seed", 1.5), ("seed", True), ("seed", -1), ("seed", 10**40), ("run", "x"),
        ("settings", 3), ("settings", [3]), ("until", 3), ("scenario", []), ("library", None), ("startex", 5),
    ],
)  # fmt: skip
def test_a_header_with_other_values_is_refused(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "record.jsonl"
    Record({**HEADER, key: value}, whole().events).write(path)
    with pytest.raises(InputError, match=f":1: {key}: "):
        read_record(path)


def test_lines_that_no_program_wrote_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    path.write_text("[" * 100_000 + "\n")
    with pytest.raises(InputError, match="cut or damaged"):
        read_record(path)
    Record(HEADER, (*whole(3).events[:-1], {**entry(3, "endex"), "data": 3})).write(path)
    with pytest.raises(InputError, match=":4: is not an event"):
        read_record(path)
