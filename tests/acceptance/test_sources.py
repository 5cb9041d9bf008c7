"""`standoff sources`: the evidence of a scenario as JSON and as tables; bad input says where and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

import standoff as interface
from acceptance.cli import refused, standoff
from standoff.scenario.loading import SHIPPED_SCENARIOS

KEYS = {"scenario", "sources", "claims", "corroborated", "conflicting", "single_source", "checked"}
OF_A_CLAIM = {
    "id", "document", "paragraph", "grade", "grade_in_words", "date", "text", "actors", "status", "agrees_with",
    "conflicts_with", "represented_by", "check",
}  # fmt: skip


@pytest.mark.parametrize("scenario", ["guam-2017", "japan-2017", "korea-2017", "six-party-2005"])
def test_json(scenario: str) -> None:
    answer = standoff("sources", scenario, "--json")
    assert answer.status == 0, answer.err
    found = answer.json
    assert found.keys() >= KEYS
    assert found["scenario"] == scenario
    assert all(claim.keys() >= OF_A_CLAIM for claim in found["claims"])
    assert {claim["document"] for claim in found["claims"]} <= {source["key"] for source in found["sources"]}
    checked = {claim["id"] for claim in found["claims"] if claim["check"]}
    assert {check["claim"] for check in found["checked"]} == checked


def test_the_distance_to_guam_is_in_conflict_and_doubtful() -> None:
    found = standoff("sources", "guam-2017", "--json").json
    conflict = next(entry for entry in found["conflicting"] if entry["id"] == "a9")
    assert conflict["with"][0]["document"] == "kcna-plan"
    check = next(check for check in found["checked"] if check["claim"] == "a9")
    assert check["claimed"] == 3200
    assert check["verdict"] == "doubtful"


def test_one_document() -> None:
    found = standoff("sources", "korea-2017", "--document", "reuters-copy", "--json").json
    assert [source["key"] for source in found["sources"]] == ["reuters-copy"]
    assert {claim["document"] for claim in found["claims"]} == {"reuters-copy"}
    text = standoff("sources", "korea-2017", "--document", "reuters-copy").out
    assert "unreliable, possibly true" in text
    assert "established" in text
    assert "asahi-aegis" in text


def test_the_python_interface_gives_the_same() -> None:
    assert interface.sources("japan-2017").to_json() == standoff("sources", "japan-2017", "--json").json


def test_an_unknown_document_is_refused() -> None:
    message = refused("sources", "guam-2017", "--document", "pres-tv")
    assert "--document" in message
    assert "did you mean 'press-tv'?" in message


def test_an_unknown_scenario_is_refused() -> None:
    assert "guam-2017" in refused("sources", "guam-2016")


def test_a_reference_that_leads_nowhere_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (SHIPPED_SCENARIOS / "guam-2017.yaml").read_text(encoding="utf-8")
    file = tmp_path / "guam-2017.yaml"
    file.write_text(
        text.replace("represented_by: timeline.salvo", "represented_by: timeline.salv", 1), encoding="utf-8"
    )
    line = next(
        n for n, words in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "salv\n" in f"{words}\n"
    )
    message = refused("sources", file)
    assert f"guam-2017.yaml:{line}: claims.a9.represented_by: leads nowhere" in message
    assert "'salvo'" in message
