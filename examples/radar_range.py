"""How the defense of Guam hangs on one disputed number: the detection range of the battery's radar.

    python examples/radar_range.py [SEEDS]

Publications give the AN/TPY-2 in terminal mode 600 to 1000 km (`standoff library an-tpy-2`). The range decides when
THAAD holds a track good enough to fire on, and so whether there is time for a shot at all.
"""

import sys
from collections.abc import Iterable, Mapping
from statistics import mean
from typing import Any

import standoff

RANGES_KM = (600, 700, 800, 900, 1000)


def main(seeds: int = 5) -> None:
    """Print when the radar first sees a missile and THAAD first shoots, and how many leak, for each range."""
    print(f"range     first seen   first shot   fired   leakers   (after the first launch; means of {seeds} seeds)")
    for range_km in RANGES_KM:
        settings = [f"library.an-tpy-2.reference_range={range_km} km"]
        runs = [standoff.run("guam-2017", seed=seed, settings=settings) for seed in range(1, seeds + 1)]
        record = runs[0].record
        launch_s = min(event["t_s"] for event in record.of_kind("launch"))
        seen = [event for event in record.of_kind("detection") if event["data"]["sensor"] == "guam-radar"]
        fired = mean(run.summary["interceptors_fired"] for run in runs)
        leakers = mean(run.summary["leakers"] for run in runs)
        first = f"{_first(seen, launch_s):>10}   {_first(record.of_kind('shot'), launch_s):>10}"
        print(f"{range_km:4} km  {first}   {fired:5.1f}   {leakers:7.1f}")


def _first(events: Iterable[Mapping[str, Any]], launch_s: float) -> str:
    times_s = [event["t_s"] - launch_s for event in events]
    return f"{min(times_s):.0f} s" if times_s else "never"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
