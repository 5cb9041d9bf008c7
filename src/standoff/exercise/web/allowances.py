"""How often whoever may ask: an allowance for each seat, address or link, of which only so many are kept in mind."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Final

from standoff.exercise.access import Allowance

_MOST: Final = 10_000


class TooFastError(Exception):
    """Somebody asks more often than is allowed. `wait_s`: when it may go on."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"too many requests; try again in {wait_s:.1f} s")
        self.wait_s = wait_s


class Allowances:
    """Allowances of one size by name; whoever has been silent for longest is forgotten first."""

    def __init__(self, burst: float, per_s: float) -> None:
        """So much at once, and so much a second in the long run."""
        self._burst, self._per_s = burst, per_s
        self._kept: OrderedDict[str, Allowance] = OrderedDict()

    def forget(self, who: str) -> None:
        """Somebody has shown that the tries were not in vain."""
        self._kept.pop(who, None)

    def spend(self, who: str) -> None:
        """One request of somebody. Raises `TooFastError` if that is too many."""
        allowance = self._kept.setdefault(who, Allowance(self._burst, self._per_s))
        self._kept.move_to_end(who)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        wait_s = allowance.wait_s(time.monotonic())
        if wait_s > 0.0:
            raise TooFastError(wait_s)
