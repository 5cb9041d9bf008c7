"""A study of a crisis: real numbers, yes and no, and counts, from a table of runs to its summary and report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.toys import TOY
from standoff.engine import many
from standoff.engine.metric import DTYPES
from standoff.studies.study import merge, subject
from standoff.studies.study.blocks import Block, encode, read_block, table_of
from standoff.studies.study.result import StudyResult
from standoff.studies.study.study import study
from standoff.studies.study.subject import crisis_subject
from standoff.studies.study.tally import tally
from standoff.views.study.report import write_report
from studies.study.made_up import KILL, METRICS, play_many

RUNS, POINTS = 1200, 120


@pytest.fixture(scope="module", autouse=True)
def made_up() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many, "play_many", play_many)
        patch.setattr(subject, "subject_of", lambda _: crisis_subject(METRICS))
        yield


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studies") / "out"


@pytest.fixture(scope="module")
def found(made_up: None, out: Path) -> StudyResult:
    return study(TOY, runs=RUNS, points=POINTS, vary=[KILL, "batteries.thaad.reaction=1..60"], workers=1, out=out)


def test_columns_have_the_types_of_their_kinds(found: StudyResult) -> None:
    schema = found.table().schema
    for metric in METRICS:
        assert schema.field(metric.name).type == pa.from_numpy_dtype(np.dtype(DTYPES[metric.kind]))
    assert found.table()["first_test"].null_count > 0
    assert found.table()["error"].null_count == RUNS


def test_numbers_are_those_of_numpy(found: StudyResult) -> None:
    frame, metrics = found.to_pandas(), found.summary["metrics"]
    for metric in METRICS:
        values = frame[metric.name].dropna().to_numpy(dtype=float)
        told = metrics[metric.name]
        assert told["mean"] == pytest.approx(values.mean(), rel=1e-12)
        expected = np.quantile(values, [0.05, 0.5, 0.95], method="inverted_cdf")
        assert [told["p05"], told["p50"], told["p95"]] == expected.tolist()
    share = frame["raid"].mean()
    assert metrics["raid"]["ci95"][0] < share < metrics["raid"]["ci95"][1]
    assert metrics["raid"]["ci95"][0] > 0.0


def test_what_may_be_negative_has_an_interval_below_nothing(found: StudyResult) -> None:
    # The tone is -20 times a quantity between 0.4 and 0.9, and noise: worlds make nearly all of it.
    tone = found.summary["metrics"]["tone"]
    assert tone["ci95"][0] < tone["mean"] < tone["ci95"][1] < -10.0
    assert tone["sd_world"] == pytest.approx(20.0 * 0.5 / np.sqrt(12.0), rel=0.05)
    assert tone["sd_chance"] == pytest.approx(1.0, rel=0.05)


def test_leading_outcomes_are_shown_and_asked_for(found: StudyResult) -> None:
    summary = found.summary
    leading = ["highest_rung", "tone", "income_lost", "raid"]
    assert summary["subject"] == "crisis"
    assert [name for name, one in summary["outcomes"].items() if one["leading"]] == leading
    assert list(summary["distributions"]) == leading
    assert [entry["metric"] for entry in summary["sensitivity"]] == leading
    assert not {"leak_free", "leak_rate"} & summary["metrics"].keys()
    assert "distribution" not in summary


def test_what_moves_the_tone_is_found_and_nothing_else(found: StudyResult) -> None:
    entries = {entry["metric"]: entry for entry in found.summary["sensitivity"]}
    first = entries["tone"]["parameters"][0]
    assert (first["path"], first["direction"]) == (KILL, -1)
    assert first["index"] > 2.0 * entries["tone"]["floor"]
    assert all(one["index"] <= entries["raid"]["floor"] for one in entries["raid"]["parameters"])


def test_distributions_hold_every_run(found: StudyResult) -> None:
    frame = found.to_pandas()
    for name, rows in found.summary["distributions"].items():
        assert sum(row["share"] for row in rows) == pytest.approx(1.0)
        binned = name in ("tone", "income_lost")
        assert all((row["low"] < row["high"]) == binned for row in rows)
        for row in rows[:-1]:
            inside = frame[name].between(row["low"], row["high"], inclusive="left" if binned else "both")
            assert row["share"] == pytest.approx(inside.mean())
            assert row["p05"] <= row["p50"] <= row["p95"]


def test_the_report_shows_the_crisis_and_no_leakers(found: StudyResult, out: Path) -> None:
    page = (out / "report.html").read_text(encoding="utf-8")
    assert 'id="figure-study-outcomes"' in page
    assert 'id="figure-study-drivers"' in page
    assert "Tone at the end" in page
    assert "leak" not in page.replace("highest rung", "")
    assert write_report(out).read_text(encoding="utf-8") == page
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["metrics"] == found.summary["metrics"]


def test_a_block_of_real_numbers_comes_back_as_it_was(tmp_path: Path) -> None:
    block = Block(0, 3, {KILL: 0.5}, 40, 20)
    runs = [run for run in block.indices if run != 47]
    table = table_of(block, [play_many(None, block.values, 1, runs)], {47: "why"})
    path = tmp_path / "block"
    path.write_bytes(encode(table, "a:0"))
    again = read_block(path, block, "a:0")
    assert again is not None
    assert again.equals(table)
    assert again["tone"][7].as_py() is None
    assert again["error"][7].as_py() == "why"


@pytest.mark.parametrize("order", [1, 2, 3])
def test_blocks_in_any_order_make_the_same_bytes(found: StudyResult, tmp_path: Path, order: int) -> None:
    class Shuffled:
        """Plays blocks in another order."""

        def results(self, work: Any, blocks: Any) -> Iterator[tuple[Block, bytes]]:
            for index in np.random.default_rng(order).permutation(len(blocks)):
                yield blocks[index], work.play(blocks[index])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("standoff.studies.study.study.make_executor", lambda *_: Shuffled())
        again = study(TOY, runs=RUNS, points=POINTS, vary=[KILL, "batteries.thaad.reaction=1..60"], out=tmp_path)
    assert again.summary["table_sha256"] == found.summary["table_sha256"]
    assert again.summary["metrics"] == found.summary["metrics"]
    assert again.summary["distributions"] == found.summary["distributions"]


@pytest.mark.parametrize("rows", [50, 333, 1200])
def test_the_size_of_a_group_of_rows_changes_nothing_that_is_counted(
    found: StudyResult, out: Path, tmp_path: Path, rows: int
) -> None:
    table = pq.read_table(out / "runs.parquet")
    pq.write_table(table, tmp_path / "runs.parquet", row_group_size=rows)
    assert merge.GROUP_ROWS > RUNS  # or the study's own table would have groups too
    one, other = (tally(at / "runs.parquet", POINTS, crisis_subject(METRICS)) for at in (out, tmp_path))
    for name, mine in one.metrics.items():
        theirs = other.metrics[name]
        assert mine.histogram.values.tobytes() == theirs.histogram.values.tobytes()
        assert mine.histogram.counts.tobytes() == theirs.histogram.counts.tobytes()
        np.testing.assert_allclose(mine.point_means(), theirs.point_means(), rtol=1e-12)
    for name, bins in one.binned.items():
        assert bins.counts.tobytes() == other.binned[name].counts.tobytes()
    assert found.summary["failed"] == 0
