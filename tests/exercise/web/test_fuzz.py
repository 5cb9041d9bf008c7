"""The API fuzzed from its own OpenAPI description: whatever is sent, no answer is a fault of the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from exercise.sessions import scenario
from standoff.exercise.serving import begin, invitations
from standoff.exercise.store import open_store
from standoff.exercise.web import house
from standoff.exercise.web.app import make_app
from standoff.exercise.web.server import listening

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("exercise")]

# What ends sessions, or starts processes and sessions without end, is tested by itself.
APART = ("/branches", "/ahead", "/leave", "/revoke", "/renew")


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server in a thread, and a token for each kind of seat."""
    with (
        pytest.MonkeyPatch.context() as patch,
        open_store(str(tmp_path_factory.mktemp("fuzzed") / "exercise.db")) as store,
        listening("127.0.0.1", 0) as line,
    ):
        # Fuzzing asks more often than any seat may.
        patch.setattr(house, "BURST", 1e9)
        patch.setattr(house, "JOIN_BURST", 1e9)
        desk = begin(store, scenario(), 1, time.monotonic(), "2026-01-01T00:00:00Z")
        links = {one.seat: one.path.partition("#")[2] for one in invitations(store, desk)}
        app = make_app(house.House(store, [desk]))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="websockets-sansio"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [line]})
        thread.start()
        base = f"http://127.0.0.1:{line.getsockname()[1]}"
        tokens = {}
        for seat in ("control", "usa-1", "observer"):
            tokens[seat] = httpx2.post(f"{base}/api/join", json={"link": links[seat]}).json()["token"]
        yield base, tokens
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def described(fuzzed: tuple[str, dict[str, str]]) -> Any:
    return schemathesis.openapi.from_url(f"{fuzzed[0]}/api/openapi.json")


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)
def test_no_answer_is_a_fault_of_the_server(case: Any, fuzzed: tuple[str, dict[str, str]]) -> None:
    if case.path.endswith(APART) and case.method == "POST":
        return
    for token in fuzzed[1].values():
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        case.validate_response(case.call(timeout=20), checks=[not_a_server_error])
