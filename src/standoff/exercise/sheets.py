"""What every sheet of a workbook looks like: its head, and how it is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

# Characters side by side on a page. A4 holds some 140 in full size (7 pixels of 1/96 inch each, margins of 0.75 inch),
# so letters are at least two thirds of that.
_MOST_WIDTH: Final = 210.0
_LINE_PT: Final = 15.0
_TALLEST_PT: Final = 409.0  # that a row may be
_HEAD_FONT: Final = Font(bold=True)
_HEAD_FILL: Final = PatternFill("solid", start_color="FFD9E2EC")


def as_head(cell: Any) -> None:
    """Make a cell look like the head of its column."""
    cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL


def set_up(sheet: Any, widths: Sequence[float], freeze: str = "A2") -> None:
    """Columns of these widths (characters), with the head in sight on the screen and on every page of paper.

    Paper is A4 in landscape, as many pages wide as letters of a readable size need. To be called before the first row
    of a sheet that is only written.
    """
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = freeze
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = math.ceil(sum(widths) / _MOST_WIDTH), 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def make_room(sheet: Any, widths: Sequence[float]) -> None:
    """Rows as high as their wrapped texts need: not every program sees to it when it opens or prints a sheet."""
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        lines = max(_lines(str(value or ""), width) for value, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = min(lines * _LINE_PT, _TALLEST_PT)


def _lines(text: str, width: float) -> int:
    # Words are not cut, so a tenth of a line stays empty.
    return sum(max(math.ceil(len(line) / (0.9 * width)), 1) for line in text.splitlines() or [""])
