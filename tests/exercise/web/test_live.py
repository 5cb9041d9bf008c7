"""The open line: in order, without gaps, from where one left; and not a word more when others act in secret."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from exercise.web.houses import Caller, Server, server
from standoff.exercise.web.hub import Listener
from standoff.exercise.web.live import MALFORMED, NOBODY, TOO_FAST

pytestmark = pytest.mark.xdist_group("exercise")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    with server(str(tmp_path / "exercise.db")) as running:
        yield running


def read_until(line: Any, text: str) -> list[dict[str, Any]]:
    """Everything that comes up to an event that holds a text."""
    got = []
    while True:
        message = json.loads(line.receive_text())
        got.append(message)
        if message["type"] == "events" and text in json.dumps(message):
            return got


def events(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event for message in messages if message["type"] == "events" for event in message["events"]]


def say(caller: Caller, text: str, *to: str) -> None:
    caller.post("/messages", to=list(to), text=text)


def test_a_line_tells_what_was_missed_and_goes_on_without_a_gap(served: Server) -> None:
    player, other = served.sit("usa-1"), served.sit("jpn-1")
    say(other, "first", "USA")
    with player.line() as line:
        got = events(read_until(line, "first"))
        say(other, "second", "USA")
        got += events(read_until(line, "second"))
    last = got[-1]["n"]
    say(other, "third", "USA")
    with player.line(after=last) as line:
        got += events(read_until(line, "third"))
    assert [event["n"] for event in got] == list(range(1, len(got) + 1))


def test_a_line_tells_the_windows_of_a_seat_of_its_drafts_and_nobody_else(served: Server) -> None:
    first, second, other = served.sit("usa-1"), served.sit("usa-1"), served.sit("usa-2")
    with second.line() as line, other.line() as strange:
        while json.loads(line.receive_text())["type"] != "clock":
            pass  # what was missed comes first
        first.put("/drafts/order", content={"move": "denounce"}, version=0)
        say(served.sit("jpn-1"), "end", "USA")
        own = read_until(line, "end")
        assert {"type": "draft", "name": "order", "version": 1} in own
        assert not any(message["type"] == "draft" for message in read_until(strange, "end"))


def test_a_line_says_nothing_when_others_act_in_secret(served: Server) -> None:
    player, control, other = served.sit("chn-1"), served.sit("control"), served.sit("jpn-1")
    with player.line() as line:
        say(control, "begin", "CHN")
        last = events(read_until(line, "begin"))[-1]["n"]
        for number in range(5):
            say(other, f"secret {number}", "USA")
            control.post("/review/notes", text=f"secret note {number}")
        say(control, "end", "CHN")
        got = read_until(line, "end")
    assert "secret" not in json.dumps(got)
    told = [message for message in got if message["type"] == "events"]
    assert len(told) == 1
    assert told[0]["events"][0]["n"] == last + 1


def test_control_is_told_everything(served: Server) -> None:
    control, other = served.sit("control"), served.sit("jpn-1")
    with control.line() as line:
        say(other, "to ourselves")
        got = events(read_until(line, "to ourselves"))
    assert got[-1]["visible_to"] == ["JPN"]


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ("", 4422),
        ("{", 4422),
        ("[]", 4422),
        ('{"token": 3}', 4422),
        ('{"token": "x", "after": -1}', 4422),
        ('{"token": "x", "after": true}', 4422),
        ('{"token": "nobody"}', 4401),
        ("[" * 5000, 4422),
    ],
)
def test_a_line_without_a_proper_hello_is_closed(served: Server, hello: str, code: int) -> None:
    with served.client.websocket_connect("/api/live") as line:
        line.send_text(hello)
        with pytest.raises(WebSocketDisconnect) as closed:
            line.receive_text()
    assert closed.value.code == code


def test_a_line_ends_when_its_seat_is_revoked(served: Server) -> None:
    control, player = served.sit("control"), served.sit("usa-1")
    with player.line() as line:
        json.loads(line.receive_text())
        control.post("/control/seats/usa-1/revoke")
        with pytest.raises(WebSocketDisconnect):
            read_until(line, "nothing that is ever said")


@pytest.mark.parametrize("hello", ['{"token":"\\ud800","after":0}', '{"token":"nobody","after":0}', "[]", "{"])
def test_a_hello_that_is_none_closes_the_line_with_its_code(served: Server, hello: str) -> None:
    with served.client.websocket_connect("/api/live") as line:
        line.send_text(hello)
        with pytest.raises(WebSocketDisconnect) as closed:
            line.receive_text()
    assert closed.value.code in (NOBODY, MALFORMED)


def test_a_line_that_is_opened_while_its_seat_is_revoked_ends(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    control, player = served.sit("control"), served.sit("usa-1")
    hub = next(iter(served.house.hubs.values()))
    begin = hub.begin

    async def revoked_meanwhile(listener: Listener, after: int) -> AsyncIterator[list[dict[str, Any]]]:
        await served.house.do(lambda: served.house.roster.revoke("korea-2017-1", "usa-1"))
        served.house.forget("korea-2017-1", "usa-1")
        async for page in begin(listener, after):
            yield page

    monkeypatch.setattr(hub, "begin", revoked_meanwhile)
    with player.line() as line, pytest.raises(WebSocketDisconnect) as closed:
        read_until(line, "nothing that comes")
    assert closed.value.code == NOBODY
    assert control.get("/me")


def test_a_seat_is_open_in_so_many_windows_and_no_more(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standoff.exercise.web.live.MOST_LINES", 2)
    player = served.sit("usa-1")
    with player.line() as one, player.line() as two:
        one.receive_text()
        two.receive_text()
        with player.line() as three, pytest.raises(WebSocketDisconnect) as closed:
            three.receive_text()
    assert closed.value.code == TOO_FAST
    with player.line() as again:
        again.receive_text()
