"""The desk: what was answered is on disk, what could not be stored has not happened, and a restart goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exercise.sessions import HOUR, scenario
from standoff.base.errors import InputError
from standoff.engine.record import dump_line
from standoff.exercise.branch import cut_off, grown, planted
from standoff.exercise.desk import INJECTS, Answer, Desk, Request
from standoff.exercise.errors import ForbiddenError
from standoff.exercise.seats import SERVER, Role, Seat
from standoff.exercise.serving import begin, of_scenario, resume, standing_of
from standoff.exercise.status import Status
from standoff.exercise.store import Store, StoreUnavailableError, open_store, seats
from standoff.scenario.loading import Scenario

pytestmark = pytest.mark.xdist_group("exercise")

CONTROL = Seat("control", Role.CONTROL, None, "Control")
USA = Seat("usa-1", Role.PLAYER, "USA", "United States")
NOW = "2026-01-01T00:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "exercise.db")) as opened:
        yield opened


def message(number: int, tab: str = "one", cell: str = "USA") -> Request:
    return Request(USA, "message", {"cell": cell, "to": ["JPN"], "text": f"text {number}"}, tab, number)


def clock(command: str, **data: float) -> Request:
    return Request(CONTROL, "clock", {"command": command, **data})


def lines(desk: Desk) -> list[str]:
    startex = desk.session.world.startex
    return [dump_line(event.to_json(startex)).decode().rstrip("\n") for event in desk.session.events]


def test_time_passes_with_the_clock_and_stands_without_it(store: Store) -> None:
    desk = begin(store, scenario(), 1, 100.0, NOW)
    desk.tick(110.0, NOW)
    assert desk.session.now_s == 0.0
    desk.hand_in([clock("startex", rate=600.0)], 120.0, NOW)
    desk.tick(126.0, NOW)
    assert desk.session.now_s == 3600.0
    desk.hand_in([clock("rate", rate=60.0)], 126.0, NOW)
    desk.tick(127.0, NOW)
    assert desk.session.now_s == 3660.0
    desk.hand_in([clock("pausex")], 128.0, NOW)
    desk.tick(1000.0, NOW)
    assert desk.session.now_s == 3720.0
    desk.hand_in([clock("step", seconds=HOUR)], 1001.0, NOW)
    assert desk.session.now_s == 3720.0 + HOUR


def test_what_was_answered_is_in_the_store(store: Store) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    answers, news = desk.hand_in([message(1), message(2)], 1.0, NOW)
    assert len(answers) == 2
    assert [event["data"]["text"] for event in news.cells["JPN"]][-2:] == ["text 1", "text 2"]
    assert list(store.events(desk.id)) == lines(desk)
    assert [entry.message for entry in store.inputs(desk.id) if entry.kind == "message"] == [1, 2]


def test_what_could_not_be_stored_has_not_happened(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    desk.hand_in([clock("startex", rate=3600.0), message(1)], 0.0, NOW)
    before, now_s = lines(desk), desk.session.now_s

    def gone(*_: object) -> None:
        raise StoreUnavailableError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", gone)
        with pytest.raises(StoreUnavailableError, match="the disk is full"):
            desk.hand_in([message(2)], 60.0, NOW)
        with pytest.raises(StoreUnavailableError):
            desk.tick(120.0, NOW)
        assert desk.standing.trouble == "the disk is full"
    assert (lines(desk), desk.session.now_s) == (before, now_s)
    (answer,), _ = desk.hand_in([message(2)], 121.0, NOW)
    assert isinstance(answer, dict)
    assert desk.standing.trouble is None
    assert desk.session.now_s < 2 * HOUR, "time stood still while nothing could be stored"
    assert list(store.events(desk.id)) == lines(desk)


@pytest.mark.parametrize("method", ["append", "receipt"])
@pytest.mark.parametrize("error", [StoreUnavailableError("gone"), RuntimeError("a fault")])
def test_whatever_goes_wrong_memory_is_never_ahead_of_the_store(
    store: Store, monkeypatch: pytest.MonkeyPatch, method: str, error: Exception
) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    desk.hand_in([message(1)], 0.0, NOW)
    before = lines(desk)

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(store, method, fail)
        try:
            # A new message, and one that came before, whose receipt is looked up in the middle of the batch.
            desk.hand_in([message(2), message(1)], 1.0, NOW)
        except (StoreUnavailableError, RuntimeError):
            assert lines(desk) == before
    desk.hand_in([message(2)], 2.0, NOW)
    texts = [event.data["text"] for event in desk.session.events if event.kind == "message"]
    assert texts == ["text 1", "text 2"]
    assert list(store.events(desk.id)) == lines(desk)
    assert [entry.message for entry in store.inputs(desk.id) if entry.kind == "message"] == [1, 2]


def test_a_restart_goes_on_where_it_stood_and_pauses(tmp_path: Path) -> None:
    database = str(tmp_path / "exercise.db")
    with open_store(database) as store:
        desk = begin(store, scenario(), 1, 0.0, NOW)
        desk.hand_in([clock("startex", rate=3600.0), message(1)], 0.0, NOW)
        desk.tick(40.0, NOW)
        before, now_s = lines(desk), desk.session.now_s
    with open_store(database) as store:
        desk = Desk.opened(store, "korea-2017-1", 0.0, NOW)
        assert lines(desk)[: len(before)] == before
        assert desk.session.now_s == now_s
        assert desk.session.status is Status.PAUSED
        (again,), _ = desk.hand_in([message(1)], 0.0, NOW)
        assert isinstance(again, dict)
        assert again["repeated"] is True


def test_a_record_of_another_version_is_not_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(str(tmp_path / "exercise.db")) as store:
        desk = begin(store, scenario(), 1, 0.0, NOW)
        desk.hand_in([message(1)], 0.0, NOW)
        changed = [line.replace("text 1", "text 2") for line in store.events(desk.id)]
        monkeypatch.setattr(store, "events", lambda *_: iter(changed))
        with pytest.raises(InputError, match="another version of this software"):
            Desk.opened(store, desk.id, 0.0, NOW)


@pytest.mark.parametrize(("altered", "goes_on"), [("korea-2017-1", True), ("korea-2017-2", False)])
def test_one_exercise_of_another_version_does_not_shut_out_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, altered: str, goes_on: bool
) -> None:
    for _ in range(2):
        begin(store, scenario(), 1, 0.0, NOW).hand_in([message(1)], 0.0, NOW)
    as_stored = store.events

    def events(exercise: str) -> Iterator[str]:
        change = ("text 1", "text 2") if exercise == altered else ("", "")
        return (line.replace(*change) for line in as_stored(exercise))

    monkeypatch.setattr(store, "events", events)
    desks, closed = resume(store, 0.0, NOW)
    assert len(desks) == 1
    assert [one.opening.id for one in closed] == [altered]
    if goes_on:
        assert of_scenario(desks, closed, scenario()) is desks[0]
    else:
        with pytest.raises(InputError, match="another version of this software"):
            of_scenario(desks, closed, scenario())


def test_what_is_other_than_one_may_think_is_told_before_an_exercise_goes_on(store: Store) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    desk = Desk.opened(store, desk.id, 0.0, NOW)
    assert standing_of(desk, scenario()) == ""
    changed = Scenario.from_documents({**scenario().document, "title": "Another"}, scenario().library)
    assert "has changed since korea-2017-1 began" in standing_of(desk, changed)
    desk.hand_in([clock("startex"), Request(CONTROL, "endex", {})], 1.0, NOW)
    assert standing_of(desk, scenario()).startswith("korea-2017-1 has ended")
    assert "--new begins another exercise" in standing_of(desk, scenario())


def branch_of(store: Store, desk: Desk, event: int, wall_s: float) -> Desk:
    cut = cut_off(store, desk, event, "what if", NOW)
    return planted(store, cut, grown(cut, desk.session), wall_s, NOW)


def test_an_exercise_and_its_seats_are_stored_together_or_not_at_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    names = [row.id for row in store.seats(desk.id)]
    assert len(names) > 8
    put, count = seats.put_seat, 0

    def fail_at_the_third(*given: Any) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise RuntimeError("the disk is full")
        put(*given)

    monkeypatch.setattr(seats, "put_seat", fail_at_the_third)
    makes: list[Callable[[], Desk]] = [
        lambda: begin(store, scenario(), 1, 0.0, NOW),
        lambda: branch_of(store, desk, 3, 0.0),
    ]
    for make in makes:
        count = 0
        with pytest.raises(RuntimeError):
            make()
        assert [heading.id for heading in store.exercises()] == [desk.id]
    monkeypatch.undo()
    assert [row.id for row in store.seats(branch_of(store, desk, 3, 0.0).id)] == names


def test_what_stands_is_what_is_on_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others read it at any moment: while a batch is being stored, and after it could not be."""
    desk = begin(store, scenario(), 1, 0.0, NOW)
    desk.hand_in([clock("startex")], 0.0, NOW)
    seen = []

    def gone(*_: object) -> None:
        assert desk.session.status is Status.ENDED
        seen.append(desk.standing.status)
        raise StoreUnavailableError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", gone)
        with pytest.raises(StoreUnavailableError):
            desk.hand_in([Request(CONTROL, "endex", {})], 1.0, NOW)
    assert (seen, desk.standing.status) == ([Status.RUNNING], Status.RUNNING)
    desk.hand_in([Request(CONTROL, "endex", {})], 2.0, NOW)
    assert desk.standing.status is Status.ENDED


def test_injects_that_are_handed_in_together_are_written_all_or_none(store: Store) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    fired, other = ({"id": name, "title": "Word", "text": "A word.", "to": ["USA"]} for name in ("fired", "other"))

    def hand_in(seat: Seat, *injects: dict[str, Any]) -> Answer:
        return desk.hand_in([Request(seat, INJECTS, {"injects": injects})], 1.0, NOW)[0][0]

    assert isinstance(hand_in(CONTROL, fired), dict)
    desk.hand_in([clock("startex"), Request(CONTROL, "inject", {"inject": "fired", "reason": "now"})], 1.0, NOW)
    before = lines(desk)
    assert isinstance(hand_in(CONTROL, other, fired), InputError)
    assert lines(desk) == before
    assert isinstance(hand_in(CONTROL, other, {**other, "id": "third"}), dict)
    assert [entry.data["inject"]["id"] for entry in store.inputs(desk.id)[-2:]] == ["other", "third"]
    assert isinstance(hand_in(USA, other), ForbiddenError)


def test_windows_that_are_refused_are_not_kept_in_mind(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    monkeypatch.setattr("standoff.exercise.desk._MOST_WINDOWS", 3)
    for number in range(9):
        forbidden = message(1, tab=f"stranger-{number}", cell="PRK")
        allowed = message(1, tab=f"window-{number}")
        (answer, other), _ = desk.hand_in([forbidden, allowed], 1.0, NOW)
        assert isinstance(answer, ForbiddenError)
        assert isinstance(other, dict)
    assert len(desk._messages) == 3
    (again,), _ = desk.hand_in([message(1, tab="window-0")], 2.0, NOW)
    assert isinstance(again, dict)
    assert again["repeated"] is True


def test_a_branch_has_the_same_past_and_a_future_of_its_own(store: Store) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    desk.hand_in([clock("startex", rate=3600.0)], 0.0, NOW)
    desk.hand_in([message(1)], 10.0, NOW)
    cut = len(desk.session.events)
    desk.hand_in([message(2)], 20.0, NOW)
    desk.tick(60.0, NOW)
    branch = branch_of(store, desk, cut, 60.0)
    assert lines(branch)[:cut] == lines(desk)[:cut]
    assert branch.session.status is Status.PAUSED
    texts = [event.data["text"] for event in branch.session.events if event.kind == "message"]
    assert texts == ["text 1"]
    branch.hand_in([clock("resumex")], 60.0, NOW)
    branch.tick(100.0, NOW)
    assert list(store.events(branch.id)) == lines(branch)
    assert (branch.opening.parent, branch.opening.parent_event) == (desk.id, cut)
    another = branch_of(store, desk, cut, 60.0)
    assert [one.id for one in (branch, another)] == [f"{desk.id}-branch-1", f"{desk.id}-branch-2"]
    paused = [entry for one in (branch, another) for entry in store.inputs(one.id) if entry.kind == "clock"]
    assert {entry.by for entry in paused if entry.data["command"] == "pausex"} == {SERVER.id}
    with pytest.raises(InputError, match="has not happened"):
        branch_of(store, desk, 10**6, 60.0)
