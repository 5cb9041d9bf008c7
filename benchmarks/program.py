"""Whole commands as a user runs them: seconds and peak memory of processes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.measure import Effort, Program, Target

SCENARIO: Final = "guam-2017"
RUN_S: Final = 2.0
HELP_S: Final = 0.25
PEAK_BYTES: Final = 500e6


def measure_program(effort: Effort) -> Program:
    """`standoff run` with and without files, and `standoff --help`; a first process fills the caches."""
    try:
        first, peak = run_command(["run", SCENARIO])
    except RuntimeError as problem:
        return Program({}, 0.0, 0, [], missing=f"not measured: {problem}")
    commands: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("run", "run --out", "--help"):
            for i in range(effort.runs):
                took, bytes_used = run_command(_arguments(name, Path(folder) / f"{i}"))
                commands.setdefault(name, []).append(took)
                peak = max(peak, bytes_used)
    return Program(commands, first, peak, _targets(commands, peak))


def _arguments(name: str, out: Path) -> list[str]:
    if name == "--help":
        return ["--help"]
    return ["run", SCENARIO, *(["--out", str(out)] if name == "run --out" else [])]


# Largest memory of a child counts what its parent held when it split off, so a small process starts the command.
_STARTER: Final = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
took = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([took, used, done.returncode, done.stderr.decode(errors="replace")]))
"""


def run_command(arguments: list[str]) -> tuple[float, int]:
    """Wall-clock seconds and largest resident memory (bytes) of one process."""
    script = Path(sys.executable).with_name("standoff")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "standoff"]
    starter = [sys.executable, "-c", _STARTER, *command, *arguments]
    took, used, code, errors = json.loads(subprocess.run(starter, capture_output=True, check=True).stdout)
    if code != 0:
        last = (errors.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"standoff {' '.join(arguments)} ended with {code}: {last}")
    unit = 1 if sys.platform == "darwin" else 1024
    return took, used * unit


def _targets(commands: dict[str, list[float]], peak: int) -> list[Target]:
    limits = {"run": RUN_S, "run --out": RUN_S, "--help": HELP_S}
    targets = []
    for name, limit in limits.items():
        took = statistics.median(commands[name])
        label = f"standoff {name.replace('run', f'run {SCENARIO}')}"
        targets.append(Target(label, f"at most {limit:g} s", f"{took:.2f} s", took <= limit))
    targets.append(
        Target("peak memory", f"at most {PEAK_BYTES / 1e6:.0f} MB", f"{peak / 1e6:.0f} MB", peak <= PEAK_BYTES)
    )
    return targets
