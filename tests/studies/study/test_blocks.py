"""Blocks: how runs are dealt, and files that are whole or not taken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.engine.outcomes import Outcomes
from standoff.studies.designs import Design
from standoff.studies.parameters import Parameter
from standoff.studies.study import blocks
from standoff.studies.study.blocks import Block, blocks_of, deal, encode, point_of, read_block, table_of

ONE = Parameter("library.a.x", 0.0, 0.5, 1.0, "1")
BLOCK = Block(3, 7, {"library.a.x": 0.5}, 100, 4)


def outcomes(*runs: int) -> Outcomes:
    return Outcomes(np.array(runs), {"leakers": np.array(runs, dtype=np.int32) % 5})


@given(st.integers(1, 500), st.integers(1, 500))
def test_runs_are_dealt_as_evenly_as_can_be(points: int, more: int) -> None:
    dealt = deal(points + more, points)
    assert sum(dealt) == points + more
    assert max(dealt) - min(dealt) <= 1


@given(st.integers(1, 50), st.integers(0, 200))
def test_a_run_knows_its_point(points: int, more: int) -> None:
    places = [point for point, count in enumerate(deal(points + more, points)) for _ in range(count)]
    assert [point_of(run, points + more, points) for run in range(points + more)] == places


def test_every_run_has_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_RUNS", 3)
    design = Design("lhs", "uniform", (ONE,), np.linspace(0.0, 1.0, 4)[:, None])
    found = blocks_of(design, 18)
    assert [run for block in found for run in block.indices] == list(range(18))
    assert [block.index for block in found] == list(range(len(found)))
    assert max(block.runs for block in found) == 3
    assert [block.point for block in found] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(block.values == design.point(block.point) for block in found)


def test_a_block_comes_back_as_it_was(tmp_path: Path) -> None:
    table = table_of(BLOCK, [outcomes(100, 103), outcomes(101)], {102: "why"})
    path = tmp_path / "block"
    path.write_bytes(encode(table, "a:3"))
    found = read_block(path, BLOCK, "a:3")
    assert found is not None
    assert found.to_pydict() == {
        "run": [100, 101, 102, 103],
        "point": [7, 7, 7, 7],
        "leakers": [0, 1, None, 3],
        "error": [None, None, "why", None],
    }


def test_equal_rows_are_equal_bytes() -> None:
    one = table_of(BLOCK, [outcomes(100, 101, 102, 103)], {})
    other = table_of(BLOCK, [outcomes(100, 101), outcomes(102, 103)], {})
    assert encode(one, "a") == encode(other, "a")


def test_a_file_of_another_study_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "block"
    path.write_bytes(encode(table_of(BLOCK, [outcomes(100, 101, 102, 103)], {}), "b:3"))
    assert read_block(path, BLOCK, "a:3") is None
    assert read_block(path, Block(3, 7, {}, 104, 4), "b:3") is None
    assert read_block(path, Block(3, 6, {}, 100, 4), "b:3") is None


def test_a_file_that_is_not_there_or_cut_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "block"
    assert read_block(path, BLOCK, "a") is None
    whole = encode(table_of(BLOCK, [outcomes(100, 101, 102, 103)], {}), "a")
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert read_block(path, BLOCK, "a") is None


def test_a_flipped_bit_of_the_data_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "block"
    table = table_of(BLOCK, [outcomes(100, 101, 102, 103)], {})
    whole = encode(table, "a")
    # The data stand before the schema, which ends the file.
    end = whole.index(b"ARROW:schema") - 600
    assert end > 50
    for place in range(4, end, 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        found = read_block(path, BLOCK, "a")
        assert found is None or found.equals(table)


def test_a_table_has_its_columns_in_order() -> None:
    schema = blocks.schema_of({"leakers": pa.int32(), "fired.a": pa.int32()})
    assert schema.names == ["run", "point", "leakers", "fired.a", "error"]
    assert blocks.metrics_in(schema) == ["leakers", "fired.a"]
    assert blocks.metrics_in(pa.schema([*blocks.LEADING, blocks.ERROR])) == []
