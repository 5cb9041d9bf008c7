"""Studies of a crisis: a run with its record and without, and ten thousand runs of the whole command."""

from __future__ import annotations

import statistics
from typing import Final

from benchmarks.measure import Effort, Sheet, Target, seconds
from benchmarks.program import run_command
from standoff.engine.many import play_many
from standoff.engine.run import run
from standoff.scenario.loading import load_scenario

SCENARIO: Final = "korea-2017:let-loose"
STUDY_S: Final = 120.0


def measure_crises(effort: Effort) -> Sheet:
    """A run of `korea-2017:let-loose` either way, and the study of it."""
    many = 10_000 if effort.runs > 1 else 20
    scenario, some = load_scenario(SCENARIO), range(100) if effort.runs > 1 else range(2)
    play_many(scenario, {}, 1, range(10))
    recorded = statistics.median(seconds(lambda: run(scenario, 1)) for _ in range(effort.rounds))
    bare = statistics.median(seconds(lambda: play_many(scenario, {}, 1, some)) for _ in range(effort.rounds)) / len(
        some
    )
    run_command(["study", "korea-2017", "--runs", "4", "--points", "2"])  # compiles the kernel where it is not kept
    took, memory = run_command(["study", "korea-2017", "--runs", str(many), "--workers", "2"])
    return Sheet(
        "crises",
        "Runs of a crisis",
        "`korea-2017:let-loose`: one run with its record; a run of a study, which keeps none, in one process at "
        "nominal values; and `standoff study korea-2017` over all its ranges on two workers, in seconds of the whole "
        "process.",
        ("one run, recorded", "a run of a study", f"{many:,} runs, 2 workers", "memory"),
        [(f"{1e3 * recorded:.0f} ms", f"{1e3 * bare:.1f} ms", f"{took:.0f} s", f"{memory / 1e6:.0f} MB")],
        [
            Target(
                f"study korea-2017: {many:,} runs, 2 workers",
                f"at most {STUDY_S:.0f} s",
                f"{took:.0f} s",
                took <= STUDY_S,
            )
        ],
    )
