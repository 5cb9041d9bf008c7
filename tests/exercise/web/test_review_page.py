"""The page of the after-action review, in a real browser against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from exercise.web.browsing import Served, Visit, serious, until
from exercise.web.reviewed import HOSTILE, play_to_endex

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("exercise-web")]

Look = Callable[..., "Page"]
GLOBE = "try { localStorage.setItem('standoff.earth', 'globe') } catch {}"


class Reviewed(Served):
    """A server of an exercise that is over; `case` is what control ruled on."""

    case: dict[str, Any]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    with Reviewed(tmp_path_factory.mktemp("reviewed")) as server:
        with server.client("control") as control:
            server.case = play_to_endex(control)
        yield server


@pytest.fixture
def look(visit: Visit, served: Reviewed) -> Look:
    """Opens the review for a seat."""

    def come(seat: str = "control", script: str | None = None, **options: Any) -> Page:
        visitor = visit(**options)
        if script is not None:
            visitor.context.add_init_script(script)
        return visitor.go(seat, "/review")

    return come


def ready(page: Page) -> None:
    page.wait_for_selector(".review-earth[data-ready=true]", state="attached")


def number_of(served: Reviewed, page: Page) -> int:
    """The event that control ruled on."""
    (n,) = page.evaluate("[...standoff.review.columns.overrides]")
    return int(n)


def test_the_page_begins_with_what_was_played_and_how_it_came_out(look: Look, served: Reviewed) -> None:
    page = look()
    facts = page.inner_text(".review-facts")
    assert "28 Jul 2017" in facts
    assert "Objectives:" in facts
    until(lambda: page.inner_text("#status") == "ended", page)
    assert page.get_attribute("#event-list .rows > div >> nth=0", "data-n") == "1"
    until(lambda: "STARTEX" in page.inner_text("#event-1"), page)


def test_the_playhead_is_scrubbed_stepped_and_played(look: Look) -> None:
    page = look()
    ready(page)
    assert page.inner_text("#shown-at").startswith("28 Jul 2017, 12:00:00")
    page.evaluate("standoff.review.timeline.whole()")
    stage = page.locator(".stage").bounding_box()
    assert stage is not None
    page.mouse.move(stage["x"] + 300, stage["y"] + 8)
    page.mouse.down()
    page.mouse.move(stage["x"] + 700, stage["y"] + 8, steps=5)
    page.mouse.up()
    scrubbed = page.inner_text("#shown-at")
    assert scrubbed.startswith(("10 Aug", "11 Aug", "12 Aug", "13 Aug", "14 Aug"))
    page.keyboard.press(".")
    until(lambda: page.locator(".detail h2").count() == 1, page)
    stepped = page.evaluate("standoff.review.selected")
    page.keyboard.press(",")
    assert page.evaluate("standoff.review.selected") < stepped
    page.fill("#speed", "86400")
    page.keyboard.press("Tab")
    before = page.evaluate("standoff.review.playhead.now")
    page.click("#play")
    until(lambda: page.evaluate("standoff.review.playhead.now") > before + 40_000, page)
    page.click("#play")
    assert page.get_attribute("#play", "aria-pressed") == "false"


def test_the_time_line_zooms_moves_and_selects(look: Look, served: Reviewed) -> None:
    page = look()
    n = number_of(served, page)
    page.hover(".stage", position={"x": 700, "y": 60})
    page.mouse.wheel(0, -900)
    until(lambda: page.evaluate("standoff.review.timeline.span < standoff.review.timeline.end / 3"), page)
    page.focus(".stage")
    start = page.evaluate("standoff.review.timeline.from")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("standoff.review.timeline.from") > start
    page.evaluate("n => standoff.review.timeline.view(standoff.review.columns.t[n - 1] - 3, 6)", n)
    page.evaluate("standoff.review.timeline.paint()")
    x, y, found = page.evaluate("n => standoff.review.timeline.spots.find((spot) => spot[2] >= n)", n)
    page.click(".stage", position={"x": x, "y": y})
    until(lambda: page.evaluate("standoff.review.selected") == found, page)


def test_an_overridden_intercept_is_traced_to_the_order_behind_it(look: Look, served: Reviewed) -> None:
    page = look()
    page.click("#decisive")
    until(lambda: " of " in page.inner_text("#shown-count"), page)
    n = number_of(served, page)
    page.evaluate("n => standoff.review.list.reveal(n)", n)
    page.click(f"#event-{n}.ruled")
    page.wait_for_selector(".detail .ruling")
    told = page.inner_text(".detail")
    assert "the lesson needs it" in page.inner_text(".detail .ruling >> nth=0")
    assert served.case["proposal"] in page.inner_text(".detail .ruling >> nth=0")
    assert "Odds: hit 60 %" in told
    assert "reliability 0.9604 (holds below" in told
    assert "Begun by an order of people." in told
    steps = page.locator(".detail ol.chain > li").all_inner_texts()
    assert "fires interceptor" in steps[0]
    assert "orders: carry out threat" in steps[-1]
    page.click(".detail ol.chain > li:last-child .step")
    until(lambda: "carry out threat" in page.inner_text(".detail h2"), page)
    page.click(".detail summary")
    page.wait_for_selector(".effects li")


def test_words_are_searched_and_kinds_are_hidden(look: Look) -> None:
    page = look()
    page.keyboard.press("/")
    page.keyboard.type("word before any move")
    until(lambda: page.inner_text("#shown-count").startswith("1 of"), page)
    until(lambda: "We expect word" in page.inner_text("#event-list"), page)
    page.fill("[aria-label='Search events']", "")
    until(lambda: "of" not in page.inner_text("#shown-count"), page)
    page.click(".legend button:has-text('Missiles')")
    assert " of " in page.inner_text("#shown-count")
    assert page.get_attribute(".legend button:has-text('Missiles')", "aria-pressed") == "false"


def test_objectives_lead_to_the_moment_at_which_they_came_true(look: Look) -> None:
    page = look()
    page.click("#tab-objectives")
    page.click("tr:has-text('No missile is fired in anger') button.link")
    until(lambda: "No missile is fired in anger" in page.inner_text(".detail h2"), page)
    assert page.inner_text("#shown-at").startswith("8 Aug 2017, 18:00:")
    for tab, wanted in (("cards", "Highest rung"), ("injects", "Opening")):
        page.click(f"#tab-{tab}")
        assert wanted in page.inner_text(f"#panel-{tab}")


def test_what_nobody_judged_is_not_told_as_missed(look: Look) -> None:
    page = look()

    def leave_unjudged(route: Route) -> None:
        answer = route.fetch()
        review = answer.json()
        review["objectives"][0].update(when=None, result="unjudged", event=None, t_s=None)
        route.fulfill(response=answer, json=review)

    page.route("**/api/review", leave_unjudged)
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert "1 · not judged" in page.inner_text(".review-facts")
    page.click("#tab-objectives")
    told = page.inner_text("#panel-objectives tbody tr >> nth=0")
    assert all(words in told for words in ("not judged", "judged by hand", "not known"))


def test_the_files_are_handed_to_the_reader(look: Look, tmp_path: Path) -> None:
    page = look()
    for file, name in (("export.html", "review.html"), ("export.pdf", "review.pdf"), ("export.xlsx", "review.xlsx"),
                       ("record.jsonl", "record.jsonl")):  # fmt: skip
        with page.expect_download(timeout=60_000) as got:
            page.click(f"[data-file='{file}']")
        assert got.value.suggested_filename == name
        got.value.save_as(tmp_path / name)
    assert "After-action review" in (tmp_path / "review.html").read_text()
    assert len(PdfReader(tmp_path / "review.pdf").pages) > 3
    assert "Events" in load_workbook(tmp_path / "review.xlsx").sheetnames
    assert (tmp_path / "record.jsonl").read_text().startswith('{"standoff_record"')


def test_a_note_is_kept_and_shown_as_text(look: Look, served: Reviewed) -> None:
    page = look()
    page.evaluate("n => standoff.review.select(n)", number_of(served, page))
    page.click("#tab-notes")
    assert HOSTILE in page.inner_text(".notes")
    page.fill("#note-text", "<i>Ask</i> the odds before you shoot")
    page.select_option("#note-kind", "lesson")
    page.check("#note-about")
    page.keyboard.press("Control+Enter")
    page.click("#note-send")
    until(lambda: "<i>Ask</i> the odds" in page.inner_text(".notes"), page)
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.click("#tab-notes")
    assert "<i>Ask</i> the odds" in page.inner_text(".notes")
    page.click(".notes button:has-text('about event')")
    page.wait_for_selector(".detail .ruling")


def test_control_has_the_exercise_run_on_from_the_playhead(look: Look) -> None:
    page = look()
    page.evaluate("standoff.review.playhead.jump(5 * 86400)")
    page.click("#tab-ahead")
    page.fill("#ahead-runs", "3")
    page.click("#ahead-start:has-text('2 Aug')")
    page.wait_for_selector(".band-chart", timeout=90_000)
    assert "3 continuations from 2 Aug" in page.inner_text("#panel-ahead")
    assert page.locator(".band-chart .live").count() >= 6


def test_players_see_it_once_control_says_so(look: Look, served: Reviewed) -> None:
    page = look("usa-1")
    assert "opens after ENDEX, when control says so" in page.inner_text("main")
    control = look()
    control.click("#open-review")
    control.wait_for_selector("#open-review:has-text('Hide it from players')")
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.locator("#open-review, #ahead-start, .note-form").count() == 0
    control.click("#open-review")
    control.wait_for_selector("#open-review:has-text('Let players see it')")


def test_the_globe_shows_the_moment_of_the_playhead(look: Look) -> None:
    page = look(script=GLOBE)
    ready(page)
    if page.evaluate("standoff.review.picture.view.kind") != "globe":
        pytest.skip("no WebGL here")
    page.evaluate("standoff.review.playhead.jump(86400)")
    shown = "Cesium.JulianDate.toIso8601(standoff.review.picture.view.widget.clock.currentTime, 0)"
    until(lambda: page.evaluate(shown) == "2017-07-29T12:00:00Z", page)
    page.click("#change-earth")
    until(lambda: page.evaluate("standoff.review.picture.view?.kind") == "map", page)
    until(lambda: page.inner_text(".review-earth .credit") == "Natural Earth", page)


def test_the_page_can_be_used_by_all(look: Look, served: Reviewed) -> None:
    page = look()
    ready(page)
    page.evaluate("n => standoff.review.select(n)", number_of(served, page))
    page.wait_for_selector(".detail .ruling")
    for width in (1366, 1024):
        page.set_viewport_size({"width": width, "height": 768})
        for tab in ("events", "objectives", "cards", "injects", "notes", "ahead"):
            page.click(f"#tab-{tab}")
            page.emulate_media(color_scheme="light")
            assert serious(page) == [], (width, tab)
            page.emulate_media(color_scheme="dark")  # what differs is colors alone
            assert serious(page, "color-contrast") == [], (width, tab)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
