"""`standoff code`: proposals as JSON, a table and claims that a scenario takes; bad input leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

import standoff as interface
from acceptance.cli import refused, standoff

ARTICLE = Path(__file__).resolve().parents[1] / "scenario" / "coding" / "articles" / "strait.txt"

SCENARIO = """
standoff: 1
kind: scenario
name: pasted
title: A scenario of claims alone
summary: To see that proposed claims can be pasted.
startex: 2019-01-15T00:00:00Z
duration: {value: 1, unit: h, source: assumption, note: for the test}
sources:
  strait: {title: An invented article, publisher: The Harbor Courier, date: 2019-01-15}
actors:
  IRN: {title: Iran}
"""


def test_json_has_the_article_its_events_what_was_stripped_and_the_sentences() -> None:
    answer = standoff("code", ARTICLE, "--json")
    assert answer.status == 0
    coding = answer.json
    assert set(coding) == {"article", "events", "stripped", "sentences"}
    assert {"file", "date", "title", "words", "sha256"} <= coding["article"].keys()
    assert coding["article"]["date"] == "2019-01-15"
    event = next(event for event in coding["events"] if event["cameo"] == "163")
    assert (event["source"], event["target"], event["weight"]) == ("USA", "IRN", -8.0)
    assert event["date"] == "2019-01-11"  # the Friday before Tuesday, 15 January 2019
    assert event["name"] == "Impose embargo, boycott, or sanctions"
    assert coding["sentences"][event["sentence"] - 1]["text"].startswith("The US Treasury imposed")
    assert {entry["reason"] for entry in coding["stripped"]} >= {"navigation", "comment form", "title again"}


def test_the_table_shows_every_event_and_what_was_taken_out() -> None:
    answer = standoff("code", ARTICLE)
    assert answer.status == 0
    assert "USA -> IRN" in answer.out
    assert "SAU <> EGY" in answer.out
    assert "Taken out of the page" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_a_date_that_is_given_goes_before_the_article_s_own() -> None:
    article = standoff("code", ARTICLE, "--date", "2020-02-03", "--json").json["article"]
    assert (article["date"], article["date_basis"]) == ("2020-02-03", "given")


def test_claims_can_be_pasted_into_a_scenario(tmp_path: Path) -> None:
    answer = standoff("code", ARTICLE, "--yaml")
    assert answer.status == 0
    path = tmp_path / "pasted.yaml"
    path.write_text(SCENARIO + answer.out, encoding="utf-8")
    checked = standoff("validate", path, "--json")
    assert checked.status == 0, checked.err
    assert answer.out.count("  - id: strait-") == len(interface.code(ARTICLE).events)


def test_the_interface_proposes_what_the_command_does() -> None:
    assert interface.code(ARTICLE).to_json()["events"] == standoff("code", ARTICLE, "--json").json["events"]


CLUTTER = "Home\nLeave a Reply\nYour email address will not be published.\nThe News of the Day\n"
FRENCH = "Le ministre a dit que les deux pays sont d'accord pour la paix et que des accords ont été signés."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", bytes(range(256)) * 8, "is not text"),
        ("long.txt", b"The minister said that. " * 430_000, "is too long"),
        ("clutter.txt", CLUTTER.encode() * 2, "no sentences"),
        ("french.txt", FRENCH.encode(), "French"),
    ],
    ids=["empty", "binary", "long", "clutter", "french"],
)
def test_bad_input_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    said = refused("code", path, "--json")
    assert message in said
    assert name in said


def test_what_is_not_there_a_folder_and_a_bad_date_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refused("code", tmp_path / "none.txt")
    assert "is a folder" in refused("code", tmp_path)
    assert "is not a date" in refused("code", ARTICLE, "--date", "Friday")
    assert "exclude each other" in refused("code", ARTICLE, "--yaml", "--json")
