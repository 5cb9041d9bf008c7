"""What is measured of a run: a count, a yes or no, or a real number, rounded so that a table is byte-stable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

Kind = Literal["count", "yes-no", "real"]
Column = NDArray[Any]
"""Values of one metric (n,), a run each: int32 of a count, int8 (0 or 1) of a yes or no, float64 of a real number."""

# Each kind has a type of its own, so a column says what it holds.
DTYPES: Final[dict[Kind, DTypeLike]] = {"count": np.int32, "yes-no": np.int8, "real": np.float64}
_WHOLE: Final = np.iinfo(np.int32)
# A float64 holds this many decimals of numbers up to some thousands.
MOST_DECIMALS: Final = 12


@dataclass(frozen=True)
class Metric:
    """One thing that is measured of every run of a world.

    Attributes:
        name: of its column, such as `highest_rung` or `tone.USA.PRK`.
        kind: `count` (whole number), `yes-no` (1 or 0), or `real`.
        decimals: to which a real number is rounded; 0 for the others.
        title: in words, a noun phrase: `missile tests`. Of a yes or no, what came about: `agreement reached`.
        unit: of a real number, None if it has none.
        least, most: bounds of its values and so of the interval of their mean; None where there is none.
        leading: whether a study tells of it first and asks what moves it.
    """

    name: str
    kind: Kind = "count"
    decimals: int = 0
    title: str = ""
    unit: str | None = None
    least: float | None = 0.0
    most: float | None = None
    leading: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= (MOST_DECIMALS if self.kind == "real" else 0):
            raise ValueError(f"{self.name}: a {self.kind} cannot have {self.decimals} decimals")

    def column(self, values: Sequence[float | None]) -> Column:
        """A column (n,) of values as a table holds them; None (a real number alone may lack) becomes NaN.

        Raises:
            ValueError: a count that is no whole number of 32 bits, a yes or no that is neither, or an infinite value.
        """
        given = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
        if self.kind == "real":
            if np.isinf(given).any():
                raise ValueError(f"{self.name}: infinite")
            # Adding zero makes nothing of the sign of a zero, which bytes would show.
            rounded: Column = np.round(given, self.decimals) + 0.0
            return rounded
        low, high = (0, 1) if self.kind == "yes-no" else (_WHOLE.min, _WHOLE.max)
        if not ((given == np.floor(given)) & (given >= low) & (given <= high)).all():
            raise ValueError(f"{self.name}: not a {self.kind}: {values}")
        return given.astype(DTYPES[self.kind])
