"""Reading a study's table of runs, a group of rows at a time, into sums: memory does not grow with the runs.

It grows with the distinct values of a metric, which the decimals of real numbers keep few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from standoff.studies.study.blocks import metrics_in
from standoff.studies.study.histogram import Bins, Histogram, edges_of
from standoff.studies.study.statistics import Floats, PointSums
from standoff.studies.study.subject import LEAK_FREE, LEAK_RATE, LEAKERS, Subject

# Of the runs of one failure, which may be many, this many indices are kept.
LISTED: Final = 1000


@dataclass(eq=False)
class Tally:
    """Sums of one metric over runs that count (its value exists), by point, and how often each value occurred."""

    points: int
    by_point: bool = False
    """Whether it is kept at which points a value occurred."""
    runs: NDArray[np.int64] = field(init=False)
    histogram: Histogram = field(init=False)

    def __post_init__(self) -> None:
        self.runs = np.zeros(self.points, np.int64)
        self.histogram = Histogram(self.points if self.by_point else 1)
        self._origin: float | None = None
        self._sum = np.zeros(self.points)
        self._squares = np.zeros(self.points)

    def add(self, point: NDArray[np.int64], value: Floats) -> None:
        """Count values (n,) of runs at points (n,); NaN does not count."""
        exists = ~np.isnan(value)
        point, value = point[exists], value[exists]
        if not len(value):
            return
        if self._origin is None:
            self._origin = float(value[0])
        # About a value that occurs, so that what never varies has a spread of exactly nothing.
        moved = value - self._origin
        self.runs += np.bincount(point, minlength=self.points)
        self._sum += np.bincount(point, moved, self.points)
        self._squares += np.bincount(point, moved * moved, self.points)
        self.histogram.add(point, value)

    def sums(self) -> PointSums:
        """Runs, mean and spread of each point with a run that counts."""
        counts = self.runs > 0
        runs, total, squares = self.runs[counts], self._sum[counts], self._squares[counts]
        spread = np.maximum(squares - total * total / runs, 0.0)
        return PointSums(runs, (self._origin or 0.0) + total / runs, spread)

    def point_means(self) -> Floats:
        """(p,) the mean of each point; NaN where no run counts."""
        with np.errstate(invalid="ignore"):
            return np.where(self.runs > 0, (self._origin or 0.0) + self._sum / np.maximum(self.runs, 1), np.nan)


@dataclass(eq=False)
class Failure:
    """Runs of one point that failed for one reason: `count` of them, with the first `LISTED` indices in `runs`."""

    point: int
    reason: str
    runs: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, run: int) -> None:
        """Count a run."""
        self.count += 1
        if len(self.runs) < LISTED:
            self.runs.append(run)


@dataclass(frozen=True, eq=False)
class Tallies:
    """All of a table: metric -> tally, what failed, and the first run that stands with its point, if one does."""

    metrics: Mapping[str, Tally]
    failures: tuple[Failure, ...]
    runs: NDArray[np.int64]
    """(p,) runs of each point, failed ones too."""
    standing: tuple[int, int] | None
    binned: Mapping[str, Bins]
    """The real ones among the metrics that are shown, in bins."""

    @property
    def failed(self) -> int:
        """How many runs failed."""
        return sum(failure.count for failure in self.failures)


def tally(path: Path, points: int, subject: Subject) -> Tallies:
    """Tally a table of runs: its metrics, and for a raid those that follow from them."""
    with pq.ParquetFile(path) as file:
        names = metrics_in(file.schema_arrow)
        derived = [metric.name for metric in subject.derived]
        by_point = {name for name in subject.shown if subject.whole(name)}
        tallies = {name: Tally(points, name in by_point) for name in (*names, *derived)}
        failures: dict[tuple[int, str], Failure] = {}
        standing: tuple[int, int] | None = None
        runs = np.zeros(points, np.int64)
        for columns, errors in _groups(file, names):
            point = columns["point"].astype(np.int64)
            runs += np.bincount(point, minlength=points)
            for name, value in (columns | (_derived(columns) if derived else {})).items():
                if name in tallies:
                    tallies[name].add(point, value)
            for row, reason in errors.items():
                key = (int(point[row]), reason)
                failures.setdefault(key, Failure(*key)).add(int(columns["run"][row]))
            if standing is None:
                stand = (row for row in range(len(point)) if row not in errors)
                standing = next(((int(columns["run"][row]), int(point[row])) for row in stand), None)
        binned = _binned(file, points, tallies, [name for name in subject.shown if not subject.whole(name)])
    return Tallies(tallies, tuple(failures.values()), runs, standing, binned)


def _binned(file: pq.ParquetFile, points: int, tallies: Mapping[str, Tally], names: Sequence[str]) -> dict[str, Bins]:
    """Real metrics in bins, by point: read again, now that their ranges are known."""
    ranges = {name: tallies[name].histogram.values for name in names}
    found = {name: Bins(edges_of(values[0], values[-1]), points) for name, values in ranges.items() if len(values)}
    for columns, _ in _groups(file, list(found)) if found else ():
        for name, bins in found.items():
            bins.add(columns["point"].astype(np.int64), columns[name])
    return found


def _groups(file: pq.ParquetFile, names: list[str]) -> Iterator[tuple[dict[str, Floats], dict[int, str]]]:
    """Columns of a group as numbers (n,), NaN for null, and row -> error."""
    for index in range(file.num_row_groups):
        table = file.read_row_group(index)
        columns = {name: table[name].cast("double").to_numpy() for name in ("run", "point", *names)}
        errors = {}
        if table["error"].null_count < len(table):
            errors = {row: text for row, text in enumerate(table["error"].to_pylist()) if text is not None}
        yield columns, errors


def _derived(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """`leak_free`: 1 where nothing leaked; `leak_rate`: leakers by missiles that flew, if any did."""
    leakers, flew = columns[LEAKERS], columns["threats"] - columns["failed"]
    rate = np.divide(leakers, flew, out=np.full_like(leakers, np.nan), where=flew > 0)
    free = np.where(np.isnan(leakers), np.nan, (leakers == 0).astype(np.float64))
    return {LEAK_FREE: free, LEAK_RATE: rate}
