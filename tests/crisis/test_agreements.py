"""Packages of clauses: who may do what, in which order, what a breach does, and why it ends."""

from dataclasses import replace

import pytest

from crisis.bargain import DAY_S, FUEL, SCRAP, SHUT, TREATY, WORD, bargain
from crisis.bargaining import NOTHING, Play, agreed
from standoff.base.errors import InputError
from standoff.crisis.agreements.agreement import BreachPolicy, OnDispute, Status, Suspends
from standoff.crisis.agreements.clause import ClauseStatus, Due, Need, Precondition
from standoff.crisis.agreements.course import begin, next_deadline, refresh
from standoff.crisis.agreements.deed import Deed
from standoff.crisis.agreements.deeds import apply, obstacle
from standoff.crisis.agreements.sequence import Sequencing, circle
from standoff.crisis.agreements.summary import statuses, to_json
from standoff.crisis.condition import Vocabulary


def test_it_is_agreed_when_all_signatories_have_accepted() -> None:
    play = Play(bargain()).does("AAA", "offer")
    assert play.stands() is Status.OFFERED
    play.does("BBB", "accept")
    assert play.stands() is Status.AGREED
    assert play.status("shut") is ClauseStatus.AGREED
    assert play.status("word") is ClauseStatus.PERFORMED, "an affirmation is made by signing"


def test_an_offer_can_be_rejected_taken_back_and_made_again() -> None:
    play = Play(bargain()).does("AAA", "offer").does("BBB", "reject", says="too little")
    assert play.stands() is Status.REJECTED
    assert play.of("agreement_status")[-1]["reason"] == "BBB rejects it: too little"
    play.does("BBB", "offer").does("BBB", "withdraw")
    assert play.stands() is Status.NONE
    assert Play(bargain()).does("AAA", "offer").does("BBB", "withdraw").stands() is Status.OFFERED


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (Deed("offer", "CCC"), "CCC is not a signatory"),
        (Deed("accept", "AAA"), "is none, not offered"),
        (Deed("perform", "AAA", "shut"), "is none, not in force"),
        (Deed("perform", "AAA", "shot"), "did you mean 'shut'"),
        (Deed("preform", "AAA", "shut"), "did you mean 'perform'"),
        (Deed("withdraw", "AAA"), "has nothing to withdraw from"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(deed: Deed, why: str) -> None:
    agreement, state = bargain(), begin(bargain())
    assert why in (obstacle(agreement, state, deed) or "")
    after, changes = apply(agreement, state, deed, 0.0)
    assert after == state
    assert [change.kind for change in changes] == ["agreement_refused"]
    assert why in changes[0].data["reason"]


def test_only_who_owes_a_clause_performs_it_and_only_its_verifier_verifies_it() -> None:
    play = agreed()
    assert "BBB does not owe shut; AAA does" in (
        obstacle(play.agreement, play.state, Deed("perform", "BBB", "shut")) or ""
    )
    assert "agreed, not performed" in (obstacle(play.agreement, play.state, Deed("verify", "CCC", "shut")) or "")
    play.does("AAA", "perform", "shut")
    assert play.stands() is Status.HOLDING
    assert "CCC verifies shut, not BBB" in (obstacle(play.agreement, play.state, Deed("verify", "BBB", "shut")) or "")
    play.does("CCC", "verify", "shut")
    assert play.of("clause_status")[-1]["reason"] == "verified by the agency"


def test_a_clause_of_two_is_performed_when_both_have_done_their_part() -> None:
    play = agreed().does("AAA", "perform", "treaty")
    assert play.status("treaty") is ClauseStatus.AGREED
    assert play.of("clause_part_performed")[-1]["missing"] == ["BBB"]
    assert play.does("BBB", "perform", "treaty").status("treaty") is ClauseStatus.PERFORMED


def test_fulfilled_when_all_is_performed_and_verified() -> None:
    play = agreed().does("AAA", "perform", "shut").does("BBB", "perform", "fuel").does("AAA", "perform", "scrap")
    play.does("AAA", "perform", "treaty").does("BBB", "perform", "treaty")
    assert play.stands() is Status.HOLDING
    assert play.does("CCC", "verify", "shut").stands() is Status.FULFILLED


@pytest.mark.parametrize(("chance", "status"), [(0.79, ClauseStatus.BREACHED), (0.81, ClauseStatus.VERIFIED)])
def test_a_performance_that_falls_short_is_found_with_the_verifiers_probability(
    chance: float, status: ClauseStatus
) -> None:
    play = agreed().does("AAA", "perform", "shut", in_full=False)
    assert play.status("shut") is ClauseStatus.PERFORMED, "others see a performance"
    hidden = [change for change in play.told if change.kind == "performed_short"]
    assert [change.visible_to for change in hidden] == [("AAA",)]
    assert play.does("CCC", "verify", "shut", chance=chance).status("shut") is status


def test_what_is_late_is_a_breach_with_the_reason_and_suspends_what_is_owed_in_return() -> None:
    play = agreed().day(59.9)
    assert play.state.breaches == 0
    assert next_deadline(play.agreement, play.state) == 60 * DAY_S
    play.day(60)
    assert play.status("shut") is ClauseStatus.BREACHED
    assert play.status("fuel") is ClauseStatus.SUSPENDED
    assert play.status("treaty") is ClauseStatus.AGREED, "not linked"
    assert play.stands() is Status.SUSPENDED
    assert play.state.reason == "shut is breached: not performed in time by AAA (shut the plant down)"


def test_a_breach_made_good_lets_what_it_suspended_bind_again() -> None:
    play = agreed().day(60).does("AAA", "perform", "shut")
    assert play.stands() is Status.HOLDING
    assert play.status("fuel") is ClauseStatus.AGREED
    assert play.state.clauses["fuel"].due_s == 90 * DAY_S, "its time runs from now"


def test_nobody_is_late_before_his_turn() -> None:
    early = replace(FUEL, due_after=Due.AGREED)
    play = agreed(bargain(clauses=(replace(SHUT, due_s=None), early, SCRAP, TREATY, WORD))).day(31)
    assert play.state.breaches == 0
    waits = obstacle(play.agreement, play.state, Deed("breach", "BBB", "fuel"))
    assert waits == "fuel does not bind yet: it waits for shut to be performed (it is agreed)"
    play.does("AAA", "perform", "shut").day(60.9)
    assert play.state.breaches == 0
    assert play.day(61).status("fuel") is ClauseStatus.BREACHED


def test_a_day_named_at_agreement_stays_if_the_precondition_is_met_before_it() -> None:
    early = replace(FUEL, due_after=Due.AGREED)
    play = agreed(bargain(clauses=(SHUT, early, SCRAP, TREATY, WORD))).day(10).does("AAA", "perform", "shut")
    assert play.state.clauses["fuel"].due_s == 30 * DAY_S


def test_an_early_performance_taken_back_before_it_was_owed_breaks_nothing() -> None:
    play = agreed().does("BBB", "perform", "fuel").does("BBB", "breach", "fuel")
    assert play.status("fuel") is ClauseStatus.AGREED
    assert play.state.breaches == 0


def test_undoing_a_reversible_performance_tells_what_it_takes() -> None:
    play = agreed().does("AAA", "perform", "shut").does("CCC", "verify", "shut").does("AAA", "breach", "shut")
    told = play.of("clause_status")
    broken = next(data for data in told if data["status"] == "breached")
    assert broken["before"] == "verified"
    assert broken["reversal_s"] == 30 * DAY_S
    assert broken["reason"] == "AAA undoes what it performed"


def test_a_precondition_on_the_world_opens_and_closes() -> None:
    words = Vocabulary({"calm": ("bool", 0)}).condition("calm")
    fuel = replace(FUEL, precondition=Precondition((), words))
    play = Play(bargain(clauses=(SHUT, fuel, SCRAP, TREATY, WORD)))
    play.view = {"calm": False}
    play.does("AAA", "offer").does("BBB", "accept")
    assert play.state.clauses["fuel"].ready_s is None
    play.view = {"calm": True}
    assert play.day(5).state.clauses["fuel"].due_s == 35 * DAY_S
    play.view = {"calm": False}
    assert play.day(34).day(40).state.breaches == 0
    assert play.of("clause_ready") == [
        {"agreement": "bargain", "clause": "fuel", "action": "send fuel", "ready": True, "due_s": 35 * DAY_S},
        {"agreement": "bargain", "clause": "fuel", "action": "send fuel", "ready": False, "due_s": None},
    ]  # fmt: skip


def test_suspending_ones_own_clause_stops_its_time_and_resuming_starts_it_anew() -> None:
    play = agreed().day(50).does("AAA", "suspend", "shut", says="no reply")
    assert play.state.reason == "shut is suspended: AAA suspends it: no reply"
    assert play.day(100).state.breaches == 0
    assert play.does("AAA", "resume", "shut").state.clauses["shut"].due_s == 160 * DAY_S


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (BreachPolicy(fatal=("shut",)), "collapses with the breach of shut: AAA acts against it: a test"),
        (BreachPolicy(collapse_after=1), "collapses with breach number 1: AAA acts against it: a test"),
    ],
)
def test_collapse_by_the_policy_says_which_clause_who_and_why(policy: BreachPolicy, words: str) -> None:
    play = agreed(bargain(policy)).does("AAA", "breach", "shut", says="a test")
    assert play.stands() is Status.COLLAPSED
    assert play.state.reason == words
    assert play.of("agreement_status")[-1]["reason"] == words


def test_a_breach_may_suspend_all_that_the_others_owe_or_nothing() -> None:
    everything = agreed(bargain(BreachPolicy(suspends=Suspends.ALL))).does("AAA", "breach", "shut")
    assert everything.status("fuel") is ClauseStatus.SUSPENDED
    assert everything.status("scrap") is ClauseStatus.AGREED, "AAA owes it itself"
    assert everything.status("treaty") is ClauseStatus.AGREED, "AAA owes it too"
    nothing = agreed(bargain(BreachPolicy(suspends=Suspends.NOTHING))).does("AAA", "breach", "shut")
    assert nothing.status("fuel") is ClauseStatus.AGREED


def test_who_leaves_says_why_or_the_record_says_what_was_open() -> None:
    play = agreed().does("AAA", "withdraw", says="the rocket was condemned")
    assert play.state.reason == "AAA withdraws from it: the rocket was condemned"
    silent = agreed().does("AAA", "suspend", "shut").does("BBB", "declare-collapse")
    assert silent.state.reason == (
        "BBB declares it dead without a word; open between the sides: shut is suspended (AAA suspends it)"
    )


def test_patience_ends() -> None:
    play = agreed(bargain(BreachPolicy(lapse_s=100 * DAY_S))).day(10).does("AAA", "suspend", "shut")
    assert next_deadline(play.agreement, play.state) == 110 * DAY_S
    assert play.day(109).stands() is Status.SUSPENDED
    assert play.day(110).stands() is Status.COLLAPSED
    assert play.state.reason.startswith("suspended for 100 days without a way back: shut is suspended")


def test_two_readings_of_one_clause_are_on_record_and_each_waits_for_the_other() -> None:
    play = agreed().does("AAA", "claim", reading="treaty-first")
    assert play.of("agreement_disputed") == []
    play.day(10)
    assert play.state.claims == {("order", "AAA"): "treaty-first", ("order", "BBB"): "scrap-first"}
    reason = play.of("agreement_disputed")[0]["reason"]
    assert "AAA: the treaty comes before dismantlement" in reason
    assert "BBB: the treaty comes after dismantlement" in reason
    assert "each waits for the other (scrap -> treaty -> scrap)" in reason
    assert play.stands() is Status.AGREED, "the dispute is noted, no more"


@pytest.mark.parametrize(
    ("policy", "status"), [(OnDispute.SUSPENDS, Status.SUSPENDED), (OnDispute.COLLAPSES, Status.COLLAPSED)]
)
def test_a_dispute_alone_can_suspend_or_end_a_package(policy: OnDispute, status: Status) -> None:
    play = agreed(bargain(BreachPolicy(on_dispute=policy))).does("AAA", "claim", reading="treaty-first").day(10)
    assert play.stands() is status
    assert "the treaty comes before dismantlement" in play.state.reason


def test_who_waits_by_his_own_reading_is_late_by_the_text_but_not_in_breach() -> None:
    soon = replace(SCRAP, precondition=Precondition(), due_s=20 * DAY_S)
    play = agreed(bargain(clauses=(replace(SHUT, due_s=None), FUEL, soon, TREATY, WORD)))
    play.does("AAA", "claim", reading="treaty-first").day(20)
    assert play.state.breaches == 0
    told = play.of("clause_late")
    assert [data["excused"] for data in told] == [True]
    assert (
        "AAA reads it so that it waits for treaty to be performed (it is agreed): the treaty comes before"
        in told[0]["reason"]
    )
    play.does("AAA", "perform", "treaty").does("BBB", "perform", "treaty").day(21)
    assert play.state.clauses["scrap"].due_s == 40 * DAY_S, "what it waited for has come: its time runs"
    assert play.day(40).status("scrap") is ClauseStatus.BREACHED


def test_the_others_may_wait_before_they_call_it_a_breach() -> None:
    play = agreed(bargain(BreachPolicy(grace_s=40 * DAY_S))).day(60)
    assert play.stands() is Status.AGREED
    assert play.of("clause_late")[0]["reason"] == "not performed in time by AAA (shut the plant down)"
    assert next_deadline(play.agreement, play.state) == 100 * DAY_S
    assert play.day(99).state.breaches == 0
    assert play.day(100).status("shut") is ClauseStatus.BREACHED
    in_time = agreed(bargain(BreachPolicy(grace_s=40 * DAY_S))).day(60).does("AAA", "perform", "shut").day(100)
    assert in_time.state.breaches == 0


def test_a_breach_may_be_followed_by_a_new_beginning() -> None:
    play = agreed().does("AAA", "breach", "shut").does("AAA", "resume", "shut", says="talks again")
    assert play.status("shut") is play.status("fuel") is ClauseStatus.AGREED
    assert play.stands() is Status.AGREED
    assert play.state.breaches == 1, "it is not forgotten"


def test_both_sides_of_a_bargain_that_nobody_kept_are_in_breach() -> None:
    shut, fuel = replace(SHUT, due_s=30 * DAY_S), replace(FUEL, precondition=Precondition())
    play = agreed(bargain(clauses=(shut, fuel, SCRAP, TREATY, WORD))).day(30)
    assert play.status("shut") is play.status("fuel") is ClauseStatus.BREACHED


@pytest.mark.parametrize(
    ("sequencing", "waits"),
    [
        (Sequencing.PARALLEL, {"shut": (), "fuel": ()}),
        (Sequencing.FRONT_LOADED, {"shut": (), "fuel": ("shut",)}),
        (Sequencing.BACK_LOADED, {"shut": ("fuel",), "fuel": ()}),
        (Sequencing.PHASED, {"shut": ("fuel",), "fuel": ()}),
    ],
)
def test_sequencing_says_which_side_of_a_bargain_moves_first(
    sequencing: Sequencing, waits: dict[str, tuple[str, ...]]
) -> None:
    clauses = (replace(SHUT, phase=2), replace(FUEL, precondition=Precondition()))
    assert bargain(clauses=clauses, sequencing=sequencing, bearer="AAA", ambiguities=()).waits == waits


def test_clauses_that_wait_for_each_other_are_refused() -> None:
    shut = replace(SHUT, precondition=Precondition((Need("scrap"),)))
    with pytest.raises(InputError, match="waits for itself") as refused:
        bargain(clauses=(shut, FUEL, SCRAP, TREATY, WORD))
    assert refused.value.value == "shut -> scrap -> fuel -> shut"
    with pytest.raises(InputError, match="waits for itself"):
        bargain(sequencing=Sequencing.BACK_LOADED, bearer="AAA")


def test_a_circle_is_found_however_it_is_entered() -> None:
    assert circle({"a": ["b"], "b": ["c"], "c": []}) == []
    assert circle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert circle({"a": ["a"]}) == ["a", "a"]


def test_how_it_stands_at_startex_can_be_given() -> None:
    stands = {"shut": (ClauseStatus.BREACHED, "restarted")}
    state = begin(bargain(), Status.COLLAPSED, "AAA left", since_s=-5.0, agreed_s=-9.0, clauses=stands, breaches=1)
    assert (state.status, state.reason, state.since_s, state.agreed_s) == (Status.COLLAPSED, "AAA left", -5.0, -9.0)
    assert state.clauses["shut"].status is ClauseStatus.BREACHED
    assert state.clauses["word"].status is ClauseStatus.PERFORMED
    assert refresh(bargain(), state, 1e9, NOTHING) == (state, [])
    late = begin(bargain(), Status.COLLAPSED, "BBB left", since_s=20 * DAY_S, agreed_s=0.0)
    assert late.claims == {("order", "BBB"): "scrap-first"}, "what was held by then is on record"
    done = begin(bargain(), Status.HOLDING, clauses={"shut": (ClauseStatus.VERIFIED, "seals")})
    assert refresh(bargain(), done, 0.0, NOTHING)[0].status is Status.HOLDING


def test_summary_is_plain_and_tells_the_reasons() -> None:
    play = agreed().does("AAA", "claim", reading="treaty-first").day(60)
    told = to_json(play.agreement, play.state)
    assert told["status"] == "suspended"
    assert told["clauses"]["shut"]["reason"] == "not performed in time by AAA (shut the plant down)"
    assert told["readings"] == {"order": {"AAA": "treaty-first", "BBB": "scrap-first"}}
    assert "each waits" in told["disputes"]["order"]
    packages, clauses = statuses({"bargain": play.state})
    assert packages == {"bargain": "suspended"}
    assert clauses["bargain/fuel"] == "suspended"
