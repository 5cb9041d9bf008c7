"""Joining a study's blocks into one table, in order of runs, without holding more than a few of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from standoff.base.errors import InputError
from standoff.studies.study.blocks import Block, read_block, schema_of, types_in
from standoff.studies.study.folder import RUNS, StudyFolder
from standoff.studies.study.work import Work

# Rows of one group of the table: what is held in memory at a time, and what a reader can skip.
GROUP_ROWS: Final = 65_536


def join(folder: StudyFolder, work: Work, blocks: Sequence[Block]) -> None:
    """Write `runs.parquet` of all blocks, whole or not at all: the same blocks give the same bytes.

    Raises:
        InputError: every run failed (says why the first one did), or the disk is full.
    """
    schema = schema_of(_metrics(folder, work, blocks))
    handle, name = tempfile.mkstemp(dir=folder.path, prefix=f".{RUNS}.")
    os.close(handle)
    temporary = Path(name)
    try:
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for group in _groups(_tables(folder, work, blocks, schema)):
                writer.write_table(group, row_group_size=GROUP_ROWS)
        temporary.chmod(0o644)
        temporary.replace(folder.path / RUNS)
    except OSError as error:
        raise folder.no_room(error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _metrics(folder: StudyFolder, work: Work, blocks: Sequence[Block]) -> dict[str, pa.DataType]:
    """The metrics and types of the first block of which a run stands; if none does, nothing is worth keeping."""
    reason = ""
    for block in blocks:
        table = _read(folder, work, block)
        if found := types_in(table.schema):
            return found
        reason = reason or str(table["error"][0])
    folder.remove_blocks()
    message = f"every one of the {sum(block.runs for block in blocks)} runs failed: {reason}"
    raise InputError(message, allowed="a study of which at least one point can be played")


def _tables(folder: StudyFolder, work: Work, blocks: Sequence[Block], schema: pa.Schema) -> Iterator[pa.Table]:
    """Every block's rows with all columns."""
    for block in blocks:
        table = _read(folder, work, block)
        columns = [
            table[field.name] if field.name in table.schema.names else pa.nulls(len(table), field.type)
            for field in schema
        ]
        yield pa.table(columns, schema=schema)


def _groups(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of exactly `GROUP_ROWS`, the last one fewer."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += len(table)
        while rows >= GROUP_ROWS:
            whole = pa.concat_tables(waiting).combine_chunks()
            yield whole.slice(0, GROUP_ROWS)
            waiting, rows = [whole.slice(GROUP_ROWS)], rows - GROUP_ROWS
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _read(folder: StudyFolder, work: Work, block: Block) -> pa.Table:
    table = read_block(folder.block_file(block), block, work.stamp(block))
    if table is None:
        message = "was changed while the study ran"
        raise InputError(message, file=folder.block_file(block), allowed="the same command makes it again")
    return table
