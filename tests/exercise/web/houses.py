"""A server in this process: its application over a house of one exercise, without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient

from exercise.sessions import scenario
from standoff.exercise.serving import begin, invitations
from standoff.exercise.store import open_store
from standoff.exercise.web.app import make_app
from standoff.exercise.web.house import House

NOW = "2026-01-01T00:00:00Z"


class Server:
    """An application that is running, with the links of its seats."""

    def __init__(self, client: TestClient, house: House, links: dict[str, str]) -> None:
        self.client, self.house, self.links = client, house, links

    def sit(self, seat: str) -> Caller:
        """Somebody in a seat."""
        self.house._doors.forget("testclient")  # many tests share one house, and none is here to flood it
        answer = self.client.post("/api/join", json={"link": self.links[seat]})
        assert answer.status_code == 200, answer.text
        return Caller(self.client, answer.json()["token"])


class Caller:
    """Somebody who calls the API."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.token = client, token
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(f"/api{path}", headers=self._headers)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json() if "json" in answer.headers["content-type"] else answer.content

    def post(self, path: str, status: int = 200, body: Mapping[str, Any] | None = None, **fields: Any) -> Any:
        answer = self.client.post(f"/api{path}", headers=self._headers, json={**(body or {}), **fields})
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    def put(self, path: str, status: int = 200, body: Mapping[str, Any] | None = None, **fields: Any) -> Any:
        answer = self.client.put(f"/api{path}", headers=self._headers, json={**(body or {}), **fields})
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    def upload(self, path: str, content: bytes, status: int = 200) -> Any:
        answer = self.client.post(f"/api{path}", headers=self._headers, content=content)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    @contextmanager
    def line(self, after: int = 0) -> Iterator[Any]:
        """An open line that has said hello."""
        with self.client.websocket_connect("/api/live") as line:
            line.send_text(json.dumps({"token": self.token, "after": after}))
            yield line


@contextmanager
def server(database: str, name: str = "korea-2017:let-loose") -> Iterator[Server]:
    """A server over a new database."""
    with open_store(database) as store:
        desk = begin(store, scenario(name), 1, 0.0, NOW)
        links = {one.seat: one.path.partition("#")[2] for one in invitations(store, desk)}
        house = House(store, [desk])
        with TestClient(make_app(house, {"testserver"})) as client:
            yield Server(client, house, links)
