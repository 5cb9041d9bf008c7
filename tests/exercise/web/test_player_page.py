"""The join page and the page of a cell, in a real browser against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest

from exercise.web.browsing import Served, Visit, Visitor, serious, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("exercise")) as server:
        with server.client("control") as control:
            control.post("/control/clock", json={"command": "startex", "rate": 1})
            control.post("/control/clock", json={"command": "pausex"})
        yield server


@pytest.fixture(scope="module")
def seated(browser: Browser, served: Served) -> Iterator[Page]:
    """A window in seat usa-1 that several tests use one after another."""
    visitor = Visitor(browser, served)
    yield visitor.sit("usa-1")
    visitor.close()


@pytest.fixture
def page(seated: Page) -> Page:
    """The same, on a wide screen."""
    seated.set_viewport_size({"width": 1366, "height": 768})
    return seated


@pytest.fixture(scope="module")
def windows(browser: Browser, served: Served) -> Iterator[tuple[Page, Page]]:
    """Two windows in one seat, in browsers that know nothing of each other."""
    visitors = Visitor(browser, served), Visitor(browser, served)
    yield visitors[0].sit("rus-1"), visitors[1].sit("rus-1")
    for visitor in visitors:
        visitor.close()


LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def choose_move(page: Page, title: str) -> None:
    if page.locator(".order-form .back").is_visible():
        page.click(".order-form .back")
    page.fill("#move-search", "")
    page.click(f".move-group button:has-text('{title}')")
    page.wait_for_selector(".order-form:visible")


def test_a_link_leads_to_the_seat_and_leaves_the_address(page: Page, served: Served) -> None:
    assert page.url.endswith("/play")
    assert "United States 1" in page.inner_text("#seat")
    until(lambda: page.inner_text("#connection") == "connected", page)
    assert page.inner_text("#status") == "paused"
    assert page.inner_text("#utc").startswith("28 Jul 2017, 12:00:")
    page.select_option("#zone", "Asia/Pyongyang")
    assert "20:30" in page.inner_text("#local")  # UTC+8:30 in 2017
    past = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert not any("#" in entry["url"] for entry in past)


def test_a_wrong_link_is_told_as_one(visit: Visit, served: Served) -> None:
    page = visit().open(served.base + "/play")
    until(lambda: "Take your seat" in page.inner_text("main"), page)
    for link, told in (("nonsense", "no link to a seat"), ("korea-2017-1~usa-1~AAAAAAAA", "This link opens no seat")):
        page.evaluate("link => { location.hash = link }", link)
        page.wait_for_selector(f"#told:has-text('{told}')")
        assert "#" not in page.url
    page.fill("#link", served.links["jpn-1"])
    page.click("text=Sit down")
    page.wait_for_selector("html[data-ready=true]", state="attached")


def test_a_seat_may_ask_for_a_passphrase_and_can_be_closed(visit: Visit, served: Served) -> None:
    with served.client("control") as control:
        body = {"role": "player", "cell": "KOR", "title": "Seoul 3", "passphrase": "blue house"}
        control.post("/control/seats/kor-3", json=body)
        link = next(row["link"] for row in control.get("/control/seats").json()["seats"] if row["seat"] == "kor-3")
        page = visit().open(link)
        page.fill("#passphrase", "wrong")
        page.click("text=Sit down")
        until(lambda: "not the passphrase" in page.inner_text("#told"), page)
        page.fill("#passphrase", "blue house")
        page.click("text=Sit down")
        page.wait_for_selector("html[data-ready=true]", state="attached")
        control.post("/control/seats/kor-3/revoke", json={})
        until(lambda: page.url.endswith("/join") and "ask control" in page.inner_text("#told"), page)


def test_an_order_is_given_and_taken_back(page: Page, served: Served) -> None:
    page.keyboard.press("o")
    page.keyboard.type("raise alert")
    choose_move(page, "Raise alert")
    page.select_option("#target", "PRK")
    assert "tone" not in page.inner_text(".will dd >> nth=0").lower()
    assert "The United States toward North Korea: raise alert" in page.inner_text(".will")
    page.click("#give")
    page.wait_for_selector(".pending-list li:has-text('Raise alert toward North Korea')")
    page.click("[aria-label='Take back: Raise alert toward North Korea']")
    page.wait_for_selector(".pending-list li:has-text('Raise alert')", state="detached")
    assert [event["data"]["order"] for event in served.events("usa-1", "order_cancelled")] == ["usa-raise-alert-p1"]


def test_a_refusal_stands_beside_the_order_with_its_reason(visit: Visit, served: Served) -> None:
    page = visit().sit("kor-1")
    choose_move(page, "Lower alert")
    with served.client("kor-1") as beside:
        for _ in range(3):
            beside.post("/orders", json={"move": "lower-alert"})
    page.click("#give")
    page.wait_for_selector(".order-form .wrong[role=alert]:visible")
    assert "alert" in page.inner_text(".order-form .wrong[role=alert]:visible")
    assert page.locator("#give").is_enabled()


def test_what_no_move_does_leads_to_control(page: Page) -> None:
    page.fill("#move-search", "send a poet")
    page.click("text=Ask control for something else")
    assert page.inner_text("label[for=message-text]") == "Request to control"
    assert page.evaluate("document.activeElement.id") == "message-text"
    page.fill("#move-search", "")


def test_a_player_sees_who_plays_the_cell_and_takes_it_back(page: Page, served: Served) -> None:
    assert page.is_visible("#policies")  # nobody sat here at STARTEX
    choose_move(page, "Make a statement")
    page.click("#give")
    page.wait_for_selector(".note:has-text('Done: make a statement.')")
    page.click("#take-back")
    page.click("dialog button.primary")
    page.wait_for_selector("#policies", state="hidden")
    page.wait_for_selector(".note:has-text('People play this cell again')")
    with served.client("control") as control:
        control.post("/played-by", json={"cell": "USA", "played_by": "policy"})
    page.wait_for_selector(".note:has-text('Policies play this cell from now on')")
    assert page.is_visible("#policies")


def test_a_note_lies_over_the_map_alone(page: Page) -> None:
    page.evaluate("import('/app/dialog.js').then(({note}) => note('Look here'))")
    page.wait_for_selector(".note:has-text('Look here')")
    note, earth = (page.locator(one).bounding_box() for one in ("#notes", "#panel-map"))
    assert note is not None
    assert earth is not None
    assert earth["x"] < note["x"]
    assert earth["y"] < note["y"]
    assert note["x"] + note["width"] < earth["x"] + earth["width"]


def test_a_message_arrives_at_the_other_cell(visit: Visit, page: Page) -> None:
    tokyo, washington = visit().sit("jpn-1"), page
    washington.click("#tab-inbox")
    tokyo.click("#tab-channels")
    tokyo.click(".channel-strip button:has-text('USA')")
    tokyo.fill("#message-text", "Call us <b>before</b> you speak.")
    tokyo.keyboard.press("Control+Enter")
    item = washington.locator(".item:has-text('Japan')")
    item.wait_for()
    assert item.get_attribute("data-read") == "false"
    item.locator("summary").click()
    assert "Call us <b>before</b> you speak." in item.inner_text()
    until(lambda: item.get_attribute("data-read") == "true", washington)
    item.locator("text=Answer").click()
    washington.keyboard.type("We shall.")
    washington.click(".composer button.primary")
    tokyo.wait_for_selector(".said:has-text('We shall.')")


def test_a_request_to_control_is_answered(visit: Visit, served: Served) -> None:
    page = visit().sit("chn-1")
    page.click("#tab-channels")
    page.click(".channel-strip button:has-text('Control')")
    page.fill("#message-text", "May we close the bridge at Dandong?")
    page.click("text=Send request")
    page.wait_for_selector(".said:has-text('Dandong')")
    with served.client("control") as control:
        control.post(
            "/control/rulings", json={"on": "request/chn-request-1", "outcome": "granted", "reason": "for a day"}
        )
    page.wait_for_selector(".said:has-text('for a day')")


def test_what_is_typed_survives_a_reload_and_reaches_other_windows(windows: tuple[Page, Page]) -> None:
    first, second = windows
    choose_move(first, "Denounce")
    first.select_option("#target", "USA")
    first.fill("#says", "It helps nobody.")
    first.click("#tab-channels")
    first.click(".channel-strip button:has-text('CHN')")
    with first.expect_request("**/api/drafts/words-CHN"):
        first.fill("#message-text", "Shall we vote together?")
    first.reload()
    first.wait_for_selector("html[data-ready=true]", state="attached")
    until(lambda: first.locator("#says").count() and first.input_value("#says") == "It helps nobody.", first)
    assert first.input_value("#target") == "USA"
    first.click("#tab-channels")
    first.click(".channel-strip button:has-text('CHN')")
    assert first.input_value("#message-text") == "Shall we vote together?"
    until(lambda: second.locator("#says").count() and second.input_value("#says") == "It helps nobody.", second)


def test_two_windows_of_a_seat_see_the_same(windows: tuple[Page, Page]) -> None:
    first, second = windows
    choose_move(first, "Threaten military force")
    first.select_option("#target", "KOR")
    first.click("#give")
    second.wait_for_selector(".tone tr:has-text('RUS → KOR')")
    for page in (first, second):
        page.click("#tab-timeline")
        page.wait_for_selector(".events li:has-text('threaten military force')")
    assert first.inner_text(".events") == second.inner_text(".events")
    second.click(".events .link >> nth=0")
    second.wait_for_selector(".events li.shown")


def test_after_the_line_was_cut_nothing_is_lost_or_doubled(visit: Visit, served: Served) -> None:
    page = visit().sit("uno-1")
    tries: list[Any] = []

    def lose_the_answer(route: Route) -> None:
        """The server takes the first try, but its answer gets lost; the second never arrives."""
        tries.append(route.request.post_data_json)
        if len(tries) == 1:
            route.fetch()
        if len(tries) < 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/api/messages", lose_the_answer)
    page.click("#tab-channels")
    page.click(".channel-strip button:has-text('All cells')")
    page.evaluate("standoff.app.live.cut()")
    assert "no connection" in page.inner_text("#connection")
    page.fill("#message-text", "The Council meets at noon.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".said:has-text('The Council meets at noon.')")
    until(lambda: page.inner_text("#connection") == "connected" and page.input_value("#message-text") == "", page)
    page.wait_for_selector(".composer button.primary:enabled")
    assert len(tries) == 3
    assert tries[0] == tries[1] == tries[2]
    sent = [event for event in served.events("jpn-1", "message") if "meets at noon" in event["data"]["text"]]
    assert len(sent) == 1


def test_axe_finds_nothing_serious_in_either_look(visit: Visit, page: Page, served: Served) -> None:
    empty = visit().open(served.base)
    choose_move(page, "Denounce")
    page.wait_for_selector(".situation .tone")
    for scheme in LOOKS:
        for one in (empty, page):
            one.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert serious(one) == [], scheme
    for panel in ("channels", "timeline"):
        page.click(f"#tab-{panel}")
    page.click(".choices summary")
    assert serious(page) == []


def test_a_tablet_shows_every_panel_without_scrolling_sideways(page: Page) -> None:
    for width, height in ((1024, 768), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_selector("main[data-layout=narrow]")
        for name in ("map", "orders", "inbox", "channels", "situation", "timeline", "brief"):
            page.click(f"#tab-{name}")
            assert page.locator(f"#panel-{name}").is_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_the_globe_is_drawn_where_it_can_be(browser: Browser, served: Served) -> None:
    visitor = Visitor(browser, served, viewport={"width": 1200, "height": 500})
    visitor.context.add_init_script("try { localStorage.setItem('standoff.earth', 'globe') } catch {}")
    page = visitor.sit("usa-1")
    until(lambda: page.evaluate("globalThis.standoff?.earth?.kind") == "globe", page, 30.0)
    page.click(".choices summary")
    page.click(".choices li button:has-text('THAAD Guam')")
    assert "interceptors" in page.inner_text(".details")
    visitor.close()


def test_after_endex_nothing_is_ordered_any_more(page: Page, served: Served) -> None:
    with served.client("control") as control:
        control.post("/control/endex", json={})
    page.wait_for_selector("#endex:visible")
    assert page.get_attribute("#endex a", "href") == "/review"
    assert "no more orders" in page.inner_text("#panel-orders")
    page.click("#tab-channels")
    assert page.locator("#message-text").is_disabled()
