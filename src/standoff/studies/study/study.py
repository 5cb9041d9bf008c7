"""Studies: many runs of a scenario over a design of its parameters, on one machine or many, resumable.

The runs are nested: N runs are dealt over P points, each point a world, its runs the play of chance in it. The table of
runs is a function of scenario, design, seed and number of runs: it is the same on any number of workers, and whether
or not the study was interrupted.
"""

from __future__ import annotations

import io
import json
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

from standoff.base.errors import InputError
from standoff.scenario.loading import Scenario
from standoff.studies.designs import Design, make_design, require_no_wish, require_one_of
from standoff.studies.study.played import scenario_played
from standoff.studies.study.result import StudyResult
from standoff.studies.study.watch import Unwatched, Watch

if TYPE_CHECKING:
    from standoff.engine.many import Engine
    from standoff.studies.study.blocks import Block
    from standoff.studies.study.processes import Executor
    from standoff.studies.study.work import Work

DEFAULT_SEED: Final = 1
HIGHEST_SEED: Final = 2**63 - 1
ENGINES: Final = ("compiled", "events")
# More runs than this and a table no longer fits on a disk of our day.
MOST_RUNS: Final = 1_000_000_000
MOST_WORKERS: Final = 1024


def study(
    scenario: str | Path | Scenario,
    *,
    runs: int,
    points: int | None = None,
    design: str = "lhs",
    vary: Sequence[str] = (),
    distribution: str = "uniform",
    settings: Sequence[str] = (),
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    engine: str = "compiled",
    out: Path | None = None,
    watch: Watch | None = None,
) -> StudyResult:
    """Play a scenario many times over a design of its parameters, and sum up what came of it.

    Args:
        scenario: a name that ships, a file, or a loaded scenario. One that names a variant for studies (`studied_as`)
            is played as that variant unless another is asked for, or it is loaded already.
        runs: how many runs, dealt over the points as evenly as can be.
        points: how many points; by default about the square root of the runs.
        design: `lhs`, `sobol`, `grid` or `saltelli`.
        vary: what is varied, as `PATH` or `PATH=LOW..HIGH` (see `standoff.studies.parameters.chosen`); by default all
            ranges of the defense, or of the crisis if there is one; `none` for nothing.
        distribution: `uniform` or `triangular` between low and high.
        settings: changes `PATH=VALUE` for the whole study; a loaded scenario has its own.
        seed: of the design and of all random streams.
        workers: processes on this machine [all cores that this process may use].
        scheduler: address of a Dask scheduler that has workers, or `local` for one of `workers` processes.
        engine: `compiled`, or `events` for the event-by-event engine: slower, with the same outcomes.
        out: folder for the tables, the summary and the report; begun there before, the study goes on where it was.
        watch: who is told of progress.

    Raises:
        InputError: anything wrong with scenario, numbers, parameters, folder or scheduler; a full disk, in which case
            finished blocks stay and the same call goes on; or not one run that could be played.
    """
    began = time.monotonic()
    _require_sane(runs, seed, workers, scheduler, engine)
    told = watch or Unwatched()
    loaded = scenario_played(scenario, settings, told)
    asked = _Asked(
        source=loaded.source or loaded.name,
        settings=list(loaded.settings),
        vary=list(vary),
        scenario=loaded,
        runs=runs,
        seed=DEFAULT_SEED if seed is None else seed,
        engine=engine,  # type: ignore[arg-type]  # checked above
        design=_design(loaded, design, vary, points, runs, seed, distribution),
    )
    executor = make_executor(workers, scheduler)
    if out is not None:
        return StudyResult(_study(asked, executor, Path(out), told, began), out, Path(out))
    folder = Path(mkdtemp(prefix="standoff-study-"))
    try:
        result = StudyResult(_study(asked, executor, folder, told, began), None, folder)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(result, rmtree, folder, ignore_errors=True)
    return result


def make_executor(workers: int | None, scheduler: str | None) -> Executor:
    """Where the blocks are played. Raises `InputError` for a scheduler that does not answer."""
    from standoff.studies.study import processes

    if scheduler is not None:
        from standoff.studies.study.cluster import Cluster

        return Cluster(scheduler, workers or processes.cores())
    chosen = processes.cores() if workers is None else workers
    return processes.InProcess() if chosen == 1 else processes.Processes(chosen)


@dataclass(frozen=True)
class _Asked:
    """A study as it was asked for."""

    source: str
    settings: list[str]
    vary: list[str]
    scenario: Scenario
    runs: int
    seed: int
    engine: Engine
    design: Design

    def spec(self) -> dict[str, Any]:
        """What makes the table of runs what it is; two studies with the same are the same."""
        from standoff.base.files import sha256
        from standoff.studies.study import folder, program, summary

        return {
            "standoff_study": folder.FORMAT,
            "program": dict(program.program()),
            "scenario": self.scenario.name,
            "runs": self.runs,
            "points": len(self.design),
            "seed": self.seed,
            "engine": self.engine,
            "design": self.design.kind,
            "distribution": self.design.distribution,
            "parameters": summary.parameters_json(self.design),
            "values_sha256": sha256(self.design.values.astype("<f8").tobytes()),
            "scenario_sha256": self.scenario.sha256,
        }


def _study(asked: _Asked, executor: Executor, out: Path, watch: Watch, began: float) -> dict[str, Any]:
    from standoff.studies.study.blocks import blocks_of
    from standoff.studies.study.folder import StudyFolder, digest_of
    from standoff.studies.study.merge import join
    from standoff.studies.study.program import program
    from standoff.studies.study.work import Work

    spec = asked.spec()
    digest, blocks = digest_of(spec), blocks_of(asked.design, asked.runs)
    work = Work(asked.scenario.document, asked.scenario.library, asked.seed, asked.engine, digest, program())
    with StudyFolder(out, spec) as folder:
        seconds = folder.seconds()
        done = None if seconds is None else folder.summary()
        if seconds is None:
            _play(executor, work, blocks, folder, watch)
            watch.finish("joining blocks")
            join(folder, work, blocks)
        if done is None:
            watch.finish("summing up")
            done = _sum_up(asked, folder, digest, began, seconds)
        folder.remove_blocks()
    return done


def _play(executor: Executor, work: Work, blocks: Sequence[Block], folder: Any, watch: Watch) -> None:
    """Play the blocks that are missing, each written as soon as it is done."""
    missing = folder.missing(work, blocks)
    left = sum(block.runs for block in missing)
    runs = sum(block.runs for block in blocks)
    watch.begin(runs, runs - left, len(blocks), len(blocks) - len(missing))
    with _closing(executor.results(work, missing)) as results:
        for block, content in results:
            folder.write_block(block, content)
            watch.advance(block.runs)


@contextmanager
def _closing(results: Iterator[tuple[Block, bytes]]) -> Iterator[Iterator[tuple[Block, bytes]]]:
    """End what plays the blocks, whatever ends the reading of them."""
    with closing(results):  # type: ignore[type-var]  # executors are generators
        yield results


def _sum_up(asked: _Asked, folder: Any, digest: str, began: float, seconds: float | None) -> dict[str, Any]:
    """Tables, summary and report from the table of runs; written all or none. `seconds` if it took them before."""
    import pyarrow.parquet as pq

    from standoff.studies.study import summary
    from standoff.studies.study.again import study_command
    from standoff.studies.study.folder import POINTS, REPORT, RUNS, SUMMARY, file_sha256
    from standoff.studies.study.program import software
    from standoff.studies.study.subject import subject_of
    from standoff.studies.study.tally import tally
    from standoff.views.study.report import render

    design, subject = asked.design, subject_of(asked.scenario)
    tallies = tally(folder.path / RUNS, len(design), subject)
    points = summary.points_table(design, tallies)
    content: dict[str, Any] = {
        "scenario": asked.scenario.name,
        "source": asked.source,
        "title": asked.scenario.model.title,
        "about": asked.scenario.model.summary.strip(),
        "seed": asked.seed,
        "runs": asked.runs,
        "failed": tallies.failed,
        "points": len(design),
        "engine": asked.engine,
        "settings": asked.settings,
        "design": summary.design_json(design),
        "parameters": summary.described_parameters(asked.scenario, design),
        "metrics": summary.metrics_of(subject, design, tallies),
        **summary.shown(subject, tallies),
        "sensitivity": summary.sensitivities(subject, design, tallies, asked.seed),
        "failures": summary.failures_of(asked.source, asked.settings, design, tallies, asked.seed),
        "command": study_command(
            asked.source, asked.settings, design, asked.vary, asked.runs, asked.seed, asked.engine
        ),
        "again": _again(asked, tallies),
        "software": software(),
        "study_sha256": digest,
        "table_sha256": file_sha256(folder.path / RUNS),
    }
    buffer = io.BytesIO()
    pq.write_table(points, buffer, compression="zstd")
    content["seconds"] = round(time.monotonic() - began, 3) if seconds is None else seconds
    folder.write_finished(
        {
            POINTS: buffer.getvalue(),
            REPORT: render(content, points.to_pydict()).encode("utf-8"),
            SUMMARY: (json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode(),
        },
        content["seconds"],
    )
    return content


def _again(asked: _Asked, tallies: Any) -> dict[str, Any]:
    """The command that plays one row of the table alone: the first that stands."""
    from standoff.studies.study.again import row_command

    if tallies.standing is None:
        return {}
    run, point = tallies.standing
    line = row_command(asked.source, asked.settings, asked.design, point, run, asked.seed)
    return {"run": run, "point": point, "command": line}


def _design(
    scenario: Scenario, kind: str, vary: Sequence[str], points: int | None, runs: int, seed: int | None, spread: str
) -> Design:
    from standoff.studies.parameters import as_parameters

    parameters = as_parameters(scenario, vary)
    chosen = DEFAULT_SEED if seed is None else seed
    if not parameters:
        require_no_wish(kind, points, spread)
    return make_design(kind, parameters, points, runs=runs, seed=chosen, distribution=spread)


def _require_sane(runs: int, seed: int | None, workers: int | None, scheduler: str | None, engine: str) -> None:
    for field_name, value, low, high in (
        ("--runs", runs, 1, MOST_RUNS),
        ("--seed", DEFAULT_SEED if seed is None else seed, 0, HIGHEST_SEED),
        ("--workers", 1 if workers is None else workers, 1, MOST_WORKERS),
    ):
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InputError("is out of bounds", field=field_name, value=value, allowed=f"{low} to {high}")
    require_one_of("--engine", engine, ENGINES)
    if scheduler is not None and scheduler != "local" and workers is not None:
        message = "says how many processes of this machine work, which a scheduler elsewhere does not ask"
        raise InputError(message, field="--workers", value=workers, allowed="--scheduler without it, or 'local'")
