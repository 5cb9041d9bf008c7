"""The page of the white cell, in a real browser against a real server. Each test goes on from where the last ended."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from exercise.web.browsing import Served, Visit, Visitor, serious, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("exercise-web")]

CONTINUATIONS = 4
PANELS = ("msel", "cases", "cells", "messages", "seats", "ahead", "branches", "events", "notes")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("exercise")) as server:
        yield server


@pytest.fixture(scope="module")
def white_cell(browser: Browser, served: Served) -> Iterator[Visitor]:
    """Control's browser: nothing may go wrong in it from the first test to the last."""
    visitor = Visitor(browser, served, accept_downloads=True)
    yield visitor
    visitor.close()


@pytest.fixture(scope="module")
def page(white_cell: Visitor) -> Page:
    """Control's page."""
    return white_cell.sit("control")


@pytest.fixture
def guest(visit: Visit) -> Visitor:
    return visit()


def status(page: Page) -> str:
    return page.inner_text("#status")


def row(page: Page, title: str) -> Any:
    return page.locator(f".msel tr:has-text('{title}')")


def give(page: Page) -> None:
    """Press the button of the dialog that does it, and wait until the dialog is gone."""
    page.click("dialog .buttons button:not([type])")
    page.wait_for_selector("dialog", state="detached")


def test_the_clock_follows_the_bar(page: Page) -> None:
    assert status(page) == "before STARTEX"
    assert page.is_disabled("#step")
    page.click(".rates button:has-text('10×')")
    until(lambda: page.get_attribute(".rates [data-rate='10']", "aria-pressed") == "true", page)
    page.click("#turn")
    until(lambda: status(page) == "running", page)
    page.fill("#rate-other", "45")
    page.press("#rate-other", "Enter")
    until(lambda: page.inner_text("#rate").startswith("45"), page)
    page.click("#turn")
    until(lambda: status(page) == "paused", page)
    page.select_option("#step-length", "900")
    page.click("#step")
    until(lambda: "12:15" in page.inner_text("#utc") or "12:16" in page.inner_text("#utc"), page)
    before = page.inner_text("#utc")
    page.click("#jump")
    until(lambda: page.inner_text("#utc") != before, page)
    until(lambda: "45 seconds a second" in page.inner_text(".events"), page)


def test_a_pause_that_comes_late_is_not_told_as_a_mistake(page: Page, served: Served) -> None:
    page.click("#turn")
    until(lambda: status(page) == "running", page)

    def come_late(route: Route) -> None:
        with served.client("control") as beside:
            beside.post("/control/clock", json={"command": "pausex"})
        route.continue_()

    page.route("**/api/control/clock", come_late)
    with page.expect_response("**/api/situation"):
        page.click("#turn")
    page.unroute("**/api/control/clock")
    until(lambda: status(page) == "paused", page)
    assert page.locator(".note.bad").count() == 0


def test_an_inject_is_written_mended_approved_and_fired(page: Page, served: Served) -> None:
    page.click("#new-inject")
    page.fill("#asked-title", "A call from Geneva")
    page.fill("#asked-id", "geneva-calls")
    page.fill("#asked-text", "The <i>mediator</i> asks for an hour.")
    page.check("dialog input[value='at']")
    page.fill("#asked-at", "next week")
    page.click("dialog .buttons button:not([type])")
    page.wait_for_selector("[data-field='at'] .field-wrong:has-text('is not a time')")
    page.fill("#asked-at", "P3D")
    page.check("dialog input[value='JPN']")
    page.click("text=Own columns, source and note")
    page.click("[data-field='columns'] button:has-text('+ row')")
    page.fill("[aria-label='Own columns: name']", "Desk")
    page.fill("[aria-label='Own columns: value']", "Asia")
    give(page)
    there = row(page, "A call from Geneva")
    there.wait_for()
    assert "draft" in there.locator("select").input_value()
    there.locator("select").select_option("approved")
    until(lambda: "approved" in str(stands(served, "geneva-calls")["inject"]["state"]), page)
    row(page, "A call from Geneva").locator("[data-act=edit]").click()
    page.fill("#asked-title", "A call from Bern")
    give(page)
    there = row(page, "A call from Bern")
    there.locator("[data-act=fire]").click()
    give(page)
    page.wait_for_selector(".msel tr[data-status=fired]:has-text('A call from Bern')")
    assert stands(served, "geneva-calls")["inject"]["columns"] == {"Desk": "Asia"}
    assert any("<i>mediator</i>" in event["data"]["text"] for event in served.events("jpn-1", "inject"))
    assert not any("mediator" in event["data"]["text"] for event in served.events("kor-1", "inject"))


def stands(served: Served, inject: str) -> dict[str, Any]:
    with served.client("control") as control:
        found = control.get("/control/msel").json()["injects"]
    return next(one for one in found if one["id"] == inject)


def test_an_inject_is_skipped_with_its_reason(page: Page, served: Served) -> None:
    row(page, "Good offices").locator("[data-act=skip]").click()
    page.fill("#asked-reason", "The Secretary-General is away.")
    give(page)
    page.wait_for_selector(".msel tr[data-status=skipped]:has-text('Good offices')")
    assert served.events("control", "inject_skipped")[-1]["data"]["reason"] == "The Secretary-General is away."


def test_a_due_inject_waits_in_the_strip(page: Page) -> None:
    row(page, "The ministers of two and two").locator("select").select_option("draft")
    page.wait_for_selector(".msel select[data-state=draft]")
    row(page, "The ministers of two and two").locator("[data-act=edit]").click()
    page.fill("#asked-at", "PT4H")
    give(page)
    page.select_option("#step-length", "3600")
    page.click("#step")
    page.click("#step")
    page.wait_for_selector("#strip .hand.urgent:has-text('1 inject due')")
    assert "1 wait for your hand" in str(page.get_attribute("#tab-msel", "aria-label"))
    page.fill("[aria-label='Search injects']", "nothing like it")
    page.click("#strip .hand.urgent")
    page.wait_for_selector(".msel tr[data-status=due]:has-text('The ministers of two and two')")


def test_the_list_goes_out_as_a_workbook_and_comes_back(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as taken:
        page.click("#msel-export")
    assert taken.value.suggested_filename == "msel.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    sheet = book["MSEL"]
    heads = [cell.value for cell in sheet[1]]
    number = next(at for at in range(1, sheet.max_row + 1) if sheet.cell(at, 1).value == "treasury-list")
    sheet.cell(number, heads.index("Title") + 1).value = "The list of the Treasury"
    upload(page, book, tmp_path)
    page.wait_for_selector("dialog:has-text('1 inject taken over')")
    assert "title" in page.inner_text("dialog .changed td")
    page.click("dialog button")
    row(page, "The list of the Treasury").wait_for()
    sheet.cell(number, heads.index("At (UTC)") + 1).value = "one of these days"
    upload(page, book, tmp_path)
    page.wait_for_selector("dialog:has-text('is not taken over')")
    told = page.inner_text("dialog .wrong")
    assert f"row {number}" in told
    assert "column At" in told
    page.click("dialog button")


def upload(page: Page, book: openpyxl.Workbook, folder: Path) -> None:
    content = io.BytesIO()
    book.save(content)
    (folder / "ours.xlsx").write_bytes(content.getvalue())
    page.set_input_files("input[type=file]", folder / "ours.xlsx")


def test_a_held_launch_is_decided_otherwise_with_a_reason(page: Page, served: Served) -> None:
    page.click("#tab-cases")
    page.check(".holds input[value=launch]")
    until(lambda: served.events("control", "adjudication"), page)
    page.click("#tab-msel")
    row(page, "A unit fires on its own").locator("[data-act=fire]").click()
    assert "It sets going: PRK" in page.inner_text("dialog")
    give(page)
    page.click("#tab-cases")
    page.select_option("#step-length", "86400")
    page.click("#step")  # the move takes a day
    page.click("#step")
    held = page.locator(".case[data-held=true]")
    held.wait_for()
    assert "North Korea tests" in page.inner_text("#strip .hand.urgent >> nth=0")
    assert "100 %" in held.locator(".odds tr[data-own=true]").inner_text()
    held.locator("button:has-text('Override: fails')").click()
    assert "needs its reason" in held.locator(".wrong").inner_text()
    held.locator("input").fill("The crew was not trained.")
    held.locator("button:has-text('Override: fails')").click()
    page.click("#step")
    page.click("#tab-events")
    page.wait_for_selector(".all-events li[data-override=true]")
    [failure] = [one for one in served.events("control", "launch") if one["override"]]
    assert failure["override"]["reason"] == "The crew was not trained."
    page.click(".all-events li[data-override=true] summary >> nth=0")
    page.wait_for_selector(".event-inside:has-text('control ruled fails, the computer proposed flies')")
    page.uncheck(".holds input[value=launch]")


def test_requests_and_orders_wait_for_a_word(page: Page, served: Served) -> None:
    page.click("#held-moves")
    page.fill("[aria-label='Search moves']", "denounce")
    page.check("dialog .check-list label:visible input")
    give(page)
    page.wait_for_selector(".held-moves:has-text('Denounce')")
    with served.client("usa-1") as usa:
        usa.post("/requests", json={"text": "May we send an envoy?"})
        assert usa.post("/orders", json={"move": "denounce", "target": "PRK"}).json()["stands"] == "accepted"
    page.click("#strip button:has-text('1 request to answer')")
    asked = page.locator(".case:has-text('May we send an envoy?')")
    asked.locator("input").fill("For a day.")
    asked.locator("button:has-text('Granted')").click()
    asked.wait_for(state="detached")
    page.click(".case:has-text('Denounce toward North Korea') button.primary")
    page.wait_for_selector("#strip:has-text('Nothing waits for you'), #strip:not(:has-text('to decide'))")
    assert [one["data"]["reason"] for one in served.events("usa-1", "answer")] == ["For a day."]
    until(lambda: [one for one in served.events("usa-1", "move") if one["data"]["move"] == "denounce"], page)


def test_a_cell_is_shown_exactly_as_its_seats_see_it(page: Page, served: Served) -> None:
    with served.client("usa-1") as usa:
        usa.post("/messages", json={"to": ["KOR"], "text": "Not for Tokyo."})
        usa.post("/messages", json={"to": ["JPN"], "text": "For Tokyo alone."})
    page.click("#tab-cells")
    page.click(".channel-strip.plain [data-cell=JPN]")
    page.click("#tab-cell-timeline")
    page.wait_for_selector(".timeline .events li:has-text('For Tokyo alone.')")
    with served.client("jpn-1") as japan:
        own = japan.get("/events?limit=5000").json()["events"]
        forces = japan.get("/forces").json()["forces"]
    shown = page.locator(".timeline .events li")
    until(lambda: shown.count() == min(len(own), 200), page)
    assert "Not for Tokyo." not in page.inner_text(".timeline")
    until(lambda: page.evaluate("standoff.earth.model.forces.size") == len(forces), page)
    assert page.get_attribute(".earth", "data-seen") == "JPN"
    page.select_option("#seen-by", "")
    until(lambda: page.evaluate("standoff.earth.model.forces.size") > len(forces), page)


def test_control_orders_and_writes_for_cells(page: Page, served: Served) -> None:
    page.click("#tab-cell-orders")
    page.click(".move-group button:has-text('Make a statement')")
    page.fill("#says", "Tokyo is watching.")
    page.click("#give")
    until(
        lambda: [one for one in served.events("jpn-1", "move") if one["data"].get("says") == "Tokyo is watching."],
        page,
    )
    page.click("#tab-messages")
    page.check(".composer input[value=CHN]")
    page.fill("#message-text", "Beijing, please answer.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".said.own:has-text('Beijing, please answer.')")
    assert served.events("chn-1", "message")[-1]["data"]["cell"] == "CONTROL"
    page.click("button[aria-pressed]:has-text('KOR · USA')")
    page.wait_for_selector(".said:has-text('Not for Tokyo.')")


def test_a_revoked_seat_is_out_at_once(page: Page, guest: Visitor) -> None:
    player = guest.sit("rus-1")
    page.click("#tab-seats")
    page.wait_for_selector("tr[data-seat=rus-1] .there")
    page.click("tr[data-seat=rus-1] button:has-text('Revoke')")
    page.click("dialog button.primary")
    until(lambda: player.url.endswith("/join"), player)
    page.wait_for_selector("tr[data-seat=rus-1] .chip:has-text('closed')")
    page.click("tr[data-seat=rus-1] button:has-text('New link')")
    page.click("dialog button.primary")
    page.wait_for_selector(".note:has-text('New link for rus-1: press Copy link')")
    page.click(".copy-all")
    page.wait_for_selector(".note:has-text('15 links copied')")
    page.click("#add-seat")
    page.fill("#asked-seat", "rus-2")
    page.fill("#asked-title", "Moscow 2")
    page.select_option("#asked-cell", "RUS")
    page.fill("#asked-passphrase", "Volga")
    give(page)
    page.wait_for_selector("tr[data-seat=rus-2] .chip:has-text('passphrase')")
    page.select_option("[aria-label='Who plays China']", "policy")
    page.wait_for_selector(".events li:has-text('China') .told-event:has-text('polic')")


def test_a_branch_begins_at_an_event(page: Page, guest: Visitor) -> None:
    page.click("#tab-events")
    page.click(".all-events li >> nth=4")
    page.click(".all-events details[open] button:has-text('Branch from here') >> nth=0")
    page.fill("#asked-title", "What if nobody answers")
    page.click("dialog .buttons button:not([type])")
    page.wait_for_selector("dialog:has-text('korea-2017-1-branch-1') .links li")
    assert page.locator("dialog .copy-all").count() == 1
    page.click("dialog button:has-text('Close')")
    page.click("#tab-branches")
    page.wait_for_selector(".tree .tree:has-text('What if nobody answers')")
    page.click("[aria-label='Links of What if nobody answers']")
    page.wait_for_selector("dialog .links li")
    page.click("dialog button:has-text('Close')")


def test_what_may_come_is_drawn_and_told(page: Page) -> None:
    page.click("#tab-ahead")
    page.fill("#ahead-runs", str(CONTINUATIONS))
    page.click("#ahead-start")
    page.wait_for_selector(".ends", timeout=60_000)
    first = page.locator(".chart").first
    assert "the median is" in str(first.locator("desc").text_content())
    assert f"of {CONTINUATIONS}" in page.inner_text(".ends")
    first.locator("summary").click()
    first.locator(".numbers tbody tr >> nth=10").wait_for()  # made when the browser tells that it was opened


def test_continuations_that_a_server_left_behind_are_told_as_such(page: Page) -> None:
    page.click("#tab-ahead")
    page.wait_for_selector("#ahead-start:enabled")
    stands = {"running": True}

    def stand(route: Route) -> None:
        asked = route.request.method == "GET"
        route.fulfill(json={**route.fetch().json(), **stands} if asked else {"started": True})

    page.route("**/api/control/ahead", stand)
    page.click("#ahead-start")
    page.wait_for_selector("#panel-ahead [role=status]:has-text('are being run')")
    assert page.is_disabled("#ahead-start")
    page.evaluate("standoff.app.live.cut()")
    stands["running"] = False
    page.wait_for_selector("#panel-ahead [role=status]:has-text('not being run any more')")
    assert page.is_enabled("#ahead-start")
    page.unroute("**/api/control/ahead")


def test_a_note_is_kept_on_an_event(page: Page) -> None:
    page.click("#tab-events")
    page.click(".all-events li >> nth=0")
    page.click(".all-events details[open] button:has-text('Note on this') >> nth=0")
    page.fill("#asked-text", "Nobody called Geneva back.")
    give(page)
    page.click("#tab-notes")
    page.wait_for_selector(".notes-list:has-text('Nobody called Geneva back.')")
    assert page.locator(".objectives li").count() == 10


def test_axe_finds_nothing_serious_in_either_look(page: Page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.click("#tab-events")
    page.fill("[aria-label='Search events']", "statement")  # a long list takes axe long and shows it nothing new
    page.click("#tab-cells")
    page.click("#tab-cell-situation")
    page.click("#tab-msel")
    assert serious(page) == []
    for panel in PANELS:
        page.click(f"#tab-{panel}")
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        assert serious(page, part=f"#panel-{panel}") == [], panel
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # what differs is colors alone
        assert serious(page, "color-contrast", part=f"#panel-{panel}") == [], panel
    assert serious(page, "color-contrast", part="header, .clock-bar, #strip, .tabs") == []
    for opened in ("#new-inject", "#held-moves", "#add-seat", "#endex-give"):
        page.evaluate("opened => document.querySelector(opened).click()", opened)
        assert serious(page, part="dialog") == [], opened
        page.keyboard.press("Escape")


def test_an_observer_reads_and_takes_notes_alone(guest: Visitor) -> None:
    page = guest.sit("observer")
    page.wait_for_selector(".msel tr:has-text('A call from Bern')")
    for gone in ("#turn", "#new-inject", "#msel-import", "#tab-seats", "#tab-branches", "[data-act=fire]"):
        assert page.locator(gone).count() == 0, gone
    page.click("#tab-notes")
    page.fill("#asked-note-text", "The cells write little.")
    page.click("text=Keep the note")
    page.wait_for_selector(".notes-list:has-text('The cells write little.')")


def test_a_tablet_shows_every_panel_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_selector("main[data-layout=narrow]")
    for panel in (*PANELS, "map"):
        page.click(f"#tab-{panel}")
        assert page.locator(f"#panel-{panel}").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), panel
    page.set_viewport_size({"width": 1366, "height": 768})


def test_after_endex_the_review_is_opened(page: Page, served: Served) -> None:
    by_hand = {"id": "paper", "title": "A paper", "when": None, "result": "open"}
    page.route("**/api/review", lambda route: route.fulfill(json={"objectives": [by_hand], "notes": []}))
    page.click("#endex-give")
    page.wait_for_selector("dialog:has-text('1 objective that you judge by hand is not judged yet')")
    page.unroute("**/api/review")
    page.fill("#asked-reason", "The time is up.")
    give(page)
    page.click("#open-review")
    page.wait_for_selector("#endex:has-text('Players may see the review')")
    assert page.get_attribute("#endex a", "href") == "/review"
    with served.client("usa-1") as usa:
        assert usa.get("/review").status_code == 200
    assert page.locator("[data-act=fire]").count() == 0
    assert page.locator("#strip .hand").count() == 0
    page.click("#tab-notes")
    until(lambda: page.locator(".objectives .chip:has-text('open')").count() == 0, page)
