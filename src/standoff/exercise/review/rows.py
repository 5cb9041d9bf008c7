"""Very many rows of a sheet as XML, for a workbook that is otherwise written by openpyxl.

openpyxl takes a minute for two hundred thousand rows, as it makes an object of every cell. Here a cell is a piece of
text (ECMA-376 part 1, 18.3.1.4): numbers and times as `<v>`, texts as inline strings, which are never formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

_EPOCH: Final = datetime(1899, 12, 30)
_DAY_S: Final = 86_400.0
_STYLE: Final = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?')
_SAMPLE: Final = re.compile(rb'<row r="2".*?</row>', re.S)
# A program that edits such a cell leaves it alone if its style says that it is text.
_LIKE_FORMULAS: Final = tuple("=+-@")


class Styles(NamedTuple):
    """Numbers of the styles of a workbook: of a time, and of text that looks like a formula."""

    moment: str
    quoted: str

    @classmethod
    def of_sample(cls, sheet: bytes) -> Styles:
        """Those of the first two cells of a sheet's second row."""
        found = _SAMPLE.search(sheet)
        assert found is not None
        numbers = dict(_STYLE.findall(found[0].decode()))
        return cls(numbers["A"], numbers["B"])


def with_rows(sheet: bytes, rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A sheet whose second row was a sample of styles, with these rows in its place. Texts are clean already."""
    found = _SAMPLE.search(sheet)
    assert found is not None
    styles = Styles.of_sample(sheet)
    yield sheet[: found.start()]
    for number, row in enumerate(rows, 2):
        cells = "".join([_cell(value, styles) for value in row])
        yield f'<row r="{number}">{cells}</row>'.encode()
    yield sheet[found.end() :]


def _cell(value: Any, styles: Styles) -> str:
    """A cell; it stands behind the one before it, so that an empty one is there too."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        style = f' s="{styles.quoted}"' if value.startswith(_LIKE_FORMULAS) else ""
        return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, datetime):
        days = (value - _EPOCH).total_seconds() / _DAY_S
        return f'<c s="{styles.moment}"><v>{days:.11f}</v></c>'
    return f"<c><v>{value!r}</v></c>"
