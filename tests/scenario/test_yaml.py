"""Scalars by the core schema of YAML 1.2 (chapter 10.3.2 of the specification), lines, and what is refused."""

from pathlib import Path

import pytest

from standoff.base.errors import InputError
from standoff.scenario import yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-7", -7),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("2017-08-14", "2017-08-14"),
        ("2017-08-14T21:00:00Z", "2017-08-14T21:00:00Z"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("39.2,125.67", "39.2,125.67"),
        ("+", "+"),
    ],
)
def test_scalars(text: str, value: object) -> None:
    found = yaml.load(f"key: {text}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_text() -> None:
    assert list(yaml.load("NO: 1\n2017: 2\ntrue: 3\n")) == ["NO", "2017", "true"]


def test_anchors_are_copied() -> None:
    data = yaml.load("a: &x {b: [1, 2]}\nc: *x\n")
    assert data["c"] == {"b": [1, 2]}
    assert data["c"] is not data["a"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "syntax"),
        ("a: 1\nb: 'x\n", 3, "syntax"),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "already on line 3"),
        ("a: 1\nb: !!python/name:os.system x\n", 2, "tag"),
        ("a: .nan\n", 1, "finite"),
        ("a: 1\nb: -.inf\n", 2, "finite"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", 2, "merge"),
        ("a: *nowhere\n", 1, "anchor"),
        ("a: &x [*x]\n", 1, "anchor"),
        ("? [1, 2]\n: 3\n", 1, "key"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
    ],
)
def test_refused_with_line(text: str, line: int, word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        yaml.load(text, "file.yaml")
    assert caught.value.line == line
    assert caught.value.file == "file.yaml"


def test_files_that_are_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("# nothing\n")
    (tmp_path / "latin.yaml").write_bytes("name: Hag\u00e5t\u00f1a".encode("latin-1"))
    for name, word in [("empty.yaml", "empty"), ("latin.yaml", "UTF-8"), ("none.yaml", "cannot be read")]:
        with pytest.raises(InputError, match=word):
            yaml.load_file(tmp_path / name)


def test_lines_survive_copy_and_name_the_nearest_entry() -> None:
    root = yaml.copy(yaml.load("a:\n  b:\n    - c: 1\n      d: 2\n    - 5\n", "f.yaml"))
    assert yaml.locate(root, ("a", "b", 0, "d")) == ("f.yaml", 4)
    assert yaml.locate(root, ("a", "b", 1)) == ("f.yaml", 5)
    assert yaml.locate(root, ("a", "b", 0, "absent", "deeper")) == ("f.yaml", 3)
    assert yaml.locate(root, ()) == ("f.yaml", 1)


def test_an_entry_keeps_its_own_file_where_it_is_moved() -> None:
    root, other = yaml.load("list:\n  - 1\n", "one.yaml"), yaml.load("\n\nitem: {x: 1}\n", "two.yaml")
    root["list"].append(other["item"])
    assert yaml.locate(root, ("list", 1, "x")) == ("two.yaml", 3)


def test_plain_has_no_lines() -> None:
    data = yaml.plain(yaml.load("a: [{b: 1}]"))
    assert type(data) is dict
    assert type(data["a"]) is list


def test_aliases_of_aliases_do_not_blow_up() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    with pytest.raises(InputError, match="too many entries"):
        yaml.load("\n".join(lines))


@pytest.mark.parametrize("text", ["a: " + "[" * 5000 + "]" * 5000, "a: " + "{a: " * 3000 + "1" + "}" * 3000])
def test_nesting_without_end_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="nested too deep"):
        yaml.load(text)
