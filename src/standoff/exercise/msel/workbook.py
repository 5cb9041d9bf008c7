"""Workbooks (Office Open XML) that come from outside, read as rows of cells with limits on what they may hold.

Nothing of a workbook is carried out: formulas are refused, and so is what would grow without bounds when unpacked.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook

from standoff.base.errors import InputError

MOST_BYTES: Final = 10_000_000
MOST_BYTES_UNPACKED: Final = 50_000_000
MOST_PARTS: Final = 500
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 200

_XLSX: Final = "a workbook in the format .xlsx"
_DECLARATIONS: Final = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DECIMALS: Final = re.compile(r"[#,]*0(?:\.(0+))?\Z")


@dataclass(frozen=True)
class Row:
    """A row with something in it: its number in the sheet, and its cells by the number of their column, from 0."""

    number: int
    cells: dict[int, Any]


def read_sheets(content: bytes, names: tuple[str, ...]) -> dict[str, list[Row]]:
    """The rows of the sheets of these names.

    Raises:
        InputError: what is no workbook, is too large, lacks a sheet, or holds a formula in one.
    """
    _require_bounded(content)
    with _refusing_what_cannot_be_read():
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    try:
        known = {title.strip().casefold(): title for title in book.sheetnames}
        found = {}
        for name in names:
            title = known.get(name.casefold())
            if title is None:
                allowed = f"the sheets {' and '.join(names)}, with their header alone if there is nothing in them"
                raise InputError("is missing", field=f"sheet {name}", value=", ".join(book.sheetnames), allowed=allowed)
            with _refusing_what_cannot_be_read():
                found[name] = list(_rows(book[title], name))
        return found
    finally:
        book.close()


def escaped(text: str) -> str:
    """Text as a cell holds it: what looks like an escape of the format (`_x0041_`) is escaped itself."""
    return _TO_ESCAPE.sub("_x005F_", text)


def told(cell: Any) -> str | None:
    """What stands in a cell as text; None if nothing does. Numbers as they are shown where their format says so."""
    value = cell.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime):
        return told_moment(value)
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value)).strip()
    return text or None


def told_moment(moment: datetime) -> str:
    """A date or time of the spreadsheet, which knows no zones, as UTC."""
    return moment.isoformat(timespec="seconds" if not moment.microsecond else "milliseconds") + "Z"


def _number(value: float, number_format: str) -> str:
    match = _DECIMALS.match(number_format)
    if match is not None:
        shown = f"{value:.{len(match[1] or '')}f}"
        if float(shown) == value:
            return shown
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    """Rows with something in them. What the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    last: Any = None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if cells is last or not cells:  # the reader gives the same row for all that are missing
            continue
        last = cells
        filled = {index: cell for index, cell in enumerate(cells) if _holds(cell)}
        if not filled:
            continue
        if number > MOST_ROWS:
            raise InputError("has too many rows", field=f"sheet {name}", value=number, allowed=f"at most {MOST_ROWS:,}")
        if max(filled) >= MOST_COLUMNS:
            allowed = f"at most {MOST_COLUMNS}"
            raise InputError("has too many columns", field=f"sheet {name}", value=max(filled) + 1, allowed=allowed)
        yield Row(number, filled)


def _holds(cell: Any) -> bool:
    value = cell.value
    return value is not None and not (isinstance(value, str) and not value.strip())


def _require_bounded(content: bytes) -> None:
    """Refuse what is no archive of a workbook, or would unpack to more than a workbook of people's hands."""
    if len(content) > MOST_BYTES:
        raise InputError("is too large", value=f"{len(content):,} bytes", allowed=f"at most {MOST_BYTES:,} bytes")
    with _refusing_what_cannot_be_read(), zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise InputError("has too many parts", value=len(parts), allowed=f"at most {MOST_PARTS}")
        # A part that unpacks to more than it says is cut there by the archive's reader, and its checksum fails.
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_BYTES_UNPACKED:
            allowed = f"at most {MOST_BYTES_UNPACKED:,} bytes"
            raise InputError("is too large when unpacked", value=f"{unpacked:,} bytes", allowed=allowed)
        for part in parts:
            inside = archive.read(part)
            if any(declaration in inside for declaration in _DECLARATIONS):
                raise InputError("declares a document type, which no workbook does", value=part.filename, allowed=_XLSX)


@contextmanager
def _refusing_what_cannot_be_read() -> Iterator[None]:
    """The readers of archives and workbooks raise whatever comes up; all of it means the same."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except InputError:
        raise
    except Exception as error:
        raise InputError("cannot be read", value=str(error) or type(error).__name__, allowed=_XLSX) from None
