"""What `--db` may say, and what is told of it: never the password."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from exercise.postgres import Cluster
from exercise.store.samples import opened
from standoff.base.errors import InputError
from standoff.exercise.store import open_store
from standoff.exercise.store.url import parse_database

pytestmark = pytest.mark.xdist_group("postgresql")


def test_a_path_and_a_url_lead_to_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.db").symlink_to(tmp_path / "a.db")
    for text in ("a.db", "./a.db", "sqlite:///a.db", f"sqlite:///{tmp_path}/a.db", str(tmp_path / "a.db"), "link.db"):
        assert parse_database(text).path == (tmp_path / "a.db").resolve()


@pytest.mark.parametrize("name", ["100 % ü ?x=1#.db", "a'b\";c.db", "@:@"])
def test_a_path_is_taken_to_the_letter(tmp_path: Path, name: str) -> None:
    with open_store(str(tmp_path / name)) as store:
        opened(store)
    assert (tmp_path / name).is_file()


def test_databases_in_memory_are_new_and_share_nothing() -> None:
    for text in (":memory:", "sqlite://", "sqlite:///:memory:"):
        with open_store(text) as one, open_store(text) as other:
            opened(one)
            opened(other)


def test_options_of_a_url_go_before_our_own() -> None:
    place = parse_database("postgresql://u:p@h:5433/d?connect_timeout=60&sslmode=require")
    assert place.url.drivername == "postgresql+psycopg"
    assert (place.url.host, place.url.port, place.url.password) == ("h", 5433, "p")
    assert place.url.query["connect_timeout"] == "60"
    assert (place.url.query["sslmode"], place.url.query["client_encoding"]) == ("require", "utf8")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("postgresql://u:hidden@h/d", "postgresql://u:***@h/d"),
        ("postgres://u:hidden@h/d", "postgres://u:***@h/d"),
        ("postgresql://u@h/d?password=hidden&sslmode=require", "postgresql://u@h/d?password=***&sslmode=require"),
        ("postgresql://u@h/d?sslpassword=hidden", "postgresql://u@h/d?sslpassword=***"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
    ],
)
def test_a_password_is_not_told(text: str, named: str) -> None:
    assert parse_database(text).named == named


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mysql://u:hidden@h/d", "a kind of database that is not known"),
        ("postgresql+asyncpg://u:hidden@h/d", "a kind of database that is not known"),
        ("://u:hidden@h/d", "a kind of database that is not known"),
        ("postgresql://u:hidden@h:port/d", "is not a URL of a database"),
        ("sqlite://exercise.db", "is not a file"),
        ("sqlite:///exercise.db?mode=ro", "is not a file"),
        ("", "is not a path"),
        (" ", "is not a path"),
        ("a\x00b", "is not a path"),
    ],
)
def test_what_is_no_database_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as refused:
        parse_database(text)
    assert refused.value.field == "--db"
    assert "postgresql://USER:PASSWORD@HOST/NAME" in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_a_path_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in ("none/a.db", "file/a.db", "folder"):
        with pytest.raises(InputError, match="--db: cannot be opened"):
            open_store(str(tmp_path / path))


def test_a_server_that_does_not_let_us_in_is_refused(cluster: Cluster) -> None:
    for url, words in (
        (cluster.url("postgres", "hidden"), "password authentication failed"),
        (cluster.url("none"), 'database "none" does not exist'),
        ("postgresql://u:hidden@127.0.0.1:1/d", "refused"),
        ("postgresql://u:hidden@host.invalid/d", "cannot be used"),
        ("postgresql://u:hidden@127.0.0.1/d?colour=red", "cannot be used"),
    ):
        with pytest.raises(InputError, match=words) as refused:
            open_store(url)
        assert "hidden" not in str(refused.value)
        assert "sesame" not in str(refused.value)


def test_without_the_driver_we_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputError, match=r"standoff\[postgresql\]"):
        open_store("postgresql://u:hidden@h/d")
