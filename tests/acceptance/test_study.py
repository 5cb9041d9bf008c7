"""Studies as a user makes them: in processes that are killed, on a cluster, on a disk that fills up."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from acceptance.cli import Answer, here, standoff
from engine.toys import TOY
from standoff import cli, study
from standoff.base.errors import InputError
from standoff.studies.study import cluster

psutil: Any = pytest.importorskip("psutil")

# On one worker, since they share studies.
pytestmark = pytest.mark.xdist_group("study")

VARIED = ("--vary", "library.thaad.kill_probability", "--vary", "batteries.thaad.reaction=1..60")
# The event-by-event engine is slow enough to be caught in the middle.
STUDY = ("study", str(TOY), "--runs", "600", "--points", "60", "--engine", "events", *VARIED, "--json")

# A disk that is full once four blocks are written.
FULL_DISK = """
import errno, os
from standoff import cli
from standoff.base import files
whole, written = os.fdopen, []

def full(handle, *words):
    written.append(handle)
    if len(written) > 5:
        os.close(handle)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return whole(handle, *words)

files.os.fdopen = full
cli.main()
"""


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    """The study on one worker, from Python."""
    return study(TOY, runs=600, points=60, engine="events", vary=VARIED[1::2], workers=1).to_json()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of the study on two workers, and what was printed."""
    out = tmp_path_factory.mktemp("studies") / "two"
    answer = standoff(*STUDY, "--workers", "2", "--out", out)
    assert (answer.status, answer.err) == (0, "")
    return out, answer.json


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The folder of a small study by the compiled engine, and what it said to people."""
    out = tmp_path_factory.mktemp("studies") / "out"
    answer = here("study", TOY, "--runs", "2000", "--points", "100", *VARIED, "--out", out)
    assert answer.status == 0, answer.err
    return out, answer


def begin(*words: str | Path, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "standoff", *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **environment})


def until(ready: Callable[[], Any], seconds: float = 60.0) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


def blocks(folder: Path) -> list[Path]:
    return list((folder / "blocks").glob("[0-9]*.parquet"))


def reached(folder: Path, least: int) -> bool:
    return len(blocks(folder)) >= least


def answer_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.slow
def test_a_study_of_a_crisis_is_the_same_on_one_worker_and_on_two(tmp_path: Path) -> None:
    tables = []
    for workers in (1, 2):
        out = tmp_path / str(workers)
        done = study("korea-2017:let-loose", runs=8, points=2, workers=workers, out=out)
        assert done.to_json()["failed"] == 0
        tables.append((out / "runs.parquet").read_bytes())
    assert tables[0] == tables[1]


def test_the_summary_has_what_it_promises(plain: dict[str, Any]) -> None:
    assert (plain["runs"], plain["failed"], plain["points"], plain["seed"]) == (600, 0, 60, 1)
    assert plain["scenario"] == "toy"
    assert plain["out"] is None
    assert plain["seconds"] > 0
    assert plain["failures"] == []
    assert plain["design"]["kind"] == "lhs"
    assert [one["path"] for one in plain["parameters"]] == [
        "library.thaad.kill_probability",
        "batteries.thaad.reaction",
    ]
    leakers = plain["metrics"]["leakers"]
    assert {"mean", "p05", "p50", "p95", "ci95", "world", "sd_world", "sd_chance", "share_world"} == leakers.keys()
    assert leakers["ci95"][0] < leakers["mean"] < leakers["ci95"][1]
    assert plain["metrics"]["leak_free"]["mean"] == pytest.approx(1.0 - leakers["mean"])
    assert {entry["metric"] for entry in plain["sensitivity"]} >= {"leakers", "leak_free", "interceptors_fired"}


def test_the_kill_probability_governs_the_leakers() -> None:
    # Two shots with single-shot probability p r d each and a common failure c leave a leaker with c + (1-c)(1-prd)^2.
    # r, d, c are nominal (0.95, 0.95, 0.05); p is uniform between 0.4 and 0.9, the mean of (1-kp)^2 follows.
    k, low, high = 0.95 * 0.95, 0.4, 0.9
    square = ((1 - k * low) ** 3 - (1 - k * high) ** 3) / (3 * k * (high - low))
    expected = 0.05 + 0.95 * square
    leakers = study(TOY, runs=8_000, points=80, vary=VARIED[1::2]).summary["metrics"]["leakers"]
    assert leakers["ci95"][1] - leakers["ci95"][0] < 0.1
    assert leakers["ci95"][0] < expected < leakers["ci95"][1]


def test_any_workers_give_the_same_table(plain: dict[str, Any], two: tuple[Path, dict[str, Any]]) -> None:
    out, found = two
    assert found["table_sha256"] == plain["table_sha256"]
    assert json.loads((out / "summary.json").read_text())["metrics"] == plain["metrics"]
    assert found["out"] == str(out)


def test_a_killed_worker_changes_nothing(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = begin(*STUDY, "--workers", "2", "--out", out)
    until(lambda: len(blocks(out)) >= 3)
    os.kill(psutil.Process(process.pid).children()[0].pid, signal.SIGKILL)
    found = answer_of(process)
    assert found["failed"] == 0
    assert found["table_sha256"] == plain["table_sha256"]


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_study_goes_on(plain: dict[str, Any], tmp_path: Path, workers: str) -> None:
    out = tmp_path / "out"
    process = begin(*STUDY, "--workers", workers, "--out", out)
    until(lambda: len(blocks(out)) >= 5)
    children = psutil.Process(process.pid).children()
    process.kill()
    process.communicate()
    # Workers that have lost their parent end by themselves.
    psutil.wait_procs(children, timeout=30)
    assert not any(child.is_running() for child in children)
    kept = len(blocks(out))
    assert 5 <= kept < 60
    again = here(*STUDY, "--workers", "1", "--out", out)
    assert f"found {kept} of 60 blocks finished before" in again.err
    assert again.json["table_sha256"] == plain["table_sha256"]


@pytest.mark.slow
def test_an_interrupted_study_says_how_to_go_on(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number, status, least in ((signal.SIGINT, 130, 3), (signal.SIGTERM, 143, 20)):
        process = begin(*STUDY, "--workers", "2", "--out", out)
        until(partial(reached, out, least))
        process.send_signal(number)
        said, err = process.communicate(timeout=30)
        assert process.returncode == status
        assert said == ""
        message = err.strip().splitlines()[-1]
        assert message == f"standoff: interrupted; finished blocks are kept in {out}, and the same command goes on"
        assert "Traceback" not in err
        assert len(blocks(out)) >= least
        assert not (out / ".lock").exists()
    assert here(*STUDY, "--workers", "1", "--out", out).json["table_sha256"] == plain["table_sha256"]


def test_sigterm_takes_workers_and_temporary_folder_along(tmp_path: Path) -> None:
    process = begin(*STUDY, "--workers", "2", TMPDIR=str(tmp_path))
    until(lambda: list(tmp_path.glob("standoff-study-*/blocks/*.parquet")))
    children = psutil.Process(process.pid).children()
    assert len(children) == 2
    process.terminate()
    said, err = process.communicate(timeout=30)
    assert (process.returncode, said) == (143, "")
    assert err.strip() == "standoff: interrupted; without --out nothing is kept"
    assert not any(child.is_running() for child in children)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_one_message_and_the_study_goes_on(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", FULL_DISK, *STUDY, "--workers", "1", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (message,) = done.stderr.strip().splitlines()
    assert "No space left on device" in message
    assert "4 finished blocks are kept, and the same command goes on" in message
    assert len(list((out / "blocks").iterdir())) == 4
    again = here(*STUDY, "--workers", "1", "--out", out)
    assert "found 4 of 60 blocks" in again.err
    assert again.json["table_sha256"] == plain["table_sha256"]


def test_a_finished_study_is_answered_at_once(two: tuple[Path, dict[str, Any]]) -> None:
    out, first = two
    written = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert here(*STUDY, "--out", out).json == first
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == written


def test_any_row_can_be_run_alone() -> None:
    settings = ["timeline.shot.count=3"]
    result = study(TOY, runs=60, points=12, seed=4, settings=settings)
    rows = result.table().to_pylist()
    assert len({row["leakers"] for row in rows}) > 1
    assert result.summary["again"]["command"] == result.command(0)
    for run in (0, 17, 38, 59):
        words = shlex.split(result.command(run))
        assert words[:7] == ["standoff", "run", str(TOY), "--seed", "4", "--run", str(run)]
        alone = here(*words[1:], "--json").json
        for metric in ("threats", "intercepted", "leakers", "failed", "interceptors_fired"):
            assert alone[metric] == rows[run][metric]
    with pytest.raises(InputError, match="0 to 59"):
        result.command(60)


def test_a_table_for_people(small: tuple[Path, Answer]) -> None:
    _, answer = small
    assert answer.err == ""
    assert "The missile gets through in" in answer.out
    assert "kill probability" in answer.out
    assert "report.html" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_the_report_can_be_written_again(small: tuple[Path, Answer], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(small[0], out)
    page = (out / "report.html").read_bytes()
    (out / "report.html").unlink()
    assert here("report", out, "--json").json == {"report": str(out / "report.html")}
    assert (out / "report.html").read_bytes() == page
    (out / "summary.json").unlink()
    answer = here("report", out)
    assert answer.status == 2
    assert "holds no finished study" in answer.err


@contextmanager
def dask_cluster(tmp_path: Path, workers: int, **environment: str) -> Iterator[tuple[str, list[Any]]]:
    """A scheduler and worker processes of their own, as an operator would start them."""
    there = {**os.environ, **environment}
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = subprocess.Popen([*dask, "scheduler", *options], **quiet)  # type: ignore[call-overload]
    started = [scheduler]
    try:
        until(lambda: file.exists() and file.read_text())
        for _ in range(workers):
            words = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--no-nanny"]
            started.append(subprocess.Popen([*dask, *words], env=there, **quiet))  # type: ignore[call-overload]
        address = json.loads(file.read_text())["address"]
        yield address, [psutil.Process(process.pid) for process in started[1:]]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_dask_cluster_with_a_killed_worker_gives_the_same_table(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    with dask_cluster(tmp_path, 2) as (address, workers):
        process = begin(*STUDY, "--scheduler", address, "--out", out)
        until(lambda: len(blocks(out)) >= 3)
        workers[0].kill()
        assert answer_of(process)["table_sha256"] == plain["table_sha256"]


@pytest.mark.slow
def test_a_local_dask_cluster_gives_the_same_table(plain: dict[str, Any]) -> None:
    found = here(*STUDY, "--scheduler", "local", "--workers", "2")
    assert found.status == 0, found.err
    assert found.err == ""
    assert found.json["table_sha256"] == plain["table_sha256"]


@pytest.mark.slow
def test_a_lost_scheduler_is_one_message(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with dask_cluster(tmp_path, 1) as (address, _):
        process = begin(*STUDY, "--scheduler", address, "--out", out)
        until(lambda: len(blocks(out)) >= 3)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    (message,) = err.strip().splitlines()
    assert "scheduler was lost" in message
    assert len(blocks(out)) >= 3


def other_program(folder: Path) -> None:
    """A standoff whose sources differ."""
    shutil.copytree(Path(cli.__file__).parents[1], folder / "standoff", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "standoff" / "engine" / "many.py").open("a") as file:
        file.write("# changed\n")


def no_program(folder: Path) -> None:
    """A package of the same name with nothing in it."""
    (folder / "standoff").mkdir(parents=True)
    (folder / "standoff" / "__init__.py").touch()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "naming"),
    [
        (other_program, "runs another program: its sources differ; allowed: workers with the same standoff"),
        (no_program, "has no standoff, or another version; allowed: workers with the same standoff"),
    ],
)
def test_a_worker_with_another_program_is_one_message(
    tmp_path: Path, make: Callable[[Path], None], naming: str
) -> None:
    make(tmp_path / "other")
    with dask_cluster(tmp_path, 1, PYTHONPATH=str(tmp_path / "other")) as (address, _):
        answer = here(*STUDY, "--scheduler", address, "--out", tmp_path / "out")
    assert (answer.status, answer.out) == (2, "")
    (message,) = answer.err.strip().splitlines()
    assert message.startswith("standoff: --scheduler: the worker at tcp://127.0.0.1:")
    assert naming in message
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_S", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        answer = here(*STUDY, "--scheduler", address)
    assert answer.status == 2
    assert f"(got '{address}')" in answer.err
    assert "does not answer within 1 s" in answer.err
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("words", "naming"),
    [
        (("--runs", "0"), "--runs: is out of bounds (got 0); allowed: 1 to"),
        (("--runs", "-3"), "--runs: is out of bounds (got -3)"),
        (("--runs", "many"), "'many' is not a valid integer"),
        ((), "Missing option '--runs'"),
        (("--runs", "10", "--points", "11"), "--points: is more than the runs (10)"),
        (("--runs", "10", "--points", "0"), "--points: is out of bounds (got 0)"),
        (("--runs", "10", "--workers", "0"), "--workers: is out of bounds (got 0)"),
        (("--runs", "10", "--vary", "library.thaad.kil_probability"), "did you mean 'library.thaad.kill_probability'?"),
        (("--runs", "10", "--vary", "library.thaad.divert=3..1"), "low end above its high end (got '3..1')"),
        (("--runs", "10", "--vary", "library.thaad.divert=3..x"), "is not a range (got '3..x')"),
        (("--runs", "10", "--design", "grid"), "less than two levels a parameter"),
        (("--runs", "10", "--points", "5", "--vary", "none"), "--points: has no use: nothing varies"),
        (("--runs", "10", "--design", "sobol", "--vary", "none"), "--design: has no use: nothing varies"),
        (("--runs", "10", "--scheduler", "nonsense://x"), "--scheduler"),
        (("--runs", "10", "--scheduler", ""), "--scheduler"),
        (("--runs", "10", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2"), "--workers: says how many"),
        (("--runs", "10", "--seed", "-1"), "--seed: is out of bounds (got -1)"),
        (("--runs", "10", "--out", ""), "--out"),
        (("--runs", "10", "--set", "batteries.nothing.inventory=3"), "nothing"),
    ],
)
def test_wrong_words_are_named(
    words: tuple[str, ...], naming: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = here("study", TOY, *words)
    assert (answer.status, answer.out) == (2, "")
    (message,) = answer.err.strip().splitlines()
    assert naming in message
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    answer = here("study", TOY, "--runs", "4", "--out", tmp_path / "file")
    assert (answer.status, answer.out) == (2, "")
    assert str(tmp_path / "file") in answer.err
    assert (tmp_path / "file").read_text() == "kept"


def test_the_folder_of_another_study(small: tuple[Path, Answer]) -> None:
    out, _ = small
    answer = here("study", TOY, "--runs", "2001", "--points", "100", *VARIED, "--out", out)
    assert answer.status == 2
    assert f"{out}: belongs to another study: its runs is 2000, not 2001" in answer.err


def test_one_of_many_runs_has_its_record_and_says_which_it_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert here("run", TOY, "--seed", "4", "--run", "3", "--out", out).status == 0
    assert "--seed 4 --run 3" in (out / "report.html").read_text(encoding="utf-8")
    assert here("replay", out / "record.jsonl", "--json").json["identical"] is True
    third = (out / "record.jsonl").read_bytes()
    assert here("run", TOY, "--seed", "4", "--out", out).status == 0
    assert (out / "record.jsonl").read_bytes() != third
    answer = here("run", TOY, "--run", "-1")
    assert answer.status == 2
    assert "--run" in answer.err
