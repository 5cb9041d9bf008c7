"""A time axis in days with dates under it, and how wide a text is on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from standoff.base.time import DAY_S, after

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Mean width of a character of DejaVu Sans as a share of the type size, a little more than it is.
_CHARACTER: Final = 0.61
_STEPS_D: Final = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 7.0, 14.0, 28.0, 56.0, 91.0)
_POINTS_A_TICK: Final = 46.0
# A longer axis counts months.
_LONG_D: Final = 300.0
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True)
class Calendar:
    """Days after STARTEX from `first` to `last` on an axis of `width_pt` points."""

    startex: datetime
    first: float
    last: float
    width_pt: float

    @classmethod
    def of(cls, startex: datetime, end_s: float, width_in: float) -> Calendar:
        """The calendar of a whole run, with a little room at either end."""
        days = max(end_s / DAY_S, 1.0 / 24.0)
        return cls(startex, -0.008 * days, 1.008 * days, 72.0 * width_in)

    @property
    def days_per_point(self) -> float:
        """Days that a point (1/72 inch) stands for."""
        return (self.last - self.first) / self.width_pt

    def text_days(self, text: str, size: float) -> float:
        """How many days a text of a type size covers."""
        return len(text) * size * _CHARACTER * self.days_per_point

    def ticks(self) -> list[float]:
        """Round moments (midnights, or hours of a short run), days after STARTEX."""
        span = self.last - self.first
        most = max(2.0, self.width_pt / _POINTS_A_TICK)
        if self._in_months:
            return self._months(most)
        step = next((step for step in _STEPS_D if span / step <= most), _STEPS_D[-1])
        midnight = self.startex.replace(hour=0, minute=0, second=0, microsecond=0)
        shift = (midnight - self.startex) / timedelta(days=1)
        first = math.ceil((self.first - shift) / step)
        last = math.floor((self.last - shift) / step)
        return [shift + step * number for number in range(first, last + 1)]

    @property
    def _in_months(self) -> bool:
        return self.last - self.first > _LONG_D

    def _months(self, most: float) -> list[float]:
        """Beginnings of months, as many as there is room for, the first of January among them."""
        step = next((step for step in _MONTHS if (self.last - self.first) / (30.44 * step) <= most), _MONTHS[-1])
        count = self.startex.year * 12 + self.startex.month - 1
        count -= count % step
        found: list[float] = []
        while True:
            begins = datetime(count // 12, count % 12 + 1, 1, tzinfo=self.startex.tzinfo)
            day = (begins - self.startex) / timedelta(days=1)
            if day > self.last:
                return found
            if day >= self.first:
                found.append(day)
            count += step

    def label(self, day: float, *, hours: bool = False) -> str:
        """`8 Aug`, or `8 Aug 06:00`; `Oct 2006` where a run goes on for a year or more."""
        moment = after(self.startex, day * DAY_S) + timedelta(seconds=0.5)
        if self._in_months:
            return f"{moment:%b %Y}"
        return f"{moment.day} {moment:%b %H:%M}" if hours else f"{moment.day} {moment:%b}"

    def draw(self, axes: Axes, *, labels: bool = True) -> None:
        """Limits, ticks and grid of an axis; `labels` are the dates below it."""
        ticks = self.ticks()
        hours = len(ticks) > 1 and ticks[1] - ticks[0] < 1.0
        axes.set_xlim(self.first, self.last)
        axes.set_xticks(ticks, [self.label(tick, hours=hours) for tick in ticks] if labels else [])
        axes.tick_params(axis="x", labelsize=7.5, length=2.5 if labels else 0.0)
        axes.grid(True, axis="x")
        axes.set_axisbelow(True)

    def caption(self) -> str:
        """What the axis counts: `UTC, 2017`."""
        return "UTC" if self._in_months else f"UTC, {self.startex.year}"
