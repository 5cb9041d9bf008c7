"""The review of a very large exercise: seven days, a hundred seats, two hundred thousand events.

One server and one browser on this machine. What is timed is what a person waits for: the first answer of the time line
when nobody has asked before, the page until it can be used, a frame while the playhead is dragged over all events, and
the files to take home.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from benchmarks.measure import Effort, Sheet, Target, seconds
from standoff.base.time import DAY_S
from standoff.exercise.desk import Desk, Request
from standoff.exercise.seats import Role, Seat
from standoff.exercise.serving import begin, invitations
from standoff.exercise.store import Store, open_store
from standoff.exercise.web.app import make_app
from standoff.exercise.web.house import House
from standoff.exercise.web.server import listening
from standoff.scenario.loading import load_scenario

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCENARIO: Final = "korea-2017:let-loose"
EVENTS: Final = 200_000
QUICK_EVENTS: Final = 2_000
DAYS: Final = 7
SEATS: Final = 100
FRAMES: Final = 60
# What was promised.
OPEN_S: Final = 5.0
DRAWING_MS: Final = 1000.0 / 60.0
FRAME_MS: Final = 50.0  # without a graphics card
TIMELINE_MB: Final = 8.0

_CELLS: Final = ("USA", "JPN", "KOR", "PRK", "CHN", "RUS", "UNO")
_BATCH: Final = 200
_NOW: Final = "2026-01-01T00:00:00Z"
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS: Final = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")

Figures = dict[str, float]


def measure_review(effort: Effort) -> Sheet:
    """The review of `EVENTS` events."""
    events = EVENTS if effort.runs > 1 else QUICK_EVENTS
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "exercise.db")) as store:
        desk = busy_desk(store, events)
        path = invitations(store, desk)[0].path
        with served(House(store, [desk])) as address:
            figures = _look(address, f"{address}{path}")
        with served(House(store, [desk])) as address:
            figures |= _ask(address, f"{address}{path}")
    return _sheet(len(desk.session.events), figures)


def busy_desk(store: Store, events: int) -> Desk:
    """An exercise of seven days, in which a hundred seats wrote so much that its record holds so many events."""
    desk = begin(store, load_scenario(SCENARIO), 1, 0.0, _NOW)
    control = Seat("control", Role.CONTROL, None, "Control")
    seats = [Seat(f"seat-{i}", Role.PLAYER, _CELLS[i % len(_CELLS)], f"Seat {i}") for i in range(SEATS)]
    for command in ("startex", "pausex"):
        desk.hand_in([Request(control, "clock", {"command": command})], 0.0, _NOW)
    rounds = events // _BATCH
    for i in range(rounds):
        batch = [_message(seats[j % SEATS], i * _BATCH + j) for j in range(_BATCH - 1)]
        step = {"command": "step", "seconds": DAYS * DAY_S / rounds}
        desk.hand_in([*batch, Request(control, "clock", step)], 0.0, _NOW)
    desk.hand_in([Request(control, "endex", {})], 0.0, _NOW)
    return desk


def _message(seat: Seat, number: int) -> Request:
    others = [cell for cell in _CELLS if cell != seat.cell]
    text = f"Word {number} of {seat.title}: we see movement at the border and expect an answer before the next move."
    return Request(seat, "message", {"cell": seat.cell, "to": [others[number % len(others)]], "text": text})


@contextmanager
def served(house: House) -> Iterator[str]:
    """A server over a house in a thread of its own; its address."""
    with listening("127.0.0.1", 0) as line:
        address = f"http://127.0.0.1:{line.getsockname()[1]}"
        config = uvicorn.Config(make_app(house), log_level="error", access_log=False, lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield address
        server.should_exit = True
        thread.join(60.0)


def _ask(address: str, link: str) -> Figures:
    """The API: the first answer, which makes the review, the second, and the files."""
    token = json.loads(_get(f"{address}/api/join", body={"link": link.partition("#")[2]}))["token"]
    content = b""

    def timeline() -> None:
        nonlocal content
        content = _get(f"{address}/api/review/timeline", token)

    figures = {"first_s": seconds(timeline), "again_s": seconds(timeline), "size_mb": len(content) / 1e6}
    for name in ("overview", "scene.czml", "export.html", "export.pdf", "export.xlsx"):
        path = "" if name == "overview" else f"/{name}"
        figures[name] = seconds(lambda path=path: _get(f"{address}/api/review{path}", token))  # type: ignore[misc]
    return figures


def _get(url: str, token: str = "", body: Any = None) -> bytes:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), headers)
    with urllib.request.urlopen(asked, timeout=600.0) as answer:
        content: bytes = answer.read()
    return content


def _look(address: str, link: str) -> Figures:
    """The page in Chromium: until it can be used, and a frame while all events are in view. Nothing without one."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(_FLAGS))
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_init_script("localStorage.setItem('standoff.earth', 'map')")
        page = context.new_page()
        page.goto(link)
        page.wait_for_url("**/control")
        figures = {"open_s": seconds(lambda: _open(page, address))}
        figures["reopen_s"] = seconds(lambda: _open(page, address))
        page.wait_for_selector(".review-earth[data-ready=true]", state="attached", timeout=120_000)
        figures |= _scrub(page)
        browser.close()
    return figures


def _open(page: Page, address: str) -> None:
    page.goto(f"{address}/review")
    page.wait_for_selector("html[data-ready=true]", state="attached", timeout=120_000)


def _scrub(page: Page) -> Figures:
    """Milliseconds of a frame: the script's part of drawing all events, and from frame to frame as the browser does."""
    drawn = page.evaluate(
        """async (frames) => {
          const { review } = globalThis.standoff;
          const [drawing, whole] = [[], []];
          for (let i = 0; i < frames; i++) {
            const begun = performance.now();
            review.timeline.paint();
            drawing.push(performance.now() - begun);
          }
          let last = 0;
          for (let i = 0; i < frames; i++) {
            review.playhead.jump((i / frames) * review.playhead.end);
            const shown = await new Promise((resolve) => requestAnimationFrame(resolve));
            if (last) whole.push(shown - last);
            last = shown;
          }
          return [drawing, whole];
        }""",
        FRAMES,
    )
    drawing, whole = (sorted(one) for one in drawn)
    return {
        "draw_ms": statistics.median(drawing),
        "frame_ms": statistics.median(whole),
        "slow_ms": whole[int(0.95 * (len(whole) - 1))],
    }


def _sheet(events: int, figures: Figures) -> Sheet:
    def told(name: str, unit: str, digits: int = 1) -> str:
        return f"{figures[name]:.{digits}f} {unit}" if name in figures else "no browser"

    return Sheet(
        "exercise-review",
        "The review of a large exercise",
        f"A record of {events:,} events ({DAYS} days, {SEATS} seats). First answer: the review is made for it; again: "
        "it is there. Page: until it can be used, when nobody has asked before, and again. Drawing: the script's part "
        "of a frame with all events in view; frame: from one to the next while the playhead is dragged, median and "
        "95 %.",
        (
            "time line, first", "again", "size", "page, first", "again", "drawing", "frame", "95 %", "scene", "HTML",
            "PDF", "XLSX",
        ),
        [
            (
                told("first_s", "s"), told("again_s", "s", 2), told("size_mb", "MB"), told("open_s", "s"),
                told("reopen_s", "s"),
                told("draw_ms", "ms"), told("frame_ms", "ms"), told("slow_ms", "ms"), told("scene.czml", "s", 2),
                told("export.html", "s"), told("export.pdf", "s"), told("export.xlsx", "s"),
            )
        ],
        _targets(events, figures),
    )  # fmt: skip


def _targets(events: int, figures: Figures) -> list[Target]:
    limits = {
        "first_s": ("time line, first answer", OPEN_S, "s"),
        "size_mb": ("time line, size", TIMELINE_MB, "MB"),
        "open_s": ("page until it can be used, first", OPEN_S, "s"),
        "draw_ms": ("drawing of a frame", DRAWING_MS, "ms"),
        "frame_ms": ("frame while scrubbing", FRAME_MS, "ms"),
    }
    return [
        Target(f"review of {events:,} events: {title}", f"at most {limit:.3g} {unit}", f"{figures[name]:.3g} {unit}",
               figures[name] <= limit)
        for name, (title, limit, unit) in limits.items()
        if name in figures
    ]  # fmt: skip
