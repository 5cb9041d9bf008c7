"""Blocks: the pieces of a study that are played, written and, after an interruption, found again, each whole.

A block is one design point with its runs, or a part of one whose runs are very many. Run indices count through the
whole study: 0 to runs - 1, in order of points. Rows are `run`, `point`, one column a metric (int32 of a count, int8 of
yes or no, float64 of a real number; null where a run has none), and `error`: why a run failed, whose metrics are null.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from standoff.engine.outcomes import Outcomes
from standoff.scenario.values import Point
from standoff.studies.designs import Design

# One call of the engine holds this many runs at most, so memory does not grow with a study.
MOST_RUNS: Final = 50_000
_STAMP: Final = b"standoff.block"

LEADING: Final = (pa.field("run", pa.int64(), nullable=False), pa.field("point", pa.int32(), nullable=False))
ERROR: Final = pa.field("error", pa.string())


@dataclass(frozen=True)
class Block:
    """Runs `first` to `first + runs - 1` of a study, all at one point."""

    index: int
    point: int
    values: Point
    first: int
    runs: int

    @property
    def indices(self) -> range:
        """The runs' indices."""
        return range(self.first, self.first + self.runs)


def deal(runs: int, points: int) -> list[int]:
    """How many runs each point gets: as evenly as can be, the first ones one more."""
    share, left = divmod(runs, points)
    return [share + (point < left) for point in range(points)]


def point_of(run: int, runs: int, points: int) -> int:
    """The point at which a run of a study is played."""
    share, left = divmod(runs, points)
    longer = left * (share + 1)
    return run // (share + 1) if run < longer else left + (run - longer) // share


def blocks_of(design: Design, runs: int) -> tuple[Block, ...]:
    """A study's blocks in order of runs."""
    blocks: list[Block] = []
    first = 0
    for point, count in enumerate(deal(runs, len(design))):
        values, end = design.point(point), first + count
        while first < end:
            part = min(MOST_RUNS, end - first)
            blocks.append(Block(len(blocks), point, values, first, part))
            first += part
    return tuple(blocks)


def table_of(block: Block, outcomes: Sequence[Outcomes], errors: Mapping[int, str]) -> pa.Table:
    """A block's rows in order of runs: those that `outcomes` hold, and those that failed (run -> why)."""
    types = {name: pa.from_numpy_dtype(values.dtype) for name, values in outcomes[0].values.items()} if outcomes else {}
    rows: dict[str, list[Any]] = {"run": [*errors], "point": [], "error": [*errors.values()]}
    rows |= {name: [None] * len(errors) for name in types}
    for part in outcomes:
        rows["run"] += part.run.tolist()
        rows["error"] += [None] * len(part.run)
        for name in types:
            rows[name] += part.values[name].tolist()
    rows["point"] = [block.point] * block.runs
    schema = schema_of(types)
    # From pandas as it is called there: NaN, which a run gives that has no such value, becomes null.
    columns = {field.name: pa.array(rows[field.name], field.type, from_pandas=True) for field in schema}
    return pa.table(columns, schema).sort_by("run")


def failed_table(block: Block, reason: str) -> pa.Table:
    """The rows of a block of which nothing came."""
    return table_of(block, (), dict.fromkeys(block.indices, reason))


def schema_of(metrics: Mapping[str, pa.DataType]) -> pa.Schema:
    """Columns of a table of runs with these metrics (name -> type)."""
    return pa.schema([*LEADING, *(pa.field(name, kind) for name, kind in metrics.items()), ERROR])


def types_in(schema: pa.Schema) -> dict[str, pa.DataType]:
    """The metrics of a table of runs with their types."""
    return {name: schema.field(name).type for name in metrics_in(schema)}


def metrics_in(schema: pa.Schema) -> list[str]:
    """The metrics of a table of runs."""
    return list(schema.names[len(LEADING) : -1])


def encode(table: pa.Table, stamp: str) -> bytes:
    """A block as the bytes of its file, stamped with what it belongs to; checksums betray damage."""
    sink = io.BytesIO()
    stamped = table.replace_schema_metadata({_STAMP: stamp.encode()})
    pq.write_table(stamped, sink, compression="zstd", write_page_checksum=True, store_schema=True)
    return sink.getvalue()


def read_block(path: Path, block: Block, stamp: str) -> pa.Table | None:
    """The rows of a block's file, or None if there is no file, or not a whole one of this block of this study."""
    try:
        # Half the time of `read_table`, whose threads and data sets are for larger files.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read(use_threads=False)
    except (OSError, pa.ArrowException):
        return None
    if (table.schema.metadata or {}).get(_STAMP) != stamp.encode():
        return None
    table = table.replace_schema_metadata(None)
    whole = table.schema == schema_of(types_in(table.schema)) and table["run"].to_pylist() == [*block.indices]
    return table if whole and set(table["point"].to_pylist()) == {block.point} else None
