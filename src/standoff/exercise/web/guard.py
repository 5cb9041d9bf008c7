"""What stands before every route: sizes, hosts, headers, and what is answered to input that cannot be.

Nothing is asked of any other host, and the policy of every answer forbids the pages to try.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standoff.base.errors import InputError
from standoff.exercise.errors import ForbiddenError, OutOfOrderError
from standoff.exercise.roster import WrongLinkError
from standoff.exercise.store import StoreUnavailableError
from standoff.exercise.web.allowances import TooFastError
from standoff.exercise.web.hub import TROUBLE

_log = logging.getLogger(__name__)

LARGEST_BODY: Final = 64 * 1024
LARGEST_SHEET: Final = 4 * 1024 * 1024

# CesiumJS compiles small WebAssembly modules when it loads, and sets styles of its own on the elements that it makes.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

_UNAUTHORIZED, _FORBIDDEN, _CONFLICT, _TOO_LARGE, _UNPROCESSABLE, _TOO_FAST, _UNAVAILABLE = (
    401, 403, 409, 413, 422, 429, 503,
)  # fmt: skip
_UNREADABLE, _UNKNOWN, _NOT_SO = 400, 404, 405
_TOLD: Final = {
    _UNREADABLE: "body: cannot be read as JSON",
    _UNKNOWN: "there is nothing at this path",
    _NOT_SO: "this path does not take that method",
}
_HALF_A_CHARACTER: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class Guard:
    """Refuses hosts that are not ours and bodies that are too large, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if self._hosts and _host(headers.get(b"host", b"")) not in self._hosts:
            await _refuse(scope, receive, send, _FORBIDDEN, "this server does not answer for that host")
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        limit = LARGEST_SHEET if scope["path"].endswith(".xlsx") else LARGEST_BODY
        try:
            body = await _body(receive, limit)
        except _GoneError:
            return  # what came of it is no whole request
        if body is None:
            await _refuse(scope, receive, send, _TOO_LARGE, f"the body is too large; allowed: {limit} bytes")
            return
        if not scope["path"].endswith(".xlsx") and (wrong := _wrong_with(body)):
            await _refuse(scope, receive, send, _UNPROCESSABLE, f"body: {wrong}")
            return
        await self._app(scope, _again(body, receive), _with_headers(send, scope["path"]))


def _host(header: bytes) -> str:
    """The host of a header, without its port."""
    name = header.decode("latin-1").lower()
    return name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name


def _wrong_with(body: bytes) -> str:
    """What is wrong with the texts of a body, keys among them; what is no JSON at all is told elsewhere."""
    try:
        body.decode()
        if _HALF_A_CHARACTER.search(body):
            json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate)"
    except (ValueError, RecursionError):
        return ""
    return ""


class _GoneError(Exception):
    """Whoever asked has gone in the middle of a body."""


async def _body(receive: Receive, limit: int) -> bytes | None:
    """The whole body; None if it is too large. Raises `_GoneError`."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise _GoneError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            return None
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Lets a body be read that was read already."""
    given = False

    async def next_part() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_part


def _with_headers(send: Send, path: str) -> Send:
    """What an exercise says is never kept by a browser; what does not change may be."""
    kept = path.startswith(("/cesium/", "/borders"))
    ours = {**HEADERS, "Cache-Control": "max-age=86400" if kept else "no-store"}

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message.get("headers", ())}
            more = [(n.lower().encode(), v.encode()) for n, v in ours.items() if n.lower().encode() not in present]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return send_on


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, message: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4403, "reason": message})
        return
    await Answer({"error": message}, status, HEADERS)(scope, receive, send)


class Answer(JSONResponse):
    """JSON in ASCII: what is wrong can be told whatever was sent."""

    def render(self, content: Any) -> bytes:
        """The bytes of an answer."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def answer_errors(app: FastAPI) -> None:
    """What is answered to input that cannot be: one clear message, and what is allowed."""

    def answer(kind: type[Exception], status: int) -> None:
        async def handle(_: Request, error: Exception) -> JSONResponse:
            extra: dict[str, Any] = {}
            headers: dict[str, str] = {}
            if isinstance(error, WrongLinkError) and error.needs_passphrase:
                extra = {"needs_passphrase": True}
            if isinstance(error, InputError) and error.field:
                extra = {"fields": [{"field": error.field, "error": error.message}]}
            if isinstance(error, OutOfOrderError):
                extra = {"expected": error.expected}
            if isinstance(error, TooFastError):
                headers = {"Retry-After": f"{max(1, round(error.wait_s))}"}
            if isinstance(error, StoreUnavailableError):
                # What the database says may name its host: it is in the log, and control reads it beside the clock.
                _log.warning("%s", error)
                return Answer({"error": f"{TROUBLE}; try again"}, status, {"Retry-After": "1"})
            return Answer({"error": str(error), **extra}, status, headers)

        app.add_exception_handler(kind, handle)

    answer(WrongLinkError, _UNAUTHORIZED)
    answer(ForbiddenError, _FORBIDDEN)
    answer(OutOfOrderError, _CONFLICT)
    answer(InputError, _UNPROCESSABLE)
    answer(TooFastError, _TOO_FAST)
    answer(StoreUnavailableError, _UNAVAILABLE)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _of_the_framework)


async def _of_the_framework(_: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses, in our form: no such path, no such method, a body that cannot be read."""
    assert isinstance(error, HTTPException)
    status = _UNPROCESSABLE if error.status_code == _UNREADABLE else error.status_code
    return Answer({"error": _TOLD.get(error.status_code, str(error.detail))}, status, dict(error.headers or {}))


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    """A body that is not what it must be: which field, and what is wrong, without what was sent."""
    assert isinstance(error, RequestValidationError)
    told = [
        {"field": ".".join(str(part) for part in one["loc"]), "error": str(one["msg"])} for one in error.errors()[:20]
    ]
    first = told[0] if told else {"field": "body", "error": "is malformed"}
    return Answer({"error": f"{first['field']}: {first['error']}", "fields": told}, _UNPROCESSABLE)
