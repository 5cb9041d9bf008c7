"""The globe in a real browser: it loads without a word on the console, asks no other host, and plays the scene."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from standoff.views.globe.serve import GlobeServer
from standoff.views.scenes import scenes
from views.sample_report import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Seen:
    """What the browser did while the page was open."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complain(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("response", lambda answer: self.answered(answer.status, answer.url))

    def answered(self, status: int, url: str) -> None:
        """Keep what was not there."""
        if status >= 400:
            self.complaints.append(f"{status}: {url}")

    def complain(self, kind: str, text: str) -> None:
        """Keep errors and warnings, but for those about slow drawing without a graphics card."""
        if kind in ("error", "warning") and "GPU stall" not in text and "GL Driver Message" not in text:
            self.complaints.append(text)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GlobeServer]:
    folder: Path = tmp_path_factory.mktemp("run")
    for name, content in scenes(*sample()).items():
        (folder / name).write_bytes(content)
    with GlobeServer(folder) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def opened(server: GlobeServer, globe_browser: Browser) -> tuple[Page, Seen]:
    return open_globe(globe_browser, server)


def open_globe(browser: Browser, server: GlobeServer) -> tuple[Page, Seen]:
    """The globe in a tab, once it is built, with what the browser did meanwhile."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    seen = Seen(page)
    page.goto(server.url)
    page.wait_for_selector("html[data-ready=true]", state="attached", timeout=90_000)
    return page, seen


def counters(page: Page) -> dict[str, int]:
    ids = ("flying", "fired", "intercepted", "arrived")
    return {name: int(page.inner_text(f"#count-{name}")) for name in ids}


def wait(page: Page, condition: str, seconds: float = 90.0) -> None:
    """Until a condition holds. (The browser's own waiting needs eval, which the page's security policy forbids.)"""
    deadline = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"{condition} did not come true in {seconds:.0f} s"
        page.wait_for_timeout(100.0)


def jump(page: Page, seconds: float) -> None:
    page.evaluate("seconds => standoff.playback.jump(seconds)", seconds)


def test_it_loads_whole_and_asks_nobody_else(opened: tuple[Page, Seen], server: GlobeServer) -> None:
    page, seen = opened
    wait(page, "standoff.widget.scene.globe.tilesLoaded")
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith((server.url, "data:"))] == []
    assert page.inner_text("#title") == "The announced salvo toward Guam, August 2017"


def test_every_packet_became_an_entity(opened: tuple[Page, Seen]) -> None:
    page, _ = opened
    record, tracks = sample()
    ids: list[str] = page.evaluate("standoff.source.entities.values.map((entity) => entity.id)")
    assert set(tracks) <= set(ids)
    assert {battery["id"] for battery in record.header["scenario"]["batteries"]} <= set(ids)
    assert any(name.startswith("coverage/") for name in ids)


def test_a_missile_is_where_its_track_says(opened: tuple[Page, Seen]) -> None:
    page, _ = opened
    _, tracks = sample()
    name, track = next(iter(tracks.items()))
    middle = len(track.time_s) // 2
    jump(page, float(track.time_s[middle]))
    place: dict[str, Any] = page.evaluate(
        """name => {
             const clock = standoff.widget.clock;
             const at = Cesium.Cartographic.fromCartesian(
               standoff.source.entities.getById(name).position.getValue(clock.currentTime));
             const degrees = Cesium.Math.toDegrees;
             return { lat: degrees(at.latitude), lon: degrees(at.longitude), up: at.height };
           }""",
        name,
    )
    assert place["lat"] == pytest.approx(track.lat_deg[middle], abs=0.002)
    assert place["lon"] == pytest.approx(track.lon_deg[middle], abs=0.002)
    assert place["up"] == pytest.approx(track.altitude_m[middle], abs=150.0)


def test_counters_follow_the_clock(opened: tuple[Page, Seen]) -> None:
    page, _ = opened
    record, _ = sample()
    for moment in (0.0, 100.0, 700.0, 1110.0, 3000.0):
        jump(page, moment)
        past = [event for event in record.events if event["t_s"] <= moment]
        hits = {event["data"]["threat"] for event in past if event["data"].get("result") == "hit"}
        arrived = sum(event["kind"] == "impact" for event in past)
        launched = sum(event["kind"] == "launch" for event in past)
        assert counters(page) == {
            "flying": launched - len(hits) - arrived,
            "fired": sum(event["kind"] == "shot" for event in past),
            "intercepted": len(hits),
            "arrived": arrived,
        }


def test_an_event_of_the_list_sets_the_clock_and_picks_its_missile(opened: tuple[Page, Seen]) -> None:
    page, _ = opened
    record, _ = sample()
    impact = next(record.of_kind("impact"))
    page.click("#filter label:has-text('Key')")
    page.click("#event-list button:has(.impact) >> nth=0")
    assert page.evaluate("standoff.playback.time") == pytest.approx(impact["t_s"], abs=0.01)
    assert page.inner_text("#utc") == impact["time"].replace("T", " ")[:19] + " UTC"
    assert page.inner_text("#selected-name").startswith(impact["data"]["threat"])
    page.keyboard.press("Escape")
    assert page.inner_text("#selected-name") == "Scenario"


def test_the_keyboard_plays_steps_and_changes_speed(opened: tuple[Page, Seen]) -> None:
    page, _ = opened
    jump(page, 300.0)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("standoff.playback.time") == pytest.approx(310.0, abs=0.01)
    page.keyboard.press("Shift+ArrowLeft")
    assert page.evaluate("standoff.playback.time") == pytest.approx(250.0, abs=0.01)
    page.keyboard.press("Space")
    wait(page, "standoff.playback.time > 252")
    page.keyboard.press("Space")
    assert page.get_attribute("#play", "aria-pressed") == "false"
    page.keyboard.press("+")
    assert page.input_value("#speed") == "20"
    page.keyboard.press("End")
    assert page.evaluate("standoff.playback.time") == pytest.approx(page.evaluate("standoff.playback.duration"))


def drawn(page: Page) -> dict[str, int]:
    """Pixels of the drawing by color, of a frame drawn now."""
    counts: dict[str, int] = page.evaluate(
        """() => {
             const scene = standoff.widget.scene;
             scene.render(standoff.widget.clock.currentTime);
             const canvas = document.createElement("canvas");
             canvas.width = scene.canvas.width;
             canvas.height = scene.canvas.height;
             const pen = canvas.getContext("2d");
             pen.drawImage(scene.canvas, 0, 0);
             const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
             const near = (i, [r, g, b]) =>
               Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 24;
             const wanted = { ocean: [16, 32, 45], land: [39, 54, 66], missile: [230, 159, 0] };
             const counts = { ocean: 0, land: 0, missile: 0 };
             for (let i = 0; i < data.length; i += 4)
               for (const name in wanted) if (near(i, wanted[name])) counts[name]++;
             return counts;
           }"""
    )
    return counts


def test_the_globe_is_drawn(opened: tuple[Page, Seen]) -> None:
    """Pixels of the drawing itself: ocean, land, and the orange of a missile in flight."""
    page, _ = opened
    jump(page, 700.0)
    page.evaluate("standoff.viewpoints.go('Overview', 0)")
    wait(page, "standoff.widget.scene.globe.tilesLoaded")
    for _ in range(200):
        jump(page, 700.0)  # again: the clock may run, and on a busy machine past the end of the flights
        page.wait_for_timeout(100.0)
        counts = drawn(page)
        if counts["missile"] > 80 and counts["ocean"] > 20_000:
            break
    assert counts["ocean"] > 20_000
    assert counts["land"] > 5_000
    assert counts["missile"] > 80
