"""What a finished study gives: its summary, and its tables on disk as frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.base.errors import InputError
from standoff.base.files import readable

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class StudyResult:
    """A finished study: its summary, and its tables on disk.

    `out` is the folder that was asked for; without one the tables live in a temporary folder as long as this result.
    """

    summary: Mapping[str, Any]
    out: Path | None
    _folder: Path = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """The main keys of `standoff study --json`."""
        return {**self.summary, "out": None if self.out is None else readable(self.out)}

    def table(self) -> pa.Table:
        """One row a run: `run`, `point`, a column a metric, `error`."""
        return self._read("runs.parquet")

    def points(self) -> pa.Table:
        """One row a point: its runs, its status, the values of the design and the means of the metrics."""
        return self._read("points.parquet")

    def to_pandas(self) -> Any:
        """The table of runs as a pandas frame. Needs pandas."""
        return self.table().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The table of runs as a polars frame. Needs polars."""
        import polars

        frame = polars.from_arrow(self.table())
        assert isinstance(frame, polars.DataFrame)
        return frame

    def points_frame(self) -> Any:
        """The table of points as a pandas frame. Needs pandas."""
        return self.points().to_pandas()

    def command(self, run: int) -> str:
        """The command that plays one row of the table alone, event by event. Raises `InputError` for an unknown run."""
        from standoff.studies.study.again import command, settings_of
        from standoff.studies.study.blocks import point_of

        summary = self.summary
        if not 0 <= run < summary["runs"]:
            raise InputError(
                "is not a run of this study", field="run", value=run, allowed=f"0 to {summary['runs'] - 1}"
            )
        row = self.points().slice(point_of(run, summary["runs"], summary["points"]), 1).to_pylist()[0]
        changes = settings_of((one["path"], row[one["path"]], one["unit"]) for one in summary["parameters"])
        return command(summary["source"], [*summary["settings"], *changes], run, summary["seed"])

    def _read(self, name: str) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.read_table(self._folder / name)
