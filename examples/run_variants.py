"""Run the variants of japan-2017 over a few seeds and compare what gets through.

    python examples/run_variants.py [SEEDS]

A run is one outcome of chance: compare variants over many seeds, and read the spread before the mean.
"""

import sys
from statistics import mean

import standoff

VARIANTS = ("ships-and-patriot", "one-site", "two-sites", "two-sites-ib")


def main(seeds: int = 5) -> None:
    """Print a table of leakers and interceptors fired, one line a variant."""
    print(f"{'variant':20}{'leakers: mean':>14}{'least':>7}{'most':>6}{'fired':>8}   ({seeds} seeds)")
    for variant in VARIANTS:
        runs = [standoff.run(f"japan-2017:{variant}", seed=seed).summary for seed in range(1, seeds + 1)]
        leakers = [run["leakers"] for run in runs]
        fired = mean(run["interceptors_fired"] for run in runs)
        print(f"{variant:20}{mean(leakers):14.1f}{min(leakers):7}{max(leakers):6}{fired:8.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
