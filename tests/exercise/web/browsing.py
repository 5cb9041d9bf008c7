"""A real server for the tests of the pages, and its visitors: to start it, to sit down, to see what failed."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx2

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# The flat map is drawn faster than the globe where there is no graphics card.
FLAT = "try { localStorage.setItem('standoff.earth', 'map') } catch {}"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


class Served:
    """`standoff serve` in a process of its own, with its links. It can be stopped and started again."""

    def __init__(self, folder: Path, scenario: str = "korea-2017") -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.links: dict[str, str] = {}
        self._command = [sys.executable, "-m", "standoff", "serve", scenario]
        self._command += ["--db", str(folder / "exercise.db"), "--port", str(self.port)]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, and wait until it can be opened."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            found = re.match(r"\s+(\S+)\s+(http\S+#\S+)", line)
            if found:
                self.links[found[1]] = found[2]
            if line.startswith("Each link"):
                return
        self.stop()
        raise AssertionError("the server ended before it could be opened")

    def stop(self) -> None:
        """End it in order."""
        if self._process is None:
            return
        self._process.terminate()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.wait(30)
        self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.stop()

    def join(self, seat: str) -> dict[str, Any]:
        """Sit down by the API: what the page to sit down at keeps in its window."""
        link = self.links[seat].split("#")[1]
        sat = httpx2.post(f"{self.base}/api/join", json={"link": link}).json()
        return {**sat, "exercise": link.split("~")[0]}

    @contextmanager
    def client(self, seat: str) -> Iterator[httpx2.Client]:
        """The API, as a seat uses it."""
        headers = {"Authorization": f"Bearer {self.join(seat)['token']}"}
        with httpx2.Client(base_url=f"{self.base}/api", headers=headers, timeout=30.0) as client:
            yield client

    def events(self, seat: str, kind: str) -> list[dict[str, Any]]:
        """The events of a kind that a seat sees."""
        with self.client(seat) as client:
            return [event for event in client.get("/events?limit=5000").json()["events"] if event["kind"] == kind]


class Visitor:
    """One person with a browser of their own."""

    def __init__(self, browser: Browser, served: Served, **options: Any) -> None:
        options = {"viewport": {"width": 1366, "height": 768}, **options}
        self.served = served
        self.context: BrowserContext = browser.new_context(**options)
        self.context.add_init_script(FLAT)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", lambda message: self._complain(message.type, message.text))

    def _complain(self, kind: str, text: str) -> None:
        """Keep errors, but for those of requests: the tests cut lines and give wrong links on purpose."""
        if kind == "error" and "Failed to load resource" not in text and "WebSocket connection" not in text:
            self.complaints.append(text)

    def open(self, link: str) -> Page:
        """A new tab at an address."""
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.goto(link)
        return page

    def sit(self, seat: str) -> Page:
        """A new tab in a seat, by its link, once its page is built."""
        page = self.open(self.served.links[seat])
        page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    def go(self, seat: str, path: str) -> Page:
        """A new tab at a page for a seat, once it is built, without the page to sit down at."""
        kept = json.dumps(self.served.join(seat))
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.add_init_script(f"sessionStorage.setItem('standoff.seat', {json.dumps(kept)})")
        page.goto(f"{self.served.base}{path}")
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    def close(self) -> None:
        """Close the browser of this person; nothing may have gone wrong, and nothing may have left the host."""
        self.context.close()
        assert self.complaints == []
        own = (self.served.base, self.served.base.replace("http", "ws"), "data:", "blob:")
        assert [url for url in self.requests if not url.startswith(own)] == []


Visit = Callable[..., Visitor]


def until(condition: Callable[[], Any], page: Page, seconds: float = 15.0) -> None:
    """Wait until something holds. (The browser's own waiting needs eval, which the policy of the pages forbids.)"""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not come true in {seconds:.0f} s"
        page.wait_for_timeout(60.0)


def serious(page: Page, *rules: str, part: str | None = None) -> list[str]:
    """What axe-core finds on a page or a part of it that is serious or critical, by all its rules or by these."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"preload": False, "resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    ask = "([part, options]) => axe.run(part ?? document, options).then(found => found.violations)"
    found = page.evaluate(ask, [part, options])
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
