"""Kill the server at any moment: nothing that it acknowledged is lost, and nothing is applied twice."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from acceptance.cli import refused
from exercise.web.processes import Process
from standoff.engine.record import read_record
from standoff.engine.run import replay

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]

SEATS = ("usa-1", "jpn-1", "prk-1")


class Sender(threading.Thread):
    """Sends one message after another and counts them; what is not answered is sent again with the same number."""

    def __init__(self, seat: str) -> None:
        super().__init__(daemon=True)
        self.seat, self.acknowledged = seat, list[int]()
        self.client: httpx2.Client | None = None
        self.stopped = False

    def run(self) -> None:
        number = 1
        while not self.stopped:
            client = self.client
            if client is None:
                time.sleep(0.01)
                continue
            try:
                answer = client.post("/messages", json=self._message(number))
            except httpx2.HTTPError:
                time.sleep(0.02)
                continue
            if answer.status_code == 429:
                time.sleep(0.1)
            elif answer.status_code == 200:
                self.acknowledged.append(number)
                number += 1

    def _message(self, number: int) -> dict[str, Any]:
        return {"to": ["CHN"], "text": f"{self.seat} {number}", "tab": self.seat, "message": number}


def test_nothing_acknowledged_is_lost_and_nothing_is_applied_twice(database: str, tmp_path: Path) -> None:
    senders = [Sender(seat) for seat in SEATS]
    for sender in senders:
        sender.start()
    for life_s in (0.9, 0.35, 0.6):
        server = Process(database)
        with server.sit("control") as control:
            clock = control.get("/situation").json()["clock"]
            command = "startex" if clock["status"] == "planned" else "resumex"
            control.post("/control/clock", json={"command": command, "rate": 3600})
        for sender in senders:
            sender.client = server.sit(sender.seat)
        time.sleep(life_s)
        server.kill()
        for sender in senders:
            sender.client = None
    for sender in senders:
        sender.stopped = True
        sender.join(30)
    last = Process(database)
    try:
        with last.sit("control") as control:
            content = control.get("/review/record.jsonl").content
            seen = control.get("/events?limit=5000").json()["events"]
    finally:
        assert last.stop() == 0
    texts = [event["data"]["text"] for event in seen if event["kind"] == "message"]
    for sender in senders:
        assert len(sender.acknowledged) > 5
        mine = [int(text.split(" ")[1]) for text in texts if text.startswith(f"{sender.seat} ")]
        # In order, none twice, none missing; the last one may have been stored and its answer lost.
        assert mine == list(range(1, len(mine) + 1))
        assert len(mine) - len(sender.acknowledged) in (0, 1)
    times = [event["t_s"] for event in seen]
    assert all(one <= other for one, other in itertools.pairwise(times))
    file = tmp_path / "record.jsonl"
    file.write_bytes(content)
    assert replay(read_record(file)).identical


def test_a_second_server_on_the_same_database_is_refused(database: str) -> None:
    server = Process(database)
    try:
        message = refused("serve", "korea-2017", "--db", database, "--port", "0")
    finally:
        server.stop()
    assert "in use by another server" in message


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    server = Process(str(tmp_path / "one.db"))
    try:
        port = server.url.rpartition(":")[2]
        message = refused("serve", "korea-2017", "--db", tmp_path / "other.db", "--port", port)
    finally:
        server.stop()
    assert "cannot be listened on" in message
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("korea-2018",), "is not a scenario that ships"),
        (("guam-2017",), "has no crisis to play"),
        (("korea-2017", "--db", "mysql://x/y"), "--db"),
        (("korea-2017", "--db", "no-such-folder/x.db"), "--db"),
        (("korea-2017", "--port", "99999"), "--port"),
        (("korea-2017", "--set", "duration"), "is not a setting"),
        (("korea-2017", "--host", "192.0.2.77"), "--host: cannot be listened on"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    assert message in refused("serve", *words, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
