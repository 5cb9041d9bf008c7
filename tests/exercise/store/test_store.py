"""What is stored comes back to the letter, and what does not follow is refused."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from exercise.store.samples import NOON, OPENING, SEAT, batch, entry, event, opened
from standoff.base.errors import InputError
from standoff.exercise.store import (
    Batch,
    Counts,
    Draft,
    RepeatedMessageError,
    SessionRow,
    StaleDraft,
    Store,
    open_store,
)

pytestmark = pytest.mark.xdist_group("postgresql")

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def written(value: Any) -> str:
    """Its JSON, in which 1 and 1.0, 0.0 and -0.0, and the order of keys differ."""
    return json.dumps(value)


# Exercises.


def test_an_exercise_comes_back_as_it_was_opened(database: str) -> None:
    with open_store(database) as store:
        opened(store)
        opened(store, id="later", created_at="2026-03-02T12:00:00Z", parent="spring", parent_event=7)
    with open_store(database) as store:
        assert store.opening("spring") == OPENING
        assert written(store.opening("spring").document) == written(OPENING.document)
        assert (store.opening("later").parent, store.opening("later").parent_event) == ("spring", 7)
        assert [(head.id, head.title) for head in store.exercises()] == [
            ("spring", OPENING.title),
            ("later", OPENING.title),
        ]


def test_a_name_is_given_once_and_must_be_known(store: Store) -> None:
    opened(store)
    with pytest.raises(InputError, match="is an exercise already"):
        opened(store)
    with pytest.raises(InputError, match="is not an exercise of this database"):
        opened(store, id="branch", parent="autumn")
    for ask in (store.opening, store.counts):
        with pytest.raises(InputError, match="did you mean 'spring'"):
            ask("sprang")
    with pytest.raises(InputError, match="is not an exercise"):
        store.append("sprang", batch(1))
    assert [head.id for head in store.exercises()] == ["spring"]


def test_a_branch_is_stored_with_what_it_begins_with_or_not_at_all(store: Store) -> None:
    opened(store)
    branch = replace(OPENING, id="branch", parent="spring", parent_event=2)
    with pytest.raises(RuntimeError):
        store.create_exercise(branch, Batch(2.0, [entry(1), entry(3)], [event(1)]))
    assert [head.id for head in store.exercises()] == ["spring"]
    store.create_exercise(branch, Batch(2.0, [entry(1), entry(2)], [event(1), event(2)]))
    assert store.counts("branch") == Counts(2, 2, 2.0)
    assert store.counts("spring") == Counts(0, 0, 0.0)


# Inputs and events.


def test_inputs_and_events_come_back_in_order(database: str) -> None:
    with open_store(database) as store:
        for name in ("spring", "other"):
            opened(store, id=name)
            for number in range(1, 13):
                store.append(name, batch(number, events=2))
        store.append("spring", Batch(99.5))
    with open_store(database) as store:
        assert store.inputs("spring") == [entry(number, tab="t", message=number) for number in range(1, 13)]
        assert list(store.events("spring")) == [event(number).line for number in range(1, 25)]
        assert store.counts("spring") == Counts(12, 24, 99.5)
        assert store.counts("other") == Counts(12, 24, 12.0)


def test_events_are_read_from_one_on_and_while_others_are_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standoff.exercise.store.store._PAGE", 10)
    opened(store)
    store.append("spring", Batch(1.0, events=[event(number) for number in range(1, 31)]))
    reading = store.events("spring", after=5)
    read = [next(reading)]
    store.append("spring", Batch(2.0, events=[event(31)]))
    assert [*read, *reading] == [event(number).line for number in range(6, 32)]
    for after, limit in ((0, 10), (3, 14), (0, 0), (25, 100), (31, None), (99, None)):
        wanted = [event(number).line for number in range(1, 32)][after:][:limit]
        assert list(store.events("spring", after, limit)) == wanted


def test_what_does_not_follow_is_a_fault_and_leaves_nothing(store: Store) -> None:
    opened(store)
    for number in (1, 2):
        store.append("spring", batch(number))
    for wrong in (
        Batch(3.0, [entry(2)]),
        Batch(3.0, [entry(4)]),
        Batch(3.0, [entry(3), entry(3)]),
        Batch(3.0, [entry(3)], [event(2)]),
        Batch(3.0, [entry(3)], [event(4)]),
        Batch(3.0, [entry(3)], [event(3), event(5)]),
        Batch(1.5, [entry(3)], [event(3)]),
        Batch(math.nan, [entry(3)], [event(3)]),
    ):
        with pytest.raises(RuntimeError):
            store.append("spring", wrong)
        assert store.counts("spring") == Counts(2, 2, 2.0)
    store.append("spring", batch(3))


def test_a_batch_that_fails_at_its_last_row_leaves_nothing(store: Store) -> None:
    opened(store)
    events = [event(number) for number in range(1, 2001)]
    with pytest.raises(InputError, match="NUL"):
        store.append("spring", Batch(1.0, [entry(1)], [*events, event(2001)._replace(line="\x00")]))
    kindless = event(2001)._replace(kind=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        store.append("spring", Batch(1.0, [entry(1)], [*events, kindless]))
    assert store.counts("spring") == Counts(0, 0, 0.0)
    assert store.inputs("spring") == []
    assert list(store.events("spring")) == []


def test_a_message_is_stored_once_and_its_answer_is_found(store: Store) -> None:
    opened(store)
    opened(store, id="other")
    assert store.receipt("spring", "USA", "t", 1) is None
    assert store.last_message("spring", "USA", "t") is None
    store.append("spring", batch(1))
    with pytest.raises(RepeatedMessageError, match="message 1 of tab 't' by 'USA'"):
        store.append("spring", Batch(9.0, [entry(2, tab="t", message=1)], [event(2)]))
    with pytest.raises(RepeatedMessageError):
        store.append("spring", Batch(9.0, [entry(2, tab="u", message=5), entry(3, tab="u", message=5)]))
    assert store.counts("spring") == Counts(1, 1, 1.0)
    # Another tab, another seat, another exercise, or none who counts.
    others = [{"tab": "u", "message": 1}, {"by": "JPN", "tab": "t", "message": 1}, {}, {}]
    store.append("spring", Batch(9.0, [entry(number, **more) for number, more in enumerate(others, start=2)]))
    store.append("other", batch(1))
    assert store.receipt("spring", "USA", "t", 1) == {"order": "o-1"}
    assert store.receipt("spring", "JPN", "t", 1) == {"order": "o-3"}
    assert store.last_message("spring", "USA", "t") == 1


# To the letter.


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lasting(request: pytest.FixtureRequest) -> Any:
    """A store for many examples."""
    url = ":memory:" if request.param == "sqlite" else request.getfixturevalue("cluster").new_database()
    with open_store(url) as store:
        opened(store)
        store.put_seat("spring", SEAT)
        yield store


@given(VALUES, st.text(), NUMBERS)
@settings(deadline=None, max_examples=30)
def test_json_comes_back_to_the_last_bit(lasting: Store, value: Any, text: str, number: float) -> None:
    lasting.keep("spring", "value", {"value": value, "number": number})
    assert written(lasting.kept("spring", "value")) == written({"value": value, "number": number})


@given(TEXT, st.floats(0.0, 1e300), VALUES)
@settings(deadline=None, max_examples=30)
def test_an_input_and_a_line_come_back_to_the_last_bit(lasting: Store, text: str, time_s: float, value: Any) -> None:
    before = lasting.counts("spring")
    told = entry(
        before.inputs + 1, time_s=time_s, by=text, kind=text, data={text: value}, answer={"v": value}, tab=text
    )
    line = event(before.events + 1)._replace(time_s=time_s, line=text)
    lasting.append("spring", Batch(before.marked_s, [told], [line]))
    assert lasting.inputs("spring")[-1] == told
    assert written(lasting.inputs("spring")[-1].data) == written(told.data)
    assert list(lasting.events("spring", before.events)) == [text]


def test_a_value_that_could_not_come_back_is_refused(store: Store) -> None:
    opened(store)
    for value, words in (
        ("a\ud800", "no Unicode text"),
        (math.nan, "not JSON compliant"),
        (-math.inf, "not JSON compliant"),
    ):
        with pytest.raises(InputError, match=words):
            store.keep("spring", "value", {"value": value})
    assert store.kept("spring", "value") is None


def test_text_and_numbers_out_of_bounds_are_refused(store: Store) -> None:
    for changes in ({"title": "a\x00b"}, {"title": "\udcff"}, {"seed": 2**63}, {"seed": -(2**63) - 1}):
        with pytest.raises(InputError):
            opened(store, **changes)
    assert store.exercises() == []


# Seats and sessions.


def test_a_seat_is_set_as_a_whole(store: Store) -> None:
    opened(store)
    control = replace(SEAT, id="control", role="control", cell=None, passphrase_hash=None, expires_at=NOON)
    for seat in (SEAT, control):
        store.put_seat("spring", seat)
    assert store.seats("spring") == [control, SEAT]
    changed = replace(SEAT, title="Vice President", passphrase_hash="scrypt$2")
    store.put_seat("spring", changed)
    assert store.seats("spring") == [control, changed]
    with pytest.raises(InputError, match="is not an exercise"):
        store.put_seat("autumn", SEAT)


def test_who_entered_is_known_until_the_seat_is_revoked_or_given_anew(store: Store) -> None:
    opened(store)
    store.put_seat("spring", SEAT)
    sessions = [SessionRow(f"hash-{number}", "spring", SEAT.id, SEAT.generation, NOON) for number in range(3)]
    for session in sessions:
        store.add_session(session)
    assert store.find_session("hash-1") == sessions[1]
    store.remove_session("hash-1")
    store.remove_session("hash-1")
    assert [store.find_session(f"hash-{number}") for number in range(3)] == [sessions[0], None, sessions[2]]
    store.put_seat("spring", replace(SEAT, generation=2))
    assert store.find_session("hash-0") is None
    store.put_seat("spring", SEAT)
    assert store.find_session("hash-0") == sessions[0]
    store.revoke("spring", SEAT.id)
    assert store.seats("spring") == [replace(SEAT, generation=2, revoked=True)]
    assert store.find_session("hash-0") is None
    store.put_seat("spring", replace(SEAT, generation=2))
    assert store.find_session("hash-0") is None


def test_a_seat_must_be_known(store: Store) -> None:
    opened(store)
    store.put_seat("spring", SEAT)
    for act in (
        lambda: store.revoke("spring", "usa-2"),
        lambda: store.add_session(SessionRow("hash", "spring", "usa-2", 1, NOON)),
        lambda: store.put_draft("spring", "usa-2", "note", {}, 0),
    ):
        with pytest.raises(InputError, match="did you mean 'usa-1'"):
            act()


# Drafts and what is kept.


def test_a_draft_is_not_written_over_by_who_has_not_seen_it(store: Store) -> None:
    opened(store)
    store.put_seat("spring", SEAT)

    def put(text: str, version: int) -> Draft | StaleDraft:
        return store.put_draft("spring", SEAT.id, "note", {"text": text}, version)

    first, second = Draft("note", {"text": "one"}, 1), Draft("note", {"text": "two"}, 2)
    assert put("one", 0) == first
    assert put("none", 0) == StaleDraft(first)
    assert put("two", 1) == second
    assert put("late", 1) == StaleDraft(second)
    assert store.drafts("spring", SEAT.id) == [second]
    store.delete_draft("spring", SEAT.id, "note")
    store.delete_draft("spring", SEAT.id, "note")
    assert put("late", 2) == StaleDraft(None)
    assert store.drafts("spring", SEAT.id) == []


def test_what_is_kept_takes_the_place_of_what_was(store: Store) -> None:
    opened(store)
    assert store.kept("spring", "pace") is None
    for pace in ([1, 2], 60.0, "fast", {"x": None}):
        store.keep("spring", "pace", pace)
        assert store.kept("spring", "pace") == pace
    with pytest.raises(InputError, match="is not an exercise"):
        store.keep("autumn", "pace", 1)


def test_a_store_that_is_closed_is_not_used_any_more(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.exercises()
