"""The MSEL as a spreadsheet (.xlsx) that the staff edits, and back: what is written comes back as it was."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final, get_args

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from standoff.base.errors import InputError, nearest
from standoff.base.time import parse_utc
from standoff.exercise.msel import layout
from standoff.exercise.msel.layout import INJECT_COLUMNS, MSEL, ORDER_COLUMNS, ORDERS, Column
from standoff.exercise.msel.workbook import Row, escaped, read_sheets, told, told_moment
from standoff.exercise.sheets import as_head, make_room, set_up
from standoff.scenario import yaml
from standoff.scenario.injects import inject_from
from standoff.scenario.loading import Scenario
from standoff.scenario.schema.exercise import ApprovalState, InjectBlock, Method, ObjectiveBlock

_LONGEST_CELL: Final = 32_767
_SPARE_ROWS: Final = 500
_SHOWN: Final = 200
_CHOICES: Final = {"method": get_args(Method), "state": get_args(ApprovalState), "automatic": ("yes", "no")}
_FLAGS: Final = {"yes": True, "true": True, "no": False, "false": False}
_OWN_WIDTH: Final = 20
_ZONELESS: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d?:\d\d)(:\d\d)?)?(?: ?UTC)?\Z")
_INTRODUCTION: Final = (
    "One row of the sheet MSEL is one inject; the sheet Orders holds what injects set going in the world.",
    "Times are UTC (2017-08-09T21:30:00Z) or a duration after STARTEX (P1DT6H). Lists are written with commas.",
    "Columns that are none of these are the staff's own: they are kept, one text an inject.",
    "The sheet Objectives is for reading: what is changed there is not taken over.",
)


# ---------------------------------------------------------------- out


def write_msel(
    injects: Iterable[InjectBlock], *, objectives: Iterable[ObjectiveBlock] = (), columns: Sequence[str] = ()
) -> bytes:
    """A workbook (.xlsx) of injects.

    Args:
        injects: one row each, in this order.
        objectives: shown on a sheet of their own, for reading.
        columns: the staff's own columns in the order in which they are wanted; those that injects have besides follow.

    Raises:
        InputError: an entry that is longer than a cell may be.
    """
    listed = list(injects)
    own = list(dict.fromkeys([*columns, *(name for inject in listed for name in inject.columns)]))
    book = Workbook()
    book.remove(book.active)
    _add_injects(book, listed, own)
    rows = [{"inject": one.id, **order} for one in listed for order in one.plain().get("orders", ())]
    _add_table(book, ORDERS, ORDER_COLUMNS, rows)
    shown = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in objectives]
    _add_table(book, layout.OBJECTIVES, layout.OBJECTIVE_COLUMNS, shown).protection.sheet = True
    _add_readme(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add_injects(book: Any, injects: Sequence[InjectBlock], own: Sequence[str]) -> None:
    named = [Column(f"column {name}", layout.own_header(name), width=_OWN_WIDTH) for name in own]
    rows = []
    for inject in injects:
        whole = inject.model_dump(mode="json", by_alias=True, exclude_none=True)
        rows.append({**whole, **{f"column {name}": text for name, text in inject.columns.items()}})
    sheet = _add_table(book, MSEL, (*INJECT_COLUMNS, *named), rows)
    for index, column in enumerate(INJECT_COLUMNS, 1):
        if column.field in _CHOICES:
            letter = get_column_letter(index)
            allowed = ",".join(_CHOICES[column.field])
            offer = DataValidation(type="list", formula1=f'"{allowed}"', allow_blank=True)
            offer.error = f"one of {allowed}"
            offer.add(f"{letter}2:{letter}{len(rows) + 1 + _SPARE_ROWS}")
            sheet.add_data_validation(offer)


def _add_table(book: Any, title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> Any:
    """A sheet with a header that stays, filters, and text in every cell."""
    sheet = book.create_sheet(title)
    for index, column in enumerate(columns, 1):
        _write(sheet, 1, index, column.header, f"sheet {title}, column {column.header}")
        as_head(sheet.cell(1, index))
        for number, row in enumerate(rows, 2):
            where = f"sheet {title}, row {number}, column {column.header}"
            _write(sheet, number, index, _cell_text(column, row.get(column.field)), where)
    widths = [column.width for column in columns]
    set_up(sheet, widths, "D2" if title == MSEL else "A2")
    make_room(sheet, widths)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    return sheet


def _add_readme(book: Any) -> None:
    sheet = book.create_sheet(layout.README)
    for number, line in enumerate(_INTRODUCTION, 1):
        _write(sheet, number, 1, line, layout.README)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=False)
    first = len(_INTRODUCTION) + 2
    for number, row in enumerate((("Sheet", "Column", "What it is"), *layout.described()), first):
        for index, text in enumerate(row, 1):
            _write(sheet, number, index, text, layout.README)
            sheet.cell(number, index).font = Font(bold=number == first)
    for letter, width in (("A", 14), ("B", 24), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _cell_text(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "flag":
        return "yes" if value else "no"
    if column.kind == "names":
        return ", ".join(value)
    return json.dumps(value) if column.kind == "data" else str(value)


def _write(sheet: Any, row: int, column: int, text: str, where: str) -> None:
    """Text, and never a formula, a number or a date, whatever it looks like."""
    held = escaped(text)
    if len(held.encode("utf-16-le")) // 2 > _LONGEST_CELL:
        raise InputError("is too long for a cell", field=where, value=len(held), allowed=f"at most {_LONGEST_CELL:,}")
    cell = sheet.cell(row, column)
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.value = held
        cell.data_type = "s"
        # With this mark a program that edits the cell leaves text that begins like a formula alone.
        cell.quotePrefix = text[0] in "=+-@"


# ---------------------------------------------------------------- in


def read_msel(content: bytes, scenario: Scenario) -> list[InjectBlock]:
    """The injects of a workbook, each held against the scenario, in the order of their rows.

    The sheets `MSEL` and `Orders` are read. Columns stand in any order; those that are not needed may be missing, and
    those that are not known are the staff's own. Blank rows are passed over. A time without a zone is UTC.

    Raises:
        InputError: what is no workbook, or the first thing wrong in it, by sheet, row and column.
    """
    sheets = read_sheets(content, (MSEL, ORDERS))
    rows, orders = _Table(MSEL, INJECT_COLUMNS, sheets[MSEL]), _Table(ORDERS, ORDER_COLUMNS, sheets[ORDERS])
    asked = _orders(orders)
    found: dict[str, tuple[InjectBlock, Row]] = {}
    for row in rows.rows:
        inject = _inject(rows, row, orders, asked, scenario)
        if inject.id in found:
            first = found[inject.id][1].number
            raise rows.refuse(
                row, "id", InputError("is a duplicate", None, None, None, inject.id, f"an unused id (row {first})")
            )
        found[inject.id] = inject, row
    for name, entries in asked.items():
        if name not in found:
            problem = InputError("is not an inject of the sheet MSEL", value=name or None, allowed=nearest(name, found))
            raise orders.refuse(entries[0][0], "inject", problem)
    return [inject for inject, _ in found.values()]


class _Table:
    """A sheet's rows under its header: which column holds which field."""

    def __init__(self, sheet: str, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.sheet, self.rows = sheet, rows[1:]
        self._columns = {column.field: column for column in columns}
        self._headers: dict[str, str] = {}
        self._fields: dict[int, str] = {}
        self.own: dict[int, str] = {}
        if not rows:
            wanted = ", ".join(column.header for column in columns if column.needed)
            raise InputError("has no header", field=f"sheet {sheet}", allowed=f"the columns {wanted}, and others")
        self._read_header(rows[0], columns)

    def _read_header(self, header: Row, columns: Sequence[Column]) -> None:
        by_name = {layout.plain_name(name): one for one in columns for name in (one.field, one.header)}
        for index, cell in header.cells.items():
            text = self._text(header, index, cell)
            column = by_name.get(layout.plain_name(text))
            name = layout.own_name(text) if column is None else column.field
            if name in (self._fields.values() if column is not None else self.own.values()):
                raise InputError(
                    "is there twice", field=f"sheet {self.sheet}, column {text}", allowed="each column once"
                )
            if column is None:
                self.own[index] = name
            else:
                self._fields[index], self._headers[name] = name, text
        self._require_columns(columns)

    def _require_columns(self, columns: Sequence[Column]) -> None:
        missing = [column for column in columns if column.field not in self._headers]
        for column in missing:
            alike = difflib.get_close_matches(
                column.header.lower(), [name.lower() for name in self.own.values()], 1, 0.75
            )
            if column.needed or alike:
                where = f"sheet {self.sheet}, column {column.header}"
                raise InputError("is missing", field=where, value=alike[0] if alike else None, allowed="this header")

    def data(self, row: Row) -> dict[str, Any]:
        """The fields of a row, those that are blank left out, the staff's own columns among them."""
        data: dict[str, Any] = {}
        columns: dict[str, str] = {}
        for index, cell in row.cells.items():
            if index in self._fields:
                data[self._fields[index]] = self._value(row, self._columns[self._fields[index]], cell, index)
            elif index in self.own:
                columns[self.own[index]] = self._text(row, index, cell)
            else:
                where = f"sheet {self.sheet}, row {row.number}, column {get_column_letter(index + 1)}"
                raise InputError(
                    "stands under no header", field=where, value=told(cell), allowed="a name above the column"
                )
        return {**data, "columns": columns} if columns else data

    def refuse(self, row: Row, field: str, error: InputError) -> InputError:
        """An error about a field of a row, told by sheet, row and column."""
        header = self._headers.get(field) or (self._columns[field].header if field in self._columns else field)
        where = f"sheet {self.sheet}, row {row.number}, column {header}"
        return InputError(error.message, field=where, value=_short(error.value), allowed=error.allowed)

    def _value(self, row: Row, column: Column, cell: Any, index: int) -> Any:
        if column.kind == "moment" and isinstance(cell.value, datetime):
            return told_moment(cell.value)
        text = self._text(row, index, cell)
        if column.kind == "moment":
            return _moment(text)
        if column.kind == "names":
            return [] if text.casefold() == "all" else [name for name in re.split(r"[\s,;]+", text) if name]
        if column.kind == "choice":
            return re.sub(r"[\s_]+", "-", text.casefold())
        if column.kind == "flag":
            if text.casefold() not in _FLAGS:
                raise self.refuse(row, column.field, InputError("is not yes or no", value=text, allowed="yes or no"))
            return _FLAGS[text.casefold()]
        return self._parameters(row, text) if column.kind == "data" else text

    def _parameters(self, row: Row, text: str) -> Any:
        """Parameters as JSON, or as YAML that people find easier: `drill: ufg-2017`."""
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass  # people write YAML, and that has a limit to its depth
        try:
            return yaml.load(text)
        except InputError as error:
            error.value, error.allowed = text, "name: value, such as drill: ufg-2017"
            raise self.refuse(row, "with", error) from None

    def _text(self, row: Row, index: int, cell: Any) -> str:
        kind = {"f": "is a formula", "e": "is an error of the spreadsheet"}.get(cell.data_type)
        text = None if kind else told(cell)
        if text is None:
            column = (
                self._headers.get(self._fields.get(index, "")) or self.own.get(index) or get_column_letter(index + 1)
            )
            where = f"sheet {self.sheet}, row {row.number}, column {column}"
            raise InputError(
                kind or "is blank", field=where, value=str(cell.value), allowed="text: paste it as a value"
            )
        return text


def _orders(table: _Table) -> dict[str, list[tuple[Row, dict[str, Any]]]]:
    """Inject -> its orders with their rows. Further columns of the sheet are not orders' and are passed over."""
    found: dict[str, list[tuple[Row, dict[str, Any]]]] = {}
    for row in table.rows:
        data = table.data(row)
        data.pop("columns", None)
        if not data:
            continue
        if "inject" not in data:
            raise table.refuse(row, "inject", InputError("is missing", allowed="id of an inject"))
        found.setdefault(data.pop("inject"), []).append((row, data))
    return found


def _inject(
    table: _Table, row: Row, orders: _Table, asked: Mapping[str, list[tuple[Row, dict[str, Any]]]], scenario: Scenario
) -> InjectBlock:
    data = table.data(row)
    mine = asked.get(data.get("id", ""), [])
    if mine:
        data["orders"] = [order for _, order in mine]
    try:
        return inject_from(data, scenario)
    except InputError as error:
        words = (error.field or "").split(".", 3)
        if words[0] == "orders" and len(words) > 1:
            blamed, field = mine[int(words[1])][0], words[2] if len(words) > 2 else "move"
            if len(words) > 3:
                error.message = f"{words[3]} {error.message}"
            raise orders.refuse(blamed, field, error) from None
        field = (error.field or "").removeprefix("columns.") if words[0] == "columns" else words[0]
        raise table.refuse(row, field or "id", error) from None


def _short(value: object) -> object:
    """A value as an error shows it: the beginning of a long text tells which it is."""
    return f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _SHOWN else value


def _moment(text: str) -> str:
    """A moment as the file writes it. A date or time without a zone is UTC; what is no moment is left for the check."""
    try:
        parse_utc(text)
    except InputError:
        match = _ZONELESS.match(text)
        if match is not None:
            clock = (match[2] or "00:00").rjust(5, "0")
            return f"{match[1]}T{clock}{match[3] or ':00'}Z"
    return text
