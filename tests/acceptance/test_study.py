"""Studies as a user makes them: in processes that are killed, on a cluster, on a disk that fills up."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from acceptance.cli import refused, standoff
from engine.toys import TOY
from standoff import study
from standoff.base.errors import InputError

psutil: Any = pytest.importorskip("psutil")

VARIED = ("--vary", "library.thaad.kill_probability", "--vary", "batteries.thaad.reaction=1..60")
# The event-by-event engine is slow enough to be caught in the middle.
STUDY = ("study", str(TOY), "--runs", "2400", "--points", "60", "--engine", "events", *VARIED, "--json")

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
    """The study on one worker."""
    answer = standoff(*STUDY, "--workers", "1")
    assert answer.status == 0, answer.err
    assert answer.err == ""
    found: dict[str, Any] = answer.json
    return found


def begin(*words: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "standoff", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


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


def answer_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_summary_has_what_it_promises(plain: dict[str, Any]) -> None:
    assert (plain["runs"], plain["failed"], plain["points"], plain["seed"]) == (2400, 0, 60, 1)
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


def test_the_kill_probability_governs_the_leakers(plain: dict[str, Any]) -> None:
    # Two shots with single-shot probability p r d each and a common failure c leave a leaker with c + (1-c)(1-prd)^2.
    # r, d, c are nominal (0.95, 0.95, 0.05); p is uniform between 0.4 and 0.9, the mean of (1-kp)^2 follows.
    k, low, high = 0.95 * 0.95, 0.4, 0.9
    square = ((1 - k * low) ** 3 - (1 - k * high) ** 3) / (3 * k * (high - low))
    expected = 0.05 + 0.95 * square
    leakers = plain["metrics"]["leakers"]
    assert leakers["ci95"][0] < expected < leakers["ci95"][1]


def test_any_workers_give_the_same_table(plain: dict[str, Any], tmp_path: Path) -> None:
    found = standoff(*STUDY, "--workers", "2", "--out", tmp_path / "two")
    assert found.json["table_sha256"] == plain["table_sha256"]
    assert json.loads((tmp_path / "two" / "summary.json").read_text())["metrics"] == plain["metrics"]
    assert found.json["out"] == str(tmp_path / "two")


def test_a_killed_worker_changes_nothing(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = begin(*STUDY, "--workers", "2", "--out", out)
    until(lambda: len(blocks(out)) >= 3)
    os.kill(psutil.Process(process.pid).children()[0].pid, signal.SIGKILL)
    found = answer_of(process)
    assert found["failed"] == 0
    assert found["table_sha256"] == plain["table_sha256"]


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
    kept = {path: path.stat().st_mtime_ns for path in blocks(out)}
    assert 5 <= len(kept) < 60
    again = begin(*STUDY, "--workers", workers, "--out", out)
    until(lambda: len(blocks(out)) > len(kept) or again.poll() is not None)
    assert all(path.stat().st_mtime_ns == written for path, written in kept.items() if path.exists())
    out_text, err = again.communicate(timeout=120)
    assert f"found {len(kept)} of 60 blocks finished before" in err
    assert json.loads(out_text)["table_sha256"] == plain["table_sha256"]


def test_an_interrupted_study_says_how_to_go_on(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = begin(*STUDY, "--workers", "2", "--out", out)
    until(lambda: len(blocks(out)) >= 3)
    process.send_signal(signal.SIGINT)
    said, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == ""
    (message,) = err.strip().splitlines()
    assert message == f"standoff: interrupted; finished blocks are kept in {out}, and the same command goes on"
    assert len(blocks(out)) >= 3
    assert standoff(*STUDY, "--out", out).json["table_sha256"] == plain["table_sha256"]


def test_a_full_disk_is_one_message_and_the_study_goes_on(plain: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", FULL_DISK, *STUDY, "--workers", "2", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (message,) = done.stderr.strip().splitlines()
    assert "No space left on device" in message
    assert "4 finished blocks are kept, and the same command goes on" in message
    assert len(list((out / "blocks").iterdir())) == 4
    again = standoff(*STUDY, "--out", out)
    assert "found 4 of 60 blocks" in again.err
    assert again.json["table_sha256"] == plain["table_sha256"]


def test_a_finished_study_is_answered_at_once(plain: dict[str, Any], tmp_path: Path) -> None:
    first = standoff(*STUDY, "--out", tmp_path / "out").json
    written = (tmp_path / "out" / "runs.parquet").stat().st_mtime_ns
    assert standoff(*STUDY, "--out", tmp_path / "out").json == first
    assert (tmp_path / "out" / "runs.parquet").stat().st_mtime_ns == written


def test_any_row_can_be_run_alone() -> None:
    settings = ["timeline.shot.count=3"]
    result = study(TOY, runs=60, points=20, seed=4, settings=settings)
    rows = result.table().to_pylist()
    assert len({row["leakers"] for row in rows}) > 1
    assert result.summary["again"]["command"] == result.command(0)
    for run in (0, 17, 38, 59):
        words = shlex.split(result.command(run))
        assert words[:7] == ["standoff", "run", str(TOY), "--seed", "4", "--run", str(run)]
        alone = standoff(*words[1:], "--json").json
        for metric in ("threats", "intercepted", "leakers", "failed", "interceptors_fired"):
            assert alone[metric] == rows[run][metric]
    with pytest.raises(InputError, match="0 to 59"):
        result.command(60)


def test_a_table_for_people(tmp_path: Path) -> None:
    answer = standoff("study", TOY, "--runs", "400", "--points", "100", *VARIED, "--out", tmp_path / "out")
    assert answer.status == 0
    assert answer.err == ""
    assert "The missile gets through in" in answer.out
    assert "kill probability" in answer.out
    assert "report.html" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_the_report_can_be_written_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert standoff("study", TOY, "--runs", "40", "--points", "4", *VARIED, "--out", out).status == 0
    page = (out / "report.html").read_bytes()
    (out / "report.html").unlink()
    assert standoff("report", out, "--json").json == {"report": str(out / "report.html")}
    assert (out / "report.html").read_bytes() == page
    (out / "summary.json").unlink()
    assert "holds no finished study" in refused("report", out)


@contextmanager
def dask_cluster(tmp_path: Path, workers: int) -> Iterator[tuple[str, list[Any]]]:
    """A scheduler and worker processes of their own, as an operator would start them."""
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
            started.append(subprocess.Popen([*dask, *words], **quiet))  # type: ignore[call-overload]
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
    found = standoff(*STUDY, "--scheduler", "local", "--workers", "2")
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


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        message = refused(*STUDY, "--scheduler", address)
    assert f"(got '{address}')" in message
    assert "does not answer within 8 s" in message
    assert time.monotonic() - began < 30


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
        (("--runs", "10", "--scheduler", "nonsense://x"), "--scheduler"),
        (("--runs", "10", "--scheduler", ""), "--scheduler"),
        (("--runs", "10", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2"), "--workers: says how many"),
        (("--runs", "10", "--seed", "-1"), "--seed: is out of bounds (got -1)"),
        (("--runs", "10", "--out", ""), "--out"),
        (("--runs", "10", "--set", "batteries.nothing.inventory=3"), "nothing"),
    ],
)
def test_wrong_words_are_named(words: tuple[str, ...], naming: str, tmp_path: Path) -> None:
    assert naming in refused("study", TOY, *words, cwd=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    assert str(tmp_path / "file") in refused("study", TOY, "--runs", "4", "--out", tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"


def test_the_folder_of_another_study(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert standoff("study", TOY, "--runs", "4", "--points", "2", *VARIED, "--out", out).status == 0
    message = refused("study", TOY, "--runs", "5", "--points", "2", *VARIED, "--out", out)
    assert f"{out}: belongs to another study: its runs is 4, not 5" in message


def test_one_of_many_runs_has_its_record_and_says_which_it_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert standoff("run", TOY, "--seed", "4", "--run", "3", "--out", out).status == 0
    assert "--seed 4 --run 3" in (out / "report.html").read_text(encoding="utf-8")
    assert standoff("replay", out / "record.jsonl", "--json").json["identical"] is True
    third = (out / "record.jsonl").read_bytes()
    assert standoff("run", TOY, "--seed", "4", "--out", out).status == 0
    assert (out / "record.jsonl").read_bytes() != third
    assert "--run" in refused("run", TOY, "--run", "-1")
