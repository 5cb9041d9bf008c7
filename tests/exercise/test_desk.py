"""The desk: what was answered is on disk, what could not be stored has not happened, and a restart goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exercise.sessions import HOUR, scenario
from standoff.base.errors import InputError
from standoff.engine.record import dump_line
from standoff.exercise.branch import branched
from standoff.exercise.desk import Desk, Request
from standoff.exercise.seats import Role, Seat
from standoff.exercise.serving import begin
from standoff.exercise.session import Status
from standoff.exercise.store import Store, StoreUnavailableError, open_store

pytestmark = pytest.mark.xdist_group("exercise")

CONTROL = Seat("control", Role.CONTROL, None, "Control")
USA = Seat("usa-1", Role.PLAYER, "USA", "United States")
NOW = "2026-01-01T00:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "exercise.db")) as opened:
        yield opened


def message(number: int, tab: str = "one") -> Request:
    return Request(USA, "message", {"cell": "USA", "to": ["JPN"], "text": f"text {number}"}, tab, number)


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
        assert desk.trouble == "the disk is full"
    assert (lines(desk), desk.session.now_s) == (before, now_s)
    (answer,), _ = desk.hand_in([message(2)], 121.0, NOW)
    assert isinstance(answer, dict)
    assert desk.trouble is None
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


def test_a_branch_has_the_same_past_and_a_future_of_its_own(store: Store) -> None:
    desk = begin(store, scenario(), 1, 0.0, NOW)
    desk.hand_in([clock("startex", rate=3600.0)], 0.0, NOW)
    desk.hand_in([message(1)], 10.0, NOW)
    cut = len(desk.session.events)
    desk.hand_in([message(2)], 20.0, NOW)
    desk.tick(60.0, NOW)
    branch = branched(store, desk, cut, "what if", 60.0, NOW)
    assert lines(branch)[:cut] == lines(desk)[:cut]
    assert branch.session.status is Status.PAUSED
    texts = [event.data["text"] for event in branch.session.events if event.kind == "message"]
    assert texts == ["text 1"]
    branch.hand_in([clock("resumex")], 60.0, NOW)
    branch.tick(100.0, NOW)
    assert list(store.events(branch.id)) == lines(branch)
    assert (branch.opening.parent, branch.opening.parent_event) == (desk.id, cut)
    with pytest.raises(InputError, match="has not happened"):
        branched(store, desk, 10**6, "too late", 60.0, NOW)
