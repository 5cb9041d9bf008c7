"""Extended deterrence: what triggers it, what keeps it, and how far a guarantor is believed after words and deeds."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.crisis.change import Change
from standoff.crisis.commitments import (
    RAISES,
    Commitment,
    CommitmentState,
    Promise,
    Signal,
    Standing,
    Steps,
    affirm,
    begin,
    look,
    moved,
    overdue,
    signal,
    to_json,
    weaken,
)
from standoff.crisis.condition import Vocabulary

DAY_S = 86400.0
ATTACK = Vocabulary({"raid": ("int", 0)}).condition("raid > 0")
STEPS = Steps(
    signals={
        Signal.STATEMENT: 0.02,
        Signal.DOUBT: 0.1,
        Signal.DEPLOYMENT: 0.2,
        Signal.WITHDRAWAL: 0.2,
        Signal.DRILL_HELD: 0.05,
        Signal.DRILL_SHELVED: 0.05,
    },
    honored=0.5,
    failed=0.6,
    ties=0.25,
)
PROMISE = Commitment(
    id="usa-jpn",
    title="Treaty",
    guarantor="USA",
    beneficiary="JPN",
    trigger=ATTACK,
    responses=(Promise("strike", "PRK"), Promise("deploy", None, {"unit": "destroyer"})),
    within_s=3 * DAY_S,
    credibility=0.6,
    steps=STEPS,
)
QUIET: dict[str, Any] = {"raid": 0}
WAR: dict[str, Any] = {"raid": 1}


def called() -> CommitmentState:
    """The commitment called upon on day 10."""
    state, changes = look(PROMISE, begin(PROMISE), 10 * DAY_S, WAR)
    assert [change.kind for change in changes] == ["commitment_triggered"]
    return state


def reason(changes: list[Change]) -> str:
    """Why credibility changed."""
    return str(changes[-1].data["reason"])


def test_it_is_triggered_once_when_its_condition_comes_to_hold() -> None:
    state, changes = look(PROMISE, begin(PROMISE), 0.0, QUIET)
    assert (state, changes) == (begin(PROMISE), [])
    state = called()
    assert state.deadline_s == 13 * DAY_S
    assert look(PROMISE, state, 11 * DAY_S, WAR) == (state, [])
    quiet, _ = look(PROMISE, state, 12 * DAY_S, QUIET)
    assert quiet.standing is Standing.TRIGGERED, "the call is not taken back by calm"
    again, changes = look(PROMISE, quiet, 12.5 * DAY_S, WAR)
    assert again.deadline_s == 13 * DAY_S
    assert changes == []


def test_it_can_be_called_upon_again_after_it_was_kept_or_failed() -> None:
    state, _ = overdue(PROMISE, called(), 13 * DAY_S)
    assert look(PROMISE, state, 14 * DAY_S, WAR)[0].standing is Standing.FAILED, "the same war"
    quiet, _ = look(PROMISE, state, 20 * DAY_S, QUIET)
    again, _ = look(PROMISE, quiet, 30 * DAY_S, WAR)
    assert (again.standing, again.deadline_s, again.kept) == (Standing.TRIGGERED, 33 * DAY_S, ())


def test_only_the_promised_moves_of_the_guarantor_count() -> None:
    state = called()
    for actor, move, target, parameters in (
        ("JPN", "strike", "PRK", {}),
        ("USA", "strike", "CHN", {}),
        ("USA", "denounce", "PRK", {}),
        ("USA", "deploy", "JPN", {"unit": "bomber"}),
    ):
        assert moved(PROMISE, state, actor, move, target, parameters) == (state, [])
    assert moved(PROMISE, begin(PROMISE), "USA", "strike", "PRK", {}) == (begin(PROMISE), [])


def test_all_responses_in_time_honor_it_and_it_is_believed_more() -> None:
    state, changes = moved(PROMISE, called(), "USA", "strike", "PRK", {})
    assert state.standing is Standing.TRIGGERED
    assert dict(changes[0].data) == {"commitment": "usa-jpn", "move": "strike", "kept": 1, "needed": 2}
    assert moved(PROMISE, state, "USA", "strike", "PRK", {}) == (state, []), "one strike is one response"
    state, changes = moved(PROMISE, state, "USA", "deploy", "JPN", {"unit": "destroyer", "station": "yokosuka"})
    assert state.standing is Standing.HONORED
    assert state.credibility == pytest.approx(0.6 + 0.5 * 0.4)
    assert reason(changes) == "USA responded as promised"
    assert overdue(PROMISE, state, 20 * DAY_S) == (state, [])


def test_fewer_responses_are_enough_where_the_promise_says_so() -> None:
    one = replace(PROMISE, needed=1)
    state, _ = moved(one, called(), "USA", "strike", "PRK", {})
    assert state.standing is Standing.HONORED


def test_no_response_in_time_fails_it_and_it_is_believed_less() -> None:
    state, _ = moved(PROMISE, called(), "USA", "strike", "PRK", {})
    assert overdue(PROMISE, state, 13 * DAY_S - 1) == (state, [])
    state, changes = overdue(PROMISE, state, 13 * DAY_S)
    assert state.standing is Standing.FAILED
    assert state.credibility == pytest.approx(0.6 * 0.4)
    assert reason(changes) == "USA has not responded in time; missing: deploy"
    assert (changes[0].data["before"], changes[0].data["after"]) == (0.6, state.credibility)


def test_words_add_little_now_and_make_a_failure_dearer() -> None:
    """Tying hands (Fearon 1997): no cost at once, a cost after the fact."""
    state = called()
    for _ in range(4):
        state, changes = affirm(PROMISE, state, "USA", "ironclad")
    assert reason(changes) == "statement by USA: ironclad"
    assert state.credibility == pytest.approx(1 - 0.4 * 0.98**4)
    assert state.tied == pytest.approx(1 - 0.75**4)
    silent, _ = overdue(PROMISE, called(), 13 * DAY_S)
    loud, _ = overdue(PROMISE, state, 13 * DAY_S)
    assert loud.credibility / state.credibility < silent.credibility / 0.6


def test_forces_sent_tie_nothing_but_convince_at_once() -> None:
    """Sunk costs (Fearon 1997)."""
    state, changes = signal(PROMISE, begin(PROMISE), Signal.DEPLOYMENT, "USA")
    assert state.credibility == pytest.approx(0.68)
    assert state.tied == 0.0
    assert reason(changes) == "deployment by USA"


@pytest.mark.parametrize("kind", list(Signal))
def test_each_signal_moves_it_in_its_direction(kind: Signal) -> None:
    state, _ = signal(PROMISE, begin(PROMISE), kind, "USA")
    assert (state.credibility > 0.6) == (kind in RAISES)


def test_a_signal_without_a_step_says_nothing() -> None:
    quiet = replace(PROMISE, steps=Steps())
    assert weaken(quiet, begin(quiet), "USA") == (begin(quiet), [])


def test_as_plain_json() -> None:
    state, _ = moved(PROMISE, called(), "USA", "strike", "PRK", {})
    told = to_json(PROMISE, state)
    assert told["standing"] == "triggered"
    assert told["kept"] == ["strike"]
    assert told["deadline_s"] == 13 * DAY_S


shares = st.floats(0.0, 1.0)
happenings = st.lists(st.sampled_from([*Signal, "attack", "calm", "strike", "deploy", "late"]), max_size=40)


@given(shares, st.lists(shares, min_size=9, max_size=9), happenings)
def test_credibility_keeps_its_bounds_whatever_happens(start: float, sizes: list[float], course: list[Any]) -> None:
    steps = Steps(dict(zip(Signal, sizes, strict=False)), *sizes[6:])
    commitment = replace(PROMISE, credibility=start, steps=steps)
    state = begin(commitment)
    for day, what in enumerate(course):
        before, now_s = state, day * DAY_S
        if isinstance(what, Signal):
            state, changes = signal(commitment, state, what, "USA")
        elif what in ("attack", "calm"):
            state, changes = look(commitment, state, now_s, WAR if what == "attack" else QUIET)
        elif what == "late":
            state, changes = overdue(commitment, state, now_s)
        else:
            state, changes = moved(commitment, state, "USA", what, "PRK", {"unit": "destroyer"})
        assert 0.0 <= state.credibility <= 1.0
        assert 0.0 <= state.tied <= 1.0
        if state.credibility != before.credibility:
            told = [change.data for change in changes if change.kind == "credibility"]
            assert [(data["before"], data["after"]) for data in told] == [(before.credibility, state.credibility)]
            assert told[0]["reason"]
        if state.standing is not before.standing and state.standing in (Standing.HONORED, Standing.FAILED):
            assert before.standing is Standing.TRIGGERED
