"""Studies: the compiled engine against the event-by-event one, whole studies, and how time and memory grow."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measure import Effort, Sheet, Target, seconds
from benchmarks.program import run_command
from standoff.engine.compiled import compile_tables, deal_luck, launches_of, play_compiled
from standoff.engine.kernel import play as play_kernel
from standoff.engine.kernel.tables import make_room
from standoff.engine.outcomes import metrics_of
from standoff.engine.plan import Plans
from standoff.engine.run import play as play_events
from standoff.scenario.loading import Scenario, load_scenario
from standoff.scenario.world import World, build_world

RANGE: Final = Path(__file__).resolve().parents[1] / "examples" / "firing-range.yaml"
DRAWS_A_POINT: Final = 100
STUDY_S: Final = 30.0
FASTER: Final = 100.0
FLAT_SHARE: Final = 1.25


def measure_engines(effort: Effort) -> Sheet:
    """Both engines on the same runs: what a run costs with geometry, and what its draws cost alone."""
    scenarios = {
        "guam-2017": load_scenario("guam-2017"),
        "japan-2017": load_scenario("japan-2017"),
        "firing range, 20 warheads": load_scenario(RANGE, ["timeline.raid.count=20"]),
    }
    rows: list[tuple[str, ...]] = []
    targets = []
    for name, scenario in scenarios.items():
        events, shared, study, draws = (statistics.median(times) for times in _engine_times(scenario, effort))
        faster = events / study
        rows.append(
            (
                name, f"{1e3 * events:.1f} ms", f"{1e3 * shared:.1f} ms", f"{1e3 * study:.2f} ms",
                f"{1e6 * draws:.0f} µs", f"{faster:.0f} times", f"{shared / draws:,.0f} times",
            )
        )  # fmt: skip
        label = f"study of {name}: speed a run against the event-by-event engine"
        targets.append(Target(label, f"at least {FASTER:.0f} times", f"{faster:.0f} times", faster >= FASTER))
    return Sheet(
        "engines",
        "A run by either engine",
        "One process. Event by event: what a run costs alone, and in a loop that shares its geometry. Compiled: a run "
        f"of a study with {DRAWS_A_POINT} draws at each point, geometry included, and its draws alone. Medians of "
        f"{effort.rounds} rounds in which all take turns. The factors compare the first column with the third, and "
        "the second with the fourth.",
        ("", "event by event", "geometry shared", "compiled", "its draws alone", "faster with geometry", "draws alone"),
        rows,
        targets,
    )


def measure_studies(effort: Effort) -> Sheet:
    """Whole commands: time and memory over the number of runs and of workers."""
    sizes = (10_000, 100_000, 1_000_000) if effort.runs > 1 else (200, 400)
    rows: list[tuple[str, ...]] = []
    memory: dict[tuple[int, int], int] = {}
    took: dict[tuple[int, int], float] = {}
    run_command(["study", "guam-2017", "--runs", "100", "--points", "10"])  # compiles the kernel where it is not kept
    for runs in sizes:
        for workers in (1, 2):
            command = ["study", "guam-2017", "--runs", str(runs), "--points", "100", "--workers", str(workers)]
            took[runs, workers], memory[runs, workers] = run_command(command)
        rows.append(
            (
                f"{runs:,} runs over 100 points", f"{took[runs, 1]:.1f} s", f"{took[runs, 2]:.1f} s",
                f"{memory[runs, 1] / 1e6:.0f} MB", f"{memory[runs, 2] / 1e6:.0f} MB",
            )
        )  # fmt: skip
    targets = []
    for runs in (sizes[0], sizes[-1]):
        label, found = f"study guam-2017: {runs:,} runs over 100 points, 2 workers", took[runs, 2]
        targets.append(Target(label, f"at most {STUDY_S:.0f} s", f"{found:.1f} s", found <= STUDY_S))
    share = memory[sizes[-1], 1] / memory[sizes[0], 1]
    label = f"memory of {sizes[-1]:,} runs against {sizes[0]:,}"
    targets.append(Target(label, f"at most {FLAT_SHARE:g} times", f"{share:.2f} times", share <= FLAT_SHARE))
    return Sheet(
        "studies",
        "Whole studies",
        "`standoff study guam-2017`, all ranges of the defense, tables and summary written: seconds of the whole "
        "process, and the largest memory of any of its processes.",
        ("", "1 worker", "2 workers", "memory, 1 worker", "memory, 2 workers"),
        rows,
        targets,
    )


def measure_growth(effort: Effort) -> Sheet:
    """How geometry and draws grow with missiles and with batteries."""
    draws = 2_000 if effort.runs > 1 else 20
    rows: list[tuple[str, ...]] = []
    for missiles in (1, 5, 10, 20, 40):
        world = build_world(load_scenario(RANGE, [f"timeline.raid.count={missiles}"]))
        rows.append((f"{missiles} missiles, 1 battery", *_growth_cells(world, draws, effort)))
    for batteries in (2, 5, 10, 20):
        world = _with_batteries(build_world(load_scenario(RANGE, ["timeline.raid.count=10"])), batteries)
        rows.append((f"10 missiles, {batteries} batteries", *_growth_cells(world, draws, effort)))
    return Sheet(
        "growth",
        "How a run grows",
        "The firing range with more missiles, all at one aim (one geometry), and with more batteries beside each "
        "other, of which one fires at a missile and the others wait.",
        ("", "geometry of a point", "draws of a run", "draws a missile"),
        rows,
        [],
    )


def _engine_times(scenario: Scenario, effort: Effort) -> tuple[list[float], list[float], list[float], list[float]]:
    """Seconds a run, each round: events alone, events on shared plans, compiled with geometry, its draws alone."""
    world = build_world(scenario)
    shared = Plans(world)
    draws = _draws(shared, range(DRAWS_A_POINT))
    play_events(shared, 1, 0)
    some = 3 if effort.runs > 1 else 1
    times: tuple[list[float], list[float], list[float], list[float]] = ([], [], [], [])
    for _ in range(effort.rounds):
        times[0].append(seconds(lambda: [play_events(Plans(world), 1, run) for run in range(some)]) / some)
        times[1].append(seconds(lambda: [play_events(shared, 1, run) for run in range(some)]) / some)
        times[2].append(seconds(lambda: play_compiled(Plans(world), 1, range(DRAWS_A_POINT))) / DRAWS_A_POINT)
        times[3].append(seconds(draws) / DRAWS_A_POINT)
    return times


def _growth_cells(world: World, draws: int, effort: Effort) -> tuple[str, str, str]:
    missiles = len(launches_of(world).lift_offs)
    geometry = statistics.median(
        seconds(lambda: play_compiled(Plans(world), 1, range(1))) for _ in range(effort.rounds)
    )
    call = _draws(Plans(world), range(draws))
    took = statistics.median(seconds(call) for _ in range(effort.rounds)) / draws
    return f"{1e3 * geometry:.1f} ms", f"{1e6 * took:.1f} µs", f"{1e6 * took / missiles:.2f} µs"


def _draws(plans: Plans, runs: range) -> Callable[[], object]:
    """The kernel alone on some runs, compiled and warm."""
    launches, index = launches_of(plans.world), np.array(runs, dtype=np.uint64)
    deal = deal_luck(plans.world, launches, 1, index)
    tables = compile_tables(plans, launches, deal)
    room = make_room(tables)
    out = np.zeros((len(runs), len(metrics_of(plans.world))), dtype=np.int64)

    def call() -> object:
        return play_kernel(tables, room, np.uint64(1), index, deal.dealt, out)

    call()
    return call


def _with_batteries(world: World, count: int) -> World:
    (battery,) = world.batteries.values()
    return replace(
        world, batteries={f"{battery.id}-{i}": replace(battery, id=f"{battery.id}-{i}") for i in range(count)}
    )
