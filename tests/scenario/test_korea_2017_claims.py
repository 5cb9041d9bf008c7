"""The claims of korea-2017: all 21 of the two documents stand for something, and what differs is kept."""

from __future__ import annotations

from typing import Any

import pytest

from standoff.scenario.evidence import Claim
from standoff.scenario.sources import Evidence, sources

PRESS_TV = [f"a{number}" for number in range(1, 14)]
REUTERS_COPY = [f"b{number}" for number in (1, 3, 5, 6, 7, 8, 9, 10)]
CLAIMS = [*PRESS_TV, *REUTERS_COPY]

# Paragraphs of the documents, as counted in each of them; day or days; who is concerned.
WHERE: dict[str, tuple[str, str, set[str]]] = {
    "a1": ("1-2", "2017-08-17", {"JPN", "USA"}),
    "a2": ("3", "2017-08-17", {"JPN", "USA"}),
    "a3": ("4", "2017-08-17", {"JPN", "USA"}),
    "a4": ("5", "2017-08-17", {"JPN", "USA"}),
    "a5": ("5", "2017-08-17", {"JPN"}),
    "a6": ("6", "2017-08-17", {"JPN", "USA", "UNO", "PRK"}),
    "a7": ("7", "2017-08", {"PRK", "USA"}),
    "a8": ("8", "2017-08-08/2017-08-11", {"USA", "PRK"}),
    "a9": ("8", "2017-08-09", {"PRK", "USA"}),
    "a10": ("9", "2017-08-15", {"PRK"}),
    "a11": ("10", "2017-08", {"JPN", "KOR"}),
    "a12": ("11", "2017-08-10/2017-08-28", {"JPN", "USA"}),
    "a13": ("12-15", "2017-08-21/2017-08-31", {"USA", "KOR", "CHN", "PRK"}),
    "b1": ("1-2", "2017-08-17", {"JPN", "USA"}),
    "b3": ("3", "2017-08", {"PRK"}),
    "b5": ("5-6", "2017-08-17", {"USA", "PRK"}),
    "b6": ("6", "2005-09-19", {"PRK", "USA", "KOR", "CHN", "RUS", "JPN"}),
    "b7": ("9-10", "2017-08", {"USA", "PRK"}),
    "b8": ("12-13", "2017-08-17", {"JPN", "USA"}),
    "b9": ("10-11", "2017-08-15", {"PRK", "UNO", "USA"}),
    "b10": ("14", "2017-08-17", {"JPN"}),
}

# What must stand for a claim, by the kind of thing that the claim is about.
STANDS: dict[str, set[str]] = {
    "a2": {"history", "drafts"},
    "a3": {"commitments"},
    "a4": {"deployments", "batteries"},
    "a6": {"measures", "implementation"},
    "a9": {"threats", "plans"},
    "a10": {"threats"},
    "a11": {"deployments", "batteries"},
    "a12": {"drills"},
    "a13": {"drills"},
    "b6": {"agreements"},
}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return sources("korea-2017")


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> dict[str, Claim]:
    return {claim.id: claim for claim in evidence.claims}


@pytest.fixture(scope="module")
def plain(evidence: Evidence) -> dict[str, Any]:
    return evidence.to_json()


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_has_its_place_in_a_document(found: dict[str, Claim], name: str) -> None:
    paragraph, date, actors = WHERE[name]
    claim = found[name]
    assert claim.document == ("press-tv" if name in PRESS_TV else "reuters-copy")
    assert claim.paragraph == paragraph
    assert claim.date == date
    assert set(claim.actors) >= actors


@pytest.mark.parametrize("name", CLAIMS)
def test_something_in_the_scenario_stands_for_each_claim(found: dict[str, Claim], name: str) -> None:
    blocks = {entry.reference.split(".")[0] for entry in found[name].represented_by if entry.reference is not None}
    assert blocks
    assert blocks >= STANDS.get(name, set())
    assert all(entry.what for entry in found[name].represented_by)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        (("a3", "b2"), ("extended", "widespread")),
        (("a9", "kcna-path"), ("3200 km", "3356.7 km")),
        (("a9", "guardian-guam"), ("3200 km", "3400 km")),
        (("a10", "nknews-watch"), ("postponed", "before he decides")),
        (("a12", "akahata-viper"), ("1500", "1300")),
        (("b6", "six-party-deal"), ("suspend", "gives up")),
        (("b9", "guterres-refusal"), ("will continue", "as long as")),
        (("b10", "asahi-aegis"), ("established", "will ask")),
        (("ufg-2017-figures", "ufg-2016-figures"), ("17,500", "25,000")),
        (("uproxx-locked", "latimes-locked"), ("10 August", "11 August")),
        (("fact-sheet-coal", "eu-coal-cap"), ("bans all", "7.5 million")),
        (("hani-ban", "scmp-august"), ("no coal", "1.6 million")),
        (("cns-25-august", "csis-seoul-rockets"), ("Scud-B", "artillery rockets")),
    ],
)
def test_what_differs_is_kept_on_both_sides(
    found: dict[str, Claim], claims: tuple[str, str], words: tuple[str, str]
) -> None:
    for name, other, word in zip(claims, reversed(claims), words, strict=True):
        assert word in found[name].text
        assert found[name].status == "conflicting"
        assert other in {conflict.claim for conflict in found[name].conflicts_with}


@pytest.mark.parametrize(
    ("name", "by"),
    [("a1", "scc-text"), ("a2", "b1"), ("a4", "b8"), ("a5", "b8"), ("a6", "guterres-implement"), ("a9", "b3"),
     ("a10", "b3"), ("a12", "usfj-viper"), ("b5", "oped-deeds"), ("b7", "ri-self-defense")],
)  # fmt: skip
def test_what_agrees_bears_out(found: dict[str, Claim], name: str, by: str) -> None:
    assert by in found[name].corroborated_by


def test_copies_of_one_report_are_one_witness(found: dict[str, Claim]) -> None:
    # The machine's rewording of Reuters does not bear Reuters out, nor do two readers of KCNA each other.
    assert "guterres-refusal" in found["b9"].agrees_with
    assert "guterres-refusal" not in found["b9"].corroborated_by
    assert found["yonhap-watch"].status == "single-source"
    assert found["csis-flight-28-july"].status == "single-source"


def test_checks_meet_what_is_known_otherwise(plain: dict[str, Any]) -> None:
    checks = {check["claim"]: check for check in plain["checked"]}
    # WGS-84 geodesic from Pyongyang to Guam: about 3,390 km (any geodesic calculator).
    assert checks["a9"]["computed"] == pytest.approx(3390, abs=10)
    assert checks["a9"]["verdict"] != "consistent"
    assert checks["guardian-guam"]["verdict"] == "consistent"
    # The announced 1,065 s, and 47 minutes for the ICBM of 28 July, are possible.
    assert checks["kcna-time"]["verdict"] == "consistent"
    assert checks["kcna-flight-28-july"]["claimed"] == 47 * 60 + 12
    assert checks["kcna-flight-28-july"]["verdict"] == "consistent"
    # Resolution 2371 of 5 August 2017 put a ban in the place of the cap of resolution 2321 (US fact sheet).
    assert checks["fact-sheet-coal"]["verdict"] == "consistent"
    assert checks["eu-coal-cap"]["verdict"] == "impossible"
    assert "unsc-2371-coal" in checks["eu-coal-cap"]["reason"]
    assert checks["eia-coal-cap"]["verdict"] == "consistent"
    assert checks["a12"]["computed"] == 28 - 10


def test_the_lists_part_the_claims(plain: dict[str, Any]) -> None:
    lists = [plain["corroborated"], [entry["id"] for entry in plain["conflicting"]], plain["single_source"]]
    together = sorted(name for names in lists for name in names)
    assert together == sorted(claim["id"] for claim in plain["claims"])
    assert len(set(together)) == len(together)


def test_every_source_of_a_claim_is_graded_and_the_two_documents_with_a_reason(plain: dict[str, Any]) -> None:
    listed = {source["key"]: source for source in plain["sources"]}
    assert all(source["grade"] for source in listed.values() if source["claims"])
    for key in ("press-tv", "reuters-copy"):
        assert listed[key]["note"].startswith(f"{listed[key]['grade'][0]}:")


@pytest.mark.parametrize("variant", ["let-loose", "autumn"])
def test_variants_keep_the_claims(variant: str) -> None:
    assert {claim.id for claim in sources(f"korea-2017:{variant}").claims} >= set(CLAIMS)
