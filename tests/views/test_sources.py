"""What `standoff sources` prints, and the evidence part of a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standoff.scenario.sources import sources
from standoff.views.evidence import pairs, standings, whereabouts
from standoff.views.printing import WIDTH
from standoff.views.report import render
from standoff.views.sources import print_sources
from standoff.views.summary import digest
from views.sample_report import sample

SCENARIO = Path(__file__).parents[1] / "scenario" / "evidence.yaml"


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> str:
    print_sources(sources(SCENARIO).to_json())
    return capsys.readouterr().out


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_fits_and_has_no_escape_codes_off_a_terminal(printed: str) -> None:
    assert max(len(line) for line in printed.splitlines()) <= WIDTH
    assert "\x1b" not in printed


def test_it_counts_and_grades(printed: str) -> None:
    text = flat(printed)
    assert "4 sources, 6 claims: 1 corroborated, 2 conflicting, 3 from a single source" in text
    assert "E3" in text
    assert "unreliable, possibly true" in text
    assert "copies or rewords agency" in text


def test_claims_have_marks_agreement_and_what_they_became(printed: str) -> None:
    lines = printed.splitlines()
    marks = {words[1]: words[0] for words in map(str.split, lines) if len(words) > 1 and words[0] in ("+", "!", "1")}
    marks.pop("borne")
    assert marks == {"first": "!", "second": "1", "third": "+", "fourth": "1", "fifth": "1", "sixth": "!"}
    text = flat(printed)
    assert "agrees with third, and with second (no independent document)" in text
    assert "-> drills.joint: live-fire drill: Joint Drill" in text


def test_both_sides_of_a_conflict_stand_beside_each_other_once(printed: str) -> None:
    part = printed.split("Where sources differ")[1].split("Held against the models")[0]
    assert part.count("How many soldiers") == 1
    heading = next(line for line in part.splitlines() if "first, agency par. 2, A2" in line)
    assert "sixth, copy, E3" in heading
    said = next(line for line in part.splitlines() if "Fifteen hundred" in line)
    assert "There were two thousand." in said


def test_checks_have_verdict_and_numbers(printed: str) -> None:
    text = flat(printed.split("Held against the models")[1])
    assert "fourth consistent claimed Tuesday; computed Tuesday" in text
    assert (
        "fifth impossible claimed cap of 1,000,000 t on coal (export) in force on 2017-08-21; in force coal-ban" in text
    )


def test_one_document_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    print_sources(sources(SCENARIO, document="copy").to_json(), "copy")
    text = flat(capsys.readouterr().out)
    assert "grade E3, unreliable, possibly true" in text
    assert "witness copies or rewords agency" in text
    assert "Fifteen hundred soldiers" in text  # the other side of its conflict


def test_a_scenario_without_claims(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = SCENARIO.read_text(encoding="utf-8").split("claims:\n")[0]
    file = tmp_path / "evidence.yaml"
    file.write_text(text, encoding="utf-8")
    print_sources(sources(file).to_json())
    assert "4 sources, 0 claims" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [("4", "par. 4"), ("1-2", "par. 1-2"), ("IV", "par. IV"), ("row of 2017-08-25", "row of 2017-08-25"),
     ("p. 12", "p. 12"), ("2017-08-25", "2017-08-25")],
)  # fmt: skip
def test_whereabouts(paragraph: str, told: str) -> None:
    assert whereabouts(paragraph) == told


# The report.


def with_standing(header: dict[str, Any]) -> dict[str, Any]:
    """The header of the sample with two claims that differ."""
    one, other = header["evidence"]
    about = {"about": "whether it is near"}
    told = (
        {"status": "conflicting", "agrees_with": [], "conflicts_with": [{"claim": other["id"], **about}]},
        {"status": "conflicting", "agrees_with": [], "conflicts_with": [{"claim": one["id"], **about}]},
    )
    represented = [{"reference": "timeline.salvo", "what": "fires <four>"}, {"reference": None, "what": "in words"}]
    evidence = [{**one, **told[0], "represented_by": represented}, {**other, **told[1]}]
    return {**header, "evidence": evidence}


def test_the_report_shows_standing_conflicts_and_what_claims_became() -> None:
    record, tracks = sample()
    page = render(replace(record, header=with_standing(dict(record.header))), tracks)
    assert "Where sources differ" in page
    assert page.count("Whether it is near") == 1
    assert "<code>timeline.salvo</code> fires &lt;four&gt;" in page
    assert 'conflicts with <a href="#claim-a10">a10</a>' in flat(page)


def test_pairs_come_once_and_only_with_claims_that_are_there() -> None:
    record, _ = sample()
    header = with_standing(dict(record.header))
    header["evidence"][0]["conflicts_with"].append({"claim": "of-another-document", "about": "else"})
    claims = digest(replace(record, header=header)).claims
    (pair,) = pairs(claims, standings(claims, header))
    assert (pair.one.id, pair.other.id, pair.about) == ("a9", "a10", "whether it is near")


def test_a_record_without_standing_is_read_too() -> None:
    record, _ = sample()
    claims = digest(record).claims
    standing = standings(claims, record.header)
    assert {stands.status for stands in standing.values()} == {""}
    assert list(pairs(claims, standing)) == []
