"""`standoff serve` as a process of its own, which can be killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

import httpx2


class Process:
    """A server on a free port of the loopback interface."""

    def __init__(self, database: str, *options: str) -> None:
        command = [sys.executable, "-m", "standoff", "serve", "korea-2017:let-loose", "--db", database]
        self._process = subprocess.Popen(
            [*command, "--port", "0", "--json", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        told = ""
        for line in self._process.stdout:
            told += line
            if line == "}\n":
                break
        else:
            raise AssertionError(self._process.communicate()[1])
        content: dict[str, Any] = json.loads(told)
        self.url: str = content["url"]
        self.links = {seat["seat"]: seat["link"].partition("#")[2] for seat in content["seats"]}

    def kill(self) -> None:
        """End it as a power failure would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End it in order; its exit status."""
        return self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> int:
        self._process.send_signal(how)
        self._process.communicate(timeout=30)
        return self._process.returncode

    def sit(self, seat: str) -> httpx2.Client:
        """Somebody in a seat."""
        answer = httpx2.post(f"{self.url}/api/join", json={"link": self.links[seat]}).json()
        headers = {"Authorization": f"Bearer {answer['token']}"}
        return httpx2.Client(base_url=f"{self.url}/api", headers=headers, timeout=30.0)
