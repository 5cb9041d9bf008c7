"""How the defense of Guam hangs on one disputed number: the detection range of the battery's radar.

    python examples/radar_range.py [SEEDS]

Publications give the AN/TPY-2 in terminal mode 600 to 1000 km (`standoff library an-tpy-2`). The range decides when
THAAD holds a track good enough to fire on, and so whether there is time for a shot at all.
"""

import sys
from statistics import mean

import standoff

RANGES_KM = (600, 700, 800, 900, 1000)


def main(seeds: int = 5) -> None:
    """Print when the first missile is seen and shot at, and how many leak, for each range."""
    print("range     first seen   first shot   fired   leakers (mean)")
    for range_km in RANGES_KM:
        settings = [f"library.an-tpy-2.reference_range={range_km} km"]
        runs = [standoff.run("guam-2017", seed=seed, settings=settings) for seed in range(1, seeds + 1)]
        record = runs[0].record
        seen_s = [e["t_s"] for e in record.of_kind("detection") if e["data"]["sensor"] == "guam-radar"]
        shot_s = [e["t_s"] for e in record.of_kind("shot")]
        fired = mean(run.summary["interceptors_fired"] for run in runs)
        leakers = mean(run.summary["leakers"] for run in runs)
        print(f"{range_km:4} km  {_first(seen_s):>10}   {_first(shot_s):>10}   {fired:5.1f}   {leakers:8.1f}")


def _first(times_s: list[float]) -> str:
    return f"{min(times_s):.0f} s" if times_s else "never"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
