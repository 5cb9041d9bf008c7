"""Runs pytrajlib in a process of its own (it prints from C and imports mapping and plotting): JSON in, JSON out.

Input: {"counts": [few, many], "runs": [{parameter: value}, ...]}. Output, for each run: seconds for both counts and the
first impact. All of its random errors are off, so that every flight of a run is the same and has one true solution.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

QUIET = {
    "traj_output": 0,
    "impact_output": 0,
    "grav_error": 0,
    "atm_model": 0,
    "ins_nav": 0,
    "gnss_nav": 0,
    "rv_maneuv": 0,
    "initial_x_error": 0.0,
    "initial_pos_error": 0.0,
    "initial_vel_error": 0.0,
    "initial_angle_error": 0.0,
}


def main() -> None:
    """Read the order, fly, answer on the real standard output."""
    order = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    from pytrajlib import simulation

    base = simulation.get_run_params() | QUIET
    results = []
    for run in order["runs"]:
        seconds = []
        for count in order["counts"]:
            tries = [_timed(simulation, base | run | {"num_runs": count}) for _ in range(3)]
            took, impact = min(tries, key=lambda one: one[0])
            seconds.append(took)
        results.append({"seconds": seconds, "impact": impact})
    json.dump(results, answer)
    answer.flush()


def _timed(simulation: Any, parameters: dict[str, Any]) -> tuple[float, dict[str, float]]:
    struct = simulation.get_run_params_struct(parameters)
    started = time.perf_counter()
    data = simulation.traj.mc_run(struct[0])
    took = time.perf_counter() - started
    state = data.impact_states[0]
    return took, {name: getattr(state, name) for name in ("t", "x", "y", "z", "theta_long", "theta_lat")}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
