"""An exercise under load: a hundred seats on loopback, one order or message a second each, for five minutes.

The server is a process of its own; this one holds all browsers: an open line and an HTTP connection for each seat.
Bounded in count and time, and on the loopback interface alone.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2
import psutil
import websockets

from benchmarks.measure import Effort, Sheet, Target

SEATS: Final = 100
SECONDS: Final = 300.0
QUICK_SEATS: Final = 14
QUICK_SECONDS: Final = 4.0
LATEST_MS: Final = 300.0
# Growth of the server's memory for each event of the record, which stays in memory while it is played.
MOST_KB_AN_EVENT: Final = 10.0
CELLS: Final = ("USA", "JPN", "KOR", "PRK", "CHN", "RUS", "UNO")
PATIENCE_S: Final = 10.0


@dataclass
class Sent:
    """Something that was sent: who may see it, when it was acknowledged, and who has seen it by when."""

    entitled: frozenset[str]
    acknowledged_s: float = 0.0
    seen_s: list[float] = field(default_factory=list)


@dataclass
class Load:
    """What came of it."""

    sent: dict[str, Sent] = field(default_factory=dict)
    answers_s: list[float] = field(default_factory=list)
    gaps: int = 0
    strangers: int = 0
    refused: int = 0
    memory: list[tuple[float, int]] = field(default_factory=list)
    events: int = 0


def measure_load(effort: Effort) -> Sheet:
    """The load, and whether what was promised is kept."""
    seats, duration_s = (SEATS, SECONDS) if effort.runs > 1 else (QUICK_SEATS, QUICK_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        load = asyncio.run(_load(Path(folder), seats, duration_s))
    late_ms = sorted(1e3 * max(max(one.seen_s) - one.acknowledged_s, 0.0) for one in load.sent.values() if one.seen_s)
    lost = sum(len(one.entitled) - len(one.seen_s) for one in load.sent.values())
    p99, median = late_ms[int(0.99 * (len(late_ms) - 1))], statistics.median(late_ms)
    answer_ms = 1e3 * sorted(load.answers_s)[int(0.99 * (len(load.answers_s) - 1))]
    middle = load.memory[len(load.memory) // 2 :]
    grown = max(middle[-1][1] - middle[0][1], 0) / 1e3 / max(load.events * (len(middle) / len(load.memory)), 1)
    return Sheet(
        "exercise-load",
        "An exercise under load",
        f"{seats} seats on loopback, one order or message a second each, for {duration_s:.0f} s: {len(load.sent):,} in "
        "all; from the acknowledgment, which comes when it is on disk (SQLite), to the last seat that may see it; "
        "memory: what the server's process grows by in the second half, for each event of the record that it keeps.",
        ("median", "p99", "worst", "p99 of the answer", "lost", "out of order", "memory"),
        [
            (
                f"{median:.0f} ms", f"{p99:.0f} ms", f"{late_ms[-1]:.0f} ms", f"{answer_ms:.0f} ms", str(lost),
                str(load.gaps + load.strangers), f"{load.memory[-1][1] / 1e6:.0f} MB, {grown:.1f} kB an event",
            )
        ],
        [
            Target(
                "exercise: acknowledged to last seat, p99", f"under {LATEST_MS:.0f} ms", f"{p99:.0f} ms",
                p99 < LATEST_MS,
            ),
            Target(
                "exercise: lost, out of order, refused", "0, 0, 0",
                f"{lost}, {load.gaps + load.strangers}, {load.refused}",
                lost + load.gaps + load.strangers + load.refused == 0,
            ),
            Target(
                "exercise: memory", f"at most {MOST_KB_AN_EVENT:.0f} kB an event of the record", f"{grown:.1f} kB",
                grown <= MOST_KB_AN_EVENT,
            ),
        ],
    )  # fmt: skip


async def _load(folder: Path, seats: int, duration_s: float) -> Load:
    command = ["serve", "korea-2017:let-loose", "--db", str(folder / "load.db"), "--port", "0", "--json"]
    process = subprocess.Popen([sys.executable, "-m", "standoff", *command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told = ""
        while not told.endswith("}\n") or told.count("{") != told.count("}"):
            told += process.stdout.readline()
        served = json.loads(told)
        return await _play(served, process.pid, seats, duration_s)
    finally:
        process.terminate()
        process.communicate()


async def _play(served: dict[str, Any], server: int, seats: int, duration_s: float) -> Load:
    load, base = Load(), served["url"]
    links = {one["seat"]: one["link"].partition("#")[2] for one in served["seats"]}
    async with httpx2.AsyncClient(
        base_url=f"{base}/api", timeout=30.0, limits=httpx2.Limits(max_connections=None)
    ) as http:
        control = await _sit(http, links["control"])
        cells = await _add_seats(http, control, seats)
        start = {"command": "startex", "rate": 60}
        await _patiently(lambda: http.post("/control/clock", json=start, headers=control))
        listed = (await _patiently(lambda: http.get("/control/seats", headers=control)))["seats"]
        links = {one["seat"]: one["link"].partition("#")[2] for one in listed}
        tokens = {seat: await _sit(http, links[seat]) for seat in cells}
        ready = [asyncio.Event() for _ in cells]
        readers = [
            asyncio.create_task(_read(base, seat, tokens[seat], load, event))
            for seat, event in zip(cells, ready, strict=True)
        ]
        await asyncio.gather(*(event.wait() for event in ready))
        watch = asyncio.create_task(_watch(server, load))
        await asyncio.gather(*(_send(http, seat, tokens[seat], cells, load, duration_s) for seat in cells))
        await _wait_for_the_last(load)
        watch.cancel()
        load.events = (await _patiently(lambda: http.get("/review", headers=control)))["events"]
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    return load


async def _patiently(ask: Callable[[], Awaitable[httpx2.Response]]) -> Any:
    """The answer to what the server may put off: no more than so many may sit down, or seats be made, at once."""
    while (answer := await ask()).status_code == httpx2.codes.TOO_MANY_REQUESTS:
        await asyncio.sleep(float(answer.headers["retry-after"]))
    return answer.raise_for_status().json()


async def _sit(http: httpx2.AsyncClient, link: str) -> dict[str, str]:
    told = await _patiently(lambda: http.post("/join", json={"link": link}))
    return {"Authorization": f"Bearer {told['token']}"}


async def _add_seats(http: httpx2.AsyncClient, control: dict[str, str], seats: int) -> dict[str, str]:
    """Seats of players, spread over the cells: seat -> cell."""
    cells = {f"load-{number}": CELLS[number % len(CELLS)] for number in range(seats)}
    for seat, cell in cells.items():
        path, body = f"/control/seats/{seat}", {"role": "player", "cell": cell, "title": seat}
        await _patiently(lambda path=path, body=body: http.post(path, json=body, headers=control))  # type: ignore[misc]
    return cells


async def _read(base: str, seat: str, token: dict[str, str], load: Load, ready: asyncio.Event) -> None:
    """Hold a line open: every event in order, each word noted when it comes."""
    last = 0
    with suppress(asyncio.CancelledError):
        async with websockets.connect(f"{base.replace('http', 'ws')}/api/live", max_size=None) as line:
            await line.send(json.dumps({"token": token["Authorization"].removeprefix("Bearer "), "after": 0}))
            async for text in line:
                now_s = time.monotonic()
                told = json.loads(text)
                ready.set()
                for event in told.get("events", ()):
                    load.gaps += event["n"] != last + 1
                    last = event["n"]
                    _note(load, seat, event, now_s)


def _note(load: Load, seat: str, event: dict[str, Any], now_s: float) -> None:
    word = event["data"].get("text") if event["kind"] == "message" else None
    if event["kind"] == "move":
        word = event["data"].get("says")
    sent = load.sent.get(word or "")
    if sent is not None:
        load.strangers += seat not in sent.entitled
        sent.seen_s.append(now_s)


async def _send(
    http: httpx2.AsyncClient, seat: str, token: dict[str, str], cells: dict[str, str], load: Load, duration_s: float
) -> None:
    """One order or message a second: one in ten an order that all see, one in ten a message to all."""
    random_ = random.Random(seat)
    started, number = time.monotonic() + random_.random(), 0
    while (due := started + number) < started + duration_s:
        await asyncio.sleep(max(due - time.monotonic(), 0.0))
        number += 1
        word, draw = f"word {seat} {number}", random_.random()
        body: dict[str, Any] = {"tab": seat, "message": number}
        if draw < 0.1:
            path, seen_by = "/orders", set(CELLS)
            body |= {"move": "make-statement", "says": word}
        else:
            to = list(CELLS) if draw < 0.2 else [random_.choice(CELLS)]
            path, seen_by = "/messages", {cells[seat], *to}
            body |= {"to": to, "text": word}
        load.sent[word] = sent = Sent(frozenset(one for one, cell in cells.items() if cell in seen_by))
        before = time.monotonic()
        answer = await http.post(path, json=body, headers=token)
        sent.acknowledged_s = time.monotonic()
        load.answers_s.append(sent.acknowledged_s - before)
        load.refused += answer.status_code != httpx2.codes.OK or answer.json().get("stands") == "refused"


async def _watch(server: int, load: Load) -> None:
    process = psutil.Process(server)
    while True:
        load.memory.append((time.monotonic(), process.memory_info().rss))
        await asyncio.sleep(0.5)


async def _wait_for_the_last(load: Load) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while any(len(one.seen_s) < len(one.entitled) for one in load.sent.values()) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
