"""What more interceptors buy, and what they do not: common-mode failure against the number of shots.

    python examples/common_mode.py [--runs N] [--picture FILE]

Four warheads, each shot at by n interceptors that kill with 0.7. Interceptors fail one by one by chance; with a small
probability they all fail together, by a fault of design or doctrine that the whole class shares. Every cell is a study
of the firing range (`examples/firing-range.yaml`), beside it the closed form of D. A. Wilkening, Science & Global
Security 8 (1999).
"""

import argparse
from pathlib import Path

import standoff
from standoff.engagement.wilkening import leak_free_probability

RANGE = Path(__file__).with_name("firing-range.yaml")
WARHEADS, KILL = 4, 0.7
SHOTS = (1, 2, 3, 4, 6, 8)
COMMON_MODES = (0.0, 0.05, 0.2)


def leak_free(shots: int, common_mode: float, runs: int) -> tuple[float, float, float]:
    """Share of runs in which no warhead gets through, and its 95 % interval."""
    chain = {"kill_probability": KILL, "reliability": 1, "discrimination": 1, "common_mode": common_mode}
    settings = [
        f"timeline.raid.count={WARHEADS}",
        f"batteries.range.doctrine={{kind: salvo, salvo_size: {shots}}}",
        *(f"library.thaad.{name}={value} 1" for name, value in chain.items()),
    ]
    study = standoff.study(RANGE, runs=runs, vary=["none"], points=1, settings=settings, workers=1)
    metric = study.summary["metrics"]["leak_free"]
    return metric["mean"], *metric["ci95"]


def main() -> None:
    """Print one row a number of shots: the share found, its interval, and the closed form; draw them if wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000, help="runs a cell")
    parser.add_argument("--picture", type=Path, help="draw the curves into this file")
    options = parser.parse_args()
    found = {(n, c): leak_free(n, c, options.runs) for n in SHOTS for c in COMMON_MODES}
    print(
        "| shots a warhead | interceptors |"
        + "".join(f" common mode {100 * c:g} % | closed form |" for c in COMMON_MODES)
    )
    print("|---:|---:|" + "---:|---:|" * len(COMMON_MODES))
    for n in SHOTS:
        cells = ""
        for c in COMMON_MODES:
            mean, low, high = found[n, c]
            exact = float(leak_free_probability(KILL, n, WARHEADS, 1.0, c))
            cells += f" {mean:.3f} ({low:.3f} to {high:.3f}) | {exact:.3f} |"
        print(f"| {n} | {n * WARHEADS} |{cells}")
    if options.picture:
        draw(found, options.picture)


def draw(found: dict[tuple[int, float], tuple[float, float, float]], file: Path) -> None:
    """The closed forms as lines, the studies as points with their intervals."""
    import matplotlib.pyplot as plt
    import numpy as np

    figure, axes = plt.subplots(figsize=(7.0, 4.2), layout="constrained")
    every = np.linspace(0.5, 8.4, 200)
    for color, common_mode in zip(("#1b5e8c", "#b8621b", "#8c1b3a"), COMMON_MODES, strict=True):
        axes.plot(every, leak_free_probability(KILL, every, WARHEADS, 1.0, common_mode), color=color, linewidth=1.5)
        axes.axhline(1.0 - common_mode, color=color, linewidth=0.8, linestyle=":")
        mean, low, high = np.array([found[n, common_mode] for n in SHOTS]).T
        label = f"common-mode failure {100 * common_mode:g} %"
        axes.errorbar(SHOTS, mean, [mean - low, high - mean], fmt="o", color=color, markersize=4, label=label)
    axes.set(
        xlabel="interceptors fired at each of 4 warheads", ylabel="probability that nothing gets through",
        xlim=(0.5, 8.4), ylim=(0.0, 1.02),
    )  # fmt: skip
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.legend(loc="lower right", frameon=False)
    figure.savefig(file, dpi=130)


if __name__ == "__main__":
    main()
