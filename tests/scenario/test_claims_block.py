"""Claims among each other: independence, agreement, conflict, what stands for them, checks; and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenario.refusals import assert_refused, changed
from standoff.base.errors import InputError
from standoff.scenario.corroboration import standings, witnesses
from standoff.scenario.evidence import Claim, check_claims, claims
from standoff.scenario.loading import load_scenario
from standoff.scenario.schema.claims import ClaimBlock, Document
from standoff.scenario.sources import sources

FILE = Path(__file__).with_name("evidence.yaml")
TEXT = FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found() -> dict[str, Claim]:
    return {claim.id: claim for claim in claims(load_scenario(FILE))}


def block(name: str, document: str, agrees: tuple[str, ...] = ()) -> ClaimBlock:
    fields = {"id": name, "document": document, "text": "Something.", "agrees_with": agrees}
    return ClaimBlock.model_validate(fields)


def titled(*derived_from: str) -> Document:
    return Document.model_validate({"title": "A document", "derived_from": derived_from})


# Independence.


def test_copies_of_copies_lead_to_one_witness() -> None:
    known = {
        "wire": titled(),
        "other": titled(),
        "copy": titled("wire"),
        "both": titled("copy", "other"),
    }
    assert witnesses("wire", known) == {"wire"}
    assert witnesses("copy", known) == {"wire"}
    assert witnesses("both", known) == {"wire", "other"}


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("wire", "paper", "corroborated"),
        ("wire", "wire", "single-source"),  # twice in one document is once
        ("wire", "copy-a", "single-source"),
        ("copy-a", "copy-b", "single-source"),  # two copies of one report
        ("copy-a", "paper", "corroborated"),
    ],
)
def test_agreement_corroborates_only_between_independent_documents(one: str, other: str, status: str) -> None:
    known = {
        "wire": titled(),
        "paper": titled(),
        "copy-a": titled("wire"),
        "copy-b": titled("wire"),
    }
    standing = standings([block("x", one, ("y",)), block("y", other)], known)
    # Said on one side, it holds for both.
    assert standing["x"].status == standing["y"].status == status
    assert standing["y"].agrees_with == ("x",)


# The file.


def test_status_of_each_claim(found: dict[str, Claim]) -> None:
    assert {name: claim.status for name, claim in found.items()} == {
        "first": "conflicting",
        "second": "single-source",
        "third": "corroborated",
        "fourth": "single-source",
        "fifth": "single-source",
        "sixth": "conflicting",
    }
    # A conflict does not take away who bears the claim out; a copy of the same report does not.
    assert found["first"].agrees_with == ("second", "third")
    assert found["first"].corroborated_by == ("third",)


def test_conflicts_are_kept_on_both_sides(found: dict[str, Claim]) -> None:
    (one,), (other,) = found["first"].conflicts_with, found["sixth"].conflicts_with
    assert (one.claim, one.about) == ("sixth", "how many soldiers")
    assert (other.claim, other.about) == ("first", "how many soldiers")
    assert found["first"].text != found["sixth"].text


def test_references_are_shown_with_what_stands_there(found: dict[str, Claim]) -> None:
    drill, order = found["first"].represented_by
    assert drill.reference == "drills.joint"
    assert drill.what == "live-fire drill: Joint Drill, 10 Aug to 28 Aug 2017: AAA 1,500"
    assert order.reference == "history.begin"
    assert order.what.startswith("10 Aug 2017 00:00 UTC, AAA: ")
    assert order.what.endswith(": It begins.")
    told = {entry.reference: entry.what for entry in found["third"].represented_by}
    assert told["agreements.pact"] == "agreement of 1 clause: The Pact"
    assert told["agreements.pact.k1"] == "clause of The Pact: Bravo gives up its mines"
    assert told["measures.coal-ban"] == "ban of second, adopted 2017-08-05: No coal"
    assert told["sensors.eyes"] == "sensor: eyes"
    assert told["actors.BBB"] == "actor: Bravo"
    assert told[None] == "in words alone"


def test_checks(found: dict[str, Claim]) -> None:
    drill, day, coal = (found[name].check for name in ("first", "fourth", "fifth"))
    assert drill is not None
    assert day is not None
    assert coal is not None
    # 28 less 10; a wall calendar of August 2017 for the Tuesday; the cap went with the ban of 5 August.
    assert (drill.computed, drill.verdict) == (18.0, "consistent")
    assert (day.computed, day.verdict) == ("Tuesday", "consistent")
    assert coal.verdict == "impossible"
    assert "coal-ban" in coal.reason
    assert coal.computed == "coal-ban"


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("days: 18", "days: 19", "consistent"),  # with the first and the last day counted
        ("days: 18", "days: 17", "impossible"),
        ("days: 18", "days: 20", "impossible"),
        ("weekday: Tuesday", "weekday: Wednesday", "impossible"),
        ("date: 2017-08-21, measure: cap", "date: 2017-07-21, measure: cap", "consistent"),
        ("measure: cap, cap: 1000000, unit: t", "measure: ban", "consistent"),
        ("measure: cap, cap: 1000000, unit: t", "measure: inspection", "impossible"),
    ],
)
def test_verdicts_follow_the_claim(tmp_path: Path, old: str, new: str, verdict: str) -> None:
    file = changed(tmp_path / "evidence.yaml", TEXT, old, new)
    verdicts = {claim.id: claim.check.verdict for claim in claims(load_scenario(file)) if claim.check}
    before = {claim.id: claim.check.verdict for claim in claims(load_scenario(FILE)) if claim.check}
    name = next(claim["id"] for claim in check_claims(load_scenario(file)) if new in json_of(file, claim["id"]))
    assert verdicts == {**before, name: verdict}


def json_of(file: Path, name: str) -> str:
    """The lines of a claim in the file."""
    text = file.read_text(encoding="utf-8")
    return text.split(f"- id: {name}\n")[1].split("- id:")[0]


def test_plain_json() -> None:
    listed = check_claims(load_scenario(FILE))
    assert json.loads(json.dumps(listed, allow_nan=False)) == listed


def test_a_variant_may_take_out_what_stands_for_a_claim(tmp_path: Path) -> None:
    variant = "variants:\n  no-drill:\n    title: No drill\n    remove: [crisis.history, crisis.drills]\n"
    file = tmp_path / "evidence.yaml"
    file.write_text(TEXT + variant, encoding="utf-8")
    (claim, *_) = claims(load_scenario(f"{file}:no-drill"))
    assert [entry.what for entry in claim.represented_by] == ["not in this variant"] * 2


# The whole.


def test_evidence_of_a_scenario() -> None:
    whole = sources(FILE).to_json()
    assert json.loads(json.dumps(whole, allow_nan=False)) == whole
    assert whole["corroborated"] == ["third"]
    assert whole["single_source"] == ["second", "fourth", "fifth"]
    assert [entry["id"] for entry in whole["conflicting"]] == ["first", "sixth"]
    assert whole["conflicting"][0]["with"][0]["text"] == "There were two thousand."
    assert [check["claim"] for check in whole["checked"]] == ["first", "fourth", "fifth"]
    assert {source["key"]: source["claims"] for source in whole["sources"]}["witness"] == ["third", "fifth"]


def test_evidence_of_one_document_still_knows_the_others() -> None:
    part = sources(FILE, document="copy").to_json()
    assert [source["key"] for source in part["sources"]] == ["copy"]
    assert [claim["id"] for claim in part["claims"]] == ["second", "sixth"]
    assert part["conflicting"][0]["with"][0]["id"] == "first"


def test_an_unknown_document_is_refused() -> None:
    with pytest.raises(InputError, match=r"--document: is not a source .*'agenty'.*'agency'"):
        sources(FILE, document="agenty")


# What is refused: the text that is changed, what it becomes, words of the message, text of the line that is named.
CASES = [
    ("document: witness", "document: witnes", r"claims\.third\.document: is not a source .*'witness'", "witnes\n"),
    ("agrees_with: [second, third]", "agrees_with: [secnd]", r"agrees_with\.0: is not a claim .*'second'", "secnd"),
    ("agrees_with: [second]", "agrees_with: [fourth]", r"agrees_with\.0: is the claim itself", "[fourth]"),
    ("claim: sixth", "claim: sixht", r"conflicts_with\.0\.claim: is not a claim .*'sixth'", "sixht"),
    (", about: how many soldiers", "", r"conflicts_with\.0\.about: is missing", "conflicts_with"),
    (
        "[drills.joint, h",
        "[drills.joinr, h",
        r"represented_by\.0: leads nowhere: .*'joinr' in drills .*'joint'",
        "joinr",
    ),
    ("by: drills.joint", "by: drill.joint", r"represented_by: is not in a block .*'drills'", "drill.joint"),
    ("agreements.pact.k1", "agreements.pact.k2", r"no clause 'k2' .*'k1'", "pact.k2"),
    ("measures.coal-ban,", "measures.coal-ban.k1,", r"names a part of what has no parts", "coal-ban.k1"),
    ("derived_from: agency", "derived_from: agenty", r"sources\.copy\.derived_from: is not a source", "agenty"),
    ("derived_from: agency", "derived_from: copy-of-copy", r"derived_from: leads back to the source", "copy-of-copy}"),
    ("sector: coal", "sector: cole", r"check\.sector: is not a sector .*'coal'", "cole"),
    ("unit: t}\n  - id: sixth", "unit: m}\n  - id: sixth", r"check\.unit: is not a unit of caps", "unit: m}"),
    (", unit: t}\n  - id: sixth", "}\n  - id: sixth", r"check\.unit: is a cap without a unit", "cap: 1000000}"),
    ("measure: cap,", "measure: ban,", r"check\.measure: has a cap as well", "measure: ban"),
    ("date: 2017-08-15,", "date: 2017-02-30,", r"check\.date: is not a day", "2017-02-30"),
    ("to: 2017-08-28, days", "to: 2017-08-08, days", r"check\.to: is before the first day", "2017-08-08"),
    ("weekday: Tuesday", "weekday: Tuseday", r"weekday: is not one of the choices .*'Tuseday'.*'Tuesday'", "Tuseday"),
    ("kind: weekday", "kind: weekdy", r"check\.kind: is not a known check .*'weekday'", "weekdy"),
]


@pytest.mark.parametrize(("old", "new", "message", "line"), CASES)
def test_refused(tmp_path: Path, old: str, new: str, message: str, line: str) -> None:
    assert_refused(changed(tmp_path / "evidence.yaml", TEXT, old, new), message, line)


def test_a_check_about_measures_needs_measures(tmp_path: Path) -> None:
    head, rest = TEXT.split("  measures:\n")
    file = tmp_path / "evidence.yaml"
    text = head + "  history:\n" + rest.split("  history:\n")[1].replace("measures.coal-ban, ", "")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"claims\.fifth\.check: has no measures"):
        load_scenario(file)
