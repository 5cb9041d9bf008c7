"""The Security Council: nine yes and no veto (UN Charter, article 27), and drafts on their way there."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.base.errors import InputError
from standoff.crisis import council as unsc
from standoff.crisis.council import Council, CouncilState, Draft, Member, Stance

FIVE = ("CHN", "FRA", "RUS", "GBR", "USA")
TEN = ("BOL", "EGY", "ETH", "ITA", "JPN", "KAZ", "SEN", "SWE", "UKR", "URY")
PLAYED = ("USA", "CHN", "RUS", "JPN")


def council(yes: float = 1.0, otherwise: unsc.Vote = "abstain", **draft: Any) -> Council:
    stance = Stance(yes, otherwise)
    members = tuple(Member(code, code in FIVE, stance, code in PLAYED) for code in (*FIVE, *TEN))
    text = Draft("text", "A text", "resolution", "USA", **draft)
    return Council(members, {"text": text})


def votes_of(no: str = "", abstain: str = "") -> dict[str, unsc.Vote]:
    votes: dict[str, unsc.Vote] = dict.fromkeys((*FIVE, *TEN), "yes")
    return votes | dict.fromkeys(no.split(), "no") | dict.fromkeys(abstain.split(), "abstain")


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        (votes_of(), "adopted"),
        (votes_of(no="BOL EGY ETH ITA JPN KAZ"), "adopted"),
        (votes_of(no="BOL EGY ETH ITA JPN KAZ SEN"), "failed"),
        (votes_of(abstain="BOL EGY ETH ITA JPN KAZ SEN"), "failed"),
        (votes_of(no="CHN"), "vetoed"),
        (votes_of(no="GBR", abstain="BOL EGY ETH ITA JPN"), "vetoed"),
        (votes_of(abstain="CHN RUS"), "adopted"),
        (votes_of(no="CHN RUS BOL EGY ETH ITA JPN"), "failed"),
        ({}, "failed"),
    ],
    ids=[
        "fifteen",
        "nine with six against",
        "eight with seven against",
        "eight with seven abstaining",
        "fourteen and a veto",
        "nine and a veto",
        "two permanent members abstain",
        "too few, whatever the permanent members say",
        "nobody votes",
    ],
)
def test_nine_yes_and_no_veto(votes: dict[str, unsc.Vote], outcome: str) -> None:
    assert unsc.verdict(council().members, votes) == outcome


@given(
    st.lists(st.sampled_from(unsc.VOTES), min_size=15, max_size=15),
    st.permutations((*FIVE, *TEN)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_votes_and_seats_does_not_matter(
    choices: list[unsc.Vote], order: list[str], shuffler: random.Random
) -> None:
    played = council()
    votes = dict(zip((*FIVE, *TEN), choices, strict=True))
    shuffled = list(played.members)
    shuffler.shuffle(shuffled)
    assert unsc.verdict(shuffled, {code: votes[code] for code in order}) == unsc.verdict(played.members, votes)


@given(st.lists(st.sampled_from(unsc.VOTES), min_size=15, max_size=15), st.integers(0, 14))
def test_one_yes_more_never_brings_a_draft_down(choices: list[unsc.Vote], index: int) -> None:
    rank = {"failed": 0, "vetoed": 1, "adopted": 2}
    members = council().members
    votes = dict(zip((*FIVE, *TEN), choices, strict=True))
    better = votes | {members[index].code: "yes"}
    assert rank[unsc.verdict(members, better)] >= rank[unsc.verdict(members, votes)]


def tabled(played: Council, now_s: float = 0.0) -> CouncilState:
    return unsc.table(played, unsc.start(played), "text", "USA", now_s)[0]


def test_a_draft_from_table_to_adoption() -> None:
    played = council(earliest_s=50.0, notice_s=10.0)
    state = tabled(played)
    assert state.papers["text"].vote_at_s == 50.0
    assert tabled(played, 45.0).papers["text"].vote_at_s == 55.0
    for actor in PLAYED:
        assert not unsc.complete(played, state, "text", 60.0)
        state, _ = unsc.vote(played, state, "text", actor, "yes")
    assert not unsc.complete(played, state, "text", 49.0)
    assert unsc.complete(played, state, "text", 50.0)
    assert (unsc.due(state, 49.0), unsc.due(state, 50.0)) == ([], ["text"])
    state, (change,) = unsc.hold(played, state, "text", [0.5] * 15, 50.0)
    assert state.status("text") == "adopted"
    assert change.data["resolution"] == "resolution"
    assert change.data["count"] == {"yes": 15, "no": 0, "abstain": 0}
    assert unsc.due(state, 99.0) == []


def test_a_player_vetoes_and_the_record_says_who() -> None:
    played = council()
    state, _ = unsc.vote(played, tabled(played), "text", "CHN", "no")
    state, (change,) = unsc.hold(played, state, "text", [0.5] * 15, 1.0)
    assert (change.data["status"], change.data["vetoed_by"]) == ("vetoed", ["CHN"])
    assert "resolution" not in change.data
    assert unsc.table(played, state, "text", "USA", 2.0)[0].status("text") == "tabled"


@pytest.mark.parametrize(("uniform", "outcome"), [(0.59, "adopted"), (0.6, "failed")])
def test_who_does_not_play_votes_by_its_stance(uniform: float, outcome: str) -> None:
    state, _ = unsc.hold(council(yes=0.6), tabled(council()), "text", [uniform] * 15, 1.0)
    assert state.status("text") == outcome


def test_a_stance_on_one_draft_goes_before_the_usual_one() -> None:
    played = council(stances={"RUS": Stance(0.0, "no")})
    _, (change,) = unsc.hold(played, tabled(played), "text", [0.5] * 15, 1.0)
    assert change.data["vetoed_by"] == ["RUS"]


def test_a_vote_can_be_changed_until_it_is_held() -> None:
    played = council()
    state, _ = unsc.vote(played, tabled(played), "text", "CHN", "no")
    state, _ = unsc.vote(played, state, "text", "CHN", "abstain")
    state, _ = unsc.hold(played, state, "text", [0.5] * 15, 1.0)
    assert (state.status("text"), state.papers["text"].votes["CHN"]) == ("adopted", "abstain")


def test_a_draft_adopted_before_startex_is_adopted_at_the_start() -> None:
    assert unsc.start(council(adopted_s=-9.0)).status("text") == "adopted"
    assert unsc.start(council()).status("text") == "none"


def test_only_the_sponsor_withdraws() -> None:
    played = council()
    with pytest.raises(InputError, match="did not sponsor"):
        unsc.withdraw(played, tabled(played), "text", "JPN")
    state, (change,) = unsc.withdraw(played, tabled(played), "text", "USA")
    assert state.status("text") == change.data["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda one, state: unsc.table(one, state, "txt", "USA", 1.0), "is not a draft.*'text'"),
        (lambda one, state: unsc.table(one, state, "text", "USA", 1.0), "is tabled already"),
        (lambda one, state: unsc.vote(one, state, "text", "KOR", "yes"), "has no seat"),
        (lambda one, state: unsc.vote(one, state, "text", "USA", "maybe"), "is not a vote.*yes, no, abstain"),
    ],
)
def test_what_cannot_be_done_to_a_tabled_draft_is_refused(act: Any, message: str) -> None:
    played = council()
    with pytest.raises(InputError, match=message):
        act(played, tabled(played))


def test_what_is_not_tabled_cannot_be_voted_on_and_only_a_member_tables() -> None:
    played = council()
    with pytest.raises(InputError, match="not tabled but none"):
        unsc.vote(played, unsc.start(played), "text", "USA", "yes")
    with pytest.raises(InputError, match="not tabled but none"):
        unsc.hold(played, unsc.start(played), "text", [0.5] * 15, 1.0)
    with pytest.raises(InputError, match="not tabled but none"):
        unsc.withdraw(played, unsc.start(played), "text", "USA")
    with pytest.raises(InputError, match="has no seat"):
        unsc.table(played, unsc.start(played), "text", "PRK", 1.0)


def test_one_number_a_member_is_needed() -> None:
    played = council()
    with pytest.raises(ValueError, match="shorter"):
        unsc.hold(played, tabled(played), "text", [0.5] * 14, 1.0)
