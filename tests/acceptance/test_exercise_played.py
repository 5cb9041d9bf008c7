"""An exercise played in real browsers, from the links to the review: the salvo toward Guam, three cells and control.

Orders and a refused one, an inject that a condition fires, an override, a branch, two windows of one seat, a line that
is cut in the middle, and the review with the chain of causes behind the override.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exercise.sessions import DAY
from exercise.web.browsing import Served, Visitor, until
from standoff.engine.record import read_record
from standoff.engine.run import replay

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("exercise-played")]

# How far south what a map is made for goes.
SOUTHERNMOST = "Math.min(...standoff.earth.looked.map((one) => one.lat_deg))"
SALVO = "To fire four missiles into the sea off Guam"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("played")) as server:
        yield server


def order(page: Page, title: str, *, target: str | None = None, threat: str | None = None) -> None:
    """Give an order as a player does."""
    back = page.locator(".order-form .back")
    if back.is_visible():
        back.click()
    page.fill("#move-search", "")
    page.click(f".move-group button:has-text('{title}')")
    page.wait_for_selector(".order-form:visible")
    if threat is not None:
        page.select_option("#with-threat", label=threat)
    if target is not None:
        page.select_option("#target", target)
    page.click("#give")


def test_the_salvo_toward_guam_is_played_and_reviewed(browser: Browser, served: Served, tmp_path: Path) -> None:
    staff, washington, tokyo, pyongyang = (Visitor(browser, served, accept_downloads=True) for _ in range(4))
    control, usa, prk = staff.sit("control"), washington.sit("usa-1"), pyongyang.sit("prk-1")
    first, second = tokyo.sit("jpn-1"), tokyo.sit("jpn-1")
    beside = served.client("control")
    with beside as api:
        begin(control, api)
        announce(control, usa, prk, served)
        speak(usa, first, second)
        prk_fires(prk, api)
        cut_and_come_back(usa, control, api)
        overrule(control, api)
        branch(control)
        control.click("#endex-give")
        control.fill("#asked-reason", "The lesson is learned.")
        control.click("dialog .buttons button:not([type])")
        usa.wait_for_selector("#endex:visible")
        record = tmp_path / "record.jsonl"
        record.write_bytes(api.get("/review/record.jsonl").content)
        [overridden] = [one for one in api.get("/events?limit=5000").json()["events"] if one["override"]]
        review(staff, served, overridden)
    assert replay(read_record(record)).identical
    for visitor in (staff, washington, tokyo, pyongyang):
        visitor.close()


def begin(control: Page, api: Any) -> None:
    """STARTEX, then to the days of the announcement. Control's map shows Japan, not Guam at 13 degrees north."""
    until(lambda: control.evaluate("standoff.earth.model.forces.size") > 0, control)
    assert control.evaluate(SOUTHERNMOST) > 25
    control.click(".rates button:has-text('60×') >> nth=0")
    control.click("#turn")
    until(lambda: control.inner_text("#status") == "running", control)
    control.click("#turn")
    until(lambda: control.inner_text("#status") == "paused", control)
    api.post("/control/clock", json={"command": "step", "seconds": 11 * DAY})


def announce(control: Page, usa: Page, prk: Page, served: Served) -> None:
    """A threat fires the inject that waits for it; an order whose need fails is refused beside its form."""
    order(prk, "Announce a plan to strike", target="USA", threat=SALVO)
    usa.wait_for_selector(".item:has-text('KCNA carries the threat to Guam')")
    control.wait_for_selector(".msel tr[data-status=fired]:has-text('KCNA carries the threat to Guam')")
    assert served.events("control", "inject")[-1]["cause"] is not None
    with served.client("usa-1") as washington:
        refused = washington.post("/orders", json={"move": "air-strike", "target": "PRK"}).json()
    assert refused["stands"] == "refused"
    usa.click("#tab-timeline")
    usa.wait_for_selector(".events li:has-text('forces must stand at alert 3')")


def speak(usa: Page, first: Page, second: Page) -> None:
    """Words reach the other cell, and both windows of a seat."""
    usa.click("#tab-channels")
    usa.click(".channel-strip button:has-text('JPN')")
    usa.fill("#message-text", "Will you shoot?")
    usa.keyboard.press("Control+Enter")
    for window in (first, second):
        window.click("#tab-channels")
        window.click(".channel-strip button:has-text('USA')")
        window.wait_for_selector(".said:has-text('Will you shoot?')")


def prk_fires(prk: Page, api: Any) -> None:
    """The salvo is ordered and leaves six hours later; control wants to rule on interceptions."""
    api.post("/control/adjudication", json={"hold": ["intercept"], "moves": []})
    order(prk, "Carry out a threat", target="USA", threat=SALVO)
    prk.click("dialog:has-text('Give this order?') button.primary")
    prk.wait_for_selector(".pending-list li:has-text('Carry out a threat')")
    api.post("/control/clock", json={"command": "step", "seconds": 6 * 3600 + 240})


def cut_and_come_back(usa: Page, control: Page, api: Any) -> None:
    """At 60 seconds a second the tracks come in, over a line that was cut."""
    usa.click("#tab-inbox")
    usa.wait_for_selector(".item:has-text('track-1')")
    usa.evaluate("standoff.app.live.cut()")
    control.click("#turn")
    until(lambda: control.inner_text("#status") == "waits for a ruling", control, 60.0)
    until(lambda: usa.inner_text("#connection") == "connected", usa)
    until(lambda: control.evaluate(SOUTHERNMOST) < 20, control)  # the map has followed the missiles to Guam
    usa.click("#tab-timeline")
    usa.wait_for_selector(".events li:has-text('fires interceptor')")


def overrule(control: Page, api: Any) -> None:
    """The interception that is held comes out as control says, the others as the computer proposes."""
    control.click("#tab-cases")
    held = control.locator(".case[data-held=true]")
    held.wait_for()
    other = held.locator("button:has-text('Override')").first
    held.locator("input").first.fill("The seeker was blinded.")
    other.click()
    control.click("#tab-events")
    control.wait_for_selector(".all-events li[data-override=true]")
    api.post("/control/adjudication", json={"hold": [], "moves": []})
    control.wait_for_selector(".all-events li:has-text('judges')", timeout=60_000)


def branch(control: Page) -> None:
    """Another exercise from the latest event."""
    control.click("#tab-events")
    control.click(".all-events li >> nth=0")
    control.click(".all-events details[open] button:has-text('Branch from here') >> nth=0")
    control.fill("#asked-title", "What if the seeker had seen")
    control.click("dialog .buttons button:not([type])")
    control.wait_for_selector("dialog:has-text('korea-2017-1-branch-1') .links li")
    control.click("dialog button:has-text('Close')")


def review(staff: Visitor, served: Served, overridden: dict[str, Any]) -> None:
    """The review shows the override with its reason at the head of its chain of causes."""
    page = staff.sit("control")
    page.goto(f"{served.base}/review")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    until(lambda: page.evaluate("Boolean(globalThis.standoff?.review)"), page)
    number = overridden["n"]
    page.click("#decisive")
    until(lambda: " of " in page.inner_text("#shown-count"), page)
    page.evaluate("number => standoff.review.list.reveal(number)", number)
    page.click(f"#event-{number}.ruled")
    page.wait_for_selector(".detail .ruling:has-text('The seeker was blinded.')")
    steps = page.locator(".detail ol.chain > li").all_inner_texts()
    assert "fires interceptor" in steps[0]
    assert "orders: carry out threat" in steps[-1]
