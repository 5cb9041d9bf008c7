"""The open line to a browser: what a seat sees, as it becomes known.

The first message of the browser is `{"token": …, "after": n}`: it gets what it missed after its event n, then all that
follows, in order and without gaps. Nothing else is taken from it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any, Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from standoff.exercise.roster import WrongLinkError
from standoff.exercise.store import StoreUnavailableError
from standoff.exercise.web.allowances import TooFastError
from standoff.exercise.web.calls import address_of
from standoff.exercise.web.house import Caller, House
from standoff.exercise.web.hub import TROUBLE, Listener, dumps

router = APIRouter()

HELLO_S: Final = 10.0
CHECK_S: Final = 30.0
# Windows of one seat, and lines of whoever has not said who it is.
MOST_LINES: Final = 20
MOST_STRANGERS: Final = 500
_LONGEST: Final = 1_000
# Codes of the application (RFC 6455, 7.4.2), after the HTTP status that they stand for.
NOBODY, TOO_FAST, MALFORMED, BEHIND = 4401, 4429, 4422, 4408


@router.websocket("/api/live")
async def live(socket: WebSocket) -> None:
    """Tell a seat what it sees until it leaves."""
    house: House = socket.app.state.house
    await socket.accept()
    if house.strangers >= MOST_STRANGERS:
        await _close(socket, TOO_FAST, "too many lines that have not said who they are")
        return
    house.strangers += 1
    try:
        hello = await _hello(socket)
    finally:
        house.strangers -= 1
    if hello is None:
        await _close(socket, MALFORMED, 'the first message must be {"token": TEXT, "after": NUMBER}')
        return
    try:
        caller = await house.caller(hello["token"], address_of(socket))
    except WrongLinkError as error:
        await _close(socket, NOBODY, str(error))
        return
    except TooFastError as error:
        await _close(socket, TOO_FAST, str(error))
        return
    except StoreUnavailableError:
        await _close(socket, TOO_FAST, TROUBLE)
        return
    await _tell(socket, house, caller, hello["token"], hello["after"])


async def _hello(socket: WebSocket) -> dict[str, Any] | None:
    try:
        text = await asyncio.wait_for(socket.receive_text(), HELLO_S)
        told = json.loads(text) if len(text) <= _LONGEST else None
    except (TimeoutError, ValueError, KeyError, RecursionError, WebSocketDisconnect, RuntimeError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("token"), str) or not told["token"].isascii():
        return None
    after = told.get("after", 0)
    usable = isinstance(after, int) and not isinstance(after, bool) and 0 <= after < 2**31
    return {"token": told["token"], "after": after} if usable else None


async def _tell(socket: WebSocket, house: House, caller: Caller, token: str, after: int) -> None:
    hub, seat = caller.hub, caller.seat
    if hub.present.get(seat.id, 0) >= MOST_LINES:
        await _close(socket, TOO_FAST, f"this seat is open in {MOST_LINES} windows")
        return
    listener = Listener(seat.id, seat.view)
    reader = asyncio.create_task(_wait_for_leaving(socket))
    checker = asyncio.create_task(_check(house, token, listener))
    try:
        # To listen and to look at what there is must be one act, or something falls between them.
        async for missed in hub.begin(listener, after):
            await socket.send_text(dumps({"type": "events", "events": missed}))
        # Whoever was sent away meanwhile was not yet on the list of those whose lines end.
        with contextlib.suppress(StoreUnavailableError):  # then the clock says so
            await house.check(token)
        await socket.send_text(dumps({"type": "clock", **hub.clock(seat.view)}))
        await _pass_on(socket, listener, reader)
    except WrongLinkError as error:
        await _close(socket, NOBODY, str(error))
    except (WebSocketDisconnect, RuntimeError):
        pass  # the browser has gone
    finally:
        hub.leave(listener)
        for task in (reader, checker):
            task.cancel()
        with contextlib.suppress(Exception):
            await _close(socket, BEHIND, "this line has ended; open another one")


async def _pass_on(socket: WebSocket, listener: Listener, reader: asyncio.Task[None]) -> None:
    while True:
        next_one = asyncio.create_task(listener.queue.get())
        done, _ = await asyncio.wait({next_one, reader}, return_when=asyncio.FIRST_COMPLETED)
        if reader in done:
            next_one.cancel()
            return
        text = next_one.result()
        if text is None:
            return
        await socket.send_text(text)


async def _wait_for_leaving(socket: WebSocket) -> None:
    """Read on until the browser goes; what it says is of no account."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, KeyError):
        while True:
            await socket.receive_text()


async def _check(house: House, token: str, listener: Listener) -> None:
    """End the line once its seat is closed."""
    while True:
        await asyncio.sleep(CHECK_S)
        try:
            await house.check(token)
        except WrongLinkError:
            listener.end()
            return
        except StoreUnavailableError:
            continue


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.close(code, reason[:120])
