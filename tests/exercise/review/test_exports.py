"""The files that are taken home: complete, safe whatever people wrote, and the same from the same review."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from pypdf import PdfReader

from exercise.review.reviews import AHEAD, HOSTILE, LESSON, review
from standoff.base.time import parse_utc
from standoff.engine.record import Record
from standoff.exercise.review import html, outline, pdf, xlsx
from standoff.views.figures.ahead import ahead_png, described, draw_ahead, leading

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("exercise-review")]

SECTIONS = (
    "In short", "Objectives", "What happened", "Decisive events", "Scorecards", "Injects", "Observations", "Lessons",
    "What might have come", "Replay",
)  # fmt: skip


class Tags(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page() -> Tags:
    return Tags(html.render(review()))


def test_the_page_has_no_script_and_asks_for_nothing(page: Tags) -> None:
    assert "script" not in page.tags
    assert all(link.startswith("#") for link in page.links)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_holds_all_sections_and_what_people_wrote_as_text(page: Tags) -> None:
    for section in SECTIONS:
        assert section in page.text
    for text in ("<script>alert(1)</script>", "서울", LESSON, "the computer proposed", "credibility of <the promise>"):
        assert text in page.text or text.capitalize() in page.text


def test_the_page_links_to_what_it_holds(page: Tags) -> None:
    assert any(re.fullmatch(r"#e\d+", link) for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_the_print_holds_all_sections_and_marks_what_its_type_lacks() -> None:
    content = pdf.render(review())
    reader = PdfReader(BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Guam & <others>: after-action review"
    assert [entry.title for entry in flat(reader.outline) if entry.title in SECTIONS] == list(SECTIONS)
    text = " ".join(page.extract_text() for page in reader.pages)
    told = " ".join(text.split())
    for wanted in (LESSON, "<script>alert(1)</script>", "\ufffd\ufffd", "holds below", "Ruled by control", "page 2"):
        assert wanted in told
    assert "서울" not in text


def flat(entries: Any) -> list[Any]:
    return [one for entry in entries for one in (flat(entry) if isinstance(entry, list) else [entry])]


def test_the_workbook_holds_every_event_with_its_types_and_no_formula() -> None:
    made = review()
    book = load_workbook(BytesIO(xlsx.render(made)))
    assert book.sheetnames == [
        "Overview", "Objectives", "Events", "Injects", "Scorecards", "Notes", "What might have come",
    ]  # fmt: skip
    sheet = book["Events"]
    assert (sheet.max_row, sheet.freeze_panes) == (len(made.events) + 1, "A2")
    assert sheet.auto_filter.ref == f"A1:M{len(made.events) + 1}"
    for row, event in zip(sheet.iter_rows(min_row=2), made.events, strict=True):
        number, time, t_s, kind, *_ = (cell.value for cell in row)
        assert (number, t_s, kind) == (event["id"], pytest.approx(event["t_s"]), event["kind"])
        assert isinstance(time, datetime)
        assert abs((time - parse_utc(event["time"]).replace(tzinfo=None)).total_seconds()) < 0.002
    for other in book:
        assert (other.print_title_rows, other.page_setup.orientation) == ("$1:$1", "landscape")
        assert other.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.data_type != "f" for row in other.iter_rows() for cell in row)
    notes = [unescape(str(cell.value)) for cell in book["Notes"]["B"]]
    assert notes == ["Text", HOSTILE.replace("\x07", "\ufffd"), LESSON]
    assert book["Notes"]["B2"].quotePrefix


@pytest.mark.parametrize("export", [html.render, pdf.render, xlsx.render])
def test_the_same_review_gives_the_same_bytes(export: Any) -> None:
    assert export(review()) == export(review())


def test_the_workbook_says_nothing_of_when_it_was_made() -> None:
    with zipfile.ZipFile(BytesIO(xlsx.render(review()))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(datetime.now().year).encode() not in archive.read("docProps/core.xml")


def test_very_many_events_do_not_make_page_and_print_explode(monkeypatch: pytest.MonkeyPatch) -> None:
    made = review()
    monkeypatch.setattr(outline, "MOST_TOLD", 20)
    monkeypatch.setattr(outline, "MOST_DECISIVE", 2)
    told = outline.Outline(made)
    assert sum(len(day.lines) for day in told.days) == 20
    assert f"Told here: 20 of {len(made.events)} events." in told.left_out
    assert any(group.more for group in told.groups)
    assert "more are in the workbook" in html.render(made)


def test_a_review_of_nothing_can_be_taken_home() -> None:
    made = review()
    record = made.run.record
    endex = {**record.events[-1], "id": 2, "cause": None, "data": {"events": 2}}
    bare = replace(made, run=replace(made.run, record=Record(record.header, (record.events[0], endex))), ahead=None)
    bare = replace(bare, later_notes=())
    assert "Control did not have the exercise run on." in html.render(bare)
    assert len(PdfReader(BytesIO(pdf.render(bare))).pages) >= 1
    assert load_workbook(BytesIO(xlsx.render(bare)))["Events"].max_row == 3


# The figure.


def test_the_figure_tells_what_it_shows() -> None:
    startex = parse_utc("2017-07-28T12:00:00Z")
    assert [one["name"] for one in leading(AHEAD)] == ["rung", "fired", "tone PRK USA", "credibility usa-jpn"]
    svg = draw_ahead(AHEAD, startex)
    assert svg is not None
    assert svg == draw_ahead(AHEAD, startex)
    assert svg.startswith('<svg role="img"')
    assert "<title" in svg
    assert "credibility of &lt;the promise&gt;" in svg.lower()
    told = described(AHEAD, startex)
    assert "Highest rung of anybody: 2 in the exercise, 2 at the end of the runs (1 to 3)." in told
    assert ahead_png(AHEAD, startex) == ahead_png(AHEAD, startex)


def test_there_is_no_figure_where_nothing_was_run_on() -> None:
    startex = parse_utc("2017-07-28T12:00:00Z")
    assert draw_ahead({**AHEAD, "runs": 0}, startex) is None
    assert ahead_png({**AHEAD, "runs": 0}, startex) is None
