"""A PostgreSQL of the tests' own: on loopback, in a folder of its own, gone when they end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg

USER: Final = "standoff"
PASSWORD: Final = "open-sesame"
PATIENCE_S: Final = 20.0

# No disk is waited for: what dies in these tests are processes, and what they wrote stays with the system.
SETTINGS: Final = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "shared_buffers=16MB",
    "max_connections=20",
)


class Cluster:
    """A server that can be stopped and started again; it makes databases that are empty."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._data = folder, folder / "data"
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._make()

    def url(self, name: str, password: str = PASSWORD) -> str:
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{name}"

    def new_database(self, options: str = "") -> str:
        """The URL of an empty database."""
        name = f"exercise_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def execute(self, statement: str, url: str | None = None) -> None:
        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def start(self) -> None:
        settings = [word for setting in SETTINGS for word in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [_program("postgres"), "-D", str(self._data), "-p", str(self.port), *settings],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **_somebody(),
            )
        wait_for(self._answers)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT in good order, SIGQUIT at once, as if it had crashed."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_S)
            self._process = None

    def _make(self) -> None:
        password = self._folder / "password"
        password.write_text(PASSWORD)
        who = _somebody()
        if who:
            for path in (self._folder, password):
                shutil.chown(path, who["user"], who["group"])
        subprocess.run(
            [
                _program("initdb"), "-D", str(self._data), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(password),
                "-E", "UTF8", "--locale=C", "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **who,
        )  # fmt: skip

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError((self._folder / "log").read_text())
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    # Not in pytest's folder, which is for one user alone: PostgreSQL does not run as root.
    with tempfile.TemporaryDirectory(prefix="standoff-postgresql-") as folder:
        cluster = Cluster(Path(folder))
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def wait_for(answer: Any) -> None:
    """Ask until it is so."""
    end = time.monotonic() + PATIENCE_S
    while not answer():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {PATIENCE_S} s")
        time.sleep(0.05)


def _program(name: str) -> str:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)])
    found = shutil.which(name, path=path)
    if found is None:
        raise RuntimeError(f"these tests need PostgreSQL's {name}: on Debian, apt-get install postgresql")
    return found


def _somebody() -> dict[str, Any]:
    """Whom to run PostgreSQL as: oneself, unless one is root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
