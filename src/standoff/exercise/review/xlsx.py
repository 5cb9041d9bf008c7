"""The tables of a review with every event, as a workbook (.xlsx): for filters, sums and figures of one's own.

Text is text and never a formula, numbers are numbers, times are dates; equal reviews give equal bytes.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from standoff.base.time import after
from standoff.exercise.msel.workbook import escaped
from standoff.exercise.review.outline import CARD_HEADS, Outline
from standoff.exercise.review.review import Event, Review
from standoff.exercise.review.rows import with_rows
from standoff.exercise.sheets import as_head, set_up
from standoff.views.wording import shortened

# Rows that a sheet may hold, its head among them.
MOST_ROWS: Final = 1_048_576
_LONGEST_CELL: Final = 32_767
_LONGEST_DATA: Final = 4_000
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MODIFIED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_EVENTS: Final = "xl/worksheets/sheet3.xml"
_MOMENT: Final = "yyyy-mm-dd hh:mm:ss.000"
_IN_SECONDS: Final = ("Median answer", "Played by people")

OBJECTIVE_COLUMNS: Final = (
    ("Id", 18), ("Objective", 60), ("Cell", 20), ("Asked", 50), ("Result", 12), ("First true, UTC", 23),
    ("Event", 8),
)  # fmt: skip
INJECT_COLUMNS: Final = (
    ("Inject", 22), ("No.", 8), ("Title", 50), ("Fired, UTC", 23), ("Event", 8), ("Fed to", 30), ("Cell", 10),
    ("First event", 11), ("After, s", 12), ("First after it", 80),
)  # fmt: skip
AHEAD_COLUMNS: Final = (
    ("Line", 24), ("Title", 40), ("t, s", 12), ("Time, UTC", 23), ("In the exercise", 15), ("5 %", 10),
    ("50 %", 10), ("95 %", 10),
)  # fmt: skip
EVENT_COLUMNS: Final = (
    ("Event", 8), ("Time, UTC", 23), ("t, s", 12), ("Kind", 18), ("Actor", 9), ("Target", 22), ("Sentence", 90),
    ("Because of", 11), ("Override", 45), ("Draws", 30), ("Seen by", 18), ("CAMEO", 8), ("Data", 60),
)  # fmt: skip


def render(review: Review) -> bytes:
    """The workbook."""
    outline = Outline(review)
    book = Workbook(write_only=True)
    sheet = _Sheets(book)
    sheet.add("Overview", (("What", 28), ("Told", 100)), _overview(outline))
    sheet.add("Objectives", OBJECTIVE_COLUMNS, _objectives(outline))
    events = review.events[: MOST_ROWS - 1]
    sheet.add("Events", EVENT_COLUMNS, [(outline.startex.replace(tzinfo=None), "=")], len(events) + 1)
    sheet.add("Injects", INJECT_COLUMNS, _injects(outline))
    cards = tuple((f"{head}, s" if head in _IN_SECONDS else head, 18) for head in CARD_HEADS)
    sheet.add("Scorecards", cards, _cards(review))
    sheet.add("Notes", (("Kind", 14), ("Text", 90), ("By", 14), ("About", 80)), _notes(outline))
    sheet.add("What might have come", AHEAD_COLUMNS, _ahead(outline))
    stream = BytesIO()
    book.save(stream)
    return _finished(stream.getvalue(), ([_clean(cell) for cell in _event(outline, event)] for event in events))


class _Sheets:
    """Adds sheets to a book that is written row by row."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def add(
        self, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], size: int | None = None
    ) -> None:
        """A sheet with a header that stays and filters. Texts go in as texts, numbers and times as themselves.

        `size`: how many rows it will have with its head, if others than these.
        """
        sheet = self._book.create_sheet(title)
        set_up(sheet, [width for _, width in columns])
        head = [WriteOnlyCell(sheet, name) for name, _ in columns]
        for cell in head:
            as_head(cell)
        sheet.append(head)
        count = 1
        for row in rows:
            sheet.append([self._cell(sheet, value) for value in row])
            count += 1
        whole = f"A1:{get_column_letter(len(columns))}{size or count}"
        sheet.auto_filter.ref = whole
        sheet.print_area = whole  # long texts in the last column would make it wider

    def _cell(self, sheet: Any, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(sheet, value)
        if isinstance(value, datetime):
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = _MOMENT
            return cell
        return value

    def _text(self, sheet: Any, text: str) -> Any:
        """Text, and never a formula, a number or an error, whatever it looks like."""
        held = _clean(text)
        if not held or held[0] not in "=+-@#":
            return held or None
        cell = WriteOnlyCell(sheet, held)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell


def _clean(value: Any) -> Any:
    """Text as a cell can hold it; anything else as it is."""
    if not isinstance(value, str):
        return value
    held = escaped(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value))
    return shortened(held, _LONGEST_CELL // 2)


def _overview(outline: Outline) -> Iterator[tuple[str, Any]]:
    yield "Exercise", outline.review.title
    yield "", outline.headline
    yield from outline.facts
    yield from (("In short", one) for one in outline.in_short)
    for name in ("Record, SHA-256", "Scenario, SHA-256"):
        yield name, outline.sha256 if name.startswith("Record") else outline.review.run.record.header["scenario_sha256"]
    if len(outline.review.events) >= MOST_ROWS:
        yield "Left out", f"events after number {MOST_ROWS - 1:,}, for which a sheet has no rows; the record has them"


def _objectives(outline: Outline) -> Iterator[tuple[Any, ...]]:
    for told, one in zip(outline.objectives, outline.review.objectives, strict=True):
        yield told.id, told.title, told.whose, told.asked, told.result, _moment(outline, one["t_s"]), told.event


def _event(outline: Outline, event: Event) -> tuple[Any, ...]:
    given = event["override"]
    ruled = f"{given['outcome']} for {given['proposal']}, by {given['by']}: {given['reason']}" if given else ""
    draws = "; ".join(f"{draw['stream']} {draw['value']:.6f}" for draw in event["draws"])
    seen = event["visible_to"]
    return (
        event["id"], _moment(outline, event["t_s"]), event["t_s"], event["kind"], event["actor"], event["target"],
        outline.review.sentences[event["id"] - 1], event["cause"], ruled, draws,
        "all" if seen == ["*"] else ", ".join(seen) or "control", event["cameo"],
        shortened(json.dumps(event["data"], ensure_ascii=False), _LONGEST_DATA) if event["data"] else "",
    )  # fmt: skip


def _injects(outline: Outline) -> Iterator[tuple[Any, ...]]:
    sentences = outline.review.sentences
    for one in outline.review.injects:
        when = _moment(outline, one["t_s"]) or one["state"]
        begin = (one["inject"], one["number"], one["title"], when, one["event"], ", ".join(one["seen"]))
        for first in one["first"]:
            yield *begin, first["cell"], first["event"], first["after_s"], sentences[first["event"] - 1]
        if not one["first"]:
            yield *begin, None, None, None, None


def _cards(review: Review) -> Iterator[tuple[Any, ...]]:
    for card in review.cards:
        yield (
            card["title"], card["orders"], card["refused"], card["by_control"], sum(card["moves"].values()),
            card["tone_sent"], card["messages"], card["requests"], card["injects"], card["answered"],
            card["median_answer_s"], card["highest_rung"], card["people_s"],
        )  # fmt: skip


def _notes(outline: Outline) -> Iterator[tuple[Any, ...]]:
    for kind in ("observation", "lesson"):
        notes = [note for note in outline.review.notes if note.get("note", "observation") == kind]
        for note, (text, about) in zip(notes, outline.notes(kind), strict=True):
            yield kind, text, note.get("by"), about


def _ahead(outline: Outline) -> Iterator[tuple[Any, ...]]:
    for line in (outline.review.ahead or {}).get("lines", ()):
        for t_s, value in line["live"]:
            yield line["name"], line["title"], t_s, _moment(outline, t_s), value, None, None, None
        for t_s, *band in line["band"]:
            yield line["name"], line["title"], t_s, _moment(outline, t_s), None, *band


def _moment(outline: Outline, t_s: float | None) -> datetime | None:
    """A time of the exercise as a spreadsheet's date, which knows no zones: UTC."""
    return None if t_s is None else after(outline.startex, float(t_s)).replace(tzinfo=None)


def _finished(content: bytes, events: Iterable[Sequence[Any]]) -> bytes:
    """The same workbook with its events, and without the time of day at which it was written."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in before.infolist():
            inside = before.read(part)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as out:
                if part.filename == _EVENTS:
                    for piece in with_rows(inside, events):
                        out.write(piece)
                else:
                    core = part.filename == "docProps/core.xml"
                    out.write(_MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", inside) if core else inside)
    return stream.getvalue()
