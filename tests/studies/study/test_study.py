"""Studies in one process and in several: the same table, whatever happens on the way."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from engine.toys import TOY
from standoff.base.errors import InputError
from standoff.engine import many
from standoff.scenario.loading import load_scenario
from standoff.studies.designs import make_design
from standoff.studies.parameters import chosen
from standoff.studies.study import processes, work
from standoff.studies.study.blocks import Block, blocks_of
from standoff.studies.study.processes import InProcess, Processes
from standoff.studies.study.program import program
from standoff.studies.study.result import StudyResult
from standoff.studies.study.study import study
from studies.poison import Poisoned

KILL = "library.thaad.kill_probability"
REACTION = "batteries.thaad.reaction=1..60"


def play(**changes: Any) -> StudyResult:
    asked: dict[str, Any] = {"runs": 60, "points": 6, "vary": [KILL, REACTION], "workers": 1, **changes}
    return study(asked.pop("scenario", TOY), **asked)


@dataclass
class Noted:
    """Notes what a study says of its progress."""

    begun: tuple[int, int, int, int] | None = None
    advanced: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.notes.append(text)

    def begin(self, runs: int, found: int, blocks: int, blocks_found: int) -> None:
        self.begun = (runs, found, blocks, blocks_found)

    def advance(self, runs: int) -> None:
        self.advanced.append(runs)

    def finish(self, what: str) -> None:
        pass


class StopError(Exception):
    """What ends a study in its middle."""


@dataclass
class Stopping(Noted):
    """Ends the study after some blocks."""

    after: int = 3

    def advance(self, runs: int) -> None:
        super().advance(runs)
        if len(self.advanced) == self.after:
            raise StopError


@pytest.fixture(scope="module")
def plain() -> StudyResult:
    return play()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished study; to be copied."""
    out = tmp_path_factory.mktemp("studies") / "out"
    play(out=out)
    return out


def sha256(result: StudyResult) -> str:
    return str(result.summary["table_sha256"])


def test_the_table_has_a_row_a_run(plain: StudyResult) -> None:
    table = plain.table()
    assert table["run"].to_pylist() == list(range(60))
    assert table["point"].to_pylist() == [run // 10 for run in range(60)]
    assert table["error"].null_count == 60
    assert table["threats"].to_pylist() == [1] * 60
    assert plain.to_pandas().shape == plain.to_polars().shape == table.shape
    points = plain.points_frame()
    assert list(points["status"]) == ["played"] * 6
    assert points["mean.leakers"].to_list() == pytest.approx(
        plain.to_pandas().groupby("point")["leakers"].mean().to_list()
    )


def test_the_summary_says_what_the_table_says(plain: StudyResult) -> None:
    frame = plain.to_pandas()
    leakers = plain.summary["metrics"]["leakers"]
    assert leakers["mean"] == pytest.approx(frame["leakers"].mean())
    assert plain.summary["metrics"]["leak_free"]["mean"] == pytest.approx((frame["leakers"] == 0).mean())
    assert plain.summary["metrics"]["leak_rate"]["mean"] == pytest.approx(frame["leakers"].mean())
    assert leakers["p50"] == np.quantile(frame["leakers"], 0.5, method="inverted_cdf")
    shares = {row["leakers"]: row["share"] for row in plain.summary["distribution"]}
    assert shares == pytest.approx((frame["leakers"].value_counts(normalize=True)).to_dict())
    json.dumps(plain.to_json(), allow_nan=False)


def test_both_engines_give_the_same_table(plain: StudyResult) -> None:
    assert sha256(play(engine="events")) == sha256(plain)


def test_a_worker_with_another_program_is_refused() -> None:
    sick, blocks = poisoned(-1)
    other = replace(healthy(sick), program={**program(), "numpy": "1.0"})
    with pytest.raises(InputError, match=r"another program than the study: its numpy is .*, not 1\.0"):
        list(Processes(1).results(other, blocks))


def test_several_workers_give_the_same_table(plain: StudyResult) -> None:
    assert sha256(play(workers=3)) == sha256(plain)


def test_another_seed_gives_another_table(plain: StudyResult) -> None:
    assert sha256(play(seed=2)) != sha256(plain)


def test_a_study_goes_on_where_it_was(plain: StudyResult, tmp_path: Path) -> None:
    with pytest.raises(StopError):
        play(out=tmp_path, watch=Stopping())
    assert len(list((tmp_path / "blocks").iterdir())) == 3
    noted = Noted()
    result = play(out=tmp_path, watch=noted)
    assert noted.begun == (60, 30, 6, 3)
    assert noted.advanced == [10, 10, 10]
    assert sha256(result) == sha256(plain)
    assert {path.name for path in tmp_path.iterdir()} == {
        "study.json", "runs.parquet", "points.parquet", "summary.json", "report.html",
    }  # fmt: skip


def test_a_damaged_block_is_made_again(plain: StudyResult, tmp_path: Path) -> None:
    with pytest.raises(StopError):
        play(out=tmp_path, watch=Stopping())
    block = tmp_path / "blocks" / "000001.parquet"
    block.write_bytes(block.read_bytes()[:-100])
    noted = Noted()
    assert sha256(play(out=tmp_path, watch=noted)) == sha256(plain)
    assert noted.begun == (60, 20, 6, 2)


def test_a_finished_study_is_not_played_again(plain: StudyResult, tmp_path: Path) -> None:
    first = play(out=tmp_path)
    noted = Noted()
    again = play(out=tmp_path, watch=noted)
    assert noted.begun is None
    assert again.to_json() == first.to_json()
    # A table that was changed since is no longer that study's.
    (tmp_path / "runs.parquet").write_bytes(b"other")
    assert sha256(play(out=tmp_path, watch=noted)) == sha256(plain)
    assert noted.begun == (60, 0, 6, 0)


@pytest.mark.parametrize("name", ["points.parquet", "report.html", "summary.json"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-9])])
def test_what_was_made_of_the_table_is_made_again(
    finished: Path, tmp_path: Path, name: str, damage: Callable[[Path], object]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(finished, out)
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    damage(out / name)
    noted = Noted()
    play(out=out, watch=noted)
    assert noted.begun is None
    assert {path.name: path.read_bytes() for path in out.iterdir()} == whole


@pytest.mark.parametrize(
    ("change", "naming"),
    [
        ({"sources": "0" * 64}, "was begun by another program: its sources differ"),
        ({"scipy": "0.1"}, "was begun by another program: its scipy is 0.1, not"),
    ],
)
def test_another_program_does_not_go_on(finished: Path, tmp_path: Path, change: dict[str, str], naming: str) -> None:
    out = tmp_path / "out"
    shutil.copytree(finished, out)
    spec = json.loads((out / "study.json").read_text())
    (out / "study.json").write_text(json.dumps({**spec, "program": {**spec["program"], **change}}))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(InputError) as refused:
        play(out=out)
    assert naming in str(refused.value)
    assert "allowed: another folder, this one removed" in str(refused.value)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize(
    ("change", "naming"),
    [
        ({"seed": 2}, "its seed is 1, not 2"),
        ({"runs": 61}, "its runs is 60, not 61"),
        ({"vary": [KILL, "batteries.thaad.reaction=1..61"]}, "first in batteries.thaad.reaction"),
        ({"vary": [KILL]}, "its parameters are 2, not 1"),
        ({"settings": ["batteries.thaad.inventory=1"]}, "its scenario_sha256 differs"),
        ({"design": "grid"}, "its points is 6, not 4"),
    ],
)
def test_the_folder_of_another_study_is_refused(tmp_path: Path, change: dict[str, Any], naming: str) -> None:
    with pytest.raises(StopError):
        play(out=tmp_path, watch=Stopping())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as refused:
        play(out=tmp_path, **change)
    assert naming in str(refused.value)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text("kept")
    with pytest.raises(InputError, match=r"holds summary\.json of something else"):
        play(out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["summary.json"]


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    @dataclass
    class Second(Noted):
        said: str = ""

        def advance(self, runs: int) -> None:
            super().advance(runs)
            if not self.said:
                with pytest.raises(InputError) as refused:
                    play(out=tmp_path)
                self.said = str(refused.value)

    second = Second()
    play(out=tmp_path, watch=second)
    assert "is in use" in second.said


def test_a_study_stopped_before_its_first_block_leaves_nothing(tmp_path: Path) -> None:
    class Early(Noted):
        def begin(self, runs: int, found: int, blocks: int, blocks_found: int) -> None:
            raise StopError(runs, found, blocks, blocks_found)

    with pytest.raises(StopError):
        play(out=tmp_path / "new" / "out", watch=Early())
    assert not list(tmp_path.iterdir())


def test_a_point_that_cannot_be_fails_and_the_others_stand(tmp_path: Path) -> None:
    vary = ["library.thaad.minimum_altitude=30..140", "library.thaad.maximum_altitude=100..150"]
    result = play(vary=vary, runs=40, points=4, design="grid", out=tmp_path)
    # Of the corners of the grid one has its floor of 140 km above its ceiling of 100 km.
    (failure,) = result.summary["failures"]
    assert result.summary["failed"] == 10
    assert (failure["point"], failure["runs"], failure["seed"]) == (2, list(range(20, 30)), 1)
    assert "is not below maximum_altitude" in failure["reason"]
    assert "--run 20" in failure["again"]
    table = result.table()
    assert table["leakers"].null_count == table["error"].null_count - 20 == 10
    assert result.points()["status"].to_pylist() == ["played", "played", "failed", "played"]
    assert "is not below maximum_altitude" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_one_run_that_fails_is_named_and_the_rest_stand(monkeypatch: pytest.MonkeyPatch, plain: StudyResult) -> None:
    whole = many.play_many

    def faulty(scenario: Any, point: Any, seed: int, runs: Any, **more: Any) -> Any:
        if 23 in runs:
            raise ZeroDivisionError("for the test")
        return whole(scenario, point, seed, runs, **more)

    monkeypatch.setattr(many, "play_many", faulty)
    result = play()
    (failure,) = result.summary["failures"]
    assert (failure["point"], failure["runs"], failure["count"]) == (2, [23], 1)
    assert failure["reason"] == "fault of the program: ZeroDivisionError: for the test"
    kept = [row for row in plain.table().to_pylist() if row["run"] != 23]
    assert [row for row in result.table().to_pylist() if row["run"] != 23] == kept


def test_nothing_that_can_be_played_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="every one of the 4 runs failed"):
        play(scenario=TOY, runs=4, points=2, settings=["places.aim.lat_deg=-40"], vary=[KILL], out=tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_one_point_is_chance_alone() -> None:
    result = play(vary=["none"], points=None)
    assert result.summary["points"] == 1
    leakers = result.summary["metrics"]["leakers"]
    assert leakers["sd_world"] is None
    assert leakers["world"]["p50"] is None
    assert result.summary["sensitivity"][0]["left_out"] == "nothing was varied"


def test_a_loaded_scenario_keeps_its_words_and_takes_no_more() -> None:
    settings = ["batteries.thaad.inventory=0"]
    result = play(scenario=load_scenario(TOY, settings), runs=4, points=2)
    assert result.summary["settings"] == settings
    assert result.summary["metrics"]["leakers"]["mean"] == 1.0
    for command in (result.command(3), result.summary["command"], result.summary["again"]["command"]):
        words = shlex.split(command)
        assert words[2] == str(TOY)
        assert words[words.index("--set") + 1] == settings[0]
    with pytest.raises(InputError, match="settings: come too late for a loaded scenario"):
        play(scenario=load_scenario(TOY), settings=settings)


def test_the_command_of_a_study_makes_the_same_study(finished: Path) -> None:
    result = play(engine="events", runs=4, points=2)
    assert shlex.split(result.summary["command"])[-6:] == ["--engine", "events", "--seed", "1", "--out", "DIR"]
    assert "--engine" not in json.loads((finished / "summary.json").read_text())["command"]


def test_blocks_of_many_runs_are_cut_and_joined(monkeypatch: pytest.MonkeyPatch, plain: StudyResult) -> None:
    from standoff.studies.study import blocks, merge

    monkeypatch.setattr(blocks, "MOST_RUNS", 7)
    assert sha256(play()) == sha256(plain)
    monkeypatch.setattr(merge, "GROUP_ROWS", 16)
    result = play()
    assert result.table().equals(plain.table())
    assert pq.ParquetFile(result._folder / "runs.parquet").num_row_groups == 4


def test_tables_without_a_folder_last_as_long_as_the_result() -> None:
    result = play(runs=4, points=2)
    folder = result._folder
    assert result.out is None
    assert folder.exists()
    del result
    assert not folder.exists()


@pytest.mark.parametrize(
    ("change", "naming"),
    [
        ({"runs": 0}, "--runs: is out of bounds (got 0)"),
        ({"runs": -5}, "--runs: is out of bounds (got -5)"),
        ({"points": 61}, "--points: is more than the runs (60)"),
        ({"workers": 0}, "--workers: is out of bounds (got 0)"),
        ({"seed": -1}, "--seed: is out of bounds (got -1)"),
        ({"engine": "fast"}, "one of compiled, events"),
        ({"workers": 2, "scheduler": "tcp://127.0.0.1:1"}, "--workers: says how many processes"),
        ({"vary": ["library.thad.kill_probability"]}, f"did you mean '{KILL}'"),
    ],
)
def test_what_cannot_be_studied_is_named(change: dict[str, Any], naming: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        play(out=tmp_path / "out", **change)
    assert naming in str(refused.value)
    assert not list(tmp_path.iterdir())


def poisoned(deadly: int, marker: str = "") -> tuple[Poisoned, tuple[Block, ...]]:
    scenario = load_scenario(TOY)
    design = make_design("lhs", chosen(scenario, [KILL]), 4, runs=12, seed=1)
    parts = (scenario.document, scenario.library, 1, "events", "digest", program())
    return Poisoned(*parts, deadly, marker), blocks_of(design, 12)  # type: ignore[arg-type]


def healthy(sick: Poisoned) -> work.Work:
    return work.Work(*(getattr(sick, part.name) for part in fields(work.Work)))


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))


@pytest.mark.usefixtures("importable")
def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    sick, blocks = poisoned(2, str(tmp_path / "died"))
    expected = dict(_by_index(InProcess().results(healthy(sick), blocks)))
    assert dict(_by_index(Processes(2).results(sick, blocks))) == expected
    assert (tmp_path / "died").exists()


@pytest.mark.usefixtures("importable")
def test_a_block_that_keeps_killing_its_worker_is_named_and_the_rest_stand(tmp_path: Path) -> None:
    sick, blocks = poisoned(1)
    expected = dict(_by_index(InProcess().results(healthy(sick), blocks)))
    found = dict(_by_index(Processes(2).results(sick, blocks)))
    assert {index: content for index, content in found.items() if index != 1} == {
        index: content for index, content in expected.items() if index != 1
    }
    path = tmp_path / "block"
    path.write_bytes(found[1])
    table = pq.read_table(path)
    assert table["run"].to_pylist() == list(blocks[1].indices)
    assert set(table["error"].to_pylist()) == {
        "the worker process died 3 times at this block, the last time by signal 9"
    }


@pytest.mark.usefixtures("importable")
def test_closing_the_results_ends_the_workers() -> None:
    sick, blocks = poisoned(-1)
    started: list[int] = []
    whole = processes.module_process

    def noted(module: str, *words: str) -> Any:
        process = whole(module, *words)
        started.append(process.pid)
        return process

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "module_process", noted)
        results = Processes(2).results(sick, blocks)
        next(results)
        results.close()  # type: ignore[attr-defined]
    assert started
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, signal.SIG_DFL)


def _by_index(results: Iterator[tuple[Block, bytes]]) -> Iterator[tuple[int, bytes]]:
    for block, content in results:
        yield block.index, content
