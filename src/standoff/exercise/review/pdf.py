"""The review for print, as PDF: the sections of the page, with bookmarks and page numbers.

Equal reviews give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    Image,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from standoff.exercise.review.outline import CARD_HEADS, Decisive, Line, Outline
from standoff.exercise.review.review import Review
from standoff.views.figures.ahead import ahead_png, caption
from standoff.views.figures.fonts import dejavu
from standoff.views.wording import shortened

REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
_SANS, _BOLD, _MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"
_MARGIN: Final = 17 * mm
_WIDTH: Final = A4[0] - 2 * _MARGIN
# What is longer is cut in print; the page and the workbook have it whole.
_LONGEST: Final = 900
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INK, _SOFT, _LINE, _WASH, _WARN = (
    colors.HexColor(one) for one in ("#1c2024", "#5a626b", "#d9dee4", "#f4f6f8", "#fff3d1")
)


def _style(name: str, size: float, font: str = _SANS, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=1.32 * size, textColor=_INK, **more)


_TITLE = _style("title", 19, _BOLD, spaceAfter=3)
_H1 = _style("h1", 13, _BOLD, spaceBefore=13, spaceAfter=4)
_H2 = _style("h2", 9.5, _BOLD, spaceBefore=8, spaceAfter=3)
_LEAD = _style("lead", 11, _BOLD, spaceBefore=5, spaceAfter=5)
_TEXT = _style("text", 9, spaceAfter=3)
_ITEM = _style("item", 9, leftIndent=10, bulletIndent=1, spaceAfter=2)
_CELL = _style("cell", 7.5)
_HEAD = _style("head", 7.5, _BOLD)
_SMALL = _style("small", 7.5, spaceAfter=3)
_CODE = _style("code", 8, _MONO, backColor=_WASH, borderPadding=4, spaceBefore=5, spaceAfter=7)
_RULED = _style("ruled", 7.5, backColor=_WARN, borderPadding=2, spaceBefore=3, spaceAfter=3)


def render(review: Review) -> bytes:
    """The document."""
    _register()
    printer = _Printer(Outline(review))
    story = printer.story()
    stream = BytesIO()
    document = _Document(stream, printer.set(review.title))
    document.build(story)
    return stream.getvalue()


def _register() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for face in (_SANS, _BOLD, _MONO):
        if face not in known:
            pdfmetrics.registerFont(TTFont(face, str(dejavu(face))))
    pdfmetrics.registerFontFamily(_SANS, normal=_SANS, bold=_BOLD, italic=_SANS, boldItalic=_BOLD)


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Pages with the title and their number below, and a bookmark for every heading."""

    def __init__(self, stream: BytesIO, title: str) -> None:
        super().__init__(
            stream, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=15 * mm, bottomMargin=17 * mm,
            title=f"{title}: after-action review", author="Standoff", subject="After-action review", invariant=1,
            creator="Standoff", lang="en",
        )  # fmt: skip
        self._name = shortened(title, 90)
        self._headings = 0
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._foot)])

    def _foot(self, canvas: Any, _: Any) -> None:
        canvas.saveState()
        canvas.setFont(_SANS, 7.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN, 10 * mm, self._name)
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, f"page {canvas.getPageNumber()}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 (a name of reportlab's)
        """Bookmark a heading."""
        level = {"h1": 0, "h2": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is None:
            return
        self._headings += 1
        key = f"heading-{self._headings}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level, closed=level == 0)


class _Printer:
    """Makes the flowing parts of the document."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.lacking = False
        self._known = pdfmetrics.getFont(_SANS).face.charToGlyph

    def story(self) -> list[Any]:
        """All sections in order."""
        parts = [
            *self._opening(), *self._objectives(), *self._happened(), *self._decisive(), *self._cards(),
            *self._injects(), *self._notes("Observations", "observation"), *self._notes("Lessons", "lesson"),
            *self._ahead(), *self._again(),
        ]  # fmt: skip
        if self.lacking:
            told = f"Characters that the type of this print lacks stand as {REPLACED}; "
            parts.append(Paragraph(f"{told}the page and the workbook have them.", _SMALL))
        return parts

    def set(self, text: str) -> str:
        """The text with what the type lacks replaced by a visible mark."""
        clean = _CONTROLS.sub(" ", text)
        kept = "".join(one if ord(one) in self._known or one in "\n\t" else REPLACED for one in clean)
        self.lacking = self.lacking or REPLACED in kept
        return kept

    def markup(self, text: str, longest: int = _LONGEST) -> str:
        """The text as a paragraph takes it."""
        return escape(self.set(shortened(text, longest)))

    def cell(self, text: str, style: ParagraphStyle = _CELL) -> Paragraph:
        """A cell of a table."""
        return Paragraph(self.markup(text).replace("\n", "<br/>"), style)

    def heading(self, text: str, style: ParagraphStyle = _H1) -> list[Any]:
        """A heading, with its bookmark; never the last thing of a page."""
        return [CondPageBreak(28 * mm), Paragraph(self.markup(text, 120), style)]

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Any]], shares: Sequence[float]) -> Table:
        """A table that breaks across pages and repeats its head."""
        head = [Paragraph(escape(one), _HEAD) for one in heads]
        body = [[one if isinstance(one, (Paragraph, list)) else self.cell(str(one)) for one in row] for row in rows]
        whole = sum(shares)
        table = Table(
            [head, *body], [_WIDTH * share / whole for share in shares], repeatRows=1, splitByRow=1, splitInRow=1,
            hAlign="LEFT",
        )  # fmt: skip
        table.setStyle(
            TableStyle([
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 1.0, _LINE),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, _LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ])
        )  # fmt: skip
        return table

    def _opening(self) -> list[Any]:
        outline = self.outline
        about = "After-action review of a simulated exercise, from public parameters."
        if not outline.review.ended:
            about += " The exercise is not over: this is how it stands."
        return [
            Paragraph(self.markup(outline.review.title), _TITLE),
            Paragraph(about, _TEXT),
            self.table(("", ""), outline.facts, (22, 78)),
            *self.heading("In short"),
            Paragraph(self.markup(outline.headline), _LEAD),
            *(Paragraph(self.markup(one), _ITEM, bulletText="•") for one in outline.in_short),
        ]

    def _objectives(self) -> list[Any]:
        rows = [
            (one.title, one.whose, one.asked, f"{one.mark} {one.result}", one.time) for one in self.outline.objectives
        ]
        heads = ("Objective", "Whose", "Asked", "Result", "First true, UTC")
        return [*self.heading("Objectives"), self.table(heads, rows, (34, 14, 27, 12, 16)) if rows else _none()]

    def _happened(self) -> list[Any]:
        parts: list[Any] = [*self.heading("What happened"), Paragraph(self.markup(self.outline.left_out), _TEXT)]
        for day in self.outline.days:
            parts += self.heading(day.title, _H2)
            heads = ("Event", "UTC", "What happened", "Because of")
            parts.append(self.table(heads, [self._row(line) for line in day.lines], (7, 15, 50, 31)))
        return parts

    def _row(self, line: Line) -> tuple[Any, ...]:
        told: list[Any] = [self.cell(line.sentence)]
        if line.ruled:
            told.append(self.cell(line.ruled, _RULED))
        because = "" if line.cause is None else f"{line.cause}: {shortened(line.because, 200)}"
        return str(line.id), line.time, told, because

    def _decisive(self) -> list[Any]:
        parts: list[Any] = [*self.heading("Decisive events")]
        for group in self.outline.groups:
            parts += self.heading(group.title, _H2)
            for one in group.events:
                parts += self._turn(one)
            if group.more:
                parts.append(Paragraph(f"{group.more:,} more are in the workbook.", _SMALL))
        return parts if self.outline.groups else [*parts, _none()]

    def _turn(self, one: Decisive) -> list[Any]:
        line = one.line
        told = f"<b>{line.time}</b>, event {line.id}: {self.markup(line.sentence)}"
        facts = [f"The computer's odds: {one.odds}."] if one.odds else []
        if one.draws:
            facts.append(f"Drawn: {', '.join(one.draws)}.")
        facts.append(f"Begun by: {one.began}.")
        parts = [Paragraph(told, _SMALL)]
        if line.ruled:
            parts.append(self.cell(line.ruled, _RULED))
        parts.append(Paragraph(self.markup(" ".join(facts)), _SMALL))
        behind = _style("behind", 7.5, leftIndent=20, bulletIndent=8)
        for cause in one.behind:
            ruled = f" {cause.ruled}" if cause.ruled else ""
            text = self.markup(f"{cause.time}, event {cause.id}: {shortened(cause.sentence, 300)}{ruled}")
            parts.append(Paragraph(text, behind, bulletText="←"))
        return [*parts, Spacer(1, 5)]

    def _cards(self) -> list[Any]:
        rows = self.outline.cards
        turned = [[head, *(row[place] for row in rows)] for place, head in enumerate(CARD_HEADS) if place]
        heads = ["", *(self.set(row[0]) for row in rows)]
        return [*self.heading("Scorecards"), self.table(heads, turned, (16, *(13 for _ in rows)))]

    def _injects(self) -> list[Any]:
        heads = ("No.", "Inject", "Fired, UTC", "Fed to", "First after it")
        rows = [
            (number, title, time, seen, "\n".join(shortened(one, 160) for one in first.split("\n")))
            for number, title, time, seen, first in self.outline.injects
        ]
        return [*self.heading("Injects"), self.table(heads, rows, (8, 23, 15, 18, 39)) if rows else _none()]

    def _notes(self, title: str, kind: str) -> list[Any]:
        notes = self.outline.notes(kind)
        told = [
            Paragraph(
                f'{self.markup(text, 4000)} <font color="#5a626b" size="7.5">{self.markup(about)}</font>',
                _ITEM, bulletText="•",
            )
            for text, about in notes
        ]  # fmt: skip
        return [*self.heading(title), *(told or [_none()])]

    def _ahead(self) -> list[Any]:
        ahead: Any = self.outline.review.ahead
        png = None if ahead is None else ahead_png(ahead, self.outline.startex)
        parts: list[Any] = [*self.heading("What might have come")]
        if png is None:
            return [*parts, Paragraph("Control did not have the exercise run on.", _TEXT)]
        image = Image(BytesIO(png))
        image._restrictSize(_WIDTH, 210 * mm)
        return [*parts, image, Paragraph(self.markup(caption(ahead, self.outline.startex)), _SMALL)]

    def _again(self) -> list[Any]:
        return [
            *self.heading("Replay"),
            Paragraph("The record holds the scenario, the seed, what every cell and control did, and every event. Its "
                      "inputs, run again, give the same events byte for byte:", _TEXT),
            *(Paragraph(self.markup(one), _CODE) for one in self.outline.replay),
            Paragraph(f"SHA-256 of the record: {self.outline.sha256}", _SMALL),
        ]  # fmt: skip


def _none() -> Paragraph:
    return Paragraph("None.", _TEXT)
