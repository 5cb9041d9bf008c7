"""A floor under precision and recall on invented articles whose events are known, and how they are counted.

The floors stand below what is measured, so that a small change of the dictionaries does not break them; these articles
were seen while the coder was built. docs/coding.md has the figures for real texts.
"""

from pathlib import Path

import pytest
from builders.coding import Truth, articles, by_code_and_date, by_pair_and_root, read_truth, score

from standoff.scenario.cameo import cameo
from standoff.scenario.coding.coder import code
from standoff.scenario.coding.patterns import NO_EVENT, count, patterns

ARTICLES = Path(__file__).resolve().parent / "articles"
DATES = {"strait": None, "reservoir": None, "truce": "2021-05-16"}


@pytest.mark.parametrize("name", DATES)
def test_most_events_are_found_and_most_proposals_are_right(name: str) -> None:
    truths = read_truth(ARTICLES / "truth.csv", name)
    events = code(ARTICLES / f"{name}.txt", DATES[name]).events
    loose = score(truths, events, by_pair_and_root)
    assert loose.events >= 15
    assert loose.precision >= 0.85
    assert loose.recall >= 0.85
    strict = score(truths, events, by_code_and_date)
    assert strict.precision >= 0.75
    assert strict.recall >= 0.75


@pytest.mark.parametrize(
    ("name", "clutter"),
    [
        ("strait", {"Skip to main content", "ADVERTISEMENT", "Leave a Reply", "Name *", "The Harbor Courier"}),
        ("reservoir", {"Menu", "By Rowan Ellery", "Recommended for you", "Follow us on Twitter", "The Meridian Post"}),
        ("truce", {"Advertisement", "Your email address will not be published."}),
    ],
)  # fmt: skip
def test_clutter_of_the_articles_is_taken_out(name: str, clutter: set[str]) -> None:
    coding = code(ARTICLES / f"{name}.txt", DATES[name])
    assert clutter <= {entry.text for entry in coding.stripped}
    assert not clutter & {sentence.text for sentence in coding.sentences}


def test_score_matches_one_to_one() -> None:
    truth = Truth(
        "IRN", frozenset({"ISR"}), False, frozenset({"11"}), frozenset({"111"}), frozenset({"none"}), True, ""
    )
    spare = Truth(
        "IRN", frozenset({"ISR"}), False, frozenset({"11"}), frozenset({"111"}), frozenset({"none"}), False, ""
    )
    (event,) = (e for e in code(ARTICLES / "strait.txt").events if e.source == "GBR" and e.code == "111")
    british = Truth(
        "GBR", frozenset({"IRN"}), False, frozenset({"11"}), frozenset({"112"}), frozenset({"none"}), True, ""
    )
    assert score([truth, spare], [event], by_pair_and_root).counts == (1, 0, 1, 0)
    assert score([truth, british], [event, event], by_pair_and_root).counts == (2, 1, 2, 1)
    assert score([british], [event], by_code_and_date).counts == (1, 0, 1, 0)


def test_the_dictionary_is_general_and_every_code_is_known() -> None:
    codes = {pattern.code for found in patterns().values() for pattern in found} - {NO_EVENT}
    assert count() > 1000
    assert codes <= cameo().codes.keys()
    assert {code[:2] for code in codes} == {f"{root:02}" for root in range(1, 21)}


def test_truth_of_the_articles_names_known_codes_of_its_roots() -> None:
    folder = Path(__file__).resolve().parents[3] / "builders" / "data"
    for entry in articles().values():
        truths = read_truth(folder / "coding_truth.csv", entry["article"])
        assert truths
        for truth in truths:
            assert {code[:2] for code in truth.codes} <= truth.roots
            assert truth.codes <= cameo().codes.keys()
