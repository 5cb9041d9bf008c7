"""The server itself: it listens, prints its links, and ends in order."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable, Iterable, Iterator

import uvicorn

from standoff.base.errors import InputError
from standoff.exercise.desk import Desk
from standoff.exercise.store import Store
from standoff.exercise.web.app import make_app
from standoff.exercise.web.guard import LARGEST_BODY
from standoff.exercise.web.house import House

_HOSTS = "an address of this machine, or 0.0.0.0 for all of them"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def serve(
    line: socket.socket,
    host: str,
    store: Store,
    desks: list[Desk],
    *,
    hosts: Iterable[str] = (),
    ready: Callable[[str], None],
) -> None:
    """Serve until interrupted.

    Args:
        line: a socket that listens (`listening`).
        host: the address that it listens on.
        store: what holds the exercises.
        desks: the exercises.
        hosts: further names that the server answers for.
        ready: told the address once it can be opened.
    """
    bound = line.getsockname()[1]
    hosts = {name.lower() for name in hosts}
    names = LOOPBACK | {host.lower(), *hosts} if host in LOOPBACK | {"::1"} or hosts else frozenset[str]()
    app = make_app(House(store, desks), names)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", ws_max_size=LARGEST_BODY, server_header=False,
        timeout_graceful_shutdown=5, ws="websockets-sansio", proxy_headers=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    shown = _own_address(host)
    ready(f"http://{shown if ':' not in shown else f'[{shown}]'}:{bound}")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(server.serve(sockets=[line]))


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens. Raises `InputError` for an address that cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((host, port))
        line.listen(512)
    except (OSError, OverflowError) as error:
        line.close()
        no_such_host = isinstance(error, socket.gaierror) or getattr(error, "errno", None) == errno.EADDRNOTAVAIL
        field, allowed = ("--host", _HOSTS) if no_such_host else ("--port", "a free port, or 0 for any")
        raise InputError("cannot be listened on", field=field, value=f"{host}:{port}", allowed=allowed) from error
    try:
        yield line
    finally:
        line.close()


def _own_address(host: str) -> str:
    """What others open: for a server that listens on all addresses, one that this machine has on its network."""
    if host not in ("0.0.0.0", "::"):
        return host
    family, elsewhere = (socket.AF_INET, "192.0.2.1") if host == "0.0.0.0" else (socket.AF_INET6, "2001:db8::1")
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        try:
            # Chooses the way there, and sends nothing: these addresses are for documentation (RFC 5737, RFC 3849).
            line.connect((elsewhere, 9))
            return str(line.getsockname()[0])
        except OSError:
            return "127.0.0.1" if family == socket.AF_INET else "::1"
