"""What is kept of a table of runs: no more for more runs."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from standoff.engine.metric import Metric
from standoff.studies.study.subject import raid_subject
from standoff.studies.study.tally import LISTED, Tallies, tally

METRICS = ("threats", "intercepted", "leakers", "failed", "interceptors_fired")


def tallied(folder: Path, errors: list[list[str | None]], group: int) -> Tallies:
    """The tallies of a table whose runs stand (None) or failed, by point, in groups of so many rows."""
    flat = [error for point in errors for error in point]
    counts = pa.array([0 if error is None else None for error in flat], pa.int32())
    points = [index for index, point in enumerate(errors) for _ in point]
    columns = {
        "run": pa.array(range(len(flat)), pa.int64()),
        "point": pa.array(points, pa.int32()),
        **dict.fromkeys(METRICS, counts),
        "error": pa.array(flat, pa.string()),
    }
    pq.write_table(pa.table(columns), folder / "runs.parquet", row_group_size=group)
    return tally(folder / "runs.parquet", len(errors), raid_subject([Metric(name) for name in METRICS]))


def test_of_many_failed_runs_the_first_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    found = tallied(tmp_path, [["cannot be"] * (3 * LISTED), [None, "fault"] * 20], group=700)
    first, second = found.failures
    assert (first.point, first.reason, first.count) == (0, "cannot be", 3 * LISTED)
    assert first.runs == list(range(LISTED))
    assert (second.point, second.count) == (1, 20)
    assert second.runs == list(range(3 * LISTED + 1, 3 * LISTED + 40, 2))
    assert found.failed == 3 * LISTED + 20


@pytest.mark.parametrize(
    ("errors", "standing"),
    [
        ([[None, None]], (0, 0)),
        ([["x", "x", "x"], ["x", None]], (4, 1)),
        ([["x"] * 5, ["y"] * 5], None),
    ],
)
def test_the_first_run_that_stands_is_known(
    tmp_path: Path, errors: list[list[str | None]], standing: tuple[int, int] | None
) -> None:
    assert tallied(tmp_path, errors, group=2).standing == standing
