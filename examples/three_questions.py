"""Three questions of 2017 from Python, with the answers as frames: what leaks, what is covered, where to build.

    python examples/three_questions.py [--quick]

Results are frozen: a summary of plain numbers, and tables that turn into pandas frames (or polars, by `to_polars`).
"""

import sys

import standoff

QUICK = "--quick" in sys.argv


def what_leaks() -> None:
    """A study: runs nested in worlds, so that chance and what is not known stay apart."""
    study = standoff.study("japan-2017", runs=400 if QUICK else 10_000, points=10 if QUICK else 100)
    leakers = study.summary["metrics"]["leakers"]
    print(f"What leaks from a raid of twenty: {leakers['mean']:.1f} on average,")
    print(f"  between {leakers['world']['p05']:.1f} and {leakers['world']['p95']:.1f} from world to world,")
    print(f"  of the variance between runs {leakers['share_world']:.0%} is the world's, the rest is chance.")
    runs = study.to_pandas()
    at = runs.filter(like="leakers.").mean().sort_values(ascending=False)
    print("  most at", ", ".join(f"{name.removeprefix('leakers.')} ({mean:.2f})" for name, mean in at.head(3).items()))


def what_is_covered() -> None:
    """A footprint: where one site could have met a Nodong, as a frame of aim points."""
    found = standoff.footprint(
        "japan-2017:two-sites", battery="aegis-ashore-mutsumi", threat="nodong", start=["hwangju"], samples=0,
        grid=400 if QUICK else 10_000,
    )  # fmt: skip
    points = found.to_pandas()
    print(f"What Mutsumi covers against a Nodong from Hwangju: {found.area_km2['nominal']:,.0f} km2,")
    print(
        f"  with {points.shots_1.value_counts().get(4, 0) / points.defended.sum():.0%} of it open to two salvos of two."
    )


def where_to_build() -> None:
    """A choice of sites: the most people within a budget, proven, with what is paid in each year."""
    found = standoff.site("japan-2017", budget="200 billion", min_population=500_000 if QUICK else 100_000)
    names = " and ".join(site["title"] for site in found.sites)
    print(f"Where one site would have stood best: {names}{' (proven optimal)' if found.optimal else ''},")
    years = found.to_pandas("costs")
    first, last = years.fiscal_year.min(), years.fiscal_year.max()
    dearest = years.groupby("fiscal_year").spent_nominal.sum().idxmax()
    print(f"  to be paid from FY{first} to FY{last}, most of it in FY{dearest}.")


if __name__ == "__main__":
    what_leaks()
    what_is_covered()
    where_to_build()
