"""Sheets and columns of an MSEL as a workbook: which field stands in which column, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel

from standoff.scenario.schema.exercise import InjectBlock, InjectOrder, ObjectiveBlock

MSEL: Final = "MSEL"
ORDERS: Final = "Orders"
OBJECTIVES: Final = "Objectives"
README: Final = "Read me"

Kind = Literal["text", "moment", "names", "choice", "flag", "data"]


@dataclass(frozen=True)
class Column:
    """A column: the field of the file, what stands above it, how a cell is read, its width in characters."""

    field: str
    header: str
    kind: Kind = "text"
    width: int = 14
    needed: bool = False


INJECT_COLUMNS: Final = (
    Column("id", "Id", width=20, needed=True),
    Column("number", "Number", width=9),
    Column("title", "Title", width=30, needed=True),
    Column("at", "At (UTC)", "moment", 21),
    Column("when", "When", width=30),
    Column("after", "After (UTC)", "moment", 21),
    Column("until", "Until (UTC)", "moment", 21),
    Column("from", "From", width=18),
    Column("to", "To", "names", 14),
    Column("method", "Method", "choice", 13),
    Column("text", "Text", width=60, needed=True),
    Column("expected", "Expected action", width=40),
    Column("objectives", "Objectives", "names", 20),
    Column("state", "State", "choice", 11),
    Column("automatic", "Automatic", "flag", 11),
    Column("source", "Source", width=18),
    Column("note", "Note", width=30),
)
ORDER_COLUMNS: Final = (
    Column("inject", "Inject", width=20, needed=True),
    Column("actor", "Actor", width=9, needed=True),
    Column("move", "Move", width=24, needed=True),
    Column("target", "Target", width=9),
    Column("with", "Parameters", "data", 40),
    Column("says", "Says", width=60),
)
OBJECTIVE_COLUMNS: Final = (
    Column("id", "Id", width=20),
    Column("title", "Title", width=50),
    Column("cell", "Cell", width=9),
    Column("when", "When", width=50),
    Column("by", "By (UTC)", "moment", 21),
    Column("fails", "Reaching it is a failure", "flag", 24),
    Column("note", "Note", width=40),
)

_OWN: Final = " (own)"


def plain_name(header: str) -> str:
    """A header without what does not tell it from another: case and blanks."""
    return " ".join(header.casefold().split())


_TAKEN: Final = frozenset(plain_name(name) for column in INJECT_COLUMNS for name in (column.header, column.field))


def own_header(name: str) -> str:
    """The header of a column of the staff's own; one that is called like a column of ours says that it is not."""
    return name + _OWN if _is_taken(name) else name


def own_name(header: str) -> str:
    """The name of a column of the staff's own by its header: the way back of `own_header`."""
    base = header.removesuffix(_OWN)
    return base if base != header and _is_taken(base) else header


def _is_taken(name: str) -> bool:
    while name.endswith(_OWN):
        name = name.removesuffix(_OWN)
    return plain_name(name) in _TAKEN


def described() -> Iterable[tuple[str, str, str]]:
    """Sheet, header and meaning of every column."""
    yield (
        ORDERS,
        ORDER_COLUMNS[0].header,
        "id of the inject that sets the order going; one row an order, in their order",
    )
    for sheet, columns, block in (
        (MSEL, INJECT_COLUMNS, InjectBlock),
        (ORDERS, ORDER_COLUMNS[1:], InjectOrder),
        (OBJECTIVES, OBJECTIVE_COLUMNS, ObjectiveBlock),
    ):
        for column in columns:
            yield sheet, column.header, _meaning(block, column.field)


def _meaning(block: type[BaseModel], name: str) -> str:
    fields = block.model_fields
    return next(field.description or "" for own, field in fields.items() if (field.alias or own) == name)
