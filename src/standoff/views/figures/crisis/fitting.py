"""Things with a label on a time axis, put into rows so that nothing covers anything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from standoff.views.figures.crisis.calendar import Calendar

MOST_ROWS: Final = 18
# Points from the middle of a mark to its label, and between one thing and the next.
_BESIDE_PT: Final = 5.0
_GAP_PT: Final = 3.0


@dataclass(frozen=True)
class Item:
    """A mark (start and end alike) or a bar, days after STARTEX, with its label; `look` says how it is drawn."""

    start: float
    end: float
    label: str
    look: str


@dataclass(frozen=True)
class Fitted:
    """An item in its row, and where its label stands; `align` is None if there was no room for the label."""

    item: Item
    row: int
    text: float
    align: Literal["left", "right"] | None


def fit(items: Iterable[Item], calendar: Calendar, size: float, most_rows: int = MOST_ROWS) -> list[Fitted]:
    """Rows for items, the earliest first; what finds no room in `most_rows` with its label goes without it."""
    taken: list[list[tuple[float, float]]] = []
    fitted = []
    for item in sorted(items, key=lambda item: (item.start, item.end)):
        spot = _spot(item, calendar, size)
        left, right = _extent(item, spot, calendar, size)
        row = next((number for number, row in enumerate(taken) if _free(row, left, right)), len(taken))
        if row == len(taken) and len(taken) < most_rows:
            taken.append([])
        elif row == len(taken):
            bare = _bare(item, calendar)
            row = next((number for number, row in enumerate(taken) if _free(row, *bare)), len(taken))
            spot, (left, right) = (item.start, None), bare
            if row == len(taken):
                taken.append([])
        taken[row].append((left, right))
        fitted.append(Fitted(item, row, *spot))
    return fitted


def _spot(item: Item, calendar: Calendar, size: float) -> tuple[float, Literal["left", "right"] | None]:
    """On a bar that is long enough, else behind the mark or bar, or before it where the axis ends too soon."""
    beside = _BESIDE_PT * calendar.days_per_point
    wide = calendar.text_days(item.label, size)
    if item.end - item.start > wide + beside:
        return item.start + 0.6 * beside, "left"
    if item.end + beside + wide <= calendar.last:
        return item.end + beside, "left"
    return item.start - beside, "right"


def _extent(
    item: Item, spot: tuple[float, Literal["left", "right"] | None], calendar: Calendar, size: float
) -> tuple[float, float]:
    text, align = spot
    wide = calendar.text_days(item.label, size)
    left, right = _bare(item, calendar)
    gap = _GAP_PT * calendar.days_per_point
    return (left, max(right, text + wide + gap)) if align == "left" else (min(left, text - wide - gap), right)


def _bare(item: Item, calendar: Calendar) -> tuple[float, float]:
    half = 4.0 * calendar.days_per_point
    return (item.start, item.end) if item.end > item.start else (item.start - half, item.end + half)


def _free(row: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(right <= start or left >= end for start, end in row)
